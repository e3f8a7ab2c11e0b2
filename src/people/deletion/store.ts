import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

/** Condition on the row `u`: removed, and not gone for good. */
export const REMOVED: RawBuilder<boolean> = sql<boolean>`not u.active and u.permanently_deleted_at is null`

/** Says for good that a removed person's traces go; answers whether nobody had said so before. */
export const markDeleted = async (tx: Db, id: Id, by: Id | null, at: Instant): Promise<boolean> => {
  const marked = await tx.one(sql`
    update users set permanently_deleted_at = ${toIsoMs(at)}, permanently_deleted_by = ${by}
    where id = ${id} and permanently_deleted_at is null returning id`)
  return marked !== undefined
}

/** Readers of the feed look at them again: what they have copied is to go too. */
export const markErased = (tx: Db, id: Id, at: Instant): Promise<unknown> =>
  tx.rows(sql`with erased as (
      update users set erased_at = ${toIsoMs(at)}, updated_at = ${toIsoMs(at)} where id = ${id} returning id)
    insert into feed_inbox (subject, subject_id) select 'user', id from erased`)

export type DeletionState = {
  readonly permanently_deleted_at: Instant | null
  readonly permanently_deleted_by: Id | null
  readonly erased_at: Instant | null
}

export const deletionState = (db: Db, id: Id): Promise<DeletionState | undefined> =>
  db.one(sql<DeletionState>`
    select permanently_deleted_at, permanently_deleted_by, erased_at from users where id = ${id}`)
