import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { Exported, ExportSource, Stretch } from '../../platform/exports/index.ts'
import { unpackEvents } from '../../sla/core/index.ts'
import { metricEventId, type TicketMetricEvent } from '../clocks/read-clocks.ts'

type Row = {
  readonly position: number
  readonly at: Instant
  readonly ticket_id: Id
  readonly created_at: Instant
  readonly metric_events: string
}

/** Metric events in the order in which they were committed, of deleted tickets too: each audit brings its own. */
export const metricEventSource =
  (db: Db): ExportSource<TicketMetricEvent> =>
  async (stretch) =>
    (await db.rows(changes(stretch))).map(exportedOf)

const changes = ({ after, before, limit }: Stretch): RawBuilder<Row> => sql<Row>`
  select f.position, f.at, a.ticket_id, a.created_at, a.metric_events
  from feed f join audits a on a.ticket_id = f.subject_id and a.seq = f.seq
  where f.subject = 'ticket' and f.position > ${after} and a.metric_events is not null
    ${before === null ? sql`` : sql`and f.at < ${toIsoMs(before)}::timestamptz`}
  order by f.position ${limit === null ? sql`` : sql`limit ${limit}`}`

const exportedOf = ({ position, at, ...row }: Row): Exported<TicketMetricEvent> => ({
  position,
  at,
  rows: eventsOf(row),
})

const eventsOf = (row: Omit<Row, 'position' | 'at'>): TicketMetricEvent[] =>
  unpackEvents(JSON.parse(row.metric_events), row.created_at).map((event) => ({
    ...event,
    ticketId: row.ticket_id,
    id: metricEventId(row.ticket_id, event.id),
  }))

/** Those that are not deleted by now: what was taken back was told before anybody knew. */
export const standing = async (
  db: Db,
  events: readonly TicketMetricEvent[],
): Promise<TicketMetricEvent[]> => {
  const ticketIds = [...new Set(events.map(({ ticketId }) => ticketId))]
  const told = await db.rows(sql<Omit<Row, 'position' | 'at'>>`
    select ticket_id, created_at, metric_events from audits
    where ticket_id = any(${ticketIds}::bigint[]) and metric_events is not null`)
  const deleted = new Set(told.flatMap(eventsOf).flatMap((event) => (event.deleted ? event.id : [])))
  return events.filter(({ id }) => !deleted.has(id))
}
