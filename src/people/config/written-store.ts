import { type Instant, type JsonObject, toIso } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

export type Written = { readonly created_at: Instant; readonly updated_at: Instant }

/** When the policy was first and last written: the times of documents that the desk came with. */
export const policyWritten = async (db: Db): Promise<Written> =>
  (await db.one(sql<Written>`
    select coalesce(min(at), 'epoch') as created_at, coalesce(max(at), 'epoch') as updated_at
    from policy_versions`))!

/** A document's own times, else those of the desk. */
export const timesOf = (
  body: JsonObject,
  { created_at: since }: Written,
): { readonly created_at: string; readonly updated_at: string } => ({
  created_at: typeof body.created_at === 'string' ? body.created_at : toIso(since),
  updated_at: typeof body.updated_at === 'string' ? body.updated_at : toIso(since),
})
