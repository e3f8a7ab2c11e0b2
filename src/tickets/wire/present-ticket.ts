import { type Id, toIso } from '../../kernel/index.ts'
import { kindOf } from '../core/kind.ts'
import type { PolicyBase, TicketField } from '../core/policy.ts'
import { reasonValue } from '../core/satisfaction.ts'
import type { FieldValue, Ticket } from '../core/ticket.ts'
import { links } from './names.ts'

/** What a ticket's JSON needs besides the ticket. */
export type TicketExtras = {
  /** Text of the first comment. */
  readonly description: string | null
  readonly hasIncidents: boolean
  /** Tickets that take it up again. */
  readonly followUpIds: readonly Id[]
}

/** What stands where a purged ticket's words stood. */
const SCRUBBED = 'SCRUBBED'

/** The ticket of zendesk-api.md 2.1: every key on every read. */
export const presentTicket = (ticket: Ticket, extras: TicketExtras, policy: PolicyBase, origin: string) => {
  const customFields = presentFields(ticket.fields, policy)
  const subject = ticket.purgedAt === null ? ticket.subject : SCRUBBED
  return {
    url: links.ticket(origin, ticket.id),
    id: ticket.id,
    external_id: ticket.externalId,
    via: ticket.via,
    created_at: toIso(ticket.createdAt),
    updated_at: toIso(ticket.updatedAt),
    type: ticket.type,
    subject,
    raw_subject: subject,
    description: ticket.purgedAt === null ? extras.description : SCRUBBED,
    priority: ticket.priority,
    status: ticket.deletedAt === null ? ticket.status : 'deleted',
    custom_status_id: ticket.customStatusId,
    recipient: ticket.recipient,
    requester_id: ticket.requesterId,
    submitter_id: ticket.submitterId,
    assignee_id: ticket.assigneeId,
    organization_id: ticket.organizationId,
    group_id: ticket.groupId,
    collaborator_ids: collaboratorIds(ticket),
    follower_ids: ticket.followerIds,
    email_cc_ids: ticket.emailCcIds,
    forum_topic_id: null,
    problem_id: ticket.problemId,
    has_incidents: extras.hasIncidents,
    is_public: ticket.isPublic,
    due_at: ticket.dueAt === null ? null : toIso(ticket.dueAt),
    next_update_at: ticket.nextUpdateAt === null ? null : toIso(ticket.nextUpdateAt),
    tags: ticket.tags,
    custom_fields: customFields,
    satisfaction_rating: satisfactionOf(ticket),
    sharing_agreement_ids: [],
    fields: customFields,
    followup_ids: extras.followUpIds,
    ticket_form_id: ticket.formId,
    brand_id: ticket.brandId,
    allow_channelback: false,
    allow_attachments: true,
    from_messaging_channel: false,
    merged_into: ticket.mergedIntoId,
    split_from: ticket.splitFromId,
    kind: kindOf(ticket),
    resolution_code: ticket.resolutionCode,
  }
}

/** A rating that was given; of one that was asked for only that. */
const satisfactionOf = ({ id, satisfaction }: Ticket) => {
  if (satisfaction === null) return null
  const { score, comment, reasonId } = satisfaction
  if (score === 'offered') return { score }
  return { id, score, comment, reason: reasonValue(reasonId), reason_id: reasonId }
}

export type WireTicket = ReturnType<typeof presentTicket>

/** Followers and CCs under their older common name. */
export const collaboratorIds = (ticket: Ticket): Id[] => [
  ...new Set([...ticket.emailCcIds, ...ticket.followerIds]),
]

/** All active fields, in their order; a checkbox that was never ticked is false, any other unset field null. */
export const presentFields = (
  values: Ticket['fields'],
  policy: PolicyBase,
  isShown: (field: TicketField) => boolean = () => true,
): { id: Id; value: FieldValue }[] =>
  activeFields(policy)
    .filter(isShown)
    .map(({ id, type }) => ({ id, value: values[id] ?? (type === 'checkbox' ? false : null) }))

const active = new WeakMap<PolicyBase, TicketField[]>()

/** Sorted once a policy version, not once a ticket. */
const activeFields = (policy: PolicyBase) => {
  const known = active.get(policy)
  if (known !== undefined) return known
  const sorted = [...policy.fields.values()]
    .filter((field) => field.active)
    .sort((a, b) => a.position - b.position || a.id - b.id)
  active.set(policy, sorted)
  return sorted
}
