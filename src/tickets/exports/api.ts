import { Type } from 'typebox'
import {
  type ExportQuery,
  exportQuery,
  exportReply,
  exportSchema,
  parseExport,
  readExport,
} from '../../platform/exports/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { inOrder, presentMetricEvent } from '../metrics/present-metric-event.ts'
import { MetricEvent } from '../metrics/schemas.ts'
import type { Room } from '../room.ts'
import { metricEventSource, standing } from './metric-events-store.ts'

/** By cursor a page is as long as one of a list. */
const MAX_BY_CURSOR = 100

type Query = ExportQuery & { readonly exclude_deleted?: boolean }

const exportMetricEvents = async (
  { ground }: Room,
  request: ApiRequest<unknown, Query, unknown>,
): Promise<ApiReply> => {
  const { query } = request
  const now = ground.clock.now()
  const isCursor = query['page[size]'] !== undefined || query['page[after]'] !== undefined
  const asked = parseExport(query, { now, ...(isCursor ? { maxSize: MAX_BY_CURSOR } : {}) })
  const page = await readExport(ground.db, metricEventSource(ground.db), asked, now)
  const events = query.exclude_deleted ? await standing(ground.db, page.rows) : page.rows
  const presented = inOrder(events).map(presentMetricEvent)
  return { body: exportReply(request, 'ticket_metric_events', page, presented) }
}

/** Exports for those who keep a copy of the desk elsewhere: everything, of everybody. */
export const exportRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/incremental/ticket_metric_events',
    operation: 'ExportTicketMetricEvents',
    summary: 'What happened to the clocks of tickets since a time',
    permission: 'tickets.export',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    query: Type.Object({
      ...exportQuery,
      exclude_deleted: Type.Optional(Type.Boolean({ description: 'Leave out what was taken back' })),
      include_changes: Type.Optional(
        Type.Boolean({ description: 'Taken for granted: an event that changed is always told anew' }),
      ),
    }),
    response: { 200: exportSchema({ ticket_metric_events: Type.Array(MetricEvent) }) },
    handler: (request) => exportMetricEvents(room, request),
  }),
]
