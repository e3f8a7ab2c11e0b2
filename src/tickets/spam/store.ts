import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

/** Who was suspended when the ticket was last deleted; undefined where that was for another reason than spam. */
export const suspendedWith = async (db: Db, ticketId: Id): Promise<Id | undefined> => {
  const row = await db.one(sql<{
    id: Id | null
  }>`select (change #>> '{spam,suspendedId}')::bigint as id from audits
    where ticket_id = ${ticketId} and events @> '[{"type": "deleted"}]' order by seq desc limit 1`)
  return row?.id ?? undefined
}
