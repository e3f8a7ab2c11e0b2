import type { FastifyInstance } from 'fastify'
import { type TestGround, testGround } from '../../test/support/ground.ts'
import { calendar, schedulePolicyKinds } from '../calendar/index.ts'
import { ALL_PERMISSIONS, people, policyKinds } from '../people/index.ts'
import { createServer } from '../platform/http/index.ts'
import { sla, slaPolicyKinds } from '../sla/index.ts'
import { catalogueIn, ticketPolicyKinds, tickets } from '../tickets/index.ts'
import { type ApplyOptions, type ApplyOutcome, applyTree } from './index.ts'

/** For this room's tests: an empty desk, trees as objects of texts, and the API as an administrator sees it. */
export type ConfigDesk = {
  readonly ground: TestGround
  apply(tree: Readonly<Record<string, string>>, options?: Partial<ApplyOptions>): Promise<ApplyOutcome>
  get(path: string): Promise<ReturnType<JSON['parse']>>
  send(method: 'POST' | 'PUT', path: string, body: object): Promise<ReturnType<JSON['parse']>>
  close(): Promise<void>
}

export const configDesk = async (): Promise<ConfigDesk> => {
  const ground = await testGround({
    policyKinds: [...policyKinds, ...schedulePolicyKinds, ...slaPolicyKinds, ...ticketPolicyKinds],
  })
  const door = people(ground)
  await door.createUser({ email: 'ada@desk.example', name: 'Ada', role: 'admin' })
  const { secret } = await door.createToken({ email: 'ada@desk.example' })
  const app = serverOf(ground, door)
  return {
    ground,
    apply: (tree, options) => {
      const files = Object.entries(tree).map(([path, text]) => ({ path, text }))
      return applyTree(ground, files, { reason: null, ...options })
    },
    get: async (url) =>
      (await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${secret}` } })).json(),
    send: async (method, url, payload) =>
      (await app.inject({ method, url, payload, headers: { authorization: `Bearer ${secret}` } })).json(),
    close: async () => {
      await app.close()
      await ground.close()
    },
  }
}

const serverOf = (ground: TestGround, door: ReturnType<typeof people>): FastifyInstance => {
  const ticketsDoor = tickets(ground, door)
  const needs = { catalogue: catalogueIn, deskValues: ticketsDoor.deskValues }
  const modules = [door.module, calendar(ground).module, sla(ground, needs).module, ticketsDoor.module]
  return createServer({
    ground,
    routes: modules.flatMap(({ routes = [] }) => routes),
    permissions: ALL_PERMISSIONS,
    authenticate: door.authenticate,
    process: { id: 1, isAlive: async () => false },
  })
}
