import { DAY_MS, type Instant, instantOf } from '../../kernel/index.ts'

/** Days since 1970-01-01 of a date on the wall, in no zone. */
export type EpochDay = number

/** Calendars answer from 1900-01-01T00:00Z up to 2200-01-01T00:00Z; outside, nothing is open. */
export const FIRST_YEAR = 1900
export const END_YEAR = 2200

/** The UTC start of a year. */
export const yearStart = (year: number): Instant => instantOf(Date.UTC(year, 0, 1))

export const isWithinReach = (at: Instant): boolean => at >= yearStart(FIRST_YEAR) && at < yearStart(END_YEAR)

/** `undefined` where the month has no such day, or the year lies out of reach. */
export const epochDay = (year: number, month: number, day: number): EpochDay | undefined => {
  if (year < FIRST_YEAR || year >= END_YEAR) return undefined
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / DAY_MS : undefined
}

/** Reads `2026-12-24`; `undefined` when it is no date within reach. */
export const parseDate = (text: string): EpochDay | undefined => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return parts ? epochDay(Number(parts[1]), Number(parts[2]), Number(parts[3])) : undefined
}

/** The day itself, or the 1 March that follows a 29 February which the year does not have. */
export const dayOrNext = (year: number, month: number, day: number): EpochDay =>
  Date.UTC(year, month - 1, day) / DAY_MS

/** The day itself, or the 28 February before a 29 February which the year does not have. */
export const dayOrPrevious = (year: number, month: number, day: number): EpochDay => {
  const next = dayOrNext(year, month, day)
  return civilOf(next).month === month ? next : next - 1
}

export const formatDate = (day: EpochDay): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

export const civilOf = (day: EpochDay): { year: number; month: number; day: number } => {
  const date = new Date(day * DAY_MS)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** 0 = Sunday … 6 = Saturday. */
export const weekdayOf = (day: EpochDay): number => (((day + 4) % 7) + 7) % 7
