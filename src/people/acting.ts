import type { Caller, IdempotencyClaim } from '../platform/http/index.ts'
import { ANONYMOUS, SYSTEM, type Viewer } from './core/index.ts'

/** On whose behalf something is done and how it came: the rights it needs, and what the audit log says of it. */
export type Acting = {
  readonly viewer: Viewer
  /** `api`, `cli`, `mail`, `system`. */
  readonly via: string
  readonly ip: string | null
  readonly requestId: string | null
  /** Says in the write's transaction where its outcome is found, for a POST that is sent again. */
  readonly locate?: IdempotencyClaim['locate']
}

/** The viewer that `authenticate` put into a caller. */
export const viewerOf = (caller: Caller): Viewer => (caller.viewer as Viewer | undefined) ?? ANONYMOUS

export const actingOf = (request: {
  readonly caller: Caller
  readonly ip: string
  readonly requestId: string
  readonly idempotency: IdempotencyClaim
}): Acting => ({
  viewer: viewerOf(request.caller),
  via: 'api',
  ip: request.ip,
  requestId: request.requestId,
  locate: request.idempotency.locate,
})

/** Mainstay itself: commands of the operator, mail, background work. */
export const asSystem = (via: string): Acting => ({ viewer: SYSTEM, via, ip: null, requestId: null })
