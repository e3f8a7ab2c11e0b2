import { instantOf } from '../../kernel/index.ts'
import type { HoursOf } from './hours.ts'
import { eventNames, type Metric, RUNS_IN } from './metric.ts'
import { type Spent, spentOn } from './spent.ts'
import type { Clock, MetricEvent, SlaState } from './state.ts'

/** A state that is being stepped: its owner's own copy, which this room's functions change in place. */
export type Work = {
  readonly state: SlaState
  readonly hoursOf: HoursOf
  readonly spent: Spent
  readonly emit: (event: MetricEvent) => void
}

export const workOn = (state: SlaState, hoursOf: HoursOf, emit: Work['emit']): Work => ({
  state,
  hoursOf,
  spent: spentOn(state.timeline, hoursOf),
  emit,
})

type Extra = Pick<MetricEvent, 'sla' | 'status'>

/** Says that something happened to a clock; answers with the event's id. */
export const say = (
  work: Work,
  clock: Clock,
  type: MetricEvent['type'],
  at: number,
  extra: Extra = {},
): number => {
  const id = ++work.state.lastEventId
  work.emit({ id, ...eventNames(clock.metric, clock.instance), type, at, ...extra })
  return id
}

/** Says how much time a clock has counted, in calendar and in business time. */
export const sayStatus = (work: Work, clock: Clock, at: number): void => {
  const statuses = RUNS_IN[clock.metric]
  const calendarMs = work.spent.in(statuses, null, clock.startedAt, at)
  const businessMs = work.spent.in(statuses, businessHoursOf(work.state, clock.metric), clock.startedAt, at)
  say(work, clock, 'update_status', at, { status: { calendarMs, businessMs } })
}

export const businessHoursOf = (state: SlaState, metric: Metric): string | null =>
  metric === 'group_ownership_time' ? state.groupHours : state.hours

/** What a clock has counted by an instant, in the hours of its target. */
export const countedMs = (work: Work, clock: Clock, at: number): number =>
  clock.finalMs ?? work.spent.in(RUNS_IN[clock.metric], clock.target?.hours ?? null, clock.startedAt, at)

/** When the target of a running clock is used up. */
export const dueOf = (work: Work, { metric, target, startedAt }: Clock): number | null =>
  target && work.spent.until(RUNS_IN[metric], target.hours, startedAt, target.targetSeconds * 1000)

export const latestClock = (state: SlaState, metric: Metric): Clock | undefined => {
  const place = state.latest[metric]
  return place === undefined ? undefined : state.clocks[place]
}

/** The instance of a metric that has not ended. */
export const liveClock = (state: SlaState, metric: Metric): Clock | undefined => {
  const clock = latestClock(state, metric)
  return clock?.fulfilledAt === null ? clock : undefined
}

export const statusOf = (state: SlaState): SlaState['timeline'][number][1] =>
  state.timeline[state.timeline.length - 1]![1]

/**
 * When the breach of a clock takes place: when its target is used up; but a target that was put on it, or a clock that
 * goes on, when it was used up already breaches then and there, never backdated.
 */
export const breachOf = (clock: Clock): number | null => {
  const { dueAt, target, activeSince, breachedAt, cancelledAt } = clock
  if (dueAt === null || !target || activeSince === null || breachedAt !== null || cancelledAt !== null)
    return null
  return instantOf(Math.max(dueAt, target.appliedAt, activeSince))
}
