import type { Id, Instant } from '../../kernel/index.ts'
import { plusMs, toIsoMs } from '../../kernel/index.ts'
import { type Context, peopleFactsSql } from '../../people/index.ts'
import { type Db, sql, statement } from '../../platform/db/index.ts'
import { requeueEffect } from '../../platform/outbox/index.ts'

/** `bounced`, `delivered` and `complained` are what reports say of a mail that was sent. */
export type MailState = (typeof MAIL_STATES)[number]
export const MAIL_STATES = [
  ...(['queued', 'sent', 'suppressed', 'failed', 'bounced', 'delivered', 'complained'] as const),
] as const

/** One mail to one person, as the row has it. */
export type OutboundMail = {
  readonly id: Id
  readonly ticket_id: Id
  readonly seq: number
  readonly comment_id: Id | null
  readonly user_id: Id
  readonly address: string
  readonly message_id: string
  readonly automatic: boolean
  readonly state: MailState
  readonly reason: string | null
  readonly attempts: number
  readonly created_at: Instant
  readonly sent_at: Instant | null
}

/** Who is to be told, what of the ticket decides whether they may be, and whose words the mail may hold. */
export type MailSurroundings = {
  readonly mail_epoch: number
  readonly recipient: string | null
  readonly brand_id: Id
  readonly requester_id: Id
  readonly assignee_id: Id | null
  readonly group_id: Id | null
  readonly organization_id: Id | null
  readonly follower_ids: readonly Id[]
  readonly email_cc_ids: readonly Id[]
  readonly is_public: boolean
  readonly deleted_at: Instant | null
  readonly policy_version: number
  /** Of the comment that the change brought. */
  readonly author_id: Id | null
  readonly verdict: string | null
  readonly people: Context
}

const SURROUNDINGS = statement(
  'channels_mail_surroundings',
  `select t.mail_epoch, t.recipient, t.brand_id, t.requester_id, t.assignee_id, t.group_id, t.organization_id, t.follower_ids,
     t.email_cc_ids, t.is_public, t.deleted_at, c.author_id, c.verdict,
     (select coalesce(max(version), 0) from policy_versions) as policy_version,
     ${peopleFactsSql(
       `(array[$3::bigint] || array(select distinct author_id from comments
         where ticket_id = $1 and seq <= $2))`,
       `'{}'::bigint[]`,
     )} as people
   from tickets t left join comments c on c.ticket_id = t.ticket_id and c.seq = $2
   where t.ticket_id = $1
   limit 1`,
)

/** Undefined when the ticket is gone. */
export const mailSurroundings = async (
  db: Db,
  about: { readonly ticketId: Id; readonly seq: number; readonly recipientId: Id },
): Promise<MailSurroundings | undefined> => {
  const [row] = await db.query<MailSurroundings>(SURROUNDINGS, [about.ticketId, about.seq, about.recipientId])
  return row
}

/** What must be known before a mail may leave. */
export type Prepared = {
  readonly id: Id
  readonly state: MailState
  /** Automatic mails that left for this person, or that entered before this one and may still leave. */
  readonly to_this_on_thread: number
  readonly last_hour: number
  readonly last_day: number
  /** Mail to the address came back for good. */
  readonly gone: boolean
  readonly unwilling: boolean
  /** Message-IDs of the thread as this person knows it, oldest first. */
  readonly thread: readonly string[]
}

export type NewOutboundMail = {
  readonly effectKey: string
  readonly ticketId: Id
  readonly seq: number
  readonly commentId: Id | null
  readonly userId: Id
  readonly address: string
  readonly messageId: string
  readonly automatic: boolean
  readonly at: Instant
}

/**
 * Enters the mail (again: the same row, under the same Message-ID) and reads what decides whether and how it goes.
 * Mails of later changes are no part of its thread. Nobody waits for this row to reach the disk: were it lost in a
 * crash, its effect is still in the outbox and enters it anew.
 */
const PREPARE = statement(
  'channels_prepare_mail',
  `with unhurried as (select set_config('synchronous_commit', 'off', true) as set),
   entered as (
     insert into outbound_mails as o (effect_key, ticket_id, seq, comment_id, user_id, address, message_id, automatic,
       state, attempts, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', 1, $9, $9)
     on conflict (effect_key) do update set attempts = o.attempts + 1, updated_at = excluded.updated_at
     returning id, state),
   automatic as (
     select count(*) filter (where ticket_id = $2) as to_this_on_thread,
       count(*) filter (where created_at > $9::timestamptz - interval '1 hour') as last_hour,
       count(*) filter (where created_at > $9::timestamptz - interval '1 day') as last_day
     from outbound_mails, entered e where user_id = $5 and automatic and effect_key <> $1
       and (outbound_mails.state in ('sent', 'delivered', 'complained') or (outbound_mails.state = 'queued' and outbound_mails.id < e.id))),
   thread as (
     select message_id, created_at as at from outbound_mails
       where ticket_id = $2 and user_id = $5 and seq < $3 and state in ('sent', 'bounced', 'delivered', 'complained')
     union all
     select m.message_id, m.received_at from comments c join inbound_mails m on m.id = c.mail_id
       where c.ticket_id = $2 and c.seq <= $3 and c.public and m.message_id is not null)
   select e.id, e.state, a.to_this_on_thread, a.last_hour, a.last_day,
     exists (select from user_identities i where i.user_id = $5 and i.type = 'email' and i.key = $6
       and i.deliverable_state = 'undeliverable') as gone,
     exists (select from outbound_mails b where b.user_id = $5 and b.address = $6 and (b.state = 'complained'
       or b.state = 'bounced' and b.updated_at > $9::timestamptz - interval '7 days')) as unwilling,
     array(select message_id from thread order by at, message_id) as thread
   from entered e, automatic a, unhurried u where u.set = 'off'`,
)

export const prepareMail = (db: Db, mail: NewOutboundMail): Promise<Prepared> =>
  mail.automatic ? db.transaction((tx) => prepareInTurn(tx, mail)) : prepare(db, mail)

/** One after the other for one person: of mails that are prepared at once, none would see the others. */
const prepareInTurn = async (tx: Db, mail: NewOutboundMail): Promise<Prepared> => {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended('automatic mail', ${mail.userId}))`)
  return prepare(tx, mail)
}

const prepare = async (db: Db, mail: NewOutboundMail): Promise<Prepared> => {
  const [row] = await db.query<Prepared>(PREPARE, [
    mail.effectKey,
    mail.ticketId,
    mail.seq,
    mail.commentId,
    mail.userId,
    mail.address,
    mail.messageId,
    mail.automatic,
    toIsoMs(mail.at),
  ])
  if (row === undefined) throw new Error('an entered mail has a row')
  return row
}

const SETTLE = statement(
  'channels_settle_mail',
  `update outbound_mails set state = $2, reason = $3, updated_at = $4,
     sent_at = case when $2 = 'sent' then $4::timestamptz else sent_at end
   where id = $1 and state not in ('bounced', 'delivered', 'complained')`,
)

/** Writes what became of a mail. A bounce that overtook us stands. */
export const settleMail = async (
  db: Db,
  id: Id,
  outcome: { readonly state: MailState; readonly reason: string | null; readonly at: Instant },
): Promise<void> => {
  await db.query(SETTLE, [id, outcome.state, outcome.reason, toIsoMs(outcome.at)])
}

export const settleByKey = async (
  db: Db,
  effectKey: string,
  outcome: { readonly state: MailState; readonly reason: string; readonly at: Instant },
): Promise<void> => {
  await db.rows(sql`update outbound_mails set state = ${outcome.state}, reason = ${outcome.reason},
    updated_at = ${toIsoMs(outcome.at)}::timestamptz where effect_key = ${effectKey} and state = 'queued'`)
}

/** The mails of a ticket, oldest first. */
export const mailsOfTicket = (db: Db, ticketId: Id): Promise<OutboundMail[]> =>
  db.rows(sql<OutboundMail>`select id, ticket_id, seq, comment_id, user_id, address, message_id, automatic, state,
    reason, attempts, created_at, sent_at from outbound_mails where ticket_id = ${ticketId} order by id limit 1000`)

export const findMail = (db: Db, ticketId: Id, id: Id): Promise<OutboundMail | undefined> =>
  db.one(sql<OutboundMail>`select id, ticket_id, seq, comment_id, user_id, address, message_id, automatic, state,
    reason, attempts, created_at, sent_at from outbound_mails where ticket_id = ${ticketId} and id = ${id}`)

/**
 * Puts a mail that failed, came back or was held back into the outbox again, as it was. `missing` when it is not in
 * such a state, `expired` when its effect was swept. Joins the given transaction.
 */
export const resendMail = async (tx: Db, id: Id, at: Instant): Promise<'queued' | 'missing' | 'expired'> => {
  const row = await tx.one(sql<{ effect_key: string }>`
      update outbound_mails set state = 'queued', reason = null, updated_at = ${toIsoMs(at)}::timestamptz
      where id = ${id} and state in ('failed', 'bounced', 'suppressed') returning effect_key`)
  if (row === undefined) return 'missing'
  return (await requeueEffect(tx, row.effect_key, at)) ? 'queued' : 'expired'
}

/** Since when mail is tried and does not leave; null where none waits for another try, or some has left of late. */
export const stuckSince = async (db: Db, now: Instant, lateMs: number): Promise<Instant | null> => {
  const late = toIsoMs(plusMs(now, -lateMs))
  const row = await db.one(sql<{ since: Instant | null }>`
    select min(created_at) as since from outbox
    where state = 'waiting' and kind = 'send_mail' and last_error is not null
      and not exists (select from (select sent_at from outbound_mails order by id desc limit 500) newest
        where sent_at > ${late}::timestamptz)`)
  return row?.since ?? null
}
