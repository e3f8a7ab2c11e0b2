import { DAY_MS, HOUR_MS, type Instant, instantOf } from '../../kernel/index.ts'
import type { Random } from './random.ts'

/** Weight of each UTC hour of a working day: two humps, never quite silent. */
const HOURS = [3, 2, 2, 2, 3, 4, 7, 11, 15, 17, 16, 14, 13, 15, 17, 18, 16, 13, 10, 8, 6, 5, 4, 3]

/**
 * Moments at which `count` requests arrive in `[from, until)`, ascending: fewer at weekends, more in spring and
 * autumn, slow growth, and a day in forty of a spike.
 */
export const arrivals = (
  random: Random,
  span: { readonly from: Instant; readonly until: Instant },
  count: number,
): Instant[] => {
  const days = Math.max(1, Math.ceil((span.until - span.from) / DAY_MS))
  const weights: (readonly [number, number])[] = Array.from({ length: days }, (_, day) => [
    day,
    dayWeight(random, span.from + day * DAY_MS, day / days),
  ])
  const hours: (readonly [number, number])[] = HOURS.map((weight, hour) => [hour, weight])
  const draw = (): number => {
    const at =
      span.from -
      (span.from % DAY_MS) +
      random.weighted(weights) * DAY_MS +
      random.weighted(hours) * HOUR_MS +
      random.below(HOUR_MS)
    return at >= span.from && at < span.until ? at : span.from + random.below(span.until - span.from)
  }
  return Array.from({ length: count }, draw)
    .sort((a, b) => a - b)
    .map(instantOf)
}

const dayWeight = (random: Random, at: number, progress: number): number => {
  const date = new Date(at)
  const weekend = date.getUTCDay() % 6 === 0
  const season = 1 + 0.15 * Math.cos(((date.getUTCMonth() - 3) / 6) * 2 * Math.PI)
  const spike = random.chance(1 / 40) ? 2.5 : 1
  return (weekend ? 0.22 : 1) * season * (0.85 + 0.3 * progress) * spike
}
