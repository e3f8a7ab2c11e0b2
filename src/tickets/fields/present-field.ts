import { type TSchema, Type } from 'typebox'
import type { Json } from '../../kernel/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { isSystemField, PRIORITIES, STATUSES, TYPES } from '../core/index.ts'
import { type Presenting, timesOf } from '../presenting.ts'
import { CustomStatus, presentCustomStatus } from '../statuses/present.ts'
import { links } from '../wire/names.ts'
import { hasOptions } from './field-input.ts'
import { type FieldOption, optionsOf } from './fields.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = Type.String()
const NullableText = nullable(Text)
const Time = Type.String({ format: 'date-time' })

export const Option = Type.Object({
  id: Type.Integer(),
  name: Text,
  raw_name: Text,
  value: Text,
  default: Type.Boolean(),
})

export const Field = Type.Object(
  {
    url: Text,
    id: Type.Integer(),
    type: Text,
    title: Text,
    raw_title: Text,
    description: Text,
    raw_description: Text,
    position: Type.Integer(),
    active: Type.Boolean(),
    required: Type.Boolean(),
    collapsed_for_agents: Type.Boolean(),
    regexp_for_validation: NullableText,
    title_in_portal: Text,
    raw_title_in_portal: Text,
    visible_in_portal: Type.Boolean(),
    editable_in_portal: Type.Boolean(),
    required_in_portal: Type.Boolean(),
    tag: NullableText,
    created_at: Time,
    updated_at: Time,
    removable: Type.Boolean(),
    key: Type.Null(),
    agent_description: NullableText,
    sub_type_id: Type.Null(),
    creator_user_id: Type.Null(),
    creator_app_name: Type.Null(),
    relationship_target_type: NullableText,
    relationship_filter: Type.Null(),
    system_field_options: Type.Optional(Type.Array(Type.Object({ name: Text, value: Text }))),
    custom_field_options: Type.Optional(Type.Array(Option)),
    custom_statuses: Type.Optional(Type.Array(CustomStatus)),
  },
  { title: 'TicketField' },
)

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** The ticket field of zendesk-api.md 2.7. */
export const presentField = (presenting: Presenting) => (document: PolicyDocument) => {
  const { id, body } = document
  const title = text(body.title)
  const portalTitle = text(body.title_in_portal) || title
  return {
    url: links.ticketField(presenting.origin, id),
    id,
    type: text(body.type),
    title,
    raw_title: title,
    description: text(body.description),
    raw_description: text(body.description),
    position: Number(body.position ?? 0),
    active: body.active !== false,
    required: body.required === true,
    collapsed_for_agents: body.collapsed_for_agents === true,
    regexp_for_validation: text(body.regexp_for_validation) || null,
    title_in_portal: portalTitle,
    raw_title_in_portal: portalTitle,
    visible_in_portal: body.visible_in_portal === true,
    editable_in_portal: body.editable_in_portal === true,
    required_in_portal: body.required_in_portal === true,
    tag: text(body.tag) || null,
    ...timesOf(document, presenting),
    removable: !isSystemField(body.type),
    key: null,
    agent_description: text(body.agent_description) || null,
    sub_type_id: null,
    creator_user_id: null,
    creator_app_name: null,
    relationship_target_type: text(body.relationship_target_type) || null,
    relationship_filter: null,
    ...choicesOf(document, presenting),
  }
}

const named = (values: readonly string[]) =>
  values.map((value) => ({ name: value.charAt(0).toUpperCase() + value.slice(1), value }))

const SYSTEM_OPTIONS: { readonly [type: string]: readonly object[] } = {
  status: named(STATUSES.filter((status) => status !== 'closed')),
  tickettype: named(TYPES),
  priority: named(PRIORITIES),
}

const choicesOf = (document: PolicyDocument, presenting: Presenting): object => {
  const { type } = document.body
  if (hasOptions(type)) return { custom_field_options: optionsOf(document).map(presentOption) }
  if (type === 'custom_status')
    return {
      custom_statuses: presenting.policy.documents('custom_status').map(presentCustomStatus(presenting)),
    }
  const options = SYSTEM_OPTIONS[text(type)]
  return options === undefined ? {} : { system_field_options: options }
}

export const presentOption = (option: FieldOption) => ({
  id: option.id,
  name: option.name,
  raw_name: option.name,
  value: option.value,
  default: option.default === true,
})
