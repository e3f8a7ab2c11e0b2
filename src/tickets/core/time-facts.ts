import { type Instant, instantOf } from '../../kernel/index.ts'
import type { TimeFacts } from '../../rules/core/index.ts'
import {
  METRICS,
  type Metric,
  type SlaState,
  shownBreachAt,
  stageOf,
  upcomingBreaches,
} from '../../sla/core/index.ts'
import type { TicketClocks } from './clocks/ticket-clocks.ts'
import type { Ticket } from './ticket.ts'

/** Instants of a ticket that are read off its clocks; the row keeps them as columns. */
export type ClockMoments = Omit<TimeFacts, 'createdAt' | 'updatedAt' | 'dueAt' | 'shownBreachAt' | 'stage'>

/** What rules may ask of a ticket's time. Of one that was only imported little is known. */
export const timeFactsOf = (ticket: Ticket, clocks: TicketClocks | null): TimeFacts => ({
  createdAt: ticket.createdAt,
  updatedAt: ticket.updatedAt,
  dueAt: ticket.dueAt,
  shownBreachAt: clocks && orNull(shownBreachAt(clocks.sla)),
  stage: clocks && stageOf(clocks.sla),
  ...momentsOf(ticket, clocks),
})

type Dated = Pick<Ticket, 'status' | 'solvedAt' | 'closedAt' | 'updatedAt'>

export const momentsOf = (ticket: Dated, clocks: TicketClocks | null): ClockMoments => {
  if (clocks === null) return { ...UNKNOWN, statusAt: statusSince(ticket) }
  const { sla } = clocks
  const { tally } = sla
  const [own, group] = [breachesOf(sla, (metric) => metric !== GROUP), breachesOf(sla, isGroup)]
  return {
    statusAt: instantOf(tally.statusUpdatedAt),
    assignedAt: orNull(tally.assignedAt),
    requesterUpdatedAt: orNull(tally.requesterUpdatedAt),
    assigneeUpdatedAt: orNull(tally.assigneeUpdatedAt),
    upcomingBreachAt: own.upcoming,
    lastBreachAt: own.last,
    upcomingGroupBreachAt: group.upcoming,
    lastGroupBreachAt: group.last,
  }
}

const GROUP: Metric = 'group_ownership_time'
const isGroup = (metric: Metric): boolean => metric === GROUP

const UNKNOWN: ClockMoments = {
  statusAt: null,
  assignedAt: null,
  requesterUpdatedAt: null,
  assigneeUpdatedAt: null,
  upcomingBreachAt: null,
  lastBreachAt: null,
  upcomingGroupBreachAt: null,
  lastGroupBreachAt: null,
}

const statusSince = ({ status, solvedAt, closedAt, updatedAt }: Dated): Instant => {
  if (status === 'closed') return closedAt ?? updatedAt
  return status === 'solved' ? (solvedAt ?? updatedAt) : updatedAt
}

/** When one will be missed next, and when the last of the clocks that are kept was. */
const breachesOf = (state: SlaState, isMeant: (metric: Metric) => boolean) => {
  const upcoming = upcomingBreaches(state).flatMap(({ clock, at }) => (isMeant(clock.metric) ? at : []))
  const past = METRICS.filter(isMeant).flatMap((metric) => {
    const breachedAt = state.clocks[state.latest[metric] ?? -1]?.breachedAt
    return breachedAt ?? []
  })
  return {
    upcoming: upcoming.length > 0 ? instantOf(Math.min(...upcoming)) : null,
    last: past.length > 0 ? instantOf(Math.max(...past)) : null,
  }
}

const orNull = (at: number | null): Instant | null => (at === null ? null : instantOf(at))
