import type { FastifyInstance, InjectOptions } from 'fastify'
import { type TestGround, testGround } from '../../test/support/ground.ts'
import type { Id, JsonObject } from '../kernel/index.ts'
import { sql } from '../platform/db/index.ts'
import { createServer } from '../platform/http/index.ts'
import type { Passwords } from './access/passwords.ts'
import {
  ALL_PERMISSIONS,
  PEOPLE_CHANGED,
  type People,
  type PeopleOptions,
  people,
  policyKinds,
  type RoleKind,
  SEND_ACCOUNT_MAIL,
} from './index.ts'

/** The people of our tests. Acme is a customer; Olga, Ada, Gus, Lise keep the desk; Carol and Dave ask for help. */
export const CAST = {
  olga: { email: 'olga@desk.example', name: 'Olga Owner', role: 'owner' },
  ada: { email: 'ada@desk.example', name: 'Ada Admin', role: 'admin' },
  gus: { email: 'gus@desk.example', name: 'Gus Agent', role: 'agent' },
  lise: { email: 'lise@desk.example', name: 'Lise Light', role: 'light_agent' },
  carol: { email: 'carol@acme.example', name: 'Carol Customer', role: 'end_user' },
  dave: { email: 'dave@bolt.example', name: 'Dave Customer', role: 'end_user' },
} as const satisfies Record<string, { email: string; name: string; role: RoleKind }>

export type Name = keyof typeof CAST

export const PASSWORD = 'seven green lanterns hum'

export type Answer = {
  readonly status: number
  // Tests look into bodies freely; what is in them is held by the schemas of the routes.
  readonly body: Record<string, never>
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>
}

export type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>

/** A hash that costs nothing and counts: what is asked of argon2 is what tests want to know. */
export const countingPasswords = (): Passwords & { verifications: number } => {
  const passwords = {
    verifications: 0,
    hash: async (password: string) => `plain:${password}`,
    verify: async (hashed: string | null, password: string) => {
      passwords.verifications += 1
      return hashed === `plain:${password}`
    },
  }
  return passwords
}

export type TestDesk = {
  readonly ground: TestGround
  readonly people: People
  readonly app: FastifyInstance
  readonly passwords: ReturnType<typeof countingPasswords>
  readonly ids: Readonly<Record<Name, Id>>
  readonly tokens: Readonly<Record<Name, string>>
  /** Calls the API with somebody's token; with nobody's for `null`. */
  readonly as: (name: Name | null) => Ask
  readonly audited: (
    source: string,
  ) => Promise<{ action: string; before: object | null; after: object | null }[]>
  /** The effects of a kind that were left, oldest first. */
  readonly left: (kind: string) => Promise<JsonObject[]>
  /** What the queue would do with the jobs that wait; they are gone afterwards. */
  readonly runJobs: () => Promise<void>
  close(): Promise<void>
}

export const openDesk = async (settings: object = {}, options: PeopleOptions = {}): Promise<TestDesk> => {
  const ground = await testGround({
    policyKinds,
    settings: { supportAddresses: ['support@desk.example'], ...settings },
  })
  const passwords = countingPasswords()
  const room = people(ground, { passwords, effects: [PEOPLE_CHANGED, SEND_ACCOUNT_MAIL], ...options })
  const app = createServer({
    ground,
    routes: room.module.routes ?? [],
    permissions: ALL_PERMISSIONS,
    authenticate: room.authenticate,
    checkReplies: true,
    process: { id: 1, isAlive: async () => true },
  })
  const ids: Partial<Record<Name, Id>> = {}
  const tokens: Partial<Record<Name, string>> = {}
  for (const [name, one] of Object.entries(CAST) as [Name, (typeof CAST)[Name]][]) {
    ids[name] = (await room.createUser({ ...one, password: PASSWORD })).id
    tokens[name] = (await room.createToken({ email: one.email })).secret
  }
  const ask =
    (headers: Record<string, string>): Ask =>
    async (method, path, body, more = {}) => {
      const answer = await app.inject({
        method: method as NonNullable<InjectOptions['method']>,
        url: `/api/v2${path}`,
        headers: { ...headers, ...more },
        ...(body === undefined ? {} : { payload: body as object }),
      })
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: answer.body === '' ? {} : JSON.parse(answer.body),
      }
    }
  return {
    ground,
    people: room,
    app,
    passwords,
    ids: ids as Record<Name, Id>,
    tokens: tokens as Record<Name, string>,
    as: (name) => ask(name === null ? {} : { authorization: `Bearer ${tokens[name]}` }),
    audited: (source) =>
      ground.db.rows(
        sql`select action, before, after from audit_log where source_type = ${source} order by id`,
      ),
    left: async (kind) => {
      const rows = await ground.db.rows(sql<{ payload: JsonObject }>`
        select payload from outbox where kind = ${kind} order by id`)
      return rows.map(({ payload }) => payload)
    },
    runJobs: async () => {
      for (const { name, payload } of ground.jobs.splice(0)) {
        const handler = room.module.jobs?.find((job) => job.name === name)
        await handler!.run(payload as JsonObject, { id: '1', attempt: 1 })
      }
    },
    close: async () => {
      await app.close()
      await ground.close()
    },
  }
}
