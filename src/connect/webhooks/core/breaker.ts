import { type Instant, MINUTE_MS, plusMs } from '../../../kernel/index.ts'

/** What became of the tries of a stretch of time, and until when the endpoint is left alone. */
export type Breaker = {
  readonly startedAt: Instant | null
  readonly ok: number
  readonly failed: number
  readonly brokenUntil: Instant | null
  /** How often it broke in a row. */
  readonly trips: number
}

export const CLOSED: Breaker = { startedAt: null, ok: 0, failed: 0, brokenUntil: null, trips: 0 }

const STRETCH_MS = 5 * MINUTE_MS
/** Fewer tries say nothing of a share. */
const MIN_TRIES = 10
const MAX_SHARE = 0.7
const MAX_ERRORS = 1000
const FIRST_PAUSE_MS = MINUTE_MS
const MAX_PAUSE_MS = 15 * MINUTE_MS

/**
 * The breaker after a try (`security.md` 4): it opens where 70 % of a stretch failed, or 1,000. Once its pause is over one
 * try is let through: it closes by a success, and opens for longer by a failure.
 */
export const afterTry = (breaker: Breaker, isOk: boolean, now: Instant): Breaker => {
  if (breaker.brokenUntil !== null) return isOk ? CLOSED : broken(breaker, now)
  const isOver = breaker.startedAt === null || now - breaker.startedAt >= STRETCH_MS
  const begun = isOver ? { ...CLOSED, startedAt: now } : breaker
  const counted = { ...begun, ok: begun.ok + (isOk ? 1 : 0), failed: begun.failed + (isOk ? 0 : 1) }
  return isTooMuch(counted) ? broken(counted, now) : counted
}

const isTooMuch = ({ ok, failed }: Breaker): boolean =>
  failed >= MAX_ERRORS || (ok + failed >= MIN_TRIES && failed >= MAX_SHARE * (ok + failed))

const broken = ({ trips }: Breaker, now: Instant): Breaker => ({
  ...CLOSED,
  trips: trips + 1,
  brokenUntil: plusMs(now, Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(trips, 10))),
})
