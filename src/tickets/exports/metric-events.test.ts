import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type TestProcess, testProcess } from '../../../test/support/identity.ts'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type FeedDispatcher, feedDispatcher } from '../../platform/feed/index.ts'
import { ORIGIN } from '../api-fixture.ts'
import { moment, type TimedDesk, timedDesk } from '../clocks/fixture.ts'
import { groupBody, slaBody } from '../core/clocks/sla-fixture.ts'
import { ADA, BO, by, CORA, creation, SUPPORT, says } from '../fixture.ts'

let desk: TimedDesk
let process: TestProcess
let feed: FeedDispatcher
beforeAll(async () => {
  desk = await timedDesk()
  process = await testProcess(desk.ground.db)
  feed = feedDispatcher({ ...desk.ground, session: process.session })
  await feed.start()
})
afterAll(async () => {
  await feed?.stop()
  await process?.die()
  await desk?.close()
})
beforeEach(() => desk.empty())

/** All that was committed is numbered, as of now. */
const numbered = async (): Promise<void> => {
  await vi.waitFor(
    async () => {
      feed.poke()
      expect(await desk.ground.db.rows(sql`select from feed_inbox`)).toEqual([])
    },
    { timeout: 10_000 },
  )
}
const at = async (when: string, work: () => Promise<unknown>): Promise<void> => {
  desk.now(when)
  await work()
  await numbered()
}
const PATH = '/api/v2/incremental/ticket_metric_events'
const seconds = (when: string): number => moment(when) / 1000
type Event = {
  id: Id
  ticket_id: Id
  metric: string
  instance_id: number
  type: string
  time: string
  deleted?: true
}
const ask = async (query: string, as: Id | null = ADA) => desk.call(as, 'GET', `${PATH}${query}`)
const told = async (query: string): Promise<Event[]> => (await ask(query)).body.ticket_metric_events
const walk = async (query: string, link: (body: never) => string | null): Promise<Event[]> => {
  const events: Event[] = []
  for (let path: string | null = `${PATH}${query}`; path !== null; ) {
    const { body } = await desk.call(ADA, 'GET', path)
    events.push(...body.ticket_metric_events)
    path = body.end_of_stream ? null : (link(body as never)?.slice(ORIGIN.length) ?? null)
  }
  return events
}
const create = async (subject = 'Fire'): Promise<Id> => {
  const comment = { ...says('It burns.'), authorId: CORA }
  return (
    await desk.create({
      ...creation,
      actor: by(BO),
      comment,
      set: { subject, priority: 'normal', groupId: SUPPORT },
    })
  ).ticket.id
}
const answer = (id: Id) => desk.update(id, { comment: says('Water.', true) })

describe('what it tells', () => {
  it('is what happened to clocks, by time, with targets and what was counted', async () => {
    await desk.setPolicy('sla_policy', 1, slaBody('Hour', 1, [['first_reply_time', 'normal', 60]]))
    await desk.setPolicy('group_sla_policy', 2, groupBody([['group_ownership_time', 'normal', 90]], SUPPORT))
    let id = 0
    await at('mon 09:00', async () => (id = await create()))
    await at('mon 10:30', () => answer(id))
    desk.now('mon 11:00')
    const { status, body } = await ask('?start_time=0')
    expect(status).toBe(200)
    const events: Event[] = body.ticket_metric_events
    expect(events.map(({ time, id }) => [time, id])).toEqual(
      events.map(({ time, id }) => [time, id]).sort(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0)),
    )
    expect(events.filter(({ metric, type }) => metric === 'reply_time' && type !== 'measure')).toMatchObject([
      { ticket_id: id, instance_id: 1, type: 'activate', time: '2026-03-02T09:00:00Z' },
      {
        type: 'apply_sla',
        sla: { target: 60, target_in_seconds: 3600, business_hours: false, policy: { id: 1, title: 'Hour' } },
      },
      { type: 'breach', time: '2026-03-02T10:00:00Z' },
      { type: 'update_status', time: '2026-03-02T10:00:00Z', status: { calendar: 60, business: 60 } },
      { type: 'fulfill', time: '2026-03-02T10:30:00Z' },
      { type: 'update_status', status: { calendar: 90, business: 90 } },
    ])
    expect(events.find(({ type }) => type === 'apply_group_sla')).toMatchObject({
      metric: 'group_ownership_time',
      group_sla: { target: 90, policy: { id: '01KJZZZZZZZZZZZZZZZZZZZZZZ', title: 'Ownership' } },
    })
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
  })

  it('flags what was taken back, or leaves it out', async () => {
    await desk.setPolicy(
      'sla_policy',
      1,
      slaBody('Hour', 1, [
        ['first_reply_time', 'normal', 60],
        ['first_reply_time', 'low', 600],
      ]),
    )
    let id = 0
    await at('mon 09:00', async () => (id = await create()))
    await at('mon 10:30', () => desk.update(id, { set: { status: 'open' } }))
    await at('mon 10:40', () => desk.update(id, { set: { priority: 'low' } }))
    desk.now('mon 11:00')
    const breaches = (list: Event[]) => list.filter(({ type }) => type === 'breach')
    expect(breaches(await told('?start_time=0')).map(({ deleted = false }) => deleted)).toEqual([false, true])
    expect(breaches(await told('?start_time=0&exclude_deleted=true&include_changes=true'))).toEqual([])
  })
})

describe('how it is walked', () => {
  const live = async (): Promise<void> => {
    await desk.setPolicy('sla_policy', 1, slaBody('Hour', 1, [['first_reply_time', 'normal', 60]]))
    const ids: Id[] = []
    await at('mon 09:00', async () => ids.push(await create('a'), await create('b')))
    await at('mon 09:20', async () => ids.push(await create('c')))
    await at('mon 09:40', () => Promise.all(ids.map(answer)))
    desk.now('mon 11:00')
  }

  it('meets everything once, by time and by cursor, and ends', async () => {
    await live()
    const all = (await told('?start_time=0')).map(({ id }) => id)
    expect(all.length).toBeGreaterThan(40)
    const byTime = await walk('?start_time=0&per_page=3', ({ next_page }) => next_page)
    const byPage = await walk('?start_time=0&page[size]=7', ({ links }) => (links as { next: string }).next)
    const byCursor = await walk('?start_time=0&page[size]=100', ({ after_url }) => after_url)
    for (const walked of [byTime, byPage, byCursor])
      expect(walked.map(({ id }) => id).sort()).toEqual([...all].sort())
    expect((await told('?start_time=0&page[size]=1000')).length).toBe(Math.min(all.length, 100))
  })

  it('meets everything once by cursor while others write', async () => {
    let isWriting = true
    const writers = Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let n = 0; n < 6; n++) await answer(await create())
      }),
    ).finally(() => {
      isWriting = false
    })
    const seen: Id[] = []
    let path = `${PATH}?start_time=0&page[size]=13`
    for (let isLast = false; !isLast; ) {
      isLast = !isWriting
      if (isLast) await numbered()
      for (let isEnd = false; !isEnd; ) {
        feed.poke()
        const { body } = await desk.call(ADA, 'GET', path)
        seen.push(...body.ticket_metric_events.map(({ id }: Event) => id))
        path = body.after_url.slice(ORIGIN.length)
        isEnd = body.end_of_stream
      }
    }
    await writers
    desk.now('mon 11:00')
    const all = (await told('?start_time=0')).map(({ id }) => id)
    expect(all.length).toBeGreaterThan(24 * 10)
    expect([...seen].sort()).toEqual([...all].sort())
  })

  it('starts with the second asked for, and tells nothing of the last minute', async () => {
    await live()
    const since = await told(`?start_time=${seconds('mon 09:20')}`)
    expect(since[0]).toMatchObject({ time: '2026-03-02T09:20:00Z' })
    expect((await told(`?start_time=${seconds('mon 09:40:01')}`)).length).toBe(0)
    desk.now('mon 09:40:30')
    const times = (await told('?start_time=0')).map(({ time }) => time)
    expect(times.at(-1)).toBe('2026-03-02T09:20:00Z')
    expect((await ask(`?start_time=${seconds('mon 09:40')}`)).status).toBe(422)
    expect((await ask('')).status).toBe(400)
  })

  it('is for administrators', async () => {
    for (const [as, status] of [
      [ADA, 200],
      [BO, 403],
      [CORA, 403],
      [null, 401],
    ] as const)
      expect((await ask('?start_time=0', as)).status).toBe(status)
  })
})
