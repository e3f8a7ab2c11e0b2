import { type Id, type Instant, toIso } from '../../kernel/index.ts'
import { type FieldValue, isStaff } from '../../people/core/index.ts'
import type { Policy } from '../core/policy.ts'
import { PRIORITIES, STATUSES, TYPES } from '../core/ticket.ts'
import { termsOf, type Weights, weightOf } from '../queue/weight.ts'
import { links } from '../wire/names.ts'
import type { Column, FixedColumn } from './columns.ts'
import { SHOWN_CHARACTERS, type ViewRow } from './store.ts'

/** What rows are shown with besides themselves. */
export type RowsBeside = {
  readonly policy: Policy
  readonly weights: Weights
  readonly now: Instant
  readonly origin: string
  /** By ticket: the role of who last changed it; null: the system. */
  readonly lastUpdaters: ReadonlyMap<Id, Id | null>
  /** By person. */
  readonly locales: ReadonlyMap<Id, string>
}

type Row = Readonly<Record<string, unknown>>

/** A row of a view (zendesk-api.md 2.9): the value of each column under its name, and the ticket in short. */
export const presentRow =
  (columns: readonly Column[], beside: RowsBeside) =>
  (row: ViewRow): Row => {
    const fixed = columns.flatMap(({ id, field }) =>
      field ? [] : Object.entries(VALUES[id as FixedColumn](row, beside)),
    )
    const custom = columns.flatMap(({ field }) => (field ? [customValue(field, row)] : []))
    return {
      ...Object.fromEntries(fixed),
      custom_fields: custom,
      fields: custom,
      ticket: presentShort(row, beside.origin),
    }
  }

const presentShort = (row: ViewRow, origin: string) => ({
  id: row.ticket_id,
  subject: row.subject,
  description: row.description?.slice(0, SHOWN_CHARACTERS).toWellFormed() ?? null,
  status: STATUSES[row.status],
  type: typeOf(row),
  priority: priorityOf(row),
  url: links.ticket(origin, row.ticket_id),
  last_comment: row.last_comment && {
    ...row.last_comment,
    created_at: toIsoSeconds(row.last_comment.created_at),
  },
})

const toIsoSeconds = (text: string): string => `${new Date(text).toISOString().slice(0, 19)}Z`

const typeOf = ({ type }: ViewRow): string | null => (type === null ? null : (TYPES[type - 1] ?? null))
const priorityOf = ({ priority }: ViewRow) => (priority === null ? null : (PRIORITIES[priority - 1] ?? null))
const iso = (at: Instant | null): string | null => (at === null ? null : toIso(at))

type Value = (row: ViewRow, beside: RowsBeside) => Row

/** Some clients look for things under their own names, others with `_id` behind. */
const VALUES: { readonly [id in FixedColumn]: Value } = {
  nice_id: (row) => ({ nice_id: row.ticket_id }),
  description: (row) => ({ subject: row.subject, description: row.subject }),
  requester: (row) => ({ requester: row.requester_id, requester_id: row.requester_id }),
  submitter: (row) => ({ submitter: row.submitter_id, submitter_id: row.submitter_id }),
  assignee: (row) => ({ assignee: row.assignee_id, assignee_id: row.assignee_id }),
  group: (row) => ({ group: row.group_id, group_id: row.group_id }),
  organization: (row) => ({ organization: row.organization_id, organization_id: row.organization_id }),
  status: (row) => ({ status: STATUSES[row.status] }),
  custom_status_id: (row) => ({ custom_status_id: row.custom_status_id }),
  priority: (row) => ({ priority: priorityOf(row) }),
  type: (row) => ({ type: typeOf(row) }),
  created: (row) => ({ created: iso(row.created_at) }),
  updated: (row) => ({ updated: iso(row.updated_at) }),
  updated_requester: (row) => ({ updated_requester: iso(row.requester_updated_at) }),
  updated_assignee: (row) => ({ updated_assignee: iso(row.assignee_updated_at) }),
  updated_by_type: (row, beside) => ({ updated_by_type: updaterOf(row, beside) }),
  assigned: (row) => ({ assigned: iso(row.assigned_at) }),
  due_date: (row) => ({ due_date: iso(row.due_at) }),
  solved: (row) => ({ solved: iso(row.solved_at) }),
  ticket_form: (row) => ({ ticket_form: row.ticket_form_id, ticket_form_id: row.ticket_form_id }),
  brand: (row) => ({ brand: row.brand_id, brand_id: row.brand_id }),
  locale_id: (row, { locales }) => ({ locale: locales.get(row.requester_id) ?? null }),
  satisfaction_score: (row) => ({ satisfaction_score: row.satisfaction?.score ?? 'unoffered' }),
  sla_next_breach_at: (row) => ({ sla_next_breach_at: iso(row.next_breach_at) }),
  score: (row, beside) => ({ score: scoreOf(row, beside) }),
  next_update: (row) => ({ next_update: iso(row.next_update_at) }),
}

const updaterOf = ({ ticket_id: id }: ViewRow, { lastUpdaters, policy }: RowsBeside): string => {
  const roleId = lastUpdaters.get(id)
  if (roleId === null || roleId === undefined) return 'system'
  return isStaff(policy.roles.get(roleId)?.kind ?? 'end_user') ? 'agent' : 'end user'
}

const scoreOf = (row: ViewRow, { weights, now }: RowsBeside): number => {
  const ticket = {
    priority: priorityOf(row),
    status: STATUSES[row.status] ?? 'open',
    tags: row.tags,
    nextBreachAt: row.next_breach_at,
    updatedAt: row.updated_at,
  }
  return Math.round(weightOf(termsOf(ticket, weights, now)) * 100) / 100
}

type Field = NonNullable<Column['field']>

const customValue = (field: Field, { fields }: ViewRow) => {
  const value: FieldValue = fields[String(field.id)] ?? (field.type === 'checkbox' ? false : null)
  const names = [value]
    .flat()
    .flatMap((one) => field.options.find((option) => option.value === one)?.name ?? [])
  return { id: field.id, value: shown(field, value), ...(names.length > 0 ? { name: names.join(', ') } : {}) }
}

/** Numbers are kept as text; the wire shows whole ones as numbers. */
const shown = ({ type }: Field, value: FieldValue): unknown =>
  type === 'integer' && typeof value === 'string' && Number.isSafeInteger(Number(value))
    ? Number(value)
    : value
