import { Type } from 'typebox'
import type { Json } from '../../kernel/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../platform/policy/index.ts'
import { links } from '../wire/names.ts'
import { defaultFormId } from './forms.ts'

const Text = Type.String()
const Condition = Type.Object({
  parent_field_id: Type.Integer(),
  parent_field_type: Type.Optional(Text),
  value: Type.Unknown(),
  child_fields: Type.Array(
    Type.Object({
      id: Type.Integer(),
      is_required: Type.Boolean(),
      required_on_statuses: Type.Optional(Type.Object({ type: Text, statuses: Type.Array(Text) })),
    }),
  ),
})

export const Form = Type.Object(
  {
    url: Text,
    id: Type.Integer(),
    name: Text,
    raw_name: Text,
    display_name: Text,
    raw_display_name: Text,
    end_user_visible: Type.Boolean(),
    position: Type.Integer(),
    ticket_field_ids: Type.Array(Type.Integer()),
    active: Type.Boolean(),
    default: Type.Boolean(),
    in_all_brands: Type.Boolean(),
    restricted_brand_ids: Type.Array(Type.Integer()),
    agent_conditions: Type.Array(Condition),
    end_user_conditions: Type.Array(Condition),
    diagnostics: Type.Array(Type.Object({}, { additionalProperties: true })),
    requester_restriction: Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()]),
    created_at: Text,
    updated_at: Text,
  },
  { title: 'TicketForm' },
)

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

/** The ticket form of zendesk-api.md 2.7. */
export const presentForm =
  (origin: string, policy: PolicySnapshot) =>
  ({ id, body }: PolicyDocument) => {
    const name = text(body.name)
    const displayName = text(body.display_name) || name
    return {
      url: links.ticketForm(origin, id),
      id,
      name,
      raw_name: name,
      display_name: displayName,
      raw_display_name: displayName,
      end_user_visible: body.end_user_visible === true,
      position: Number(body.position ?? 0),
      ticket_field_ids: list(body.ticket_field_ids),
      active: body.active !== false,
      default: defaultFormId(policy) === id,
      in_all_brands: body.in_all_brands !== false,
      restricted_brand_ids: list(body.restricted_brand_ids),
      agent_conditions: list(body.agent_conditions),
      end_user_conditions: list(body.end_user_conditions),
      diagnostics: list(body.diagnostics),
      requester_restriction: body.requester_restriction ?? null,
      created_at: text(body.created_at),
      updated_at: text(body.updated_at),
    }
  }
