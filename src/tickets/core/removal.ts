import { forbidden, notFound, type Refusal } from '../../kernel/index.ts'
import type { Acting, Draft } from './attempt.ts'
import type { Change, RemovalKind } from './change.ts'
import type { Removed } from './event.ts'
import type { Ticket } from './ticket.ts'
import { canSeeTicket } from './visible.ts'

const EVENTS = { delete: 'deleted', restore: 'restored', purge: 'purged' } as const

export const removalOf = ({ kind }: Change): RemovalKind | null =>
  kind === 'delete' || kind === 'restore' || kind === 'purge' ? kind : null

/**
 * Whether this person may delete, restore or purge this ticket. Closed tickets can be deleted, too. Deleted ones exist
 * for those who would see them if they were not; purged ones for nobody.
 */
export const authoriseRemoval = (
  acting: Acting,
  ticket: Ticket | null,
  kind: RemovalKind,
): Refusal | null => {
  const isThere = ticket !== null && (ticket.deletedAt === null) === (kind === 'delete')
  if (!isThere || ticket.purgedAt !== null) return notFound
  if (acting.isSystem) return null
  if (!acting.viewer || !canSeeTicket(acting.viewer, { ...ticket, deletedAt: null })) return notFound
  return acting.role?.permissions.has('tickets.delete') ? null : forbidden
}

/** What is told of a removal; `fold.ts` says what it does to the ticket. */
export const removed = (draft: Draft, kind: RemovalKind): Removed => ({
  type: EVENTS[kind],
  status: draft.status,
})
