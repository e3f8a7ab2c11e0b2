import type { Attempt } from './attempt.ts'
import { type DecidedClocks, decided } from './clocks/decide-clocks.ts'
import { type Rederived, reevaluateClocks } from './clocks/reevaluate.ts'

/**
 * Judges the ticket's whole past by the policies of today, because somebody asked for it: no rule runs on it, and what
 * it finds to have been breached has been so then.
 */
export const reevaluation = (attempt: Attempt, rederived: Rederived | null): DecidedClocks => {
  const { before, at, hours, clocks } = attempt
  if (!before || !rederived) return { clocks, metricEvents: [], events: [], timers: [] }
  const found = reevaluateClocks(rederived, { ticket: before, at, hoursOf: hours })
  return decided(attempt, found.clocks, found.metricEvents, found.events)
}
