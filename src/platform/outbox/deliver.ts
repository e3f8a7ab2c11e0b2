import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, plusMs, SECOND_MS } from '../../kernel/index.ts'
import { backOffMs } from '../loop/index.ts'
import type { Effect, EffectHandler, EffectOutcome } from '../module.ts'

/** What is to be written about an effect after one try. */
export type Verdict =
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly error: string }
  /** Failed for good after many tries: the handler is to be told first. */
  | { readonly state: 'abandoned'; readonly error: string }
  | { readonly state: 'retry'; readonly error: string; readonly dueAt: Instant }

const BACK_OFF = { firstMs: 5 * SECOND_MS, maxMs: HOUR_MS }
const GIVE_UP_AFTER_MS = 5 * DAY_MS
const MAX_ERROR_LENGTH = 500

/** Weighs one try's outcome. `random` is in [0, 1). */
export const judge = (
  effect: Effect,
  outcome: EffectOutcome,
  { giveUpAfterMs = GIVE_UP_AFTER_MS }: Pick<EffectHandler, 'giveUpAfterMs'>,
  now: Instant,
  random: number,
): Verdict => {
  if (outcome.outcome === 'done') return { state: 'done' }
  const error = outcome.error.slice(0, MAX_ERROR_LENGTH)
  if (outcome.outcome === 'failed') return { state: 'failed', error }
  if (now - effect.createdAt >= giveUpAfterMs) return { state: 'abandoned', error }
  const dueAt = plusMs(now, outcome.afterMs ?? backOffMs(effect.attempt, BACK_OFF, random))
  return { state: 'retry', error, dueAt }
}

const DELIVERY_LIMIT_MS = 2 * MINUTE_MS

/** One try. A handler that hangs is not waited for: its place is needed. What it throws is handed to `onThrow`. */
export const tryOnce = async (
  handler: EffectHandler,
  effect: Effect,
  onThrow: (error: unknown) => void,
): Promise<EffectOutcome> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<EffectOutcome>((resolve) => {
    timer = setTimeout(() => resolve({ outcome: 'retry', error: 'No answer in time' }), DELIVERY_LIMIT_MS)
  })
  try {
    return await Promise.race([handler.deliver(effect), limit])
  } catch (error) {
    onThrow(error)
    return { outcome: 'retry', error: 'Internal error' }
  } finally {
    clearTimeout(timer)
  }
}
