import {
  err,
  type Id,
  type Instant,
  instantOf,
  ok,
  type Result,
  wholeSecond,
} from '../../../src/kernel/index.ts'
import { backOffMs } from '../../../src/platform/loop/index.ts'
import type { Effect, EffectOutcome } from '../../../src/platform/module.ts'
import { judge } from '../../../src/platform/outbox/deliver.ts'
import { DUE } from '../../../src/tickets/clocks/timer.ts'
import { type Change, type Decision, decide, isEmpty, type Policy } from '../../../src/tickets/core/index.ts'
import { CONTEXT } from '../../../src/tickets/core/testing/desk.ts'
import type { Random } from '../random.ts'
import type { Schedule, Task } from './schedule.ts'
import type { SimEffect, SimStore, SimTimer } from './store.ts'

/** The process died where it stood: nothing of it runs on. */
class Died extends Error {}
/** The store or its answer is lost: what became of the transaction nobody was told. */
class Lost extends Error {}

/** Shares of calls that go wrong, and of seconds by which clocks differ. */
export type Faults = {
  readonly lost: number
  readonly died: number
  readonly network: number
  readonly skewMs: number
}
export const CALM: Faults = { lost: 0, died: 0, network: 0, skewMs: 0 }

/** A try of a delivery: whether it arrived, and whether its end was written. */
export type Delivery = {
  readonly effect: SimEffect
  readonly atMs: number
  arrived: boolean
  isWritten: boolean
}

export type Life = {
  readonly random: Random
  readonly schedule: Schedule
  readonly store: SimStore
  readonly deliveries: Delivery[]
  readonly policyAt: (version: number) => Policy
  /** The version in force, by true time. */
  readonly currentVersion: () => number
  faults: Faults
  /** Until when the store answers nobody. */
  awayUntilMs: number
  deaths: number
}

type Process = { readonly id: number; isAlive: boolean; skewMs: number }

const MAX_TRIES = 5
const BACK_OFF = { firstMs: 1000, maxMs: 300_000 }
const AFTER_FAILURE_MS = 1000
const SLOW_MS = 3000

const startProcess = (life: Life): Process => {
  const skewMs = life.faults.skewMs === 0 ? 0 : life.random.int(2 * life.faults.skewMs) - life.faults.skewMs
  const process = { id: 1000 + life.random.int(1_000_000_000), isAlive: true, skewMs }
  life.store.living.add(process.id)
  return process
}

const die = (life: Life, process: Process): void => {
  if (!process.isAlive) return
  process.isAlive = false
  life.store.living.delete(process.id)
  life.deaths += 1
  life.schedule.stir()
}

const clockOf = (life: Life, { skewMs }: Process): Instant => instantOf(life.schedule.now() + skewMs)

/** One round trip to the store: it takes a moment either way, and may fail, or kill, on either. */
function* call<T>(life: Life, process: Process, transaction: () => T): Task<T> {
  yield* travel(life, process)
  const { writes } = life.store
  const answer = transaction()
  if (life.store.writes > writes) life.schedule.stir()
  yield* travel(life, process)
  return answer
}

function* travel(life: Life, process: Process): Task {
  // Most are quick; the few that are not let others get in between.
  yield { ms: life.random.chance(0.1) ? life.random.int(SLOW_MS) : 1 + life.random.int(4) }
  if (life.random.chance(life.faults.died)) die(life, process)
  if (!process.isAlive) throw new Died()
  if (life.schedule.now() < life.awayUntilMs || life.random.chance(life.faults.lost)) throw new Lost()
}

export type Outcome = Result<'written' | 'unchanged' | 'known', 'refused' | 'conflict'>

/** As `tickets/commit.ts`: load, decide, save where the version still holds; decided again where it does not. */
export function* commit(
  life: Life,
  process: Process,
  change: Change,
  { ticketId, key }: { readonly ticketId?: Id; readonly key?: string },
): Task<Outcome> {
  const id = ticketId ?? (yield* call(life, process, () => life.store.drawTicketId()))
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const read = yield* call(life, process, () => ({
      isKnown: life.store.knows(key),
      row: life.store.load(id),
      version: life.currentVersion(),
    }))
    if (read.isKnown) return ok('known')
    const policy = life.policyAt(read.version)
    const { ticket = null, clocks = null } = read.row ?? {}
    const at = wholeSecond(clockOf(life, process))
    const decided: Result<Decision, unknown> = decide(
      { ticketId: id, ticket, clocks, context: CONTEXT },
      change,
      policy,
      at,
    )
    if (!decided.ok) return err('refused')
    if (isEmpty(decided.value)) return ok('unchanged')
    const { value } = decided
    const isSaved = yield* call(life, process, () => life.store.save(id, ticket?.version ?? null, value, key))
    if (isSaved) return ok('written')
  }
  return err('conflict')
}

/** As `platform/timers/timer-service.ts`: claims what is due, makes it happen, forgets it or tries again. */
function* timerTurn(life: Life, process: Process): Task<number> {
  const now = clockOf(life, process)
  const claimed = yield* call(life, process, () => life.store.claimTimers(process.id, now, 4))
  for (const timer of claimed) yield* fire(life, process, timer)
  return claimed.length
}

function* fire(life: Life, process: Process, timer: SimTimer): Task {
  const { ticketId, dueAt } = timer
  try {
    const outcome = yield* commit(life, process, { ...DUE, timer: { dueAt } }, { ticketId })
    if (!outcome.ok && outcome.error === 'conflict') throw new Lost()
  } catch (error) {
    if (!(error instanceof Lost)) throw error
    const waitMs = backOffMs(timer.attempts, BACK_OFF, life.random.int(1000) / 1000)
    return yield* call(life, process, () => life.store.postponeTimer(process.id, timer, waitMs))
  }
  yield* call(life, process, () => life.store.finishTimer(process.id, timer))
}

/** As `platform/outbox/outbox-service.ts`: claims, delivers, weighs the outcome by the very `judge`, writes it down. */
function* outboxTurn(life: Life, process: Process): Task<number> {
  const now = clockOf(life, process)
  const claimed = yield* call(life, process, () => life.store.claimEffects(process.id, now, 3))
  for (const [place, effect] of claimed.entries())
    yield* deliver(life, process, { effect, held: claimed.slice(place) })
  return claimed.length
}

/** `held`: it, and those whose turn comes after it. */
type Claimed = { readonly effect: SimEffect; readonly held: readonly SimEffect[] }

function* deliver(life: Life, process: Process, { effect, held }: Claimed): Task {
  const delivery: Delivery = { effect, atMs: life.schedule.now(), arrived: false, isWritten: false }
  life.deliveries.push(delivery)
  const outcome = yield* send(life, process, delivery, held)
  const seen = { createdAt: effect.createdAt, attempt: effect.attempts } as Effect
  const verdict = judge(seen, outcome, {}, clockOf(life, process), life.random.int(1000) / 1000)
  if (verdict.state === 'retry')
    return yield* call(life, process, () => life.store.saveRetry(process.id, effect, verdict.dueAt))
  yield* call(life, process, () => {
    life.store.saveDone(effect)
    delivery.isWritten = true
  })
}

/** A relay that refuses for now, is slow, or takes the mail and is not heard. */
function* send(
  life: Life,
  process: Process,
  delivery: Delivery,
  held: readonly SimEffect[],
): Task<EffectOutcome> {
  const isBad = life.random.chance(life.faults.network)
  const kind = isBad ? life.random.pick(['refused', 'slow', 'unheard'] as const) : 'taken'
  for (let renewals = 0; kind === 'slow' && renewals < 4; renewals++) {
    yield { ms: 20_000 }
    yield* call(life, process, () => life.store.renew(process.id, held))
  }
  yield { ms: 5 + life.random.int(50) }
  if (!process.isAlive) throw new Died()
  if (kind === 'refused') return { outcome: 'retry', error: '451' }
  delivery.arrived = true
  return kind === 'unheard' ? { outcome: 'retry', error: 'No answer' } : { outcome: 'done' }
}

/** A worker that comes back after each death as a new process. */
export function* worker(life: Life, work: 'timers' | 'outbox'): Task {
  const turn = work === 'timers' ? timerTurn : outboxTurn
  for (;;) {
    const process = startProcess(life)
    try {
      for (;;) yield* turnSafely(life, process, turn)
    } catch (error) {
      if (!(error instanceof Died)) throw error
      yield { ms: 500 + life.random.int(5000) }
    }
  }
}

function* turnSafely(
  life: Life,
  process: Process,
  turn: (life: Life, process: Process) => Task<number>,
): Task {
  try {
    const done = yield* turn(life, process)
    if (done > 0) return
  } catch (error) {
    if (!(error instanceof Lost)) throw error
    yield { ms: AFTER_FAILURE_MS }
    return
  }
  yield 'anything'
  if (!process.isAlive) throw new Died()
}

/** What a client is told of a request that a process of its own choice took; undefined: nothing. */
export function* request(
  life: Life,
  change: Change,
  target: { readonly ticketId?: Id; readonly key?: string },
): Task<Outcome | undefined> {
  const process = startProcess(life)
  try {
    return yield* commit(life, process, change, target)
  } catch (error) {
    if (!(error instanceof Lost || error instanceof Died)) throw error
    return undefined
  } finally {
    life.store.living.delete(process.id)
  }
}
