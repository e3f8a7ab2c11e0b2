import { type Id, type Refusal, Refused, toIsoMs } from '../../kernel/index.ts'
import { statement } from '../../platform/db/index.ts'
import type { Ground } from '../../platform/ground.ts'
import {
  type Authenticate,
  anonymousCaller,
  type Caller,
  type Credentials,
} from '../../platform/http/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { ANONYMOUS, readEmail, type Viewer, type ViewerFacts, viewerWith } from '../core/index.ts'
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
  readonly roleId: Id
  readonly policyVersion: number
}

/** The person behind a credential `found`, with all that rights are made of; nobody who may not sign in. */
const PERSON_BEHIND = `
select f.id as "credentialId", f.scopes, f.csrf_token as "csrfToken", u.id as "userId", u.role_id as "roleId",
  u.ticket_restriction as "ticketRestriction", u.only_private_comments as "onlyPrivateComments", u.suspended,
  ${MEMBERSHIPS_SQL},
  (select coalesce(max(version), 0) from policy_versions) as "policyVersion"
from found f join users u on u.id = f.user_id
where u.active and not u.suspended`

/** $1 hash, $2 now, $3 whether to stamp the use, $4 the client's address, $5 the e-mail address of Basic or null. */
const BY_TOKEN = statement(
  'people_by_token',
  `with found as (
    select t.id, t.user_id, t.scopes, null::text as csrf_token, t.last_used_at
    from tokens t
    where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2::timestamptz)
      and (t.allowed_ips = '{}'
        or exists (select from unnest(t.allowed_ips) network where $4::inet <<= network::inet))
      and ($5::text is null or exists (
        select from user_identities i where i.user_id = t.user_id and i.type = 'email' and i.key = $5))
  ), stamped as (
    update tokens t set last_used_at = $2::timestamptz
    from found f
    where t.id = f.id and $3::boolean
      and (t.last_used_at is null or t.last_used_at <= $2::timestamptz - interval '1 minute')
  )
  ${PERSON_BEHIND}`,
)

/** $1 hash, $2 now, $3 whether to stamp the use. */
const BY_SESSION = statement(
  'people_by_session',
  `with found as (
    select s.id, s.user_id, '{*}'::text[] as scopes, s.csrf_token, s.last_used_at
    from sessions s
    where s.hash = $1 and s.expires_at > $2::timestamptz
      and s.last_used_at > $2::timestamptz - interval '${SESSION_IDLE_HOURS} hours'
  ), stamped as (
    update sessions s set last_used_at = $2::timestamptz
    from found f
    where s.id = f.id and $3::boolean and s.last_used_at <= $2::timestamptz - interval '1 minute'
  )
  ${PERSON_BEHIND}`,
)

/** $1 the user's id. */
const BY_ID = statement(
  'people_by_id',
  `with found as (select $1::bigint as id, $1::bigint as user_id, '{}'::text[] as scopes, null::text as csrf_token)
  ${PERSON_BEHIND}`,
)

/**
 * Finds out who calls: one statement that reads the token or session together with the rights of now, and stamps its
 * use at most once a minute. Requests marked `X-Mainstay-Background: 1` (polling) do not keep a session alive.
 */
export const authenticateBy =
  (ground: Ground): Authenticate =>
  async (credentials) => {
    const read = readAuthorization(single(credentials.headers.authorization))
    if (read.kind === 'bad') throw new Refused(wrongCredentials)
    if (read.kind === 'token') return byToken(ground, credentials, read)
    const secret = readSessionCookie(ground.settings, credentials.cookies, credentials.ip)
    return secret === undefined ? anonymous(credentials) : bySession(ground, credentials, secret)
  }

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header

const anonymous = ({ ip }: Credentials): Caller => anonymousCaller(ip, ANONYMOUS)

const isStamped = ({ headers }: Credentials): boolean => headers['x-mainstay-background'] !== '1'

const byToken = async (
  ground: Ground,
  credentials: Credentials,
  { token, email }: { readonly token: string; readonly email: string | null },
): Promise<Caller> => {
  const key = email === null ? null : readEmail(email)
  if (key !== null && !key.ok) throw new Refused(wrongCredentials)
  const [found] = await ground.db.query<Found>(BY_TOKEN, [
    secretHash(token),
    toIsoMs(ground.clock.now()),
    isStamped(credentials),
    inetOf(credentials.ip),
    key?.value ?? null,
  ])
  if (found === undefined) throw new Refused(wrongCredentials)
  return callerOf(ground, found, 'token')
}

/** A cookie whose session is over counts as none: a browser keeps it for a while, and can sign in with it there. */
const bySession = async (ground: Ground, credentials: Credentials, secret: string): Promise<Caller> => {
  const [found] = await ground.db.query<Found>(BY_SESSION, [
    secretHash(secret),
    toIsoMs(ground.clock.now()),
    isStamped(credentials),
  ])
  return found === undefined ? anonymous(credentials) : callerOf(ground, found, 'session')
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
  ground: Ground,
  found: Found,
  credential: 'token' | 'session',
): Promise<CredentialedCaller> => {
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

/** The row id of the token or session that a request came with. */
export const credentialIdOf = (caller: Caller): Id | undefined => (caller as CredentialedCaller).credentialId
