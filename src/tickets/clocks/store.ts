import type { Id, Instant } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleTickets } from '../visible.ts'

/** Clocks as they are kept, and the version of the policy of now. */
export type ClocksRow = { readonly ticket_id: Id; readonly clocks: string; readonly policy_version: number }

/** Those of the tickets that the viewer sees and that have clocks. */
export const clocksOf = (db: Db, viewer: TicketViewer, ids: readonly Id[]): Promise<ClocksRow[]> =>
  db.rows(sql<ClocksRow>`
    select t.ticket_id, t.clocks, (select coalesce(max(version), 0) from policy_versions) as policy_version
    from tickets t where t.ticket_id = any(${ids}::bigint[]) and t.clocks is not null and ${visibleTickets(viewer)}`)

/** The metric events that an audit brought, as they are stored. */
export type MetricEventsRow = {
  readonly ticket_id: Id
  readonly metric_events: string
  readonly created_at: Instant
}

/** Of those of the tickets that the viewer sees: by ticket and audit, in order. */
export const metricEventsIn = (
  db: Db,
  viewer: TicketViewer,
  ids: readonly Id[],
): Promise<MetricEventsRow[]> =>
  db.rows(sql<MetricEventsRow>`
    select a.ticket_id, a.metric_events, a.created_at from audits a join tickets t on t.ticket_id = a.ticket_id
    where a.ticket_id = any(${ids}::bigint[]) and a.metric_events is not null and ${visibleTickets(viewer)}
    order by a.ticket_id, a.seq`)
