import { type Attempt, fail } from './attempt.ts'
import type { Change } from './change.ts'
import type { TicketEvent } from './event.ts'
import type { Ticket, Via } from './ticket.ts'
import { canSeeTicket } from './visible.ts'

/** What a split tells: on the new ticket the comments that came along, and on both the link. */
export type SplitEvents = { readonly copied: readonly TicketEvent[]; readonly linked: readonly TicketEvent[] }

const NONE: SplitEvents = { copied: [], linked: [] }

/** The way in of a ticket that was split off names the one that it was split from. */
export const splitVia = ({ via, split }: Change, source: Ticket | null | undefined): Via =>
  split === undefined || !('from' in split) || !source
    ? via
    : {
        ...via,
        source: {
          ...via.source,
          from: { ...via.source.from, ticket_id: source.id, subject: source.subject },
          rel: 'split',
        },
      }

/** Ties a new ticket to the one whose comments it begins with, and the other to it; the comments stay in both. */
export const applySplit = (attempt: Attempt, source: Ticket | null | undefined): SplitEvents => {
  const { before, draft, acting } = attempt
  const { split } = attempt.change
  if (!split) return NONE
  if ('into' in split)
    return before === null ? NONE : { copied: [], linked: [{ type: 'split_into', ticketId: split.into }] }
  const isSeen =
    source?.id === split.from && (acting.isSystem || (acting.viewer && canSeeTicket(acting.viewer, source)))
  if (before !== null || !isSeen || split.copies.length === 0) {
    fail(attempt, 'comment_ids', 'Comments: are none of the ticket')
    return NONE
  }
  draft.splitFromId = split.from
  draft.firstCommentId = 1
  draft.commentCount = split.copies.length
  draft.publicCommentCount = split.copies.filter((copy) => copy.public).length
  draft.isPublic = draft.publicCommentCount > 0
  const copied = split.copies.map(
    ({ authorId, public: isPublic, attachments }): TicketEvent => ({
      type: 'commented',
      authorId,
      public: isPublic,
      attachmentIds: attachments.map(({ id }) => id),
    }),
  )
  return { copied, linked: [{ type: 'split_from', ticketId: split.from }] }
}
