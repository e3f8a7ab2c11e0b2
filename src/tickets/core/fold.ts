import type { Id, Instant } from '../../kernel/index.ts'
import { type CommentUndone, type FieldChanged, isDue, type TicketEvent } from './event.ts'
import { NO_PARTIES } from './party.ts'
import type { FieldValue, Status, Ticket, Via } from './ticket.ts'

/** What of an audit a ticket can be rebuilt from. Events with their ids, as stored. */
export type FoldableAudit = {
  readonly ticketId: Id
  readonly seq: number
  readonly at: Instant
  readonly via: Via
  readonly events: readonly { readonly id: Id; readonly event: TicketEvent }[]
}

type Folding = { -readonly [K in keyof Ticket]: Ticket[K] }

/** The ticket after an audit, from the ticket before it (`null`: the audit creates it). */
export const foldAudit = (before: Ticket | null, audit: FoldableAudit): Ticket => {
  const ticket: Folding = before ? { ...before } : unborn(audit)
  for (const { id, event } of audit.events) foldEvent(ticket, event, id, audit.at)
  ticket.version = audit.seq
  const events = audit.events.map(({ event }) => event)
  if (!events.every(isDue)) ticket.updatedAt = changedAt(events, audit.at)
  return ticket
}

export const foldEvent = (ticket: Folding, event: TicketEvent, id: Id, at: Instant): void => {
  if (event.type === 'field_changed') foldField(ticket, event, at)
  else if (event.type === 'tags_changed') ticket.tags = event.to
  else if (event.type === 'email_ccs_changed') ticket.emailCcIds = event.to
  else if (event.type === 'followers_changed') ticket.followerIds = event.to
  else if (event.type === 'deleted') ticket.deletedAt = at
  else if (event.type === 'restored') ticket.deletedAt = null
  else if (event.type === 'purged') ticket.purgedAt = at
  else if (event.type === 'follows_up') ticket.followUpOfId = event.ticketId
  else if (event.type === 'merged_into') ticket.mergedIntoId = event.ticketId
  else if (event.type === 'split_from') ticket.splitFromId = event.ticketId
  else if (event.type === 'satisfaction_changed') ticket.satisfaction = event.to
  else if (event.type === 'plan_changed') ticket.plan = event.to
  else if (event.type === 'parties_changed') ticket.parties = event.to
  else if (event.type === 'link_undone') {
    if (event.link === 'merge') ticket.mergedIntoId = null
  } else if (event.type === 'comment_undone') foldUndoneComment(ticket, event)
  else if (event.type === 'undone') Object.assign(ticket, event.before)
  else if (event.type === 'comment_hidden') {
    ticket.publicCommentCount -= 1
    ticket.isPublic = ticket.publicCommentCount > 0
  } else if (event.type === 'commented') {
    ticket.commentCount += 1
    ticket.publicCommentCount += event.public ? 1 : 0
    ticket.isPublic ||= event.public
    ticket.firstCommentId ??= id
  }
}

/** When a ticket was last changed, after an audit: what is taken back in place leaves it as it was before. */
export const changedAt = (events: readonly TicketEvent[], at: Instant): Instant =>
  events.find((event) => event.type === 'undone')?.before?.updatedAt ?? at

const foldUndoneComment = (ticket: Folding, { what, commentId, public: isPublic }: CommentUndone): void => {
  if (what === 'trusted') return
  const change = what === 'written' ? -1 : 1
  if (what === 'written') ticket.commentCount -= 1
  if (what === 'written' && ticket.firstCommentId === commentId) ticket.firstCommentId = null
  ticket.publicCommentCount += isPublic ? change : 0
  ticket.isPublic = ticket.publicCommentCount > 0
}

const foldField = (ticket: Folding, { field, to }: FieldChanged, at: Instant): void => {
  if (field.startsWith('custom:')) {
    const { [field.slice(7)]: _, ...rest } = ticket.fields
    ticket.fields = to === null ? rest : { ...rest, [field.slice(7)]: to as FieldValue }
    return
  }
  Object.assign(ticket, { [field]: to })
  if (field === 'status') stampStatus(ticket, to as Status, at)
}

/** Keeps when a ticket was solved and closed in step with its status. */
export const stampStatus = (
  ticket: { solvedAt: Instant | null; closedAt: Instant | null },
  status: Status,
  at: Instant,
): void => {
  if (status === 'closed') {
    ticket.closedAt = at
    ticket.solvedAt ??= at
  } else {
    // Only taking back what closed a ticket opens it again.
    ticket.closedAt = null
    ticket.solvedAt = status === 'solved' ? at : null
  }
}

const unborn = ({ ticketId, at, via }: FoldableAudit): Folding => ({
  id: ticketId,
  version: 0,
  subject: null,
  status: 'new',
  customStatusId: null,
  type: null,
  priority: null,
  requesterId: 0,
  submitterId: 0,
  assigneeId: null,
  groupId: null,
  organizationId: null,
  brandId: 0,
  formId: null,
  problemId: null,
  externalId: null,
  recipient: null,
  via,
  tags: [],
  fields: {},
  followerIds: [],
  emailCcIds: [],
  dueAt: null,
  nextUpdateAt: null,
  scheduleId: null,
  isPublic: false,
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
  kind: null,
  resolutionCode: null,
  plan: null,
  parties: NO_PARTIES,
})

/** A ticket of which nothing is known but where it comes from; creation starts here. */
export const unbornTicket = (ticketId: Id, at: Instant, via: Via): Folding =>
  unborn({ ticketId, seq: 0, at, via, events: [] })
