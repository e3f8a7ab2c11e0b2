import type { Db, ProcessIdentity } from '../db/index.ts'
import type { Ground } from '../ground.ts'
import { crowdedMeter, pollLoop, settleBy } from '../loop/index.ts'
import type { Effect, EffectHandler, Service } from '../module.ts'
import { judge, tryOnce, type Verdict } from './deliver.ts'
import { outboxMetrics } from './metrics.ts'
import {
  claimEffects,
  type Failed,
  type Retry,
  type Room,
  renewLeases,
  returnLeases,
  saveDone,
  saveFailed,
  saveRetries,
} from './store.ts'

/** `poke` says that a commit of this process left effects: they go out at once instead of within a second. */
export type OutboxService = Service & { poke(): void }

export type OutboxGround = Pick<Ground, 'db' | 'clock' | 'log' | 'metrics' | 'randomBytes'> & {
  readonly identity: Pick<ProcessIdentity, 'id'>
}

const IDLE_MS = 1000
const RENEW_EVERY_MS = 20_000
/** Effects claimed beyond those being delivered, so that a slot that falls free need not wait for a claim. */
const HELD_PER_SLOT = 8
/** Commits and deliveries poke by the hundred each second: one claim and one flush serve all that came meanwhile. */
const REST_MS = 40
const STOP_MS = 25_000

/** What one process holds of a kind. */
type Line = { readonly handler: EffectHandler; readonly queue: Effect[]; readonly running: Set<Effect> }
type Judged = { readonly effect: Effect; readonly verdict: Verdict }

/** Delivers effects of the given handlers' kinds; those of other kinds wait for a process that knows them. */
export const outboxService = (ground: OutboxGround, handlers: readonly EffectHandler[]): OutboxService => {
  const { db, clock, log, identity } = ground
  const metrics = outboxMetrics(ground.metrics, db, clock)
  const lines = new Map(handlers.map((handler) => [handler.kind, newLine(handler)]))
  let judged: Judged[] = []
  let renewedAtMs = performance.now()
  let isStopping = false

  const deliver = async ({ handler, running }: Line, effect: Effect): Promise<void> => {
    const outcome = await tryOnce(handler, effect, (error) =>
      log.error({ err: error, effectId: effect.id, kind: effect.kind }, 'an effect handler threw'),
    )
    const verdict = judge(effect, outcome, handler, clock.now(), randomFraction(ground.randomBytes))
    if (verdict.state !== 'abandoned' || (await tellAbandoned(handler, effect, verdict.error))) {
      judged.push({ effect, verdict })
    }
    metrics.count(effect.kind, verdict.state)
    running.delete(effect)
  }
  const tellAbandoned = async (handler: EffectHandler, effect: Effect, error: string): Promise<boolean> => {
    try {
      await handler.abandoned?.(effect, error)
      return true
    } catch (cause) {
      // The lease runs out and the effect comes again: being told is part of giving up.
      log.error(
        { err: cause, effectId: effect.id, kind: effect.kind },
        'could not tell that an effect was given up',
      )
      return false
    }
  }
  const isCrowded = crowdedMeter()
  const pump = (line: Line): void => {
    const width = isCrowded() ? 1 : line.handler.concurrency
    while (!isStopping && line.running.size < width) {
      const effect = line.queue.shift()
      if (effect === undefined) return
      line.running.add(effect)
      void deliver(line, effect).finally(() => {
        pump(line)
        loop.poke()
      })
    }
  }
  const flush = async (): Promise<void> => {
    const batch = judged
    judged = []
    try {
      await saveVerdicts(ground, batch)
    } catch (error) {
      judged = [...batch, ...judged]
      throw error
    }
  }
  const renew = async (): Promise<void> => {
    if (performance.now() - renewedAtMs < RENEW_EVERY_MS) return
    const held = [...lines.values()].flatMap(({ queue, running }) => [...queue, ...running])
    if (held.length > 0) await renewLeases(db, identity.id, idsOf(held))
    renewedAtMs = performance.now()
  }
  const claim = async (): Promise<boolean> => {
    const rooms = [...lines.values()].map(roomIn).filter(({ free }) => free > 0)
    if (rooms.length === 0) return false
    const claimed = await claimEffects(db, identity.id, rooms, clock.now())
    for (const effect of claimed.sort((a, b) => a.id - b.id)) lines.get(effect.kind)!.queue.push(effect)
    for (const line of lines.values()) pump(line)
    return claimed.length > 0
  }
  const loop = pollLoop({
    name: 'outbox',
    log,
    restMs: REST_MS,
    turn: async () => {
      await flush()
      await renew()
      await claim()
      return IDLE_MS
    },
  })

  const stop = async (): Promise<void> => {
    isStopping = true
    await loop.stop()
    const queued = [...lines.values()].flatMap(({ queue }) => queue.splice(0))
    if (queued.length > 0) await returnLeases(db, identity.id, idsOf(queued))
    await settleBy(untilEmpty(lines), STOP_MS)
    await flush()
  }
  const { poke, isBeating } = loop
  return { name: 'outbox', roles: ['worker'], start: async () => loop.start(), stop, poke, isBeating }
}

const newLine = (handler: EffectHandler): Line => ({ handler, queue: [], running: new Set() })

/** Room is offered once half is free: few large claims instead of many small ones. */
const roomIn = ({ handler, queue, running }: Line): Room => {
  const capacity = handler.concurrency * HELD_PER_SLOT
  const free = capacity - queue.length - running.size
  return { kind: handler.kind, free: free * 2 >= capacity ? free : 0 }
}

const untilEmpty = async (lines: ReadonlyMap<string, Line>): Promise<void> => {
  while ([...lines.values()].some(({ running }) => running.size > 0)) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const idsOf = (effects: readonly Effect[]): number[] => effects.map(({ id }) => id)

const randomFraction = (randomBytes: (size: number) => Buffer): number =>
  randomBytes(4).readUInt32BE() / 2 ** 32

const saveVerdicts = async (
  { db, identity, clock }: OutboxGround,
  batch: readonly Judged[],
): Promise<void> => {
  if (batch.length === 0) return
  const done: number[] = []
  const failed: Failed[] = []
  const retries: Retry[] = []
  for (const { effect, verdict } of batch) {
    if (verdict.state === 'done') done.push(effect.id)
    else if (verdict.state === 'retry')
      retries.push({ id: effect.id, error: verdict.error, dueAt: verdict.dueAt })
    else failed.push({ id: effect.id, error: verdict.error })
  }
  await saveAll(db, identity.id, clock.now(), { done, failed, retries })
}

const saveAll = async (
  db: Db,
  owner: number,
  now: ReturnType<OutboxGround['clock']['now']>,
  { done, failed, retries }: { done: number[]; failed: Failed[]; retries: Retry[] },
): Promise<void> => {
  if (done.length > 0) await saveDone(db, done, now)
  if (failed.length > 0) await saveFailed(db, owner, failed, now)
  if (retries.length > 0) await saveRetries(db, owner, retries)
}
