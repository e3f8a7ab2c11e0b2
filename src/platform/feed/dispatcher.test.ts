import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type TestGround, testGround } from '../../../test/support/ground.ts'
import { type TestProcess, testProcess } from '../../../test/support/identity.ts'
import { type Db, sql } from '../db/index.ts'
import { type FeedDispatcher, feedDispatcher } from './dispatcher.ts'
import { FEED_CHANNEL } from './store.ts'

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000 })

let ground: TestGround
const started: FeedDispatcher[] = []
const processes: TestProcess[] = []

beforeAll(async () => {
  ground = await testGround()
})
beforeEach(() => ground.db.rows(sql`truncate feed, feed_inbox`))
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

const start = async (process?: TestProcess): Promise<FeedDispatcher> => {
  const { session } = process ?? (await newProcess())
  const dispatcher = feedDispatcher({ ...ground, session })
  started.push(dispatcher)
  await dispatcher.start()
  return dispatcher
}

const change = (db: Db, id: number, seq = 1, subject = 'ticket') =>
  db.rows(sql`insert into feed_inbox (subject, subject_id, seq) values (${subject}, ${id}, ${seq})`)

type Entry = { position: number; name: string; at: number }
const feed = (after = 0): Promise<Entry[]> =>
  ground.db.rows(sql<Entry>`
    select position, subject || ' ' || subject_id || '.' || seq as name, at from feed
    where position > ${after} order by position`)
const names = async (): Promise<string[]> => (await feed()).map(({ name }) => name)

/** A transaction that stays open until told. */
const open = async (work: (tx: Db) => Promise<unknown>) => {
  let commit: (() => void) | undefined
  const held = new Promise<void>((resolve) => (commit = resolve))
  let begun: (() => void) | undefined
  const worked = new Promise<void>((resolve) => (begun = resolve))
  const done = ground.db.transaction(async (tx) => {
    await work(tx)
    begun!()
    await held
  })
  await worked
  return async () => {
    commit!()
    await done
  }
}

describe('numbering', () => {
  it('gives positions without gaps in the order of commits, and empties the inbox', async () => {
    for (let i = 1; i <= 3; i++) await change(ground.db, i)
    await start()
    await until(async () => expect(await names()).toEqual(['ticket 1.1', 'ticket 2.1', 'ticket 3.1']))
    expect((await feed()).map(({ position }) => position)).toEqual([1, 2, 3])
    await change(ground.db, 4)
    await until(async () => expect((await feed()).at(-1)).toMatchObject({ position: 4, name: 'ticket 4.1' }))
    expect(await ground.db.rows(sql`select 1 from feed_inbox`)).toEqual([])
  })

  it('takes the time of numbering, which never runs backwards', async () => {
    const dispatcher = await start()
    await change(ground.db, 1)
    await until(async () => expect(await feed()).toHaveLength(1))
    const before = ground.clock.now()
    ground.clock.advance(-3_600_000)
    await change(ground.db, 2)
    dispatcher.poke()
    await until(async () => expect(await feed()).toHaveLength(2))
    expect((await feed()).map(({ at }) => at)).toEqual([before, before])
    ground.clock.advance(3_600_000 + 5)
  })

  it('waits for a transaction that began before and is still open', async () => {
    const commit = await open((tx) => change(tx, 1))
    await change(ground.db, 2)
    const dispatcher = await start()
    await until(() => expect(dispatcher.isDispatching()).toBe(true))
    for (let i = 0; i < 5; i++) {
      dispatcher.poke()
      await ground.db.rows(sql`select pg_sleep(0.01)`)
    }
    expect(await names()).toEqual([])
    await commit()
    await until(async () => expect(await names()).toEqual(['ticket 1.1', 'ticket 2.1']))
  })

  it('keeps the order of a ticket where the later change has the older transaction', async () => {
    // The second transaction gets its id first and then waits for the first one's commit, as it would for a ticket.
    const firstIsIn = Promise.withResolvers<void>()
    const secondHasItsId = Promise.withResolvers<void>()
    const second = ground.db.transaction(async (tx) => {
      await tx.rows(sql`select pg_current_xact_id()`)
      secondHasItsId.resolve()
      await firstIsIn.promise
      await change(tx, 1, 2)
    })
    await secondHasItsId.promise
    const later = await open((tx) => tx.rows(sql`select pg_current_xact_id()`))
    await change(ground.db, 1, 1)
    await start()
    firstIsIn.resolve()
    await second
    // The second's transaction is now below the horizon and the first's, which is younger than `later`, is not.
    await later()
    await until(async () => expect(await names()).toEqual(['ticket 1.1', 'ticket 1.2']))
  })

  it('forgets what was rolled back', async () => {
    const failing = ground.db.transaction(async (tx) => {
      await change(tx, 1)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await change(ground.db, 2)
    await start()
    await until(async () => expect(await feed()).toMatchObject([{ position: 1, name: 'ticket 2.1' }]))
  })
})

it('shows a reader who follows positions every change exactly once, with many writers, long transactions and two dispatchers', async () => {
  const [one, two] = [await newProcess(), await newProcess()]
  await start(one)
  await start(two)
  const WRITERS = 5
  const EACH = 60
  const seen: Entry[] = []
  let isWriting = true
  const reader = (async () => {
    while (isWriting || seen.length < WRITERS * EACH) {
      seen.push(...(await feed(seen.at(-1)?.position ?? 0)))
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  })()
  const writer = async (id: number) => {
    for (let seq = 1; seq <= EACH; seq += 3) {
      await ground.db.transaction(async (tx) => {
        for (let more = 0; more < 3; more++) await change(tx, id, seq + more)
        await tx.rows(sql`select pg_sleep(${((id * 7 + seq * 13) % 10) / 500})`)
      })
    }
  }
  const crash = (async () => {
    await ground.db.rows(sql`select pg_sleep(0.1)`)
    const leader = started[0]!.isDispatching() ? one : two
    const ended = await ground.db.rows(sql`
      select pg_terminate_backend(pid) from pg_locks
      where locktype = 'advisory' and objid = ${leader.identity.id % 2 ** 32}::bigint::oid`)
    expect(ended).toHaveLength(1)
  })()
  await Promise.all([...Array.from({ length: WRITERS }, (_, id) => writer(id)), crash])
  isWriting = false
  await reader
  expect(seen.map(({ position }) => position)).toEqual(
    Array.from({ length: WRITERS * EACH }, (_, i) => i + 1),
  )
  for (let id = 0; id < WRITERS; id++) {
    const ofTicket = seen.map(({ name }) => name).filter((name) => name.startsWith(`ticket ${id}.`))
    expect(ofTicket).toEqual(Array.from({ length: EACH }, (_, i) => `ticket ${id}.${i + 1}`))
  }
})

describe('dispatchers', () => {
  it('take turns: one works, another steps in when it stops', async () => {
    const first = await start()
    await until(() => expect(first.isDispatching()).toBe(true))
    const second = await start()
    second.poke()
    await change(ground.db, 1)
    await until(async () => expect(await feed()).toHaveLength(1))
    expect(second.isDispatching()).toBe(false)
    await first.stop()
    await until(() => expect(second.isDispatching()).toBe(true))
    await change(ground.db, 2)
    await until(async () => expect(await feed()).toHaveLength(2))
  })

  it('tell everybody of the last position, once a batch', async () => {
    const heard: string[] = []
    const { session } = await newProcess()
    await session.listen(FEED_CHANNEL, (payload) => heard.push(payload))
    await ground.db.transaction(async (tx) => {
      for (let i = 1; i <= 4; i++) await change(tx, i)
    })
    await start()
    await until(() => expect(heard).toEqual(['4']))
  })
})
