import type { Id, Json, JsonObject } from '../../../kernel/index.ts'
import type { FieldChanged, TicketEvent } from '../../../tickets/core/index.ts'
import type { TicketEventName } from './event-types.ts'

/** What an endpoint is told of one thing that happened: `current` and `previous`, or what it is about. */
export type Told = { readonly name: string; readonly event: JsonObject }

/** A comment as it stands; what is internal is told without its words (`security.md` 4). */
export type ToldComment = {
  readonly id: Id
  readonly authorId: Id
  readonly public: boolean
  readonly body: string
}

/** An audit of a ticket, as far as events are made of it. */
export type ToldAudit = {
  readonly seq: number
  readonly isSpam: boolean
  readonly events: readonly { readonly id: Id; readonly event: TicketEvent }[]
  readonly comments: readonly ToldComment[]
}

const FIELDS: { readonly [field: string]: TicketEventName } = {
  status: 'status_changed',
  customStatusId: 'custom_status_changed',
  priority: 'priority_changed',
  type: 'type_changed',
  subject: 'subject_changed',
  externalId: 'external_id_changed',
  formId: 'form_changed',
  brandId: 'brand_changed',
  organizationId: 'organization_changed',
  requesterId: 'requester_changed',
  submitterId: 'submitter_changed',
  assigneeId: 'agent_assignment_changed',
  groupId: 'group_assignment_changed',
  problemId: 'problem_link_changed',
  dueAt: 'task_due_at_changed',
  scheduleId: 'schedule_changed',
}

/** The wire writes ids as texts and enumerations in capitals. */
const UPPER: ReadonlySet<string> = new Set(['status', 'priority', 'type'])

const toldValue = (field: string, value: FieldChanged['to']): Json => {
  if (value === null || value === undefined) return null
  if (UPPER.has(field)) return String(value).toUpperCase()
  if (typeof value === 'number') return String(value)
  return value as Json
}

/** What one audit tells, in its order. Of a creation the properties that it set are told by `detail`. */
export const toldOfTicket = (audit: ToldAudit): Told[] => {
  const isNew = audit.seq === 1
  const told = audit.events.flatMap(({ id, event }) => {
    const isFirstValue = isNew && (event.type === 'field_changed' || event.type === 'tags_changed')
    return isFirstValue ? [] : toldOf(audit, id, event)
  })
  return isNew ? [{ name: 'created', event: {} }, ...told] : told
}

const ids = (values: readonly Id[]): string[] => values.map(String)

const one = (name: TicketEventName, event: JsonObject): Told[] => [{ name, event }]

const toldOf = (audit: ToldAudit, id: Id, event: TicketEvent): Told[] => {
  switch (event.type) {
    case 'field_changed':
      return toldOfField(event)
    case 'tags_changed':
      return one('tags_changed', {
        tags_added: event.to.filter((tag) => !event.from.includes(tag)),
        tags_removed: event.from.filter((tag) => !event.to.includes(tag)),
      })
    case 'followers_changed':
      return one('followers_changed', { current: ids(event.to), previous: ids(event.from) })
    case 'email_ccs_changed':
      return one('email_ccs_changed', { current: ids(event.to), previous: ids(event.from) })
    case 'commented':
      return one('comment_added', { comment: commentOf(audit, id, event.public, event.authorId) })
    case 'comment_hidden':
      return one('comment_made_private', { comment: { id: String(event.commentId) } })
    case 'comment_redacted':
      return one('comment_redacted', { comment: { id: String(event.commentId) } })
    case 'file_redacted':
      return one('attachment_redacted_from_comment', {
        attachment: { id: String(event.attachmentId) },
        comment: { id: String(event.commentId) },
      })
    case 'satisfaction_changed':
      return toldOfSatisfaction(event)
    case 'merged_into':
      return one('merged', { target_ticket_id: String(event.ticketId) })
    case 'deleted':
      return audit.isSpam
        ? [...one('marked_as_spam', {}), ...one('soft_deleted', {})]
        : one('soft_deleted', {})
    case 'restored':
      return one('undeleted', {})
    case 'purged':
      return one('permanently_deleted', {})
    case 'sla_policy_changed':
      return event.of === 'ticket'
        ? one('sla_policy_changed', { current: policyOf(event.to), previous: policyOf(event.from) })
        : []
    default:
      return []
  }
}

const policyOf = (policy: { readonly id: string; readonly title: string } | null): JsonObject | null =>
  policy && { id: policy.id, title: policy.title }

const toldOfField = ({ field, from, to }: FieldChanged): Told[] => {
  const values = { current: toldValue(field, to), previous: toldValue(field, from) }
  if (field.startsWith('custom:'))
    return one('custom_field_changed', { field: { id: field.slice('custom:'.length) }, ...values })
  const name = FIELDS[field]
  return name === undefined ? [] : one(name, values)
}

const toldOfSatisfaction = ({ from, to }: Extract<TicketEvent, { type: 'satisfaction_changed' }>): Told[] => {
  const [current, previous] = [to?.score ?? null, from?.score ?? null]
  const isAsked = current === 'offered'
  return one(isAsked ? 'csat_requested' : 'csat_received', { current, previous })
}

const commentOf = (audit: ToldAudit, id: Id, isPublic: boolean, authorId: Id): JsonObject => {
  const found = audit.comments.find((comment) => comment.id === id)
  return {
    id: String(id),
    author: { id: String(authorId) },
    is_public: isPublic && (found?.public ?? true),
    body: found?.public ? found.body : null,
  }
}
