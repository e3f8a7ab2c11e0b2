import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

/** What became known of an address: mail to it came back for good, came back, or arrives. */
export type DeliveryNews = {
  readonly userId: Id
  /** In the one form of `readEmail`. */
  readonly email: string
  readonly news: 'gone' | 'failed' | 'reached'
  readonly at: Instant
}

/** So often mail may come back for reasons that pass before the address counts as gone. */
const MAX_FAILURES = 3

/**
 * Notes it on the identity: `gone` makes it undeliverable at once, `failed` after the third time without one that
 * arrived, `reached` takes that back. Joins the given transaction. The audit log has it where the state turns.
 */
export const noteDelivery = async (tx: Db, { userId, email, news, at }: DeliveryNews): Promise<void> => {
  const now = toIsoMs(at)
  await tx.rows(sql`
    with before as (
      select id, deliverable_state as state, undeliverable_count as count from user_identities
      where user_id = ${userId} and type = 'email' and key = ${email} for update),
    judged as (
      select id, state as was,
        case when ${news === 'reached'} then 0 else count + 1 end as count,
        case when ${news === 'reached'} then case when state = 'undeliverable' then 'deliverable' else state end
          when ${news === 'gone'} or count + 1 >= ${MAX_FAILURES} then 'undeliverable' else state end as state
      from before where ${news !== 'reached'} or count > 0 or state = 'undeliverable'),
    noted as (
      update user_identities i set undeliverable_count = judged.count, deliverable_state = judged.state,
        updated_at = ${now} from judged where i.id = judged.id returning i.user_id),
    audited as (
      insert into audit_log (at, via, action, source_type, source_id, source_label, before, after)
      select ${now}::timestamptz, 'mail', 'update', 'user_identity', id::text, null,
        jsonb_build_object('deliverable_state', was), jsonb_build_object('deliverable_state', state)
      from judged where state <> was)
    insert into feed_inbox (subject, subject_id) select 'user', user_id from noted`)
}
