import type { InjectOptions } from 'fastify'
import { type TestGround, testGround } from '../../../test/support/ground.ts'
import { ALL_PERMISSIONS, people, policyKinds as peopleKinds } from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import { createServer } from '../../platform/http/index.ts'
import { calendar, schedulePolicyKinds } from '../index.ts'

/** For this room's tests: Ada runs the desk, Gus answers customers, Lise reads along, Carol asks for help. */
const CAST = { ada: 'admin', gus: 'agent', lise: 'light_agent', carol: 'end_user' } as const
export type Name = keyof typeof CAST

/** Tests read into answers of every shape. */
type Parsed = ReturnType<JSON['parse']>
export type Answer = {
  readonly status: number
  readonly body: Parsed
  readonly headers: Readonly<Record<string, unknown>>
}
export type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>

export type CalendarDesk = {
  readonly ground: TestGround
  /** Calls the API with somebody's token; with nobody's for `null`. */
  readonly as: (name: Name | null) => Ask
  /** What the audit log says of the documents of policy, from the oldest on, since the desk opened. */
  audited(): Promise<{ action: string; source_id: string; actor_id: number; ip: string; label: string }[]>
  version(): Promise<number>
  close(): Promise<void>
}

export const calendarDesk = async (): Promise<CalendarDesk> => {
  const ground = await testGround({ policyKinds: [...peopleKinds, ...schedulePolicyKinds] })
  const door = people(ground)
  const app = createServer({
    ground,
    routes: calendar(ground).module.routes ?? [],
    permissions: ALL_PERMISSIONS,
    authenticate: door.authenticate,
    checkReplies: true,
    process: { id: 1, isAlive: async () => false },
  })
  const tokens: Partial<Record<Name, string>> = {}
  for (const [name, role] of Object.entries(CAST) as [Name, (typeof CAST)[Name]][]) {
    const email = `${name}@desk.example`
    await door.createUser({ email, name, role, password: 'seven green lanterns hum' })
    tokens[name] = (await door.createToken({ email })).secret
  }
  return {
    ground,
    as: (name) => async (method, path, body, headers) => {
      const answer = await app.inject({
        method: method as NonNullable<InjectOptions['method']>,
        url: path.startsWith('http') ? path : `/api/v2/business_hours${path}`,
        headers: {
          host: 'localhost:3000',
          ...(name === null ? {} : { authorization: `Bearer ${tokens[name]}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: body as string | Buffer | object }),
      })
      const parsed = answer.payload === '' ? undefined : JSON.parse(answer.payload)
      return { status: answer.statusCode, body: parsed, headers: answer.headers }
    },
    audited: () =>
      ground.db.rows(sql`select action, source_id, actor_id, ip, source_label as label from audit_log
        where source_type = 'policy' and actor_id is not null order by id`),
    version: async () => (await ground.policy.current()).version,
    close: async () => {
      await app.close()
      await ground.close()
    },
  }
}
