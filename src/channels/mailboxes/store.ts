import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, liveProcessIds, sql } from '../../platform/db/index.ts'
import type { Mailbox, MailboxSettings } from './mailbox.ts'

const COLUMNS = sql<Mailbox>`id, name, address, host, port, security, username, password, folder, poll_seconds, idle,
  after, move_to, existing_mail, authentication_host, active, revision, created_at, updated_at, due_at, checked_at,
  succeeded_at, failures, error, uid_validity, last_uid, first_new_uid, backlog`

export const listMailboxes = (db: Db): Promise<Mailbox[]> =>
  db.rows(sql<Mailbox>`select ${COLUMNS} from mailboxes order by id`)

export const findMailbox = (db: Db, id: Id): Promise<Mailbox | undefined> =>
  db.one(sql<Mailbox>`select ${COLUMNS} from mailboxes where id = ${id}`)

export const insertMailbox = async (
  tx: Db,
  settings: MailboxSettings,
  password: Buffer,
  at: Instant,
): Promise<Mailbox> => {
  const now = toIsoMs(at)
  return (await tx.one(sql<Mailbox>`
    insert into mailboxes (name, address, host, port, security, username, password, folder, poll_seconds, idle, after,
      move_to, existing_mail, authentication_host, active, created_at, updated_at, due_at)
    values (${settings.name}, ${settings.address}, ${settings.host}, ${settings.port}, ${settings.security},
      ${settings.username}, ${password}, ${settings.folder}, ${settings.poll_seconds}, ${settings.idle},
      ${settings.after}, ${settings.move_to}, ${settings.existing_mail}, ${settings.authentication_host},
      ${settings.active}, ${now}, ${now}, ${now})
    returning ${COLUMNS}`))!
}

/** Another place on the server is another mailbox: what was known of the messages of the old one is forgotten. */
export const updateMailbox = async (
  tx: Db,
  id: Id,
  change: { readonly settings: MailboxSettings; readonly password: Buffer; readonly isElsewhere: boolean },
  at: Instant,
): Promise<Mailbox> => {
  const { settings, password, isElsewhere } = change
  const now = toIsoMs(at)
  if (isElsewhere) await tx.rows(sql`delete from mailbox_messages where mailbox_id = ${id}`)
  return (await tx.one(sql<Mailbox>`
    update mailboxes set name = ${settings.name}, address = ${settings.address}, host = ${settings.host},
      port = ${settings.port}, security = ${settings.security}, username = ${settings.username},
      password = ${password}, folder = ${settings.folder}, poll_seconds = ${settings.poll_seconds},
      idle = ${settings.idle}, after = ${settings.after}, move_to = ${settings.move_to},
      existing_mail = ${settings.existing_mail}, authentication_host = ${settings.authentication_host},
      active = ${settings.active}, updated_at = ${now}, due_at = ${now}, revision = revision + 1, failures = 0,
      error = null,
      uid_validity = case when ${isElsewhere} then null else uid_validity end,
      last_uid = case when ${isElsewhere} then 0 else last_uid end,
      first_new_uid = case when ${isElsewhere} then null else first_new_uid end,
      backlog = case when ${isElsewhere} then 0 else backlog end
    where id = ${id} returning ${COLUMNS}`))!
}

export const deleteMailbox = (tx: Db, id: Id): Promise<Mailbox | undefined> =>
  tx.one(sql<Mailbox>`delete from mailboxes where id = ${id} returning ${COLUMNS}`)

export type Lease = { readonly owner: number; readonly now: Instant; readonly until: Instant }

/** Takes mailboxes that are due and that no living process holds. */
export const claimMailboxes = (db: Db, lease: Lease, limit: number): Promise<Mailbox[]> =>
  db.rows(sql<Mailbox>`
    update mailboxes set lease_owner = ${lease.owner}, lease_until = ${toIsoMs(lease.until)}
    where id in (
      select id from mailboxes where active and due_at <= ${toIsoMs(lease.now)}
        and (lease_owner is null or lease_until <= ${toIsoMs(lease.now)} or lease_owner not in ${liveProcessIds})
      order by due_at, id limit ${limit} for update skip locked)
    returning ${COLUMNS}`)

/** Keeps a mailbox; false when it was changed, switched off or taken over: then the work in it ends. */
export const renewMailbox = async (
  db: Db,
  { id, revision }: Pick<Mailbox, 'id' | 'revision'>,
  lease: Omit<Lease, 'now'>,
): Promise<boolean> =>
  (
    await db.rows(sql`update mailboxes set lease_until = ${toIsoMs(lease.until)}
      where id = ${id} and revision = ${revision} and active and lease_owner = ${lease.owner} returning id`)
  ).length > 0

/** Gives a mailbox back. One that was changed meanwhile is due at once, as its edit said. */
export const releaseMailbox = async (
  db: Db,
  { id, revision }: Pick<Mailbox, 'id' | 'revision'>,
  owner: number,
  dueAt: Instant,
): Promise<void> => {
  await db.rows(sql`update mailboxes set lease_owner = null, lease_until = null,
      due_at = case when revision = ${revision} then ${toIsoMs(dueAt)}::timestamptz else due_at end
    where id = ${id} and lease_owner = ${owner}`)
}

export type Look =
  | { readonly ok: true; readonly at: Instant; readonly backlog: number }
  | { readonly ok: false; readonly at: Instant; readonly error: string }

/** Notes how a look at a mailbox went; answers how many failed in a row. */
export const noteLook = async (
  db: Db,
  { id, revision }: Pick<Mailbox, 'id' | 'revision'>,
  look: Look,
): Promise<number> => {
  const at = toIsoMs(look.at)
  const row = await db.one(
    look.ok
      ? sql<{ failures: number }>`update mailboxes set checked_at = ${at}, succeeded_at = ${at}, failures = 0,
          error = null, backlog = ${look.backlog} where id = ${id} and revision = ${revision} returning failures`
      : sql<{ failures: number }>`update mailboxes set checked_at = ${at}, failures = failures + 1,
          error = ${look.error} where id = ${id} and revision = ${revision} returning failures`,
  )
  return row?.failures ?? 0
}

/** Which messages count as seen already. */
export type Place = Pick<Mailbox, 'uid_validity' | 'last_uid' | 'first_new_uid'>

export const setPlace = async (db: Db, id: Id, place: Place): Promise<void> => {
  await db.rows(sql`update mailboxes set uid_validity = ${place.uid_validity}, last_uid = ${place.last_uid},
    first_new_uid = ${place.first_new_uid} where id = ${id}`)
  await db.rows(sql`delete from mailbox_messages
    where mailbox_id = ${id} and uid_validity is distinct from ${place.uid_validity}`)
}

export type MessageName = { readonly mailboxId: Id; readonly uidValidity: number; readonly uid: number }

/** Enters that a message is in store, and moves the place of its mailbox behind it. */
export const noteKept = async (db: Db, name: MessageName, mailId: Id, at: Instant): Promise<void> => {
  await enter(db, name, { state: 'kept', mailId, error: null }, at)
}

/** Enters that a message could not be taken; after so many attempts it is left where it is. */
export const noteFailed = async (
  db: Db,
  name: MessageName,
  failure: { readonly error: string; readonly isFinal: boolean },
  at: Instant,
): Promise<void> => {
  await enter(
    db,
    name,
    { state: failure.isFinal ? 'left' : 'failing', mailId: null, error: failure.error },
    at,
  )
}

const enter = async (
  db: Db,
  { mailboxId, uidValidity, uid }: MessageName,
  entry: { readonly state: string; readonly mailId: Id | null; readonly error: string | null },
  at: Instant,
): Promise<void> => {
  await db.rows(sql`
    with entered as (
      insert into mailbox_messages as m (mailbox_id, uid_validity, uid, state, mail_id, attempts, error, at)
      select ${mailboxId}, ${uidValidity}, ${uid}, ${entry.state}, ${entry.mailId}::bigint, 1, ${entry.error}::text,
        ${toIsoMs(at)}::timestamptz
      where exists (select from mailboxes where id = ${mailboxId})
      on conflict (mailbox_id, uid_validity, uid) do update set state = excluded.state, mail_id = excluded.mail_id,
        attempts = m.attempts + 1, error = excluded.error, at = excluded.at
      where m.state in ('failing', 'left'))
    update mailboxes set last_uid = greatest(last_uid, ${uid})
    where id = ${mailboxId} and uid_validity = ${uidValidity}`)
}

export type OpenMessage = {
  readonly uid: number
  readonly state: 'kept' | 'failing' | 'left'
  readonly attempts: number
  readonly error: string | null
  readonly at: Instant
}

/** Messages that are not done with, by UID. */
export const openMessages = (
  db: Db,
  { mailboxId, uidValidity }: Omit<MessageName, 'uid'>,
  states: readonly OpenMessage['state'][],
  limit: number,
): Promise<OpenMessage[]> =>
  db.rows(sql<OpenMessage>`select uid, state, attempts, error, at from mailbox_messages
    where mailbox_id = ${mailboxId} and uid_validity = ${uidValidity} and state = any(${states}::text[])
    order by uid limit ${limit}`)

export const noteDone = async (
  db: Db,
  { mailboxId, uidValidity }: Omit<MessageName, 'uid'>,
  uids: readonly number[],
): Promise<void> => {
  await db.rows(sql`update mailbox_messages set state = 'done' where mailbox_id = ${mailboxId}
    and uid_validity = ${uidValidity} and uid = any(${uids}::bigint[]) and state in ('kept', 'failing')`)
}

/** Messages that were given up are tried again. */
export const retryLeft = async (tx: Db, mailboxId: Id): Promise<number> =>
  (
    await tx.rows(sql`update mailbox_messages set state = 'failing', attempts = 0
      where mailbox_id = ${mailboxId} and state = 'left' returning uid`)
  ).length

export const dueNow = async (tx: Db, mailboxId: Id, at: Instant): Promise<void> => {
  await tx.rows(
    sql`update mailboxes set due_at = ${toIsoMs(at)}, revision = revision + 1 where id = ${mailboxId}`,
  )
}

/** Old entries of messages that are done with: the place of their mailbox lies behind them. */
export const sweepDone = async (db: Db, before: Instant): Promise<number> =>
  (
    await db.rows(sql`delete from mailbox_messages where (mailbox_id, uid_validity, uid) in (
      select mailbox_id, uid_validity, uid from mailbox_messages where state = 'done' and at < ${toIsoMs(before)}
      limit 1000) returning uid`)
  ).length

export type Counts = {
  readonly mailbox_id: Id
  readonly kept_today: number
  readonly unmarked: number
  readonly failing: number
  readonly left: number
}

export const countMessages = (db: Db, since: Instant): Promise<Counts[]> =>
  db.rows(sql<Counts>`select mailbox_id,
      count(*) filter (where state in ('kept', 'done') and at >= ${toIsoMs(since)})::int as kept_today,
      count(*) filter (where state = 'kept')::int as unmarked,
      count(*) filter (where state = 'failing')::int as failing,
      count(*) filter (where state = 'left')::int as left
    from mailbox_messages group by mailbox_id`)
