import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'

export type AbsenceRow = {
  readonly id: Id
  readonly user_id: Id
  readonly starts_at: Instant
  readonly ends_at: Instant
  readonly reason: string
  readonly created_at: Instant
}

const COLUMNS: RawBuilder<AbsenceRow> = sql<AbsenceRow>`b.id, b.user_id, b.starts_at, b.ends_at, b.reason, b.created_at`

export const listAbsences = (db: Db, userId: Id, paging: Paging<'starts_at'>): Promise<Listing<AbsenceRow>> =>
  list(
    db,
    {
      select: COLUMNS,
      from: sql`agent_absences b`,
      where: sql`b.user_id = ${userId}`,
      sorts: { starts_at: { column: sql.ref('b.starts_at'), type: 'timestamptz' } },
      id: sql.ref('b.id'),
    },
    paging,
  )

export const countAbsences = async (db: Db, userId: Id): Promise<number> =>
  (await db.one(sql<{ n: number }>`select count(*) as n from agent_absences where user_id = ${userId}`))!.n

export type NewAbsence = Pick<AbsenceRow, 'user_id' | 'starts_at' | 'ends_at' | 'reason'>

export const insertAbsence = async (tx: Db, made: NewAbsence, at: Instant): Promise<AbsenceRow> =>
  (await tx.one(sql<AbsenceRow>`
    insert into agent_absences as b (user_id, starts_at, ends_at, reason, created_at)
    values (${made.user_id}, ${toIsoMs(made.starts_at)}, ${toIsoMs(made.ends_at)}, ${made.reason}, ${toIsoMs(at)})
    returning ${COLUMNS}`))!

export const deleteAbsence = (tx: Db, userId: Id, id: Id): Promise<AbsenceRow | undefined> =>
  tx.one(sql<AbsenceRow>`delete from agent_absences b where b.id = ${id} and b.user_id = ${userId}
    returning ${COLUMNS}`)
