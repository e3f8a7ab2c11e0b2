import { METRICS } from '../metric.ts'
import type { Clock, SlaState } from '../state.ts'

/**
 * A state without the clocks that can never move again: of each metric only the last instance goes on. Stepping what is
 * left gives the same events and the same last clocks, so that what is kept with a ticket does not grow with its
 * conversation; who wants to see every instance folds the history.
 */
export const pruned = (state: SlaState): SlaState => {
  const clocks: Clock[] = []
  const latest: SlaState['latest'] = {}
  for (const metric of METRICS) {
    const place = state.latest[metric]
    if (place === undefined) continue
    latest[metric] = clocks.length
    clocks.push(state.clocks[place]!)
  }
  return { ...state, clocks, latest }
}
