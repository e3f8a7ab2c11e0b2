import { type Calendar, isOpen, weekdayOf } from '../../calendar/core/index.ts'
import { DAY_MS, type Id, type Instant } from '../../kernel/index.ts'
import type { FieldSpec, Predicate } from './condition.ts'
import type { Facts } from './facts.ts'
import { EQUALITY, idOr, question } from './kinds.ts'
import { countingOf } from './time-span.ts'

/** Whether the update falls into the hours of the ticket's schedule; a desk without schedules never closes. */
const inHours: Predicate = ({ desk, ticket, at }) => {
  if (!desk) return false
  const calendar = countingOf(desk.hours, ticket.scheduleId)
  return calendar === null || isOpen(calendar, at)
}

/** A question about one schedule, by its id. */
const ofSchedule = (name: string, holds: (id: Id, facts: Facts) => boolean): FieldSpec => ({
  name,
  places: ['trigger'],
  operators: EQUALITY,
  cost: 4,
  parse: idOr(),
  compile: (operator, operand) => {
    const id = operand.kind === 'scalars' ? Number(operand.values[0] ?? 0) : 0
    return (facts) => facts.desk !== undefined && holds(id, facts) === (operator === 'is')
  },
})

const within = (id: Id, { desk, at }: Facts): boolean => {
  const calendar = desk?.hours.find(id)
  return calendar !== undefined && isOpen(calendar, at)
}

/** The schedule that a rule set on the ticket, else the desk's first one. */
const goesBy = (id: Id, { desk, ticket }: Facts): boolean =>
  (ticket.scheduleId ?? desk?.hours.standardId) === id

const onHoliday = (id: Id, { desk, at }: Facts): boolean => {
  const calendar = desk?.hours.find(id)
  return calendar !== undefined && isHoliday(calendar, at)
}

/** Whether the date on the wall is one on which the desk works less than on others of its weekday. */
const isHoliday = ({ zone, wall }: Calendar, at: Instant): boolean => {
  const { starts, offsets } = zone.years(new Date(at).getUTCFullYear())
  const offset = offsets[starts.findLastIndex((start) => start <= at)] ?? 0
  const day = Math.floor((at + offset) / DAY_MS)
  const place = wall.days.indexOf(day)
  return place >= 0 && wall.daySpans[place]!.total < wall.weekdays[weekdayOf(day)]!.total
}

/** Conditions on the hours in which the desk works. */
export const HOURS_ENTRIES: readonly FieldSpec[] = [
  question({
    name: 'in_business_hours',
    places: ['trigger'],
    operators: EQUALITY,
    isImplied: true,
    blank: 'true',
    cost: 4,
    answers: { true: inHours, false: (facts) => !inHours(facts) },
  }),
  ofSchedule('within_schedule', within),
  ofSchedule('set_schedule', goesBy),
  ofSchedule('schedule_id', goesBy),
  ofSchedule('ticket_schedule', onHoliday),
]
