import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type TestGround, testGround } from '../../../test/support/ground.ts'
import { type TestProcess, testProcess } from '../../../test/support/identity.ts'
import { HOUR_MS, instantOf, toIsoMs } from '../../kernel/index.ts'
import { sql } from '../db/index.ts'
import type { Timer, TimerHandler } from '../module.ts'
import { type TimerService, timerService } from './timer-service.ts'

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 })

let ground: TestGround
let alive: TestProcess
const started: TimerService[] = []
const processes: TestProcess[] = []

beforeAll(async () => {
  ground = await testGround()
})
beforeEach(async () => {
  await ground.db.rows(sql`truncate timers`)
  alive = await newProcess()
})
afterEach(async () => {
  for (const service of started.splice(0)) await service.stop()
  for (const process of processes.splice(0)) await process.die()
})
afterAll(() => ground.close())

const newProcess = async (): Promise<TestProcess> => {
  const process = await testProcess(ground.db)
  processes.push(process)
  return process
}

const start = async (handler: TimerHandler, process = alive): Promise<TimerService> => {
  const service = timerService({ ...ground, identity: process.identity }, [handler])
  started.push(service)
  await service.start()
  return service
}

const at = (inMs: number): string => toIsoMs(instantOf(ground.clock.now() + inMs))

const set = (ticketId: number, key: string, inMs: number, kind = 'sla_breach') =>
  ground.db.rows(sql`
    insert into timers (ticket_id, kind, key, due_at, payload) values (${ticketId}, ${kind}, ${key}, ${at(inMs)}, '{"a":1}')
    on conflict (ticket_id, kind, key) do update set due_at = excluded.due_at`)

type Row = { name: string; attempts: number; last_error: string | null; owner: number | null; free: boolean }
const rows = (): Promise<Row[]> =>
  ground.db.rows(sql<Row>`
    select ticket_id || '/' || key as name, attempts, last_error, lease_owner as owner,
      lease_until is null or lease_until <= now() as free
    from timers order by due_at, ticket_id, key`)
const names = async (): Promise<string[]> => (await rows()).map(({ name }) => name)

const recorder = (work: (timer: Timer) => unknown = () => undefined) => {
  const got: Timer[] = []
  const handler: TimerHandler = {
    kind: 'sla_breach',
    fire: async (timer) => {
      got.push(timer)
      await work(timer)
    },
  }
  return { got, handler, names: () => got.map(({ ticketId, key }) => `${ticketId}/${key}`) }
}

describe('timers', () => {
  it('fire when due, whole, and are gone then', async () => {
    await set(1, 'a', -500)
    await set(2, 'b', 0)
    await set(3, 'c', 1)
    const { got, handler, names: fired } = recorder()
    const service = await start(handler)
    await until(async () => expect(await names()).toEqual(['3/c']))
    expect(fired()).toEqual(['1/a', '2/b'])
    expect(got[0]).toMatchObject({
      ticketId: 1,
      kind: 'sla_breach',
      key: 'a',
      dueAt: ground.clock.now() - 500,
      payload: { a: 1 },
      attempt: 1,
    })
    ground.clock.advance(1)
    service.poke()
    await until(async () => expect(await names()).toEqual([]))
  })

  it('of kinds without a handler wait', async () => {
    await set(1, 'x', 0, 'unknown')
    await set(1, 'a', 0)
    await start(recorder().handler)
    await until(async () => expect(await names()).toEqual(['1/x']))
  })

  it('of one ticket fire in order and one at a time, those of others meanwhile', async () => {
    for (const [i, key] of ['a', 'b', 'c'].entries()) {
      await set(1, key, i - 10)
      await set(2, key, i - 10)
    }
    const busy = new Map<number, number>()
    let clashes = 0
    const { handler, got } = recorder(async ({ ticketId }) => {
      busy.set(ticketId, (busy.get(ticketId) ?? 0) + 1)
      if (busy.get(ticketId)! > 1) clashes++
      await new Promise((resolve) => setTimeout(resolve, 3))
      busy.set(ticketId, busy.get(ticketId)! - 1)
    })
    await start(handler)
    await until(async () => expect(await names()).toEqual([]))
    expect(clashes).toBe(0)
    for (const ticketId of [1, 2]) {
      expect(got.filter((timer) => timer.ticketId === ticketId).map(({ key }) => key)).toEqual([
        'a',
        'b',
        'c',
      ])
    }
  })

  it('that are set anew while they fire stay for their new time', async () => {
    await set(1, 'a', 0)
    let times = 0
    await start(
      recorder(async () => {
        if (++times === 1) await set(1, 'a', HOUR_MS)
      }).handler,
    )
    await until(() => expect(times).toBe(1))
    await until(async () =>
      expect(await rows()).toMatchObject([{ name: '1/a', attempts: 0, owner: null, free: true }]),
    )
    ground.clock.advance(HOUR_MS)
    await until(async () => expect(await names()).toEqual([]))
    expect(times).toBe(2)
  })

  it('fire once over two processes', async () => {
    for (let ticket = 1; ticket <= 150; ticket++) await set(ticket, 'a', 0)
    const [one, two] = [recorder(), recorder()]
    await start(one.handler)
    await start(two.handler, await newProcess())
    await until(async () => expect(await names()).toEqual([]))
    const all = [...one.names(), ...two.names()]
    expect(all).toHaveLength(150)
    expect(new Set(all).size).toBe(150)
  })
})

describe('timers that go together', () => {
  it('take effect in few calls, and those that do not one by one', async () => {
    for (let ticket = 1; ticket <= 60; ticket++) await set(ticket, 'a', ticket - 100)
    await set(7, 'later', 0)
    const { got, handler, names: alone } = recorder()
    const calls: (readonly Timer[])[] = []
    const fireTogether = async (timers: readonly Timer[]): Promise<readonly Timer[]> => {
      calls.push(timers)
      return timers.filter(({ ticketId }) => ticketId !== 5)
    }
    await start({ ...handler, fireTogether })
    await until(async () => expect(await names()).toEqual([]))
    expect(calls.length).toBeLessThan(6)
    const together = calls.flat().map(({ ticketId, key }) => `${ticketId}/${key}`)
    expect(together).toHaveLength(60)
    expect(together).not.toContain('7/later')
    expect(alone().sort()).toEqual(['5/a', '7/later'])
    expect(got[0]).toMatchObject({ attempt: 1 })
  })

  it('are fired one by one where they fail together, and only what fails then waits', async () => {
    for (let ticket = 1; ticket <= 10; ticket++) await set(ticket, 'a', 0)
    const { handler, names: alone } = recorder(({ ticketId }) => {
      if (ticketId === 3) throw new RangeError('no')
    })
    await start({ ...handler, fireTogether: () => Promise.reject(new Error('all of it')) })
    await until(async () =>
      expect(await rows()).toMatchObject([{ name: '3/a', last_error: 'RangeError', owner: null }]),
    )
    expect(alone()).toHaveLength(10)
  })

  it('and of no ticket are no part of it', async () => {
    await set(0, 'a', 0)
    await set(0, 'b', 0)
    const { handler, names: alone } = recorder()
    await start({ ...handler, fireTogether: () => Promise.reject(new Error('not these')) })
    await until(async () => expect(await names()).toEqual([]))
    expect(alone().sort()).toEqual(['0/a', '0/b'])
  })
})

describe('a timer that fails', () => {
  it('is tried again until it succeeds, at the instant that was meant; later ones of its ticket wait with it', async () => {
    const dueAt = ground.clock.now()
    await set(1, 'a', 0)
    await set(1, 'b', 0)
    await set(2, 'a', 0)
    let isBroken = true
    const {
      got,
      handler,
      names: fired,
    } = recorder(({ ticketId }) => {
      if (isBroken && ticketId === 1) throw new RangeError('no')
    })
    const service = await start(handler)
    await until(async () =>
      expect(await rows()).toMatchObject([
        { name: '1/a', last_error: 'RangeError', owner: null, free: false },
        { name: '1/b', owner: null, free: false },
      ]),
    )
    expect(fired()).toEqual(expect.arrayContaining(['1/a', '2/a']))
    expect(fired()).not.toContain('1/b')
    isBroken = false
    await until(async () => {
      service.poke()
      expect(await names()).toEqual([])
    })
    expect(got.filter(({ ticketId }) => ticketId === 1).at(-1)?.dueAt).toBe(dueAt)
  })

  it('and was set anew is free at once', async () => {
    await set(1, 'a', 0)
    await start(
      recorder(async () => {
        await set(1, 'a', HOUR_MS)
        throw new Error('no')
      }).handler,
    )
    await until(async () =>
      expect(await rows()).toMatchObject([{ last_error: 'Error', owner: null, free: true }]),
    )
  })
})

describe('leases', () => {
  it('of a dead process fall at once, those of a living one hold', async () => {
    const other = await newProcess()
    await set(1, 'a', 0)
    await ground.db.rows(
      sql`update timers set lease_owner = ${other.identity.id}, lease_until = now() + interval '1 h'`,
    )
    await set(2, 'b', 0)
    const { handler, names: fired } = recorder()
    const service = await start(handler)
    await until(() => expect(fired()).toEqual(['2/b']))
    await other.die()
    service.poke()
    await until(async () => expect(await names()).toEqual([]))
    expect(fired()).toEqual(['2/b', '1/a'])
  })

  it('are returned on stop for what did not fire', async () => {
    await set(1, 'a', -2)
    await set(1, 'b', -1)
    let release: (() => void) | undefined
    const { handler, names: fired } = recorder(() => new Promise<void>((resolve) => (release = resolve)))
    const service = await start(handler)
    await until(() => expect(fired()).toEqual(['1/a']))
    const stopping = service.stop()
    release?.()
    await stopping
    expect(await rows()).toMatchObject([{ name: '1/b', attempts: 0, owner: null, free: true }])
  })
})

it('tells how late they were, and how late the latest is', async () => {
  await set(1, 'a', -3000)
  await set(1, 'x', -7000, 'unknown')
  await start(recorder().handler)
  await until(async () => expect(await names()).toEqual(['1/x']))
  const text = await ground.metrics.metrics()
  expect(text).toContain('timers_overdue_seconds 7')
  expect(text).toContain('timers_lateness_seconds_sum{kind="sla_breach"} 3')
})
