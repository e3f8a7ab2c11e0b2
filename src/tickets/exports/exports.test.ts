import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Exported, exporter, type TestFeed, testFeed } from '../../../test/support/exports.ts'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type TimedDesk, timedDesk } from '../clocks/fixture.ts'
import { ADA, BEA, BO, by, CORA, creation, edit, LIA, SUPPORT, says } from '../fixture.ts'

let desk: TimedDesk
let feed: TestFeed
beforeAll(async () => {
  desk = await timedDesk()
  feed = await testFeed(desk.ground)
})
afterAll(async () => {
  await feed?.close()
  await desk?.close()
})
beforeEach(() => desk.empty())

const MINUTE = 60_000
const path = (what: string): string => `/api/v2/incremental/${what}`
const ask = async (url: string, as: Id | null = ADA) => {
  const { status, body } = await desk.call(as, 'GET', url)
  expect(status, `${url}: ${JSON.stringify(body)}`).toBe(200)
  return body
}
const told = async (url: string): Promise<Exported[]> => {
  await feed.numbered()
  desk.ground.clock.advance(2 * MINUTE)
  const body = await ask(path(url))
  return body[/^\w+/.exec(url)![0]]
}

/** In each dialect, with pages of a size. */
const exportersOf = (key: string, size: number) => [
  exporter(key, path(`${key}?start_time=0&per_page=${size}`), 'next_page', ask),
  exporter(key, path(`${key}.json?start_time=0&per_page=${size + 3}`), 'next_page', ask),
  exporter(key, path(`${key}/cursor?start_time=0&per_page=${size}`), 'after_url', ask),
  exporter(key, path(`${key}/cursor.json?start_time=0`), 'after_url', ask),
  exporter(key, path(`${key}?start_time=0&page[size]=${size}`), 'after_url', ask),
]

let count = 0
/** Each state of a ticket has a subject of its own. */
const subject = () => ({ subject: `State ${count++}`, groupId: SUPPORT })

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Makes, changes, deletes and restores tickets, some within transactions that commit late. */
const live = async (acts: readonly number[], ids: Id[]): Promise<void> => {
  for (const act of acts) {
    const id = ids[act % Math.max(ids.length, 1)]
    // What is deleted and restored differs from before by its time alone.
    desk.ground.clock.advance(1000)
    if (id === undefined || act % 3 === 0) {
      const late = act % 2 === 0
      const change = { ...creation, actor: by(BO), set: subject() }
      const made = late
        ? await desk.ground.db.transaction(async (tx) => {
            const done = await desk.commit(change, {}, { tx })
            await pause(act % 20)
            return done
          })
        : await desk.commit(change, {})
      if (made.ok) ids.push(made.value.ticket.id)
    } else if (act % 7 === 0) await desk.call(ADA, 'DELETE', `/api/v2/tickets/${id}`)
    else if (act % 7 === 1) await desk.call(ADA, 'PUT', `/api/v2/deleted_tickets/${id}/restore`)
    else await desk.commit({ ...edit, set: subject(), comment: says('More smoke.') }, { ticketId: id })
  }
}

/** Writers write and exporters walk at the same time; then all is numbered, and each walks on to the end. */
const meanwhile = async (
  exporters: readonly ReturnType<typeof exporter>[],
  writing: readonly Promise<void>[],
): Promise<void> => {
  let isWriting = true
  const writers = Promise.all(writing).finally(() => {
    isWriting = false
  })
  await Promise.all([
    writers,
    ...exporters.map(async ({ poll }) => {
      while (isWriting) {
        feed.poke()
        desk.ground.clock.advance(9000)
        await poll()
      }
    }),
  ])
  await feed.numbered()
  desk.ground.clock.advance(2 * MINUTE)
  for (const { poll } of exporters) await poll()
}

const plan = fc.record({
  size: fc.integer({ min: 1, max: 9 }),
  writers: fc.array(fc.array(fc.nat(999), { minLength: 5, maxLength: 14 }), { minLength: 2, maxLength: 4 }),
})

describe('while others write', () => {
  it('every ticket comes as it stands in the end, no state of one twice, in each dialect', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ size, writers }) => {
        await desk.empty()
        const exporters = exportersOf('tickets', size)
        const ids: Id[] = []
        await meanwhile(
          exporters,
          writers.map((acts) => live(acts, ids)),
        )
        const stands = await desk.ground.db.rows(sql<{ id: Id; subject: string; deleted: boolean }>`
          select ticket_id as id, subject, deleted_at is not null as deleted from tickets order by 1`)
        for (const { records } of exporters) {
          const states = records.map((one) => `${one.id} ${one.subject} ${one.status} ${one.updated_at}`)
          expect(states.length).toBe(new Set(states).size)
          const last = new Map(
            records.map(({ id, subject, status }) => [id, [subject, status === 'deleted']]),
          )
          expect([...last].sort(([a], [b]) => a - b)).toEqual(
            stands.map(({ id, subject: text, deleted }) => [id, [text, deleted]]),
          )
          const times = records.map((one) => Number(one.generated_timestamp))
          expect(times).toEqual([...times].sort((a, b) => a - b))
        }
      }),
      { numRuns: 5 },
    )
  }, 60_000)

  it('every event comes once, in each dialect', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ size, writers }) => {
        await desk.empty()
        const exporters = exportersOf('ticket_events', size)
        const ids: Id[] = []
        await meanwhile(
          exporters,
          writers.map((acts) => live(acts, ids)),
        )
        const audits = await desk.ground.db.rows(
          sql<{ id: Id }>`select id from audits where not silent order by id`,
        )
        for (const { records } of exporters)
          expect(records.map(({ id }) => id).sort((a, b) => a - b)).toEqual(audits.map(({ id }) => id))
      }),
      { numRuns: 5 },
    )
  }, 60_000)
})

describe('a ticket', () => {
  it('is what it is elsewhere, with when it was numbered and what was asked for beside', async () => {
    const { ticket } = await desk.create({ actor: by(BO), set: { subject: 'Fire', groupId: SUPPORT } })
    const asked =
      'tickets?start_time=0&include=users,groups,organizations,metric_sets,slas,comment_count,dates'
    await feed.numbered()
    const numberedAt = Math.floor(desk.ground.clock.now() / 1000)
    desk.ground.clock.advance(2 * MINUTE)
    const { tickets, users, groups, organizations, ...envelope } = await ask(path(asked))
    const shown = await desk.call(
      ADA,
      'GET',
      `/api/v2/tickets/${ticket.id}?include=metric_sets,slas,comment_count,dates`,
    )
    expect(tickets).toEqual([{ ...shown.body.ticket, generated_timestamp: numberedAt }])
    expect(users.map(({ id }: Exported) => id)).toContain(CORA)
    expect(groups).toMatchObject([{ id: SUPPORT }])
    expect(organizations).toHaveLength(1)
    expect(envelope).toMatchObject({ count: 1, end_of_stream: true, end_time: numberedAt + 1 })
  })

  it('is told of when it is deleted and purged, unless deleted ones are not wanted', async () => {
    const { ticket } = await desk.create({ set: subject() })
    await desk.call(ADA, 'DELETE', `/api/v2/tickets/${ticket.id}`)
    expect(await told('tickets?start_time=0')).toMatchObject([{ id: ticket.id, status: 'deleted' }])
    expect(await told('tickets?start_time=0&exclude_deleted=true')).toEqual([])
    expect(await told('ticket_events?start_time=0&exclude_deleted=true')).toEqual([])
    expect(await told('ticket_events?start_time=0')).toHaveLength(2)
    await desk.ground.db.rows(sql`update tickets set purged_at = now() where ticket_id = ${ticket.id}`)
    expect(await told('tickets?start_time=0')).toMatchObject([
      { subject: 'SCRUBBED', description: 'SCRUBBED' },
    ])
  })

  it('that was told again because words of it were erased brings no event twice', async () => {
    const { ticket } = await desk.create({ set: subject() })
    await desk.ground.db.rows(
      sql`insert into feed_inbox (subject, subject_id, seq) values ('ticket', ${ticket.id}, 1)`,
    )
    expect(await told('tickets?start_time=0')).toHaveLength(1)
    expect(await told('ticket_events?start_time=0')).toHaveLength(1)
  })

  it('of one that waits for its number comes with it', async () => {
    const { ticket } = await desk.create({ set: subject() })
    await feed.numbered()
    await desk.ground.db.transaction(async (tx) => {
      // Holds back the numbers of everything after.
      await tx.rows(sql`select pg_current_xact_id()`)
      await desk.update(ticket.id, { set: { subject: 'Later' } })
      desk.ground.clock.advance(2 * MINUTE)
      expect((await ask(path('tickets/cursor?start_time=0'))).tickets).toEqual([])
    })
    expect(await told('tickets?start_time=0')).toMatchObject([{ subject: 'Later' }])
  })

  it('comes with a sample of fifty at most', async () => {
    for (let n = 0; n < 52; n++) await desk.create({ set: subject() })
    expect(await told('tickets/sample?start_time=0&per_page=1000')).toHaveLength(50)
  })
})

describe('an event', () => {
  const last = async (query = ''): Promise<{ child_events: Record<string, unknown>[] } & Exported> =>
    (await told(`ticket_events?start_time=0${query}`)).at(-1) as never

  it('tells what changed, and only that there was a comment', async () => {
    const { ticket } = await desk.create({
      set: { subject: 'Fire' },
      tags: { add: ['a', 'b'], remove: [] },
    } as never)
    await desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}`, {
      ticket: { priority: 'high', tags: ['b', 'c'], comment: { body: 'Hidden.', public: false } },
    })
    const event = await last()
    expect(event).toMatchObject({
      ticket_id: ticket.id,
      updater_id: BO,
      via: 'Web service',
      via_reference_id: null,
      event_type: 'Audit',
      timestamp: Math.floor(Date.parse(String(event.created_at)) / 1000),
    })
    const children = event.child_events
    expect(children).toContainEqual(
      expect.objectContaining({ event_type: 'Change', priority: 'high', previous_value: null }),
    )
    expect(children.find((child) => 'tags' in child)).toMatchObject({
      added_tags: expect.arrayContaining(['c']),
    })
    expect(children.find((child) => child.event_type === 'Comment')).toEqual({
      id: expect.any(Number),
      via: 'Web service',
      via_reference_id: null,
      event_type: 'Comment',
      comment_present: true,
      comment_public: false,
    })
  })

  it('brings its comment in full where that is asked for', async () => {
    await desk.create({ comment: says('Smoke.') })
    const comment = (await last('&include=comment_events')).child_events.find(
      ({ event_type: type }) => type === 'Comment',
    )
    expect(comment).toMatchObject({
      type: 'Comment',
      body: 'Smoke.',
      plain_body: 'Smoke.',
      html_body: expect.stringContaining('Smoke.'),
      public: true,
      author_id: BO,
      attachments: [],
      audit_id: expect.any(Number),
      created_at: expect.any(String),
    })
  })
})

describe('who may', () => {
  it.each(['tickets', 'tickets/cursor', 'tickets/sample', 'ticket_events', 'ticket_events/cursor'])(
    '%s is for administrators',
    async (what) => {
      for (const [as, status] of [
        [ADA, 200],
        [BO, 403],
        [BEA, 403],
        [LIA, 403],
        [CORA, 403],
        [null, 401],
      ] as const)
        expect((await desk.call(as, 'GET', path(`${what}?start_time=0`))).status).toBe(status)
    },
  )
})

describe('what cannot be asked', () => {
  it.each([
    ['tickets', 400, 'start_time is required'],
    ['tickets?start_time=now', 400, 'start_time must be in Unix seconds'],
    ['tickets?start_time=0&per_page=0', 400, 'per_page'],
    ['tickets?start_time=0&include=last_audits', 400, 'last_audits'],
    ['tickets?start_time=0&support_type_scope=robots', 400, 'support_type_scope'],
    ['tickets?start_time=99999999999', 422, 'Too recent start_time.'],
    ['tickets/cursor?start_time=99999999999', 400, 'StartTimeTooRecent'],
    ['tickets/cursor?cursor=nonsense', 400, 'is not a cursor of this export'],
  ])('%s', async (what, status, words) => {
    const answer = await desk.call(ADA, 'GET', path(what))
    expect(answer.status).toBe(status)
    expect(JSON.stringify(answer.body)).toContain(words)
  })

  it('there is no ticket of robots', async () => {
    await desk.create({ set: subject() })
    expect(await told('tickets?start_time=0&support_type_scope=ai_agent')).toEqual([])
    expect(await told('tickets?start_time=0&support_type_scope=all')).toHaveLength(1)
  })
})
