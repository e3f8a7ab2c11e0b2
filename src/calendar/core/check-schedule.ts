import { err, invalidField, ok, type Refusal, type Result } from '../../kernel/index.ts'
import { type EpochDay, parseDate } from './dates.ts'
import {
  type DayInterval,
  type Holiday,
  MINUTES_A_DAY,
  MINUTES_A_WEEK,
  SCHEDULE_LIMITS,
  type SpecialHours,
  type WeekInterval,
} from './schedule.ts'

/** How errors call the parts of a schedule, so that each door speaks its own words. */
export type FieldNames = {
  readonly timeZone: string
  readonly week: (index: number) => string
  readonly holiday: (index: number, part: 'start' | 'end' | 'closed') => string
  readonly exceptionDate: (index: number) => string
  readonly exceptionHours: (index: number) => string
  /** The lists themselves, when they are too long. */
  readonly lists: { readonly week: string; readonly holidays: string; readonly exceptions: string }
}

/** The names of `Schedule` itself. */
export const scheduleFields: FieldNames = {
  timeZone: 'timeZone',
  week: (index) => `week[${index}]`,
  holiday: (index, part) => `holidays[${index}].${part}`,
  exceptionDate: (index) => `exceptions[${index}].on`,
  exceptionHours: (index) => `exceptions[${index}].open`,
  lists: { week: 'week', holidays: 'holidays', exceptions: 'exceptions' },
}

type Interval = { readonly startMinute: number; readonly endMinute: number }

/** `undefined` when nothing is wrong. */
type Wrong = Refusal | undefined

const wrongInterval = ({ startMinute, endMinute }: Interval, field: string, limit: number): Wrong => {
  const whole = Number.isInteger(startMinute) && Number.isInteger(endMinute)
  if (!whole || startMinute < 0 || endMinute > limit)
    return invalidField(field, `must lie between minute 0 and minute ${limit}, in whole minutes`)
  return startMinute < endMinute ? undefined : invalidField(field, 'must end after it starts')
}

/** Names the one that starts later of the first two that overlap. */
const overlap = (intervals: readonly Interval[], nameOf: (index: number) => string): Wrong => {
  const order = intervals.map((_, index) => index)
  order.sort((a, b) => intervals[a]!.startMinute - intervals[b]!.startMinute || a - b)
  for (const [place, index] of order.entries()) {
    const previous = order[place - 1]
    if (previous !== undefined && intervals[index]!.startMinute < intervals[previous]!.endMinute)
      return invalidField(nameOf(index), `overlaps ${nameOf(previous)}`)
  }
  return undefined
}

const tooMany = (list: readonly unknown[], field: string, limit: number): Wrong =>
  list.length > limit ? invalidField(field, `holds more than ${limit} entries`) : undefined

const firstWrong = <T>(list: readonly T[], check: (entry: T, index: number) => Wrong): Wrong => {
  for (const [index, entry] of list.entries()) {
    const wrong = check(entry, index)
    if (wrong) return wrong
  }
  return undefined
}

/** Weekly hours: in range, ending after they start, disjoint, not too many. */
export const wrongWeek = (week: readonly WeekInterval[], names: FieldNames): Wrong =>
  tooMany(week, names.lists.week, SCHEDULE_LIMITS.intervals) ??
  firstWrong(week, (interval, index) => wrongInterval(interval, names.week(index), MINUTES_A_WEEK)) ??
  overlap(week, names.week)

const wrongOpen = (open: readonly DayInterval[], field: string): Wrong => {
  const nameOf = (index: number): string => `${field}[${index}]`
  return (
    tooMany(open, field, SCHEDULE_LIMITS.dayIntervals) ??
    firstWrong(open, (interval, index) => wrongInterval(interval, nameOf(index), MINUTES_A_DAY)) ??
    overlap(open, nameOf)
  )
}

const NO_DATE = 'must be a date such as 2026-12-24, from 1900 to 2199'

/** A holiday whose dates have been read. */
export type DatedHoliday = {
  readonly first: EpochDay
  readonly last: EpochDay
  readonly yearly: boolean
  readonly closed: DayInterval
}

const WHOLE_DAY: DayInterval = { startMinute: 0, endMinute: MINUTES_A_DAY }

type NameOfPart = (part: 'start' | 'end' | 'closed') => string

const datedHoliday = (holiday: Holiday, nameOf: NameOfPart): Result<DatedHoliday, Refusal> => {
  const first = parseDate(holiday.start)
  if (first === undefined) return err(invalidField(nameOf('start'), NO_DATE))
  const last = holiday.end === undefined ? first : parseDate(holiday.end)
  if (last === undefined) return err(invalidField(nameOf('end'), NO_DATE))
  if (last < first) return err(invalidField(nameOf('end'), 'must not end before it starts'))
  const yearly = holiday.yearly === true
  if (yearly && last - first > 365)
    return err(invalidField(nameOf('end'), 'must end within a year when it repeats yearly'))
  const closed = holiday.closed ?? WHOLE_DAY
  const wrong = wrongInterval(closed, nameOf('closed'), MINUTES_A_DAY)
  return wrong ? err(wrong) : ok({ first, last, yearly, closed })
}

/** All holidays with their dates, or the first thing wrong with them. */
export const datedHolidays = (
  holidays: readonly Holiday[],
  names: FieldNames,
): Result<DatedHoliday[], Refusal> => {
  const long = tooMany(holidays, names.lists.holidays, SCHEDULE_LIMITS.entries)
  if (long) return err(long)
  const dated: DatedHoliday[] = []
  for (const [index, holiday] of holidays.entries()) {
    const read = datedHoliday(holiday, (part) => names.holiday(index, part))
    if (!read.ok) return read
    dated.push(read.value)
  }
  return ok(dated)
}

/** The hours of single dates, or the first thing wrong with them; no date twice. */
export const datedExceptions = (
  exceptions: readonly SpecialHours[],
  names: FieldNames,
): Result<Map<EpochDay, readonly DayInterval[]>, Refusal> => {
  const long = tooMany(exceptions, names.lists.exceptions, SCHEDULE_LIMITS.entries)
  if (long) return err(long)
  const dated = new Map<EpochDay, readonly DayInterval[]>()
  for (const [index, { on, open }] of exceptions.entries()) {
    const day = parseDate(on)
    if (day === undefined) return err(invalidField(names.exceptionDate(index), NO_DATE))
    if (dated.has(day))
      return err(invalidField(names.exceptionDate(index), 'is given twice', 'DuplicateValue'))
    const wrong = wrongOpen(open, names.exceptionHours(index))
    if (wrong) return err(wrong)
    dated.set(day, open)
  }
  return ok(dated)
}
