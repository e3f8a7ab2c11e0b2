import { type Id, toIso } from '../../kernel/index.ts'
import type { CommentRow } from '../comment-store.ts'
import type { PolicyBase } from '../core/policy.ts'
import type { Ticket } from '../core/ticket.ts'
import { links, viaOf } from '../wire/names.ts'
import type { Linking } from '../wire/present-attachment.ts'
import { presentCommentContent } from '../wire/present-comment.ts'
import { collaboratorIds, presentFields } from '../wire/present-ticket.ts'
import type { Participant } from './store.ts'

/** The request of zendesk-api.md 2.14: what of a ticket is for those who ask for help. */
export const presentRequest = (
  ticket: Ticket,
  { description, viewerId, origin }: { description: string | null; viewerId: Id | null; origin: string },
  policy: PolicyBase,
) => {
  const fields = presentFields(ticket.fields, policy, (field) => field.visibleInPortal)
  return {
    url: links.request(origin, ticket.id),
    id: ticket.id,
    status: shownStatus(ticket.status),
    custom_status_id: ticket.customStatusId,
    priority: ticket.priority,
    type: ticket.type,
    subject: ticket.subject,
    description: description ?? '',
    organization_id: ticket.organizationId,
    // Where a mail came from is nobody's business but the desk's.
    via: viaOf(ticket.via.channel),
    custom_fields: fields,
    fields,
    requester_id: ticket.requesterId,
    collaborator_ids: collaboratorIds({ ...ticket, followerIds: [] }),
    email_cc_ids: ticket.emailCcIds,
    is_public: ticket.isPublic,
    due_at: ticket.dueAt === null ? null : toIso(ticket.dueAt),
    can_be_solved_by_me: canSolve(ticket, viewerId),
    solved: ticket.status === 'solved' || ticket.status === 'closed',
    recipient: ticket.recipient,
    followup_source_id: ticket.followUpOfId,
    assignee_id: ticket.assigneeId,
    group_id: ticket.groupId,
    ticket_form_id: ticket.formId,
    created_at: toIso(ticket.createdAt),
    updated_at: toIso(ticket.updatedAt),
  }
}

/** Whether it is new or on hold is the desk's affair. */
const shownStatus = (status: Ticket['status']): string =>
  status === 'new' || status === 'hold' ? 'open' : status

/** A ticket that nobody works on cannot be solved. */
const canSolve = ({ status, requesterId, assigneeId }: Ticket, viewerId: Id | null): boolean =>
  requesterId === viewerId && assigneeId !== null && ['open', 'pending', 'hold'].includes(status)

/** A comment without what its audit knows of the writer's machine and mail. */
export const presentRequestComment = (comment: CommentRow, linking: Linking, includeInlineImages = true) => {
  const content = presentCommentContent(comment, comment.files, linking)
  return {
    url: links.requestComment(linking.origin, comment.ticket_id, comment.id),
    request_id: comment.ticket_id,
    ...content,
    attachments: content.attachments.filter(({ inline }) => includeInlineImages || !inline),
    via: viaOf(comment.via.channel),
    created_at: toIso(comment.created_at),
  }
}

export const presentParticipant = (person: Participant) => ({ ...person, photo: null })
