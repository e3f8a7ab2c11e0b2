import { type Static, type TSchema, Type } from 'typebox'
import { type Id, type JsonObject, notFound, Refused, toIso } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { collecting } from '../fields/field-input.ts'
import { editingPolicy } from '../policy-edit.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { membersOf } from './agents-store.ts'
import { READ, WRITE } from './attributes-api.ts'
import { routingOf } from './availability.ts'
import { ROUTING, ROUTING_SETTINGS, ROUTING_SETTINGS_ID, STANDARD_WEIGHTS } from './core/index.ts'
import { bodyOf, GroupRoutingInput, readGroupRouting, tierOf } from './group-routing.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Clauses = Type.Array(Type.Unknown())

const GroupRouting = Type.Object({
  group_id: Type.Integer(),
  strategy: Type.String(),
  user_ids: nullable(Type.Array(Type.Integer())),
  conditions: Type.Object({ all: Clauses, any: Clauses }),
  skills: Type.String(),
  fallback_minutes: nullable(Type.Integer()),
  next_group_id: nullable(Type.Integer()),
  tier: nullable(Type.Integer()),
})
const OneGroup = Type.Object({ routing: GroupRouting })

const presentGroup = (policy: PolicySnapshot, groupId: Id, body: JsonObject): ApiReply => ({
  body: {
    routing: {
      group_id: groupId,
      strategy: body.strategy,
      user_ids: body.user_ids,
      conditions: body.conditions,
      skills: body.skills,
      fallback_minutes: body.fallback_minutes,
      next_group_id: body.next_group_id,
      tier: tierOf(policy, groupId),
    },
  },
})

type Asked<B = unknown> = ApiRequest<{ id: Id }, unknown, B>

const groupsSeenBy = async (room: Room, request: Asked): Promise<ReadonlySet<Id>> => {
  const groups = await room.people.groups(viewerOf(request.caller))
  const ids = new Set(groups.map(({ id }) => id))
  if (!ids.has(request.params.id)) throw new Refused(notFound)
  return ids
}

const changeGroup = async (
  room: Room,
  request: Asked<{ readonly routing: GroupRoutingInput }>,
): Promise<ApiReply> => {
  const { id: groupId } = request.params
  const groupIds = await groupsSeenBy(room, request)
  const body = await editingPolicy(room, request, 'change routing', async ({ tx, policy, at, edit }) => {
    const memberIds = new Set((await membersOf(tx, groupId, at)).map(({ userId }) => userId))
    const wished = readGroupRouting(request.body.routing, { policy, groupId, groupIds, memberIds, at })
    await edit([{ kind: ROUTING, id: groupId, body: wished }])
    return wished
  })
  return presentGroup(await room.ground.policy.current(), groupId, body)
}

const Weight = Type.Number({ minimum: 0, maximum: 1000 })
const Weights = (names: readonly string[]) =>
  Type.Object(Object.fromEntries(names.map((name) => [name, Weight])))
const SomeWeights = (names: readonly string[]) => Type.Optional(Type.Partial(Weights(names)))
const STATUS_NAMES = Object.keys(STANDARD_WEIGHTS.status)
const PRIORITY_NAMES = Object.keys(STANDARD_WEIGHTS.priority)

const Capacities = Type.Record(Type.String(), Type.Number())
const Settings = Type.Object({
  default_capacity: Type.Number(),
  role_capacities: Capacities,
  status_weights: Weights(STATUS_NAMES),
  priority_weights: Weights(PRIORITY_NAMES),
})
const SettingsInput = Type.Object({
  default_capacity: Type.Optional(Type.Number()),
  role_capacities: Type.Optional(Capacities),
  status_weights: SomeWeights(STATUS_NAMES),
  priority_weights: SomeWeights(PRIORITY_NAMES),
})
type SettingsInput = Static<typeof SettingsInput>

const presentSettings = (policy: PolicySnapshot): ApiReply => {
  const { defaultCapacity, roleCapacities, weights } = routingOf(policy).settings
  const routing_settings = {
    default_capacity: defaultCapacity,
    role_capacities: Object.fromEntries([...roleCapacities].map(([id, capacity]) => [String(id), capacity])),
    status_weights: weights.status,
    priority_weights: weights.priority,
  }
  return { body: { routing_settings } }
}

const MAX_CAPACITY = 10_000
const isCapacity = (value: number): boolean => value >= 0 && value <= MAX_CAPACITY

const readSettings = (input: SettingsInput, policy: PolicySnapshot, standing: JsonObject = {}): JsonObject =>
  collecting((wrong) => {
    const { default_capacity: capacity, role_capacities: roles = {} } = input
    if (capacity !== undefined && !isCapacity(capacity))
      wrong('default_capacity', `Default capacity: must be from 0 to ${MAX_CAPACITY}`)
    if (Object.keys(roles).some((id) => policy.document('role', Number(id)) === undefined))
      wrong('role_capacities', 'Role capacities: one role does not exist')
    if (!Object.values(roles).every(isCapacity))
      wrong('role_capacities', `Role capacities: must be from 0 to ${MAX_CAPACITY}`)
    const merged = (name: 'status_weights' | 'priority_weights') => ({
      ...(standing[name] as JsonObject | undefined),
      ...input[name],
    })
    return {
      ...standing,
      ...(capacity === undefined ? {} : { default_capacity: capacity }),
      ...(input.role_capacities === undefined ? {} : { role_capacities: roles }),
      status_weights: merged('status_weights'),
      priority_weights: merged('priority_weights'),
    } as JsonObject
  })

/** How tickets are given out: by group, and what holds for all. */
export const routingPolicyRoutes = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/groups/:id/routing',
    operation: 'ShowGroupRouting',
    summary: 'How the tickets of a group are given out, and which group they are handed up to',
    params: IdParams,
    response: { 200: OneGroup },
    handler: async (request) => {
      await groupsSeenBy(room, request)
      const policy = await room.ground.policy.current()
      return presentGroup(policy, request.params.id, bodyOf(policy, request.params.id))
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/groups/:id/routing',
    operation: 'UpdateGroupRouting',
    summary: 'Say how the tickets of a group are given out',
    params: IdParams,
    body: Type.Object({ routing: GroupRoutingInput }),
    response: { 200: OneGroup },
    handler: (request) => changeGroup(room, request),
  }),
  route({
    ...READ,
    path: '/api/v2/routing/settings',
    operation: 'ShowRoutingSettings',
    summary: 'What tickets weigh, and how much people can have in hand',
    response: { 200: Type.Object({ routing_settings: Settings }) },
    handler: async () => presentSettings(await room.ground.policy.current()),
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/routing/settings',
    operation: 'UpdateRoutingSettings',
    summary: 'Say what tickets weigh, and how much people can have in hand',
    body: Type.Object({ routing_settings: SettingsInput }),
    response: { 200: Type.Object({ routing_settings: Settings }) },
    handler: async (request) => {
      await editingPolicy(room, request, 'change routing settings', async ({ policy, at, edit }) => {
        const standing = policy.document(ROUTING_SETTINGS, ROUTING_SETTINGS_ID)?.body
        const wished = readSettings(request.body.routing_settings, policy, standing)
        await edit([
          { kind: ROUTING_SETTINGS, id: ROUTING_SETTINGS_ID, body: { ...wished, updated_at: toIso(at) } },
        ])
      })
      return presentSettings(await room.ground.policy.current())
    },
  }),
]
