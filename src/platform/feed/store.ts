import { type Instant, toIsoMs } from '../../kernel/index.ts'
import type { Session } from '../db/index.ts'

/** The channel that tells of new positions; its payload is the last one. */
export const FEED_CHANNEL = 'mainstay_feed'

/**
 * Numbers the next changes, at most `limit`, in one statement; answers how many, and how many wait.
 *
 * A row may be numbered when every transaction that began before its own has ended: nothing can come in front of it
 * any more. Order is that of the inbox's ids, not of transaction ids: a transaction that got its id early and then
 * waited for another's ticket writes its row after that other one, and so has the larger id. For the same reason
 * nothing is numbered past a row that may not be numbered yet. `at` never runs backwards, whatever the clock does.
 */
const NUMBER = `
with horizon as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as xmin),
first_open as materialized (
  select min(id) as id from feed_inbox where xid >= (select xmin from horizon)
),
batch as materialized (
  select id, subject, subject_id, seq, row_number() over (order by id) as number
  from feed_inbox
  where xid < (select xmin from horizon) and id < coalesce((select id from first_open), 9223372036854775807)
  order by id
  limit $1
),
taken as (delete from feed_inbox where id in (select id from batch)),
newest as materialized (select position, at from feed order by position desc limit 1),
numbered as (
  insert into feed (position, subject, subject_id, seq, at)
  select coalesce((select position from newest), 0) + number, subject, subject_id, seq,
    greatest($2::timestamptz, (select at from newest))
  from batch
  returning position
)
select count(*)::int as moved, max(position) as position, (select id from first_open) is not null as "isWaiting",
  case when count(*) > 0 then pg_notify('${FEED_CHANNEL}', max(position)::text) end as told
from numbered`

export type Numbered = {
  readonly moved: number
  readonly position: number | null
  /** Rows are there that may not be numbered yet. */
  readonly isWaiting: boolean
}

/** Runs on the session that holds the lock, so that it cannot go on where the lock is lost. */
export const numberChanges = async (
  session: Pick<Session, 'query'>,
  limit: number,
  now: Instant,
): Promise<Numbered> => (await session.query<Numbered>(NUMBER, [limit, toIsoMs(now)]))[0]!

const DISPATCHING = '7160532000000011'

export const tryToDispatch = async (session: Pick<Session, 'query'>): Promise<boolean> =>
  (await session.query<{ got: boolean }>(`select pg_try_advisory_lock(${DISPATCHING}::bigint) as got`))[0]!
    .got

export const stopDispatching = async (session: Pick<Session, 'query'>): Promise<void> => {
  await session.query(`select pg_advisory_unlock(${DISPATCHING}::bigint)`)
}
