import { type Instant, Refused } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { secretHash } from '../access/secrets.ts'
import { provePassword } from '../access/sign-in.ts'
import type { Acting } from '../acting.ts'
import { grantsScope } from '../core/index.ts'
import { accountSettingsOf } from '../policy.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { type ClientRow, findBySecret } from './clients-store.ts'
import {
  type GrantRow,
  insertGrant,
  lockGrantByCode,
  lockRefresh,
  mayEnter,
  revokeGrant,
  spendCode,
  spendRefresh,
} from './grants-store.ts'
import { type Issued, issueTokens, type Lives, wantedScopes } from './issue.ts'
import { OAuthRefused } from './oauth-error.ts'
import { answersChallenge } from './pkce.ts'

/** What a client sends to get tokens (RFC 6749 4). */
export type TokenAsk = Lives & {
  readonly grant_type?: string | undefined
  readonly client_id?: string | undefined
  readonly client_secret?: string | undefined
  readonly scope?: string | undefined
  readonly code?: string | undefined
  readonly redirect_uri?: string | undefined
  readonly code_verifier?: string | undefined
  readonly refresh_token?: string | undefined
  readonly username?: string | undefined
  readonly password?: string | undefined
}

type Asked = { readonly acting: Acting; readonly client: ClientRow; readonly ask: TokenAsk }
type Grant = (room: Room, asked: Asked) => Promise<Issued>

/** Gives tokens for what the client brings. Throws `OAuthRefused`. */
export const grantTokens = async (room: Room, acting: Acting, ask: TokenAsk): Promise<Issued> => {
  const grant = Object.hasOwn(GRANTS, ask.grant_type ?? '') ? GRANTS[ask.grant_type!] : undefined
  if (grant === undefined) throw new OAuthRefused('unsupported_grant_type', 'This grant type is not known')
  return grant(room, { acting, ask, client: await provenClient(room, ask) })
}

/** A confidential client proves itself with its secret, a public one has none; unknown ones get the same answer. */
const provenClient = async ({ ground }: Room, ask: TokenAsk): Promise<ClientRow> => {
  const hash = ask.client_secret === undefined ? null : secretHash(ask.client_secret)
  const client = await findBySecret(ground.db, ask.client_id ?? '', hash)
  if (client === undefined)
    throw new OAuthRefused('invalid_client', 'The client is not known, or its secret is wrong')
  return client
}

const deadGrant = (): OAuthRefused =>
  new OAuthRefused('invalid_grant', 'It is not valid, was used before, or has expired')

/** What a transaction leaves when it refuses must stand all the same: a stolen code ends its grant. */
const standing = async (
  room: Room,
  work: (tx: Db, at: Instant) => Promise<Issued | OAuthRefused>,
): Promise<Issued> => {
  const outcome = await room.ground.db.transaction((tx) => work(tx, room.ground.clock.now()))
  if (outcome instanceof OAuthRefused) throw outcome
  return outcome
}

/** A code is good for one try: a wrong one ends it, a second one ends all that came of the first. */
const byCode: Grant = (room, { acting, client, ask }) =>
  standing(room, async (tx, at) => {
    const grant = await lockGrantByCode(tx, secretHash(ask.code ?? ''))
    if (grant === undefined || grant.client_id !== client.id || grant.revoked_at !== null) return deadGrant()
    if (grant.code_spent_at !== null) return stolen(tx, acting, client, grant, at)
    await spendCode(tx, grant.id, at)
    const isGood =
      grant.code_expires_at !== null &&
      grant.code_expires_at > at &&
      grant.redirect_uri === ask.redirect_uri &&
      answersChallenge(grant.code_challenge, ask.code_verifier)
    if (!isGood || !(await mayEnter(tx, grant.user_id))) return deadGrant()
    return issueOf(room, tx, { acting, client, ask }, grant, at)
  })

/** Each refresh token is followed by the next; whoever comes with one that was used has stolen it, or been robbed. */
const byRefresh: Grant = (room, { acting, client, ask }) =>
  standing(room, async (tx, at) => {
    const hash = secretHash(ask.refresh_token ?? '')
    const held = await lockRefresh(tx, hash)
    if (held === undefined || held.client_id !== client.id || held.revoked_at !== null) return deadGrant()
    if (held.spent_at !== null) return stolen(tx, acting, client, held, at)
    if (held.expires_at <= at || !(await mayEnter(tx, held.user_id))) return deadGrant()
    await spendRefresh(tx, hash, at)
    const scopes = ask.scope === undefined ? held.scopes : wantedScopes(ask.scope, held.scopes)
    return issueOf(room, tx, { acting, client, ask }, { ...held, scopes }, at)
  })

/** A client that may hold less by now gets less. */
const issueOf = (
  room: Room,
  tx: Db,
  { acting, client, ask }: Asked,
  grant: GrantRow,
  at: Instant,
): Promise<Issued> => {
  const ceiling = new Set(client.scopes)
  const scopes = grant.scopes.filter((scope) => grantsScope(ceiling, scope))
  const issue = { client, userId: grant.user_id, grantId: grant.id, scopes, lives: ask }
  return issueTokens(room, tx, acting, issue, at)
}

const stolen = async (
  tx: Db,
  acting: Acting,
  client: ClientRow,
  grant: GrantRow,
  at: Instant,
): Promise<OAuthRefused> => {
  await revokeGrant(tx, grant.id, at)
  await record(tx, acting, {
    at,
    action: 'destroy',
    source: 'oauth_grant',
    id: grant.id,
    label: client.name,
    before: {},
    after: { reason: 'a code or refresh token came a second time', user_id: grant.user_id },
  })
  return deadGrant()
}

/** The program itself, with the rights of whoever made its secret; there is nothing to refresh. */
const byItself: Grant = (room, { acting, client, ask }) => {
  if (client.kind !== 'confidential')
    throw new OAuthRefused('unauthorized_client', 'A public client cannot act for itself')
  const scopes = wantedScopes(ask.scope, client.scopes)
  return standing(room, async (tx, at) => {
    if (!(await mayEnter(tx, client.user_id))) return deadGrant()
    const issue = { client, userId: client.user_id, grantId: null, scopes, lives: ask }
    return issueTokens(room, tx, acting, issue, at)
  })
}

/** Only where the desk allows it, and for programs that keep a secret: it shows them the password. */
const byPassword: Grant = async (room, { acting, client, ask }) => {
  const settings = accountSettingsOf(await room.ground.policy.current())
  if (settings['api.oauth_password_grant'] !== true || client.kind !== 'confidential')
    throw new OAuthRefused('unauthorized_client', 'Passwords are not taken here')
  const scopes = wantedScopes(ask.scope, client.scopes)
  const { id: userId } = await provePassword(room, {
    email: ask.username ?? '',
    password: ask.password ?? '',
    ip: acting.ip ?? '',
    requestId: acting.requestId,
  }).catch((error: unknown) => {
    const isWrong = error instanceof Refused && error.refusal.code === 'unauthenticated'
    throw isWrong ? new OAuthRefused('invalid_grant', 'The user name or password is wrong') : error
  })
  return standing(room, async (tx, at) => {
    const grant = await insertGrant(tx, { clientId: client.id, userId, scopes }, at)
    return issueOf(room, tx, { acting, client, ask }, grant, at)
  })
}

const GRANTS: Readonly<Record<string, Grant>> = {
  authorization_code: byCode,
  refresh_token: byRefresh,
  client_credentials: byItself,
  password: byPassword,
}
