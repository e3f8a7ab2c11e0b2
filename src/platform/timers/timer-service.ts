import { MINUTE_MS, SECOND_MS } from '../../kernel/index.ts'
import type { ProcessIdentity } from '../db/index.ts'
import type { Ground } from '../ground.ts'
import { backOffMs, pollLoop } from '../loop/index.ts'
import type { Service, TimerHandler } from '../module.ts'
import { timerMetrics } from './metrics.ts'
import {
  type ClaimedTimer,
  claimTimers,
  type FailedTimer,
  finishTimers,
  postponeTimers,
  returnTimers,
} from './store.ts'

export type TimerGround = Pick<Ground, 'db' | 'clock' | 'log' | 'metrics' | 'randomBytes'> & {
  readonly identity: Pick<ProcessIdentity, 'id'>
}

/** `poke` says that the clock was moved or a timer set that is due already. */
export type TimerService = Service & { poke(): void }

const SWEEP_EVERY_MS = SECOND_MS
/** What falls due seldom falls due alone: after a sweep that found something the next one comes soon. */
const SWEEP_SOON_MS = 100
const BATCH = 100
/** Tickets worked on at a time. */
const CONCURRENCY = 8
const BACK_OFF = { firstMs: SECOND_MS, maxMs: 5 * MINUTE_MS }
const MAX_ERROR_LENGTH = 500

/**
 * Makes due timers happen: at least every second it claims those of the given handlers' kinds, earliest first, one after the
 * other within a ticket. A handler that throws is tried again, for ever: what a timer stands for must happen.
 */
export const timerService = (ground: TimerGround, handlers: readonly TimerHandler[]): TimerService => {
  const { db, clock, log, identity } = ground
  const byKind = new Map(handlers.map((handler) => [handler.kind, handler]))
  const kinds = [...byKind.keys()]
  const metrics = timerMetrics(ground.metrics, db, clock)
  let held: readonly ClaimedTimer[] = []
  let isStopping = false

  const fire = async (timer: ClaimedTimer): Promise<FailedTimer | undefined> => {
    try {
      await byKind.get(timer.kind)!.fire(timer)
      metrics.fired(timer.kind, clock.now() - timer.dueAt)
      return undefined
    } catch (error) {
      metrics.failed(timer.kind)
      const { ticketId, kind, key, attempt } = timer
      log.error({ err: error, ticketId, kind, key, attempt }, 'a timer failed; it will be tried again')
      const waitMs = backOffMs(attempt, BACK_OFF, ground.randomBytes(4).readUInt32BE() / 2 ** 32)
      const message = error instanceof Error ? error.name : 'Error'
      return { timer, error: message.slice(0, MAX_ERROR_LENGTH), waitMs }
    }
  }
  /** A ticket's timers follow one another, and after a failure the later ones wait with it. Adds to `fired`. */
  const fireTicket = async (timers: readonly ClaimedTimer[], fired: ClaimedTimer[]): Promise<void> => {
    for (const [index, timer] of timers.entries()) {
      const rest = timers.slice(index)
      if (isStopping) return returnTimers(db, identity.id, rest)
      const failure = await fire(timer)
      if (failure === undefined) {
        fired.push(timer)
        continue
      }
      const { error, waitMs } = failure
      return postponeTimers(
        db,
        identity.id,
        rest.map((timer) => ({ timer, error, waitMs })),
      )
    }
  }
  const turn = async (): Promise<number> => {
    if (kinds.length === 0) return SWEEP_EVERY_MS
    // Left from a turn that broke off because the database went away: their leases are ours and would have to run out.
    if (held.length > 0) await returnTimers(db, identity.id, held)
    const claimed = await claimTimers(db, identity.id, { kinds, limit: BATCH, now: clock.now() })
    held = claimed
    const fired: ClaimedTimer[] = []
    try {
      await eachOf(byTicket(claimed), CONCURRENCY, (timers) => fireTicket(timers, fired))
    } finally {
      // All at once: what a crash leaves here fires again, finds nothing to do, and is gone then.
      if (fired.length > 0) await finishTimers(db, identity.id, fired)
    }
    held = []
    if (claimed.length === BATCH) return 0
    return claimed.length > 0 ? SWEEP_SOON_MS : SWEEP_EVERY_MS
  }
  const loop = pollLoop({ name: 'timers', log, turn })
  const stop = async (): Promise<void> => {
    isStopping = true
    await loop.stop()
  }
  const { poke, isBeating } = loop
  return { name: 'timers', roles: ['worker'], start: async () => loop.start(), stop, poke, isBeating }
}

/** In the order of their earliest; timers that belong to no ticket stand alone. */
const byTicket = (timers: readonly ClaimedTimer[]): ClaimedTimer[][] => {
  const groups = new Map<number | string, ClaimedTimer[]>()
  for (const timer of [...timers].sort((a, b) => a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1))) {
    const name = timer.ticketId === 0 ? `${timer.kind}/${timer.key}` : timer.ticketId
    groups.set(name, [...(groups.get(name) ?? []), timer])
  }
  return [...groups.values()]
}

/** Works on several at a time. All are worked on even where some throw; then the first of these is thrown. */
const eachOf = async <T>(
  items: readonly T[],
  atATime: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const left = items.values()
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item)
  }
  const results = await Promise.allSettled(Array.from({ length: atATime }, worker))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
