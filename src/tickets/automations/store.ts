import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

/** Takes the turn to look tickets through, where it is time: of all processes one gets it. */
export const takeTurn = async (db: Db, now: Instant, next: Instant): Promise<boolean> =>
  (await db.one(sql`update automation_sweep set next_at = ${toIsoMs(next)}
    where next_at <= ${toIsoMs(now)} or next_at > ${toIsoMs(next)} returning next_at`)) !== undefined

/** A ticket that an automation may have to act on, and when it did so last. */
export type Candidate = { readonly ticketId: Id; readonly firedAt: Instant | null }

export type Asked = {
  readonly automationId: Id
  /** The conditions, on the row `t` of tickets. */
  readonly matching: RawBuilder<boolean>
  /** What follows from them on the status, written for indexes. */
  readonly implied: RawBuilder<boolean>
  /** It may act again on what it acted on until then; null: never. */
  readonly againBefore: Instant | null
  /** Tickets on which automations acted so often are left alone. */
  readonly maxTimes: number
  readonly limit: number
  /** What may have become true since it looked last; null: all tickets are looked at. */
  readonly news: News | null
}

export type News = {
  /** Tickets that changed. */
  readonly changedIds: readonly Id[]
  /** One of these holds of each ticket that time alone brought in. */
  readonly turned: readonly RawBuilder<boolean>[]
  /** What was acted on by then could be acted on again already; null: never again. */
  readonly againSince: Instant | null
}

/** Tickets for which an automation's conditions hold now, closed ones left out. */
export const candidatesOf = (db: Db, asked: Asked): Promise<Candidate[]> =>
  db.rows(sql<Candidate>`${candidatesQuery(asked)}`)

export const candidatesQuery = (asked: Asked) => {
  const { automationId, matching, implied, againBefore, maxTimes, limit } = asked
  return sql<Candidate>`
  select t.ticket_id as "ticketId", f.fired_at as "firedAt"
  from ${asked.news === null ? sql`tickets t` : newsOf(asked, asked.news)}
  left join automation_firings f on f.ticket_id = t.ticket_id and f.automation_id = ${automationId}
  where t.deleted_at is null and t.status < 5 and ${implied} and ${matching}
    and (f.fired_at is null or f.fired_at <= ${isoOf(againBefore)}::timestamptz)
    and (select coalesce(sum(g.times), 0) from automation_firings g where g.ticket_id = t.ticket_id) < ${maxTimes}
  order by t.ticket_id limit ${limit}`
}

const isoOf = (at: Instant | null): string | null => (at === null ? null : toIsoMs(at))

/**
 * Tickets to look at, by whatever index finds each kind of news, and then each of them by its id: joined freely, few
 * tickets that are taken for many would have all be read. Instead of the table `t`.
 */
const newsOf = (
  { automationId, implied, againBefore }: Asked,
  { changedIds, turned, againSince }: News,
): RawBuilder<unknown> => {
  const again = sql`select ticket_id from automation_firings where automation_id = ${automationId}
    and fired_at > ${isoOf(againSince)}::timestamptz and fired_at <= ${isoOf(againBefore)}::timestamptz`
  const due = turned.map(
    (isTurned) => sql`select t.ticket_id from tickets t
      where t.deleted_at is null and t.status < 5 and ${implied} and ${isTurned}`,
  )
  const changed = sql`select unnest(${changedIds}::bigint[]) as ticket_id`
  return sql`(${sql.join([changed, again, ...due], sql` union `)}) as news
    cross join lateral (select * from tickets o where o.ticket_id = news.ticket_id offset 0) t`
}

/** How far an automation has looked. */
export type Look = {
  readonly automationId: Id
  /** What its conditions were read under. */
  readonly policy: string
  readonly at: Instant
  /** The place of the feed up to which it knows of changes. */
  readonly position: number
  /** When it last looked at all tickets. */
  readonly wholeAt: Instant
}

export const readLooks = (db: Db): Promise<Look[]> =>
  db.rows(sql<Look>`select automation_id as "automationId", policy, looked_at as at, position, whole_at as "wholeAt"
    from automation_looks`)

/** Keeps the looks of these; of automations that are not among `standing`, none. */
export const keepLooks = (db: Db, looks: readonly Look[], standing: readonly Id[]): Promise<unknown> =>
  db.rows(sql`
    with gone as (delete from automation_looks where automation_id <> all(${standing}::bigint[]))
    insert into automation_looks (automation_id, policy, looked_at, position, whole_at)
    select * from unnest(${looks.map((one) => one.automationId)}::bigint[], ${looks.map((one) => one.policy)}::text[],
      ${looks.map((one) => toIsoMs(one.at))}::timestamptz[], ${looks.map((one) => one.position)}::bigint[],
      ${looks.map((one) => toIsoMs(one.wholeAt))}::timestamptz[])
    on conflict (automation_id) do update set policy = excluded.policy, looked_at = excluded.looked_at,
      position = excluded.position, whole_at = excluded.whole_at`)

export const feedEnd = async (db: Db): Promise<number> =>
  (await db.one(sql<{ position: number }>`select coalesce(max(position), 0)::bigint as position from feed`))!
    .position

/**
 * Tickets that changed after a place of the feed, or of which the requester or the organization did, closed ones among
 * them; what is committed and has no place yet belongs to them. At most `limit`, in no order.
 */
export const changedAfter = async (db: Db, position: number, limit: number): Promise<readonly Id[]> => {
  const rows = await db.rows(sql<{ id: Id }>`
    with changes as materialized (
      select subject, subject_id from feed where position > ${position} and subject in ('ticket', 'user', 'organization')
      union select subject, subject_id from feed_inbox where subject in ('ticket', 'user', 'organization'))
    select id from (
      select subject_id as id from changes where subject = 'ticket'
      union select o.ticket_id from changes c cross join lateral (select ticket_id from tickets t
        where t.requester_id = c.subject_id and t.status < 5 and t.deleted_at is null offset 0) o where c.subject = 'user'
      union select o.ticket_id from changes c cross join lateral (select ticket_id from tickets t
        where t.organization_id = c.subject_id and t.status < 5 and t.deleted_at is null offset 0) o
      where c.subject = 'organization') changed limit ${limit}`)
  return rows.map(({ id }) => id)
}

export const noteFiring = (tx: Db, automationId: Id, ticketId: Id, at: Instant): Promise<unknown> =>
  tx.rows(sql`
    insert into automation_firings as f (ticket_id, automation_id, fired_at, times)
    values (${ticketId}, ${automationId}, ${toIsoMs(at)}, 1)
    on conflict (ticket_id, automation_id) do update set fired_at = excluded.fired_at, times = f.times + 1`)

/** Audits of automations that no note tells of, each as `ticket/automation`. */
export const untoldFirings = (
  db: Db,
): Promise<readonly { readonly ticketId: Id; readonly automationId: Id }[]> =>
  db.rows(sql<{ ticketId: Id; automationId: Id }>`
    with told as (
      select a.ticket_id, (a.change -> 'automation' ->> 'id')::bigint as automation_id, count(*) as times
      from audits a where a.change ? 'automation' group by 1, 2
    )
    select told.ticket_id as "ticketId", told.automation_id as "automationId"
    from told left join automation_firings f using (ticket_id, automation_id)
    where told.times > coalesce(f.times, 0)
    order by 1, 2`)
