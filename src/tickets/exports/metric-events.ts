import { Type } from 'typebox'
import type { ExportStream } from '../../platform/exports/index.ts'
import type { TicketMetricEvent } from '../clocks/read-clocks.ts'
import { inOrder, presentMetricEvent } from '../metrics/present-metric-event.ts'
import { MetricEvent } from '../metrics/schemas.ts'
import type { Room } from '../room.ts'
import { exporting } from './common.ts'
import { metricEventSource, standing } from './metric-events-store.ts'

type Query = { readonly exclude_deleted?: boolean }

/** What happened to the clocks of tickets. */
export const metricEventStream = ({ ground: { db } }: Room): ExportStream<TicketMetricEvent, Query> => ({
  ...exporting,
  name: 'ticket_metric_events',
  operation: 'TicketMetricEvents',
  summary: 'What happened to the clocks of tickets',
  doors: ['time'],
  // By cursor a page is as long as one of a list.
  maxByPage: 100,
  query: {
    exclude_deleted: Type.Optional(Type.Boolean({ description: 'Leave out what was taken back' })),
    include_changes: Type.Optional(
      Type.Boolean({ description: 'Taken for granted: an event that changed is always told anew' }),
    ),
  },
  reply: { ticket_metric_events: Type.Array(MetricEvent) },
  source: () => metricEventSource(db),
  present: async ({ query }, rows) => {
    const events = query.exclude_deleted ? await standing(db, rows) : rows
    return { records: inOrder(events).map(presentMetricEvent) }
  },
})
