import { type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../db/index.ts'

/** Lets effects that a restore held go out, as if they were new. Answers with how many. */
export const releaseHeld = async (db: Db, at: Instant): Promise<number> => {
  const now = sql`${toIsoMs(at)}::timestamptz`
  const rows =
    await db.rows(sql`update outbox set state = 'waiting', attempts = 0, created_at = ${now}, due_at = ${now}
    where state = 'held' returning id`)
  return rows.length
}
