import { type Id, notFound, ok, orRefuse, Refused } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { type Acting, drawIds, editPolicy, type Plan } from '../../platform/policy/index.ts'
import {
  changeHolidays,
  type HolidayBody,
  type HolidayInput,
  type IcalHolidays,
  readHoliday,
  readIcalHolidays,
  type ScheduleBody,
  sortImported,
} from '../core/index.ts'
import { change, getSchedule, type Schedule, saving, standing } from './schedules.ts'

type HolidayId = { readonly scheduleId: Id; readonly id: Id }

const holidayIn = ({ holidays }: ScheduleBody, id: Id): HolidayBody => {
  const holiday = holidays.find((one) => one.id === id)
  if (holiday === undefined) throw new Refused(notFound)
  return holiday
}

export const getHoliday = async (ground: Ground, { scheduleId, id }: HolidayId): Promise<HolidayBody> =>
  holidayIn((await getSchedule(ground, scheduleId)).body, id)

export const createHoliday = async (
  ground: Ground,
  acting: Acting,
  scheduleId: Id,
  input: HolidayInput,
): Promise<HolidayBody> => {
  await getSchedule(ground, scheduleId)
  orRefuse(readHoliday(0, input))
  const [id = 0] = await drawIds(ground, 1)
  const holiday = orRefuse(readHoliday(id, input))
  return editPolicy(ground, acting, (policy, at) => {
    const found = standing(policy, scheduleId)
    if (!found.ok) return found
    const { body } = found.value
    const path = `/api/v2/business_hours/schedules/${scheduleId}/holidays/${id}`
    const changed = changeHolidays(body, [...body.holidays, holiday], at)
    return changed.ok ? ok({ ...adding(scheduleId, changed.value), result: holiday, path }) : changed
  })
}

const adding = (id: Id, body: ScheduleBody): Plan<Schedule> =>
  saving({ id, body }, 'Add holidays to the schedule')

export const updateHoliday = async (
  ground: Ground,
  acting: Acting,
  { scheduleId, id }: HolidayId,
  input: HolidayInput,
): Promise<HolidayBody> => {
  const { body } = await change(ground, acting, scheduleId, (before, at) => {
    const changed = readHoliday(id, input, holidayIn(before, id))
    if (!changed.ok) return changed
    const holidays = before.holidays.map((one) => (one.id === id ? changed.value : one))
    return changeHolidays(before, holidays, at)
  })
  return holidayIn(body, id)
}

export const deleteHoliday = async (
  ground: Ground,
  acting: Acting,
  { scheduleId, id }: HolidayId,
): Promise<void> => {
  await change(ground, acting, scheduleId, (before, at) => {
    const gone = holidayIn(before, id)
    return changeHolidays(
      before,
      before.holidays.filter((one) => one !== gone),
      at,
    )
  })
}

/** What an import left out, and why; `line` is where it begins in the file. */
export type Skipped = {
  readonly line: number | null
  readonly name: string | null
  readonly start_date: string | null
  readonly reason: string
}

export type Imported = { readonly holidays: readonly HolidayBody[]; readonly skipped: readonly Skipped[] }

/** Adds the holidays of an iCalendar file; what the schedule has already is left as it is. */
export const importHolidays = async (
  ground: Ground,
  acting: Acting,
  scheduleId: Id,
  file: { readonly text: string; readonly from: string; readonly to: string },
): Promise<Imported> => {
  await getSchedule(ground, scheduleId)
  const read = orRefuse(readIcalHolidays(file.text, file))
  const ids = await drawIds(ground, read.holidays.length)
  return editPolicy(ground, acting, (policy, at) => {
    const found = standing(policy, scheduleId)
    if (!found.ok) return found
    const { body } = found.value
    const result = importInto(body, read, ids)
    const changed = changeHolidays(body, [...body.holidays, ...result.holidays], at)
    return changed.ok ? ok({ ...adding(scheduleId, changed.value), result }) : changed
  })
}

const importInto = (body: ScheduleBody, read: IcalHolidays, ids: readonly Id[]): Imported => {
  const { fresh, known } = sortImported(body, read.holidays)
  const reason = 'is a holiday of this schedule already'
  return {
    holidays: fresh.map((holiday, index) => ({ id: ids[index] ?? 0, ...holiday })),
    skipped: [
      ...read.skipped.map(({ line, why }) => ({ line, name: null, start_date: null, reason: why })),
      ...known.map(({ name, start_date }) => ({ line: null, name, start_date, reason })),
    ],
  }
}
