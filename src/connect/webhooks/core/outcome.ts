import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../kernel/index.ts'

/** What one try came to: an answer, or why there was none. */
export type Try =
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfterMs: number | null }
  | { readonly kind: 'timeout' }
  /** The world's side: no name, no connection, no TLS. */
  | { readonly kind: 'unreachable' }
  /** We will not go there, now or ever: the address is not allowed. */
  | { readonly kind: 'refused' }

/** How often it was tried before, in all and of some kinds. */
export type Tries = { readonly attempts: number; readonly timeouts: number; readonly conflicts: number }

export type Outcome =
  | { readonly next: 'success' }
  | { readonly next: 'retry'; readonly afterMs: number }
  | { readonly next: 'failed' | 'timeout' }
  /** The endpoint says that it is gone for good: 410. */
  | { readonly next: 'gone' }

const MAX_CONFLICTS = 3
const MAX_TIMEOUTS = 5
const MAX_RETRY_AFTER_MS = MINUTE_MS
/** Together about a day. */
const WAITS_MS = [
  ...[5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS],
  ...[HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 8 * HOUR_MS],
]

/**
 * What follows a try. Retries as zendesk-api.md 2.15 has them (409 three times, timeouts until the fifth, 429 and 503 when
 * they say `Retry-After` of less than a minute), and besides whatever may heal by itself: 5xx, 408, 429 and connections,
 * with growing pauses for a day. `random` is in [0, 1): what failed together does not come back together.
 */
export const outcomeOf = (one: Try, before: Tries, random: number): Outcome => {
  if (one.kind === 'refused') return { next: 'failed' }
  if (one.kind === 'timeout')
    return before.timeouts + 1 < MAX_TIMEOUTS ? again(before, random) : { next: 'timeout' }
  if (one.kind === 'unreachable') return again(before, random)
  const { status, retryAfterMs } = one
  if (status >= 200 && status < 300) return { next: 'success' }
  if (status === 410) return { next: 'gone' }
  if (status === 409) return before.conflicts < MAX_CONFLICTS ? again(before, random) : { next: 'failed' }
  if ((status === 429 || status === 503) && retryAfterMs !== null && retryAfterMs < MAX_RETRY_AFTER_MS)
    return before.attempts < WAITS_MS.length ? { next: 'retry', afterMs: retryAfterMs } : { next: 'failed' }
  return status >= 500 || status === 429 || status === 408 ? again(before, random) : { next: 'failed' }
}

const again = ({ attempts }: Tries, random: number): Outcome => {
  const full = WAITS_MS[attempts]
  if (full === undefined) return { next: 'failed' }
  return { next: 'retry', afterMs: Math.round(full / 2 + (full / 2) * random) }
}

/** Seconds, or a date (RFC 9110 10.2.3); null where the header says neither. */
export const readRetryAfter = (header: string | undefined, nowMs: number): number | null => {
  if (header === undefined) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * SECOND_MS
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs)
}
