import type { Id, Instant } from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'
import type { PackedColumns } from './store.ts'

type Told = Pick<PackedColumns, 'via' | 'events' | 'texts'> & {
  readonly ticket_id: Id
  readonly seq: number
  readonly id: Id
  readonly created_at: Instant
  readonly author_id: Id
  readonly silent: boolean
  readonly is_spam: boolean
}

/** All audits of these tickets up to the last that is asked for of each. */
export const auditsUpTo = (db: Db, ticketIds: readonly Id[], seqs: readonly number[]): Promise<Told[]> =>
  db.rows(sql<Told>`
    select a.ticket_id, a.seq, a.id, a.created_at, a.author_id, a.via, a.events, a.texts, a.silent,
      a.change #> '{spam}' is not null as is_spam
    from unnest(${ticketIds}::bigint[], ${seqs}::int[]) as asked(ticket_id, seq)
    join audits a on a.ticket_id = asked.ticket_id and a.seq <= asked.seq
    order by a.ticket_id, a.seq`)

type Comment = {
  readonly id: Id
  readonly ticket_id: Id
  readonly author_id: Id
  readonly public: boolean
  readonly body: string
}

export const commentsOfAudits = (db: Db, ids: readonly Id[]): Promise<Comment[]> =>
  db.rows(
    sql<Comment>`select id, ticket_id, author_id, public, body from comments where id = any(${ids}::bigint[])`,
  )
