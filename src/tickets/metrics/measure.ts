import type { Viewer } from '../../people/index.ts'
import { timesOf } from '../clocks/read-clocks.ts'
import type { Room } from '../room.ts'
import { presentMetric, type WireMetric } from './present-metric.ts'
import { promisesOf } from './promises.ts'
import { staysOf } from './stays.ts'
import { handoversOf, type MeasuredRow } from './store.ts'

/** The metric objects of tickets that the viewer sees, in the order of the rows. */
export const metricsOf = async (
  { ground, policies }: Room,
  { viewer, origin }: { readonly viewer: Viewer; readonly origin: string },
  rows: readonly MeasuredRow[],
): Promise<WireMetric[]> => {
  const ids = rows.map((row) => row.ticket_id)
  if (ids.length === 0) return []
  const times = await timesOf({ db: ground.db, policies }, viewer, ids)
  const handovers = await handoversOf(ground.db, ids)
  const now = ground.clock.now()
  return rows.map((row) => {
    const id = row.ticket_id
    return presentMetric(
      {
        row,
        time: times.get(id),
        stays: staysOf(handovers.get(id) ?? []),
        promises: promisesOf(handovers.get(id) ?? [], now),
      },
      origin,
      now,
    )
  })
}
