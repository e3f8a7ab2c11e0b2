import { type Id, type Instant, type JsonObject, toIsoMs } from '../../kernel/index.ts'
import { type Db, liveProcessIds, sql, statement } from '../../platform/db/index.ts'

/** A mail as it was taken in. Exactly one of `raw` and `blob` holds its bytes. */
export type NewMail = {
  readonly receivedAt: Instant
  readonly envelopeFrom: string
  readonly envelopeTo: readonly string[]
  readonly remoteIp: string | null
  readonly helo: string | null
  readonly mailboxId: Id | null
  readonly raw: Buffer | null
  readonly blob: string | null
  readonly size: number
  readonly sha256: Buffer
  readonly messageId: string | null
  readonly dedupe: Buffer
}

const INSERT = statement(
  'inbound_mails_insert',
  `insert into inbound_mails
     (received_at, due_at, envelope_from, envelope_to, remote_ip, helo, raw, blob, size, sha256, message_id,
      dedupe, mailbox_id)
   select at, at, envelope_from, string_to_array(envelope_to, E'\\n'), remote_ip, helo, raw, blob, size, sha256,
     message_id, dedupe, mailbox_id
   from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::int[],
     $9::bytea[], $10::text[], $11::bytea[], $12::bigint[])
     as m(at, envelope_from, envelope_to, remote_ip, helo, raw, blob, size, sha256, message_id, dedupe, mailbox_id)
   returning id`,
)

/** Writes mails in one statement: they are all durable when it returns. */
export const insertMails = async (db: Db, mails: readonly NewMail[]): Promise<Id[]> => {
  const column = <T>(read: (mail: NewMail) => T): T[] => mails.map(read)
  const rows = await db.query<{ id: Id }>(INSERT, [
    column((mail) => toIsoMs(mail.receivedAt)),
    column((mail) => mail.envelopeFrom),
    column((mail) => mail.envelopeTo.join('\n')),
    column((mail) => mail.remoteIp),
    column((mail) => mail.helo),
    column((mail) => mail.raw),
    column((mail) => mail.blob),
    column((mail) => mail.size),
    column((mail) => mail.sha256),
    column((mail) => mail.messageId),
    column((mail) => mail.dedupe),
    column((mail) => mail.mailboxId),
  ])
  return rows.map(({ id }) => id)
}

/** A mail on its way through the worker that holds its lease. */
export type ClaimedMail = {
  readonly id: Id
  readonly received_at: Instant
  readonly envelope_from: string
  readonly envelope_to: readonly string[]
  readonly remote_ip: string | null
  readonly helo: string | null
  readonly mailbox_id: Id | null
  readonly raw: Buffer | null
  readonly blob: string | null
  readonly size: number
  readonly attempts: number
  readonly outcome: { readonly errors?: number } | null
}

/** A leased mail is due again when its lease ends, so that one index finds new and abandoned ones alike. */
const CLAIM = statement(
  'inbound_mails_claim',
  `update inbound_mails m set lease_owner = $1, lease_until = $3, due_at = $3, attempts = m.attempts + 1
   from (select id from inbound_mails where state = 'received' and due_at <= $2
         order by due_at, id limit $4 for update skip locked) due
   where m.id = due.id
   returning m.id, m.received_at, m.envelope_from, m.envelope_to, m.remote_ip, m.helo, m.mailbox_id, m.raw,
     m.blob, m.size, m.attempts, m.outcome`,
)

export const claimMails = (
  db: Db,
  claim: { readonly owner: number; readonly now: Instant; readonly until: Instant; readonly limit: number },
): Promise<ClaimedMail[]> =>
  db.query<ClaimedMail>(CLAIM, [claim.owner, toIsoMs(claim.now), toIsoMs(claim.until), claim.limit])

/** Keeps mails that are still being worked on. */
export const renewLeases = async (
  db: Db,
  owner: number,
  ids: readonly Id[],
  until: Instant,
): Promise<void> => {
  await db.rows(sql`update inbound_mails set due_at = ${toIsoMs(until)}, lease_until = ${toIsoMs(until)}
    where id = any(${ids}::bigint[]) and state = 'received' and lease_owner = ${owner}`)
}

/** Makes the mails due at once that processes held which live no more. */
export const freeMailsOfTheDead = async (db: Db, now: Instant): Promise<void> => {
  await db.rows(sql`update inbound_mails set due_at = ${toIsoMs(now)}, lease_owner = null, lease_until = null
    where state = 'received' and due_at > ${toIsoMs(now)} and lease_owner not in ${liveProcessIds}`)
}

/** Gives mails back that this process will not get to. */
export const returnMails = async (db: Db, ids: readonly Id[], now: Instant): Promise<void> => {
  await db.rows(sql`update inbound_mails set due_at = ${toIsoMs(now)}, lease_owner = null, lease_until = null,
      attempts = greatest(attempts - 1, 0)
    where id = any(${ids}::bigint[]) and state = 'received'`)
}

export type FinalState = 'done' | 'suspended' | 'duplicate' | 'dropped'

const FINISH = statement(
  'inbound_mails_finish',
  `update inbound_mails set state = $2, outcome = $3, lease_owner = null, lease_until = null
   where id = $1 and state = 'received' returning id`,
)

/** Another worker ended this mail first: what was done for it here must not stay. */
export class MailTaken extends Error {
  constructor(id: Id) {
    super(`Mail ${id} was ended by another worker`)
    this.name = 'MailTaken'
  }
}

/**
 * Ends a mail, in the transaction of what it led to. A mail that was delivered before violates `inbound_mails_once`;
 * one that another worker has ended throws `MailTaken`. Both undo the transaction.
 */
export const finishMail = async (tx: Db, id: Id, state: FinalState, outcome: JsonObject): Promise<void> => {
  const rows = await tx.query(FINISH, [id, state, JSON.stringify(outcome)])
  if (rows.length === 0) throw new MailTaken(id)
}

/** Puts a mail off after a failure; the count of failures is kept with it. */
export const retryMail = async (db: Db, id: Id, dueAt: Instant, outcome: JsonObject): Promise<void> => {
  await db.rows(sql`update inbound_mails set due_at = ${toIsoMs(dueAt)}, lease_owner = null, lease_until = null,
      outcome = ${JSON.stringify(outcome)}::jsonb where id = ${id} and state = 'received'`)
}

export type SenderRow = {
  readonly user_id: Id
  readonly role_id: Id
  readonly active: boolean
  readonly suspended: boolean
  /** Mail to the address that this one comes from came back for good. */
  readonly undeliverable: boolean
}
export type ThreadRow = {
  readonly ticket_id: Id
  readonly requester_id: Id
  readonly email_cc_ids: readonly Id[]
  readonly status: number
  readonly mail_epoch: number
  readonly deleted_at: Instant | null
  /** The ticket in which this one goes on. */
  readonly merged_into: Id | null
}
export type MailSurroundings = {
  readonly sender: SenderRow | null
  readonly tickets: readonly ThreadRow[]
  readonly policyVersion: number
  readonly attachmentIds: readonly Id[]
}

const SURROUNDINGS = statement(
  'inbound_mails_surroundings',
  `with recursive threads(id) as (
     select unnest($2::bigint[])
     union select t.merged_into from threads join tickets t on t.ticket_id = threads.id where t.merged_into is not null)
   select
     (select coalesce(max(version), 0) from policy_versions) as policy_version,
     (select jsonb_build_object('user_id', u.id, 'role_id', u.role_id, 'active', u.active, 'suspended', u.suspended,
        'undeliverable', i.deliverable_state = 'undeliverable')
      from user_identities i join users u on u.id = i.user_id
      where i.type = 'email' and i.key = $1) as sender,
     (select coalesce(jsonb_agg(jsonb_build_object('ticket_id', t.ticket_id, 'requester_id', t.requester_id,
        'email_cc_ids', t.email_cc_ids, 'status', t.status, 'mail_epoch', t.mail_epoch, 'deleted_at', t.deleted_at,
        'merged_into', t.merged_into)), '[]')
      from tickets t where t.ticket_id in (select id from threads)) as tickets,
     array(select nextval('attachment_ids') from generate_series(1, $3::int)) as attachment_ids`,
)

/** All that a mail's fate depends on, in one query: who has its address, the tickets it claims to answer. */
export const loadSurroundings = async (
  db: Db,
  ask: { readonly address: string; readonly ticketIds: readonly Id[]; readonly attachments: number },
): Promise<MailSurroundings> => {
  const [row] = await db.query<{
    policy_version: number
    sender: SenderRow | null
    tickets: ThreadRow[]
    attachment_ids: Id[]
  }>(SURROUNDINGS, [ask.address, ask.ticketIds, ask.attachments])
  return {
    policyVersion: row!.policy_version,
    sender: row!.sender,
    tickets: row!.tickets,
    attachmentIds: row!.attachment_ids,
  }
}

export type Reported = { readonly user_id: Id; readonly address: string }

/**
 * Notes what a report says of mails of ours; `state` null: only its words. A later report wins, except that one which
 * tells of arrival takes nothing back. Answers whom they went to.
 */
export const noteReported = (
  tx: Db,
  messageIds: readonly string[],
  report: { readonly state: 'bounced' | 'delivered' | 'complained' | null; readonly reason: string | null },
  at: Instant,
): Promise<Reported[]> =>
  tx.rows(sql<Reported>`update outbound_mails set state = coalesce(${report.state}::text, state),
      reason = ${report.reason}, updated_at = ${toIsoMs(at)}
    where message_id = any(${messageIds}::text[])
      and (state in ('queued', 'sent') or (state = 'delivered' and ${report.state !== null && report.state !== 'delivered'}))
    returning user_id, address`)

export type MailSource = { readonly raw: Buffer | null; readonly blob: string | null }

/** Where the raw bytes of the mail lie that a comment came by; of one that was redacted nowhere. */
export const findCommentSource = (db: Db, ticketId: Id, commentId: Id): Promise<MailSource | undefined> =>
  db.one(sql<MailSource>`select m.raw, m.blob from comments c join inbound_mails m on m.id = c.mail_id
    where c.ticket_id = ${ticketId} and c.id = ${commentId} and m.raw is distinct from '' and c.redacted_at is null`)

export const findMailSource = (db: Db, mailId: Id): Promise<(MailSource & ClaimedMail) | undefined> =>
  db.one(sql<
    MailSource & ClaimedMail
  >`select m.id, m.received_at, m.envelope_from, m.envelope_to, m.remote_ip, m.helo,
      m.mailbox_id, m.raw, m.blob, m.size, m.attempts, m.outcome
    from inbound_mails m where m.id = ${mailId}`)

/** How many mails wait, and since when the oldest does. */
export const waitingMails = async (
  db: Db,
): Promise<{ readonly count: number; readonly oldestAt: Instant | null }> =>
  (await db.one(sql<{ count: number; oldestAt: Instant | null }>`select count(*) as count,
      min(received_at) as "oldestAt" from inbound_mails where state = 'received'`))!

const THREAD = sql<ThreadRow>`t.ticket_id, t.requester_id, t.email_cc_ids, t.status, t.mail_epoch, t.deleted_at,
  t.merged_into`

/** A ticket; where it was merged, the one in which it goes on. */
export const loadThread = (db: Db, ticketId: Id): Promise<ThreadRow | undefined> =>
  db.one(sql<ThreadRow>`
    with recursive threads(id, step) as (
      select ${ticketId}::bigint, 0
      union select t.merged_into, step + 1 from threads join tickets t on t.ticket_id = threads.id
        where t.merged_into is not null and step < 20)
    select ${THREAD} from threads join tickets t on t.ticket_id = threads.id order by step desc limit 1`)

const LATELY = 1000

/** Whether one of the mails that came last was sent to this address, or to one of its tagged forms. */
export const hasMailCome = async (db: Db, email: string): Promise<boolean> =>
  (await db.one(sql<{ come: boolean }>`select exists (
    select from (select envelope_to from inbound_mails order by id desc limit ${LATELY}) m, unnest(m.envelope_to) as one
    where lower(regexp_replace(one, '[+][^@]*@', '@')) = ${email}) as come`))!.come

export const drawAttachmentIds = async (db: Db, count: number): Promise<Id[]> =>
  (
    await db.rows(
      sql<{ id: Id }>`select nextval('attachment_ids') as id from generate_series(1, ${count}::int)`,
    )
  ).map(({ id }) => id)

/** An agent made a ticket of a suspended mail after all. */
export const markRecovered = async (tx: Db, mailId: Id, ticketId: Id, agentId: Id): Promise<void> => {
  const recovered = JSON.stringify({ kind: 'recovered', ticket_id: ticketId, agent_id: agentId })
  await tx.rows(sql`update inbound_mails set state = 'done', outcome = outcome || ${recovered}::jsonb
    where id = ${mailId} and state = 'suspended'`)
}

/** Takes the bytes of old mails away that ended; gives the names of their blobs, and how many there were. */
export const eraseOldRaw = async (
  db: Db,
  before: Instant,
): Promise<{ readonly count: number; readonly blobs: readonly string[] }> => {
  const rows = await db.rows(sql<{ blob: string | null }>`
    with old as (select id, blob from inbound_mails
      where state <> 'received' and raw is distinct from '' and received_at < ${toIsoMs(before)}
        and not exists (select from suspended_tickets s where s.mail_id = inbound_mails.id)
      order by received_at limit 500 for update skip locked)
    update inbound_mails m set raw = '', blob = null from old where m.id = old.id returning old.blob`)
  return { count: rows.length, blobs: rows.flatMap(({ blob }) => blob ?? []) }
}

/** Takes what a mail says and where it came from out of its row; a blob that no row names is swept. */
const BLANK = sql`raw = '', blob = null, envelope_from = '', remote_ip = null, helo = null, message_id = null,
  outcome = outcome - 'remarks'`

/** Takes the bytes of a mail away that hold what was redacted; gives the name of its blob, where it had one. */
export const eraseRawMail = async (tx: Db, mailId: Id): Promise<string | null> => {
  const row = await tx.one(sql<{ blob: string | null }>`
    with was as (select id, blob from inbound_mails where id = ${mailId} for update)
    update inbound_mails m set raw = '', blob = null from was where m.id = was.id returning was.blob`)
  return row?.blob ?? null
}

/** Blanks the mails that a person wrote, and those of theirs that wait for an agent. */
export const eraseMailsOf = async (tx: Db, userId: Id): Promise<void> => {
  await tx.rows(sql`
    with addresses as (select key from user_identities where user_id = ${userId} and type = 'email'),
    waiting as (delete from suspended_tickets where author_id = ${userId}
      or lower(author_email) in (select key from addresses) returning mail_id)
    update inbound_mails set ${BLANK} where state <> 'received' and id in (
      select mail_id from waiting
      union select mail_id from comments where author_id = ${userId} and mail_id is not null)`)
}

/** Blanks the mails that a ticket's comments came by, and those that wanted to become one. */
export const eraseMailsTo = async (tx: Db, ticketId: Id): Promise<void> => {
  await tx.rows(sql`
    with waiting as (delete from suspended_tickets where ticket_id = ${ticketId} returning mail_id)
    update inbound_mails set ${BLANK} where state <> 'received' and id in (
      select mail_id from waiting
      union select mail_id from comments where ticket_id = ${ticketId} and mail_id is not null)`)
}
