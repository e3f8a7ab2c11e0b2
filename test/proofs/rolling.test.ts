import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Database, liveProcessIds, openDb, sql } from '../../src/platform/db/index.ts'
import { openCluster } from '../../src/platform/postgres/index.ts'
import { type Desk, deskEnv, freePort, startDesk } from '../support/desk.ts'
import { proven, sized } from './size.ts'

/** How often both processes are restarted, one after the other. */
const ROUNDS = sized(1, 3, 10)
const CLIENTS = 4
const PATIENCE_MS = 60_000
const ROOT = join(import.meta.dirname, '../..')
const log = pino({ level: 'silent' })

/** A desk in two processes on one database: the first with everything, the second for requests. */
type Half = {
  readonly url: string
  child: ChildProcess
  readonly start: () => Promise<void>
  isReady: boolean
}

let desk: Desk
let db: Database
let leave: () => Promise<void>
let halves: readonly [Half, Half]
beforeAll(async () => {
  desk = await startDesk({ MAINSTAY_LOG_LEVEL: 'silent' })
  const cluster = await openCluster({ dataDir: desk.dataDir, log })
  db = await openDb({ socket: cluster.connection, poolSize: 2, log })
  leave = async () => {
    await db.close()
    await cluster.stop()
  }
  halves = [firstHalf(), await secondHalf()]
}, 90_000)
afterAll(async () => {
  const [, second] = halves ?? []
  if (second !== undefined && isRunning(second.child)) await stop(second.child)
  await leave?.()
  await desk?.stop()
}, 90_000)

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode === null && signalCode === null
const stop = async (child: ChildProcess): Promise<number | null> => {
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  return (await exited)[0] as number | null
}

const firstHalf = (): Half => {
  const half: Half = {
    url: desk.url,
    child: desk.server(),
    isReady: true,
    start: async () => {
      await desk.restart()
      half.child = desk.server()
    },
  }
  return half
}

const secondHalf = async (): Promise<Half> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = { ...deskEnv(desk.dataDir), MAINSTAY_BASE_URL: desk.url, MAINSTAY_LOG_LEVEL: 'silent' }
  const args = ['serve', '--role', 'web', '--port', `${port}`, '--data-dir', desk.dataDir]
  const serve = (): ChildProcess =>
    spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args], { cwd: ROOT, env, stdio: 'ignore' })
  const isUp = (): Promise<void> =>
    vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), {
      timeout: PATIENCE_MS,
      interval: 50,
    })
  const half: Half = {
    url,
    child: serve(),
    isReady: true,
    start: async () => {
      half.child = serve()
      await isUp()
    },
  }
  await isUp()
  return half
}

/** A load balancer asks who is ready, and sends nothing new to who is not; clients that go through it. */
const startLoad = () => {
  const wrong: string[] = []
  let [answered, isRunning] = [0, true]
  const watch = async (half: Half): Promise<void> => {
    while (isRunning) {
      half.isReady = await fetch(`${half.url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
        ({ status }) => status === 200,
        () => false,
      )
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const client = async (name: number): Promise<void> => {
    for (let n = 0; isRunning; n++) {
      const half = halves[(name + n) % 2]!.isReady ? halves[(name + n) % 2]! : halves[(name + n + 1) % 2]!
      try {
        const answer = await fetch(`${half.url}/api/v2/tickets`, {
          method: 'POST',
          signal: AbortSignal.timeout(PATIENCE_MS),
          headers: { authorization: `Bearer ${desk.token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ ticket: { subject: 'x', comment: { body: 'x' } } }),
        })
        await answer.text()
        if (answer.status === 201) answered += 1
        else wrong.push(`${answer.status} by ${half.url}`)
      } catch (error) {
        wrong.push(`${String((error as { cause?: { code?: string } }).cause?.code ?? error)} by ${half.url}`)
      }
    }
  }
  const all = [...halves.map(watch), ...Array.from({ length: CLIENTS }, (_, name) => client(name))]
  return {
    answered: () => answered,
    /** What went wrong. */
    stop: async (): Promise<string[]> => {
      isRunning = false
      await Promise.all(all)
      return wrong
    },
  }
}

/** What a process that is gone still holds. */
const readLeases = (): Promise<{ held: string }[]> =>
  db.rows(sql<{ held: string }>`
    select 'outbox' as held from outbox where lease_owner is not null and lease_owner not in ${liveProcessIds}
    union all
    select 'timers' from timers where lease_owner is not null and lease_owner not in ${liveProcessIds}`)

it(`fails no request while both processes of a desk are restarted in turn (${ROUNDS})`, async () => {
  const load = startLoad()
  try {
    for (let round = 0; round < ROUNDS; round++)
      for (const half of halves) {
        const before = load.answered()
        await vi.waitFor(() => expect(load.answered()).toBeGreaterThan(before + 20), { timeout: PATIENCE_MS })
        expect(await stop(half.child)).toBe(0)
        expect(await readLeases()).toEqual([])
        const alone = load.answered()
        await vi.waitFor(() => expect(load.answered()).toBeGreaterThan(alone + 20), { timeout: PATIENCE_MS })
        await half.start()
        await vi.waitFor(() => expect(half.isReady).toBe(true), { timeout: PATIENCE_MS })
      }
  } finally {
    expect(await load.stop()).toEqual([])
  }
  const { body } = await desk.api<{ count: { value: number } }>('GET', '/api/v2/tickets/count')
  expect(body.count.value).toBe(load.answered())
  proven(
    'C-32',
    'both processes restarted in turn',
    `${2 * ROUNDS} restarts, ${load.answered()} requests, none failed`,
  )
}, 900_000)
