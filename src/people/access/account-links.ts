import {
  DAY_MS,
  forbidden,
  HOUR_MS,
  type Id,
  type Instant,
  invalidField,
  MINUTE_MS,
  notFound,
  plusMs,
  type Refusal,
  Refused,
  toIsoMs,
} from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { Acting } from '../acting.ts'
import { mayGovernUser, readEmail } from '../core/index.ts'
import { type AccountMail, leaveAccountMail } from '../effects.ts'
import { accountNameOf, roleOf } from '../policy.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { findIdentities, type IdentityRow, markVerified } from '../users/identities-store.ts'
import { getUser } from '../users/read.ts'
import { joinByDomain, settleUsers } from '../users/store.ts'
import { newSecret, secretHash } from './secrets.ts'
import { checkPassword, endSessions, storePasswordHash } from './sign-in.ts'
import { revokeGrantsOf } from './tokens.ts'

type Purpose = AccountMail['what']

/** Single use, `security.md` 6. */
const LIFE_MS: Readonly<Record<Purpose, number>> = {
  password_reset: 30 * MINUTE_MS,
  address_verification: 72 * HOUR_MS,
  invitation: 72 * HOUR_MS,
}

type Holder = { readonly id: Id; readonly name: string; readonly email: string | null }

/**
 * Asks for a link to set a new password, mailed to the address if somebody here has it. Known and unknown addresses
 * get the same answer after the same work, one commit; counted like a sign-in.
 */
export const requestPasswordReset = async (room: Room, acting: Acting, address: string): Promise<void> => {
  const { ground, rates } = room
  const email = readEmail(address)
  const key = email.ok ? email.value : address.slice(0, 320)
  await rates.login(`reset ${key}`, acting.ip ?? '')
  const at = ground.clock.now()
  await ground.db.transaction(async (tx) => {
    const found = await holderOf(tx, key)
    if (found !== undefined && (await mayMail(tx, 'password_reset', found.identity, at)))
      await leaveLink(room, tx, 'password_reset', found.holder, found.identity, at)
    await record(tx, acting, {
      at,
      action: 'password_reset',
      source: 'user',
      id: found?.holder.id ?? null,
      label: found?.holder.name ?? null,
    })
  })
  ground.wake()
}

/** By an address that is proven or their first: a further one that somebody noted for them opens nothing. */
const holderOf = async (
  tx: Db,
  key: string,
): Promise<{ readonly holder: Holder; readonly identity: IdentityRow } | undefined> => {
  const [identity] = await findIdentities(
    tx,
    sql`i.type = 'email' and i.key = ${key} and (i.verified or i.is_primary)`,
  )
  const holder = identity === undefined ? undefined : await mayEnter(tx, identity.user_id)
  return identity === undefined || holder === undefined ? undefined : { holder, identity }
}

const mayEnter = (tx: Db, userId: Id): Promise<Holder | undefined> =>
  tx.one(sql<Holder>`select id, name, email from users where id = ${userId} and active and not suspended`)

/** An address that nobody has proven may be anybody's: one mail of a kind a day (`security.md` 4). */
const mayMail = async (tx: Db, purpose: Purpose, identity: IdentityRow, at: Instant): Promise<boolean> =>
  identity.verified ||
  (await tx.one(sql`
    select from account_links
    where key = ${identity.key} and purpose = ${purpose} and created_at > ${toIsoMs(plusMs(at, -DAY_MS))}
    limit 1`)) === undefined

/** A new link takes the place of older ones of its kind to the same address. */
const leaveLink = async (
  room: Room,
  tx: Db,
  purpose: Purpose,
  holder: Pick<Holder, 'id'>,
  identity: IdentityRow,
  at: Instant,
): Promise<void> => {
  const { ground } = room
  const secret = newSecret(ground.randomBytes)
  const expiresAt = toIsoMs(plusMs(at, LIFE_MS[purpose]))
  await tx.rows(sql`
    update account_links set dead_at = ${toIsoMs(at)}
    where identity_id = ${identity.id} and purpose = ${purpose} and dead_at is null`)
  const link = await tx.one(sql<{ id: Id }>`
    insert into account_links (hash, user_id, identity_id, key, purpose, created_at, expires_at)
    values (${secretHash(secret)}, ${holder.id}, ${identity.id}, ${identity.key}, ${purpose}, ${toIsoMs(at)}, ${expiresAt})
    returning id`)
  await leaveAccountMail(room, tx, at, `account_link/${link!.id}`, {
    what: purpose,
    recipientId: holder.id,
    address: identity.value,
    sealedToken: ground.keys.seal('account_mail', Buffer.from(secret)).toString('base64'),
    expiresAt,
  })
}

type Link = { readonly id: Id; readonly user_id: Id; readonly identity_id: Id }

const findLink = (
  db: Db,
  purposes: readonly Purpose[],
  token: string,
  now: Instant,
): Promise<Link | undefined> =>
  db.one(sql<Link>`
    select l.id, l.user_id, l.identity_id from account_links l
    join user_identities i on i.id = l.identity_id and i.user_id = l.user_id and i.key = l.key
    where l.hash = ${secretHash(token)} and l.purpose = any(${purposes}) and l.dead_at is null
      and l.expires_at > ${toIsoMs(now)}`)

/** Takes a link out of use; `false` where somebody else has just used it. */
const spend = async (tx: Db, link: Link, at: Instant): Promise<boolean> =>
  (await tx.one(sql`
    update account_links set dead_at = ${toIsoMs(at)} where id = ${link.id} and dead_at is null returning id`)) !==
  undefined

/** Links by which a password is set. */
const SETTING: readonly Purpose[] = ['password_reset', 'invitation']

const deadLink: Refusal = invalidField('token', 'Token: is not valid, was used before, or has expired')

/**
 * Sets the password that a link (of a reset or an invitation) allows to set, and ends all sessions and grants. Who has the link reads the address it was sent
 * to, so the address is proven as well.
 */
export const resetPassword = async (
  room: Room,
  acting: Acting,
  { token, password }: { readonly token: string; readonly password: string },
): Promise<void> => {
  const { ground } = room
  const at = ground.clock.now()
  const link = await findLink(ground.db, SETTING, token, at)
  const holder = link === undefined ? undefined : await mayEnter(ground.db, link.user_id)
  if (link === undefined || holder === undefined) throw new Refused(deadLink)
  const accountName = accountNameOf(await ground.policy.current())
  checkPassword(password, { ...holder, accountName })
  const hashed = await room.passwords.hash(password)
  await ground.db.transaction(async (tx) => {
    if (!(await spend(tx, link, at))) throw new Refused(deadLink)
    await storePasswordHash(tx, holder.id, hashed, at)
    await endSessions(tx, holder.id)
    await revokeGrantsOf(tx, holder.id, at)
    await tx.rows(sql`
      update account_links set dead_at = ${toIsoMs(at)}
      where user_id = ${holder.id} and purpose = any(${SETTING}) and dead_at is null`)
    await prove(tx, link, at)
    await note(tx, acting, holder, at, { password_changed_at: at })
  })
}

/** Proves the address that a link was sent to. */
export const verifyAddress = async (room: Room, acting: Acting, token: string): Promise<void> => {
  const { ground } = room
  const at = ground.clock.now()
  await ground.db.transaction(async (tx) => {
    const link = await findLink(tx, ['address_verification'], token, at)
    const holder = link === undefined ? undefined : await mayEnter(tx, link.user_id)
    if (link === undefined || holder === undefined || !(await spend(tx, link, at)))
      throw new Refused(deadLink)
    await prove(tx, link, at)
    await note(tx, acting, holder, at, { verified_identity_id: link.identity_id })
  })
}

const prove = async (tx: Db, link: Link, at: Instant): Promise<void> => {
  await markVerified(tx, sql`i.id = ${link.identity_id}`, at)
  await joinByDomain(tx, [link.user_id], at)
  await settleUsers(tx, [link.user_id], at)
}

const note = (tx: Db, acting: Acting, holder: Holder, at: Instant, after: object): Promise<void> =>
  record(tx, acting, {
    at,
    action: 'update',
    source: 'user',
    id: holder.id,
    label: holder.name,
    before: {},
    after: { ...after },
    feed: { subject: 'user', ids: [holder.id] },
    actorId: holder.id,
  })

/** Asks for a link that proves an address of a person: one's own, or of whom the viewer governs. */
export const requestVerification = async (
  room: Room,
  acting: Acting,
  userId: Id,
  identityId: Id,
): Promise<void> => {
  const { ground } = room
  const user = await getUser(room, acting.viewer, userId)
  const subject = { id: userId, role: roleOf(await ground.policy.current(), user.role_id) }
  if (acting.viewer.userId !== userId && !mayGovernUser(acting.viewer, subject)) throw new Refused(forbidden)
  const [identity] = await findIdentities(ground.db, sql`i.user_id = ${userId} and i.id = ${identityId}`)
  if (identity === undefined) throw new Refused(notFound)
  if (identity.type !== 'email')
    throw new Refused(invalidField('base', 'Identity: only addresses are verified by mail'))
  if (identity.verified) throw new Refused(invalidField('base', 'Identity: is verified already'))
  await mailLink(room, acting, 'address_verification', user, identity)
}

/**
 * Mails somebody who has no password yet a link to choose one, to their first address. By whoever governs them.
 */
export const inviteUser = async (room: Room, acting: Acting, userId: Id): Promise<void> => {
  const { ground } = room
  const user = await getUser(room, acting.viewer, userId)
  const subject = { id: userId, role: roleOf(await ground.policy.current(), user.role_id) }
  if (acting.viewer.userId === userId || !mayGovernUser(acting.viewer, subject)) throw new Refused(forbidden)
  if ((await mayEnter(ground.db, userId)) === undefined)
    throw new Refused(invalidField('base', 'User: is suspended or removed'))
  const hasPassword = await ground.db.one(sql`
    select from users where id = ${userId} and password_hash is not null`)
  if (hasPassword !== undefined) throw new Refused(invalidField('base', 'User: has a password already'))
  const [identity] = await findIdentities(
    ground.db,
    sql`i.user_id = ${userId} and i.type = 'email' and i.is_primary`,
  )
  if (identity === undefined) throw new Refused(invalidField('base', 'User: has no e-mail address'))
  await mailLink(room, acting, 'invitation', user, identity)
}

const mailLink = async (
  room: Room,
  acting: Acting,
  purpose: Purpose,
  user: Pick<Holder, 'id' | 'name'>,
  identity: IdentityRow,
): Promise<void> => {
  const { ground } = room
  await room.rates.login(`verification ${identity.key}`, acting.ip ?? '')
  const at = ground.clock.now()
  await ground.db.transaction(async (tx) => {
    if (!(await mayMail(tx, purpose, identity, at)))
      throw new Refused(invalidField('base', 'Identity: a mail of this kind went there within the last day'))
    await leaveLink(room, tx, purpose, user, identity, at)
    await record(tx, acting, {
      at,
      action: 'update',
      source: 'user_identity',
      id: user.id,
      label: user.name,
      before: {},
      after: { mailed: purpose, identity_id: identity.id },
    })
  })
  ground.wake()
}

/** Links that nobody can use any more, and that no day is counted by. */
export const sweepAccountLinks = ({ ground: { db, clock } }: Room): Promise<unknown> =>
  db.rows(sql`
    delete from account_links
    where expires_at < ${toIsoMs(clock.now())} and created_at < ${toIsoMs(plusMs(clock.now(), -DAY_MS))}`)
