import type { Instant } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

export type Written = { readonly created_at: Instant; readonly updated_at: Instant }

/** When the policy was first and last written. Documents bear no times of their own, so the wire shows these. */
export const policyWritten = async (db: Db): Promise<Written> =>
  (await db.one(sql<Written>`
    select coalesce(min(at), 'epoch') as created_at, coalesce(max(at), 'epoch') as updated_at
    from policy_versions`))!
