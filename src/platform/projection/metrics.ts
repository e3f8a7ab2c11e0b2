import { Gauge } from 'prom-client'
import type { Ground } from '../ground.ts'
import { lagOf } from './store.ts'

/** `projection_<name>_waiting_changes` and `…_lag_seconds`: how far behind the feed a projection is. */
export const projectionMetrics = (
  { db, metrics }: Pick<Ground, 'db' | 'metrics'>,
  projection: string,
): void => {
  const stem = `projection_${projection.replace(/\W+/g, '_')}`
  for (const [name, help, part] of [
    [`${stem}_waiting_changes`, 'Changes that the projection has yet to follow', 'changes'],
    [`${stem}_lag_seconds`, 'How long the oldest of them has been waiting', 'seconds'],
  ] as const) {
    metrics.removeSingleMetric(name)
    new Gauge({
      name,
      help,
      registers: [metrics],
      async collect() {
        this.set((await lagOf(db, projection))[part])
      },
    })
  }
}
