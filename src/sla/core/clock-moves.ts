import { type Metric, runsIn } from './metric.ts'
import type { Clock } from './state.ts'
import { countedMs, say, sayStatus, statusOf, type Work } from './work.ts'

/** Starts the next instance of a metric. It counts from now, unless the status pauses it at once. */
export const startClock = (work: Work, metric: Metric, at: number): void => {
  const { state } = work
  const before = state.latest[metric]
  const clock: Clock = {
    metric,
    instance: before === undefined ? 1 : state.clocks[before]!.instance + 1,
    startedAt: at,
    activeSince: null,
    fulfilledAt: null,
    target: null,
    cancelledAt: null,
    dueAt: null,
    breachedAt: null,
    breachEventId: null,
    finalMs: null,
  }
  state.latest[metric] = state.clocks.length
  state.clocks.push(clock)
  activate(work, clock, at)
  if (!runsIn(metric, statusOf(state))) pause(work, clock, at)
}

export const activate = (work: Work, clock: Clock, at: number): void => {
  clock.activeSince = at
  say(work, clock, 'activate', at)
}

export const pause = (work: Work, clock: Clock, at: number): void => {
  clock.activeSince = null
  clock.dueAt = null
  say(work, clock, 'pause', at)
}

/** Ends a clock: what it waited for has come. */
export const fulfil = (work: Work, clock: Clock, at: number): void => {
  clock.finalMs = countedMs(work, clock, at)
  clock.fulfilledAt = at
  clock.activeSince = null
  clock.dueAt = null
  say(work, clock, 'fulfill', at)
  sayStatus(work, clock, at)
}

/** Lets a clock that had ended go on with the time it had counted. */
export const resume = (work: Work, clock: Clock, at: number): void => {
  clock.fulfilledAt = null
  if (clock.cancelledAt === null) clock.finalMs = null
  activate(work, clock, at)
  if (!runsIn(clock.metric, statusOf(work.state))) pause(work, clock, at)
}
