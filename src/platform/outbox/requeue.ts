import { type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../db/index.ts'

/** Lets an effect that has ended go out again, as if it were new. False when it is not there any more. */
export const requeueEffect = async (tx: Db, key: string, at: Instant): Promise<boolean> => {
  const row =
    await tx.one(sql`update outbox set state = 'waiting', attempts = 0, last_error = null, ended_at = null,
    lease_owner = null, lease_until = null, created_at = ${toIsoMs(at)}::timestamptz, due_at = ${toIsoMs(at)}::timestamptz
    where effect_key = ${key} and state <> 'waiting' returning id`)
  return row !== undefined
}
