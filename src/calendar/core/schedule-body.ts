import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { err, invalidField, type JsonObject, ok, type Refusal, type Result } from '../../kernel/index.ts'
import { ianaZone } from '../../people/core/index.ts'
import { type Calendar, compileCalendar } from './calendar.ts'
import { datedHolidays, type FieldNames } from './check-schedule.ts'
import type { DayInterval, Holiday } from './schedule.ts'

/** Minutes: of a workweek since Sunday 00:00, of a date since its 00:00. */
export const IntervalBody = Type.Object({ start_time: Type.Integer(), end_time: Type.Integer() })
export type IntervalBody = Readonly<Static<typeof IntervalBody>>

const HolidayBody = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  start_date: Type.String(),
  end_date: Type.String(),
  yearly: Type.Boolean(),
  closed: Type.Union([IntervalBody, Type.Null()]),
})
/** First and last date, both included. `closed` makes half days of them: the part of each date that is closed. */
export type HolidayBody = Readonly<Static<typeof HolidayBody>>

/** The hours of one date, whatever the week or a holiday says; none is a closed date. */
export const ExceptionBody = Type.Object({ date: Type.String(), intervals: Type.Array(IntervalBody) })
export type ExceptionBody = Readonly<Static<typeof ExceptionBody>>

const ScheduleBody = Type.Object({
  name: Type.String(),
  time_zone: Type.String(),
  intervals: Type.Array(IntervalBody),
  holidays: Type.Array(HolidayBody),
  exceptions: Type.Array(ExceptionBody),
  created_at: Type.String(),
  updated_at: Type.String(),
})
/**
 * A schedule as policy keeps it. `time_zone` is the name it was given, Rails's or IANA's: clients want it back as they
 * said it. Its own times stand in it, because documents bear none.
 */
export type ScheduleBody = Readonly<{
  name: string
  time_zone: string
  intervals: readonly IntervalBody[]
  holidays: readonly HolidayBody[]
  exceptions: readonly ExceptionBody[]
  created_at: string
  updated_at: string
}>

/** Compiled: a schedule with 1,000 holidays took 25 ms to check without. */
const checker = Compile(ScheduleBody)

/** Reads a document of policy; refuses what is no schedule. */
export const readScheduleBody = (body: JsonObject): Result<ScheduleBody, Refusal> =>
  checker.Check(body) ? ok(body) : err(invalidField('base', 'is no schedule'))

const DATES = { start: 'start_date', end: 'end_date', closed: 'closed' } as const

const bodyFields: FieldNames = {
  timeZone: 'time_zone',
  week: (index) => `intervals[${index}]`,
  holiday: (index, part) => `holidays[${index}].${DATES[part]}`,
  exceptionDate: (index) => `exceptions[${index}].date`,
  exceptionHours: (index) => `exceptions[${index}].intervals`,
  lists: { week: 'intervals', holidays: 'holidays', exceptions: 'exceptions' },
}

/** Checks a schedule and makes it ready for questions. Refusals name the fields as the body does. */
export const calendarOfBody = (body: ScheduleBody): Result<Calendar, Refusal> => {
  const timeZone = ianaZone(body.time_zone)
  if (timeZone === undefined)
    return err(
      invalidField('time_zone', 'must be the name of a time zone such as London or Europe/Amsterdam'),
    )
  const schedule = {
    timeZone,
    week: body.intervals.map(minutesOf),
    holidays: body.holidays.map(holidayOf),
    exceptions: body.exceptions.map(({ date, intervals }) => ({ on: date, open: intervals.map(minutesOf) })),
  }
  return compileCalendar(schedule, bodyFields)
}

/** Checks one holiday by itself, under the names of its own fields. */
export const checkHoliday = (holiday: HolidayBody): Result<HolidayBody, Refusal> => {
  const dated = datedHolidays([holidayOf(holiday)], { ...bodyFields, holiday: (_, part) => DATES[part] })
  return dated.ok ? ok(holiday) : dated
}

export const minutesOf = ({ start_time, end_time }: IntervalBody): DayInterval => ({
  startMinute: start_time,
  endMinute: end_time,
})

const holidayOf = ({ start_date, end_date, yearly, closed }: HolidayBody): Holiday => ({
  start: start_date,
  end: end_date,
  yearly,
  ...(closed === null ? {} : { closed: minutesOf(closed) }),
})
