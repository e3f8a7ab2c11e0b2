import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '../test/support/database.ts'
import { testSettings } from '../test/support/ground.ts'
import { instantOf, toIsoMs } from './kernel/index.ts'
import { type ComposeOverrides, compose, type Mainstay } from './main.ts'
import { sql } from './platform/db/index.ts'
import type { Effect, EffectHandler, Service } from './platform/module.ts'
import type { Settings } from './platform/settings/index.ts'

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 })

let db: TestDatabase
let dataDir: string
const composed: Mainstay[] = []

beforeAll(async () => {
  db = await testDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'mainstay-main-'))
})
afterEach(async () => {
  for (const mainstay of composed.splice(0)) await mainstay.stop()
})
afterAll(async () => {
  await db.close()
  await rm(dataDir, { recursive: true, force: true })
})

const build = async (settings: Partial<Settings> = {}, more: ComposeOverrides = {}): Promise<Mainstay> => {
  const mainstay = await compose(
    { ...testSettings(dataDir), databaseUrl: db.url, databasePoolSize: 3, ...settings },
    { log: pino({ level: 'silent' }), drain: { noticeMs: 0, drainMs: 2000 }, ...more },
  )
  composed.push(mainstay)
  return mainstay
}

/** Domains that only deliver effects of kind `test`, and note them. */
const delivering = (got: Effect[], services: Service[] = []): NonNullable<ComposeOverrides['domains']> => {
  const handler: EffectHandler = {
    kind: 'test',
    concurrency: 1,
    deliver: async (effect) => {
      got.push(effect)
      return { outcome: 'done' }
    },
  }
  return () => ({
    modules: [{ name: 'test', effects: [handler], services }],
    authenticate: async () => {
      throw new Error('nobody')
    },
    permissions: new Set(),
  })
}

const leaveEffect = (key: string) => {
  const now = toIsoMs(instantOf(Date.now()))
  return db.rows(sql`insert into outbox (effect_key, kind, payload, created_at, due_at)
    values (${key}, 'test', '{}', ${now}, ${now})`)
}

describe('the whole house', () => {
  it('serves what all domains declare, and each route says who may call it', async () => {
    const mainstay = await build()
    const address = await mainstay.start()
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
    const ready = await fetch(`${address}/readyz`)
    expect(await ready.json()).toMatchObject({ status: 'ready' })
    expect((await fetch(`${address}/api/v2/tickets.json`)).status).toBe(401)
    expect(mainstay.modules.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['platform', 'people', 'tickets']),
    )
    expect((await mainstay.ground.policy.current()).version).toBeGreaterThan(0)
  })

  it('has a name for each job, effect, timer and policy kind once', async () => {
    const { modules } = await build()
    const names = [
      ...modules.flatMap(({ jobs = [] }) => jobs.map(({ name }) => `job ${name}`)),
      ...modules.flatMap(({ effects = [] }) => effects.map(({ kind }) => `effect ${kind}`)),
      ...modules.flatMap(({ timers = [] }) => timers.map(({ kind }) => `timer ${kind}`)),
      ...modules.flatMap(({ policyKinds = [] }) => policyKinds.map(({ kind }) => `policy ${kind}`)),
    ]
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  it('delivers what a commit left as soon as it is told, and what others left as well', async () => {
    const got: Effect[] = []
    const mainstay = await build({}, { domains: delivering(got) })
    await mainstay.start()
    await leaveEffect('told')
    mainstay.ground.wake()
    await until(() => expect(got.map(({ key }) => key)).toEqual(['told']))
    await leaveEffect('untold')
    await until(() => expect(got.map(({ key }) => key)).toEqual(['told', 'untold']))
  })

  it('runs in each process what its roles say', async () => {
    const [started, got]: [string[], Effect[]] = [[], []]
    const service = (name: string, role: 'web' | 'mail'): Service => ({
      name,
      roles: [role],
      start: async () => void started.push(name),
      stop: async () => void started.push(`${name} stopped`),
    })
    const domains = delivering(got, [service('socket', 'web'), service('smtp', 'mail')])
    const mail = await build({ roles: new Set(['mail']) }, { domains })
    expect(await mail.start()).toBeNull()
    expect(started).toEqual(['smtp'])
    await mail.stop()
    expect(started).toEqual(['smtp', 'smtp stopped'])
    await leaveEffect('for a worker')
    const worker = await build({ roles: new Set(['worker']) }, { domains })
    await worker.start()
    await until(() => expect(got).toHaveLength(1))
    expect(started).toHaveLength(2)
  })

  it('is unready as soon as it is told to stop, and stops once', async () => {
    const mainstay = await build({}, { drain: { noticeMs: 300, drainMs: 2000 } })
    const address = await mainstay.start()
    const stopping = Promise.all([mainstay.stop(), mainstay.stop()])
    expect((await fetch(`${address}/readyz`)).status).toBe(503)
    await stopping
    await expect(fetch(`${address}/healthz`)).rejects.toThrow()
  })

  it('is not ready while a service of it is not at work', async () => {
    const silent: Service = {
      name: 'silent',
      roles: ['web'],
      start: async () => undefined,
      stop: async () => undefined,
      isBeating: () => false,
    }
    const mainstay = await build({}, { domains: delivering([], [silent]) })
    const address = await mainstay.start()
    const ready = await fetch(`${address}/readyz`)
    expect(ready.status).toBe(503)
    expect(JSON.stringify(await ready.json())).toContain('silent')
  })

  it('does not start with a route that says no permission, and lets go of the database then', async () => {
    const route = { method: 'GET', path: '/api/v2/open', operation: 'Open', summary: 'x' } as never
    const building = build(
      {},
      {
        domains: () => ({
          modules: [{ name: 'bad', routes: [route] }],
          authenticate: async () => {
            throw new Error('nobody')
          },
          permissions: new Set(),
        }),
      },
    )
    await expect(building).rejects.toThrow(/says no permission/)
  })
})
