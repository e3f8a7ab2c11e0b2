import type { RawBuilder } from 'kysely'
import { type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ExportSource, Stretch } from '../../platform/exports/index.ts'
import { eventsOfRow, type TicketMetricEvent } from '../clocks/read-clocks.ts'
import type { MetricEventsRow } from '../clocks/store.ts'
import { FIRST_TOLD } from './tickets-store.ts'

type Row = MetricEventsRow & { readonly position: number; readonly at: Instant }

/** Metric events in the order in which they were committed, of deleted tickets too: each audit brings its own. */
export const metricEventSource =
  (db: Db): ExportSource<TicketMetricEvent> =>
  async (stretch) =>
    (await db.rows(changes(stretch))).map((row) => ({
      position: row.position,
      at: row.at,
      rows: eventsOfRow(row),
    }))

const changes = ({ after, before, limit }: Stretch): RawBuilder<Row> => sql<Row>`
  select f.position, f.at, a.ticket_id, a.created_at, a.metric_events
  from feed f join audits a on a.ticket_id = f.subject_id and a.seq = f.seq
  where f.subject = 'ticket' and f.position > ${after} and a.metric_events is not null and ${FIRST_TOLD}
    ${before === null ? sql`` : sql`and f.at < ${toIsoMs(before)}::timestamptz`}
  order by f.position ${limit === null ? sql`` : sql`limit ${limit}`}`

/** Those that are not deleted by now: what was taken back was told before anybody knew. */
export const standing = async (
  db: Db,
  events: readonly TicketMetricEvent[],
): Promise<TicketMetricEvent[]> => {
  const ticketIds = [...new Set(events.map(({ ticketId }) => ticketId))]
  const told = await db.rows(sql<MetricEventsRow>`
    select ticket_id, created_at, metric_events from audits
    where ticket_id = any(${ticketIds}::bigint[]) and metric_events is not null`)
  const deleted = new Set(told.flatMap(eventsOfRow).flatMap((event) => (event.deleted ? event.id : [])))
  return events.filter(({ id }) => !deleted.has(id))
}
