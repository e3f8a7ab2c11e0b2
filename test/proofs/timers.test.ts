import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Database, liveProcessIds, openDb, sql } from '../../src/platform/db/index.ts'
import { openCluster } from '../../src/platform/postgres/index.ts'
import { busySeconds, cpuSecondsOf } from '../support/cpu.ts'
import { type Desk, deskEnv, startDesk } from '../support/desk.ts'
import { proven, sized } from './size.ts'

const TIMERS = sized(300, 10_000)
/** All fall due within a minute; in the longest run with more kills, every five seconds as well. */
const WINDOW_MS = sized(6_000, 60_000, 500_000)
const KILLS = sized(2, 12, 100)
const WORKERS = 4
/** The limits of lateness. They count where nothing else runs beside: in the long run. */
const STEADY_P99_MS = 2_000
const TAKEN_OVER_MS = 35_000
const CLIENTS = 16

const ROOT = join(import.meta.dirname, '../..')
const log = pino({ level: 'silent' })

/** A desk that answers, and whose timers are the business of workers that can be killed. */
let desk: Desk
let db: Database
let leave: () => Promise<void>
let postmasterPid: number | undefined
const workers: ChildProcess[] = []
beforeAll(async () => {
  desk = await startDesk({ MAINSTAY_ROLE: 'web,mail' })
  const cluster = await openCluster({ dataDir: desk.dataDir, log })
  db = await openDb({ socket: cluster.connection, poolSize: 2, log })
  leave = async () => {
    await db.close()
    await cluster.stop()
  }
  postmasterPid = await desk.postmasterPid()
  await watch()
}, 60_000)
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await leave?.()
  await desk?.stop()
}, 60_000)

/** Notes when each effect is written, and which timers went from a dead worker to another. */
const watch = async (): Promise<void> => {
  const note = async (table: string, when: string, condition: string): Promise<void> => {
    for (const text of [
      `create table ${table} (ticket_id bigint, at timestamptz default clock_timestamp())`,
      `create function note_${table}() returns trigger language plpgsql as $$
        begin insert into ${table} (ticket_id) values (new.ticket_id); return null; end $$`,
      `create trigger note after ${when} for each row when (${condition}) execute function note_${table}()`,
    ])
      await db.rows(sql.raw(text))
  }
  await note('proof_effects', 'insert on audits', `new.events::text like '%due_date_passed%'`)
  await note('proof_taken_over', 'update of lease_owner on timers', 'old.lease_owner <> new.lease_owner')
}

const startWorker = (): void => {
  const args = ['serve', '--role', 'worker', '--data-dir', desk.dataDir]
  const env = { ...deskEnv(desk.dataDir), MAINSTAY_LOG_LEVEL: 'silent' }
  const options = { cwd: ROOT, env, stdio: 'ignore' } as const
  workers.push(spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args], options))
}

const createTask = async (dueAt: Date): Promise<void> => {
  const ticket = {
    subject: 'Call back',
    type: 'task',
    due_at: `${dueAt.toISOString().slice(0, 19)}Z`,
    comment: { body: 'As promised.', public: false },
  }
  const { status, body } = await desk.api('POST', '/api/v2/tickets', { ticket })
  expect(status, JSON.stringify(body)).toBe(201)
}

const createTasks = async (dues: readonly Date[]): Promise<void> => {
  const left = dues.values()
  const client = async (): Promise<void> => {
    for (const due of left) await createTask(due)
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
}

const FAR = new Date('2099-01-01T00:00:00Z')
const TRIED = 10 * CLIENTS

/** How long it takes to make a task, when many are made at a time. */
const measureMs = async (): Promise<number> => {
  const startedAt = performance.now()
  await createTasks(Array.from({ length: TRIED }, () => FAR))
  return (performance.now() - startedAt) / TRIED
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))

/** Kills one worker after the other through the time in which the timers fall due; a new one takes its place. */
const killThrough = async (startMs: number): Promise<void> => {
  for (let kill = 0; kill < KILLS; kill++) {
    await pause(startMs + ((kill + 0.5) * WINDOW_MS) / KILLS - Date.now())
    const victim = workers.shift()!
    victim.kill('SIGKILL')
    if (victim.exitCode === null && victim.signalCode === null) await once(victim, 'exit')
    startWorker()
  }
}

/** The desk's own process, and the workers. */
const countLiving = async (): Promise<number> =>
  (await db.one(sql<{ living: number }>`select count(*)::int as living from ${liveProcessIds} as ids`))
    ?.living ?? 0

const countDue = async (): Promise<number> =>
  (await db.one(sql<{ due: number }>`select count(*)::int as due from timers where due_at <= now()`))?.due ??
  0

type Effect = { readonly lateMs: number; readonly isTakenOver: boolean; readonly times: number }
const readEffects = (): Promise<Effect[]> =>
  db.rows(sql<Effect>`
    select extract(epoch from min(e.at) - min(t.due_at))::float8 * 1000 as "lateMs", count(*)::int as times,
      exists (select from proof_taken_over o where o.ticket_id = e.ticket_id) as "isTakenOver"
    from proof_effects e join tickets t using (ticket_id) group by e.ticket_id`)

const percentile = (effects: readonly Effect[], share: number): number =>
  effects.map(({ lateMs }) => lateMs).sort((a, b) => a - b)[
    Math.max(0, Math.ceil(effects.length * share) - 1)
  ] ?? 0
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`

/** Of the desk, its workers and its database; and of the whole machine. */
const cpuNow = () => ({
  own: cpuSecondsOf([process.pid, postmasterPid!]),
  all: busySeconds(),
  ms: performance.now(),
})
/** How many cores the desk used, and how many others beside it: what is late may be so because there was no CPU. */
const cpuSince = (start: ReturnType<typeof cpuNow>): string => {
  const now = cpuNow()
  const wall = (now.ms - start.ms) / 1000
  const [own, all] = [(now.own - start.own) / wall, (now.all - start.all) / wall]
  return `of ${availableParallelism()} cores ${own.toFixed(2)} used, ${Math.max(0, all - own).toFixed(2)} by others`
}

it(`lets each of ${TIMERS} timers take effect once, while ${KILLS} workers are killed`, async () => {
  for (let n = 0; n < WORKERS; n++) startWorker()
  await vi.waitFor(async () => expect(await countLiving()).toBe(WORKERS + 1), { timeout: 60_000 })
  const perTaskMs = await measureMs()
  const startMs = Math.ceil((Date.now() + 1.3 * TIMERS * perTaskMs) / 1000 + 5) * 1000
  await createTasks(Array.from({ length: TIMERS }, (_, n) => new Date(startMs + (n * WINDOW_MS) / TIMERS)))
  const isSetInTime = Date.now() < startMs
  await pause(startMs - Date.now())
  const start = cpuNow()
  await killThrough(startMs)
  await pause(startMs + WINDOW_MS - Date.now())
  await vi.waitFor(async () => expect(await countDue()).toBe(0), { timeout: 180_000, interval: 250 })

  const used = cpuSince(start)

  const effects = await readEffects()
  expect(effects.filter(({ times }) => times !== 1)).toEqual([])
  expect(effects).toHaveLength(TIMERS)
  const late = (some: readonly Effect[]): string =>
    `p50 ${seconds(percentile(some, 0.5))}, p99 ${seconds(percentile(some, 0.99))}, worst ${seconds(percentile(some, 1))}`
  const [steady, takenOver] = [false, true].map((is) =>
    effects.filter(({ isTakenOver }) => isTakenOver === is),
  )
  const told = [
    `${TIMERS} timers, ${WORKERS} workers, ${KILLS} kills`,
    `late in steady state ${late(steady!)}`,
    `${takenOver!.length} taken over from the dead, worst ${seconds(percentile(takenOver!, 1))}`,
    `all ${late(effects)}`,
    used,
  ].join('; ')
  if (process.env.PROOF_SIZE !== undefined) {
    expect(isSetInTime, 'the timers were set before the first fell due').toBe(true)
    expect(percentile(steady!, 0.99), told).toBeLessThanOrEqual(STEADY_P99_MS)
    expect(percentile(takenOver!, 1), told).toBeLessThanOrEqual(TAKEN_OVER_MS)
  }
  proven('C-03', 'each timer takes effect once', told)
}, 1_800_000)
