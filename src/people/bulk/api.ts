import { type TSchema, Type } from 'typebox'
import { invalidField, Refused } from '../../kernel/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { BULK_BODY_BYTES, Job, MAX_BULK, presentJob, startBulk } from '../../platform/jobs/index.ts'
import { idList, valueList } from '../../platform/paging/index.ts'
import { MembershipWrite, readMembership } from '../memberships/input.ts'
import { OrganizationWrite } from '../organizations/organizations.ts'
import type { Room } from '../room.ts'
import { UserWrite } from '../users/input.ts'
import { idIn, readId } from '../wire.ts'
import { type Action, BULK_JOB, type BulkContext, type BulkItem, type Noun, type Target } from './run.ts'

type Asked = ApiRequest<unknown, unknown, unknown>

/** Queues the work; its status can be asked for at once. */
const start = async (
  room: Room,
  request: Asked,
  noun: Noun,
  action: Action,
  items: readonly BulkItem[],
): Promise<ApiReply> => {
  const { caller, ip, requestId, origin } = request
  const userId = caller.userId!
  const context: BulkContext = { noun, action, userId, ip, requestId }
  const jobType = `Bulk ${TITLES[action]} ${titled(noun)}`
  const job = await startBulk(room.ground, { name: BULK_JOB, jobType, authorId: userId, items, context })
  return { body: { job_status: presentJob(job, origin) } }
}

const TITLES: Readonly<Record<Action, string>> = {
  create: 'Create',
  update: 'Update',
  put: 'Create Or Update',
  delete: 'Delete',
}

const titled = (noun: Noun): string =>
  noun
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')

const JobReply = Type.Object({ job_status: Job })
const Targets = Type.Object({
  ids: Type.Optional(Type.String()),
  external_ids: Type.Optional(Type.String()),
})
type Targets = { readonly ids?: string; readonly external_ids?: string }

const targetsOf = ({ ids, external_ids: externalIds }: Targets): Target[] =>
  ids === undefined
    ? valueList(externalIds).map((externalId) => ({ externalId }))
    : idList(ids).map((id) => ({ id }))

type Plural = {
  readonly noun: Exclude<Noun, 'group_membership' | 'organization_membership'>
  readonly plural: string
  readonly name: string
  readonly write: TSchema
  readonly permission: string
  readonly scope: string
}

const PLURALS: readonly Plural[] = [
  {
    noun: 'user',
    plural: 'users',
    name: 'Users',
    write: Type.Object({ ...UserWrite.properties, id: idIn }),
    permission: 'users.write',
    scope: 'users:write',
  },
  {
    noun: 'organization',
    plural: 'organizations',
    name: 'Organizations',
    write: OrganizationWrite,
    permission: 'organizations.write',
    scope: 'organizations:write',
  },
]

type Row = UserWrite & { readonly id?: number | string | null }

/** A queue is no place for passwords. */
const withoutPassword = (rows: readonly Row[]): readonly Row[] => {
  if (!rows.some(({ password }) => typeof password === 'string')) return rows
  throw new Refused(invalidField('password', 'Password: cannot be set in bulk'))
}

const rowsOf = ({ noun, plural }: Plural, body: unknown): readonly Row[] => {
  const rows = withoutPassword((body as Record<string, readonly Row[]>)[plural]!)
  if (noun === 'user' && rows.length > MAX_BULK)
    throw new Refused({ code: 'too_many', message: `Maximum ${MAX_BULK} users may be created per call` })
  return rows
}

/** `?ids=` gives one change to many; the plural brings each its own, under its id or else its external id. */
const updates = ({ noun, plural }: Plural, query: Targets, body: unknown): BulkItem[] => {
  const given = body as Record<string, unknown>
  if (query.ids !== undefined || query.external_ids !== undefined) {
    if (given[noun] === undefined)
      throw new Refused(invalidField(noun, `${titled(noun)}: cannot be blank`, 'BlankValue'))
    const [change] = withoutPassword([given[noun] as Row])
    return targetsOf(query).map((target) => ({ target, body: change! }))
  }
  if (given[plural] === undefined)
    throw new Refused(invalidField(plural, `${titled(noun)}s: cannot be blank`, 'BlankValue'))
  return withoutPassword(given[plural] as Row[]).map((row) => ({ target: targetOf(row), body: row }))
}

const targetOf = ({ id, external_id: externalId }: Row): Target => {
  const read = readId(id)
  if (read !== undefined && read !== null) return { id: read }
  return externalId === undefined || externalId === null ? { id: 0 } : { externalId: String(externalId) }
}

const writeOf = ({ permission, scope }: { permission: string; scope: string }, audit: string) => ({
  permission,
  scope,
  rate: 'bulk' as const,
  audit,
  bodyLimit: BULK_BODY_BYTES,
  response: { 200: JobReply },
})

const PUT_MANY = 'Changes up to 100 users, each the one with its external id or address, or creates them'

const pluralRoutes = (room: Room, one: Plural): Route[] => {
  const { noun, plural, name, write } = one
  const common = writeOf(one, noun)
  const Many = Type.Object({ [plural]: Type.Array(write) })
  const making = (action: 'create' | 'put', path: string, operation: string, summary: string): Route =>
    route({
      ...common,
      method: 'POST',
      path: `/api/v2/${plural}/${path}`,
      operation,
      summary,
      body: Many,
      handler: (request) => {
        const items = rowsOf(one, request.body).map((body) => ({ target: null, body }))
        return start(room, request, noun, action, items)
      },
    })
  return [
    making('create', 'create_many', `CreateMany${name}`, `Creates up to 100 ${plural}`),
    ...(noun === 'user' ? [making('put', 'create_or_update_many', 'CreateOrUpdateManyUsers', PUT_MANY)] : []),
    route({
      ...common,
      method: 'PUT',
      path: `/api/v2/${plural}/update_many`,
      operation: `UpdateMany${name}`,
      summary: `Changes up to 100 ${plural}`,
      query: Targets,
      body: Type.Object({ [noun]: Type.Optional(write), [plural]: Type.Optional(Type.Array(write)) }),
      handler: (request) => start(room, request, noun, 'update', updates(one, request.query, request.body)),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: `/api/v2/${plural}/destroy_many`,
      operation: `DestroyMany${name}`,
      summary: `Removes up to 100 ${plural}`,
      query: Targets,
      handler: (request) => {
        const items = targetsOf(request.query).map((target) => ({ target, body: null }))
        return start(room, request, noun, 'delete', items)
      },
    }),
  ]
}

const MEMBERSHIPS = [
  { kind: 'group', name: 'GroupMemberships', permission: 'memberships.manage', scope: 'groups:write' },
  {
    kind: 'organization',
    name: 'OrganizationMemberships',
    permission: 'users.write',
    scope: 'organizations:write',
  },
] as const

const membershipRoutes = (room: Room): Route[] =>
  MEMBERSHIPS.flatMap((one): Route[] => {
    const { kind, name } = one
    const noun = `${kind}_membership` as const
    const common = writeOf(one, noun)
    return [
      route({
        ...common,
        method: 'POST',
        path: `/api/v2/${noun}s/create_many`,
        operation: `CreateMany${name}`,
        summary: `Makes up to 100 people members of ${kind}s`,
        body: Type.Object({ [`${noun}s`]: Type.Array(MembershipWrite) }),
        handler: (request) => {
          const rows = (request.body as Record<string, MembershipWrite[]>)[`${noun}s`]!
          const items = rows.map((row) => ({ target: null, body: readMembership(kind, row) }))
          return start(room, request, noun, 'create', items)
        },
      }),
      route({
        ...common,
        method: 'DELETE',
        path: `/api/v2/${noun}s/destroy_many`,
        operation: `DestroyMany${name}`,
        summary: `Ends up to 100 memberships of ${kind}s`,
        query: Type.Object({ ids: Type.Optional(Type.String()) }),
        handler: (request) => {
          const items = idList(request.query.ids).map((id) => ({ target: { id }, body: null }))
          return start(room, request, noun, 'delete', items)
        },
      }),
    ]
  })

/** Bulk requests: each answers a job at once, and the job's results tell what became of each member. */
export const bulkRoutes = (room: Room): Route[] => [
  ...PLURALS.flatMap((one) => pluralRoutes(room, one)),
  ...membershipRoutes(room),
]
