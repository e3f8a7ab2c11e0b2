import { type TSchema, Type } from 'typebox'
import type { Json } from '../../kernel/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { type Presenting, timesOf } from '../presenting.ts'
import { links } from '../wire/names.ts'
import { isDefaultStatus } from './statuses.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = Type.String()
const NullableText = nullable(Text)
const Time = Type.String({ format: 'date-time' })

export const CustomStatus = Type.Object(
  {
    url: Text,
    id: Type.Integer(),
    status_category: Text,
    agent_label: Text,
    raw_agent_label: Text,
    end_user_label: Text,
    raw_end_user_label: Text,
    description: NullableText,
    raw_description: NullableText,
    end_user_description: NullableText,
    raw_end_user_description: NullableText,
    active: Type.Boolean(),
    default: Type.Boolean(),
    created_at: Time,
    updated_at: Time,
  },
  { title: 'CustomStatus' },
)

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** The custom status of zendesk-api.md 2.8. */
export const presentCustomStatus = (presenting: Presenting) => (document: PolicyDocument) => {
  const { id, body } = document
  const label = text(body.agent_label)
  const endUserLabel = text(body.end_user_label) || label
  const description = text(body.description) || null
  const endUserDescription = text(body.end_user_description) || null
  return {
    url: links.customStatus(presenting.origin, id),
    id,
    status_category: text(body.status_category),
    agent_label: label,
    raw_agent_label: label,
    end_user_label: endUserLabel,
    raw_end_user_label: endUserLabel,
    description,
    raw_description: description,
    end_user_description: endUserDescription,
    raw_end_user_description: endUserDescription,
    active: body.active !== false,
    default: isDefaultStatus(presenting.policy, document),
    ...timesOf(document, presenting),
  }
}
