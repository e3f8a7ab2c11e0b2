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
/** Tickets whose timers go together, where a handler can do that. */
const TOGETHER = 25
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
  /** Timers that can, together with those of other tickets; answers what is left to be fired one by one. Adds to `fired`. */
  const fireTogether = async (
    groups: readonly (readonly ClaimedTimer[])[],
    fired: ClaimedTimer[],
  ): Promise<ClaimedTimer[][]> => {
    if (groups.length === 1 || isStopping) return groups.map((timers) => [...timers])
    const [{ kind }] = groups[0] as [ClaimedTimer]
    const effective = await byKind.get(kind)!.fireTogether!(groups.map(([first]) => first!)).catch(
      (error: unknown) => {
        log.warn(
          { err: error, kind, count: groups.length },
          'timers failed together; each is fired by itself',
        )
        return []
      },
    )
    for (const timer of effective as readonly ClaimedTimer[]) {
      metrics.fired(kind, clock.now() - timer.dueAt)
      fired.push(timer)
    }
    const done = new Set<unknown>(effective)
    return groups
      .map((timers) => timers.filter((timer) => !done.has(timer)))
      .filter((timers) => timers.length > 0)
  }
  /** All that was claimed: first what goes together, the earliest of each ticket, then the rest. Adds to `fired`. */
  const fireAll = async (claimed: readonly ClaimedTimer[], fired: ClaimedTimer[]): Promise<void> => {
    const groups = byTicket(claimed)
    const goTogether = (timers: readonly ClaimedTimer[]): boolean =>
      timers[0]!.ticketId !== 0 && byKind.get(timers[0]!.kind)!.fireTogether !== undefined
    const alone = groups.filter((timers) => !goTogether(timers))
    const batches = [...Map.groupBy(groups.filter(goTogether), (timers) => timers[0]!.kind).values()].flatMap(
      (ofKind) => chunksOf(ofKind, TOGETHER),
    )
    await eachOf(batches, 2, async (batch) => void alone.push(...(await fireTogether(batch, fired))))
    await eachOf(alone, CONCURRENCY, (timers) => fireTicket(timers, fired))
  }
  const turn = async (): Promise<number> => {
    if (kinds.length === 0) return SWEEP_EVERY_MS
    // Left from a turn that broke off because the database went away: their leases are ours and would have to run out.
    if (held.length > 0) await returnTimers(db, identity.id, held)
    const claimed = await claimTimers(db, identity.id, { kinds, limit: BATCH, now: clock.now() })
    held = claimed
    const fired: ClaimedTimer[] = []
    try {
      await fireAll(claimed, fired)
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

const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size))

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
