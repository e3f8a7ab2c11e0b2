import { DAY_MS, HOUR_MS, type Instant, instantOf } from '../../kernel/index.ts'
import type { Random } from './random.ts'
import { TOPICS, type Topic } from './vocabulary.ts'

/** Hours in which many customers have one trouble. */
export type Outage = {
  readonly from: number
  readonly until: number
  readonly topic: Topic
  /** The ticket that stands for it: the first that came. */
  problem?: number
}

const DAYS_BETWEEN = 30
/** What breaks for many at once. */
const BREAKS = new Set(['missing_data', 'sign_in', 'performance', 'api'])
/** How many of those who write meanwhile write about it. */
const SHARE = 0.8
/** How many of a year's tickets come because of an outage. */
const DRAWN = 0.03

/** About one a month, each of some hours, at moments when people are at work. */
export const outagesIn = (random: Random, arrivals: readonly Instant[]): Outage[] => {
  const topics = TOPICS.filter(({ tag }) => BREAKS.has(tag))
  const span = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)
  const count = arrivals.length === 0 ? 0 : Math.round(span / DAY_MS / DAYS_BETWEEN)
  return Array.from({ length: count }, () => {
    const from = random.pick(arrivals)
    return { from, until: from + HOUR_MS + random.exponential(3 * HOUR_MS), topic: random.pick(topics) }
  })
}

/** Moments of arrival with the crowds of the outages: some of those who write in a year write then. */
export const crowded = (
  random: Random,
  outages: readonly Outage[],
  arrivals: readonly Instant[],
  until: Instant,
): Instant[] =>
  arrivals
    .map((at) => {
      if (outages.length === 0 || !random.chance(DRAWN)) return at
      const { from, until: end } = random.pick(outages)
      return instantOf(Math.min(from + random.below(Math.ceil(end - from)), until - 1))
    })
    .sort((a, b) => a - b)

/** The outage that a ticket of this moment is about, where it is about one. */
export const outageAt = (random: Random, outages: readonly Outage[], at: number): Outage | undefined => {
  const outage = outages.find(({ from, until }) => at >= from && at < until)
  return outage !== undefined && random.chance(SHARE) ? outage : undefined
}
