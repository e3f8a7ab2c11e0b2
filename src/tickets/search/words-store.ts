import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { Part } from '../../platform/module.ts'
import { waitingIds } from '../../platform/projection/index.ts'
import type { FieldValue } from '../core/ticket.ts'

export const TICKET_WORDS = 'ticket words'

/** What of a ticket is searched. */
export type TicketTexts = {
  readonly ticket_id: Id
  readonly subject: string | null
  readonly external_id: string | null
  readonly tags: readonly string[]
  readonly fields: Readonly<Record<string, FieldValue>>
  /** Bodies of comments, oldest first. */
  readonly public: readonly string[]
  readonly notes: readonly string[]
  readonly status: number
  readonly created_at: Instant
  readonly updated_at: Instant
}

/** Of a ticket's public comments, and of its notes: what follows is not searched. */
const MAX_TEXT = 300_000
const MAX_COMMENTS = 500

const bodies = (isPublic: boolean) => sql`array(select body from (
    select c.id, c.body, sum(length(c.body)) over (order by c.id) - length(c.body) as before,
      row_number() over (order by c.id) as number
    from comments c where c.ticket_id = t.ticket_id and c.public = ${isPublic}) c
  where before < ${MAX_TEXT} and number <= ${MAX_COMMENTS} order by id)`

/** The texts of those of the tickets that are not deleted. */
export const textsOf = (db: Db, ids: readonly Id[]): Promise<TicketTexts[]> =>
  db.rows(sql<TicketTexts>`select t.ticket_id, t.subject, t.external_id, t.tags, t.fields, ${bodies(true)} as public,
      ${bodies(false)} as notes, t.status, t.created_at, t.updated_at
    from tickets t where t.ticket_id = any(${ids}::bigint[]) and t.deleted_at is null`)

/** A row of the index; `words` is the text of a `tsvector`. */
export type WordsRow = Pick<TicketTexts, 'ticket_id' | 'status' | 'created_at' | 'updated_at'> & {
  readonly words: string
}

const columnsOf = (rows: readonly WordsRow[]) =>
  sql`unnest(${rows.map((row) => row.ticket_id)}::bigint[], ${rows.map((row) => row.words)}::text[],
    ${rows.map((row) => row.status)}::smallint[], ${rows.map((row) => toIsoMs(row.created_at))}::timestamptz[],
    ${rows.map((row) => toIsoMs(row.updated_at))}::timestamptz[]) as n(ticket_id, words, status, created_at, updated_at)`

/** What has not changed is not written: an index of words costs much more to write than to compare. */
export const saveWords = async (tx: Db, rows: readonly WordsRow[]): Promise<void> => {
  if (rows.length === 0) return
  await tx.rows(sql`insert into ticket_words as w (ticket_id, words, status, created_at, updated_at)
    select n.ticket_id, n.words::tsvector, n.status, n.created_at, n.updated_at from ${columnsOf(rows)}
    on conflict (ticket_id) do update set words = excluded.words, status = excluded.status,
      created_at = excluded.created_at, updated_at = excluded.updated_at
    where w.words <> excluded.words`)
  await tx.rows(sql`update ticket_words w set status = n.status, created_at = n.created_at, updated_at = n.updated_at
    from ${columnsOf(rows)}
    where w.ticket_id = n.ticket_id
      and (w.status <> n.status or w.created_at <> n.created_at or w.updated_at <> n.updated_at)`)
}

export const deleteWords = (tx: Db, ids: readonly Id[]): Promise<unknown> =>
  tx.rows(sql`delete from ticket_words where ticket_id = any(${ids}::bigint[])`)

/** Ids of all tickets and of all rows of the index, so that a row without a ticket is met, too. */
export const idsAfter = async (
  db: Db,
  id: Id,
  limit: number,
  part: Part = { index: 0, of: 1 },
): Promise<Id[]> => {
  const rows = await db.rows(sql<{ id: Id }>`select id from (
      (select ticket_id as id from tickets where ticket_id > ${id} and ticket_id % ${part.of}::integer = ${part.index}::integer
        order by ticket_id limit ${limit})
      union
      (select ticket_id from ticket_words where ticket_id > ${id} and ticket_id % ${part.of}::integer = ${part.index}::integer
        order by ticket_id limit ${limit})) i
    order by id limit ${limit}`)
  return rows.map((row) => row.id)
}

/** The list of common words is made at once: until then the planner knows nothing of them. */
export const analyzeWords = (db: Db): Promise<unknown> => db.rows(sql`analyze ticket_words`)

/** Of these tickets, those whose row is another than the one given, or is there without one, or is missing. */
export const differingFrom = async (db: Db, ids: readonly Id[], rows: readonly WordsRow[]): Promise<Id[]> => {
  const found = await db.rows(sql<{ id: Id }>`select i.id from unnest(${ids}::bigint[]) as i(id)
    left join ticket_words w on w.ticket_id = i.id left join ${columnsOf(rows)} on n.ticket_id = i.id
    where (w.words, w.status, w.created_at, w.updated_at)
      is distinct from (n.words::tsvector, n.status, n.created_at, n.updated_at)`)
  return found.map(({ id }) => id)
}

/** Of these tickets, those that the projection has nothing left to do for. */
export const settled = async (db: Db, ids: readonly Id[]): Promise<Id[]> => {
  const rows = await db.rows(sql<{ id: Id }>`select id from unnest(${ids}::bigint[]) as i(id)
    where id not in ${waitingIds(TICKET_WORDS, 'ticket')}`)
  return rows.map(({ id }) => id)
}

/** Takes away the words of what a person asked and wrote, and has it looked at again once that has been blanked. */
export const forgetWordsOf = async (tx: Db, userId: Id): Promise<void> => {
  await tx.rows(sql`with concerned as (
      select ticket_id from tickets where requester_id = ${userId}
      union select ticket_id from comments where author_id = ${userId}),
    gone as (delete from ticket_words w using concerned c where w.ticket_id = c.ticket_id)
    insert into feed_inbox (subject, subject_id, seq)
    select 'ticket', t.ticket_id, t.version from tickets t join concerned c using (ticket_id)`)
}
