import type { Id, Instant } from '../../kernel/index.ts'
import { nextDueAt } from '../core/clocks/ticket-clocks.ts'
import { clockColumns, packMetricEvents, type TicketRow } from '../rows.ts'
import type { FoldedAudit, Refolded } from './refolded.ts'

type Stored = FoldedAudit & { readonly metric_events: string | null }

/**
 * What is stored of a ticket's time and is not what its audits come to, one line each.
 * @param timerAt what its timer is set to; `null`: it has none
 */
export const verifyClocks = (
  row: TicketRow,
  steps: readonly Refolded<Stored>[],
  timerAt: Instant | null,
): string[] => {
  const last = steps.at(-1)
  if (last === undefined) return []
  const columns = Object.entries(clockColumns(last.clocks, last.ticket))
    .filter(([name, value]) => storedIn(row, name) !== value)
    .map(([name]) => `ticket ${row.ticket_id}: ${name} is not what its audits come to`)
  const events = steps.flatMap(({ audit, metricEvents }) =>
    packMetricEvents(metricEvents, audit.created_at) === audit.metric_events
      ? []
      : `ticket ${row.ticket_id} audit ${audit.seq}: its metric events are not those of its clocks`,
  )
  return [...columns, ...events, ...verifyTimer(row.ticket_id, last, timerAt)]
}

/** Instants as they are written. */
const storedIn = (row: TicketRow, name: string): unknown => {
  const value = row[name as keyof TicketRow]
  return name.endsWith('_at') && value !== null ? new Date(value as Instant).toISOString() : value
}

const verifyTimer = (id: Id, { ticket, clocks }: Refolded, timerAt: Instant | null): string[] => {
  const dueAt = clocks && nextDueAt(ticket, clocks)
  return dueAt === timerAt ? [] : [`ticket ${id}: its timer is not set to what falls due next`]
}
