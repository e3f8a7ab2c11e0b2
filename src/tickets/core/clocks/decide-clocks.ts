import { assert } from '../../../kernel/index.ts'
import type { Facts } from '../../../rules/core/index.ts'
import {
  CALENDAR_HOURS,
  type Hours,
  type HoursOf,
  type MetricEvent,
  type Policy as SlaPolicy,
  selectPolicy,
} from '../../../sla/core/index.ts'
import type { Attempt } from '../attempt.ts'
import type { TimerEdit } from '../decision.ts'
import { isDue, type TicketEvent } from '../event.ts'
import type { Policy } from '../policy.ts'
import { explainRule, factsOf, type Look, type Run } from '../run.ts'
import type { Context } from '../state.ts'
import type { Chosen } from './entry.ts'
import { type Passed, passTime } from './pass-time.ts'
import { clocksTakenBack } from './replay.ts'
import { nextDueAt, type TicketClocks } from './ticket-clocks.ts'
import { updateClocks } from './update-clocks.ts'

/** The kind of the one timer that a ticket has: it is set to whatever falls due next. */
export const CLOCK_TIMER = 'ticket_due'

/** What a decision says of the ticket's time. */
export type DecidedClocks = {
  readonly clocks: TicketClocks | null
  readonly metricEvents: readonly MetricEvent[]
  readonly events: readonly TicketEvent[]
  readonly timers: readonly TimerEdit[]
}

/** The hours of a policy, and those of former ones that a ticket's clocks still name. */
export const hoursOf =
  ({ clocks }: Policy, past?: ReadonlyMap<string, Hours>): HoursOf =>
  (key) => {
    if (key === null) return CALENDAR_HOURS
    const hours = clocks.hours(key) ?? past?.get(key)
    assert(hours !== undefined, `the hours ${key} were loaded`)
    return hours
  }

/** What fell due before the Change; a timer's falls due with it. */
export const timeBefore = ({ before, clocks, change, at, hours }: Attempt): Passed | null => {
  if (!before || !clocks || change.withoutClocks) return null
  return passTime(clocks, before, change.timer ? at : at - 1, hours)
}

/** Moves the clocks when all rules have run. `told`: what the audit will keep of the people round the ticket. */
export const decideClocks = (run: Run, passed: Passed | null, told: Context): DecidedClocks => {
  const { attempt, events } = run
  const { before, draft, change, acting, policy, at, hours } = attempt
  const clocks = passed?.clocks ?? attempt.clocks
  if (change.withoutClocks) return { clocks, metricEvents: [], events: [], timers: [] }
  if (events.every(isDue)) return decided(attempt, clocks, passed?.metricEvents ?? [], [])
  const happened = {
    before,
    ticket: draft,
    events,
    actorId: acting.person?.id ?? null,
    context: told,
    policy,
    at,
  }
  const updated = updateClocks(clocks, happened, choose(run), hours)
  return decided(
    attempt,
    updated.clocks,
    [...(passed?.metricEvents ?? []), ...updated.metricEvents],
    updated.events,
  )
}

/**
 * Through what no rule runs on. Of a ticket that is deleted or restored time goes on, and what falls due meanwhile is
 * put on record; what is taken back in place has never moved a clock.
 */
export const quietClocks = (attempt: Attempt, events: readonly TicketEvent[]): DecidedClocks => {
  const { untold, clocks } = attempt
  const isUntold = events.some((event) => event.type === 'undone' && event.mode === 'in_place')
  if (isUntold && untold) {
    const back = clocksTakenBack(clocks, untold)
    return decided(attempt, back.clocks, back.metricEvents, [])
  }
  const passed = timeBefore(attempt)
  return decided(attempt, passed?.clocks ?? clocks, passed?.metricEvents ?? [], [])
}

const choose = (run: Run): Chosen => {
  const { policies, groupPolicies } = run.attempt.policy.clocks
  if (policies.length === 0 && groupPolicies.length === 0) return { policy: null, groupPolicy: null }
  const facts = factsOf(run)
  if (run.looks) {
    lookAt(run.looks, 'sla_policy', policies, facts)
    lookAt(run.looks, 'group_sla_policy', groupPolicies, facts)
  }
  return { policy: selectPolicy(policies, facts), groupPolicy: selectPolicy(groupPolicies, facts) }
}

/** Up to the first that holds, as they are tried. */
const lookAt = (
  looks: Look[],
  kind: 'sla_policy' | 'group_sla_policy',
  policies: readonly SlaPolicy[],
  facts: Facts,
): void => {
  for (const { id, title, conditions } of policies) {
    if (conditions === undefined) continue
    const look = explainRule({ rule: { kind, id, title }, conditions }, facts, 0)
    looks.push(look)
    if (look.held) return
  }
}

export const decided = (
  attempt: Attempt,
  clocks: TicketClocks | null,
  metricEvents: readonly MetricEvent[],
  events: readonly TicketEvent[],
): DecidedClocks => ({ clocks, metricEvents, events, timers: timerEdits(attempt, clocks) })

const timerEdits = ({ before, draft, clocks: old }: Attempt, clocks: TicketClocks | null): TimerEdit[] => {
  const was = before && old ? nextDueAt(before, old) : null
  const dueAt = clocks && nextDueAt(draft, clocks)
  return was === dueAt ? [] : [{ kind: CLOCK_TIMER, key: '', dueAt, payload: {} }]
}
