import { AsyncLocalStorage } from 'node:async_hooks'
import { type Id, type Instant, MINUTE_MS, type Refusal, Refused, toIsoMs } from '../../kernel/index.ts'
import { statement } from '../../platform/db/index.ts'
import type { Ground } from '../../platform/ground.ts'
import {
  type Authenticate,
  anonymousCaller,
  type Caller,
  type Credentials,
} from '../../platform/http/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import {
  ANONYMOUS,
  grantsScope,
  IMPERSONATE,
  mayActFor,
  readEmail,
  type Viewer,
  type ViewerFacts,
  viewerWith,
} from '../core/index.ts'
import { MEMBERSHIPS_SQL } from '../facts.ts'
import { roleOf } from '../policy.ts'
import { readSessionCookie } from './cookies.ts'
import { inetOf } from './ip-addresses.ts'
import { readAuthorization, secretHash } from './secrets.ts'

export const SESSION_IDLE_HOURS = 8

export const wrongCredentials: Refusal = {
  code: 'unauthenticated',
  message: 'Credentials are missing or wrong',
}

type Found = ViewerFacts & {
  readonly credentialId: Id
  readonly scopes: readonly string[]
  readonly csrfToken: string | null
  readonly lastUsedAt: Instant | null
  readonly roleId: Id
  readonly policyVersion: number
}

/** The person behind a credential `found`, with all that rights are made of; nobody who may not sign in. */
const PERSON_BEHIND = `
select f.id as "credentialId", f.scopes, f.csrf_token as "csrfToken", f.last_used_at as "lastUsedAt", u.id as "userId", u.role_id as "roleId",
  u.ticket_restriction as "ticketRestriction", u.only_private_comments as "onlyPrivateComments", u.suspended,
  ${MEMBERSHIPS_SQL},
  (select coalesce(max(version), 0) from policy_versions) as "policyVersion"
from found f join users u on u.id = f.user_id
where u.active and not u.suspended`

/** $1 hash, $2 now, $3 the client's address, $4 the e-mail address of Basic or null. */
const BY_TOKEN = statement(
  'people_by_token',
  `with found as (
    select t.id, t.user_id, t.scopes, null::text as csrf_token, t.last_used_at
    from tokens t
    where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2::timestamptz)
      and (t.allowed_ips = '{}'
        or exists (select from unnest(t.allowed_ips) network where $3::inet <<= network::inet))
      and ($4::text is null or exists (
        select from user_identities i where i.user_id = t.user_id and i.type = 'email' and i.key = $4))
  )
  ${PERSON_BEHIND}`,
)

/** $1 hash, $2 now. */
const BY_SESSION = statement(
  'people_by_session',
  `with found as (
    select s.id, s.user_id, '{*}'::text[] as scopes, s.csrf_token, s.last_used_at
    from sessions s
    where s.hash = $1 and s.expires_at > $2::timestamptz
      and s.last_used_at > $2::timestamptz - interval '${SESSION_IDLE_HOURS} hours'
  )
  ${PERSON_BEHIND}`,
)

/**
 * $1 row id, $2 now. Apart from the reading, and only when due: an update in the same statement, though it finds no
 * row, made every request dearer by half (0.34 against 0.19 ms).
 */
const STAMPS = {
  token: statement(
    'people_stamp_token',
    `update tokens set last_used_at = $2::timestamptz
     where id = $1 and (last_used_at is null or last_used_at < $2::timestamptz)`,
  ),
  session: statement(
    'people_stamp_session',
    'update sessions set last_used_at = $2::timestamptz where id = $1 and last_used_at < $2::timestamptz',
  ),
}

/** $1 the key of an e-mail address. */
const BY_ADDRESS = statement(
  'people_by_address',
  `with found as (select i.id, i.user_id, '{}'::text[] as scopes, null::text as csrf_token,
    null::timestamptz as last_used_at from user_identities i where i.type = 'email' and i.key = $1)
  ${PERSON_BEHIND}`,
)

/** $1 the user's id. */
const BY_ID = statement(
  'people_by_id',
  `with found as (select $1::bigint as id, $1::bigint as user_id, '{}'::text[] as scopes,
    null::text as csrf_token, null::timestamptz as last_used_at)
  ${PERSON_BEHIND}`,
)

type Means = {
  readonly ground: Ground
  /** Runs what serves no request in particular, so that it does not count as a statement of the one that came. */
  readonly apart: <T>(work: () => Promise<T>) => Promise<T>
}

/**
 * Finds out who calls: one statement that reads the token or session together with the rights of now. Its use is
 * stamped at most once a minute. Requests marked `X-Mainstay-Background: 1` (polling) do not keep a session alive.
 */
export const authenticateBy = (ground: Ground): Authenticate => {
  const means: Means = { ground, apart: AsyncLocalStorage.snapshot() }
  return async (credentials) => {
    const caller = await holderOf(means, credentials)
    const address = single(credentials.headers['x-on-behalf-of'])
    return address === undefined ? caller : inNameOf(means, caller, address)
  }
}

const holderOf = async (means: Means, credentials: Credentials): Promise<Caller> => {
  const read = readAuthorization(single(credentials.headers.authorization))
  if (read.kind === 'bad') throw new Refused(wrongCredentials)
  if (read.kind === 'token') return byToken(means, credentials, read)
  const secret = readSessionCookie(means.ground.settings, credentials.cookies, credentials.ip)
  return secret === undefined ? anonymous(credentials) : bySession(means, credentials, secret)
}

/** The same whatever the reason: it does not tell which addresses there are. */
const notInTheirName: Refusal = {
  code: 'forbidden',
  message: 'X-On-Behalf-Of names an end user, and takes the credential of an agent who may write them.',
}

/**
 * The end user in whose name an agent's request acts: with that person's rights, and no others. The scopes stay those
 * of the credential, which must hold `impersonate` among them.
 */
const inNameOf = async ({ ground }: Means, caller: Caller, address: string): Promise<Caller> => {
  const agent = caller.viewer as Viewer
  if (agent.userId === null) throw new Refused(wrongCredentials)
  const email = readEmail(address)
  const [found] = email.ok ? await ground.db.query<Found>(BY_ADDRESS, [email.value]) : []
  if (found === undefined) throw new Refused(notInTheirName)
  const role = roleOf(await ground.policy.at(found.policyVersion), found.roleId)
  const isAllowed = mayActFor(agent, { id: found.userId, role }) && grantsScope(caller.scopes, IMPERSONATE)
  if (!isAllowed) throw new Refused(notInTheirName)
  const viewer: Viewer = { ...viewerWith(found, role), actedBy: agent.userId }
  return { ...caller, userId: viewer.userId, permissions: viewer.permissions, viewer }
}

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header

const anonymous = ({ ip }: Credentials): Caller => anonymousCaller(ip, ANONYMOUS)

const byToken = async (
  means: Means,
  credentials: Credentials,
  { token, email }: { readonly token: string; readonly email: string | null },
): Promise<Caller> => {
  const key = email === null ? null : readEmail(email)
  if (key !== null && !key.ok) throw new Refused(wrongCredentials)
  const { db, clock } = means.ground
  const params = [secretHash(token), toIsoMs(clock.now()), inetOf(credentials.ip), key?.value ?? null]
  const [found] = await db.query<Found>(BY_TOKEN, params)
  if (found === undefined) throw new Refused(wrongCredentials)
  return callerOf(means, credentials, found, 'token')
}

/** A cookie whose session is over counts as none: a browser keeps it for a while, and can sign in with it there. */
const bySession = async (means: Means, credentials: Credentials, secret: string): Promise<Caller> => {
  const { db, clock } = means.ground
  const [found] = await db.query<Found>(BY_SESSION, [secretHash(secret), toIsoMs(clock.now())])
  return found === undefined ? anonymous(credentials) : callerOf(means, credentials, found, 'session')
}

/** The rights that a person has now, for those who act on their behalf: a session just opened, mail. */
export const viewerOfUser = async (
  { ground }: { readonly ground: Ground },
  policy: PolicySnapshot,
  userId: Id,
): Promise<Viewer> => {
  const [found] = await ground.db.query<ViewerFacts & { readonly roleId: Id }>(BY_ID, [userId])
  return found === undefined ? ANONYMOUS : viewerWith(found, roleOf(policy, found.roleId))
}

/** A caller of ours, with the row id of its token or session. */
export type CredentialedCaller = Caller & { readonly credentialId?: Id }

const callerOf = async (
  means: Means,
  credentials: Credentials,
  found: Found,
  credential: 'token' | 'session',
): Promise<CredentialedCaller> => {
  const { ground } = means
  if (credentials.headers['x-mainstay-background'] !== '1') await stamp(means, found, credential)
  const viewer = viewerWith(found, roleOf(await ground.policy.at(found.policyVersion), found.roleId))
  return {
    userId: found.userId,
    permissions: viewer.permissions,
    scopes: new Set(found.scopes),
    credential,
    rateKey: `${credential}:${found.credentialId}`,
    credentialId: found.credentialId,
    ...(found.csrfToken === null ? {} : { csrfToken: found.csrfToken }),
    viewer,
  }
}

const stamp = async (
  { ground, apart }: Means,
  found: Found,
  credential: 'token' | 'session',
): Promise<void> => {
  const now = ground.clock.now()
  if (found.lastUsedAt !== null && now - found.lastUsedAt < MINUTE_MS) return
  await apart(() => ground.db.query(STAMPS[credential], [found.credentialId, toIsoMs(now)]))
}

/** The row id of the token or session that a request came with. */
export const credentialIdOf = (caller: Caller): Id | undefined => (caller as CredentialedCaller).credentialId
