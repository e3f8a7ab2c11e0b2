import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/index.ts'
import type { Region } from './cast.ts'

/** The moment itself where it falls in the region's working hours, else shortly after they next begin. */
export const onShift = (region: Region | undefined, at: number): number => {
  if (region === undefined) return at
  for (let day = -1; day < 8; day++) {
    const midnight = at - (at % DAY_MS) + day * DAY_MS
    if (new Date(midnight).getUTCDay() % 6 === 0) continue
    const [from, to] = [midnight + region.fromHour * HOUR_MS, midnight + region.toHour * HOUR_MS]
    if (at < to) return at >= from ? at : from + (at % (45 * MINUTE_MS))
  }
  return at
}
