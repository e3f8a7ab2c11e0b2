import { END_YEAR, FIRST_YEAR, yearStart } from './dates.ts'
import { lastAtOrBelow } from './spans.ts'
import { type Wall, wallShowsWork, wallWork } from './wall.ts'
import type { Zone } from './zone.ts'

/**
 * The working time of one UTC year. In the stretch from `starts[i]` the wall clock shows UTC plus `offsets[i]`, and the
 * work from the year's start up to `t` is `bases[i]` plus what the wall has had up to `t + offsets[i]`.
 */
export type WorkYear = {
  readonly starts: readonly number[]
  readonly offsets: readonly number[]
  readonly bases: readonly number[]
  /** Milliseconds of work in the whole year. */
  readonly total: number
}

/** Gives each year's working time, counted once and remembered. */
export const workYears = (zone: Zone, wall: Wall): ((year: number) => WorkYear) => {
  const known: (WorkYear | undefined)[] = new Array(END_YEAR - FIRST_YEAR)
  return (year) => {
    const found = known[year - FIRST_YEAR] ?? workYear(zone, wall, year)
    known[year - FIRST_YEAR] = found
    return found
  }
}

const workYear = (zone: Zone, wall: Wall, year: number): WorkYear => {
  const { starts, offsets } = zone.years(year)
  const bases: number[] = []
  let total = 0
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? yearStart(year + 1)
    const offset = offsets[index]!
    const base = total - wallWork(wall, start + offset)
    bases.push(base)
    total = base + wallWork(wall, end + offset)
  }
  return { starts, offsets, bases, total }
}

/** Milliseconds of work from the year's start up to `at`, which lies in that year or at its end. */
export const workUntil = ({ starts, offsets, bases }: WorkYear, wall: Wall, at: number): number => {
  const index = lastAtOrBelow(starts, at)
  return bases[index]! + wallWork(wall, at + offsets[index]!)
}

/** Whether the wall clock shows working time at `at`, which lies in that year. */
export const isWorkingAt = ({ starts, offsets }: WorkYear, wall: Wall, at: number): boolean =>
  wallShowsWork(wall, at + offsets[lastAtOrBelow(starts, at)]!)
