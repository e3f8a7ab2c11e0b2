import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, liveProcessIds, sql } from '../db/index.ts'
import type { Effect } from '../module.ts'

/** How many more effects of a kind the process can hold. */
export type Room = { readonly kind: string; readonly free: number }

/**
 * Takes due effects under a lease of the process. An effect is left alone while
 * - a living process holds it: the lease of a dead one counts no more, so its work goes on at once;
 * - an earlier one of its ticket is due or under way, or waits for its next try to the same recipient.
 * The database's clock measures leases, ours what is due. `offset 0` keeps the lists out of the planner's sight, which
 * would else plan anew at each claim: five times the cost of claiming.
 */
export const claimEffects = (
  db: Db,
  owner: number,
  rooms: readonly Room[],
  now: Instant,
): Promise<Effect[]> =>
  db.rows(sql<Effect>`
    with unhurried as materialized (${UNHURRIED}), picked as (
      select due.id
      from (
        select ${rooms.map(({ kind }) => kind)}::text[] as kinds, ${rooms.map(({ free }) => free)}::int[] as frees
        offset 0) asked
      cross join lateral unnest(asked.kinds, asked.frees) as room(kind, free)
      cross join lateral (
        select o.id from outbox o
        where o.state = 'waiting' and o.kind = room.kind and o.due_at <= ${toIsoMs(now)}::timestamptz
          and (o.lease_owner is null or o.lease_until <= now() or o.lease_owner not in ${liveProcessIds})
          and not exists (
            select from outbox other
            where other.state = 'waiting' and other.ticket_id = o.ticket_id and other.id <> o.id
              and (other.lease_until > now()
                or other.id < o.id and (other.due_at <= ${toIsoMs(now)}::timestamptz or ${sameLane})))
        order by o.due_at, o.id
        limit room.free
        for update of o skip locked
      ) due
    )
    update outbox set lease_owner = ${owner}, lease_until = now() + ${LEASE}, attempts = attempts + 1
    where id in (select id from picked) and (select set from unhurried) = 'off'
    returning id, effect_key as key, kind, ticket_id as "ticketId", payload, created_at as "createdAt",
      attempts as attempt`)

const LEASE = sql`interval '60 seconds'`

/**
 * Lets the statement's commit return before the disk has it. Right only for what may be forgotten: a lease that a crash
 * takes back frees an effect that nobody delivers any more, and one whose end is forgotten is delivered again, as any
 * may be; whoever must not repeat it keeps that on disk himself.
 */
const UNHURRIED = sql`select set_config('synchronous_commit', 'off', true) as set`

/** What keeps its order even while the first of it waits for another try. */
const sameLane = sql`(
  other.kind = o.kind and other.payload -> 'recipientId' is not distinct from o.payload -> 'recipientId')`

/** Holds on to what is still being delivered. */
export const renewLeases = async (db: Db, owner: number, ids: readonly Id[]): Promise<void> => {
  await db.rows(sql`
    update outbox set lease_until = now() + ${LEASE} where id = any(${ids}) and lease_owner = ${owner}`)
}

/** Gives back what was claimed and never begun; such a claim does not count as an attempt. */
export const returnLeases = async (db: Db, owner: number, ids: readonly Id[]): Promise<void> => {
  await db.rows(sql`
    update outbox set lease_owner = null, lease_until = null, attempts = attempts - 1
    where id = any(${ids}) and lease_owner = ${owner} and state = 'waiting'`)
}

export type Failed = { readonly id: Id; readonly error: string }
export type Retry = Failed & { readonly dueAt: Instant }

/** Also where it was cancelled meanwhile or the lease was lost: it did go out. */
export const saveDone = async (db: Db, ids: readonly Id[], now: Instant): Promise<void> => {
  await db.rows(sql`
    update outbox
    set state = 'done', ended_at = ${toIsoMs(now)}, lease_owner = null, lease_until = null, last_error = null
    from (${UNHURRIED}) unhurried
    where id = any(${ids}) and state <> 'done' and unhurried.set = 'off'`)
}

export const saveFailed = async (
  db: Db,
  owner: number,
  failed: readonly Failed[],
  now: Instant,
): Promise<void> => {
  await db.rows(sql`
    update outbox o
    set state = 'failed', ended_at = ${toIsoMs(now)}, lease_owner = null, lease_until = null, last_error = f.error
    from unnest(${failed.map(({ id }) => id)}::bigint[], ${failed.map(({ error }) => error)}::text[]) as f(id, error)
    where o.id = f.id and o.lease_owner = ${owner} and o.state = 'waiting'`)
}

/** Those that must wait behind a retry get its time: otherwise each claim would look at them in vain. */
export const saveRetries = async (db: Db, owner: number, retries: readonly Retry[]): Promise<void> => {
  const ids = retries.map(({ id }) => id)
  const list = sql`unnest(${ids}::bigint[], ${retries.map(({ dueAt }) => toIsoMs(dueAt))}::timestamptz[],
    ${retries.map(({ error }) => error)}::text[]) as r(id, due_at, error)`
  await db.rows(sql`
    with other as (
      update outbox o set due_at = r.due_at, last_error = r.error, lease_owner = null, lease_until = null
      from ${list}
      where o.id = r.id and o.lease_owner = ${owner} and o.state = 'waiting'
      returning o.id, o.ticket_id, o.kind, o.payload, o.due_at
    )
    update outbox o set due_at = greatest(o.due_at, other.due_at)
    from other
    where o.ticket_id = other.ticket_id and o.state = 'waiting' and o.id > other.id and ${sameLane}
      and o.id <> all(${ids})`)
}

export type Backlog = { readonly waiting: number; readonly oldestAt: Instant | null }

/** What is due and not yet out. */
export const readBacklog = async (db: Db): Promise<Backlog> =>
  (await db.one(sql<Backlog>`
    select count(*) as waiting, min(created_at) as "oldestAt" from outbox where state = 'waiting'`))!

/** Removes ended effects from before the instant, at most `limit`; answers how many there were. */
export const removeEnded = async (db: Db, before: Instant, limit: number): Promise<number> =>
  (await db.one(sql<{ count: number }>`
    with old as (
      select id from outbox where state <> 'waiting' and ended_at < ${toIsoMs(before)}::timestamptz
      order by ended_at limit ${limit} for update skip locked
    ), gone as (delete from outbox where id in (select id from old) returning 1)
    select count(*) as count from gone`))!.count
