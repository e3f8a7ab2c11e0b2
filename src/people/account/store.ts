import type { Id, Instant } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

export type Written = { readonly created_at: Instant; readonly updated_at: Instant }

/** When the policy was first and last written. Documents bear no times of their own, so the wire shows these. */
export const policyWritten = async (db: Db): Promise<Written> =>
  (await db.one(sql<Written>`
    select coalesce(min(at), 'epoch') as created_at, coalesce(max(at), 'epoch') as updated_at
    from policy_versions`))!

/** How many active people hold each role; end users are not counted. */
export const memberCounts = async (db: Db): Promise<ReadonlyMap<Id, number>> => {
  const rows = await db.rows(sql<{ role_id: Id; count: number }>`
    select role_id, count(*) as count from users where active and role_id <> 1 group by role_id`)
  return new Map(rows.map(({ role_id: id, count }) => [id, count]))
}
