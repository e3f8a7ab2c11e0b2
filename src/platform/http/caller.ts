import type { IncomingHttpHeaders } from 'node:http'
import type { Id } from '../../kernel/index.ts'

/**
 * Who makes a request, as far as the ground must know. `people` makes it (`Authenticate`), puts its own `Viewer`
 * in `viewer` and gives it back through `viewerOf(caller)`.
 */
export type Caller = {
  /** `null` for a caller without credentials. */
  readonly userId: Id | null
  /** Names of permissions held, of the catalogue in `people`. */
  readonly permissions: ReadonlySet<string>
  /** Scopes of the credential: `*`, `read`, `write`, or `tickets:read`, `users:write` … */
  readonly scopes: ReadonlySet<string>
  readonly credential: 'none' | 'session' | 'token' | 'password'
  /** What rates are counted by: a token's or session's id, or the address for callers without one. */
  readonly rateKey: string
  /** Of a session: what its writes must bring in `X-CSRF-Token`. A session without one cannot write. */
  readonly csrfToken?: string
  readonly viewer: unknown
}

/** What a credential is read from. */
export type Credentials = {
  readonly method: string
  /** Path and query as asked. */
  readonly url: string
  readonly headers: Readonly<IncomingHttpHeaders>
  readonly cookies: Readonly<Record<string, string>>
  /** The client's address; behind a listed proxy the one it forwards. */
  readonly ip: string
}

/**
 * Finds out who calls. No credentials: a caller with `credential: 'none'`. Wrong ones: throws `Refused`
 * `unauthenticated`.
 */
export type Authenticate = (credentials: Credentials) => Promise<Caller>

const NOTHING: ReadonlySet<string> = new Set()

/** A caller without credentials, counted by address. */
export const anonymousCaller = (ip: string, viewer: unknown = undefined): Caller => ({
  userId: null,
  permissions: NOTHING,
  scopes: NOTHING,
  credential: 'none',
  rateKey: `ip:${ip}`,
  viewer,
})
