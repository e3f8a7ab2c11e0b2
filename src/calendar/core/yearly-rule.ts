import { civilOf, dayOrNext, type EpochDay, weekdayOf } from './dates.ts'

/** A yearly recurrence of RFC 5545 (section 3.3.10), as far as holidays need it. */
export type YearlyRule = {
  readonly interval: number
  /** Instances in all, the first event included. */
  readonly count: number | null
  readonly until: EpochDay | null
  readonly months: readonly number[]
  /** 1…31, or -1…-31 from the month's end. */
  readonly monthDays: ReadonlySet<number>
  /** Made by `weekdayKey`. */
  readonly weekdays: ReadonlySet<number>
}

/** One number for the n-th of a weekday (0 = Sunday); n is 0 for every one and negative from the end. */
const weekdayKey = (nth: number, weekday: number): number => nth * 7 + weekday

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

/** Reads the value of RRULE; a text says why it cannot be followed. */
export const parseYearlyRule = (text: string): YearlyRule | string => {
  const parts = new Map<string, string>()
  for (const part of text.toUpperCase().split(';')) {
    const [name = '', value = '', more] = part.split('=')
    if (value === '' || more !== undefined || parts.has(name)) return 'RRULE is malformed'
    parts.set(name, value)
  }
  if (parts.get('FREQ') !== 'YEARLY') return 'RRULE must be FREQ=YEARLY'
  for (const name of parts.keys())
    if (!KNOWN.has(name)) return `RRULE with ${name.slice(0, 20)} is not supported`
  return ruleOf(parts)
}

const KNOWN = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYMONTH', 'BYMONTHDAY', 'BYDAY', 'WKST'])

const ruleOf = (parts: ReadonlyMap<string, string>): YearlyRule | string => {
  const interval = number(parts.get('INTERVAL') ?? '1', 1, 1000)
  const count = parts.has('COUNT') ? number(parts.get('COUNT') ?? '', 1, 100_000) : null
  const until = parts.has('UNTIL') ? untilOf(parts.get('UNTIL') ?? '') : null
  const months = list(parts.get('BYMONTH'), (text) => number(text, 1, 12))
  const monthDays = list(parts.get('BYMONTHDAY'), (text) => signed(text, 31))
  const weekdays = list(parts.get('BYDAY'), nthWeekday)
  if (interval === undefined) return 'RRULE has a bad INTERVAL'
  if (count === undefined) return 'RRULE has a bad COUNT'
  if (until === undefined) return 'RRULE has a bad UNTIL'
  if (!months) return 'RRULE has a bad BYMONTH'
  if (!monthDays) return 'RRULE has a bad BYMONTHDAY'
  if (!weekdays) return 'RRULE has a bad BYDAY'
  return {
    interval,
    count,
    until,
    months: ascending(months),
    monthDays: new Set(monthDays),
    weekdays: new Set(weekdays),
  }
}

const ascending = (months: readonly number[]): number[] => [...new Set(months)].sort((a, b) => a - b)

const number = (text: string, least: number, most: number): number | undefined => {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : undefined
}

const signed = (text: string, most: number): number | undefined => {
  const value = number(text.replace(/^[+-]/, ''), 1, most)
  return value !== undefined && text.startsWith('-') ? -value : value
}

const list = <T>(text: string | undefined, read: (entry: string) => T | undefined): T[] | undefined => {
  if (text === undefined) return []
  const values = text.split(',').map(read)
  return values.length <= 62 && values.every((value) => value !== undefined) ? values : undefined
}

const nthWeekday = (text: string): number | undefined => {
  const weekday = WEEKDAYS.indexOf(text.slice(-2))
  const nth = text.length === 2 ? 0 : signed(text.slice(0, -2), 53)
  return weekday < 0 || nth === undefined ? undefined : weekdayKey(nth, weekday)
}

const untilOf = (text: string): EpochDay | undefined => icalDate(text.replace(/T\d{6}Z?$/, ''))

/** Reads `20261224`; `undefined` when it is none. */
export const icalDate = (text: string): EpochDay | undefined => {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (!parts) return undefined
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number]
  const found = dayOrNext(year, month, day)
  const civil = civilOf(found)
  return year >= 1000 && civil.month === month && civil.day === day ? found : undefined
}

/** First and last day. */
export type Window = { readonly from: EpochDay; readonly to: EpochDay }

/**
 * The first days of a recurrence that may matter to a window, ascending. The first event is always one; years before
 * the window are left out where nothing is counted. (An event is a year long at most.)
 */
export const recurrences = (rule: YearlyRule, first: EpochDay, window: Window): EpochDay[] => {
  const end = Math.min(window.to, rule.until ?? window.to)
  const found = [first]
  const firstYear = civilOf(first).year
  const skipped = rule.count === null ? civilOf(window.from).year - 2 - firstYear : 0
  const start = firstYear + Math.floor(Math.max(0, skipped) / rule.interval) * rule.interval
  for (let year = start; year <= civilOf(end).year; year += rule.interval)
    for (const day of daysOfYear(rule, first, year)) {
      if (rule.count !== null && found.length >= rule.count) return found
      if (day > first && day <= end) found.push(day)
    }
  return found
}

/** The days of one year that a rule selects, ascending. What a rule leaves open it takes from the first event. */
const daysOfYear = (rule: YearlyRule, first: EpochDay, year: number): EpochDay[] => {
  const origin = civilOf(first)
  const open = rule.monthDays.size === 0 && rule.weekdays.size === 0
  const months = rule.months.length > 0 ? rule.months : open ? [origin.month] : ALL_MONTHS
  const monthDays = open ? new Set([origin.day]) : rule.monthDays
  const wholeYear = [dayOrNext(year, 1, 1), dayOrNext(year + 1, 1, 1)] as const
  const found: EpochDay[] = []
  for (const month of months) {
    const ofMonth = [dayOrNext(year, month, 1), dayOrNext(year, month + 1, 1)] as const
    const counted = rule.months.length > 0 ? ofMonth : wholeYear
    for (let day = ofMonth[0]; day < ofMonth[1]; day += 1)
      if (isMonthDay(monthDays, day, ofMonth) && isWeekday(rule.weekdays, day, counted)) found.push(day)
  }
  return found
}

const ALL_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

/** First day, and the day after the last. */
type Days = readonly [EpochDay, EpochDay]

const isMonthDay = (monthDays: ReadonlySet<number>, day: EpochDay, [start, end]: Days): boolean =>
  monthDays.size === 0 || monthDays.has(day - start + 1) || monthDays.has(day - end)

/** Counts the weekday within the month, or within the year where the rule names no month. */
const isWeekday = (weekdays: ReadonlySet<number>, day: EpochDay, [start, end]: Days): boolean => {
  if (weekdays.size === 0) return true
  const weekday = weekdayOf(day)
  const fromStart = Math.floor((day - start) / 7) + 1
  const fromEnd = -(Math.floor((end - 1 - day) / 7) + 1)
  return [0, fromStart, fromEnd].some((nth) => weekdays.has(weekdayKey(nth, weekday)))
}
