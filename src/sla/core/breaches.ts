import { METRICS } from './metric.ts'
import type { Clock, SlaState } from './state.ts'
import { breachOf, say, sayStatus, type Work } from './work.ts'

/** The next instant at which a clock breaches if nothing changes; `null`: none will. */
export const nextBreachAt = (state: SlaState): number | null => {
  const due = latestClocks(state).flatMap((clock) => breachOf(clock) ?? [])
  return due.length > 0 ? Math.min(...due) : null
}

/**
 * Puts on record, each at its very instant, the breaches that come before an instant. What happens in the second of a
 * breach comes first: a reply at the last second is in time.
 */
export const recordBreaches = (work: Work, before: number): void => {
  const due = latestClocks(work.state).flatMap((clock) => {
    const at = breachOf(clock)
    return at !== null && at < before ? [{ clock, at }] : []
  })
  for (const { clock, at } of due.sort((a, b) => a.at - b.at)) {
    clock.breachedAt = at
    clock.breachEventId = say(work, clock, 'breach', at)
    sayStatus(work, clock, at)
  }
}

const latestClocks = ({ clocks, latest }: SlaState): Clock[] =>
  METRICS.flatMap((metric) => clocks[latest[metric] ?? -1] ?? [])
