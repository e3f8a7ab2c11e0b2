import { createHash } from 'node:crypto'
import {
  canonicalJson,
  HOUR_MS,
  type Id,
  type Instant,
  instantOf,
  MINUTE_MS,
} from '../../../src/kernel/index.ts'
import { METRICS, OFFICE, slaBody } from '../../../src/tickets/core/clocks/sla-fixture.ts'
import type { Change, Policy } from '../../../src/tickets/core/index.ts'
import { STANDARD_TRIGGERS } from '../../../src/tickets/core/standard-triggers.ts'
import {
  AMARA,
  BEN,
  BILLING,
  by,
  CUSTOM_FIELDS,
  HANK,
  MILTON,
  NOON,
  policyOf,
  ROSA,
  SUPPORT,
  says,
} from '../../../src/tickets/core/testing/desk.ts'
import { type Random, randomOf } from '../random.ts'
import { faultsOf, type Told } from './invariants.ts'
import { CALM, type Faults, type Life, request, worker } from './life.ts'
import { createSchedule, type Task } from './schedule.ts'
import { type Sabotage, SimStore } from './store.ts'

const STORMY: Faults = { lost: 0.01, died: 0.003, network: 0.15, skewMs: 3000 }
/** For so long the desk is written to; then it has time to come to rest. */
const LIVED_MS = 10 * HOUR_MS
const REST_MS = 20 * HOUR_MS
const CLIENTS = 4

const promises = (factor: number) =>
  METRICS.map((metric, at) => [metric, 'normal', factor * (20 + 35 * at), at % 2 === 1] as const)
const urgent = METRICS.map((metric, at) => [metric, 'urgent', 5 + 10 * at] as const)
const policyWith = (version: number, factor: number): Policy => ({
  ...policyOf(
    {
      ticket_field: CUSTOM_FIELDS,
      trigger: STANDARD_TRIGGERS,
      schedule: [{ id: 1, body: OFFICE }],
      sla_policy: [{ id: 1, body: slaBody('Promise', 1, [...promises(factor), ...urgent]) }],
    },
    { sla_warning_minutes: [10, 3] },
  ),
  version,
})
const POLICIES = [policyWith(1, 1), policyWith(2, 3)] as const

export type Simulated = {
  readonly faults: readonly string[]
  /** Of all that was written and sent: the same for the same seed. */
  readonly digest: string
  readonly audits: number
  readonly deaths: number
  readonly livedMs: number
}

/** A working day of a desk through lost answers, dead processes, a store that goes away, a poor relay, odd clocks. */
export const simulate = (seed: number, sabotage?: Sabotage): Simulated => {
  const random = randomOf(seed)
  const startMs: number = NOON
  const schedule = createSchedule(startMs, random)
  const store = new SimStore(schedule.now, sabotage)
  const editedMs = startMs + random.int(LIVED_MS)
  const life: Life = {
    random,
    schedule,
    store,
    deliveries: [],
    policyAt: (version) => POLICIES[version - 1]!,
    currentVersion: () => (schedule.now() < editedMs ? 1 : 2),
    faults: STORMY,
    awayUntilMs: 0,
    deaths: 0,
  }
  const told: Told = new Map()
  for (let n = 0; n < 3; n++) schedule.spawn(worker(life, 'timers'))
  for (let n = 0; n < 2; n++) schedule.spawn(worker(life, 'outbox'))
  for (let n = 0; n < CLIENTS; n++) schedule.spawn(client(life, told, n, startMs + LIVED_MS))
  schedule.spawn(outages(life))
  schedule.runUntil(startMs + LIVED_MS, () => store.nextDueMs())
  life.faults = CALM
  life.awayUntilMs = 0
  const endMs = startMs + LIVED_MS + REST_MS
  schedule.runUntil(endMs, () => store.nextDueMs())
  // The last minute's dues may still be under way, and a clock may be behind by some seconds.
  const faults = faultsOf(life, told, endMs - MINUTE_MS)
  return {
    faults,
    digest: digestOf(life, told),
    audits: count(life),
    deaths: life.deaths,
    livedMs: LIVED_MS + REST_MS,
  }
}

const count = ({ store }: Life): number =>
  [...store.tickets.values()].reduce((sum, { audits }) => sum + audits.length, 0)

const digestOf = ({ store, deliveries }: Life, told: Told): string => {
  const all = { tickets: [...store.tickets], outbox: store.outbox, deliveries, told: [...told] }
  return createHash('sha256').update(canonicalJson(all)).digest('hex')
}

/** The store goes away now and then, for seconds or for minutes. */
function* outages(life: Life): Task {
  for (;;) {
    yield { ms: HOUR_MS + life.random.int(4 * HOUR_MS) }
    if (life.faults === CALM) return
    life.awayUntilMs = life.schedule.now() + life.random.pick([2000, 20_000, 5 * MINUTE_MS])
  }
}

/** Writes new tickets under a key until told that they stand; updates once, as whoever has no key must. */
function* client(life: Life, told: Told, name: number, untilMs: number): Task {
  for (let n = 0; ; n++) {
    yield { ms: life.random.pick([1000, 10_000, 20 * MINUTE_MS, 90 * MINUTE_MS]) + life.random.int(5000) }
    if (life.schedule.now() > untilMs) return
    const mark = `mark ${name}-${n}`
    const ids = [...life.store.tickets.keys()]
    if (ids.length < 2 || life.random.chance(0.25)) yield* create(life, told, mark)
    else yield* update(life, told, mark, life.random.pick(ids.slice(-2)))
  }
}

function* create(life: Life, told: Told, mark: string): Task {
  const change = newTicket(life.random, mark, life.schedule.now())
  told.set(mark, 'unknown')
  for (;;) {
    const outcome = yield* request(life, change, { key: mark })
    if (outcome?.ok) return void told.set(mark, 'acknowledged')
    if (outcome?.error === 'refused') return void told.set(mark, 'refused')
    yield { ms: 1000 + life.random.int(30_000) }
  }
}

function* update(life: Life, told: Told, mark: string, ticketId: Id): Task {
  told.set(mark, 'unknown')
  const outcome = yield* request(life, anyUpdate(life.random, mark, life.schedule.now()), { ticketId })
  if (outcome !== undefined) told.set(mark, outcome.ok ? 'acknowledged' : 'refused')
}

const newTicket = (random: Random, mark: string, nowMs: number): Change => {
  const requester = random.pick([ROSA, MILTON, HANK])
  const created = { kind: 'create', comment: says(mark) } as const
  if (random.chance(0.3)) return by(requester, { ...created, set: { subject: mark } })
  const set = {
    subject: mark,
    priority: random.pick(['normal', 'urgent', 'low'] as const),
    ...task(random, nowMs),
  }
  return by(AMARA, { ...created, requesterId: requester.id, set })
}

const task = (random: Random, nowMs: number): Change['set'] =>
  random.chance(0.3) ? { type: 'task', dueAt: soon(random, nowMs) } : {}
const soon = (random: Random, nowMs: number): Instant =>
  instantOf(Math.floor(nowMs / 1000) * 1000 + random.int(10 * HOUR_MS))

const anyUpdate = (random: Random, mark: string, nowMs: number): Change => {
  const who = random.pick([ROSA, AMARA, AMARA, BEN])
  const comment = says(mark, random.chance(0.7) ? true : undefined)
  if (who === ROSA) return by(ROSA, { comment })
  return by(who, {
    comment,
    set: {
      ...(random.chance(0.4) ? { status: random.pick(['open', 'pending', 'hold', 'solved'] as const) } : {}),
      ...(random.chance(0.2) ? { priority: random.pick(['normal', 'urgent'] as const) } : {}),
      ...(random.chance(0.2) ? { groupId: random.pick([SUPPORT, BILLING]), assigneeId: null } : {}),
      ...(random.chance(0.2) ? { assigneeId: who.id } : {}),
      ...task(random, nowMs),
    },
  })
}
