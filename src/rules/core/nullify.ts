import { instantOf } from '../../kernel/index.ts'
import type { Action } from './action.ts'
import type { Clause, Conditions } from './condition.ts'
import type { Facts, TicketFacts } from './facts.ts'

/** Whether a clause holds for a while and never again: `is` so many hours. */
export const isOnce = ({ operator, field }: Clause): boolean =>
  field.window !== undefined && (operator === 'is' || operator === 'is_business_hours')

/**
 * Whether an automation ends what made it act, so that it does not act on the same ticket again and again: a condition that
 * is true only once (`is` so many hours), or an action after which a condition no longer holds (`zendesk-api.md` 3.4).
 */
export const nullifies = ({ all, any }: Conditions, actions: readonly Action[]): boolean => {
  if (all.some(isOnce)) return true
  const ends = (clause: Clause): boolean => actions.some((action) => isEnded(clause, action))
  return all.some(ends) || (any.length > 0 && any.every(ends))
}

const isEnded = (clause: Clause, action: Action): boolean => {
  const after = afterwards(clause, action)
  return after !== null && !clause.holds(factsOf(after))
}

/** What of the ticket the action sets, where the clause asks for that; null: it leaves what the clause asks for alone. */
const afterwards = ({ field, operand }: Clause, action: Action): Partial<TicketFacts> | null => {
  const asks = (...names: readonly string[]): boolean => names.includes(field.name)
  switch (action.kind) {
    case 'status':
      return asks('status', 'NEW', 'OPEN', 'PENDING', 'HOLD', 'SOLVED') ? { status: action.status } : null
    case 'custom_status':
      return asks('custom_status_id') ? { customStatusId: action.id } : null
    case 'type':
      return asks('type') ? { type: action.type } : null
    case 'priority':
      return asks('priority') ? { priority: action.priority } : null
    case 'group':
      return asks('group_id') ? { groupId: action.id } : null
    case 'assignee':
      return asks('assignee_id') && typeof action.who !== 'string' ? { assigneeId: action.who } : null
    case 'form':
      return asks('ticket_form_id') ? { formId: action.id } : null
    case 'satisfaction':
      return asks('satisfaction_score') ? { satisfaction: { score: 'offered', comment: null } } : null
    case 'participant':
      return typeof action.who === 'number' && asks(action.as)
        ? { emailCcIds: [action.who], followerIds: [action.who] }
        : null
    case 'tags':
      return asks('current_tags') && operand.kind === 'tags'
        ? { tags: tagsAfter(operand.tags, action.mode, action.tags) }
        : null
    case 'field':
      return field.name.endsWith(`_fields_${action.fieldId}`)
        ? { fields: { [action.fieldId]: action.value } }
        : null
    default:
      return null
  }
}

/** Of the tags that are asked for, and those of the action. */
const tagsAfter = (
  asked: readonly string[],
  mode: 'set' | 'add' | 'remove',
  tags: readonly string[],
): readonly string[] => {
  if (mode === 'set') return tags
  return mode === 'add'
    ? [...asked, ...tags].filter((tag) => tags.includes(tag))
    : asked.filter((tag) => !tags.includes(tag))
}

/** A ticket of which nothing else is known. Only clauses on what was set are asked. */
const factsOf = (set: Partial<TicketFacts>): Facts => ({
  ticket: { ...NOTHING, ...set },
  before: null,
  update: { isCreation: false, actorId: null, channel: 'rule', comment: null },
  description: null,
  people: { person: () => undefined, organization: () => undefined, roleKind: () => 'end_user' },
  at: instantOf(0),
  times: EVER,
  folded: new Map(),
})

const NOTHING: TicketFacts = {
  subject: null,
  status: 'open',
  customStatusId: null,
  type: null,
  priority: null,
  requesterId: 0,
  assigneeId: null,
  groupId: null,
  organizationId: null,
  brandId: 0,
  formId: null,
  recipient: null,
  via: { channel: 'rule' },
  tags: [],
  fields: {},
  emailCcIds: [],
  isPublic: true,
  createdAt: instantOf(0),
}

const LONG_AGO = instantOf(-1e12)
const EVER: NonNullable<Facts['times']> = {
  createdAt: LONG_AGO,
  updatedAt: LONG_AGO,
  statusAt: LONG_AGO,
  assignedAt: LONG_AGO,
  requesterUpdatedAt: LONG_AGO,
  assigneeUpdatedAt: LONG_AGO,
  dueAt: LONG_AGO,
  shownBreachAt: LONG_AGO,
  upcomingBreachAt: LONG_AGO,
  lastBreachAt: LONG_AGO,
  upcomingGroupBreachAt: LONG_AGO,
  lastGroupBreachAt: LONG_AGO,
  stage: null,
}
