import { type Instant, instantOf } from '../../kernel/index.ts'
import type { HoursOf } from './hours.ts'
import { isUnsolved, UNSOLVED, type Unsolved } from './metric.ts'
import type { SlaState } from './state.ts'

/** How much time a ticket has spent in statuses, in any hours. */
export type Spent = {
  /** Milliseconds in [from, to) in these statuses. */
  in(statuses: readonly Unsolved[], hours: string | null, from: number, to: number): number
  /** The earliest instant by which so much was spent since `from`, if the status stays; `null`: never, or paused. */
  until(statuses: readonly Unsolved[], hours: string | null, from: number, ms: number): Instant | null
}

/** Sums up to the start of each stretch of the timeline, one number for each unsolved status. */
type Sums = number[][]

/**
 * Reads a timeline that may grow. What it has summed it keeps for each kind of hours, so that a change of schedule costs
 * one walk through the timeline and every other question a search.
 */
export const spentOn = (timeline: SlaState['timeline'], hoursOf: HoursOf): Spent => {
  const known = new Map<string | null, Sums>()
  const startOf = (index: number): number => timeline[index]![0]

  const sumsIn = (key: string | null): Sums => {
    const sums = known.get(key) ?? [[0, 0, 0, 0]]
    known.set(key, sums)
    for (let index = sums.length; index < timeline.length; index += 1) {
      const [start, status] = timeline[index - 1]!
      const next = [...sums[index - 1]!]
      if (isUnsolved(status))
        next[UNSOLVED.indexOf(status)]! += hoursOf(key).between(instantOf(start), instantOf(startOf(index)))
      sums.push(next)
    }
    return sums
  }

  /** The last stretch for which a test holds that holds up to some stretch and not after it; 0 when for none. */
  const lastStretch = (holds: (index: number) => boolean): number => {
    let [low, high] = [0, timeline.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (holds(middle)) low = middle
      else high = middle
    }
    return low
  }

  const sumOf = (statuses: readonly Unsolved[], sums: readonly number[]): number =>
    statuses.reduce((sum, status) => sum + sums[UNSOLVED.indexOf(status)]!, 0)

  const upTo = (statuses: readonly Unsolved[], key: string | null, at: number): number => {
    const index = lastStretch((one) => startOf(one) <= at)
    const before = sumOf(statuses, sumsIn(key)[index]!)
    const [start, status] = timeline[index]!
    const counts = isUnsolved(status) && statuses.includes(status)
    return counts ? before + hoursOf(key).between(instantOf(start), instantOf(at)) : before
  }

  return {
    in: (statuses, hours, from, to) => upTo(statuses, hours, to) - upTo(statuses, hours, from),
    until: (statuses, hours, from, ms) => {
      const goal = upTo(statuses, hours, from) + ms
      const sums = sumsIn(hours)
      const index = lastStretch((one) => sumOf(statuses, sums[one]!) < goal)
      const status = timeline[index]![1]
      if (!isUnsolved(status) || !statuses.includes(status)) return null
      const left = goal - sumOf(statuses, sums[index]!)
      return hoursOf(hours).add(instantOf(startOf(index)), left)
    },
  }
}
