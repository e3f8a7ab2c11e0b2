import type { FastifyInstance } from 'fastify'
import { type Id, Refused } from '../kernel/index.ts'
import { ALL_PERMISSIONS, type Person, readRole, type Viewer, viewerWith } from '../people/core/index.ts'
import { peopleFactsSql } from '../people/index.ts'
import { statement } from '../platform/db/index.ts'
import { type Authenticate, anonymousCaller, createServer } from '../platform/http/index.ts'
import { type TicketDesk, ticketDesk } from './fixture.ts'
import { type PeopleDoor, type Tickets, tickets } from './index.ts'

/** For this room's tests: the desk of `fixture.ts` behind its HTTP door. */
export type ApiDesk = TicketDesk & {
  readonly app: FastifyInstance
  readonly tickets: Tickets
  call(as: Id | null, method: Method, path: string, body?: unknown, headers?: Headers): Promise<Answer>
}
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type Headers = Record<string, string>
/** Tests read into answers of every shape. */
type Parsed = ReturnType<JSON['parse']>
export type Answer = { status: number; headers: Record<string, unknown>; body: Parsed; raw: Buffer }

export const ORIGIN = 'http://localhost:3000'

export const apiDesk = async (): Promise<ApiDesk> => {
  const desk = await ticketDesk()
  const { ground } = desk
  const domain = tickets(ground, peopleOf(desk))
  const app = createServer({
    ground,
    routes: domain.module.routes ?? [],
    permissions: ALL_PERMISSIONS,
    authenticate: authenticateById(desk),
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
          ...(as === null ? {} : { authorization: `Bearer ${as}` }),
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

const FACTS = statement('test_viewer', `select ${peopleFactsSql('$1::bigint[]', "'{}'::bigint[]")} as facts`)

/** `Bearer 12` is user 12, with the rights of now: one statement, as in the real thing. */
const authenticateById =
  ({ ground, policies }: TicketDesk): Authenticate =>
  async ({ headers, ip }) => {
    const given = headers.authorization
    if (given === undefined) return anonymousCaller(ip)
    const id = Number(String(given).replace('Bearer ', ''))
    const [row] = await ground.db.query<{ facts: { users: Record<string, Person> } }>(FACTS, [[id]])
    const person = row?.facts.users[id]
    if (person === undefined) throw new Refused({ code: 'unauthenticated', message: 'nobody' })
    const viewer = await viewerOfPerson(policies, ground, person)
    return {
      userId: id,
      permissions: viewer.permissions,
      scopes: new Set(['*']),
      credential: 'token',
      rateKey: `token:${id}`,
      viewer,
    }
  }

const viewerOfPerson = async (
  _policies: TicketDesk['policies'],
  { policy }: TicketDesk['ground'],
  person: Person,
): Promise<Viewer> => {
  const snapshot = await policy.at(1)
  const role = readRole(person.roleId, snapshot.document('role', person.roleId)?.body ?? {})
  return viewerWith({ ...person, userId: person.id }, role)
}

/** People as far as tickets ask of them. */
const peopleOf = ({ ground }: TicketDesk): PeopleDoor => {
  const named =
    (path: string) =>
    async (_viewer: Viewer, ids: readonly Id[], origin: string): Promise<readonly object[]> =>
      ids.map((id) => ({ id, url: `${origin}/api/v2/${path}/${id}.json` }))
  return {
    presentUsers: named('users'),
    presentGroups: named('groups'),
    presentOrganizations: named('organizations'),
    findOrCreateByEmail: async (tx, { email, name }) => {
      const [row] = await tx.query<{ id: Id }>(NEW_USER, [
        name ?? email,
        email.toLowerCase(),
        new Date(ground.clock.now()),
      ])
      return row!.id
    },
  }
}

const NEW_USER = statement(
  'test_new_user',
  `with made as (insert into users (name, email, created_at, updated_at) values ($1, $2, $3, $3) returning id)
   insert into user_identities (user_id, type, value, key, created_at, updated_at)
   select id, 'email', $2, $2, $3, $3 from made returning user_id as id`,
)
