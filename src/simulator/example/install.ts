import { changeHolidays, newSchedule, readHoliday, type ScheduleBody } from '../../calendar/index.ts'
import { assert, type Id, type Instant, type JsonObject, orRefuse, toIso } from '../../kernel/index.ts'
import { readOwnerField } from '../../people/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { PolicyEdit, PolicySnapshot } from '../../platform/policy/index.ts'
import { type DeskFacts, newSlaPolicy, type PolicyInput } from '../../sla/index.ts'
import {
  type ExampleField,
  type ExamplePolicy,
  type ExampleSchedule,
  type ExampleTarget,
  ORGANIZATION_FIELDS,
  POLICIES,
  SCHEDULES,
} from './policy.ts'

/** A draft under way: ids come from the desk, as for everything that it makes. */
type Draft = { readonly nextId: () => Promise<Id>; readonly at: Instant }

/**
 * Gives a desk the schedules, organisation fields and SLA policies of the example, as one version of its policy. A desk
 * that has schedules or SLA policies keeps what it has, and is given nothing.
 */
export const installExamplePolicy = async ({ db, policy, clock }: Ground): Promise<void> => {
  const standing = await policy.current()
  if (hasOwn(standing)) return
  const at = clock.now()
  await db.transaction(async (tx) => {
    const edits = await exampleEdits({ nextId: () => policy.nextId(tx), at }, standing)
    await policy.edit(tx, { authorId: null, reason: 'The policy of the simulated organisation', at }, edits)
  })
}

const hasOwn = (standing: PolicySnapshot): boolean =>
  ['schedule', 'sla_policy'].some((kind) => standing.documents(kind).length > 0)

const exampleEdits = async (draft: Draft, standing: PolicySnapshot): Promise<PolicyEdit[]> => {
  const schedules: PolicyEdit[] = []
  for (const schedule of SCHEDULES) schedules.push(await scheduleEdit(draft, schedule))
  const known = new Set(standing.documents('organization_field').map(({ body }) => body.key))
  const fields: PolicyEdit[] = []
  for (const [position, field] of ORGANIZATION_FIELDS.entries())
    if (!known.has(field.key)) fields.push(await fieldEdit(draft, field, position))
  const policies: PolicyEdit[] = []
  for (const [index, policy] of POLICIES.entries())
    policies.push(await policyEdit(draft, policy, { position: index + 1, scheduleId: schedules[0]!.id }))
  return [...schedules, ...fields, ...policies]
}

const scheduleEdit = async ({ nextId, at }: Draft, example: ExampleSchedule): Promise<PolicyEdit> => {
  const { name, timeZone, hours, holidays = [] } = example
  const plain = orRefuse(newSchedule({ name, time_zone: timeZone, intervals: intervalsOf(hours) }, at))
  const id = await nextId()
  const read: ScheduleBody['holidays'][number][] = []
  for (const { name: title, start, end = start, yearly } of holidays) {
    const input = { name: title, start_date: start, end_date: end, yearly }
    read.push(orRefuse(readHoliday(await nextId(), input)))
  }
  return { kind: 'schedule', id, body: { ...orRefuse(changeHolidays(plain, read, at)) } as JsonObject }
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** Minutes since Sunday 00:00. */
const intervalsOf = (hours: ExampleSchedule['hours']) =>
  DAYS.flatMap((day, index) => {
    const [from, to] = hours[day] ?? []
    if (from === undefined || to === undefined) return []
    return [{ start_time: index * 1440 + minuteOf(from), end_time: index * 1440 + minuteOf(to) }]
  })

const minuteOf = (wall: string): number => Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3))

const fieldEdit = async (
  { nextId, at }: Draft,
  example: ExampleField,
  position: number,
): Promise<PolicyEdit> => {
  const id = await nextId()
  const options: JsonObject[] = []
  if (example.type === 'dropdown')
    for (const [name, value] of example.options) options.push({ id: await nextId(), name, value })
  const { key, type, title, description } = example
  const body: JsonObject = {
    type,
    key,
    title,
    description,
    active: true,
    position,
    ...(example.type === 'checkbox' ? { tag: example.tag } : { custom_field_options: options }),
    created_at: toIso(at),
    updated_at: toIso(at),
  }
  assert(readOwnerField(id, body) !== undefined, `the example's field ${key} is one`)
  return { kind: 'organization_field', id, body }
}

type Place = { readonly position: number; readonly scheduleId: Id }

const policyEdit = async (
  { nextId, at }: Draft,
  example: ExamplePolicy,
  { position, scheduleId }: Place,
): Promise<PolicyEdit> => {
  const desk: DeskFacts = {
    catalogue: { ticketField: () => undefined },
    isSchedule: (id) => id === scheduleId,
    at,
  }
  const body = orRefuse(newSlaPolicy(policyInput(example, scheduleId), position, desk))
  return { kind: 'sla_policy', id: await nextId(), body: body as unknown as JsonObject }
}

const ofOrganization = (key: string, operator: 'is' | 'is_not', value: string) => ({
  field: `organization.custom_fields.${key}`,
  operator,
  value,
})

const policyInput = (
  { title, description, plans, addOn, targets }: ExamplePolicy,
  scheduleId: Id,
): PolicyInput => ({
  title,
  description,
  filter: {
    all: [
      ofOrganization('support_hold', 'is_not', 'true'),
      ...(addOn === undefined ? [] : [ofOrganization(addOn, 'is', 'true')]),
    ],
    any: plans.map((plan) => ofOrganization('support_level', 'is', plan)),
  },
  policy_metrics: targets.map(targetInput),
  schedule_id: scheduleId,
})

/** Around the clock is calendar time; five days a week are the hours of the policy's schedule. */
const targetInput = ({ priority, metric, minutes, hours, commitment }: ExampleTarget) => ({
  priority,
  metric,
  target: minutes,
  business_hours: hours === '24x5',
  commitment,
})
