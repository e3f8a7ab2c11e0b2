import type { RawBuilder } from 'kysely'
import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

/** Tickets for which a condition on the row `t` holds, the latest changed first. */
export const latestIds = async (db: Db, where: RawBuilder<boolean>, limit: number): Promise<Id[]> => {
  const rows = await db.rows(sql<{ ticket_id: Id }>`
    select t.ticket_id from tickets t where ${where} order by t.updated_at desc, t.ticket_id desc limit ${limit}`)
  return rows.map(({ ticket_id: id }) => id)
}
