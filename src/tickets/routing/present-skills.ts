import { Type } from 'typebox'
import type { Id } from '../../kernel/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { skillIdText } from '../core/skill-id.ts'
import { type Presenting, timesOf } from '../presenting.ts'

const Text = Type.String()
const Time = Type.String({ format: 'date-time' })

export const PATH = '/api/v2/routing/attributes'

/** zendesk-api.md 2.20. */
export const Attribute = Type.Object({
  id: Text,
  url: Text,
  name: Text,
  created_at: Time,
  updated_at: Time,
})
const Clauses = Type.Array(Type.Unknown())
export const Value = Type.Object({
  id: Text,
  url: Text,
  name: Text,
  attribute_id: Text,
  /** Ours: what puts it on new tickets. */
  conditions: Type.Union([Type.Object({ all: Clauses, any: Clauses }), Type.Null()]),
  created_at: Time,
  updated_at: Time,
})

export const presentAttribute = (presenting: Presenting) => (document: PolicyDocument) => ({
  id: skillIdText(document.id),
  url: `${presenting.origin}${PATH}/${skillIdText(document.id)}.json`,
  name: String(document.body.name),
  ...timesOf(document, presenting),
})

export const presentValue = (presenting: Presenting) => (document: PolicyDocument) => {
  const [id, attributeId] = [document.id, document.body.attribute_id as Id].map(skillIdText)
  return {
    id: id!,
    url: `${presenting.origin}${PATH}/${attributeId}/values/${id}.json`,
    name: String(document.body.name),
    attribute_id: attributeId!,
    conditions: document.body.conditions ?? null,
    ...timesOf(document, presenting),
  }
}
