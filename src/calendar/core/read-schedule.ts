import { err, invalidField, ok, type Refusal, type Result } from '../../kernel/index.ts'
import { type Calendar, compileCalendar } from './calendar.ts'
import type { FieldNames } from './check-schedule.ts'
import {
  type DayInterval,
  type Holiday,
  MINUTES_A_DAY,
  MINUTES_A_WEEK,
  SCHEDULE_LIMITS,
  type Schedule,
  type SpecialHours,
  type WeekInterval,
} from './schedule.ts'

/** A schedule as people write it, and what its parts were called there. */
export type WrittenSchedule = { readonly schedule: Schedule; readonly names: FieldNames }

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/**
 * Reads the written form of a schedule, from JSON that anybody may have sent:
 *
 * - `tz`: IANA name
 * - `hours`: `{mon: [["09:00", "12:30"], ["13:00", "17:00"]], …}`; days left out are closed; `24:00` is the midnight
 *   that ends the day; an interval that ends at or before its start's time of day ends on the next day
 *   (`["22:00", "06:00"]`)
 * - `holidays`, may be left out: each `"2026-12-25"`, `"2026-12-24/2026-12-26"` (both included), `"--12-25"` (each
 *   year), `"--12-24/--12-26"`, or `{start, end?, yearly?, closed?: ["12:00", "24:00"]}`, where `closed` makes half days
 * - `exceptions`, may be left out: `{"2026-12-24": [["09:00", "12:00"]]}`, the hours of that date whatever else says
 *
 * @param path put before the field names in errors, such as `schedules.emea.`
 */
export const readSchedule = (value: unknown, path = ''): Result<WrittenSchedule, Refusal> => {
  if (!isRecord(value)) return err(invalidField(path.replace(/\.$/, '') || 'base', 'must be an object'))
  const { tz, hours, holidays, exceptions } = value
  if (typeof tz !== 'string') return err(invalidField(`${path}tz`, 'must be the IANA name of a time zone'))
  const week = readHours(hours, `${path}hours`)
  if (!week.ok) return week
  const closed = readHolidays(holidays, `${path}holidays`)
  if (!closed.ok) return closed
  const special = readExceptions(exceptions, `${path}exceptions`)
  if (!special.ok) return special
  const schedule = {
    timeZone: tz,
    week: week.value.map(({ interval }) => interval),
    holidays: closed.value,
    exceptions: special.value,
  }
  const labels = week.value.map(({ field }) => field)
  return ok({ schedule, names: writtenNames(path, labels, holidays, special.value) })
}

/** Reads and compiles the written form in one. */
export const readCalendar = (value: unknown, path = ''): Result<Calendar, Refusal> => {
  const read = readSchedule(value, path)
  return read.ok ? compileCalendar(read.value.schedule, read.value.names) : read
}

const writtenNames = (
  path: string,
  week: readonly string[],
  holidays: unknown,
  special: readonly SpecialHours[],
): FieldNames => {
  const exception = (index: number): string => `${path}exceptions.${cut(special[index]?.on ?? '')}`
  const isText = (index: number): boolean => Array.isArray(holidays) && typeof holidays[index] === 'string'
  return {
    timeZone: `${path}tz`,
    week: (index) => week[index] ?? `${path}hours`,
    holiday: (index, part) => `${path}holidays[${index}]${isText(index) ? '' : `.${part}`}`,
    exceptionDate: exception,
    exceptionHours: exception,
    lists: { week: `${path}hours`, holidays: `${path}holidays`, exceptions: `${path}exceptions` },
  }
}

type Labelled = { readonly interval: WeekInterval; readonly field: string }

const readHours = (value: unknown, path: string): Result<Labelled[], Refusal> => {
  if (!isRecord(value))
    return err(invalidField(path, 'must be an object such as {"mon": [["09:00", "17:00"]]}'))
  const week: Labelled[] = []
  for (const [name, list] of Object.entries(value)) {
    const weekday = WEEKDAYS.indexOf(name)
    if (weekday < 0) return err(invalidField(`${path}.${cut(name)}`, 'is no day: use mon, tue … sun'))
    const intervals = readIntervals(list, `${path}.${name}`)
    if (!intervals.ok) return intervals
    for (const [index, interval] of intervals.value.entries()) {
      const field = `${path}.${name}[${index}]`
      week.push(...inWeek(interval, weekday).map((part) => ({ interval: part, field })))
    }
  }
  return ok(week)
}

const DAY_INTERVAL = 'must be a pair of times such as ["09:00", "17:00"]'

const readIntervals = (value: unknown, path: string): Result<DayInterval[], Refusal> => {
  if (!Array.isArray(value)) return err(invalidField(path, 'must be a list such as [["09:00", "17:00"]]'))
  if (value.length > SCHEDULE_LIMITS.dayIntervals)
    return err(invalidField(path, `holds more than ${SCHEDULE_LIMITS.dayIntervals} intervals`))
  const intervals: DayInterval[] = []
  for (const [index, entry] of value.entries()) {
    const interval = readInterval(entry, `${path}[${index}]`)
    if (!interval.ok) return interval
    intervals.push(interval.value)
  }
  return ok(intervals)
}

const readInterval = (value: unknown, field: string): Result<DayInterval, Refusal> => {
  if (!Array.isArray(value) || value.length !== 2) return err(invalidField(field, DAY_INTERVAL))
  const [startMinute, endMinute] = value.map(readTime)
  if (startMinute === undefined || startMinute === MINUTES_A_DAY)
    return err(invalidField(`${field}[0]`, 'must be a time from 00:00 to 23:59'))
  if (endMinute === undefined) return err(invalidField(`${field}[1]`, 'must be a time from 00:00 to 24:00'))
  if (startMinute === endMinute)
    return err(invalidField(field, 'ends where it starts; a whole day is 00:00 to 24:00'))
  return ok({ startMinute, endMinute })
}

const readTime = (value: unknown): number | undefined => {
  if (value === '24:00') return MINUTES_A_DAY
  const parts = typeof value === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(value) : null
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : undefined
}

/** One interval of a day in minutes of the week; two where it goes from Saturday into Sunday. */
const inWeek = ({ startMinute, endMinute }: DayInterval, weekday: number): WeekInterval[] => {
  const midnight = weekday * MINUTES_A_DAY
  const start = midnight + startMinute
  const end = midnight + endMinute + (endMinute < startMinute ? MINUTES_A_DAY : 0)
  if (end <= MINUTES_A_WEEK) return [{ startMinute: start, endMinute: end }]
  return [
    { startMinute: start, endMinute: MINUTES_A_WEEK },
    { startMinute: 0, endMinute: end - MINUTES_A_WEEK },
  ]
}

const readHolidays = (value: unknown, path: string): Result<Holiday[], Refusal> => {
  if (value === undefined || value === null) return ok([])
  if (!Array.isArray(value)) return err(invalidField(path, 'must be a list of dates'))
  const holidays: Holiday[] = []
  for (const [index, entry] of value.entries()) {
    const field = `${path}[${index}]`
    const holiday = typeof entry === 'string' ? writtenDates(entry, field) : writtenHoliday(entry, field)
    if (!holiday.ok) return holiday
    holidays.push(holiday.value)
  }
  return ok(holidays)
}

const DATES =
  'must be a date such as 2026-12-24, a range such as 2026-12-24/2026-12-26, or --12-24 for each year'

/** A leap year before the reach of most, so that 29 February can be written for each year. */
const YEARLY_FROM = '1904'

const writtenDates = (text: string, field: string): Result<Holiday, Refusal> => {
  const parts = /^(\d{4}|-)(-\d\d-\d\d)(?:\/(\d{4}|-)(-\d\d-\d\d))?$/.exec(text)
  if (!parts) return err(invalidField(field, DATES))
  const [, startYear = '', startDay = '', endYear = startYear, endDay = startDay] = parts
  const yearly = startYear === '-'
  if (yearly !== (endYear === '-')) return err(invalidField(field, DATES))
  if (!yearly) return ok({ start: startYear + startDay, end: endYear + endDay })
  const intoNext = endDay < startDay
  const end = `${intoNext ? Number(YEARLY_FROM) + 1 : YEARLY_FROM}${endDay}`
  return ok({ start: YEARLY_FROM + startDay, end, yearly })
}

const writtenHoliday = (value: unknown, field: string): Result<Holiday, Refusal> => {
  if (!isRecord(value)) return err(invalidField(field, DATES))
  const { start, end, yearly, closed, ...others } = value
  const unknown = Object.keys(others)[0]
  if (unknown !== undefined) return err(invalidField(`${field}.${cut(unknown)}`, 'is no part of a holiday'))
  if (typeof start !== 'string')
    return err(invalidField(`${field}.start`, 'must be a date such as 2026-12-24'))
  if (end !== undefined && typeof end !== 'string')
    return err(invalidField(`${field}.end`, 'must be a date such as 2026-12-24'))
  if (yearly !== undefined && typeof yearly !== 'boolean')
    return err(invalidField(`${field}.yearly`, 'must be true or false'))
  const part = closed === undefined ? undefined : readInterval(closed, `${field}.closed`)
  if (part && !part.ok) return part
  return ok({
    start,
    ...(end === undefined ? {} : { end }),
    ...(yearly === undefined ? {} : { yearly }),
    ...(part === undefined ? {} : { closed: part.value }),
  })
}

const readExceptions = (value: unknown, path: string): Result<SpecialHours[], Refusal> => {
  if (value === undefined || value === null) return ok([])
  if (!isRecord(value))
    return err(invalidField(path, 'must be an object such as {"2026-12-24": [["09:00", "12:00"]]}'))
  const exceptions: SpecialHours[] = []
  for (const [on, list] of Object.entries(value)) {
    const open = readIntervals(list, `${path}.${cut(on)}`)
    if (!open.ok) return open
    exceptions.push({ on, open: open.value })
  }
  return ok(exceptions)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a stranger wrote, short enough for a message. */
const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
