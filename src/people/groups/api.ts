import { Type } from 'typebox'
import { type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import { actingOf, viewerOf } from '../acting.ts'
import type { Room } from '../room.ts'
import { presenterOf, User } from '../users/present.ts'
import { getUser, listUsers } from '../users/read.ts'
import { CountReply, countReply, IdParams } from '../wire.ts'
import {
  changeGroup,
  countGroups,
  createGroup,
  GroupWrite,
  getGroup,
  listGroups,
  removeGroup,
} from './groups.ts'
import { Group, presentGroup } from './present.ts'

const GroupReply = Type.Object({ group: Group })
const GroupList = listSchema({ groups: Type.Array(Group) })
const GroupBody = Type.Object({ group: GroupWrite })
const ListQuery = Type.Object(pagingQuery)
const SORTING = {
  names: ['id', 'name', 'created_at', 'updated_at'],
  standard: { by: 'id', isDescending: false },
} as const

export const groupRoutes = (room: Room): Route[] => [...reading(room), ...members(room), ...writing(room)]

const READ = {
  method: 'GET',
  permission: 'groups.read',
  scope: 'groups:read',
  rate: 'read',
  audit: 'none',
} as const

const reading = (room: Room): Route[] => [
  ...(['groups', 'groups/assignable'] as const).map((path) =>
    route({
      ...READ,
      path: `/api/v2/${path}`,
      operation: path === 'groups' ? 'ListGroups' : 'ListAssignableGroups',
      summary: path === 'groups' ? 'Lists groups' : 'Lists groups that tickets can be assigned to',
      query: ListQuery,
      response: { 200: GroupList },
      handler: async (request) => {
        const paging = parsePaging(request.query, SORTING)
        const listing = await listGroups(room, viewerOf(request.caller), {}, paging)
        return { body: listReply(request, 'groups', listing, listing.rows.map(presentGroup(request.origin))) }
      },
    }),
  ),
  route({
    ...READ,
    path: '/api/v2/groups/count',
    operation: 'CountGroups',
    summary: 'Counts groups',
    response: { 200: CountReply },
    handler: async ({ caller }) => ({
      body: countReply(await countGroups(room, viewerOf(caller)), room.ground.clock.now()),
    }),
  }),
  route({
    ...READ,
    path: '/api/v2/groups/:id',
    operation: 'ShowGroup',
    summary: 'Shows a group',
    params: IdParams,
    response: { 200: GroupReply },
    handler: async ({ caller, params, origin }) => ({
      body: { group: presentGroup(origin)(await getGroup(room, viewerOf(caller), params.id)) },
    }),
  }),
]

const members = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/users/:id/groups',
    operation: 'ListUserGroups',
    summary: 'Lists the groups of a user',
    params: IdParams,
    query: ListQuery,
    response: { 200: GroupList },
    handler: async (request) => {
      const viewer = viewerOf(request.caller)
      const user = await getUser(room, viewer, request.params.id)
      const listing = await listGroups(room, viewer, { userId: user.id }, parsePaging(request.query, SORTING))
      return { body: listReply(request, 'groups', listing, listing.rows.map(presentGroup(request.origin))) }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/users/:id/groups/count',
    operation: 'CountUserGroups',
    summary: 'Counts the groups of a user',
    params: IdParams,
    response: { 200: CountReply },
    handler: async ({ caller, params }) => {
      const viewer = viewerOf(caller)
      const user = await getUser(room, viewer, params.id)
      return {
        body: countReply(await countGroups(room, viewer, { userId: user.id }), room.ground.clock.now()),
      }
    },
  }),
  route({
    ...READ,
    permission: 'users.read',
    path: '/api/v2/groups/:id/users',
    operation: 'ListGroupUsers',
    summary: 'Lists the members of a group',
    params: IdParams,
    query: ListQuery,
    response: { 200: listSchema({ users: Type.Array(User) }) },
    handler: async (request) => {
      const viewer = viewerOf(request.caller)
      const group = await getGroup(room, viewer, request.params.id)
      const policy = await room.ground.policy.current()
      const paging = parsePaging(request.query, SORTING)
      const listing = await listUsers(room, viewer, policy, { groupId: group.id }, paging)
      const presented = listing.rows.map(presenterOf(viewer, policy, request.origin))
      return { body: listReply(request, 'users', listing, presented) }
    },
  }),
]

const WRITE = { permission: 'groups.manage', scope: 'groups:write', rate: 'write', audit: 'group' } as const

const writing = (room: Room): Route[] => [
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/groups',
    operation: 'CreateGroup',
    summary: 'Creates a group',
    body: GroupBody,
    response: { 201: GroupReply },
    handler: async (request) => {
      const group = await createGroup(room, actingOf(request), request.body.group)
      const location = `${request.origin}/api/v2/groups/${group.id}.json`
      return { status: 201, body: { group: presentGroup(request.origin)(group) }, headers: { location } }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/groups/:id',
    operation: 'UpdateGroup',
    summary: 'Changes a group',
    params: IdParams,
    body: GroupBody,
    response: { 200: GroupReply },
    handler: async (request) => {
      const group = await changeGroup(room, actingOf(request), request.params.id, request.body.group)
      return { body: { group: presentGroup(request.origin)(group) } }
    },
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: '/api/v2/groups/:id',
    operation: 'DeleteGroup',
    summary: 'Takes a group out of use',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removeGroup(room, actingOf(request), request.params.id)
      return { status: 204 }
    },
  }),
]
