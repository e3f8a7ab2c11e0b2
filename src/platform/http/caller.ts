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
  readonly viewer: unknown
}
