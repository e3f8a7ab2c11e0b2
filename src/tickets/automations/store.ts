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
  /** It may act again on what it acted on until then; null: never. */
  readonly againBefore: Instant | null
  /** Tickets on which automations acted so often are left alone. */
  readonly maxTimes: number
  readonly limit: number
}

/** Tickets for which an automation's conditions hold now, closed ones left out. */
export const candidatesOf = (db: Db, asked: Asked): Promise<Candidate[]> =>
  db.rows(sql<Candidate>`${candidatesQuery(asked)}`)

export const candidatesQuery = ({
  automationId,
  matching,
  againBefore,
  maxTimes,
  limit,
}: Asked) => sql<Candidate>`
  select t.ticket_id as "ticketId", f.fired_at as "firedAt"
  from tickets t
  left join automation_firings f on f.ticket_id = t.ticket_id and f.automation_id = ${automationId}
  where t.deleted_at is null and t.status < 5 and ${matching}
    and (f.fired_at is null or f.fired_at <= ${againBefore === null ? null : toIsoMs(againBefore)}::timestamptz)
    and (select coalesce(sum(g.times), 0) from automation_firings g where g.ticket_id = t.ticket_id) < ${maxTimes}
  order by t.ticket_id limit ${limit}`

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
