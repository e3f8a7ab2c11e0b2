import { DAY_MS, HOUR_MS, type Id, type Instant, MINUTE_MS, plusMs, SECOND_MS } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { newSecret, secretHash } from '../access/secrets.ts'
import type { Acting } from '../acting.ts'
import { grantsScope, readScopes } from '../core/index.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import type { ClientRow } from './clients-store.ts'
import { insertAccess, insertRefresh } from './grants-store.ts'
import { OAuthRefused } from './oauth-error.ts'

/** What a client asks of the life of its tokens, in seconds. */
export type Lives = {
  readonly expires_in?: number | undefined
  readonly refresh_token_expires_in?: number | undefined
}

const ACCESS = { standardMs: 8 * HOUR_MS, minMs: 5 * MINUTE_MS, maxMs: 2 * DAY_MS }
const REFRESH = { standardMs: 30 * DAY_MS, minMs: 7 * DAY_MS, maxMs: 90 * DAY_MS }

export type Issued = {
  readonly access_token: string
  readonly token_type: 'bearer'
  readonly scope: string
  readonly expires_in: number
  readonly refresh_token?: string
  readonly refresh_token_expires_in?: number
}

export type Issue = {
  readonly client: ClientRow
  readonly userId: Id
  /** `null`: nobody signed in, so there is nothing to refresh. */
  readonly grantId: Id | null
  readonly scopes: readonly string[]
  readonly lives: Lives
}

/** Makes an access token, and with a grant the refresh token that follows it. Both are shown this once. */
export const issueTokens = async (
  { ground }: Room,
  tx: Db,
  acting: Acting,
  { client, userId, grantId, scopes, lives }: Issue,
  at: Instant,
): Promise<Issued> => {
  const access = `mst_${newSecret(ground.randomBytes)}`
  const accessMs = lifeMs(lives.expires_in, ACCESS, 'expires_in')
  const id = await insertAccess(
    tx,
    {
      hash: secretHash(access),
      userId,
      clientId: client.id,
      grantId,
      description: client.name,
      scopes,
      expiresAt: plusMs(at, accessMs),
    },
    at,
  )
  await record(tx, acting, {
    at,
    action: 'create',
    source: 'token',
    id,
    label: client.name,
    after: { client_id: client.id, user_id: userId, scopes },
    actorId: userId,
  })
  const issued: Issued = {
    access_token: access,
    token_type: 'bearer',
    scope: scopes.join(' '),
    expires_in: accessMs / SECOND_MS,
  }
  if (grantId === null) return issued
  const refresh = newSecret(ground.randomBytes)
  const refreshMs = lifeMs(lives.refresh_token_expires_in, REFRESH, 'refresh_token_expires_in')
  await insertRefresh(tx, { hash: secretHash(refresh), grantId, expiresAt: plusMs(at, refreshMs) }, at)
  return { ...issued, refresh_token: refresh, refresh_token_expires_in: refreshMs / SECOND_MS }
}

const lifeMs = (seconds: number | undefined, limits: typeof ACCESS, name: string): number => {
  if (seconds === undefined) return limits.standardMs
  const ms = Math.trunc(seconds) * SECOND_MS
  if (ms >= limits.minMs && ms <= limits.maxMs) return ms
  const range = `${limits.minMs / SECOND_MS} to ${limits.maxMs / SECOND_MS}`
  throw new OAuthRefused('invalid_request', `${name} must be ${range} seconds`)
}

/** The scopes that a client asks for, within what it may hold; to read, where it asks for none. */
export const wantedScopes = (text: string | undefined, ceiling: readonly string[]): readonly string[] => {
  const scopes = readScopes(text ?? '')
  if (scopes === undefined) throw new OAuthRefused('invalid_scope', 'A scope is not known')
  const wanted = scopes.length === 0 ? ['read'] : scopes
  const held = new Set(ceiling)
  if (wanted.every((scope) => grantsScope(held, scope))) return wanted
  throw new OAuthRefused('invalid_scope', 'The client may not hold all of these scopes')
}
