import { type Static, Type } from 'typebox'
import { assert, type Id, invalidField, isId, orRefuse, parseId, Refused } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { type Calendar, compileCalendar, MINUTES_A_WEEK, readCalendar } from '../core/index.ts'
import { answerHours } from '../hours-lines.ts'
import { scheduleOf, schedulesOf } from '../policy.ts'
import { READ } from './wire.ts'

const Case = Type.Object({
  op: Type.String({ description: 'add, sub, between or open' }),
  at: Type.String({ description: 'An instant, such as 2026-03-08T09:30:00Z' }),
  minutes: Type.Optional(Type.Number({ description: 'Of add and sub' })),
  to: Type.Optional(Type.String({ description: 'Of between: its other end' })),
  schedule_id: Type.Optional(Type.Union([Type.Integer(), Type.String(), Type.Null()])),
  schedule: Type.Optional(
    Type.Unknown({
      description: 'One that is not stored, as mainstay hours takes it: {tz, hours, holidays}',
    }),
  ),
})
type Case = Static<typeof Case>

/** The schedule named, or the one given; else the default one, and without any every minute counts. */
const calendarOf = async (ground: Ground, { schedule_id: named, schedule }: Case): Promise<Calendar> => {
  if (schedule !== undefined && schedule !== null) {
    if (named === undefined || named === null) return orRefuse(readCalendar(schedule, 'schedule.'))
    throw new Refused(invalidField('schedule_id', 'cannot be given together with schedule'))
  }
  const policy = await ground.policy.current()
  if (named === undefined || named === null) return schedulesOf(policy)[0]?.calendar ?? always()
  const id: Id | undefined = typeof named === 'string' ? parseId(named) : named
  const found = isId(id) ? scheduleOf(policy, id) : undefined
  if (found === undefined) throw new Refused(invalidField('schedule_id', 'is no schedule'))
  return found.calendar
}

const always = (): Calendar => {
  const compiled = compileCalendar({ timeZone: 'UTC', week: [{ startMinute: 0, endMinute: MINUTES_A_WEEK }] })
  assert(compiled.ok, 'every minute of the week is a schedule')
  return compiled.value
}

/** Ours: the questions of `mainstay hours`, on the schedules of the desk. */
export const calculateRoute = (ground: Ground): Route =>
  route({
    ...READ,
    method: 'POST',
    path: '/api/v2/business_hours/calculate',
    operation: 'CalculateBusinessTime',
    summary: 'Adds business minutes to an instant, counts those between two, says whether it is open',
    body: Case,
    response: { 200: Type.Object({ result: Type.Union([Type.String(), Type.Number(), Type.Boolean()]) }) },
    handler: async ({ body }) => ({
      body: { result: orRefuse(answerHours(body, await calendarOf(ground, body))) },
    }),
  })
