import { assert, type Instant, instantOf } from '../../kernel/index.ts'
import type { Calendar } from './calendar.ts'
import { END_YEAR, FIRST_YEAR, isWithinReach, yearStart } from './dates.ts'
import { isWorkingAt, workUntil } from './work-year.ts'

/** Whether the desk works at this instant. Nothing is open outside 1900–2199. */
export const isOpen = (calendar: Calendar, at: Instant): boolean =>
  isWithinReach(at) && isWorkingAt(calendar.years(yearOf(at)), calendar.wall, at)

/**
 * Working milliseconds in [from, to); negative when `to` comes first, so that
 * `between(a, b) + between(b, c) = between(a, c)` always.
 */
export const between = (calendar: Calendar, from: Instant, to: Instant): number => {
  if (to < from) return 0 - between(calendar, to, from)
  const [first, last] = [withinReach(from), withinReach(to)]
  const [firstYear, lastYear] = [yearWith(first), yearWith(last)]
  let sum = workSince(calendar, lastYear, last) - workSince(calendar, firstYear, first)
  for (let year = firstYear; year < lastYear; year += 1) sum += calendar.years(year).total
  return sum
}

/**
 * The earliest instant by which `workMs` of work have been done since `at`: one that ends an interval is its closing,
 * not the next opening. `at` itself for 0; `null` when the calendar has not that much work left, or `at` is out of
 * reach.
 * @param workMs whole milliseconds ≥ 0
 */
export const add = (calendar: Calendar, at: Instant, workMs: number): Instant | null => {
  assert(Number.isSafeInteger(workMs) && workMs >= 0, 'work to add is whole milliseconds from 0')
  if (!isWithinReach(at)) return null
  if (workMs === 0) return at
  let year = yearOf(at)
  let work = workSince(calendar, year, at) + workMs
  while (work > calendar.years(year).total) {
    work -= calendar.years(year).total
    year += 1
    if (year === END_YEAR) return null
  }
  const low = Math.max(at, yearStart(year))
  const before = lastWhere(low, yearStart(year + 1), (t) => workSince(calendar, year, t) < work)
  return instantOf(before + 1)
}

/**
 * The latest instant from which `workMs` of work are done until `at`: the mirror of `add`. `at` itself for 0; `null`
 * when the calendar has not that much work before, or `at` is out of reach.
 * @param workMs whole milliseconds ≥ 0
 */
export const sub = (calendar: Calendar, at: Instant, workMs: number): Instant | null => {
  assert(Number.isSafeInteger(workMs) && workMs >= 0, 'work to take off is whole milliseconds from 0')
  if (!isWithinReach(at)) return null
  if (workMs === 0) return at
  let year = yearOf(at)
  let work = workSince(calendar, year, at) - workMs
  while (work < 0) {
    year -= 1
    if (year < FIRST_YEAR) return null
    work += calendar.years(year).total
  }
  const high = Math.min(at, yearStart(year + 1))
  return instantOf(lastWhere(yearStart(year), high, (t) => workSince(calendar, year, t) <= work))
}

/** The first instant after `at` at which the desk goes from closed to open; `null` when it never does. */
export const nextOpening = (calendar: Calendar, at: Instant): Instant | null => {
  if (!isWithinReach(at)) return null
  if (!isOpen(calendar, at)) return endOfStretch(calendar, at, false)
  const closing = endOfStretch(calendar, at, true)
  return closing === null ? null : endOfStretch(calendar, closing, false)
}

/** The first instant after `at` at which the desk goes from open to closed; `null` when it never does. */
export const nextClosing = (calendar: Calendar, at: Instant): Instant | null => {
  if (!isWithinReach(at)) return null
  if (isOpen(calendar, at)) return endOfStretch(calendar, at, true)
  const opening = endOfStretch(calendar, at, false)
  return opening === null ? null : endOfStretch(calendar, opening, true)
}

/** Where the unbroken time of one kind (open or closed) that holds at `at` ends: the other kind's sum then grows. */
const endOfStretch = (calendar: Calendar, at: Instant, open: boolean): Instant | null => {
  let year = yearOf(at)
  const other = (t: number): number =>
    open ? t - yearStart(year) - workSince(calendar, year, t) : workSince(calendar, year, t)
  let sum = other(at)
  while (other(yearStart(year + 1)) === sum) {
    year += 1
    if (year === END_YEAR) return null
    sum = 0
  }
  const low = Math.max(at, yearStart(year))
  return instantOf(lastWhere(low, yearStart(year + 1), (t) => other(t) <= sum))
}

/** Work from the start of the year up to an instant in it or at its end. */
const workSince = (calendar: Calendar, year: number, at: number): number =>
  workUntil(calendar.years(year), calendar.wall, at)

const yearOf = (at: number): number => new Date(at).getUTCFullYear()

/** Nothing is open out of reach, so its ends stand for all beyond them. */
const withinReach = (at: number): number => Math.min(Math.max(at, yearStart(FIRST_YEAR)), yearStart(END_YEAR))

/** The end of reach counts as the end of its last year. */
const yearWith = (at: number): number => Math.min(yearOf(at), END_YEAR - 1)

/** The greatest whole number in [low, high) for which a condition holds that holds at `low` and once fails, stays false. */
const lastWhere = (low: number, high: number, holds: (value: number) => boolean): number => {
  let [yes, no] = [low, high]
  while (no - yes > 1) {
    const middle = yes + Math.floor((no - yes) / 2)
    if (holds(middle)) yes = middle
    else no = middle
  }
  return yes
}
