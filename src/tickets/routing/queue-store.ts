import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { Part } from '../../platform/module.ts'
import { waitingIds } from '../../platform/projection/index.ts'
import { SET_SKILLS } from '../save.ts'

export const ROUTING_QUEUE = 'routing queue'

/** Condition on the row `t` of tickets: it is to be given to somebody, in a group where that is done. */
const isWaiting = sql<boolean>`(t.assignee_id is null and t.status < 4 and t.deleted_at is null
  and t.group_id in (select group_id from routing_groups))`

/** The version of the policy that the groups stand for; it stays so while the transaction lasts. */
export const holdVersion = async (tx: Db): Promise<void> => {
  await tx.rows(sql`select from routing_policy for share`)
}

/** Locks the version until the transaction ends; undefined where the groups stand for this one or a later one already. */
export const lockOlderVersion = (tx: Db, version: number): Promise<{ version: number } | undefined> =>
  tx.one(sql<{ version: number }>`select version from routing_policy where version < ${version} for update`)

/** Which groups give out tickets from now on. Of those that begin to, the tickets that are there wait, too. */
export const setGroups = async (
  tx: Db,
  groupIds: readonly Id[],
  { version, at }: { readonly version: number; readonly at: Instant },
): Promise<void> => {
  const ids = sql`${groupIds}::bigint[]`
  await tx.rows(sql`select from routing_groups order by group_id for update`)
  await tx.rows(sql`with gone as (delete from routing_groups where group_id <> all(${ids})),
      left_over as (delete from routing_queue where group_id <> all(${ids})),
      begun as (insert into routing_groups (group_id, due_at) select id, ${toIsoMs(at)} from unnest(${ids}) as id
        on conflict do nothing returning group_id),
      looked as (update routing_groups set due_at = ${toIsoMs(at)} where group_id = any(${ids}))
    insert into routing_queue (ticket_id, group_id, since)
    select t.ticket_id, t.group_id, ${toIsoMs(at)} from begun join tickets t on t.group_id = begun.group_id
    where t.assignee_id is null and t.status < 4 and t.deleted_at is null
    on conflict (ticket_id) do update set group_id = excluded.group_id, since = excluded.since`)
  await tx.rows(sql`update routing_policy set version = ${version}`)
}

/** Has these tickets wait, or not any more, as they stand; and has groups looked at for which that may matter. */
export const followTickets = async (tx: Db, ids: readonly Id[], at: Instant): Promise<void> => {
  const these = sql`${ids}::bigint[]`
  await tx.rows(sql`with concerned as (select g.group_id from routing_groups g
      where exists (select from tickets t where t.ticket_id = any(${these}) and t.group_id = g.group_id
          and ${isWaiting})
        or (exists (select from routing_queue q where q.group_id = g.group_id)
          and (exists (select from routing_queue q where q.ticket_id = any(${these}) and q.group_id = g.group_id)
            or exists (select from tickets t join group_memberships m on m.user_id = t.assignee_id
              where t.ticket_id = any(${these}) and m.group_id = g.group_id)))
      order by g.group_id for update of g)
    update routing_groups g set due_at = ${toIsoMs(at)} from concerned c where g.group_id = c.group_id`)
  await tx.rows(sql`delete from routing_queue q where q.ticket_id = any(${these})
    and not exists (select from tickets t where t.ticket_id = q.ticket_id and ${isWaiting})`)
  await tx.rows(sql`insert into routing_queue as q (ticket_id, group_id, since)
    select t.ticket_id, t.group_id, ${toIsoMs(at)} from tickets t where t.ticket_id = any(${these}) and ${isWaiting}
    on conflict (ticket_id) do update set group_id = excluded.group_id, since = excluded.since
      where q.group_id <> excluded.group_id`)
}

/** Tickets above an id that are to wait: for building the queue from nothing. */
export const waitingAfter = async (db: Db, id: Id, limit: number): Promise<Id[]> => {
  const rows = await db.rows(sql<{ id: Id }>`select t.ticket_id as id from tickets t
    where t.ticket_id > ${id} and ${isWaiting} order by t.ticket_id limit ${limit}`)
  return rows.map((row) => row.id)
}

export type ClaimedGroup = { readonly groupId: Id; readonly turn: number }

/** A group that is due, held until the transaction ends: of all workers one has it. */
export const claimGroup = (tx: Db, at: Instant): Promise<ClaimedGroup | undefined> =>
  tx.one(sql<ClaimedGroup>`select group_id as "groupId", turn from routing_groups
    where due_at <= ${toIsoMs(at)} order by due_at, group_id limit 1 for update skip locked`)

export const setDue = async (tx: Db, groupId: Id, at: Instant | null): Promise<void> => {
  await tx.rows(
    sql`update routing_groups set due_at = ${at && toIsoMs(at)}::timestamptz where group_id = ${groupId}`,
  )
}

export type QueuedTicket = {
  readonly ticketId: Id
  readonly status: number
  readonly priority: number | null
  readonly since: Instant
  readonly needs: readonly Id[]
}

const QUEUED: RawBuilder<QueuedTicket> = sql<QueuedTicket>`t.ticket_id as "ticketId", t.status, t.priority,
  coalesce((select jsonb_agg(s.value_id order by s.value_id) from ticket_skills s where s.ticket_id = t.ticket_id),
    '[]'::jsonb) as needs`

/**
 * Tickets of a group that wait and that its conditions hold for: the most urgent first, then who has waited longest. One
 * whose skills are still on their way is left for the next time.
 */
export const queuedIn = (
  tx: Db,
  groupId: Id,
  matching: RawBuilder<boolean>,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<QueuedTicket[]> =>
  tx.rows(sql<QueuedTicket>`select ${QUEUED}, q.since
    from routing_queue q join tickets t on t.ticket_id = q.ticket_id and t.group_id = q.group_id
    where q.group_id = ${groupId} and ${isWaiting} and ${matching}
      and not exists (select from outbox o where o.ticket_id = t.ticket_id and o.state = 'waiting' and o.kind = ${SET_SKILLS})
    order by t.priority desc nulls last, q.since, q.ticket_id limit ${limit} offset ${offset}`)

/** Whether a ticket still waits; where it does it stays so until the transaction ends. */
export const lockWaiting = async (tx: Db, ticketId: Id, groupId: Id): Promise<boolean> =>
  (await tx.one(sql`select from tickets t
    where t.ticket_id = ${ticketId} and t.group_id = ${groupId} and ${isWaiting} for update`)) !== undefined

export const hasQueue = async (tx: Db, groupId: Id): Promise<boolean> =>
  (await tx.one(sql`select from routing_queue where group_id = ${groupId} limit 1`)) !== undefined

/** One ticket as if it waited in a group, and whether the group's conditions hold for it. */
export const asQueued = (
  db: Db,
  ticketId: Id,
  matching: RawBuilder<boolean> = sql<boolean>`true`,
): Promise<(Omit<QueuedTicket, 'since'> & { since: Instant | null; matches: boolean }) | undefined> =>
  db.one(sql<Omit<QueuedTicket, 'since'> & { since: Instant | null; matches: boolean }>`
    select ${QUEUED}, q.since, coalesce(${matching}, false) as matches
    from tickets t left join routing_queue q on q.ticket_id = t.ticket_id where t.ticket_id = ${ticketId}`)

/** Tickets above an id that wait and should not, or should and do not; those that the feed has yet to tell of are left out. */
export const misplacedAfter = async (
  db: Db,
  id: Id,
  limit: number,
  part: Part = { index: 0, of: 1 },
): Promise<Id[]> => {
  const rows = await db.rows(sql<{ id: Id }>`select coalesce(w.ticket_id, q.ticket_id) as id
    from (select t.ticket_id, t.group_id from tickets t where ${isWaiting}) w
    full join routing_queue q on q.ticket_id = w.ticket_id
    where q.group_id is distinct from w.group_id and coalesce(w.ticket_id, q.ticket_id) > ${id}
      and coalesce(w.ticket_id, q.ticket_id) % ${part.of}::integer = ${part.index}::integer
      and coalesce(w.ticket_id, q.ticket_id) not in ${waitingIds(ROUTING_QUEUE, 'ticket')}
    order by 1 limit ${limit}`)
  return rows.map((row) => row.id)
}
