import { Type } from 'typebox'
import { type Id, notFound, Refused } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
} from '../../platform/paging/index.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { metricsOf } from './measure.ts'
import { TicketMetric } from './schemas.ts'
import { findMeasured, listMeasured } from './store.ts'

const NEWEST_FIRST = { names: ['id'], standard: { by: 'id', isDescending: true } } as const

const listThem = async (
  room: Room,
  request: ApiRequest<unknown, PagingQuery, unknown>,
): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const listing = await listMeasured(room.ground.db, viewer, parsePaging(request.query, NEWEST_FIRST))
  const presented = await metricsOf(room, { viewer, origin: request.origin }, listing.rows)
  return { body: listReply(request, 'ticket_metrics', listing, presented) }
}

const show = async (room: Room, request: ApiRequest<{ id: Id }, unknown, unknown>): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const row = await findMeasured(room.ground.db, viewer, request.params.id)
  if (row === undefined) throw new Refused(notFound)
  const [metric] = await metricsOf(room, { viewer, origin: request.origin }, [row])
  return { body: { ticket_metric: metric } }
}

const common = {
  method: 'GET',
  permission: 'tickets.read',
  scope: 'tickets:read',
  rate: 'read',
  audit: 'none',
} as const

const one = {
  ...common,
  params: IdParams,
  response: { 200: Type.Object({ ticket_metric: TicketMetric }) },
} as const

/** How long tickets took. A ticket's metrics have its id, so both ways of asking for them answer alike. */
export const metricRoutes = (room: Room): Route[] => [
  route({
    ...common,
    path: '/api/v2/ticket_metrics',
    operation: 'ListTicketMetrics',
    summary: 'How long each ticket took, newest first',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ ticket_metrics: Type.Array(TicketMetric) }) },
    handler: (request) => listThem(room, request),
  }),
  route({
    ...one,
    path: '/api/v2/ticket_metrics/:id',
    operation: 'ShowTicketMetrics',
    summary: 'How long a ticket took',
    handler: (request) => show(room, request),
  }),
  route({
    ...one,
    path: '/api/v2/tickets/:id/metrics',
    operation: 'ShowMetricsOfTicket',
    summary: 'How long a ticket took',
    handler: (request) => show(room, request),
  }),
]
