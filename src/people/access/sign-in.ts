import {
  DAY_MS,
  HOUR_MS,
  type Id,
  type Instant,
  invalidField,
  notFound,
  plusMs,
  Refused,
  SECOND_MS,
  toIsoMs,
} from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { Acting } from '../acting.ts'
import {
  ANONYMOUS,
  canSeeUser,
  MAX_PASSWORD_LENGTH,
  mayManageUser,
  type PasswordContext,
  passwordProblem,
  readEmail,
} from '../core/index.ts'
import { accountNameOf, roleOf } from '../policy.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { SESSION_IDLE_HOURS, wrongCredentials } from './authenticate.ts'
import { newSecret, secretHash } from './secrets.ts'
import { revokeGrantsOf } from './tokens.ts'

const SESSION_LIFE_MS = 7 * DAY_MS
/** What its cookie says. */
export const SESSION_SECONDS = SESSION_LIFE_MS / SECOND_MS
const SESSION_IDLE_MS = SESSION_IDLE_HOURS * HOUR_MS

export type SignIn = {
  readonly email: string
  readonly password: string
  readonly ip: string
  readonly userAgent: string | null
  readonly requestId: string | null
  /** The session that the browser still had: it ends here, so that no session outlives a sign-in. */
  readonly replaces: string | undefined
}

export type Session = {
  readonly userId: Id
  /** Goes into the cookie; kept nowhere. */
  readonly secret: string
  readonly csrfToken: string
  readonly expiresAt: Instant
}

type Account = {
  readonly id: Id
  readonly name: string
  readonly password_hash: string | null
  readonly may_enter: boolean
}

/** Opens a session for whoever knows the password; see `provePassword`. */
export const signIn = async (room: Room, asked: SignIn): Promise<Session> =>
  openSession(room, await provePassword(room, asked), asked)

/**
 * Whose address and password these are. Unknown address, wrong password, no password, suspended, removed: the same
 * refusal after the same work, one argon2 verification. Counted by account and address before anything is looked up.
 */
export const provePassword = async (
  room: Room,
  asked: Omit<SignIn, 'replaces' | 'userAgent'>,
): Promise<Account> => {
  const { ground, rates, passwords } = room
  const email = readEmail(asked.email)
  const key = email.ok ? email.value : asked.email.slice(0, 320)
  await rates.login(key, asked.ip)
  const account = await accountOf(ground.db, key)
  const isTooLong = asked.password.length > 2 * MAX_PASSWORD_LENGTH
  const isRight = await passwords.verify(account?.password_hash ?? null, isTooLong ? '' : asked.password)
  if (!isRight || isTooLong || account === undefined || !account.may_enter) {
    await noteFailure(room, account, asked)
    throw new Refused(wrongCredentials)
  }
  return account
}

/**
 * Whom we know by id and name; of whom we do not, nothing that was typed: it may be a password in the wrong field. One
 * row either way, so that both take as long. What is past the limits of sign-ins leaves none.
 */
const noteFailure = ({ ground }: Room, account: Account | undefined, asked: AtTheDoor): Promise<void> =>
  record(ground.db, atTheDoor(asked), {
    at: ground.clock.now(),
    action: 'login_failed',
    source: 'user',
    id: account?.id ?? null,
    label: account?.name ?? null,
  })

type AtTheDoor = Pick<SignIn, 'ip' | 'requestId'>

const atTheDoor = ({ ip, requestId }: AtTheDoor): Acting => ({ viewer: ANONYMOUS, via: 'web', ip, requestId })

const accountOf = (db: Db, key: string): Promise<Account | undefined> =>
  db.one(sql<Account>`
    select u.id, u.name, u.password_hash, u.active and not u.suspended as may_enter
    from user_identities i join users u on u.id = i.user_id
    where i.type = 'email' and i.key = ${key}`)

const openSession = async ({ ground }: Room, account: Account, asked: SignIn): Promise<Session> => {
  const now = ground.clock.now()
  const session = {
    userId: account.id,
    secret: newSecret(ground.randomBytes),
    csrfToken: newSecret(ground.randomBytes),
    expiresAt: plusMs(now, SESSION_LIFE_MS),
  }
  await ground.db.transaction(async (tx) => {
    if (asked.replaces !== undefined)
      await tx.rows(sql`delete from sessions where hash = ${secretHash(asked.replaces)}`)
    await insertSession(tx, session, asked, now)
    await tx.rows(sql`update users set last_login_at = ${toIsoMs(now)} where id = ${account.id}`)
    await record(tx, atTheDoor(asked), {
      at: now,
      action: 'login',
      source: 'user',
      id: account.id,
      label: account.name,
      actorId: account.id,
    })
  })
  return session
}

const insertSession = (tx: Db, session: Session, asked: SignIn, now: Instant): Promise<unknown> =>
  tx.rows(sql`
    insert into sessions (hash, user_id, csrf_token, ip, user_agent, created_at, last_used_at, expires_at)
    values (${secretHash(session.secret)}, ${session.userId}, ${session.csrfToken}, ${asked.ip},
      ${asked.userAgent?.slice(0, 255) ?? null}, ${toIsoMs(now)}, ${toIsoMs(now)}, ${toIsoMs(session.expiresAt)})`)

/** Ends one session; nothing to do for callers who have none. */
export const signOut = (room: Room, acting: Acting, sessionId: Id): Promise<void> =>
  room.ground.db.transaction(async (tx) => {
    const ended = await tx.one(sql<{ user_id: Id; name: string }>`
      with ended as (delete from sessions where id = ${sessionId} returning user_id)
      select ended.user_id, u.name from ended join users u on u.id = ended.user_id`)
    if (ended === undefined) return
    const at = room.ground.clock.now()
    await record(tx, acting, { at, action: 'logout', source: 'user', id: ended.user_id, label: ended.name })
  })

/** Ends every session of a person: what a change of password, role or state brings with it. */
export const endSessions = (tx: Db, userId: Id): Promise<unknown> =>
  tx.rows(sql`delete from sessions where user_id = ${userId}`)

/** Refuses a password that is not good enough, naming the field. */
export const checkPassword = (password: string, context: PasswordContext): void => {
  const problem = passwordProblem(password, context)
  if (problem !== undefined)
    throw new Refused(invalidField('password', `Password: ${problem}`, 'InvalidValue'))
}

type Holder = {
  readonly id: Id
  readonly name: string
  readonly email: string | null
  readonly role_id: Id
  readonly password_hash: string | null
}

export type PasswordChange = {
  readonly userId: Id
  readonly password: string
  /** Needed to change one's own. */
  readonly previous?: string
  readonly ip: string
}

/**
 * Sets a password and ends all sessions of that person. One's own with the previous one (counted like a sign-in),
 * another's as a manager.
 */
export const setPassword = async (room: Room, acting: Acting, change: PasswordChange): Promise<void> => {
  const { ground, passwords } = room
  const { viewer } = acting
  const policy = await ground.policy.current()
  const holder = canSeeUser(viewer, change.userId)
    ? await ground.db.one(sql<Holder>`
        select id, name, email, role_id, password_hash from users where id = ${change.userId} and active`)
    : undefined
  if (holder === undefined) throw new Refused(notFound)
  if (viewer.userId === holder.id) await provePrevious(room, holder, change)
  else if (!mayManageUser(viewer, { id: holder.id, role: roleOf(policy, holder.role_id) }))
    throw new Refused({ code: 'forbidden', message: 'Passwords of others are set by administrators only.' })
  checkPassword(change.password, { ...holder, accountName: accountNameOf(policy) })
  const hashed = await passwords.hash(change.password)
  await ground.db.transaction((tx) => storePassword(tx, acting, holder, hashed, ground.clock.now()))
}

export const storePasswordHash = (tx: Db, userId: Id, hashed: string, at: Instant): Promise<unknown> =>
  tx.rows(sql`
    update users set password_hash = ${hashed}, password_changed_at = ${toIsoMs(at)} where id = ${userId}`)

/** Nobody signs in with a password here any more. */
export const forgetPassword = (tx: Db, userId: Id): Promise<unknown> =>
  tx.rows(sql`update users set password_hash = null where id = ${userId}`)

const provePrevious = async (room: Room, holder: Holder, change: PasswordChange): Promise<void> => {
  await room.rates.login(holder.email ?? `user ${holder.id}`, change.ip)
  if (await room.passwords.verify(holder.password_hash, change.previous ?? '')) return
  throw new Refused(invalidField('previous_password', 'Previous password: is not right'))
}

const storePassword = async (
  tx: Db,
  acting: Acting,
  holder: Holder,
  hashed: string,
  at: Instant,
): Promise<void> => {
  await storePasswordHash(tx, holder.id, hashed, at)
  await endSessions(tx, holder.id)
  await revokeGrantsOf(tx, holder.id, at)
  const after = { password_changed_at: at }
  await record(tx, acting, {
    at,
    action: 'update',
    source: 'user',
    id: holder.id,
    label: holder.name,
    before: {},
    after,
  })
}

/** Sessions that are over: nobody can use them any more, so they need not lie about. */
export const sweepSessions = async ({ ground: { db, clock } }: Room): Promise<void> => {
  const now = clock.now()
  await db.rows(sql`
    delete from sessions
    where expires_at < ${toIsoMs(now)} or last_used_at < ${toIsoMs(plusMs(now, -SESSION_IDLE_MS))}`)
}
