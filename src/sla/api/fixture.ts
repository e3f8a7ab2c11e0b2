import type { InjectOptions } from 'fastify'
import { type TestGround, testGround } from '../../../test/support/ground.ts'
import { calendar, schedulePolicyKinds } from '../../calendar/index.ts'
import { ok } from '../../kernel/index.ts'
import { ALL_PERMISSIONS, people, policyKinds as peopleKinds } from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import { createServer } from '../../platform/http/index.ts'
import type { Catalogue, DeskValues } from '../../rules/core/index.ts'
import { sla, slaPolicyKinds } from '../index.ts'

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
export type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>

export type SlaDesk = {
  readonly ground: TestGround
  /** Calls the API with somebody's token; with nobody's for `null`. */
  readonly as: (name: Name | null) => Ask
  /** What the audit log says of the documents of policies that Ada and others edited, from the oldest on. */
  audited(): Promise<{ action: string; kind: string; actor_id: number; label: string }[]>
  version(): Promise<number>
  close(): Promise<void>
}

/** Tickets have one drop-down, one form and one status here. */
export const SUBJECTS: Pick<DeskValues, 'fields' | 'forms' | 'statuses'> & { readonly catalogue: Catalogue } =
  {
    catalogue: {
      ticketField: (id) => (id === 77 ? { type: 'tagger', read: (value) => ok(String(value)) } : undefined),
    },
    fields: [{ id: 77, name: 'Region', type: 'tagger', options: [{ name: 'EMEA', value: 'emea' }] }],
    forms: [{ id: 7, name: 'Default' }],
    statuses: [{ id: 2, name: 'Open' }],
  }

const NOTHING: DeskValues = {
  groups: [],
  agents: [],
  brands: [{ id: 1, name: 'Ours' }],
  forms: [],
  statuses: [],
  schedules: [],
  roles: [],
  webhooks: [],
  targets: [],
  satisfactionReasons: [],
  fields: [],
  requesterFields: [],
  organizationFields: [],
}

export const slaDesk = async (): Promise<SlaDesk> => {
  const ground = await testGround({
    policyKinds: [...peopleKinds, ...schedulePolicyKinds, ...slaPolicyKinds],
  })
  const door = people(ground)
  const { module } = sla(ground, {
    catalogue: () => SUBJECTS.catalogue,
    deskValues: async (viewer) => ({ ...NOTHING, ...SUBJECTS, groups: await door.groups(viewer) }),
  })
  const modules = [calendar(ground).module, door.module, module]
  const app = createServer({
    ground,
    routes: modules.flatMap(({ routes = [] }) => routes),
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
    as: (name) => async (method, path, body) => {
      const answer = await app.inject({
        method: method as NonNullable<InjectOptions['method']>,
        url: path.startsWith('http') ? path : `/api/v2${path}`,
        headers: {
          host: 'localhost:3000',
          ...(name === null ? {} : { authorization: `Bearer ${tokens[name]}` }),
        },
        ...(body === undefined ? {} : { payload: body as object }),
      })
      const parsed = answer.payload === '' ? undefined : JSON.parse(answer.payload)
      return { status: answer.statusCode, body: parsed, headers: answer.headers }
    },
    audited: () =>
      ground.db.rows(sql`select action, split_part(source_id, '/', 1) as kind, actor_id, source_label as label
        from audit_log where source_type = 'policy' and actor_id is not null order by id`),
    version: async () => (await ground.policy.current()).version,
    close: async () => {
      await app.close()
      await ground.close()
    },
  }
}
