import type { Id } from '../../../kernel/index.ts'
import { type Db, sql } from '../../../platform/db/index.ts'

/** How many active people hold each role; end users are not counted. */
export const memberCounts = async (db: Db): Promise<ReadonlyMap<Id, number>> => {
  const rows = await db.rows(sql<{ role_id: Id; count: number }>`
    select role_id, count(*) as count from users where active and role_id <> 1 group by role_id`)
  return new Map(rows.map(({ role_id: id, count }) => [id, count]))
}
