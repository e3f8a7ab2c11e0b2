import {
  canonicalJson,
  err,
  type Id,
  type Instant,
  invalidField,
  ok,
  type Refusal,
  type Result,
  toIso,
} from '../../kernel/index.ts'
import { cleanName } from '../../people/core/index.ts'
import { type Holiday, MINUTES_A_DAY } from './schedule.ts'
import {
  calendarOfBody,
  checkHoliday,
  type ExceptionBody,
  type HolidayBody,
  type IntervalBody,
  minutesOf,
  type ScheduleBody,
} from './schedule-body.ts'
import { checkWorkweek, workweekOf } from './workweek.ts'

/** What can be said of a schedule. What is left out stays; `null` takes a text away. */
export type ScheduleInput = {
  readonly name?: string | null | undefined
  readonly time_zone?: string | null | undefined
  readonly intervals?: readonly IntervalBody[] | undefined
  readonly exceptions?: readonly ExceptionBody[] | undefined
}

type Edited = Result<ScheduleBody, Refusal>

/** Monday to Friday from 9:00 to 17:00: what a schedule works that was made without hours. */
const OFFICE_HOURS: readonly IntervalBody[] = [1, 2, 3, 4, 5].map((weekday) => ({
  start_time: weekday * MINUTES_A_DAY + 540,
  end_time: weekday * MINUTES_A_DAY + 1020,
}))

export const newSchedule = (input: ScheduleInput, at: Instant): Edited => {
  const times = { created_at: toIso(at), updated_at: toIso(at) }
  const empty = { name: '', time_zone: '', holidays: [], exceptions: [], ...times }
  const week = readWorkweek(input.intervals ?? OFFICE_HOURS)
  return week.ok ? checked(saying({ ...empty, intervals: week.value }, input)) : week
}

/** Name, zone and exceptions; the hours of the week have their own door (`changeWorkweek`). */
export const changeSchedule = (body: ScheduleBody, input: ScheduleInput, at: Instant): Edited =>
  checked(stamped(body, saying(body, input), at))

export const changeWorkweek = (
  body: ScheduleBody,
  intervals: readonly IntervalBody[],
  at: Instant,
): Edited => {
  const week = readWorkweek(intervals)
  return week.ok ? checked(stamped(body, { ...body, intervals: week.value }, at)) : week
}

/** With other holidays, each of which was checked by itself. */
export const changeHolidays = (body: ScheduleBody, holidays: readonly HolidayBody[], at: Instant): Edited =>
  checked(stamped(body, { ...body, holidays }, at))

export type HolidayInput = {
  readonly name?: string | null | undefined
  readonly start_date?: string | null | undefined
  readonly end_date?: string | null | undefined
  readonly yearly?: boolean | null | undefined
  readonly closed?: IntervalBody | null | undefined
}

/** A new holiday, or a changed one where `before` says what it was. */
export const readHoliday = (
  id: Id,
  input: HolidayInput,
  before?: HolidayBody,
): Result<HolidayBody, Refusal> => {
  const name = input.name === undefined ? (before?.name ?? '') : cleanName(input.name ?? '')
  const start = (input.start_date === undefined ? before?.start_date : input.start_date) ?? ''
  const end = (input.end_date === undefined ? before?.end_date : input.end_date) ?? ''
  const blank = name === '' ? 'name' : start === '' ? 'start_date' : end === '' ? 'end_date' : undefined
  if (blank !== undefined) return err(invalidField(blank, 'cannot be blank', 'BlankValue'))
  return checkHoliday({
    id,
    name,
    start_date: start,
    end_date: end,
    yearly: input.yearly ?? before?.yearly ?? false,
    closed: input.closed === undefined ? (before?.closed ?? null) : plainInterval(input.closed),
  })
}

/** Holidays of a file as those of a schedule, and which of them it has already: same name, same dates, every year's. */
export const sortImported = (
  body: ScheduleBody,
  found: readonly Holiday[],
): {
  readonly fresh: readonly Omit<HolidayBody, 'id'>[]
  readonly known: readonly Omit<HolidayBody, 'id'>[]
} => {
  const keys = new Set(body.holidays.map(keyOf))
  const holidays = found.map(({ name, start, end = start }) => ({
    name: cleanName(name ?? '') || 'Holiday',
    start_date: start,
    end_date: end,
    yearly: false,
    closed: null,
  }))
  return {
    fresh: holidays.filter((holiday) => !keys.has(keyOf(holiday))),
    known: holidays.filter((holiday) => keys.has(keyOf(holiday))),
  }
}

const keyOf = ({ name, start_date, end_date }: Omit<HolidayBody, 'id'>): string =>
  `${start_date} ${end_date} ${name}`

const saying = (body: ScheduleBody, { name, time_zone: zone, exceptions }: ScheduleInput): ScheduleBody => ({
  ...body,
  ...(name === undefined ? {} : { name: cleanName(name ?? '') }),
  ...(zone === undefined ? {} : { time_zone: zone?.trim() ?? '' }),
  ...(exceptions === undefined ? {} : { exceptions: exceptions.map(plainException) }),
})

const plainInterval = (interval: IntervalBody | null): IntervalBody | null =>
  interval === null ? null : { start_time: interval.start_time, end_time: interval.end_time }

const plainException = ({ date, intervals }: ExceptionBody): ExceptionBody => ({
  date,
  intervals: intervals.map(({ start_time, end_time }) => ({ start_time, end_time })),
})

const readWorkweek = (intervals: readonly IntervalBody[]): Result<IntervalBody[], Refusal> => {
  const week = checkWorkweek(intervals.map(minutesOf))
  if (!week.ok) return week
  return ok(
    workweekOf(week.value).map(({ startMinute, endMinute }) => ({
      start_time: startMinute,
      end_time: endMinute,
    })),
  )
}

/** An edit that changes nothing leaves the time of the last one, so that it makes no version either. */
const stamped = (before: ScheduleBody, after: ScheduleBody, at: Instant): ScheduleBody =>
  canonicalJson(before) === canonicalJson(after) ? before : { ...after, updated_at: toIso(at) }

const checked = (body: ScheduleBody): Edited => {
  const blank = body.name === '' ? 'name' : body.time_zone === '' ? 'time_zone' : undefined
  if (blank !== undefined) return err(invalidField(blank, 'cannot be blank', 'BlankValue'))
  const calendar = calendarOfBody(body)
  return calendar.ok ? ok(body) : calendar
}
