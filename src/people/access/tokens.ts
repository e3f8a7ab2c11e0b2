import {
  DAY_MS,
  forbidden,
  type Id,
  type Instant,
  invalidField,
  notFound,
  plusMs,
  Refused,
  toIsoMs,
} from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { Acting } from '../acting.ts'
import { grantsScope, isScope, may, type Viewer } from '../core/index.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { isNetwork } from './ip-addresses.ts'
import { newSecret, secretHash } from './secrets.ts'

export const TOKEN_LIFE_MS = 90 * DAY_MS

export type Token = {
  readonly id: Id
  readonly user_id: Id
  readonly description: string
  readonly scopes: readonly string[]
  readonly allowed_ips: readonly string[]
  readonly created_at: Instant
  readonly last_used_at: Instant | null
  readonly expires_at: Instant | null
  /** The OAuth client that holds it; `null` for an API token. */
  readonly client_id: Id | null
}

export type NewToken = {
  readonly userId: Id
  readonly description: string
  readonly scopes: readonly string[]
  readonly allowedIps: readonly string[]
  /** Undefined: in 90 days. `null`: never. */
  readonly expiresAt?: Instant | null
  /** Scopes of the credential that asks: a token never gets more. */
  readonly askerScopes: ReadonlySet<string>
}

const COLUMNS = sql.raw(
  't.id, t.user_id, t.description, t.scopes, t.allowed_ips, t.created_at, t.last_used_at, t.expires_at, t.client_id',
)

/** Whose tokens a viewer sees: their own, or everybody's. */
const visibleTokens = (viewer: Viewer) =>
  may(viewer, 'tokens.manage') ? sql<boolean>`true` : sql<boolean>`t.user_id = ${viewer.userId ?? 0}`

/** API tokens that still stand, newest first; at most 1,000. Those of OAuth clients have a list of their own. */
export const listTokens = ({ ground }: Room, viewer: Viewer): Promise<Token[]> =>
  ground.db.rows(sql<Token>`
    select ${COLUMNS} from tokens t
    where t.revoked_at is null and t.client_id is null and ${visibleTokens(viewer)}
    order by t.id desc limit 1000`)

/** Of the credential that somebody came with. */
export const getToken = async ({ ground }: Room, viewer: Viewer, id: Id): Promise<Token> => {
  const token = await ground.db.one(sql<Token>`
    select ${COLUMNS} from tokens t where t.id = ${id} and t.revoked_at is null and ${visibleTokens(viewer)}`)
  if (token === undefined) throw new Refused(notFound)
  return token
}

/** Makes a token for oneself. `secret` is shown this once and kept nowhere. */
export const createToken = async (
  room: Room,
  acting: Acting,
  asked: NewToken,
): Promise<{ readonly token: Token; readonly secret: string }> => {
  checkNewToken(acting.viewer, asked)
  const { ground } = room
  const now = ground.clock.now()
  const secret = `mst_${newSecret(ground.randomBytes)}`
  const expiresAt = asked.expiresAt === undefined ? plusMs(now, TOKEN_LIFE_MS) : asked.expiresAt
  if (expiresAt !== null && expiresAt <= now)
    throw new Refused(invalidField('expires_at', 'Expires at: must be in the future'))
  const token = await ground.db.transaction(async (tx) => {
    const made = await insertToken(tx, asked, secretHash(secret), now, expiresAt)
    await record(tx, acting, {
      at: now,
      action: 'create',
      source: 'token',
      id: made.id,
      label: made.description,
      after: made,
    })
    return made
  })
  return { token, secret }
}

const checkNewToken = (viewer: Viewer, asked: NewToken): void => {
  const isOwn = viewer.userId === asked.userId && may(viewer, 'tokens.manage_own')
  const isOperator = viewer.userId === null && may(viewer, 'tokens.manage')
  if (!isOwn && !isOperator) throw new Refused(forbidden)
  const [unknown] = asked.scopes.filter((scope) => !isScope(scope))
  if (unknown !== undefined) throw new Refused(invalidField('scopes', `Scopes: ${unknown} is not a scope`))
  if (asked.scopes.length === 0)
    throw new Refused(invalidField('scopes', 'Scopes: cannot be blank', 'BlankValue'))
  const [beyond] = asked.scopes.filter((scope) => !grantsScope(asked.askerScopes, scope))
  if (beyond !== undefined)
    throw new Refused(invalidField('scopes', `Scopes: ${beyond} is more than the credential you use holds`))
  const [odd] = asked.allowedIps.filter((text) => !isNetwork(text))
  if (odd !== undefined)
    throw new Refused(invalidField('allowed_ips', `Allowed ips: ${odd} is not an address or network`))
}

const insertToken = async (
  tx: Db,
  asked: NewToken,
  hash: Buffer,
  now: Instant,
  expiresAt: Instant | null,
): Promise<Token> =>
  (await tx.one(sql<Token>`
    insert into tokens as t (hash, user_id, description, scopes, allowed_ips, created_at, expires_at)
    values (${hash}, ${asked.userId}, ${asked.description}, ${asked.scopes}, ${asked.allowedIps},
      ${toIsoMs(now)}, ${expiresAt === null ? null : toIsoMs(expiresAt)})
    returning ${COLUMNS}`))!

/** Ends a token at once. Others' only with `tokens.manage`; what one does not see does not exist. */
export const revokeToken = (room: Room, acting: Acting, id: Id): Promise<void> =>
  room.ground.db.transaction(async (tx) => {
    const at = room.ground.clock.now()
    const revoked = await tx.one(sql<{ description: string }>`
      update tokens t set revoked_at = ${toIsoMs(at)}
      where t.id = ${id} and t.revoked_at is null and t.client_id is null and ${visibleTokens(acting.viewer)}
      returning t.description`)
    if (revoked === undefined) throw new Refused(notFound)
    await record(tx, acting, { at, action: 'destroy', source: 'token', id, label: revoked.description })
  })

/** Ends all tokens of a person, and what clients might get new ones by. */
export const revokeTokensOf = async (tx: Db, userId: Id, at: Instant): Promise<void> => {
  await tx.rows(
    sql`update tokens set revoked_at = ${toIsoMs(at)} where user_id = ${userId} and revoked_at is null`,
  )
  await tx.rows(sql`
    update oauth_grants set revoked_at = ${toIsoMs(at)} where user_id = ${userId} and revoked_at is null`)
}

/**
 * Ends what a person consented to: clients act for whoever knew the password, and who changes it may do so because
 * somebody else did. Their own API tokens stay; each is listed and taken back by itself.
 */
export const revokeGrantsOf = async (tx: Db, userId: Id, at: Instant): Promise<void> => {
  await tx.rows(sql`update tokens set revoked_at = ${toIsoMs(at)}
    where user_id = ${userId} and grant_id is not null and revoked_at is null`)
  await tx.rows(sql`
    update oauth_grants set revoked_at = ${toIsoMs(at)} where user_id = ${userId} and revoked_at is null`)
}
