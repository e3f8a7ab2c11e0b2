import { parseId } from '../../kernel/index.ts'
import type { Policy, TicketField } from '../core/policy.ts'

/** A column of a view as the wire tells it (zendesk-api.md 2.9). */
export type Column = {
  /** As views name it: `priority`, or the id of a custom field in digits. */
  readonly id: string
  readonly title: string
  readonly isSortable: boolean
  /** Of custom fields. */
  readonly field?: TicketField
}

/** Every column that views may show, custom fields aside: its title, and whether views may sort and group by it. */
const FIXED = {
  nice_id: ['ID', true],
  description: ['Subject', false],
  requester: ['Requester', true],
  submitter: ['Submitter', false],
  assignee: ['Assignee', true],
  group: ['Group', true],
  organization: ['Organization', true],
  status: ['Status', true],
  custom_status_id: ['Ticket status', true],
  priority: ['Priority', true],
  type: ['Type', true],
  created: ['Requested', true],
  updated: ['Latest update', true],
  updated_requester: ['Latest update by requester', true],
  updated_assignee: ['Latest update by assignee', true],
  updated_by_type: ['Latest updater type (agent/end user)', false],
  assigned: ['Assigned', true],
  due_date: ['Due date', true],
  solved: ['Solved', true],
  ticket_form: ['Form', true],
  brand: ['Brand', true],
  locale_id: ['Requester language', true],
  satisfaction_score: ['Satisfaction', true],
  sla_next_breach_at: ['Next SLA breach', true],
  /** Ours: its place in the queue, and by when the customer was promised to hear from us. */
  score: ['Weight', true],
  next_update: ['Next update', true],
} as const satisfies { readonly [id: string]: readonly [title: string, isSortable: boolean] }

export type FixedColumn = keyof typeof FIXED

/** Other names by which clients ask for the same. */
const ALIASES: { readonly [name: string]: FixedColumn } = {
  id: 'nice_id',
  ticket_id: 'nice_id',
  subject: 'description',
  requester_name: 'requester',
  requester_id: 'requester',
  assignee_id: 'assignee',
  group_id: 'group',
  organization_id: 'organization',
  created_at: 'created',
  updated_at: 'updated',
  requester_updated_at: 'updated_requester',
  assignee_updated_at: 'updated_assignee',
  assigned_at: 'assigned',
  due_at: 'due_date',
  solved_at: 'solved',
  ticket_form_id: 'ticket_form',
  brand_id: 'brand',
  submitter_id: 'submitter',
  custom_status: 'custom_status_id',
  satisfaction: 'satisfaction_score',
  weight: 'score',
  next_update_at: 'next_update',
}

const isFixed = (name: string): name is FixedColumn => Object.hasOwn(FIXED, name)

const CUSTOM = /^(?:(?:custom_fields|ticket_fields)_)?(\d{1,16})$/

/** The column that a name means on this desk; undefined where there is none. */
export const findColumn = (name: string, policy: Pick<Policy, 'fields'>): Column | undefined => {
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name
  if (known !== undefined && isFixed(known)) {
    const [title, isSortable] = FIXED[known]
    return { id: known, title, isSortable }
  }
  const id = parseId(CUSTOM.exec(name)?.[1] ?? '')
  const field = id === undefined ? undefined : policy.fields.get(String(id))
  // What has several values, or much text, stands in no order.
  return field && { id: String(id), title: field.title, isSortable: !UNSORTABLE.has(field.type), field }
}

const UNSORTABLE: ReadonlySet<string> = new Set(['multiselect', 'textarea'])
