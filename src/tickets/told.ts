import type { Id, Instant } from '../kernel/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { TicketEvent } from './core/event.ts'
import { foldAudit } from './core/fold.ts'
import type { Ticket, Via } from './core/ticket.ts'
import { unpackEvents } from './pack.ts'
import { auditsUpTo, commentsOfAudits } from './told-store.ts'

/** What one audit did, and the ticket as it was after it: for those outside who are told of changes. */
export type ToldChange = {
  readonly ticket: Ticket
  readonly seq: number
  readonly auditId: Id
  readonly at: Instant
  readonly authorId: Id
  readonly via: Via
  readonly isSpam: boolean
  readonly events: readonly { readonly id: Id; readonly event: TicketEvent }[]
  /** The comments that it brought, as they stand now: what is redacted since is. */
  readonly comments: readonly {
    readonly id: Id
    readonly authorId: Id
    readonly public: boolean
    readonly body: string
  }[]
}

/**
 * What these audits did, each with its ticket as it stood then, folded from its audits. Left out is what only time did,
 * and tickets that are gone.
 */
export const toldChanges = async (
  db: Db,
  asked: readonly { readonly ticketId: Id; readonly seq: number }[],
): Promise<ToldChange[]> => {
  const last = new Map<Id, number>()
  for (const { ticketId, seq } of asked) last.set(ticketId, Math.max(seq, last.get(ticketId) ?? 0))
  const audits = await auditsUpTo(db, [...last.keys()], [...last.values()])
  const wanted = new Set(asked.map(({ ticketId, seq }) => `${ticketId}/${seq}`))
  const told: ToldChange[] = []
  let ticket: Ticket | null = null
  for (const audit of audits) {
    const { ticket_id: ticketId, seq, id: auditId, created_at: at, author_id: authorId } = audit
    if (ticket?.id !== ticketId) ticket = null
    // By which way it came is told outside; from whom and to whom is not.
    const via = { channel: String(audit.via.channel), source: { from: {}, to: {}, rel: null } }
    const events = unpackEvents(audit).map((event, index) => ({ id: auditId + 1 + index, event }))
    ticket = foldAudit(ticket, { ticketId, seq, at, via, events })
    if (!audit.silent && wanted.has(`${ticketId}/${seq}`))
      told.push({ ticket, seq, auditId, at, authorId, via, isSpam: audit.is_spam, events, comments: [] })
  }
  return withComments(db, told)
}

const withComments = async (db: Db, told: readonly ToldChange[]): Promise<ToldChange[]> => {
  const ids = told.flatMap(({ events }) =>
    events.flatMap(({ id, event }) => (event.type === 'commented' ? id : [])),
  )
  const rows = ids.length === 0 ? [] : await commentsOfAudits(db, ids)
  return told.map((one) => {
    const own = new Set(one.events.map(({ id }) => id))
    const comments = rows
      .filter(({ id }) => own.has(id))
      .map(({ id, author_id, public: isPublic, body }) => ({
        id,
        authorId: author_id,
        public: isPublic,
        body,
      }))
    return { ...one, comments }
  })
}
