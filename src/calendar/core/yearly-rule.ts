import { civilOf, dayOrNext, type EpochDay, weekdayOf } from './dates.ts'

/** A yearly recurrence of RFC 5545 (section 3.3.10), as far as holidays need it. */
export type YearlyRule = {
  readonly interval: number
  /** Instances in all, the first event included. */
  readonly count: number | null
  readonly until: EpochDay | null
  readonly months: readonly number[]
  /** 1…31, or -1…-31 from the month's end. */
  readonly monthDays: readonly number[]
  /** `nth` 0 is every such weekday; negative counts from the end. */
  readonly weekdays: readonly NthWeekday[]
}

export type NthWeekday = { readonly nth: number; readonly weekday: number }

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
  return { interval, count, until, months, monthDays, weekdays }
}

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
  return values.length <= 400 && values.every((value) => value !== undefined) ? values : undefined
}

const nthWeekday = (text: string): NthWeekday | undefined => {
  const weekday = WEEKDAYS.indexOf(text.slice(-2))
  const nth = text.length === 2 ? 0 : signed(text.slice(0, -2), 53)
  return weekday < 0 || nth === undefined ? undefined : { nth, weekday }
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

/** The first days of a recurrence from its first event to `last`, ascending; the first event is always one. */
export const recurrences = (rule: YearlyRule, first: EpochDay, last: EpochDay): EpochDay[] => {
  const end = Math.min(last, rule.until ?? last)
  const found = [first]
  for (let year = civilOf(first).year; year <= civilOf(end).year; year += rule.interval)
    for (const day of daysOfYear(rule, first, year)) {
      if (rule.count !== null && found.length >= rule.count) return found
      if (day > first && day <= end) found.push(day)
    }
  return found
}

/** The days of one year that a rule selects, ascending. What a rule leaves open it takes from the first event. */
const daysOfYear = (rule: YearlyRule, first: EpochDay, year: number): EpochDay[] => {
  const origin = civilOf(first)
  const open = rule.monthDays.length === 0 && rule.weekdays.length === 0
  const months = rule.months.length > 0 ? rule.months : open ? [origin.month] : ALL_MONTHS
  const monthDays = open ? [origin.day] : rule.monthDays
  const wholeYear = [dayOrNext(year, 1, 1), dayOrNext(year + 1, 1, 1)] as const
  return [...new Set(months)]
    .sort((a, b) => a - b)
    .flatMap((month) => {
      const ofMonth = [dayOrNext(year, month, 1), dayOrNext(year, month + 1, 1)] as const
      const counted = rule.months.length > 0 ? ofMonth : wholeYear
      return daysFrom(ofMonth).filter(
        (day) => isMonthDay(monthDays, day, ofMonth) && isWeekday(rule.weekdays, day, counted),
      )
    })
}

const ALL_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

/** First day, and the day after the last. */
type Days = readonly [EpochDay, EpochDay]

const daysFrom = ([start, end]: Days): EpochDay[] =>
  Array.from({ length: end - start }, (_, index) => start + index)

const isMonthDay = (monthDays: readonly number[], day: EpochDay, [start, end]: Days): boolean =>
  monthDays.length === 0 || monthDays.some((n) => n === day - start + 1 || n === day - end)

/** Counts the weekday within the month, or within the year where the rule names no month. */
const isWeekday = (weekdays: readonly NthWeekday[], day: EpochDay, [start, end]: Days): boolean => {
  if (weekdays.length === 0) return true
  const fromStart = Math.floor((day - start) / 7) + 1
  const fromEnd = -(Math.floor((end - 1 - day) / 7) + 1)
  return weekdays.some(
    ({ nth, weekday }) => weekday === weekdayOf(day) && (nth === 0 || nth === fromStart || nth === fromEnd),
  )
}
