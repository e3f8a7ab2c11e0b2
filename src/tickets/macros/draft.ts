import type { Instant, Json, JsonObject } from '../../kernel/index.ts'
import type { Action } from '../../rules/core/index.ts'
import type { Ticket } from '../core/ticket.ts'
import { viaOf } from '../wire/names.ts'

/** A ticket about which nothing is known, for macros that are looked at alone. */
export const blankTicket = (at: Instant): Ticket => ({
  id: 0,
  version: 0,
  subject: null,
  status: 'new',
  customStatusId: null,
  type: null,
  kind: null,
  priority: null,
  requesterId: 0,
  submitterId: 0,
  assigneeId: null,
  groupId: null,
  organizationId: null,
  brandId: 1,
  formId: null,
  problemId: null,
  externalId: null,
  recipient: null,
  via: viaOf('api'),
  tags: [],
  fields: {},
  followerIds: [],
  emailCcIds: [],
  dueAt: null,
  nextUpdateAt: null,
  scheduleId: null,
  isPublic: true,
  firstCommentId: null,
  commentCount: 0,
  publicCommentCount: 0,
  mailEpoch: 1,
  createdAt: at,
  updatedAt: at,
  solvedAt: null,
  closedAt: null,
  deletedAt: null,
  purgedAt: null,
  followUpOfId: null,
  mergedIntoId: null,
  splitFromId: null,
  satisfaction: null,
  resolutionCode: null,
  plan: null,
  parties: [],
})

/** Properties that macros change, by the wire's names. */
const KEYS = {
  subject: 'subject',
  status: 'status',
  customStatusId: 'custom_status_id',
  type: 'type',
  kind: 'kind',
  priority: 'priority',
  assigneeId: 'assignee_id',
  groupId: 'group_id',
  formId: 'ticket_form_id',
  resolutionCode: 'resolution_code',
  tags: 'tags',
  followerIds: 'follower_ids',
  emailCcIds: 'email_cc_ids',
  fields: 'custom_fields',
} as const satisfies { readonly [property in keyof Ticket]?: string }
type Property = keyof typeof KEYS

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const changedIn = (before: Ticket, after: Ticket): Property[] =>
  (Object.keys(KEYS) as Property[]).filter((property) => !isSame(before[property], after[property]))

/** The wire's names of what differs. */
export const changedKeys = (before: Ticket, after: Ticket): string[] =>
  changedIn(before, after).map((property) => KEYS[property])

/**
 * What a macro changes on whatever ticket: only these keys. Tags that are added or taken away go by the names under
 * which an update takes them.
 */
export const withoutTicket = (actions: readonly Action[], after: Ticket): JsonObject => {
  const differing = changedIn(blankTicket(after.createdAt), after).filter((property) => property !== 'tags')
  const changed = [...new Set([...differing, ...actions.flatMap(emptied)])]
  const values = changed.map((property): [string, Json] => [KEYS[property], wireValue(property, after)])
  return { ...Object.fromEntries(values), ...tagsOf(actions, after) }
}

/** What an action empties is a change on other tickets, though not on one that has nothing. */
const emptied = (action: Action): Property[] => {
  if (action.kind === 'group' && action.id === null) return ['groupId']
  if (action.kind === 'assignee' && action.who === null) return ['assigneeId']
  return action.kind === 'type' && action.type === null ? ['type'] : []
}

const wireValue = (property: Property, ticket: Ticket): Json => {
  if (property !== 'fields') return ticket[property] as Json
  return Object.entries(ticket.fields).map(([id, value]) => ({ id: Number(id), value: value as Json }))
}

const tagsOf = (actions: readonly Action[], after: Ticket): JsonObject => {
  const of = (mode: string): string[] =>
    actions.flatMap((action) => (action.kind === 'tags' && action.mode === mode ? action.tags : []))
  if (actions.some((action) => action.kind === 'tags' && action.mode === 'set'))
    return { tags: [...after.tags] }
  const [added, removed] = [of('add'), of('remove')]
  return {
    ...(added.length > 0 ? { additional_tags: added } : {}),
    ...(removed.length > 0 ? { remove_tags: removed } : {}),
  }
}

const MACRO_STATUSES: readonly string[] = ['open', 'pending', 'hold', 'solved']

/** A macro that would do to other tickets what was done to this one. */
export const macroOfTicket = (ticket: Ticket, comment: string | null): JsonObject => {
  const action = (field: string, value: string | number | null): Json[] =>
    value === null || value === '' ? [] : [{ field, value: String(value) }]
  return {
    title: ticket.subject ?? '',
    description: null,
    actions: [
      ...action('status', MACRO_STATUSES.includes(ticket.status) ? ticket.status : null),
      ...action('priority', ticket.priority),
      ...action('type', ticket.type),
      ...action('group_id', ticket.groupId),
      ...action('assignee_id', ticket.assigneeId),
      ...action('current_tags', ticket.tags.join(' ')),
      // What stands there is text, whatever it looks like.
      ...action('comment_value', comment === null ? null : asTemplate(comment)),
    ],
    restriction: null,
  }
}

const asTemplate = (text: string): string =>
  /\{[{%]/.test(text) ? `{% raw %}${text.replaceAll('{% endraw %}', '')}{% endraw %}` : text
