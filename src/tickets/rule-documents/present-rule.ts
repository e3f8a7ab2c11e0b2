import { Type } from 'typebox'
import type { Json, JsonObject } from '../../kernel/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { type Presenting, timesOf } from '../presenting.ts'

const Text = Type.String()
const Time = Type.String({ format: 'date-time' })
const Clause = Type.Object({
  field: Text,
  operator: Type.Optional(Text),
  value: Type.Optional(Type.Unknown()),
})
const Uses = Type.Optional(Type.Integer())

/** What triggers and automations show alike: zendesk-api.md 2.10. */
export const ruleProperties = {
  url: Text,
  id: Type.Integer(),
  title: Text,
  raw_title: Text,
  active: Type.Boolean(),
  default: Type.Boolean(),
  position: Type.Integer(),
  conditions: Type.Object({ all: Type.Array(Clause), any: Type.Array(Clause) }),
  actions: Type.Array(Type.Object({ field: Text, value: Type.Unknown() })),
  created_at: Time,
  updated_at: Time,
  usage_1h: Uses,
  usage_24h: Uses,
  usage_7d: Uses,
  usage_30d: Uses,
}

/** Ids below this are those of rules that a desk comes with. */
const FIRST_OWN_ID = 10_000

export const presentRule = (document: PolicyDocument, plural: string, presenting: Presenting) => {
  const { id, body } = document
  const title = String(body.title ?? '')
  const conditions = objectOf(body.conditions)
  return {
    url: `${presenting.origin}/api/v2/${plural}/${id}.json`,
    id,
    title,
    raw_title: title,
    active: body.active !== false,
    default: id < FIRST_OWN_ID,
    position: typeof body.position === 'number' ? body.position : 0,
    conditions: { all: conditions.all ?? [], any: conditions.any ?? [] },
    actions: body.actions ?? [],
    ...timesOf(document, presenting),
  }
}

const objectOf = (value: Json | undefined): JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {}

const Choice = Type.Object({ value: Text, title: Text, enabled: Type.Boolean() })
export const Definition = Type.Object({
  title: Text,
  subject: Text,
  type: Text,
  group: Text,
  nullable: Type.Boolean(),
  repeatable: Type.Boolean(),
  operators: Type.Array(Type.Object({ value: Text, title: Text, terminal: Type.Boolean() })),
  values: Type.Array(Choice),
})

/** What rules of a place may say. */
export const Definitions = Type.Object({
  definitions: Type.Object({
    actions: Type.Array(Definition),
    conditions_all: Type.Array(Definition),
    conditions_any: Type.Array(Definition),
  }),
})
