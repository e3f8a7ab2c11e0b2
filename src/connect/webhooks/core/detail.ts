import { type Id, type Instant, type JsonObject, toIso } from '../../../kernel/index.ts'
import type { Ticket } from '../../../tickets/core/index.ts'

const textOf = (id: Id | null): string | null => (id === null ? null : String(id))

/** Statuses as events name them: those of the wire, and what becomes of a ticket afterwards. */
const statusOf = ({ status, deletedAt, purgedAt }: Ticket): string => {
  if (purgedAt !== null) return 'SCRUBBED'
  return deletedAt !== null ? 'DELETED' : status.toUpperCase()
}

/** The ticket of an event, as it was after it (zendesk-api.md 2.15): ids are texts, enumerations in capitals. */
export const ticketDetail = (ticket: Ticket, actorId: Id): JsonObject => ({
  id: String(ticket.id),
  subject: ticket.subject,
  // Its first words, which may be long and internal, are told with the comment.
  description: null,
  status: statusOf(ticket),
  priority: ticket.priority?.toUpperCase() ?? null,
  type: ticket.type?.toUpperCase() ?? null,
  tags: [...ticket.tags],
  requester_id: String(ticket.requesterId),
  submitter_id: String(ticket.submitterId),
  assignee_id: textOf(ticket.assigneeId),
  group_id: textOf(ticket.groupId),
  organization_id: textOf(ticket.organizationId),
  brand_id: String(ticket.brandId),
  form_id: textOf(ticket.formId),
  custom_status: textOf(ticket.customStatusId),
  external_id: ticket.externalId,
  is_public: ticket.isPublic,
  actor_id: String(actorId),
  via: { channel: ticket.via.channel },
  created_at: toIso(ticket.createdAt),
  updated_at: toIso(ticket.updatedAt),
})

/** Everybody whom a ticket names: when one of them is erased, what was told of it goes. */
export const peopleOf = (ticket: Ticket, actorId: Id): Id[] => [
  ...new Set([
    ticket.requesterId,
    ticket.submitterId,
    ...(ticket.assigneeId === null ? [] : [ticket.assigneeId]),
    ...ticket.followerIds,
    ...ticket.emailCcIds,
    actorId,
  ]),
]

export type Occurrence = {
  /** ULID; the same however often it is sent. */
  readonly id: string
  readonly type: string
  readonly subject: string
  readonly at: Instant
  readonly detail: JsonObject
  readonly event: JsonObject
  /** Of the events that one change told: which it is, from 1; the same `id` for all. */
  readonly sequence: { readonly id: string; readonly position: number }
}

const ACCOUNT_ID = 1

/** The body of an event (zendesk-api.md 2.15). */
export const eventBody = ({ id, type, subject, at, detail, event, sequence }: Occurrence): string =>
  JSON.stringify({
    account_id: ACCOUNT_ID,
    id,
    type,
    subject,
    time: toIso(at),
    zendesk_event_version: '2022-11-06',
    detail,
    event: { ...event, meta: { sequence } },
  })
