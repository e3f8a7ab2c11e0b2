import type { Id, Instant } from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'
import type { Part } from '../platform/module.ts'
import { CLOCK_TIMER } from './core/clocks/decide-clocks.ts'
import type { CommentStructure } from './core/comment-structure.ts'
import type { TicketRow } from './rows.ts'
import type { PackedColumns } from './store.ts'

/** An audit with everything its chain covers, and its link. */
export type ChainedAudit = {
  readonly ticket_id: Id
  readonly seq: number
  readonly id: Id
  readonly created_at: Instant
  readonly author_id: Id
  readonly policy_version: number
  readonly chain: Buffer
  readonly metric_events: string | null
} & PackedColumns

/** The texts of a comment, and the salt of their digest; null once erased. */
export type CommentTexts = {
  readonly id: Id
  readonly ticket_id: Id
  readonly seq: number
  readonly body: string
  readonly html: string
  readonly quoted_html: string | null
  readonly structure: CommentStructure | null
  readonly salt: Buffer | null
}

/** Tickets of a part above an id, in its order, a batch at a time. */
export const ticketsAfter = (
  db: Db,
  id: Id,
  { limit, part }: { readonly limit: number; readonly part: Part },
): Promise<TicketRow[]> =>
  db.rows(sql<TicketRow>`select * from tickets where ticket_id > ${id} and ticket_id % ${part.of}::integer = ${part.index}::integer
    order by ticket_id limit ${limit}`)

/** All audits of these tickets, in order. */
export const auditsOf = (db: Db, ticketIds: readonly Id[]): Promise<ChainedAudit[]> =>
  db.rows(sql<ChainedAudit>`select ticket_id, seq, id, created_at, author_id, policy_version, chain, via, change, events,
      texts, rules_fired, context, metadata, metric_events
    from audits where ticket_id = any(${ticketIds}::bigint[]) order by ticket_id, seq`)

/** Those of comments that were taken back, too, as far as they are kept. */
export const commentTextsOf = (db: Db, ticketIds: readonly Id[]): Promise<CommentTexts[]> =>
  db.rows(sql<CommentTexts>`select ticket_id, id, seq, body, html, quoted_html, structure, salt
    from comments where ticket_id = any(${ticketIds}::bigint[])
    union all
    select ticket_id, id, seq, content ->> 'body', content ->> 'html', content ->> 'quoted_html',
      nullif(content -> 'structure', 'null'), salt
    from retracted_comments where ticket_id = any(${ticketIds}::bigint[])
    order by ticket_id, id`)

/** Audits of tickets that are not there. */
export const orphanAudits = (db: Db, limit: number): Promise<{ ticket_id: Id }[]> =>
  db.rows(sql<{ ticket_id: Id }>`select distinct a.ticket_id from audits a
    where not exists (select from tickets t where t.ticket_id = a.ticket_id) limit ${limit}`)

/** When the clocks of these tickets are to be looked at next, by ticket. */
export const timersOf = async (db: Db, ticketIds: readonly Id[]): Promise<ReadonlyMap<Id, Instant>> => {
  const rows = await db.rows(sql<{ ticket_id: Id; due_at: Instant }>`select ticket_id, due_at from timers
    where ticket_id = any(${ticketIds}::bigint[]) and kind = ${CLOCK_TIMER} and key = ''`)
  return new Map(rows.map(({ ticket_id: id, due_at: at }) => [id, at]))
}
