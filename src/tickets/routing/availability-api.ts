import { type Static, type TSchema, Type } from 'typebox'
import { schedulesOf } from '../../calendar/index.ts'
import {
  type FieldError,
  forbidden,
  type Id,
  type Instant,
  invalid,
  notFound,
  Refused,
  toIso,
} from '../../kernel/index.ts'
import { may, viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { type AgentRow, type AvailabilityRow, findAgent, saveAvailability } from './agents-store.ts'
import { availabilityOf, capacityOf, givenTo, routingOf } from './availability.ts'
import { AGENT_STATUSES, awayAt, backAfter } from './core/index.ts'
import { note } from './note-store.ts'
import { pokeGroupsOf } from './poke-store.ts'

const MAX_CAPACITY = 10_000

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const optional = <T extends TSchema>(schema: T) => Type.Optional(nullable(schema))

const Availability = Type.Object({
  user_id: Type.Integer(),
  status: Type.String(),
  /** Whether they take tickets now; else why not, and when time alone brings them back. */
  available: Type.Boolean(),
  away: nullable(Type.String()),
  back_at: nullable(Type.String({ format: 'date-time' })),
  capacity: nullable(Type.Number()),
  effective_capacity: Type.Number(),
  modifier: Type.Number(),
  schedule_id: nullable(Type.Integer()),
})
const Input = Type.Object({
  status: optional(Type.String({ maxLength: 20 })),
  capacity: optional(Type.Number()),
  modifier: optional(Type.Number()),
  schedule_id: optional(Type.Integer()),
})
type Input = Static<typeof Input>

/** Those who manage people may say anything of anybody; everybody whether they themselves are there. */
export const managesOrIs = (
  request: Pick<ApiRequest<unknown, unknown, unknown>, 'caller'>,
  id: Id,
): boolean => may(viewerOf(request.caller), 'users.manage') || request.caller.userId === id

/** Somebody who can be given tickets. */
export const getAgent = async (
  room: Room,
  id: Id,
  policy: PolicySnapshot,
  at: Instant,
  db = room.ground.db,
): Promise<AgentRow> => {
  const { roles } = await room.policies.at(policy.version)
  const agent = await findAgent(db, id, at)
  if (agent === undefined || !givenTo(roles, agent.roleId)) throw new Refused(notFound)
  return agent
}

const present = (policy: PolicySnapshot, agent: AgentRow, at: Instant) => {
  const availability = availabilityOf(policy, agent)
  const away = awayAt(availability, at)
  const backAt = away === null ? null : backAfter(availability, at)
  return {
    user_id: agent.userId,
    status: agent.status,
    available: away === null,
    away,
    back_at: backAt === null ? null : toIso(backAt),
    capacity: agent.capacity,
    effective_capacity: capacityOf(routingOf(policy), agent),
    modifier: agent.modifier,
    schedule_id: agent.scheduleId,
  }
}

const read = (input: Input, before: AgentRow, policy: PolicySnapshot): AvailabilityRow => {
  const errors: FieldError[] = []
  const wrong = (field: string, description: string) =>
    errors.push({ field, error: 'InvalidValue', description })
  const status = AGENT_STATUSES.find((known) => known === (input.status ?? before.status))
  const { capacity = before.capacity, schedule_id: scheduleId = before.scheduleId } = input
  const modifier = input.modifier ?? (input.modifier === null ? 1 : before.modifier)
  if (status === undefined) wrong('status', `Status: must be one of ${AGENT_STATUSES.join(', ')}`)
  if (capacity !== null && !(capacity >= 0 && capacity <= MAX_CAPACITY))
    wrong('capacity', `Capacity: must be from 0 to ${MAX_CAPACITY}`)
  if (!(modifier >= 0 && modifier <= 2)) wrong('modifier', 'Modifier: must be from 0 to 2')
  if (scheduleId !== before.scheduleId && scheduleId !== null && !isSchedule(policy, scheduleId))
    wrong('schedule_id', 'Schedule: does not exist')
  if (errors.length > 0) throw new Refused(invalid(...errors))
  return { status: status!, capacity, modifier, scheduleId }
}

const isSchedule = (policy: PolicySnapshot, id: Id): boolean =>
  schedulesOf(policy).some((schedule) => schedule.id === id)

type Asked = ApiRequest<{ id: Id }, unknown, { readonly availability: Input }>

/** What is agreed with somebody is for those who manage people. */
const refuseAgreed = (request: Asked): void => {
  const { status: _status, ...agreed } = request.body.availability
  const isAgreement = Object.values(agreed).some((value) => value !== undefined)
  const mayManage = may(viewerOf(request.caller), 'users.manage')
  if (!managesOrIs(request, request.params.id) || (isAgreement && !mayManage)) throw new Refused(forbidden)
}

const change = async (room: Room, request: Asked): Promise<ApiReply> => {
  const { ground } = room
  const { id } = request.params
  const [at, policy] = [ground.clock.now(), await ground.policy.current()]
  await getAgent(room, id, policy, at)
  refuseAgreed(request)
  const after = await ground.db.transaction(async (tx) => {
    await pokeGroupsOf(tx, [id], at)
    const before = await getAgent(room, id, policy, at, tx)
    const wished = read(request.body.availability, before, policy)
    await saveAvailability(tx, id, wished, at)
    const { status, capacity, modifier, scheduleId } = before
    const noted = { at, action: 'update', source: 'agent_availability', id } as const
    await note(tx, request, { ...noted, before: { status, capacity, modifier, scheduleId }, after: wished })
    return { ...before, ...wished }
  })
  return { body: { availability: present(policy, after, at) } }
}

/** Whether somebody takes tickets, and how many. */
export const availabilityRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/users/:id/availability',
    operation: 'ShowUserAvailability',
    summary: 'Whether somebody takes tickets now, and how many',
    permission: 'users.read',
    scope: 'users:read',
    rate: 'read',
    audit: 'none',
    params: IdParams,
    response: { 200: Type.Object({ availability: Availability }) },
    handler: async ({ params }) => {
      const { clock, policy } = room.ground
      const [at, snapshot] = [clock.now(), await policy.current()]
      const agent = await getAgent(room, params.id, snapshot, at)
      return { body: { availability: present(snapshot, agent, at) } }
    },
  }),
  route({
    method: 'PUT',
    path: '/api/v2/users/:id/availability',
    operation: 'UpdateUserAvailability',
    summary: 'Say whether one is there; for managers also hours, capacity and modifier of anybody',
    permission: 'tickets.update',
    scope: 'users:write',
    rate: 'write',
    audit: 'agent_availability',
    params: IdParams,
    body: Type.Object({ availability: Input }),
    response: { 200: Type.Object({ availability: Availability }) },
    handler: (request) => change(room, request),
  }),
]
