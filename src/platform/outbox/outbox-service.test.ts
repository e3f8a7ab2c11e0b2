import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type TestGround, testGround } from '../../../test/support/ground.ts'
import { type TestProcess, testProcess } from '../../../test/support/identity.ts'
import { DAY_MS, HOUR_MS, type JsonObject, toIsoMs } from '../../kernel/index.ts'
import { sql } from '../db/index.ts'
import type { Effect, EffectHandler, EffectOutcome } from '../module.ts'
import { type OutboxService, outboxService } from './outbox-service.ts'
import { outboxSweep } from './sweep.ts'

/** Longer than one idle second of the service. */
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 })

let ground: TestGround
let alive: TestProcess
const started: OutboxService[] = []
const processes: TestProcess[] = []

beforeAll(async () => {
  ground = await testGround()
})
beforeEach(async () => {
  await ground.db.rows(sql`truncate outbox restart identity`)
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

const start = async (handlers: EffectHandler[], process = alive): Promise<OutboxService> => {
  const service = outboxService({ ...ground, identity: process.identity }, handlers)
  started.push(service)
  await service.start()
  return service
}

type Entry = { key: string; kind?: string; ticketId?: number | null; payload?: JsonObject; dueInMs?: number }

const add = (...entries: Entry[]): Promise<unknown> => {
  const now = ground.clock.now()
  const list = entries.map(({ key, kind = 'mail', ticketId = null, payload = {}, dueInMs = 0 }) => ({
    key,
    kind,
    ticket_id: ticketId,
    payload,
    created_at: toIsoMs(now),
    due_at: new Date(now + dueInMs).toISOString(),
  }))
  return ground.db.rows(sql`
    insert into outbox (effect_key, kind, ticket_id, payload, created_at, due_at)
    select key, kind, ticket_id, payload, created_at, due_at
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
      as r(key text, kind text, ticket_id bigint, payload jsonb, created_at timestamptz, due_at timestamptz)`)
}

type Row = { effect_key: string; state: string; attempts: number; last_error: string | null; due_at: number }
const rows = (): Promise<Row[]> =>
  ground.db.rows(sql<Row>`select effect_key, state, attempts, last_error, due_at from outbox order by id`)
const states = async (): Promise<string[]> => (await rows()).map((row) => `${row.effect_key} ${row.state}`)
const untilStates = (...expected: string[]) => until(async () => expect(await states()).toEqual(expected))

/** A handler that notes what it got and answers as told. */
const recorder = (
  answer: (effect: Effect) => EffectOutcome | Promise<EffectOutcome> = () => ({ outcome: 'done' }),
  more: Partial<EffectHandler> = {},
) => {
  const got: Effect[] = []
  const handler: EffectHandler = {
    kind: 'mail',
    concurrency: 5,
    ...more,
    deliver: async (effect) => {
      got.push(effect)
      return answer(effect)
    },
  }
  return { got, handler, keys: () => got.map(({ key }) => key) }
}

describe('delivery', () => {
  it('hands over each due effect once, whole, and marks it done', async () => {
    await add({ key: 'a', ticketId: 3, payload: { to: 'x' } }, { key: 'later', dueInMs: 1000 })
    const { got, handler } = recorder()
    await start([handler])
    await untilStates('a done', 'later waiting')
    expect(got).toEqual([
      {
        id: 1,
        key: 'a',
        kind: 'mail',
        ticketId: 3,
        payload: { to: 'x' },
        createdAt: ground.clock.now(),
        attempt: 1,
      },
    ])
    ground.clock.advance(1000)
    await untilStates('a done', 'later done')
  })

  it('leaves kinds it has no handler for to others', async () => {
    await add({ key: 'a', kind: 'fax' }, { key: 'b' })
    await start([recorder().handler])
    await untilStates('a waiting', 'b done')
  })

  it('delivers as many at a time as the handler allows, and no more', async () => {
    await add(...Array.from({ length: 30 }, (_, i) => ({ key: `${i}` })))
    let now = 0
    let most = 0
    const { got, handler } = recorder(
      async () => {
        most = Math.max(most, ++now)
        await new Promise((resolve) => setTimeout(resolve, 1))
        now--
        return { outcome: 'done' }
      },
      { concurrency: 3 },
    )
    await start([handler])
    await until(async () => expect(new Set(await states()).size).toBe(30))
    await until(async () => expect((await rows()).every(({ state }) => state === 'done')).toBe(true))
    expect(got).toHaveLength(30)
    expect(most).toBe(3)
  })

  it('keeps one kind that hangs from holding up another', async () => {
    let release: (() => void) | undefined
    const stuck = recorder(
      () => new Promise<EffectOutcome>((resolve) => (release = () => resolve({ outcome: 'done' }))),
      { kind: 'slow', concurrency: 1 },
    )
    const quick = recorder()
    await add(...Array.from({ length: 20 }, (_, i) => ({ key: `s${i}`, kind: 'slow' })), { key: 'quick' })
    await start([stuck.handler, quick.handler])
    await until(() => expect(quick.keys()).toEqual(['quick']))
    expect(stuck.got).toHaveLength(1)
    const stopping = started.pop()!.stop()
    release?.()
    await stopping
  })

  it('shares the work between two processes without doing any twice', async () => {
    const [one, two] = [recorder(), recorder()]
    await add(...Array.from({ length: 300 }, (_, i) => ({ key: `${i}`, ticketId: i % 40 })))
    await start([one.handler])
    await start([two.handler], await newProcess())
    await until(async () => expect((await rows()).every(({ state }) => state === 'done')).toBe(true))
    const all = [...one.keys(), ...two.keys()]
    expect(all).toHaveLength(300)
    expect(new Set(all).size).toBe(300)
  })
})

describe('failure', () => {
  it('comes again after the back-off, with the same key', async () => {
    await add({ key: 'a' })
    const { got, handler } = recorder(({ attempt }) =>
      attempt < 3 ? { outcome: 'retry', error: `no ${attempt}` } : { outcome: 'done' },
    )
    await start([handler])
    await until(async () => expect((await rows())[0]).toMatchObject({ attempts: 1, last_error: 'no 1' }))
    const waitMs = (await rows())[0]!.due_at - ground.clock.now()
    expect(waitMs).toBeGreaterThanOrEqual(2500)
    expect(waitMs).toBeLessThanOrEqual(5000)
    ground.clock.advance(HOUR_MS)
    await until(async () => expect((await rows())[0]).toMatchObject({ attempts: 2, last_error: 'no 2' }))
    ground.clock.advance(HOUR_MS)
    await untilStates('a done')
    expect(got.map(({ key, attempt }) => `${key} ${attempt}`)).toEqual(['a 1', 'a 2', 'a 3'])
    expect((await rows())[0]!.last_error).toBeNull()
  })

  it('waits as long as the handler says', async () => {
    await add({ key: 'a' })
    await start([recorder(() => ({ outcome: 'retry', error: 'busy', afterMs: 123_000 })).handler])
    await until(async () => expect((await rows())[0]!.due_at).toBe(ground.clock.now() + 123_000))
  })

  it('of a handler that throws is a retry, and tells nothing of the error', async () => {
    await add({ key: 'a' })
    const handler = recorder(() => {
      throw new Error('secret text of a mail')
    }).handler
    await start([handler])
    await until(async () => expect((await rows())[0]!.last_error).toBe('Internal error'))
  })

  it('for good is kept as failed', async () => {
    await add({ key: 'a' })
    const { got, handler } = recorder(() => ({ outcome: 'failed', error: 'x'.repeat(10_000) }))
    await start([handler])
    await untilStates('a failed')
    expect((await rows())[0]!.last_error).toHaveLength(500)
    expect(got).toHaveLength(1)
  })

  it('past five days is given up, and the handler is told', async () => {
    await add({ key: 'a' })
    const told: string[] = []
    const { handler } = recorder(() => ({ outcome: 'retry', error: 'still down' }), {
      abandoned: async (effect, error) => void told.push(`${effect.key}: ${error}`),
    })
    await start([handler])
    const untilPutOff = (attempts: number) =>
      until(async () => {
        const row = (await rows())[0]!
        expect(row.attempts).toBe(attempts)
        expect(row.due_at).toBeGreaterThan(ground.clock.now())
      })
    await untilPutOff(1)
    ground.clock.advance(5 * DAY_MS - 1)
    await untilPutOff(2)
    expect(told).toEqual([])
    ground.clock.advance(HOUR_MS)
    await untilStates('a failed')
    expect(told).toEqual(['a: still down'])
  })
})

describe('order', () => {
  it('of a ticket is kept, one at a time, however many processes deliver', async () => {
    let busy = 0
    const clashes: number[] = []
    const slowly = recorder(async () => {
      clashes.push(++busy)
      await new Promise((resolve) => setTimeout(resolve, 5))
      busy--
      return { outcome: 'done' }
    })
    await add(...['a', 'b', 'c', 'd', 'e', 'f'].map((key) => ({ key, ticketId: 7 })))
    await start([slowly.handler])
    await start([slowly.handler], await newProcess())
    await until(async () => expect((await rows()).every(({ state }) => state === 'done')).toBe(true))
    expect(slowly.keys()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(new Set(clashes)).toEqual(new Set([1]))
  })

  it('to one recipient waits for the one that failed; mail to others of the ticket does not', async () => {
    const to = (key: string, recipientId: number) => ({ key, ticketId: 7, payload: { recipientId } })
    await add(to('a1', 1), to('b1', 2), to('a2', 1))
    let isDown = true
    const { keys, handler } = recorder(({ payload }) =>
      isDown && payload.recipientId === 1 ? { outcome: 'retry', error: 'down' } : { outcome: 'done' },
    )
    await start([handler])
    await untilStates('a1 waiting', 'b1 done', 'a2 waiting')
    expect(keys()).toEqual(['a1', 'b1'])
    const [first, , second] = await rows()
    expect(second!.due_at).toBe(first!.due_at)
    isDown = false
    ground.clock.advance(HOUR_MS)
    await untilStates('a1 done', 'b1 done', 'a2 done')
    expect(keys()).toEqual(['a1', 'b1', 'a1', 'a2'])
  })
})

describe('leases', () => {
  const leaseTo = (owner: number, until: 'past' | 'future') =>
    ground.db.rows(sql`update outbox set lease_owner = ${owner}, attempts = 1,
      lease_until = now() + ${until === 'past' ? sql`interval '-1 s'` : sql`interval '1 hour'`}`)

  it('of a living process hold, those of a dead one fall at once', async () => {
    const other = await newProcess()
    await add({ key: 'a' })
    await leaseTo(other.identity.id, 'future')
    const { got, handler } = recorder()
    const service = await start([handler])
    await add({ key: 'b' })
    service.poke()
    await untilStates('a waiting', 'b done')
    await other.die()
    service.poke()
    await untilStates('a done', 'b done')
    expect(got.map(({ key, attempt }) => `${key} ${attempt}`)).toEqual(['b 1', 'a 2'])
  })

  it('that ran out fall even when their process lives', async () => {
    const other = await newProcess()
    await add({ key: 'a' })
    await leaseTo(other.identity.id, 'past')
    await start([recorder().handler])
    await untilStates('a done')
  })

  it('are returned on stop for what was not begun, and the rest is finished', async () => {
    let release: (() => void) | undefined
    const { handler, keys } = recorder(
      () => new Promise<EffectOutcome>((resolve) => (release = () => resolve({ outcome: 'done' }))),
      { concurrency: 1 },
    )
    await add({ key: 'a' }, { key: 'b' }, { key: 'c' })
    const service = await start([handler])
    await until(() => expect(keys()).toEqual(['a']))
    const stopping = service.stop()
    await until(async () =>
      expect(await ground.db.rows(sql`select id from outbox where lease_owner is not null`)).toHaveLength(1),
    )
    release?.()
    await stopping
    expect(await states()).toEqual(['a done', 'b waiting', 'c waiting'])
    expect((await rows()).map(({ attempts }) => attempts)).toEqual([1, 0, 0])
    expect(keys()).toEqual(['a'])
  })
})

it('does not deliver what was cancelled', async () => {
  await add({ key: 'a' }, { key: 'b' })
  await ground.db.rows(sql`update outbox set state = 'cancelled', ended_at = now() where effect_key = 'a'`)
  const { keys, handler } = recorder()
  await start([handler])
  await untilStates('a cancelled', 'b done')
  expect(keys()).toEqual(['b'])
})

it('tells how much waits, and for how long', async () => {
  await add({ key: 'a', kind: 'fax' }, { key: 'b' })
  await start([recorder().handler])
  await untilStates('a waiting', 'b done')
  ground.clock.advance(5000)
  const text = await ground.metrics.metrics()
  expect(text).toContain('outbox_waiting 1')
  expect(text).toContain('outbox_oldest_seconds 5')
  expect(text).toContain('outbox_effects_total{kind="mail",outcome="done"} 1')
})

it('forgets what ended more than thirty days ago', async () => {
  await add({ key: 'old' }, { key: 'new' }, { key: 'waiting' })
  const ended = (key: string, daysAgo: number) =>
    ground.db.rows(sql`update outbox set state = 'done',
      ended_at = ${toIsoMs((ground.clock.now() - daysAgo * DAY_MS) as never)} where effect_key = ${key}`)
  await ended('old', 30.01)
  await ended('new', 29.99)
  await outboxSweep(ground).run({}, { id: '1', attempt: 1 })
  expect(await states()).toEqual(['new done', 'waiting waiting'])
})
