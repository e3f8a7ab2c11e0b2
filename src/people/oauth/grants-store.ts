import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ListSource } from '../../platform/paging/index.ts'

export type GrantRow = {
  readonly id: Id
  readonly client_id: Id
  readonly user_id: Id
  readonly scopes: readonly string[]
  readonly revoked_at: Instant | null
  readonly redirect_uri: string | null
  readonly code_challenge: string | null
  readonly code_expires_at: Instant | null
  readonly code_spent_at: Instant | null
}

const GRANT: RawBuilder<GrantRow> = sql.raw<GrantRow>(
  `g.id, g.client_id, g.user_id, g.scopes, g.revoked_at, g.redirect_uri, g.code_challenge, g.code_expires_at,
  g.code_spent_at`,
)

export type NewGrant = {
  readonly clientId: Id
  readonly userId: Id
  readonly scopes: readonly string[]
  /** Of a consent. */
  readonly code?: {
    readonly hash: Buffer
    readonly redirectUri: string
    readonly challenge: string | null
    readonly expiresAt: Instant
  }
}

export const insertGrant = async (
  tx: Db,
  { clientId, userId, scopes, code }: NewGrant,
  at: Instant,
): Promise<GrantRow> =>
  (await tx.one(sql<GrantRow>`
    insert into oauth_grants as g
      (client_id, user_id, scopes, created_at, code_hash, redirect_uri, code_challenge, code_expires_at)
    values (${clientId}, ${userId}, ${scopes}, ${toIsoMs(at)}, ${code?.hash ?? null}, ${code?.redirectUri ?? null},
      ${code?.challenge ?? null}, ${code === undefined ? null : toIsoMs(code.expiresAt)})
    returning ${GRANT}`))!

/** The grant of a code, used or not; held, so that of two who come with it one is second. */
export const lockGrantByCode = (tx: Db, hash: Buffer): Promise<GrantRow | undefined> =>
  tx.one(sql<GrantRow>`select ${GRANT} from oauth_grants g where g.code_hash = ${hash} for update of g`)

export const spendCode = (tx: Db, id: Id, at: Instant): Promise<unknown> =>
  tx.rows(sql`update oauth_grants set code_spent_at = ${toIsoMs(at)} where id = ${id}`)

export type RefreshRow = GrantRow & { readonly expires_at: Instant; readonly spent_at: Instant | null }

/** The refresh token and its grant, both held. */
export const lockRefresh = (tx: Db, hash: Buffer): Promise<RefreshRow | undefined> =>
  tx.one(sql<RefreshRow>`
    select ${GRANT}, r.expires_at, r.spent_at from oauth_refresh_tokens r join oauth_grants g on g.id = r.grant_id
    where r.hash = ${hash} for update of r, g`)

export const spendRefresh = (tx: Db, hash: Buffer, at: Instant): Promise<unknown> =>
  tx.rows(sql`update oauth_refresh_tokens set spent_at = ${toIsoMs(at)} where hash = ${hash}`)

export const insertRefresh = (
  tx: Db,
  refresh: { readonly hash: Buffer; readonly grantId: Id; readonly expiresAt: Instant },
  at: Instant,
): Promise<unknown> =>
  tx.rows(sql`
    insert into oauth_refresh_tokens (hash, grant_id, created_at, expires_at)
    values (${refresh.hash}, ${refresh.grantId}, ${toIsoMs(at)}, ${toIsoMs(refresh.expiresAt)})`)

export type NewAccess = {
  readonly hash: Buffer
  readonly userId: Id
  readonly clientId: Id
  readonly grantId: Id | null
  readonly description: string
  readonly scopes: readonly string[]
  readonly expiresAt: Instant
}

export const insertAccess = async (tx: Db, access: NewAccess, at: Instant): Promise<Id> =>
  (await tx.one(sql<{ id: Id }>`
    insert into tokens (hash, user_id, description, scopes, created_at, expires_at, client_id, grant_id)
    values (${access.hash}, ${access.userId}, ${access.description}, ${access.scopes}, ${toIsoMs(at)},
      ${toIsoMs(access.expiresAt)}, ${access.clientId}, ${access.grantId})
    returning id`))!.id

/** Ends a grant: no code, no refresh token and no access token of it is good any more. */
export const revokeGrant = async (tx: Db, id: Id, at: Instant): Promise<void> => {
  await tx.rows(
    sql`update oauth_grants set revoked_at = ${toIsoMs(at)} where id = ${id} and revoked_at is null`,
  )
  await tx.rows(
    sql`update tokens set revoked_at = ${toIsoMs(at)} where grant_id = ${id} and revoked_at is null`,
  )
}

/** Whether somebody may still act through others. */
export const mayEnter = async (tx: Db, userId: Id): Promise<boolean> =>
  (await tx.one(sql`select from users where id = ${userId} and active and not suspended`)) !== undefined

export type OAuthToken = {
  readonly id: Id
  readonly user_id: Id
  readonly client_id: Id
  readonly grant_id: Id | null
  readonly description: string
  readonly scopes: readonly string[]
  readonly created_at: Instant
  readonly last_used_at: Instant | null
  readonly expires_at: Instant | null
}

const TOKEN: RawBuilder<OAuthToken> = sql.raw<OAuthToken>(
  `t.id, t.user_id, t.client_id, t.grant_id, t.description, t.scopes, t.created_at, t.last_used_at, t.expires_at`,
)

/** Access tokens of clients that are good at `now`, under a condition on the row `t`. */
export const accessTokensUnder = (
  where: RawBuilder<unknown>,
  now: Instant,
): ListSource<OAuthToken, 'id'> => ({
  select: TOKEN,
  from: sql`tokens t`,
  where: sql`t.client_id is not null and t.revoked_at is null and t.expires_at > ${toIsoMs(now)} and ${where}`,
  sorts: { id: { column: sql`t.id`, type: 'bigint' } },
  id: sql`t.id`,
})

export const lockAccessToken = (tx: Db, where: RawBuilder<unknown>): Promise<OAuthToken | undefined> =>
  tx.one(sql<OAuthToken>`
    select ${TOKEN} from tokens t where t.client_id is not null and t.revoked_at is null and ${where}
    for update of t`)

export const revokeAccessToken = (tx: Db, id: Id, at: Instant): Promise<unknown> =>
  tx.rows(sql`update tokens set revoked_at = ${toIsoMs(at)} where id = ${id}`)

/** Refresh tokens and codes that nobody can use any more; the row of a grant stays as long as a token names it. */
export const sweepGrants = async (db: Db, now: Instant, before: Instant): Promise<void> => {
  await db.rows(sql`delete from oauth_refresh_tokens where expires_at < ${toIsoMs(before)}`)
  await db.rows(sql`
    delete from oauth_grants g
    where g.created_at < ${toIsoMs(before)}
      and not exists (select from oauth_refresh_tokens r where r.grant_id = g.id)
      and not exists (select from tokens t where t.grant_id = g.id and t.revoked_at is null and t.expires_at > ${toIsoMs(now)})`)
}
