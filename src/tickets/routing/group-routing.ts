import { type Static, type TSchema, Type } from 'typebox'
import { type Id, type Instant, type JsonObject, toIso } from '../../kernel/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { isTooLarge } from '../../rules/core/index.ts'
import { catalogueIn } from '../desk-values.ts'
import { collecting } from '../fields/field-input.ts'
import { ROUTING, readTicketConditions, SKILL_MODES, STRATEGIES } from './core/index.ts'

const MAX_PEOPLE = 1000
const MAX_FALLBACK_MINUTES = 43_200
/** More tiers than any desk has. */
const MAX_TIERS = 10

const optional = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

export const GroupRoutingInput = Type.Object({
  strategy: optional(Type.String({ maxLength: 40 })),
  user_ids: optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: MAX_PEOPLE })),
  conditions: Type.Optional(Type.Unknown()),
  skills: optional(Type.String({ maxLength: 40 })),
  fallback_minutes: optional(Type.Integer()),
  next_group_id: optional(Type.Integer({ minimum: 1 })),
})
export type GroupRoutingInput = Static<typeof GroupRoutingInput>

/** What stands where nobody has said anything of a group. */
const NOTHING: JsonObject = {
  strategy: 'off',
  user_ids: null,
  conditions: { all: [], any: [] },
  skills: 'require',
  fallback_minutes: null,
  next_group_id: null,
}

export const bodyOf = (policy: PolicySnapshot, groupId: Id): JsonObject => ({
  ...NOTHING,
  ...policy.document(ROUTING, groupId)?.body,
})

type Reading = {
  readonly policy: PolicySnapshot
  readonly groupId: Id
  readonly groupIds: ReadonlySet<Id>
  readonly memberIds: ReadonlySet<Id>
  readonly at: Instant
}

/** Reads how a group's tickets are given out, over what stands; says everything that is wrong with it at once. */
export const readGroupRouting = (input: GroupRoutingInput, reading: Reading): JsonObject =>
  collecting((wrong) => {
    const { policy, groupId, groupIds, memberIds, at } = reading
    const said = Object.fromEntries(
      Object.entries(input).flatMap(([key, value]) =>
        Object.hasOwn(NOTHING, key) && value !== undefined ? [[key, value ?? NOTHING[key]]] : [],
      ),
    )
    const merged = { ...bodyOf(policy, groupId), ...said } as JsonObject
    const { all = [], any = [] } = (merged.conditions ?? {}) as JsonObject
    const body: JsonObject = { ...merged, conditions: { all, any }, updated_at: toIso(at) }
    if (!STRATEGIES.some((known) => known === body.strategy))
      wrong('strategy', `Strategy: must be one of ${STRATEGIES.join(', ')}`)
    if (!SKILL_MODES.some((known) => known === body.skills))
      wrong('skills', `Skills: must be one of ${SKILL_MODES.join(', ')}`)
    const minutes = body.fallback_minutes
    if (typeof minutes === 'number' && (minutes < 1 || minutes > MAX_FALLBACK_MINUTES))
      wrong('fallback_minutes', `Fallback minutes: must be from 1 to ${MAX_FALLBACK_MINUTES}`)
    if ((input.user_ids ?? []).some((id) => !memberIds.has(id)))
      wrong('user_ids', 'User ids: one is not in the group')
    const next = body.next_group_id
    if (typeof next === 'number' && !groupIds.has(next)) wrong('next_group_id', 'Next group: does not exist')
    if (typeof next === 'number' && leadsBack(policy, groupId, next))
      wrong('next_group_id', 'Next group: leads back to this group')
    if (isTooLarge(body)) wrong('conditions', 'Conditions: can have at most 65 kB')
    const conditions = readTicketConditions(body, catalogueIn(policy))
    if (!conditions.ok) for (const problem of conditions.error) wrong('conditions', `Conditions: ${problem}`)
    return body
  })

const nextOf = (policy: PolicySnapshot, groupId: Id): Id | null => {
  const next = policy.document(ROUTING, groupId)?.body.next_group_id
  return typeof next === 'number' ? next : null
}

const leadsBack = (policy: PolicySnapshot, groupId: Id, next: Id): boolean => {
  let at: Id | null = next
  for (let steps = 0; at !== null && steps < MAX_TIERS; steps += 1) {
    if (at === groupId) return true
    at = nextOf(policy, at)
  }
  return at !== null
}

/** The groups that hand up to this one. */
export const tierBelow = (policy: PolicySnapshot, groupId: Id): Id[] =>
  policy.documents(ROUTING).flatMap(({ id, body }) => (body.next_group_id === groupId ? [id] : []))

/** 1 where nobody hands up to the group, one more than the highest of those who do else; null: it has no tiers round it. */
export const tierOf = (policy: PolicySnapshot, groupId: Id): number | null => {
  if (nextOf(policy, groupId) === null && tierBelow(policy, groupId).length === 0) return null
  return heightOf(policy, groupId, MAX_TIERS)
}

const heightOf = (policy: PolicySnapshot, groupId: Id, most: number): number =>
  most === 0 ? 1 : 1 + Math.max(0, ...tierBelow(policy, groupId).map((id) => heightOf(policy, id, most - 1)))
