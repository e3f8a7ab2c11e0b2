import type { Id } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { TimesBefore } from '../core/event.ts'
import { foldAudit } from '../core/fold.ts'
import type { PastAudit, Undoable } from '../core/state.ts'
import type { Ticket } from '../core/ticket.ts'
import { unpackEvents } from '../pack.ts'
import { type AuditTimes, auditsBefore, auditsFrom, type PastRow } from './store.ts'

/** An audit of a ticket with all that came after it and the times before it; null where there is none. */
export const loadUndoable = async (db: Db, ticketId: Id, auditId: Id): Promise<Undoable | null> => {
  const [audit, ...later] = (await auditsFrom(db, ticketId, auditId)).map(pastAudit)
  if (audit === undefined) return null
  return { audit, later, before: timesAfter(ticketId, await auditsBefore(db, ticketId, audit.seq)) }
}

const pastAudit = (row: PastRow): PastAudit => {
  const events = unpackEvents(row)
  const comment = events.find((event) => event.type === 'commented')
  return {
    id: row.id,
    seq: row.seq,
    at: row.created_at,
    authorId: row.author_id,
    events,
    commentRoleId: comment === undefined ? null : (row.roles?.[String(comment.authorId)] ?? null),
    isErased: Object.entries(row.texts).some(([name, text]) => name.startsWith('event/') && text === null),
  }
}

const NO_VIA = { channel: '', source: { from: {}, to: {}, rel: null } }

/** By the fold; the texts that these events lack have no part in the times. */
const timesAfter = (ticketId: Id, audits: readonly AuditTimes[]): TimesBefore | null => {
  let ticket: Ticket | null = null
  for (const { seq, created_at: at, events } of audits) {
    const numbered = unpackEvents({ events, texts: {} }).map((event, index) => ({ id: index + 1, event }))
    ticket = foldAudit(ticket, { ticketId, seq, at, via: NO_VIA, events: numbered })
  }
  return ticket && timesOf(ticket)
}

const timesOf = ({ updatedAt, solvedAt, closedAt, deletedAt }: Ticket): TimesBefore => ({
  updatedAt,
  solvedAt,
  closedAt,
  deletedAt,
})
