import type { HoursOf } from './hours.ts'
import { METRICS, type Metric } from './metric.ts'
import type { Clock, MetricEvent, SlaState } from './state.ts'
import { advance } from './step.ts'
import { type TicketMetrics, ticketMetrics } from './ticket-metrics.ts'
import { countedMs, type Work, workOn } from './work.ts'

export type ClockState = 'active' | 'paused' | 'fulfilled' | 'breached' | 'cancelled'

/** A clock that has, or had, a target, as of an instant. */
export type ClockView = {
  readonly metric: Metric
  readonly instance: number
  readonly policyId: string
  readonly policy: string
  readonly targetSeconds: number
  readonly businessHours: boolean
  readonly commitment: 'contract' | 'objective'
  readonly state: ClockState
  readonly startedAt: number
  /** When the target is, or was, used up; `null` unless the clock runs. */
  readonly breachAt: number | null
  readonly breachedAt: number | null
  readonly fulfilledAt: number | null
  readonly elapsedMs: number
}

export type Finished = {
  readonly state: SlaState
  readonly clocks: readonly ClockView[]
  readonly metrics: TicketMetrics
  /** Breaches since the last entry. */
  readonly events: readonly MetricEvent[]
}

/** What a state says as of an instant, which must not lie before its last entry. */
export const finish = (state: SlaState, until: number, hoursOf: HoursOf): Finished => {
  const advanced = advance(state, until, hoursOf)
  const work = workOn(advanced.state, hoursOf, () => undefined)
  const clocks = advanced.state.clocks.flatMap((clock) => viewOf(work, clock, until) ?? [])
  return {
    ...advanced,
    clocks: clocks.sort((a, b) => METRICS.indexOf(a.metric) - METRICS.indexOf(b.metric)),
    metrics: ticketMetrics(work, until),
  }
}

const viewOf = (work: Work, clock: Clock, until: number): ClockView | null => {
  const { target } = clock
  if (!target) return null
  return {
    metric: clock.metric,
    instance: clock.instance,
    policyId: target.policyId,
    policy: target.policy,
    targetSeconds: target.targetSeconds,
    businessHours: target.businessHours,
    commitment: target.commitment,
    state: stateOf(clock),
    startedAt: clock.startedAt,
    breachAt: clock.activeSince === null || clock.cancelledAt !== null ? null : clock.dueAt,
    breachedAt: clock.breachedAt,
    fulfilledAt: clock.cancelledAt === null ? clock.fulfilledAt : null,
    elapsedMs: countedMs(work, clock, until),
  }
}

const stateOf = ({ cancelledAt, fulfilledAt, activeSince, breachedAt }: Clock): ClockState => {
  if (cancelledAt !== null) return 'cancelled'
  if (fulfilledAt !== null) return 'fulfilled'
  if (activeSince === null) return 'paused'
  return breachedAt === null ? 'active' : 'breached'
}
