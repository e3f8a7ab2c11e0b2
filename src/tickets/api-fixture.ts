import type { FastifyInstance } from 'fastify'
import type { Id } from '../kernel/index.ts'
import { ALL_PERMISSIONS, people } from '../people/index.ts'
import type { Ground } from '../platform/ground.ts'
import { createServer, type Route } from '../platform/http/index.ts'
import { ADA, BEA, BO, CARL, CORA, LIA, type TicketDesk, ticketDesk, ZOE } from './fixture.ts'
import { type Tickets, tickets } from './index.ts'

/** For this room's tests: the desk of `fixture.ts` behind its HTTP door. */
export type ApiDesk = TicketDesk & {
  readonly app: FastifyInstance
  readonly tickets: Tickets
  call(as: Id | null, method: Method, path: string, body?: unknown, headers?: Headers): Promise<Answer>
}
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Headers = Record<string, string>
/** Tests read into answers of every shape. */
type Parsed = ReturnType<JSON['parse']>
export type Answer = { status: number; headers: Record<string, unknown>; body: Parsed; raw: Buffer }

export const ORIGIN = 'http://localhost:3000'

export const apiDesk = async (): Promise<ApiDesk> => {
  const desk = await ticketDesk()
  const { ground } = desk
  const door = people(ground)
  const domain = tickets(ground, door, { routesOn })
  const tokens = await tokensOf(door)
  const app = createServer({
    ground,
    routes: domain.module.routes ?? [],
    permissions: ALL_PERMISSIONS,
    authenticate: door.authenticate,
    process: { id: 1, isAlive: async () => false },
    checkReplies: true,
  })
  return {
    ...desk,
    app,
    tickets: domain,
    call: async (as, method, path, body, headers = {}) => {
      const answer = await app.inject({
        method,
        url: path,
        headers: {
          host: 'localhost:3000',
          ...(as === null ? {} : { authorization: `Bearer ${tokens.get(as)}` }),
          ...(body === undefined || Buffer.isBuffer(body) ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
      })
      const isJson = String(answer.headers['content-type'] ?? '').startsWith('application/json')
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: isJson ? answer.json() : undefined,
        raw: answer.rawPayload,
      }
    },
    close: async () => {
      await app.close()
      await desk.close()
    },
  }
}

const routesOn = (ground: Ground): Route[] => {
  const door = people(ground)
  return [door.module, tickets(ground, door).module].flatMap(({ routes = [] }) => routes)
}

const ADDRESSES = new Map([
  [ADA, 'ada@desk.example'],
  [BO, 'bo@desk.example'],
  [BEA, 'bea@desk.example'],
  [LIA, 'lia@desk.example'],
  [CORA, 'cora@acme.example'],
  [CARL, 'carl@acme.example'],
  [ZOE, 'zoe@zimmer.example'],
])

const tokensOf = async (door: ReturnType<typeof people>): Promise<Map<Id, string>> => {
  const tokens = new Map<Id, string>()
  for (const [id, email] of ADDRESSES) tokens.set(id, (await door.createToken({ email })).secret)
  return tokens
}
