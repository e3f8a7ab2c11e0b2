import { type Id, instantOf, MINUTE_MS, toIso } from '../../kernel/index.ts'
import { type AppliedTarget, type Clock, shownBreachAt, stageOf } from '../../sla/core/index.ts'
import type { TicketClocks } from '../core/clocks/ticket-clocks.ts'
import type { Cause, ExplainedClock, Interval } from './explain.ts'

/** A schedule as it stood in one version of the policy. */
export type ScheduleName = { readonly id: Id; readonly name: string; readonly version: number }
/** By the key of its hours. */
export type ScheduleNames = ReadonlyMap<string, ScheduleName>

export type PresentedTime = {
  readonly ticketId: Id
  readonly clocks: TicketClocks
  readonly explained: readonly ExplainedClock[]
  readonly schedules: ScheduleNames
  readonly now: number
}

/** Everything about the clocks of a ticket, as of an instant: minutes with their fractions, times in seconds. */
export const presentClock = ({ ticketId, clocks, explained, schedules, now }: PresentedTime) => ({
  ticket_id: ticketId,
  as_of: toIso(instantOf(now)),
  stage: stageOf(clocks.sla),
  next_breach_at: iso(shownBreachAt(clocks.sla)),
  policy: clocks.policy,
  group_policy: clocks.groupPolicy,
  schedule: scheduleOf(clocks.sla.hours, schedules),
  clocks: explained.map((one) => presentOne(one, schedules)),
})

const iso = (at: number | null): string | null => (at === null ? null : toIso(instantOf(at)))
const minutes = (ms: number): number => Math.round((ms / MINUTE_MS) * 1000) / 1000

const scheduleOf = (key: string | null, schedules: ScheduleNames): ScheduleName | null =>
  key === null ? null : (schedules.get(key) ?? null)

const presentOne = ({ clock, elapsedMs, intervals, warnings }: ExplainedClock, schedules: ScheduleNames) => ({
  metric: clock.metric,
  instance: clock.instance,
  state: stateOf(clock),
  target: presentTarget(clock.target, schedules),
  started_at: iso(clock.startedAt),
  breach_at: clock.activeSince === null || clock.cancelledAt !== null ? null : iso(clock.dueAt),
  breached_at: iso(clock.breachedAt),
  fulfilled_at: iso(clock.fulfilledAt),
  cancelled_at: iso(clock.cancelledAt),
  elapsed_minutes: minutes(elapsedMs),
  left_minutes: clock.target && minutes(clock.target.targetSeconds * 1000 - elapsedMs),
  intervals: intervals.map((interval) => presentInterval(interval, schedules)),
  warnings: warnings.map(({ minutes: before, at, auditId }) => ({
    minutes_before: before,
    at: iso(at),
    audit_id: auditId,
  })),
})

const stateOf = ({ cancelledAt, fulfilledAt, activeSince, breachedAt }: Clock): string => {
  if (cancelledAt !== null) return 'cancelled'
  if (fulfilledAt !== null) return 'fulfilled'
  if (activeSince === null) return 'paused'
  return breachedAt === null ? 'active' : 'breached'
}

const presentTarget = (target: AppliedTarget | null, schedules: ScheduleNames) =>
  target && {
    policy: { id: target.policyId, title: target.policy },
    priority: target.priority,
    minutes: minutes(target.targetSeconds * 1000),
    business_hours: target.businessHours,
    commitment: target.commitment,
    schedule: scheduleOf(target.hours, schedules),
  }

const presentInterval = (interval: Interval, schedules: ScheduleNames) => ({
  from: iso(interval.from),
  to: iso(interval.to),
  state: interval.state,
  counted_minutes: minutes(interval.countedMs),
  target: presentTarget(interval.target, schedules),
  policy_version: interval.policyVersion,
  cause: presentCause(interval.cause),
})

const presentCause = (cause: Cause) =>
  cause && { audit_id: cause.auditId, author_id: cause.authorId, because: cause.because }
