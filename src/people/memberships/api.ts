import { type TSchema, Type } from 'typebox'
import type { Id } from '../../kernel/index.ts'
import { type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  includedNames,
  type Listing,
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
  sideload,
} from '../../platform/paging/index.ts'
import { actingOf, viewerOf } from '../acting.ts'
import { groupsByIds } from '../groups/groups.ts'
import { Group, presentGroup } from '../groups/present.ts'
import { organizationsByIds } from '../organizations/organizations.ts'
import { Organization, presentOrganizations } from '../organizations/present.ts'
import type { Room } from '../room.ts'
import { presenterOf, User } from '../users/present.ts'
import { getUser, usersByIds } from '../users/read.ts'
import { IdParams, Time, time } from '../wire.ts'
import { MembershipWrite, readMembership } from './input.ts'
import {
  addMembership,
  getMembership,
  listMemberships,
  type MembershipFilter,
  makeDefault,
  removeMembership,
} from './memberships.ts'
import type { Belonging, MembershipRow } from './store.ts'

const GroupMembership = Type.Object(
  {
    id: Type.Integer(),
    url: Type.String(),
    user_id: Type.Integer(),
    group_id: Type.Integer(),
    default: Type.Boolean(),
    created_at: Time,
    updated_at: Time,
  },
  { title: 'GroupMembership' },
)

const OrganizationMembership = Type.Object(
  {
    id: Type.Integer(),
    url: Type.String(),
    user_id: Type.Integer(),
    organization_id: Type.Integer(),
    default: Type.Boolean(),
    view_tickets: Type.Boolean(),
    organization_name: Type.String(),
    created_at: Time,
    updated_at: Time,
  },
  { title: 'OrganizationMembership' },
)

const present =
  (kind: Belonging, origin: string) =>
  (row: MembershipRow): object => ({
    id: row.id,
    url: `${origin}/api/v2/${kind}_memberships/${row.id}.json`,
    user_id: row.user_id,
    [`${kind}_id`]: row.target_id,
    default: row.is_default,
    ...(kind === 'organization'
      ? { view_tickets: row.view_tickets, organization_name: row.target_name }
      : {}),
    created_at: time(row.created_at),
    updated_at: time(row.updated_at),
  })

type Noun = {
  readonly kind: Belonging
  readonly schema: TSchema
  /** `GroupMembership`: middle of operation names. */
  readonly name: string
  /** Permission that writes need at the least; the service asks for more. */
  readonly writes: string
  readonly scope: string
}

const NOUNS: readonly Noun[] = [
  {
    kind: 'group',
    schema: GroupMembership,
    name: 'GroupMembership',
    writes: 'memberships.manage',
    scope: 'groups',
  },
  {
    kind: 'organization',
    schema: OrganizationMembership,
    name: 'OrganizationMembership',
    writes: 'users.write',
    scope: 'organizations',
  },
]

const ListQuery = Type.Object({ ...pagingQuery, include: Type.Optional(Type.String()) })
const UserParams = Type.Object({ user_id: Type.Integer() })
const NestedParams = Type.Object({ user_id: Type.Integer(), id: Type.Integer() })

export const membershipRoutes = (room: Room): Route[] => NOUNS.flatMap((noun) => routesOf(room, noun))

type Asked = ApiRequest<unknown, PagingQuery & { readonly include?: string }, unknown>

const lister = (room: Room, { kind }: Noun) => {
  const key = `${kind}_memberships`
  return async (request: Asked, filter: MembershipFilter) => {
    const viewer = viewerOf(request.caller)
    const paging = parsePaging(request.query, { names: ['id'], standard: { by: 'id', isDescending: false } })
    const listing: Listing<MembershipRow> = await listMemberships(room, viewer, kind, filter, paging)
    const extra = await beside(room, request, kind, listing.rows)
    return { body: listReply(request, key, listing, listing.rows.map(present(kind, request.origin)), extra) }
  }
}

/** `include=users,groups` (or organizations). */
const beside = async (room: Room, request: Asked, kind: Belonging, rows: readonly MembershipRow[]) => {
  const include = includedNames(request.query.include)
  if (include.size === 0) return {}
  const viewer = viewerOf(request.caller)
  const { origin } = request
  const policy = await room.ground.policy.current()
  const users = {
    name: 'users',
    ids: (row: MembershipRow) => [row.user_id],
    load: async (ids: readonly Id[]) =>
      (await usersByIds(room, viewer, ids)).map(presenterOf(viewer, policy, origin)),
  }
  const targets = {
    name: `${kind}s`,
    ids: (row: MembershipRow) => [row.target_id],
    load: async (ids: readonly Id[]) =>
      kind === 'group'
        ? (await groupsByIds(room, viewer, ids)).map(presentGroup(origin))
        : presentOrganizations(room, await organizationsByIds(room, viewer, ids), origin),
  }
  return sideload(include, [users, targets], rows)
}

const routesOf = (room: Room, noun: Noun): Route[] => [
  ...(noun.kind === 'group' ? assignableRoutes(room, noun) : []),
  ...readingRoutes(room, noun),
  ...writingRoutes(room, noun),
]

const listedSchema = ({ kind, schema }: Noun) =>
  listSchema({
    [`${kind}_memberships`]: Type.Array(schema),
    users: Type.Optional(Type.Array(User)),
    ...(kind === 'group'
      ? { groups: Type.Optional(Type.Array(Group)) }
      : { organizations: Type.Optional(Type.Array(Organization)) }),
  })

const readingRoutes = (room: Room, noun: Noun): Route[] => {
  const { kind, schema, name, scope } = noun
  const path = `/api/v2/${kind}_memberships`
  const lists = lister(room, noun)
  const base = {
    method: 'GET',
    permission: 'memberships.read',
    scope: `${scope}:read`,
    rate: 'read',
    audit: 'none',
  } as const
  return [
    route({
      ...base,
      path,
      operation: `List${name}s`,
      summary: `Lists who belongs to which ${kind}`,
      query: ListQuery,
      response: { 200: listedSchema(noun) },
      handler: (request) => lists(request, {}),
    }),
    route({
      ...base,
      path: `/api/v2/users/:user_id/${kind}_memberships`,
      operation: `ListUser${name}s`,
      summary: `Lists what ${kind}s a user belongs to`,
      params: UserParams,
      query: ListQuery,
      response: { 200: listedSchema(noun) },
      handler: async (request) => {
        await getUser(room, viewerOf(request.caller), request.params.user_id)
        return lists(request, { userId: request.params.user_id })
      },
    }),
    route({
      ...base,
      path: `/api/v2/${kind}s/:target_id/${kind === 'group' ? 'memberships' : 'organization_memberships'}`,
      operation: `List${name}sOfOne`,
      summary: `Lists who belongs to one ${kind}`,
      params: Type.Object({ target_id: Type.Integer() }),
      query: ListQuery,
      response: { 200: listedSchema(noun) },
      handler: (request) => lists(request, { targetId: request.params.target_id }),
    }),
    route({
      ...base,
      path: `${path}/:id`,
      operation: `Show${name}`,
      summary: `Shows one membership of a ${kind}`,
      params: IdParams,
      response: { 200: Type.Object({ [`${kind}_membership`]: schema }) },
      handler: async ({ caller, params, origin }) => {
        const row = await getMembership(room, viewerOf(caller), kind, params.id)
        return { body: { [`${kind}_membership`]: present(kind, origin)(row) } }
      },
    }),
    route({
      ...base,
      path: `/api/v2/users/:user_id/${kind}_memberships/:id`,
      operation: `ShowUser${name}`,
      summary: `Shows one membership of a user`,
      params: NestedParams,
      response: { 200: Type.Object({ [`${kind}_membership`]: schema }) },
      handler: async ({ caller, params, origin }) => {
        const row = await getMembership(room, viewerOf(caller), kind, params.id, { userId: params.user_id })
        return { body: { [`${kind}_membership`]: present(kind, origin)(row) } }
      },
    }),
  ]
}

/** Who of a group, or of all groups, tickets can be given to. */
const assignableRoutes = (room: Room, noun: Noun): Route[] => {
  const lists = lister(room, noun)
  const base = {
    method: 'GET',
    permission: 'memberships.read',
    scope: 'groups:read',
    rate: 'read',
    audit: 'none',
    query: ListQuery,
    response: { 200: listedSchema(noun) },
  } as const
  return [
    route({
      ...base,
      path: '/api/v2/group_memberships/assignable',
      operation: 'ListAssignableGroupMemberships',
      summary: 'Lists who belongs to which group and can be given tickets',
      handler: (request) => lists(request, { isAssignable: true }),
    }),
    route({
      ...base,
      path: '/api/v2/groups/:target_id/memberships/assignable',
      operation: 'ListAssignableGroupMembershipsOfOne',
      summary: 'Lists who belongs to one group and can be given tickets',
      params: Type.Object({ target_id: Type.Integer() }),
      handler: (request) => lists(request, { targetId: request.params.target_id, isAssignable: true }),
    }),
  ]
}

const writingRoutes = (room: Room, noun: Noun): Route[] => {
  const { kind, schema, name, writes, scope } = noun
  const wrapper = `${kind}_membership`
  const path = `/api/v2/${kind}_memberships`
  const base = { permission: writes, scope: `${scope}:write`, rate: 'write', audit: wrapper } as const
  const body = Type.Object({ [wrapper]: MembershipWrite })
  const create = async (request: ApiRequest<unknown, unknown, unknown>, userId: Id | undefined) => {
    const given = (request.body as Record<string, MembershipWrite>)[wrapper]!
    const row = await addMembership(room, actingOf(request), kind, readMembership(kind, given, userId))
    const presented = present(kind, request.origin)(row) as { url: string }
    return { status: 201, body: { [wrapper]: presented }, headers: { location: presented.url } }
  }
  const response = { 201: Type.Object({ [wrapper]: schema }) }
  return [
    route({
      ...base,
      method: 'POST',
      path,
      operation: `Create${name}`,
      summary: `Makes somebody a member of a ${kind}`,
      body,
      response,
      handler: (request) => create(request, undefined),
    }),
    route({
      ...base,
      method: 'POST',
      path: `/api/v2/users/:user_id/${kind}_memberships`,
      operation: `CreateUser${name}`,
      summary: `Makes a user a member of a ${kind}`,
      params: UserParams,
      body,
      response,
      handler: (request) => create(request, request.params.user_id),
    }),
    route({
      ...base,
      method: 'DELETE',
      path: `${path}/:id`,
      operation: `Delete${name}`,
      summary: `Takes somebody out of a ${kind}`,
      params: IdParams,
      response: { 204: Type.Null() },
      handler: async (request) => {
        await removeMembership(room, actingOf(request), kind, request.params.id)
        return { status: 204 }
      },
    }),
    route({
      ...base,
      method: 'DELETE',
      path: `/api/v2/users/:user_id/${kind}_memberships/:id`,
      operation: `DeleteUser${name}`,
      summary: `Takes a user out of a ${kind}`,
      params: NestedParams,
      response: { 204: Type.Null() },
      handler: async (request) => {
        const { user_id: userId, id } = request.params
        await removeMembership(room, actingOf(request), kind, id, { userId })
        return { status: 204 }
      },
    }),
    route({
      ...base,
      method: 'PUT',
      path: `/api/v2/users/:user_id/${kind}_memberships/:id/make_default`,
      operation: `MakeDefault${name}`,
      summary: `Makes one of a user's ${kind}s the default one; answers all`,
      params: NestedParams,
      query: ListQuery,
      response: { 200: listedSchema(noun) },
      handler: async (request) => {
        const { user_id: userId, id } = request.params
        await makeDefault(room, actingOf(request), kind, id, { userId })
        return lister(room, noun)(request, { userId })
      },
    }),
  ]
}
