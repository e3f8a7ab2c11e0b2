import { Type } from 'typebox'
import type { Instant } from '../../kernel/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import { actingOf, viewerOf } from '../acting.ts'
import type { Viewer } from '../core/index.ts'
import type { Room } from '../room.ts'
import { presenterOf, User, userUrl } from '../users/present.ts'
import type { UserRow } from '../users/store.ts'
import { CountReply, countReply, IdParams, nullable, Time, time } from '../wire.ts'
import { countRemoved, deleteForGood, getDeletion, getRemoved, listRemoved } from './deletion.ts'

const SORTING = {
  names: ['id', 'name', 'created_at', 'updated_at'],
  standard: { by: 'id', isDescending: false },
} as const

const READ = {
  method: 'GET',
  permission: 'users.manage',
  scope: 'users:read',
  rate: 'read',
  audit: 'none',
} as const

const DeletedUser = Type.Object({ deleted_user: User })

/** Removed people lie under a path of their own. */
const presenter = async (room: Room, viewer: Viewer, origin: string) => {
  const present = presenterOf(viewer, await room.ground.policy.current(), origin)
  return (user: UserRow) => ({
    ...present(user),
    url: userUrl(origin, user.id).replace('/users/', '/deleted_users/'),
  })
}

const Status = Type.Object({
  action: Type.String({ description: 'request_deletion, started_deletion or complete_deletion' }),
  application: Type.String(),
  account_subdomain: Type.String(),
  executer_id: nullable(Type.Integer()),
  user_id: Type.Integer(),
  created_at: Time,
})

/** People who were removed, and their end for good. */
export const deletionRoutes = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/deleted_users',
    operation: 'ListDeletedUsers',
    summary: 'Lists users who were removed and can still be deleted for good',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ deleted_users: Type.Array(User) }) },
    handler: async (request) => {
      const viewer = viewerOf(request.caller)
      const listing = await listRemoved(room, viewer, parsePaging(request.query, SORTING))
      const present = await presenter(room, viewer, request.origin)
      return { body: listReply(request, 'deleted_users', listing, listing.rows.map(present)) }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/deleted_users/count',
    operation: 'CountDeletedUsers',
    summary: 'Counts users who were removed',
    response: { 200: CountReply },
    handler: async ({ caller }) => ({
      body: countReply(await countRemoved(room, viewerOf(caller)), room.ground.clock.now()),
    }),
  }),
  route({
    ...READ,
    path: '/api/v2/deleted_users/:id',
    operation: 'ShowDeletedUser',
    summary: 'Shows a user who was removed',
    params: IdParams,
    response: { 200: DeletedUser },
    handler: async ({ caller, params, origin }) => {
      const viewer = viewerOf(caller)
      const user = await getRemoved(room, viewer, params.id)
      return { body: { deleted_user: (await presenter(room, viewer, origin))(user) } }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v2/deleted_users/:id',
    operation: 'DeleteUserForGood',
    summary: 'Deletes a removed user for good, with all that they wrote; answers them as they were',
    permission: 'users.manage',
    scope: 'users:write',
    rate: 'write',
    audit: 'deleted_user',
    params: IdParams,
    response: { 200: DeletedUser },
    handler: async (request) => {
      const user = await deleteForGood(room, actingOf(request), request.params.id)
      const present = await presenter(room, viewerOf(request.caller), request.origin)
      return { body: { deleted_user: present(user) } }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/users/:id/compliance_deletion_statuses',
    operation: 'ListComplianceDeletionStatuses',
    summary: 'Tells how far the deletion of a user for good is',
    params: IdParams,
    response: { 200: Type.Object({ compliance_deletion_statuses: Type.Array(Status) }) },
    handler: async ({ caller, params }) => {
      const state = await getDeletion(room, viewerOf(caller), params.id)
      const entry = (action: string, at: Instant | null) =>
        at === null
          ? []
          : [
              {
                action,
                application: 'all',
                account_subdomain: 'mainstay',
                executer_id: state.permanently_deleted_by,
                user_id: params.id,
                created_at: time(at),
              },
            ]
      return {
        body: {
          compliance_deletion_statuses: [
            ...entry('request_deletion', state.permanently_deleted_at),
            ...entry('started_deletion', state.permanently_deleted_at),
            ...entry('complete_deletion', state.erased_at),
          ],
        },
      }
    },
  }),
]
