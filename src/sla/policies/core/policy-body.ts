import { type Static, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { JsonObject } from '../../../kernel/index.ts'
import { METRICS, PRIORITIES } from '../../core/metric.ts'
import { SETTINGS } from '../../core/policy.ts'

/** The kinds of documents that hold policies. */
export const SLA_POLICY_KIND = 'sla_policy'
export const GROUP_SLA_POLICY_KIND = 'group_sla_policy'
export type PolicyKindName = typeof SLA_POLICY_KIND | typeof GROUP_SLA_POLICY_KIND

export const COMMITMENTS = ['contract', 'objective'] as const

const oneOf = <Word extends string>(words: readonly Word[]) =>
  Type.Unsafe<Word>(Type.Union(words.map((word) => Type.Literal(word))))

const TargetBody = Type.Object({
  priority: oneOf(PRIORITIES),
  metric: oneOf(METRICS),
  target_in_seconds: Type.Integer(),
  business_hours: Type.Boolean(),
  commitment: oneOf(COMMITMENTS),
})
/** One promise. `commitment`, ours, says whether a contract owes it (SLA) or it is an aim of our own (SLO). */
export type TargetBody = Readonly<Static<typeof TargetBody>>

const flags = (names: readonly string[]): TSchema =>
  Type.Object(Object.fromEntries(names.map((name) => [name, Type.Boolean()])))
const SettingsBody = Type.Object(
  Object.fromEntries(Object.entries(SETTINGS).map(([metric, names]) => [metric, flags(names)])),
)
/** Every advanced setting by metric, each on or off. */
export type SettingsBody = {
  readonly [metric in keyof typeof SETTINGS]: {
    readonly [name in (typeof SETTINGS)[metric][number]]: boolean
  }
}

const ClauseBody = Type.Object({ field: Type.String(), operator: Type.String(), value: Type.Unknown() })
const FilterBody = Type.Object({ all: Type.Array(ClauseBody), any: Type.Array(ClauseBody) })
/** Conditions as they were written; both lists empty: every ticket. */
export type FilterBody = { readonly all: readonly JsonObject[]; readonly any: readonly JsonObject[] }

const PolicyBody = Type.Object({
  title: Type.String(),
  description: Type.Union([Type.String(), Type.Null()]),
  position: Type.Integer(),
  filter: FilterBody,
  policy_metrics: Type.Array(TargetBody),
  schedule_id: Type.Union([Type.Integer(), Type.Null()]),
  created_at: Type.String(),
  updated_at: Type.String(),
})
const SlaBody = Type.Object({ ...PolicyBody.properties, metrics_settings: SettingsBody })
const GroupSlaBody = Type.Object({ ...PolicyBody.properties, ulid: Type.String() })

type Common = Readonly<{
  title: string
  description: string | null
  position: number
  filter: FilterBody
  policy_metrics: readonly TargetBody[]
  /** Ours: the schedule of its tickets, where they have none of their own. */
  schedule_id: number | null
  created_at: string
  updated_at: string
}>
/** An SLA policy as policy documents keep it. */
export type SlaPolicyBody = Common & { readonly metrics_settings: SettingsBody }
/** A group SLA policy; the wire knows it by its ULID, whose order is that of creation. */
export type GroupSlaPolicyBody = Common & { readonly ulid: string }

const slaChecker = Compile(SlaBody)
const groupChecker = Compile(GroupSlaBody)

/** Reads a document of policy; `undefined` for what is no SLA policy. */
export const readSlaPolicyBody = (body: JsonObject): SlaPolicyBody | undefined =>
  slaChecker.Check(body) ? (body as unknown as SlaPolicyBody) : undefined

/** The same for group SLA policies. */
export const readGroupSlaPolicyBody = (body: JsonObject): GroupSlaPolicyBody | undefined =>
  groupChecker.Check(body) ? (body as unknown as GroupSlaPolicyBody) : undefined
