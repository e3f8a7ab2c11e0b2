import { Type } from 'typebox'
import { type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  idList,
  includedNames,
  type Listing,
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
  sideload,
  valueList,
} from '../../platform/paging/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { actingOf, viewerOf } from '../acting.ts'
import type { Viewer } from '../core/index.ts'
import { MAX_PHOTO_BYTES, withPhoto } from '../photos/photos.ts'
import type { Room } from '../room.ts'
import { countSubscriptions } from '../subscriptions/store.ts'
import { CountReply, countReply, IdParams, readId } from '../wire.ts'
import { readPhoto, readUser, UserWrite } from './input.ts'
import { mergeUsers } from './merge.ts'
import { ANONYMOUS_USER, Me, presenterOf, User, userUrl } from './present.ts'
import { countListed, getUser, listUsers, type UserFilter, usersByExternalIds, usersByIds } from './read.ts'
import { besideUsers, includeBesideUsers, userSideLoaders } from './side-loads.ts'
import type { UserRow } from './store.ts'
import { changeUser, createUser, putUser, removeUser } from './users.ts'

const UserReply = Type.Object({ user: User })
const UserBody = Type.Object({ user: UserWrite })
const UserList = listSchema({ users: Type.Array(User), ...besideUsers })
const ListQuery = Type.Object({
  ...pagingQuery,
  ...includeBesideUsers,
  role: Type.Optional(Type.Array(Type.String())),
  'role[]': Type.Optional(Type.Array(Type.String())),
  permission_set: Type.Optional(Type.Integer()),
  external_id: Type.Optional(Type.String()),
})
const SORTING = {
  names: ['id', 'name', 'created_at', 'updated_at'],
  standard: { by: 'id', isDescending: false },
} as const

export const userRoutes = (room: Room): Route[] => [
  ...lists(room),
  ...searches(room),
  ...shows(room),
  ...writes(room),
]

const READ = {
  method: 'GET',
  permission: 'users.read',
  scope: 'users:read',
  rate: 'read',
  audit: 'none',
} as const

type Listed = PagingQuery & { readonly include?: string }

const listed = async (room: Room, request: ApiRequest<unknown, Listed, unknown>, filter: UserFilter) => {
  const viewer = viewerOf(request.caller)
  const policy = await room.ground.policy.current()
  const listing = await listUsers(room, viewer, policy, filter, parsePaging(request.query, SORTING))
  return presented(room, request, viewer, policy, listing)
}

const presented = async (
  room: Room,
  request: Pick<ApiRequest<unknown, Listed, unknown>, 'origin' | 'url' | 'query'>,
  viewer: Viewer,
  policy: PolicySnapshot,
  listing: Listing<UserRow>,
) => {
  const users = listing.rows.map(presenterOf(viewer, policy, request.origin))
  const asked = includedNames(request.query.include)
  const extra = await sideload(asked, userSideLoaders(room, viewer, request.origin), listing.rows)
  return { body: listReply(request, 'users', listing, users, extra) }
}

const filterOf = (query: {
  readonly role?: string[]
  readonly 'role[]'?: string[]
  readonly permission_set?: number
  readonly external_id?: string
}): UserFilter => ({
  roles: [...(query.role ?? []), ...(query['role[]'] ?? [])],
  ...(query.permission_set === undefined ? {} : { roleId: query.permission_set }),
  ...(query.external_id === undefined ? {} : { externalId: query.external_id }),
})

const lists = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/users',
    operation: 'ListUsers',
    summary: 'Lists active users',
    query: ListQuery,
    response: { 200: UserList },
    handler: (request) => listed(room, request, filterOf(request.query)),
  }),
  route({
    ...READ,
    path: '/api/v2/users/count',
    operation: 'CountUsers',
    summary: 'Counts active users',
    query: ListQuery,
    response: { 200: CountReply },
    handler: async ({ caller, query }) => {
      const policy = await room.ground.policy.current()
      const count = await countListed(room, viewerOf(caller), policy, filterOf(query))
      return { body: countReply(count, room.ground.clock.now()) }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/users/show_many',
    operation: 'ShowManyUsers',
    summary: 'Shows users by ids or external ids, 100 at most; unknown ones are left out',
    query: Type.Object({
      ...includeBesideUsers,
      ids: Type.Optional(Type.String()),
      external_ids: Type.Optional(Type.String()),
    }),
    response: { 200: UserList },
    handler: async (request) => {
      const { ids, external_ids: externalIds } = request.query
      const viewer = viewerOf(request.caller)
      const rows =
        ids === undefined
          ? await usersByExternalIds(room, viewer, valueList(externalIds))
          : await usersByIds(room, viewer, idList(ids))
      const policy = await room.ground.policy.current()
      const listing = { mode: 'offset' as const, rows, count: rows.length, page: 1, size: 100 }
      return presented(room, request, viewer, policy, listing)
    },
  }),
]

const SearchQuery = Type.Object({
  ...pagingQuery,
  ...includeBesideUsers,
  query: Type.Optional(Type.String()),
  external_id: Type.Optional(Type.String()),
})

const searches = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/users/search',
    operation: 'SearchUsers',
    summary: 'Finds users by name, address, phone or external id',
    query: SearchQuery,
    response: { 200: UserList },
    handler: (request) => {
      const { query, external_id: externalId } = request.query
      const byExternalId = externalId === undefined ? {} : { externalId }
      return listed(room, request, { ...byExternalId, ...(query === undefined ? {} : { query }) })
    },
  }),
  route({
    ...READ,
    path: '/api/v2/users/autocomplete',
    operation: 'AutocompleteUsers',
    summary: 'Finds users by the beginning of words of their name, or of an address',
    query: Type.Object({ ...pagingQuery, ...includeBesideUsers, name: Type.Optional(Type.String()) }),
    response: { 200: UserList },
    handler: (request) => listed(room, request, { query: request.query.name ?? '' }),
  }),
]

const shows = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/users/me',
    operation: 'ShowCurrentUser',
    summary: 'Shows who calls; an anonymous user where nobody has signed in',
    permission: 'public',
    scope: 'none',
    rate: 'read',
    audit: 'none',
    toleratesBadCredentials: true,
    response: { 200: Type.Object({ user: Me }) },
    handler: async ({ caller, origin }) => {
      const viewer = viewerOf(caller)
      if (viewer.userId === null) return { body: { user: ANONYMOUS_USER } }
      const user = await getUser(room, viewer, viewer.userId)
      const policy = await room.ground.policy.current()
      const shown = presenterOf(viewer, policy, origin)(user)
      return { body: { user: { ...shown, authenticity_token: caller.csrfToken ?? null } } }
    },
  }),
  route({
    ...READ,
    permission: 'signed_in',
    path: '/api/v2/users/:id',
    operation: 'ShowUser',
    summary: 'Shows a user; end users see themselves only',
    params: IdParams,
    query: Type.Object(includeBesideUsers),
    response: { 200: Type.Object({ user: User, ...besideUsers }) },
    handler: async ({ caller, params, query, origin }) => {
      const viewer = viewerOf(caller)
      const user = await getUser(room, viewer, params.id)
      const policy = await room.ground.policy.current()
      const loaders = userSideLoaders(room, viewer, origin)
      const extra = await sideload(includedNames(query.include), loaders, [user])
      return { body: { user: presenterOf(viewer, policy, origin)(user), ...extra } }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/users/:id/related',
    operation: 'ShowUserRelated',
    summary: 'Counts the tickets of a user',
    params: IdParams,
    response: {
      200: Type.Object({
        user_related: Type.Object({
          assigned_tickets: Type.Integer(),
          requested_tickets: Type.Integer(),
          ccd_tickets: Type.Integer(),
          organization_subscriptions: Type.Integer(),
        }),
      }),
    },
    handler: async ({ caller, params }) => {
      const viewer = viewerOf(caller)
      const { id } = await getUser(room, viewer, params.id)
      const { requested, assigned, ccd } = await room.ticketCounts.ofUser(viewer, id)
      const related = { assigned_tickets: assigned, requested_tickets: requested, ccd_tickets: ccd }
      const subscriptions = await countSubscriptions(room.ground.db, id)
      return { body: { user_related: { ...related, organization_subscriptions: subscriptions } } }
    },
  }),
]

const WRITE = { permission: 'users.write', scope: 'users:write', rate: 'write', audit: 'user' } as const

/** A picture may come along: its bytes in a form, and half as many again of the rest and of base64. */
const WITH_PHOTO = { multipart: true, bodyLimit: 2 * MAX_PHOTO_BYTES } as const

const writes = (room: Room): Route[] => {
  const replyOf = async (viewer: Viewer, origin: string, user: UserRow) => ({
    user: presenterOf(viewer, await room.ground.policy.current(), origin)(user),
  })
  const created = async (viewer: Viewer, origin: string, user: UserRow) => ({
    status: 201,
    body: await replyOf(viewer, origin, user),
    headers: { location: userUrl(origin, user.id) },
  })
  return [
    route({
      ...WRITE,
      method: 'POST',
      path: '/api/v2/users',
      operation: 'CreateUser',
      summary: 'Creates a user',
      ...WITH_PHOTO,
      body: UserBody,
      response: { 201: UserReply },
      handler: async (request) => {
        const { user: body } = request.body
        const [acting, input] = [actingOf(request), readUser(body)]
        const user = await withPhoto(room, acting, { wish: readPhoto(body) }, () =>
          createUser(room, acting, input),
        )
        return created(viewerOf(request.caller), request.origin, user)
      },
    }),
    route({
      ...WRITE,
      method: 'POST',
      path: '/api/v2/users/create_or_update',
      operation: 'CreateOrUpdateUser',
      summary: 'Changes the user with that external id or address, or creates one',
      ...WITH_PHOTO,
      body: UserBody,
      response: { 200: UserReply, 201: UserReply },
      handler: async (request) => {
        const { user: body } = request.body
        const [acting, input] = [actingOf(request), readUser(body)]
        let isNew = false
        const user = await withPhoto(room, acting, { wish: readPhoto(body) }, async () => {
          const put = await putUser(room, acting, input)
          isNew = put.isNew
          return put.user
        })
        const viewer = viewerOf(request.caller)
        if (isNew) return created(viewer, request.origin, user)
        return { body: await replyOf(viewer, request.origin, user) }
      },
    }),
    route({
      ...WRITE,
      permission: 'signed_in',
      method: 'PUT',
      path: '/api/v2/users/:id',
      operation: 'UpdateUser',
      summary: 'Changes a user; everybody their own profile',
      params: IdParams,
      ...WITH_PHOTO,
      body: UserBody,
      response: { 200: UserReply },
      handler: async (request) => {
        const { user: body } = request.body
        const [acting, input] = [actingOf(request), readUser(body)]
        const { id } = request.params
        const user = await withPhoto(room, acting, { wish: readPhoto(body), userId: id }, () =>
          changeUser(room, acting, id, input),
        )
        return { body: await replyOf(viewerOf(request.caller), request.origin, user) }
      },
    }),
    route({
      ...WRITE,
      method: 'PUT',
      path: '/api/v2/users/:id/merge',
      operation: 'MergeUser',
      summary: 'Makes an end user one with another, who is answered',
      params: IdParams,
      body: Type.Object({ user: Type.Object({ id: Type.Union([Type.Integer(), Type.String()]) }) }),
      response: { 200: UserReply },
      handler: async (request) => {
        const winnerId = readId(request.body.user.id) ?? 0
        const user = await mergeUsers(room, actingOf(request), request.params.id, winnerId)
        return { body: await replyOf(viewerOf(request.caller), request.origin, user) }
      },
    }),
    route({
      ...WRITE,
      method: 'DELETE',
      path: '/api/v2/users/:id',
      operation: 'DeleteUser',
      summary: 'Deactivates a user and answers what remains',
      params: IdParams,
      response: { 200: UserReply },
      handler: async (request) => {
        const user = await removeUser(room, actingOf(request), request.params.id)
        return { body: await replyOf(viewerOf(request.caller), request.origin, user) }
      },
    }),
  ]
}
