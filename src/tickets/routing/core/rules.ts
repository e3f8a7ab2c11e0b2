import { type Id, isId, type Json, type JsonObject } from '../../../kernel/index.ts'
import { type Catalogue, type Conditions, parseConditions } from '../../../rules/core/index.ts'
import type { ChoiceRules } from './choose.ts'
import { type LoadWeights, STANDARD_WEIGHTS } from './load.ts'

/** Kinds of policy documents: how a group's tickets are given out (its id is the group's), and what holds for all groups. */
export const ROUTING = 'routing'
export const ROUTING_SETTINGS = 'routing_settings'
export const ROUTING_SETTINGS_ID = 1

export const STRATEGIES = ['off', 'round_robin', 'least_loaded'] as const
export const SKILL_MODES = ['require', 'prefer', 'ignore'] as const

/** How the tickets of a group are given out. */
export type GroupRouting = {
  readonly groupId: Id
  readonly strategy: (typeof STRATEGIES)[number]
  /** Who takes part; null: everybody of the group. */
  readonly userIds: readonly Id[] | null
  /** Of which tickets; both lists empty: of all. */
  readonly conditions: Conditions
  readonly skills: ChoiceRules['skills']
  readonly fallbackMinutes: number | null
  /** The group that tickets are handed up to. */
  readonly nextGroupId: Id | null
}

export type RoutingSettings = {
  readonly weights: LoadWeights
  readonly defaultCapacity: number
  readonly roleCapacities: ReadonlyMap<Id, number>
}

export type Routing = {
  readonly version: number
  readonly groups: ReadonlyMap<Id, GroupRouting>
  readonly settings: RoutingSettings
}

type Source = {
  readonly version: number
  documents(kind: string): readonly { readonly id: Id; readonly body: JsonObject }[]
}

/** Reads a version of the policy. A group whose conditions can no longer be understood gives nothing out. */
export const readRouting = (source: Source, catalogue: Catalogue): Routing => ({
  version: source.version,
  groups: new Map(source.documents(ROUTING).map((one) => [one.id, readGroup(one.id, one.body, catalogue)])),
  settings: readSettings(
    source.documents(ROUTING_SETTINGS).find(({ id }) => id === ROUTING_SETTINGS_ID)?.body,
  ),
})

const readGroup = (groupId: Id, body: JsonObject, catalogue: Catalogue): GroupRouting => {
  const conditions = readTicketConditions(body, catalogue)
  const strategy = STRATEGIES.find((known) => known === body.strategy) ?? 'off'
  return {
    groupId,
    strategy: conditions.ok ? strategy : 'off',
    userIds: Array.isArray(body.user_ids) ? body.user_ids.filter(isId) : null,
    conditions: conditions.ok ? conditions.value : { all: [], any: [] },
    skills: SKILL_MODES.find((known) => known === body.skills) ?? 'require',
    fallbackMinutes: typeof body.fallback_minutes === 'number' ? body.fallback_minutes : null,
    nextGroupId: isId(body.next_group_id) ? body.next_group_id : null,
  }
}

/** None at all: every ticket. */
export const readTicketConditions = (body: JsonObject, catalogue: Catalogue) =>
  parseConditions(body.conditions ?? {}, { place: 'routing', catalogue, mayBeEmpty: true })

const STANDARD_CAPACITY = 20

const readSettings = (body: JsonObject = {}): RoutingSettings => ({
  weights: {
    status: { ...STANDARD_WEIGHTS.status, ...numbersOf(body.status_weights) },
    priority: { ...STANDARD_WEIGHTS.priority, ...numbersOf(body.priority_weights) },
  },
  defaultCapacity: typeof body.default_capacity === 'number' ? body.default_capacity : STANDARD_CAPACITY,
  roleCapacities: new Map(
    Object.entries(numbersOf(body.role_capacities)).map(([id, capacity]) => [Number(id), capacity]),
  ),
})

const numbersOf = (value: Json | undefined): Record<string, number> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (Object.fromEntries(
        Object.entries(value as JsonObject).filter(([, one]) => typeof one === 'number'),
      ) as Record<string, number>)
    : {}
