import { type Instant, instantOf } from '../../../kernel/index.ts'
import {
  advance,
  type HoursOf,
  type MetricEvent,
  policyMetric,
  upcomingBreaches,
} from '../../../sla/core/index.ts'
import type { ClockDue, DueDatePassed, NextUpdateDue } from '../event.ts'
import type { Ticket } from '../ticket.ts'
import { openDueDate, type TicketClocks, upcomingReminders, upcomingWarnings } from './ticket-clocks.ts'

/** What time did to a ticket. */
export type Passed = {
  readonly clocks: TicketClocks
  readonly metricEvents: readonly MetricEvent[]
  /** What fell due, in its order: each is told once, by whichever Change comes first. */
  readonly due: readonly Due[]
}

/** Lets time go by until an instant, that included. Breaches are put on record, each at its very instant. */
export const passTime = (clocks: TicketClocks, ticket: Ticket, until: number, hoursOf: HoursOf): Passed => {
  if (until <= clocks.toldUntil) return { clocks, metricEvents: [], due: [] }
  const isBreaching = upcomingBreaches(clocks.sla).some(({ at }) => at <= until)
  const { state, events } = isBreaching
    ? advance(clocks.sla, until, hoursOf)
    : { state: clocks.sla, events: [] }
  const due = [
    ...upcomingWarnings(clocks)
      .filter(({ at }) => at <= until)
      .map(({ clock, minutes, at }) => warned(clock, minutes, instantOf(at))),
    ...events.filter(({ type, deleted }) => type === 'breach' && !deleted).map(breached),
    ...dueDate(clocks, ticket, until),
    ...upcomingReminders(ticket, clocks)
      .filter(({ at }) => at <= until)
      .map((reminder): Due => ({ type: 'next_update_due', ...reminder })),
  ]
  return {
    clocks: { ...clocks, sla: state, toldUntil: until },
    metricEvents: events,
    due: due.sort((a, b) => a.at - b.at),
  }
}

type Due = ClockDue | DueDatePassed | NextUpdateDue

const warned = (
  { metric, instance }: Pick<ClockDue, 'metric' | 'instance'>,
  minutes: number,
  at: Instant,
): Due => ({ type: 'sla_warning', metric, instance, minutes, at })

const breached = ({ metric, instance, at }: MetricEvent): Due => ({
  type: 'sla_breached',
  ...policyMetric(metric, instance),
  at: instantOf(at),
})

const dueDate = (clocks: TicketClocks, ticket: Ticket, until: number): Due[] => {
  const at = openDueDate(ticket)
  return at !== null && at > clocks.toldUntil && at <= until ? [{ type: 'due_date_passed', at }] : []
}
