import { Type } from 'typebox'
import { forbidden, type Id, notFound, Refused, toIsoMs } from '../../kernel/index.ts'
import { type Viewer, viewerOf } from '../../people/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  idList,
  list,
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
} from '../../platform/paging/index.ts'
import type { MailRoom } from '../mail/room.ts'
import { presentSuspended, SuspendedTicket } from './present.ts'
import { type Recovery, recoverSuspended } from './recover.ts'
import { deleteSuspended, findSuspended, type SuspendedRow, suspendedSource } from './store.ts'

/** What these routes need besides mail: tickets as the wire shows them. */
export type SuspendedRoom = MailRoom & {
  presentTickets(viewer: Viewer, ids: readonly Id[], origin: string): Promise<readonly object[]>
}

const MAX_MANY = 100
const SORTING = {
  names: ['id', 'author_email', 'cause', 'created_at', 'subject'],
  standard: { by: 'created_at', isDescending: false },
} as const

/**
 * A suspended mail may belong to any ticket: only who sees all of them may read and judge it, as on the wire. Everybody
 * else is refused, whatever they name.
 */
const judging =
  <P, Q, B>(handle: (request: ApiRequest<P, Q, B>) => Promise<ApiReply>) =>
  async (request: ApiRequest<P, Q, B>): Promise<ApiReply> => {
    if (viewerOf(request.caller).ticketAccess !== 'all') throw new Refused(forbidden)
    return handle(request)
  }

type One = ApiRequest<{ id: Id }, unknown, unknown>
type Many = ApiRequest<unknown, { ids?: string }, unknown>

const listThem = async (
  room: SuspendedRoom,
  request: ApiRequest<unknown, PagingQuery, unknown>,
): Promise<ApiReply> => {
  const source = suspendedSource(room.ground.clock.now())
  const listing = await list(room.ground.db, source, parsePaging(request.query, SORTING))
  const presented = listing.rows.map((row) => presentSuspended(row, request.origin))
  return { body: listReply(request, 'suspended_tickets', listing, presented) }
}

const mustFind = async (room: SuspendedRoom, id: Id): Promise<SuspendedRow> => {
  const [row] = await findSuspended(room.ground.db, [id], room.ground.clock.now())
  if (row === undefined) throw new Refused(notFound)
  return row
}

type Outcome = { readonly row: SuspendedRow; readonly ticketId?: Id; readonly error?: string }

const tryRecover = async (
  room: SuspendedRoom,
  request: ApiRequest<unknown, unknown, unknown>,
  row: SuspendedRow,
  requester: Recovery['requester'],
): Promise<Outcome> => {
  const agentId = request.caller.userId
  if (agentId === null) throw new Refused({ code: 'unauthenticated', message: "Couldn't authenticate you" })
  try {
    const ticketId = await recoverSuspended(room, row, {
      agentId,
      requester,
      note: (tx, id) => note(tx, room, request, [row], 'recover', id),
    })
    return { row, ticketId }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const said = error.refusal.details?.map(({ description }) => description).join('; ')
    return { row, error: said || error.refusal.message }
  }
}

const recoverOne = async (room: SuspendedRoom, request: One): Promise<ApiReply> => {
  const outcome = await tryRecover(room, request, await mustFind(room, request.params.id), 'agent')
  if (outcome.ticketId === undefined) return failed(request.origin, [outcome])
  return {
    body: { ticket: await room.presentTickets(viewerOf(request.caller), [outcome.ticketId], request.origin) },
  }
}

const recoverMany = async (room: SuspendedRoom, request: Many): Promise<ApiReply> => {
  const rows = await findSuspended(
    room.ground.db,
    idList(request.query.ids, MAX_MANY),
    room.ground.clock.now(),
  )
  const outcomes: Outcome[] = []
  for (const row of rows) outcomes.push(await tryRecover(room, request, row, 'author'))
  const ticketIds = outcomes.flatMap(({ ticketId }) => ticketId ?? [])
  const refused = outcomes.filter(({ ticketId }) => ticketId === undefined)
  if (ticketIds.length === 0 && refused.length > 0) return failed(request.origin, refused)
  const tickets = await room.presentTickets(viewerOf(request.caller), [...new Set(ticketIds)], request.origin)
  return { body: { tickets, suspended_tickets: presentRefused(request.origin, refused) } }
}

const presentRefused = (origin: string, outcomes: readonly Outcome[]) =>
  outcomes.map(({ row, error }) => presentSuspended(row, origin, error === undefined ? null : [error]))

const failed = (origin: string, outcomes: readonly Outcome[]): ApiReply => ({
  status: 422,
  body: { suspended_tickets: presentRefused(origin, outcomes) },
})

const destroy = async (
  room: SuspendedRoom,
  request: ApiRequest<unknown, unknown, unknown>,
  ids: readonly Id[],
): Promise<number> =>
  room.ground.db.transaction(async (tx) => {
    const rows = await deleteSuspended(tx, ids)
    await note(tx, room, request, rows, 'destroy', null)
    return rows.length
  })

/** Who let a suspended mail in or threw it away. */
const note = async (
  db: Db,
  room: SuspendedRoom,
  { caller, ip, requestId }: ApiRequest<unknown, unknown, unknown>,
  rows: readonly SuspendedRow[],
  action: 'recover' | 'destroy',
  ticketId: Id | null,
): Promise<void> => {
  const at = toIsoMs(room.ground.clock.now())
  for (const row of rows) {
    const before = JSON.stringify({
      cause_id: row.cause_id,
      author_email: row.author_email,
      message_id: row.message_id,
    })
    const after = ticketId === null ? null : JSON.stringify({ ticket_id: ticketId })
    await db.rows(sql`insert into audit_log
        (at, actor_id, via, ip, request_id, action, source_type, source_id, source_label, before, after)
      values (${at}, ${caller.userId}, 'api', ${ip}, ${requestId}, ${action}, 'suspended_ticket', ${String(row.id)},
        ${row.subject.slice(0, 200)}, ${before}::jsonb, ${after}::jsonb)`)
  }
}

const params = Type.Object({ id: Type.Integer() })
const idsQuery = Type.Object({
  ids: Type.Optional(Type.String({ description: 'Comma-separated ids, 100 at most' })),
})
const Failed = Type.Object({ suspended_tickets: Type.Array(SuspendedTicket) })
const Tickets = Type.Array(Type.Object({}, { additionalProperties: true }))
const common = { permission: 'suspended.manage' } as const
const reading = { ...common, scope: 'suspended_tickets:read', rate: 'read', audit: 'none' } as const
const writing = {
  ...common,
  scope: 'suspended_tickets:write',
  rate: 'write',
  audit: 'suspended_ticket',
} as const

export const suspendedRoutes = (room: SuspendedRoom): Route[] => [
  route({
    ...reading,
    method: 'GET',
    path: '/api/v2/suspended_tickets',
    operation: 'ListSuspendedTickets',
    summary: 'Mails that wait for an agent to decide about them',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ suspended_tickets: Type.Array(SuspendedTicket) }) },
    handler: judging((request) => listThem(room, request)),
  }),
  route({
    ...reading,
    method: 'GET',
    path: '/api/v2/suspended_tickets/:id',
    operation: 'ShowSuspendedTicket',
    summary: 'One suspended mail',
    params,
    response: { 200: Type.Object({ suspended_ticket: SuspendedTicket }) },
    handler: judging(async (request) => ({
      body: { suspended_ticket: presentSuspended(await mustFind(room, request.params.id), request.origin) },
    })),
  }),
  route({
    ...writing,
    method: 'PUT',
    path: '/api/v2/suspended_tickets/:id/recover',
    operation: 'RecoverSuspendedTicket',
    summary: 'Makes a ticket of a suspended mail, requested by the caller',
    params,
    response: { 200: Type.Object({ ticket: Tickets }), 422: Failed },
    handler: judging((request) => recoverOne(room, request)),
  }),
  route({
    ...writing,
    rate: 'bulk',
    method: 'PUT',
    path: '/api/v2/suspended_tickets/recover_many',
    operation: 'RecoverManySuspendedTickets',
    summary: 'Makes tickets of suspended mails, each requested by its author',
    query: idsQuery,
    response: {
      200: Type.Object({ tickets: Tickets, suspended_tickets: Type.Array(SuspendedTicket) }),
      422: Failed,
    },
    handler: judging((request) => recoverMany(room, request)),
  }),
  route({
    ...writing,
    method: 'DELETE',
    path: '/api/v2/suspended_tickets/:id',
    operation: 'DeleteSuspendedTicket',
    summary: 'Throws a suspended mail away',
    params,
    response: { 204: Type.Null() },
    handler: judging(async (request) => {
      if ((await destroy(room, request, [request.params.id])) === 0) throw new Refused(notFound)
      return { status: 204 }
    }),
  }),
  route({
    ...writing,
    rate: 'bulk',
    method: 'DELETE',
    path: '/api/v2/suspended_tickets/destroy_many',
    operation: 'DeleteManySuspendedTickets',
    summary: 'Throws suspended mails away',
    query: idsQuery,
    response: { 204: Type.Null() },
    handler: judging(async (request) => {
      await destroy(room, request, idList(request.query.ids, MAX_MANY))
      return { status: 204 }
    }),
  }),
]
