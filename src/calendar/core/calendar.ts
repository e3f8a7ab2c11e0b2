import { err, invalidField, MINUTE_MS, ok, type Refusal, type Result } from '../../kernel/index.ts'
import {
  type DatedHoliday,
  datedExceptions,
  datedHolidays,
  type FieldNames,
  scheduleFields,
  wrongWeek,
} from './check-schedule.ts'
import { civilOf, dayOrNext, dayOrPrevious, END_YEAR, type EpochDay, weekdayOf } from './dates.ts'
import {
  type DayInterval,
  MINUTES_A_DAY,
  MINUTES_A_WEEK,
  SCHEDULE_LIMITS,
  type Schedule,
} from './schedule.ts'
import { insideWindow, type Spans, type Stretch, spansOf, withoutHole } from './spans.ts'
import type { Wall } from './wall.ts'
import { type WorkYear, workYears } from './work-year.ts'
import { findZone, utc, type Zone } from './zone.ts'

/** A schedule made ready for questions. Immutable to its users; what it remembers changes nothing but speed. */
export type Calendar = {
  readonly zone: Zone
  readonly wall: Wall
  readonly years: (year: number) => WorkYear
}

/**
 * Checks a schedule and makes it ready.
 * @param names how errors call its fields; those of `Schedule` when left out
 */
export const compileCalendar = (
  schedule: Schedule,
  names: FieldNames = scheduleFields,
): Result<Calendar, Refusal> => {
  const zone = findZone(schedule.timeZone)
  if (!zone)
    return err(invalidField(names.timeZone, 'must be the IANA name of a time zone such as Europe/Amsterdam'))
  const wrong = wrongWeek(schedule.week, names)
  if (wrong) return err(wrong)
  const holidays = datedHolidays(schedule.holidays ?? [], names)
  if (!holidays.ok) return holidays
  const exceptions = datedExceptions(schedule.exceptions ?? [], names)
  if (!exceptions.ok) return exceptions
  const closures = holidays.value.flatMap(repeated)
  if (closures.reduce((sum, { first, last }) => sum + last - first + 1, 0) > SCHEDULE_LIMITS.days)
    return err(invalidField(names.lists.holidays, `cover more than ${SCHEDULE_LIMITS.days} days`))
  const wall = wallOf(schedule, closures, exceptions.value)
  return ok({ zone, wall, years: workYears(isUniform(wall) ? utc : zone, wall) })
}

/** Always open or always closed: the same in every zone, so the zone's rules need not be read. */
const isUniform = ({ week, days }: Wall): boolean =>
  days.length === 0 && (week.total === 0 || week.total === MINUTES_A_WEEK * MINUTE_MS)

type Closure = { readonly first: EpochDay; readonly last: EpochDay; readonly closed: DayInterval }

/** A holiday of each year, as far as calendars reach. */
const repeated = (holiday: DatedHoliday): Closure[] => {
  const { first, last, closed } = holiday
  if (!holiday.yearly) return [{ first, last, closed }]
  const [from, to] = [civilOf(first), civilOf(last)]
  const years = Array.from({ length: END_YEAR - from.year }, (_, index) => from.year + index)
  return years.flatMap((year) => {
    const start = dayOrNext(year, from.month, from.day)
    const end = dayOrPrevious(year + to.year - from.year, to.month, to.day)
    return start <= end ? [{ first: start, last: end, closed }] : []
  })
}

const stretch = ({ startMinute, endMinute }: DayInterval): Stretch => ({ start: startMinute, end: endMinute })

const inMs = (minutes: readonly Stretch[]): Spans =>
  spansOf(minutes.map(({ start, end }) => ({ start: start * MINUTE_MS, end: end * MINUTE_MS })))

const wallOf = (
  schedule: Schedule,
  closures: readonly Closure[],
  exceptions: ReadonlyMap<EpochDay, readonly DayInterval[]>,
): Wall => {
  const weekMinutes = schedule.week.map(stretch)
  const weekdayMinutes = Array.from({ length: 7 }, (_, weekday) => dayOfWeek(weekMinutes, weekday))
  const differing = new Map<EpochDay, Stretch[]>()
  for (const { first, last, closed } of closures)
    for (let day = first; day <= last; day += 1) {
      const open = differing.get(day) ?? weekdayMinutes[weekdayOf(day)]!
      differing.set(day, withoutHole(open, stretch(closed)))
    }
  for (const [day, open] of exceptions) differing.set(day, open.map(stretch))
  const weekdays = weekdayMinutes.map(inMs)
  return { week: inMs(weekMinutes), weekdays, ...differingDays(differing, weekdays) }
}

const dayOfWeek = (week: readonly Stretch[], weekday: number): Stretch[] => {
  const midnight = weekday * MINUTES_A_DAY
  return insideWindow(week, { start: midnight, end: midnight + MINUTES_A_DAY }).map(({ start, end }) => ({
    start: start - midnight,
    end: end - midnight,
  }))
}

const differingDays = (
  differing: ReadonlyMap<EpochDay, readonly Stretch[]>,
  weekdays: readonly Spans[],
): Pick<Wall, 'days' | 'daySpans' | 'extraBefore'> => {
  const days = [...differing.keys()].sort((a, b) => a - b)
  const daySpans = days.map((day) => inMs(differing.get(day)!))
  const extraBefore = [0]
  for (const [index, day] of days.entries())
    extraBefore.push(extraBefore[index]! + daySpans[index]!.total - weekdays[weekdayOf(day)]!.total)
  return { days, daySpans, extraBefore }
}
