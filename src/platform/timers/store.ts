import { type Id, type Instant, instantOf, type JsonObject, toIsoMs } from '../../kernel/index.ts'
import { type Db, liveProcessIds, sql } from '../db/index.ts'

export type ClaimedTimer = {
  readonly ticketId: Id
  readonly kind: string
  readonly key: string
  readonly dueAt: Instant
  /** The due time with all its digits: tells whether the timer was set anew meanwhile. */
  readonly exactDueAt: string
  readonly payload: JsonObject
  readonly attempt: number
}

/**
 * Takes timers that are due, earliest first. `lease_owner` with `lease_until` is a lease, which falls with its
 * process; `lease_until` alone is the wait after a failure, so that `due_at` keeps the instant that is meant.
 */
export const claimTimers = (
  db: Db,
  owner: number,
  { kinds, limit, now }: { kinds: readonly string[]; limit: number; now: Instant },
): Promise<ClaimedTimer[]> =>
  db.rows(sql<ClaimedTimer>`
    with due as (
      select ticket_id, kind, key from timers
      where due_at <= ${toIsoMs(now)}::timestamptz and kind = any(${kinds})
        and (lease_until is null or lease_until <= now() or lease_owner not in ${liveProcessIds})
      order by due_at
      limit ${limit}
      for update skip locked
    )
    update timers t set lease_owner = ${owner}, lease_until = now() + interval '60 seconds', attempts = attempts + 1
    from due
    where t.ticket_id = due.ticket_id and t.kind = due.kind and t.key = due.key
    returning t.ticket_id as "ticketId", t.kind, t.key, t.due_at as "dueAt", t.due_at::text as "exactDueAt",
      t.payload, t.attempts as attempt`)

/** Removes timers that took effect; one that was set anew meanwhile stays, free and as if untried. */
export const finishTimers = async (db: Db, owner: number, timers: readonly ClaimedTimer[]): Promise<void> => {
  await db.rows(sql`
    with done as (select * from ${listOf(timers)}),
      gone as (delete from timers t using done where ${isSame} and t.due_at = done.due_at)
    update timers t set lease_owner = null, lease_until = null, attempts = 0, last_error = null
    from done where ${isSame} and t.due_at <> done.due_at and t.lease_owner = ${owner}`)
}

export type FailedTimer = {
  readonly timer: ClaimedTimer
  readonly error: string
  readonly waitMs: number
}

/** Lets failed timers wait. One that was set anew meanwhile is free at once. */
export const postponeTimers = async (
  db: Db,
  owner: number,
  failed: readonly FailedTimer[],
): Promise<void> => {
  const waits = failed.map(({ waitMs }) => waitMs)
  const errors = failed.map(({ error }) => error)
  await db.rows(sql`
    update timers t set lease_owner = null, last_error = done.error,
      lease_until = case when t.due_at = done.due_at then now() + done.wait_ms * interval '1 millisecond' end
    from ${listOf(
      failed.map(({ timer }) => timer),
      sql`, ${waits}::float8[], ${errors}::text[]`,
      sql`, wait_ms, error`,
    )}
    where ${isSame} and t.lease_owner = ${owner}`)
}

/** Gives back timers that were claimed and never fired. */
export const returnTimers = async (db: Db, owner: number, timers: readonly ClaimedTimer[]): Promise<void> => {
  await db.rows(sql`
    update timers t set lease_owner = null, lease_until = null, attempts = greatest(attempts - 1, 0)
    from ${listOf(timers)} where ${isSame} and t.lease_owner = ${owner}`)
}

const isSame = sql`t.ticket_id = done.ticket_id and t.kind = done.kind and t.key = done.key`

const listOf = (timers: readonly ClaimedTimer[], moreValues = sql``, moreNames = sql``) => sql`
  unnest(${timers.map(({ ticketId }) => ticketId)}::bigint[], ${timers.map(({ kind }) => kind)}::text[],
    ${timers.map(({ key }) => key)}::text[], ${timers.map(({ exactDueAt }) => exactDueAt)}::timestamptz[] ${moreValues})
  as done(ticket_id, kind, key, due_at ${moreNames})`

/** How late the most overdue timer is, in ms; 0 when none is due. */
export const readLatenessMs = async (db: Db, now: Instant): Promise<number> => {
  const row = await db.one(sql<{ dueAt: Instant | null }>`select min(due_at) as "dueAt" from timers`)
  return Math.max(0, now - (row?.dueAt ?? instantOf(now)))
}
