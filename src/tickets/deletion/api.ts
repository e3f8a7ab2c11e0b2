import { Type } from 'typebox'
import { type Id, notFound, orRefuse, Refused, toIso } from '../../kernel/index.ts'
import { type Viewer, viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { Job, presentJob } from '../../platform/jobs/index.ts'
import {
  idList,
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
} from '../../platform/paging/index.ts'
import { askerOf } from '../api/resolve.ts'
import { STATUSES } from '../core/ticket.ts'
import type { Room } from '../room.ts'
import { SYSTEM_AUTHOR } from '../save.ts'
import { startSingleShot } from '../single-shot.ts'
import { restoreTicket } from '../spam/spam.ts'
import { IdParams } from '../wire/schemas.ts'
import { PURGE_JOB, type PurgePayload } from './purge.ts'
import { removal } from './removal.ts'
import { DELETED_SORTS, type DeletedRow, type DeletedSort, findDeleted, listDeleted } from './store.ts'

type Asked = Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'ip' | 'headers'>

const deleteTicket = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, unknown>,
): Promise<ApiReply> => {
  orRefuse(await room.commit(removal('delete', askerOf(request)), { ticketId: request.params.id }))
  return { status: 204 }
}

const NEWEST_FIRST = {
  names: Object.keys(DELETED_SORTS) as DeletedSort[],
  standard: { by: 'deleted_at', isDescending: true },
} as const

const listThem = async (
  room: Room,
  request: ApiRequest<unknown, PagingQuery, unknown>,
): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const listing = await listDeleted(room.ground.db, viewer, parsePaging(request.query, NEWEST_FIRST))
  const names = await namesOf(room, viewer, listing.rows, request.origin)
  const presented = listing.rows.map((row) => ({
    id: row.ticket_id,
    subject: row.subject,
    description: row.description,
    actor: { id: row.author_id, name: names.get(row.author_id) ?? null },
    deleted_at: toIso(row.deleted_at),
    previous_state: STATUSES[row.status],
  }))
  return { body: listReply(request, 'deleted_tickets', listing, presented) }
}

const namesOf = async (
  room: Room,
  viewer: Viewer,
  rows: readonly DeletedRow[],
  origin: string,
): Promise<ReadonlyMap<Id, string>> => {
  const ids = [...new Set(rows.map((row) => row.author_id))].filter((id) => id !== SYSTEM_AUTHOR)
  const users = ids.length === 0 ? [] : await room.people.presentUsers(viewer, ids, origin)
  const named = users as readonly { readonly id?: Id; readonly name?: string }[]
  return new Map([
    [SYSTEM_AUTHOR, 'System'],
    ...named.map(({ id, name }): [Id, string] => [id ?? 0, name ?? '']),
  ])
}

const restoreOne = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, unknown>,
): Promise<ApiReply> => {
  await restoreTicket(room, askerOf(request), request.params.id)
  return { body: {} }
}

/** Those that are not there are passed over, as in every list of ids. */
const restoreMany = async (
  room: Room,
  request: ApiRequest<unknown, { ids?: string }, unknown>,
): Promise<ApiReply> => {
  for (const ticketId of await findDeleted(
    room.ground.db,
    viewerOf(request.caller),
    idList(request.query.ids),
  ))
    await restoreTicket(room, askerOf(request), ticketId)
  return { body: {} }
}

const purge = async (
  room: Room,
  request: Asked & { readonly origin: string },
  ids: readonly Id[],
): Promise<ApiReply> => {
  const { userId, channel, system, viewer } = askerOf(request)
  const ticketIds = await findDeleted(room.ground.db, viewer, ids)
  if (ticketIds.length === 0) throw new Refused(notFound)
  const payload: PurgePayload = { userId, channel, system, ticketIds }
  const job = await startSingleShot(room.ground, PURGE_JOB, 'Permanently Delete Tickets', payload)
  return { body: { job_status: presentJob(job, request.origin) } }
}

const DeletedTicket = Type.Object({
  id: Type.Integer(),
  subject: Type.Union([Type.String(), Type.Null()]),
  description: Type.Union([Type.String(), Type.Null()]),
  actor: Type.Object({ id: Type.Integer(), name: Type.Union([Type.String(), Type.Null()]) }),
  deleted_at: Type.String({ format: 'date-time' }),
  previous_state: Type.String(),
})
const JobReply = Type.Object({ job_status: Job })
const Ids = Type.Object({ ids: Type.Optional(Type.String()) })
const write = {
  permission: 'tickets.delete',
  scope: 'tickets:write',
  rate: 'write',
  audit: 'ticket audit',
} as const

export const deletionRoutes = (room: Room): Route[] => [
  route({
    method: 'DELETE',
    path: '/api/v2/tickets/:id',
    operation: 'DeleteTicket',
    summary: 'Delete a ticket; it can be brought back',
    ...write,
    params: IdParams,
    response: { 204: Type.Null() },
    handler: (request) => deleteTicket(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/deleted_tickets',
    operation: 'ListDeletedTickets',
    summary: 'Deleted tickets that can be brought back, newest first',
    permission: 'tickets.delete',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ deleted_tickets: Type.Array(DeletedTicket) }) },
    handler: (request) => listThem(room, request),
  }),
  route({
    method: 'PUT',
    path: '/api/v2/deleted_tickets/:id/restore',
    operation: 'RestoreDeletedTicket',
    summary: 'Bring a deleted ticket back',
    ...write,
    params: IdParams,
    response: { 200: Type.Object({}) },
    handler: (request) => restoreOne(room, request),
  }),
  route({
    method: 'PUT',
    path: '/api/v2/deleted_tickets/restore_many',
    operation: 'RestoreManyDeletedTickets',
    summary: 'Bring up to 100 deleted tickets back',
    ...write,
    rate: 'bulk',
    query: Ids,
    response: { 200: Type.Object({}) },
    handler: (request) => restoreMany(room, request),
  }),
  route({
    method: 'DELETE',
    path: '/api/v2/deleted_tickets/:id',
    operation: 'PurgeDeletedTicket',
    summary: 'Empty a deleted ticket for good',
    ...write,
    params: IdParams,
    response: { 200: JobReply },
    handler: (request) => purge(room, request, [request.params.id]),
  }),
  route({
    method: 'DELETE',
    path: '/api/v2/deleted_tickets/destroy_many',
    operation: 'PurgeManyDeletedTickets',
    summary: 'Empty up to 100 deleted tickets for good',
    ...write,
    rate: 'bulk',
    query: Ids,
    response: { 200: JobReply },
    handler: (request) => purge(room, request, idList(request.query.ids)),
  }),
]
