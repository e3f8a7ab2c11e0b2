import { Type } from 'typebox'
import { type Id, toIso } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
} from '../../platform/paging/index.ts'
import { mustSee } from '../api/parts.ts'
import { presentTickets } from '../api/present.ts'
import { askerOf } from '../api/resolve.ts'
import type { Room } from '../room.ts'
import { findTickets } from '../store.ts'
import { IdParams, Ticket } from '../wire/schemas.ts'
import { insertSkip, listSkips, type SkipRow, type SkipSelection } from './store.ts'

const OLDEST_FIRST = { names: ['created_at'], standard: { by: 'created_at', isDescending: false } } as const

type Asked = Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'origin'>

/** The skip of zendesk-api.md 2.12, with its ticket. */
const present = async (
  room: Room,
  { caller, origin }: Asked,
  rows: readonly SkipRow[],
): Promise<object[]> => {
  const ids = [...new Set(rows.map((row) => row.ticket_id))]
  const tickets = await presentTickets(room, await findTickets(room.ground.db, viewerOf(caller), ids), origin)
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  return rows.map((row) => ({
    id: row.id,
    ticket_id: row.ticket_id,
    user_id: row.user_id,
    reason: row.reason,
    created_at: toIso(row.created_at),
    updated_at: toIso(row.created_at),
    ticket: byId.get(row.ticket_id) ?? null,
  }))
}

const listThem = async (
  room: Room,
  request: ApiRequest<unknown, PagingQuery, unknown>,
  selection: SkipSelection,
): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const listing = await listSkips(room.ground.db, viewer, selection, parsePaging(request.query, OLDEST_FIRST))
  return { body: listReply(request, 'skips', listing, await present(room, request, listing.rows)) }
}

type SkipBody = { readonly skip: { readonly ticket_id: Id; readonly reason: string } }

const skip = async (room: Room, request: ApiRequest<unknown, unknown, SkipBody>): Promise<ApiReply> => {
  const { viewer, userId } = askerOf(request)
  const { ticket_id: ticketId, reason } = request.body.skip
  await mustSee(room, viewer, ticketId)
  const at = room.ground.clock.now()
  const row = await insertSkip(room.ground.db, { ticketId, userId, reason, at })
  return { status: 201, body: { skip: (await present(room, request, [row]))[0] } }
}

const Text = Type.String()
const Skip = Type.Object({
  id: Type.Integer(),
  ticket_id: Type.Integer(),
  user_id: Type.Integer(),
  reason: Text,
  created_at: Text,
  updated_at: Text,
  ticket: Type.Union([Ticket, Type.Null()]),
})
const read = {
  method: 'GET',
  permission: 'tickets.read',
  scope: 'tickets:read',
  rate: 'read',
  audit: 'none',
  query: Type.Object(pagingQuery),
  response: { 200: listSchema({ skips: Type.Array(Skip) }) },
} as const

export const skipRoutes = (room: Room): Route[] => [
  route({
    method: 'POST',
    path: '/api/v2/skips',
    operation: 'SkipTicket',
    summary: 'Note that one passes a ticket over, and why',
    permission: 'tickets.update',
    scope: 'tickets:write',
    rate: 'write',
    audit: 'none',
    body: Type.Object({
      skip: Type.Object({ ticket_id: Type.Integer(), reason: Type.String({ maxLength: 1000 }) }),
    }),
    response: { 201: Type.Object({ skip: Skip }) },
    handler: (request) => skip(room, request),
  }),
  route({
    ...read,
    path: '/api/v2/skips',
    operation: 'ListSkips',
    summary: 'Tickets that were passed over, oldest first',
    handler: (request) => listThem(room, request, { by: 'all' }),
  }),
  route({
    ...read,
    path: '/api/v2/tickets/:id/skips',
    operation: 'ListTicketSkips',
    summary: 'Who passed a ticket over',
    params: IdParams,
    handler: async (request) => {
      await mustSee(room, viewerOf(request.caller), request.params.id)
      return listThem(room, request, { by: 'ticket', id: request.params.id })
    },
  }),
  route({
    ...read,
    path: '/api/v2/users/:id/skips',
    operation: 'ListUserSkips',
    summary: 'Tickets that somebody passed over',
    params: IdParams,
    handler: (request) => listThem(room, request, { by: 'user', id: request.params.id }),
  }),
]
