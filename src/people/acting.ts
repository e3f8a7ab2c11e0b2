import type { ApiRequest, Caller } from '../platform/http/index.ts'
import { type GivenReason, givenWith } from '../platform/policy/index.ts'
import { ANONYMOUS, SYSTEM, type Viewer } from './core/index.ts'

/** On whose behalf something is done and how it came: the rights it needs, and what the audit log says of it. */
export type Acting = {
  readonly viewer: Viewer
  /** `api`, `cli`, `mail`, `system`. */
  readonly via: string
  readonly ip: string | null
  readonly requestId: string | null
  /** Says in the write's transaction where its outcome is found, for a POST that is sent again. */
  readonly locate?: ApiRequest<unknown, unknown, unknown>['idempotency']['locate']
  /** Why, in their own words: of edits of the policy. */
  readonly given?: GivenReason
}

/** The viewer that `authenticate` put into a caller. */
export const viewerOf = (caller: Caller): Viewer => (caller.viewer as Viewer | undefined) ?? ANONYMOUS

export const actingOf = (
  request: Pick<
    ApiRequest<unknown, unknown, unknown>,
    'caller' | 'ip' | 'requestId' | 'idempotency' | 'headers' | 'body'
  >,
): Acting => ({
  ...cameBy(request),
  locate: request.idempotency.locate,
  // Read where it is asked for: other bodies have reasons of their own.
  get given() {
    return givenWith(request)
  },
})

/** Nobody signs in as Mainstay itself: a command asks a route then. */
const cameBy = ({
  caller,
  ip,
  requestId,
}: Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'ip' | 'requestId'>): Acting => {
  const viewer = viewerOf(caller)
  return viewer === SYSTEM ? asSystem('cli') : { viewer, via: 'api', ip, requestId }
}

/** Mainstay itself: commands of the operator, mail, background work. */
export const asSystem = (via: string): Acting => ({ viewer: SYSTEM, via, ip: null, requestId: null })
