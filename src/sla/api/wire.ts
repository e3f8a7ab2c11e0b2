import { type Static, type TSchema, Type } from 'typebox'
import type { GroupSlaPolicyBody, SlaPolicyBody, TargetBody } from '../core/index.ts'
import { SETTINGS } from '../core/index.ts'
import { GROUP_SLA_POLICIES, SLA_POLICIES } from '../policies/nouns.ts'
import type { Stored } from '../policies/policies.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const optional = <T extends TSchema>(schema: T) => Type.Optional(nullable(schema))

const Clause = Type.Object({ field: Type.String(), operator: Type.String(), value: Type.Unknown() })
const WireTarget = Type.Object({
  priority: Type.String(),
  metric: Type.String(),
  target: Type.Integer(),
  target_in_seconds: Type.Integer(),
  business_hours: Type.Boolean(),
  commitment: Type.String({ description: 'Ours: `contract` (SLA) or `objective` (SLO)' }),
})
const common = {
  url: Type.String(),
  title: Type.String(),
  description: nullable(Type.String()),
  position: Type.Integer(),
  policy_metrics: Type.Array(WireTarget),
  schedule_id: nullable(
    Type.Integer({ description: 'Ours: the schedule of its tickets, where they have none of their own' }),
  ),
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.String({ format: 'date-time' }),
}
const flagsOf = (flag: TSchema) =>
  Object.fromEntries(
    Object.entries(SETTINGS).map(([metric, names]) => [
      metric,
      Type.Object(Object.fromEntries(names.map((name) => [name, flag]))),
    ]),
  )

/** What Zendesk calls an SLA policy (zendesk-api.md 2.11), and ours: `commitment` and `schedule_id`. */
export const WireSlaPolicy = Type.Object(
  {
    id: Type.Integer(),
    ...common,
    filter: Type.Object({ all: Type.Array(Clause), any: Type.Array(Clause) }),
    metrics_settings: Type.Object(flagsOf(Type.Boolean())),
  },
  { title: 'SlaPolicy' },
)

export const WireGroupSlaPolicy = Type.Object(
  {
    id: Type.String(),
    ...common,
    filter: Type.Object({ all: Type.Array(Clause) }),
  },
  { title: 'GroupSlaPolicy' },
)

/** Whole minutes, so that nobody reads a target as none: 90 seconds are 2. */
const minutes = ({ target_in_seconds: seconds }: TargetBody): number => Math.ceil(seconds / 60)
/** Whatever Zendesk's page says, its examples of group SLA targets are seconds, and clients go by those. */
const seconds = ({ target_in_seconds }: TargetBody): number => target_in_seconds

const presentTarget = (target: TargetBody, unit: (target: TargetBody) => number): object => ({
  priority: target.priority,
  metric: target.metric,
  target: unit(target),
  target_in_seconds: target.target_in_seconds,
  business_hours: target.business_hours,
  commitment: target.commitment,
})

export const presentSlaPolicy =
  (origin: string) =>
  ({ id, body }: Stored<SlaPolicyBody>) => ({
    url: `${origin}${SLA_POLICIES.path}/${id}.json`,
    id,
    title: body.title,
    description: body.description,
    position: body.position,
    filter: body.filter,
    policy_metrics: body.policy_metrics.map((target) => presentTarget(target, minutes)),
    metrics_settings: body.metrics_settings,
    schedule_id: body.schedule_id,
    created_at: body.created_at,
    updated_at: body.updated_at,
  })

export const presentGroupSlaPolicy =
  (origin: string) =>
  ({ body }: Stored<GroupSlaPolicyBody>) => ({
    url: `${origin}${GROUP_SLA_POLICIES.path}/${body.ulid}.json`,
    id: body.ulid,
    title: body.title,
    description: body.description,
    position: body.position,
    filter: { all: body.filter.all },
    policy_metrics: body.policy_metrics.map((target) => presentTarget(target, seconds)),
    schedule_id: body.schedule_id,
    created_at: body.created_at,
    updated_at: body.updated_at,
  })

const MAX_POSITION = 1_000_000
/** Every metric at every priority, and as many mistakes again. */
const MAX_TARGETS = 100
const MAX_CLAUSES = 200

const TargetWrite = Type.Object({
  priority: optional(Type.String()),
  metric: optional(Type.String()),
  target: optional(Type.Integer()),
  target_in_seconds: optional(Type.Integer()),
  business_hours: optional(Type.Boolean()),
  commitment: optional(Type.String()),
})
const clauses = optional(Type.Array(Type.Unknown(), { maxItems: MAX_CLAUSES }))

/** What a client may send of a policy; other keys are passed over. */
export const PolicyWrite = Type.Object({
  title: optional(Type.String()),
  description: optional(Type.String()),
  position: optional(Type.Integer({ minimum: 0, maximum: MAX_POSITION })),
  filter: optional(Type.Object({ all: clauses, any: clauses })),
  policy_metrics: optional(Type.Array(TargetWrite, { maxItems: MAX_TARGETS })),
  schedule_id: optional(Type.Integer()),
  metrics_settings: optional(
    Type.Object(
      Object.fromEntries(
        Object.entries(SETTINGS).map(([metric, names]) => [
          metric,
          optional(Type.Object(Object.fromEntries(names.map((name) => [name, optional(Type.Boolean())])))),
        ]),
      ),
    ),
  ),
})
export type PolicyWrite = Static<typeof PolicyWrite>

const Choice = Type.Object({
  title: Type.String(),
  value: Type.Union([Type.String(), Type.Integer(), Type.Null()]),
})
const WireDefinition = Type.Object({
  title: Type.String(),
  value: Type.String(),
  group: Type.String(),
  target: Type.Null(),
  operators: Type.Array(Type.Object({ title: Type.String(), value: Type.String() })),
  values: Type.Object({ type: Type.String(), list: Type.Array(Choice) }),
})
export const Definitions = Type.Object({
  definitions: Type.Object({ all: Type.Array(WireDefinition), any: Type.Array(WireDefinition) }),
})
export const GroupDefinitions = Type.Object({
  definitions: Type.Object({ all: Type.Array(WireDefinition) }),
})

export const READ = { permission: 'policy.read', scope: 'slas:read', rate: 'read', audit: 'none' } as const
export const WRITE = {
  permission: 'slas.manage',
  scope: 'slas:write',
  rate: 'write',
  audit: 'policy',
} as const
