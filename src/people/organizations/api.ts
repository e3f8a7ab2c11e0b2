import { Type } from 'typebox'
import { Refused } from '../../kernel/index.ts'
import { badParameter, type Route, route } from '../../platform/http/index.ts'
import {
  idList,
  type Listing,
  listReply,
  listSchema,
  pagingQuery,
  parsePaging,
  valueList,
} from '../../platform/paging/index.ts'
import { actingOf, viewerOf } from '../acting.ts'
import type { Room } from '../room.ts'
import { presenterOf, User } from '../users/present.ts'
import { countListed, getUser, listUsers } from '../users/read.ts'
import { CountReply, countReply, IdParams } from '../wire.ts'
import {
  changeOrganization,
  countVisibleOrganizations,
  createOrganization,
  getOrganization,
  listOrganizations,
  OrganizationWrite,
  organizationsByExternalIds,
  organizationsByIds,
  putOrganization,
  removeOrganization,
} from './organizations.ts'
import { Organization, organizationUrl, presentOrganizations } from './present.ts'
import type { OrganizationRow } from './store.ts'

const OrganizationReply = Type.Object({ organization: Organization })
const OrganizationList = listSchema({ organizations: Type.Array(Organization) })
const OrganizationBody = Type.Object({ organization: OrganizationWrite })
const ListQuery = Type.Object(pagingQuery)
const SORTING = {
  names: ['id', 'name', 'created_at', 'updated_at'],
  standard: { by: 'id', isDescending: false },
} as const

export const organizationRoutes = (room: Room): Route[] => [
  ...lists(room),
  ...shows(room),
  ...members(room),
  ...writes(room),
]

const READ = {
  method: 'GET',
  permission: 'organizations.read',
  scope: 'organizations:read',
  rate: 'read',
  audit: 'none',
} as const

const listed = async (
  room: Room,
  request: { readonly origin: string; readonly url: string },
  listing: Listing<OrganizationRow>,
) => {
  const shown = await presentOrganizations(room, listing.rows, request.origin)
  return { body: listReply(request, 'organizations', listing, shown) }
}

const one = async (room: Room, origin: string, row: OrganizationRow) => ({
  organization: (await presentOrganizations(room, [row], origin))[0]!,
})

const lists = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/organizations',
    operation: 'ListOrganizations',
    summary: 'Lists organizations',
    query: ListQuery,
    response: { 200: OrganizationList },
    handler: async (request) =>
      listed(
        room,
        request,
        await listOrganizations(room, viewerOf(request.caller), {}, parsePaging(request.query, SORTING)),
      ),
  }),
  route({
    ...READ,
    path: '/api/v2/organizations/search',
    operation: 'SearchOrganizations',
    summary: 'Finds organizations by external id or whole name',
    query: Type.Object({
      ...pagingQuery,
      external_id: Type.Optional(Type.String()),
      name: Type.Optional(Type.String()),
    }),
    response: { 200: OrganizationList },
    handler: async (request) => {
      const { external_id: externalId, name } = request.query
      if (externalId === undefined && name === undefined)
        throw new Refused(badParameter('external_id', 'or name must be given'))
      const filter = externalId === undefined ? { name: name! } : { externalId }
      const paging = parsePaging(request.query, SORTING)
      return listed(room, request, await listOrganizations(room, viewerOf(request.caller), filter, paging))
    },
  }),
  route({
    ...READ,
    path: '/api/v2/organizations/autocomplete',
    operation: 'AutocompleteOrganizations',
    summary: 'Finds organizations by the beginning of their name',
    query: Type.Object({ ...pagingQuery, name: Type.Optional(Type.String()) }),
    response: { 200: OrganizationList },
    handler: async (request) => {
      const filter = { namePrefix: request.query.name ?? '' }
      const paging = parsePaging(request.query, SORTING)
      return listed(room, request, await listOrganizations(room, viewerOf(request.caller), filter, paging))
    },
  }),
  route({
    ...READ,
    path: '/api/v2/users/:id/organizations',
    operation: 'ListUserOrganizations',
    summary: 'Lists the organizations of a user',
    params: IdParams,
    query: ListQuery,
    response: { 200: OrganizationList },
    handler: async (request) => {
      const viewer = viewerOf(request.caller)
      const user = await getUser(room, viewer, request.params.id)
      const paging = parsePaging(request.query, SORTING)
      return listed(room, request, await listOrganizations(room, viewer, { userId: user.id }, paging))
    },
  }),
]

const shows = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/users/:id/organizations/count',
    operation: 'CountUserOrganizations',
    summary: 'Counts the organizations of a user',
    params: IdParams,
    response: { 200: CountReply },
    handler: async ({ caller, params }) => {
      const viewer = viewerOf(caller)
      const user = await getUser(room, viewer, params.id)
      const count = await countVisibleOrganizations(room, viewer, { userId: user.id })
      return { body: countReply(count, room.ground.clock.now()) }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/organizations/count',
    operation: 'CountOrganizations',
    summary: 'Counts organizations',
    response: { 200: CountReply },
    handler: async ({ caller }) => ({
      body: countReply(await countVisibleOrganizations(room, viewerOf(caller)), room.ground.clock.now()),
    }),
  }),
  route({
    ...READ,
    path: '/api/v2/organizations/show_many',
    operation: 'ShowManyOrganizations',
    summary: 'Shows organizations by ids or external ids, 100 at most; unknown ones are left out',
    query: Type.Object({ ids: Type.Optional(Type.String()), external_ids: Type.Optional(Type.String()) }),
    response: { 200: OrganizationList },
    handler: async ({ caller, query, origin, url }) => {
      const viewer = viewerOf(caller)
      const rows =
        query.ids === undefined
          ? await organizationsByExternalIds(room, viewer, valueList(query.external_ids))
          : await organizationsByIds(room, viewer, idList(query.ids))
      return listed(room, { origin, url }, { mode: 'offset', rows, count: rows.length, page: 1, size: 100 })
    },
  }),
  route({
    ...READ,
    path: '/api/v2/organizations/:id',
    operation: 'ShowOrganization',
    summary: 'Shows an organization',
    params: IdParams,
    response: { 200: OrganizationReply },
    handler: async ({ caller, params, origin }) => ({
      body: await one(room, origin, await getOrganization(room, viewerOf(caller), params.id)),
    }),
  }),
]

const members = (room: Room): Route[] => [
  route({
    ...READ,
    permission: 'users.read',
    path: '/api/v2/organizations/:id/users',
    operation: 'ListOrganizationUsers',
    summary: 'Lists the members of an organization',
    params: IdParams,
    query: ListQuery,
    response: { 200: listSchema({ users: Type.Array(User) }) },
    handler: async (request) => {
      const viewer = viewerOf(request.caller)
      const { id } = await getOrganization(room, viewer, request.params.id)
      const policy = await room.ground.policy.current()
      const paging = parsePaging(request.query, SORTING)
      const listing = await listUsers(room, viewer, policy, { organizationId: id }, paging)
      const presented = listing.rows.map(presenterOf(viewer, policy, request.origin))
      return { body: listReply(request, 'users', listing, presented) }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/organizations/:id/related',
    operation: 'ShowOrganizationRelated',
    summary: 'Counts what belongs to an organization',
    params: IdParams,
    response: {
      200: Type.Object({
        organization_related: Type.Object({ tickets_count: Type.Integer(), users_count: Type.Integer() }),
      }),
    },
    handler: async ({ caller, params }) => {
      const viewer = viewerOf(caller)
      const { id } = await getOrganization(room, viewer, params.id)
      const policy = await room.ground.policy.current()
      const users = await countListed(room, viewer, policy, { organizationId: id })
      const tickets = await room.ticketCounts.ofOrganization(viewer, id)
      return { body: { organization_related: { tickets_count: tickets, users_count: users } } }
    },
  }),
]

const WRITE = {
  permission: 'organizations.write',
  scope: 'organizations:write',
  rate: 'write',
  audit: 'organization',
} as const

const created = async (room: Room, origin: string, row: OrganizationRow) => ({
  status: 201,
  body: await one(room, origin, row),
  headers: { location: organizationUrl(origin, row.id) },
})

const writes = (room: Room): Route[] => [
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/organizations',
    operation: 'CreateOrganization',
    summary: 'Creates an organization',
    body: OrganizationBody,
    response: { 201: OrganizationReply },
    handler: async (request) =>
      created(
        room,
        request.origin,
        await createOrganization(room, actingOf(request), request.body.organization),
      ),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/organizations/create_or_update',
    operation: 'CreateOrUpdateOrganization',
    summary: 'Changes the organization of that id or external id, or creates it',
    body: OrganizationBody,
    response: { 200: OrganizationReply, 201: OrganizationReply },
    handler: async (request) => {
      const { organization, isNew } = await putOrganization(
        room,
        actingOf(request),
        request.body.organization,
      )
      if (isNew) return created(room, request.origin, organization)
      return { body: await one(room, request.origin, organization) }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/organizations/:id',
    operation: 'UpdateOrganization',
    summary: 'Changes an organization',
    params: IdParams,
    body: OrganizationBody,
    response: { 200: OrganizationReply },
    handler: async (request) => {
      const { params, body } = request
      const row = await changeOrganization(room, actingOf(request), params.id, body.organization)
      return { body: await one(room, request.origin, row) }
    },
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: '/api/v2/organizations/:id',
    operation: 'DeleteOrganization',
    summary: 'Takes an organization out of use',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removeOrganization(room, actingOf(request), request.params.id)
      return { status: 204 }
    },
  }),
]
