import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../test/support/database.ts'
import { testSettings } from '../test/support/ground.ts'
import { assemble, type House } from './assemble.ts'
import { type AllDomains, buildDomains } from './domains.ts'
import type { JsonObject } from './kernel/index.ts'
import { sql } from './platform/db/index.ts'
import { createServer } from './platform/http/index.ts'
import type { Effect } from './platform/module.ts'

let db: TestDatabase
let dataDir: string
let house: House<AllDomains>
let app: FastifyInstance
let token: string
beforeAll(async () => {
  db = await testDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'mainstay-domains-'))
  const settings = { ...testSettings(dataDir), databaseUrl: db.url, databasePoolSize: 3 }
  house = await assemble(settings, buildDomains, { log: pino({ level: 'silent' }) })
  const { domains, ground, modules } = house
  app = createServer({
    ground,
    routes: modules.flatMap(({ routes = [] }) => routes),
    permissions: domains.permissions,
    authenticate: domains.authenticate,
    process: { id: 1, isAlive: async () => false },
    checkReplies: true,
  })
  await domains.people.createUser({ email: 'ada@desk.example', role: 'admin' })
  token = (await domains.people.createToken({ email: 'ada@desk.example' })).secret
})
afterAll(async () => {
  await app.close()
  await house.close()
  await db.close()
  await rm(dataDir, { recursive: true, force: true })
})

// Tests look into bodies freely; what is in them is held by the schemas of the routes.
type Body = ReturnType<JSON['parse']>
const call = async (method: string, path: string, body?: object): Promise<Body> => {
  const answer = await app.inject({
    method: method as NonNullable<InjectOptions['method']>,
    url: `/api/v2${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { payload: body }),
  })
  expect(answer.statusCode, `${method} ${path} ${answer.body}`).toBeLessThan(300)
  return answer.body === '' ? {} : JSON.parse(answer.body)
}

/** What the outbox would do with the effects of a kind. */
const deliver = async (kind: string): Promise<void> => {
  const handler = house.modules.flatMap(({ effects = [] }) => effects).find((one) => one.kind === kind)
  const effects = await db.rows(sql<Effect>`
    select id, effect_key as key, kind, ticket_id as "ticketId", payload, created_at as "createdAt", 1 as attempt
    from outbox where kind = ${kind} and state = 'waiting' order by id`)
  expect(effects.length).toBeGreaterThan(0)
  for (const effect of effects) expect(await handler!.deliver(effect)).toEqual({ outcome: 'done' })
  await db.rows(sql`update outbox set state = 'done' where kind = ${kind}`)
}

const runJob = async (name: string, payload: JsonObject): Promise<void> => {
  const job = house.modules.flatMap(({ jobs = [] }) => jobs).find((one) => one.name === name)
  await job!.run(payload, { id: '1', attempt: 1 })
}

it('tickets follow a merged user, are counted for the winner, and go with them for good', async () => {
  const person = async (name: string): Promise<number> =>
    (await call('POST', '/users', { user: { name, email: `${name}@acme.example` } })).user.id
  const [old, eve] = [await person('old'), await person('eve')]
  const { ticket } = await call('POST', '/tickets', {
    ticket: { requester_id: old, subject: 'Secret subject', comment: { body: 'Help' } },
  })
  expect((await call('GET', `/users/${old}/related`)).user_related).toMatchObject({ requested_tickets: 1 })
  await call('PUT', `/users/${old}/merge`, { user: { id: eve } })
  await deliver('people_changed')
  expect((await call('GET', `/tickets/${ticket.id}`)).ticket).toMatchObject({ requester_id: eve })
  expect((await call('GET', `/users/${eve}/related`)).user_related).toMatchObject({ requested_tickets: 1 })
  await call('DELETE', `/users/${eve}`)
  await call('DELETE', `/deleted_users/${eve}`)
  await runJob('people_erase_user', { userId: eve })
  const { ticket: erased } = await call('GET', `/tickets/${ticket.id}`)
  expect(JSON.stringify(erased)).not.toMatch(/Secret subject|eve@acme/)
  expect((await call('GET', `/users/${eve}`)).user).toMatchObject({ name: 'Permanently deleted user' })
})
