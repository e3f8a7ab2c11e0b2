import { Type } from 'typebox'
import { type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
} from '../../platform/paging/index.ts'
import { actingOf, viewerOf } from '../acting.ts'
import type { Room } from '../room.ts'
import { getUser } from '../users/read.ts'
import { nullable, Time, time } from '../wire.ts'
import {
  getSession,
  listSessions,
  revokeSessions,
  type SessionFilter,
  type ShownSession,
} from './sessions.ts'

const Session = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  user_id: Type.Integer(),
  authenticated_at: Time,
  last_seen_at: Time,
  expires_at: Time,
  ip: nullable(Type.String()),
  user_agent: nullable(Type.String()),
})

const present =
  (origin: string) =>
  (row: ShownSession): object => ({
    id: row.id,
    url: `${origin}/api/v2/users/${row.user_id}/sessions/${row.id}.json`,
    user_id: row.user_id,
    authenticated_at: time(row.created_at),
    last_seen_at: time(row.last_used_at),
    expires_at: time(row.expires_at),
    ip: row.ip,
    user_agent: row.user_agent,
  })

const SessionList = listSchema({ sessions: Type.Array(Session) })
const Query = Type.Object(pagingQuery)
const UserParams = Type.Object({ user_id: Type.Integer() })
const Params = Type.Object({ user_id: Type.Integer(), id: Type.Integer() })

const READ = {
  method: 'GET',
  permission: 'signed_in',
  scope: 'users:read',
  rate: 'read',
  audit: 'none',
} as const
const END = {
  method: 'DELETE',
  permission: 'signed_in',
  scope: 'users:write',
  rate: 'write',
  audit: 'logout',
  response: { 204: Type.Null() },
} as const

const NEWEST_FIRST = { names: ['id'], standard: { by: 'id', isDescending: true } } as const

const listed = async (
  room: Room,
  request: ApiRequest<unknown, PagingQuery, unknown>,
  filter: SessionFilter,
) => {
  const paging = parsePaging(request.query, NEWEST_FIRST)
  const listing = await listSessions(room, viewerOf(request.caller), filter, paging)
  return { body: listReply(request, 'sessions', listing, listing.rows.map(present(request.origin))) }
}

/** Everybody sees and ends their own sessions; administrators those of others. */
export const sessionRoutes = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/sessions',
    operation: 'ListSessions',
    summary: 'Lists open sessions: one’s own, for administrators everybody’s',
    query: Query,
    response: { 200: SessionList },
    handler: (request) => listed(room, request, {}),
  }),
  route({
    ...READ,
    path: '/api/v2/users/:user_id/sessions',
    operation: 'ListUserSessions',
    summary: 'Lists the open sessions of a user',
    params: UserParams,
    query: Query,
    response: { 200: SessionList },
    handler: async (request) => {
      const { id } = await getUser(room, viewerOf(request.caller), request.params.user_id)
      return listed(room, request, { userId: id })
    },
  }),
  route({
    ...READ,
    path: '/api/v2/users/:user_id/sessions/:id',
    operation: 'ShowUserSession',
    summary: 'Shows an open session of a user',
    params: Params,
    response: { 200: Type.Object({ session: Session }) },
    handler: async ({ caller, params, origin }) => {
      const row = await getSession(room, viewerOf(caller), params.user_id, params.id)
      return { body: { session: present(origin)(row) } }
    },
  }),
  route({
    ...END,
    path: '/api/v2/users/:user_id/sessions/:id',
    operation: 'DeleteUserSession',
    summary: 'Ends a session of a user at once',
    params: Params,
    handler: async (request) => {
      await revokeSessions(room, actingOf(request), request.params.user_id, request.params.id)
      return { status: 204 }
    },
  }),
  route({
    ...END,
    path: '/api/v2/users/:user_id/sessions',
    operation: 'DeleteUserSessions',
    summary: 'Ends all sessions of a user at once',
    params: UserParams,
    handler: async (request) => {
      await revokeSessions(room, actingOf(request), request.params.user_id, undefined)
      return { status: 204 }
    },
  }),
]
