import {
  err,
  type Id,
  type Instant,
  invalidField,
  notFound,
  ok,
  orRefuse,
  type Refusal,
  type Result,
} from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { type Acting, drawIds, editPolicy, type Plan } from '../../platform/policy/index.ts'
import {
  changeSchedule,
  changeWorkweek,
  DELETED_SCHEDULE_KIND,
  type IntervalBody,
  newSchedule,
  readScheduleBody,
  SCHEDULE_KIND,
  type ScheduleBody,
  type ScheduleInput,
} from '../core/index.ts'

/** A schedule with the id of its document. */
export type Schedule = { readonly id: Id; readonly body: ScheduleBody }

/** How many schedules a desk may have at a time. */
export const MAX_SCHEDULES = 100

/** Schedules that stand, by id: the first is the default one. */
export const listSchedules = async (ground: Ground): Promise<Schedule[]> =>
  (await ground.policy.current()).documents(SCHEDULE_KIND).flatMap(({ id, body }) => {
    const read = readScheduleBody(body)
    return read.ok ? [{ id, body: read.value }] : []
  })

export const getSchedule = async (ground: Ground, id: Id): Promise<Schedule> =>
  orRefuse(standing(await ground.policy.current(), id))

/** A schedule of a version of the policy. */
export const standing = (policy: PolicySnapshot, id: Id): Result<Schedule, Refusal> => {
  const document = policy.document(SCHEDULE_KIND, id)
  const read = document && readScheduleBody(document.body)
  return read?.ok ? ok({ id, body: read.value }) : err(notFound)
}

export const createSchedule = async (
  ground: Ground,
  acting: Acting,
  input: ScheduleInput,
): Promise<Schedule> => {
  orRefuse(newSchedule(input, ground.clock.now()))
  const [id] = await drawIds(ground, 1)
  return editPolicy(ground, acting, (policy, at) => {
    if (policy.documents(SCHEDULE_KIND).length >= MAX_SCHEDULES) return full
    const body = newSchedule(input, at)
    if (!body.ok) return body
    const path = `/api/v2/business_hours/schedules/${id}`
    return ok({ ...saving({ id: id!, body: body.value }, 'Create the schedule'), path })
  })
}

const full = err(invalidField('base', `A desk can have ${MAX_SCHEDULES} schedules at most`))

export const updateSchedule = (
  ground: Ground,
  acting: Acting,
  id: Id,
  input: ScheduleInput,
): Promise<Schedule> => change(ground, acting, id, (body, at) => changeSchedule(body, input, at))

export const updateWorkweek = (
  ground: Ground,
  acting: Acting,
  id: Id,
  intervals: readonly IntervalBody[],
): Promise<Schedule> => change(ground, acting, id, (body, at) => changeWorkweek(body, intervals, at))

/** Its hours stay under another kind, for the tickets it was set on. */
export const deleteSchedule = (ground: Ground, acting: Acting, id: Id): Promise<void> =>
  editPolicy(ground, acting, (policy) => {
    const found = standing(policy, id)
    if (!found.ok) return found
    const edits = [
      { kind: SCHEDULE_KIND, id, body: null },
      { kind: DELETED_SCHEDULE_KIND, id, body: found.value.body },
    ]
    return ok({ edits, reason: `Delete the schedule ${found.value.body.name}`, result: undefined })
  })

export const saving = (schedule: Schedule, reason: string): Plan<Schedule> => ({
  edits: [{ kind: SCHEDULE_KIND, ...schedule }],
  reason: `${reason} ${schedule.body.name}`,
  result: schedule,
})

type ChangeBody = (body: ScheduleBody, at: Instant) => Result<ScheduleBody, Refusal>

/** Changes one schedule, as one version of the policy. */
export const change = (ground: Ground, acting: Acting, id: Id, changed: ChangeBody): Promise<Schedule> =>
  editPolicy(ground, acting, (policy, at) => {
    const found = standing(policy, id)
    if (!found.ok) return found
    const body = changed(found.value.body, at)
    return body.ok ? ok(saving({ id, body: body.value }, 'Change the schedule')) : body
  })
