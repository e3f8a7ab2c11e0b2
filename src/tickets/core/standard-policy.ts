import type { Id, JsonObject } from '../../kernel/index.ts'
import { DYNAMIC_CONTENT } from './dynamic-content.ts'
import { SKILL, SKILL_ATTRIBUTE } from './skills.ts'
import { STANDARD_AUTOMATIONS } from './standard-automations.ts'
import { STANDARD_MACROS } from './standard-macros.ts'
import { STANDARD_TRIGGERS } from './standard-triggers.ts'
import { STANDARD_VIEWS } from './standard-views.ts'
import { SYSTEM_FIELDS } from './system-fields.ts'
import { STANDARD_CATEGORY } from './trigger.ts'

/** A kind of policy document and what a new desk has of it (the platform's `PolicyKind`). */
export type StandardKind = {
  readonly kind: string
  readonly standard: readonly { readonly kind: string; readonly id: Id; readonly body: JsonObject }[]
}

/** The five statuses that agents set, by the names everyone knows. Account settings name these ids as standard. */
const STANDARD_CUSTOM_STATUSES = [
  { id: 1, category: 'new', agent: 'New', endUser: 'Open' },
  { id: 2, category: 'open', agent: 'Open', endUser: 'Open' },
  { id: 3, category: 'pending', agent: 'Pending', endUser: 'Awaiting your reply' },
  { id: 4, category: 'hold', agent: 'On-hold', endUser: 'Open' },
  { id: 5, category: 'solved', agent: 'Solved', endUser: 'Solved' },
].map(({ id, category, agent, endUser }) => ({
  kind: 'custom_status',
  id,
  body: {
    status_category: category,
    agent_label: agent,
    end_user_label: endUser,
    active: true,
    default: true,
  },
}))

/** The kinds of policy that tickets own. A new desk has the fields that every ticket has, and no forms. */
export const ticketPolicyKinds: readonly StandardKind[] = [
  { kind: 'custom_status', standard: STANDARD_CUSTOM_STATUSES },
  { kind: 'ticket_field', standard: SYSTEM_FIELDS },
  { kind: 'ticket_form', standard: [] },
  { kind: DYNAMIC_CONTENT, standard: [] },
  { kind: 'resolution_code', standard: [] },
  { kind: 'ticket_kind', standard: [] },
  { kind: 'trigger', standard: STANDARD_TRIGGERS },
  {
    kind: 'trigger_category',
    standard: [
      { kind: 'trigger_category', id: STANDARD_CATEGORY, body: { name: 'Notifications', position: 0 } },
    ],
  },
  { kind: 'automation', standard: STANDARD_AUTOMATIONS },
  { kind: 'view', standard: STANDARD_VIEWS },
  { kind: 'macro', standard: STANDARD_MACROS },
  { kind: SKILL_ATTRIBUTE, standard: [] },
  { kind: SKILL, standard: [] },
  { kind: 'routing', standard: [] },
  { kind: 'routing_settings', standard: [] },
]
