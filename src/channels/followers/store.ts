import { type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

/** A public comment of a ticket, and somebody who follows its organization and has not heard of it. */
export type News = {
  readonly ticket_id: number
  readonly seq: number
  readonly comment_id: number
  readonly user_id: number
  readonly title: string | null
  readonly organization: string
  /** The ticket itself is the news. */
  readonly is_new: boolean
  /** An agent's words, as opposed to what other customers write. */
  readonly is_by_staff: boolean
  readonly effect_key: string
}

/**
 * What followers of the tickets' organizations are to be told: not what they wrote themselves, nor what they hear as
 * requester or in copy; nothing from before they followed, nothing imported, no copies of older words. Whether they see
 * the ticket, and may be sent a mail at all, is asked when it leaves.
 */
export const newsFor = (db: Db, ticketIds: readonly number[], since: Instant): Promise<News[]> =>
  db.rows(sql<News>`
    select t.ticket_id, c.seq, c.id as comment_id, s.user_id, t.subject as title, o.name as organization,
      c.seq = 1 as is_new, author.role_id <> 1 as is_by_staff,
      'ticket/' || t.ticket_id || '/' || c.seq || '/mail/organization/' || s.user_id as effect_key
    from tickets t
    join organization_subscriptions s on s.organization_id = t.organization_id
    join organizations o on o.id = t.organization_id
    join comments c on c.ticket_id = t.ticket_id and c.public
      and c.created_at >= greatest(t.created_at, s.created_at, ${toIsoMs(since)}::timestamptz)
    join audits a on a.ticket_id = c.ticket_id and a.seq = c.seq
    join users author on author.id = c.author_id
    where t.ticket_id = any(${ticketIds}::bigint[]) and t.deleted_at is null
      and s.user_id <> c.author_id and s.user_id <> t.requester_id and s.user_id <> all(t.email_cc_ids)
      and coalesce(a.change ->> 'imported', 'false') <> 'true'
    order by t.ticket_id, c.seq, s.user_id`)

/** Those of the effects that were never left before; a mail that left is remembered longer than its effect. */
export const unknownKeys = async (db: Db, keys: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await db.rows(sql<{ key: string }>`select key from unnest(${keys}::text[]) as key
    where not exists (select from outbox o where o.effect_key = key)
      and not exists (select from outbound_mails m where m.effect_key = key)`)
  return new Set(rows.map(({ key }) => key))
}

/** Leaves a mail where those of the same update wait, and no sooner than they. */
export const leaveMail = async (
  tx: Db,
  { ticket_id: ticketId, seq, effect_key: key }: News,
  payload: object,
  at: Instant,
): Promise<void> => {
  await tx.rows(sql`
    insert into outbox (effect_key, kind, ticket_id, payload, created_at, due_at)
    values (${key}, 'send_mail', ${ticketId}, ${JSON.stringify(payload)}::jsonb, ${toIsoMs(at)},
      greatest(${toIsoMs(at)}::timestamptz, (select max(due_at) from outbox o
        where o.ticket_id = ${ticketId} and o.state = 'waiting'
          and starts_with(o.effect_key, ${`ticket/${ticketId}/${seq}/`}))))
    on conflict (effect_key) do nothing`)
}
