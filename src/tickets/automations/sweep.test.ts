import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, type Id, type JsonObject, MINUTE_MS } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type TicketDesk, ticketDesk } from '../fixture.ts'
import { firedSince, numberChanges, sweep, type Written, writeAutomations } from './fixture.ts'
import { takeTurn } from './store.ts'
import { MAX_FIRINGS_OF_TICKET } from './sweep.ts'
import { firingVerifier } from './verify.ts'

let desk: TicketDesk
let began: number
beforeEach(async () => {
  desk = await ticketDesk()
  began = desk.ground.clock.now()
})
afterEach(() => desk.close())

const pass = (ms: number): void => void desk.ground.clock.advance(ms)
const ticketNow = async (ticketId: Id) =>
  (await desk.ground.db.one(sql<{ status: number; priority: number | null; tags: string[] }>`
    select status, priority, tags from tickets where ticket_id = ${ticketId}`))!
const tag = (value: string) => [{ field: 'current_tags', value }]

const ESCALATE: Written = {
  id: 101,
  title: 'Escalate',
  all: [
    ['status', 'is', 'open'],
    ['OPEN', 'greater_than', '2'],
    ['current_tags', 'not_includes', 'late'],
  ],
  actions: [{ field: 'priority', value: 'urgent' }, ...tag('late')],
}
const openTicket = async (): Promise<Id> =>
  (await desk.create({ set: { subject: 'x', status: 'open' } })).ticket.id

describe('an automation', () => {
  it('acts when its hours have passed, and not a minute before, as the system, by name', async () => {
    await writeAutomations(desk, [ESCALATE])
    const id = await openTicket()
    pass(3 * HOUR_MS - MINUTE_MS)
    expect(await sweep(desk)).toBe(0)
    pass(MINUTE_MS)
    expect(await sweep(desk)).toBe(1)
    expect(await ticketNow(id)).toMatchObject({ priority: 4, tags: ['late'] })
    expect(await sweep(desk)).toBe(0)
    const audit = await desk.ground.db.one(sql`
      select author_id, rules_fired, change -> 'automation' as automation from audits where ticket_id = ${id} and seq = 2`)
    expect(audit).toMatchObject({
      author_id: -1,
      rules_fired: [{ kind: 'automation', id: 101, title: 'Escalate' }],
      automation: { id: 101, firedAt: null },
    })
  })

  it('that was edited applies to tickets that are there, and one that is switched off to none', async () => {
    await writeAutomations(desk, [{ ...ESCALATE, all: [...ESCALATE.all, ['priority', 'is', 'low']] }])
    await openTicket()
    pass(5 * HOUR_MS)
    expect(await sweep(desk)).toBe(0)
    await writeAutomations(desk, [ESCALATE])
    expect(await sweep(desk)).toBe(1)
    await openTicket()
    await writeAutomations(desk, [])
    pass(5 * HOUR_MS)
    expect(await sweep(desk)).toBe(0)
  })

  it('sees what one before it did, in the order of positions', async () => {
    await writeAutomations(desk, [
      ESCALATE,
      {
        id: 102,
        title: 'Second',
        position: 102,
        all: [
          ['priority', 'is', 'urgent'],
          ['status', 'is', 'open'],
          ['OPEN', 'greater_than', '1'],
          ['current_tags', 'not_includes', 'told'],
        ],
        actions: tag('told'),
      },
    ])
    const id = await openTicket()
    pass(3 * HOUR_MS)
    await sweep(desk)
    expect((await ticketNow(id)).tags).toEqual(['late', 'told'])
    const fired = await firedSince(desk, began)
    expect(fired.map(({ automationId }) => automationId)).toEqual([101, 102])
  })

  it('wakes triggers, in the same audit', async () => {
    await desk.ground.policy.edit(
      desk.ground.db,
      { authorId: null, reason: 't', at: desk.ground.clock.now() },
      [
        {
          kind: 'trigger',
          id: 900,
          body: {
            title: 'Late ones',
            conditions: {
              all: [
                { field: 'update_type', operator: 'is', value: 'Change' },
                { field: 'current_tags', operator: 'includes', value: 'late' },
              ],
              any: [],
            },
            actions: [{ field: 'current_tags', value: 'seen' }],
          },
        },
      ],
    )
    await writeAutomations(desk, [ESCALATE])
    const id = await openTicket()
    pass(3 * HOUR_MS)
    await sweep(desk)
    expect((await ticketNow(id)).tags).toEqual(['late', 'seen'])
    const rows = await desk.ground.db.rows(
      sql`select jsonb_array_length(rules_fired) as fired from audits where ticket_id = ${id} order by seq`,
    )
    expect(rows.at(-1)).toEqual({ fired: 2 })
  })

  it('of which a condition is true once only acts once in its hour', async () => {
    await writeAutomations(desk, [
      {
        id: 103,
        title: 'Once',
        all: [
          ['status', 'is', 'pending'],
          ['PENDING', 'is', '2'],
        ],
        actions: tag('nudge'),
      },
    ])
    const { ticket } = await desk.create({ set: { subject: 'x', status: 'pending' } })
    for (let minute = 0; minute < 300; minute += 10) {
      pass(10 * MINUTE_MS)
      await sweep(desk)
    }
    expect(await firedSince(desk, began)).toEqual([{ hour: 2, ticketId: ticket.id, automationId: 103 }])
    // Pending anew: a new truth.
    await desk.update(ticket.id, { set: { status: 'open' }, tags: { remove: ['nudge'] } })
    await desk.update(ticket.id, { set: { status: 'pending' } })
    pass(2 * HOUR_MS)
    expect(await sweep(desk)).toBe(1)
  })

  it('that acts once on a ticket never does so again, and closed or deleted tickets are left alone', async () => {
    await writeAutomations(desk, [
      {
        id: 104,
        title: 'Survey',
        once: true,
        all: [
          ['status', 'is', 'solved'],
          ['SOLVED', 'greater_than', '0'],
        ],
        actions: [{ field: 'notification_user', value: ['requester_id', 'How was it?', 'Tell us'] }],
      },
    ])
    const { ticket } = await desk.create({ set: { subject: 'x', status: 'solved', assigneeId: 12 } })
    const gone = await desk.create({ set: { subject: 'x', status: 'solved', assigneeId: 12 } })
    await desk.update(gone.ticket.id, { kind: 'delete', actor: { kind: 'user', id: 11 } })
    for (let day = 0; day < 4; day += 1) {
      pass(DAY_MS)
      await sweep(desk)
    }
    expect((await firedSince(desk, began)).map(({ ticketId }) => ticketId)).toEqual([ticket.id])
    expect(
      await desk.ground.db.rows(
        sql`select from outbox where ticket_id = ${ticket.id} and kind = 'send_mail'`,
      ),
    ).toHaveLength(1)
  })

  it('whose end is undone by a trigger tries again after an hour, and not more than a hundred times', async () => {
    await desk.ground.policy.edit(
      desk.ground.db,
      { authorId: null, reason: 't', at: desk.ground.clock.now() },
      [
        {
          kind: 'trigger',
          id: 901,
          body: {
            title: 'Undo',
            conditions: { all: [{ field: 'current_tags', operator: 'includes', value: 'late' }], any: [] },
            actions: [
              { field: 'remove_tags', value: 'late' },
              { field: 'current_tags', value: 'x' },
            ],
          },
        },
      ],
    )
    await writeAutomations(desk, [ESCALATE])
    const id = await openTicket()
    pass(3 * HOUR_MS)
    expect([await sweep(desk), await sweep(desk)]).toEqual([1, 0])
    pass(HOUR_MS - MINUTE_MS)
    expect(await sweep(desk)).toBe(0)
    await desk.update(id, { tags: { remove: ['x'] } })
    pass(MINUTE_MS)
    expect(await sweep(desk)).toBe(1)
    await desk.ground.db.rows(sql`update automation_firings set times = ${MAX_FIRINGS_OF_TICKET}`)
    pass(DAY_MS)
    expect(await sweep(desk)).toBe(0)
  })

  it('leaves alone what changed between the question and the act', async () => {
    await writeAutomations(desk, [ESCALATE])
    const id = await openTicket()
    pass(3 * HOUR_MS)
    const raced: TicketDesk = {
      ...desk,
      commit: async (change, target, options) => {
        await desk.update(id, { set: { status: 'pending' } })
        return desk.commit(change, target, options)
      },
    }
    expect(await sweep(raced)).toBe(0)
    expect(await firedSince(desk, began)).toEqual([])
    await desk.update(id, { set: { status: 'open' } })
    pass(3 * HOUR_MS)
    expect(await sweep(desk)).toBe(1)
  })

  it('asks for words of the first comment', async () => {
    await writeAutomations(desk, [
      { ...ESCALATE, all: [...ESCALATE.all, ['description_includes_word', 'includes', 'smoke']] },
    ])
    await openTicket()
    await desk.create({
      set: { subject: 'x', status: 'open' },
      comment: { text: 'calm', html: 'calm', attachments: [] },
    })
    pass(3 * HOUR_MS)
    expect(await sweep(desk)).toBe(1)
  })
})

describe('a look', () => {
  const settled = async (): Promise<number> => {
    await numberChanges(desk)
    return sweep(desk)
  }
  const behindTheFeed = (id: Id) =>
    desk.ground.db.rows(sql`update tickets set tags = '{}' where ticket_id = ${id}`)

  it('is at what changed or came due since the last one, and at all tickets once a day', async () => {
    await writeAutomations(desk, [ESCALATE])
    const id = await openTicket()
    await desk.update(id, { tags: { add: ['late'] } })
    pass(5 * HOUR_MS)
    expect(await settled()).toBe(0)
    await behindTheFeed(id)
    pass(HOUR_MS)
    expect(await settled()).toBe(0)
    pass(DAY_MS)
    expect(await settled()).toBe(1)
  })

  it('is at all tickets once more after an edit of what conditions are read under, and of nothing else', async () => {
    await writeAutomations(desk, [ESCALATE])
    const id = await openTicket()
    await desk.update(id, { tags: { add: ['late'] } })
    pass(5 * HOUR_MS)
    await settled()
    await behindTheFeed(id)
    const { policy, db, clock } = desk.ground
    const edit = (kind: string, body: JsonObject) =>
      policy.edit(db, { authorId: null, reason: 't', at: clock.now() }, [{ kind, id: 990, body }])
    await edit('view', { title: 'V', conditions: { all: [], any: [] }, active: false })
    expect(await settled()).toBe(0)
    await edit('schedule', {
      name: 'Here',
      time_zone: 'UTC',
      intervals: [{ start_time: 0, end_time: 600 }],
      holidays: [],
    })
    expect(await settled()).toBe(1)
  })

  it('makes up for looks that were missed', async () => {
    await writeAutomations(desk, [ESCALATE])
    await settled()
    const ids = [await openTicket(), await openTicket()]
    pass(HOUR_MS)
    expect(await settled()).toBe(0)
    pass(20 * HOUR_MS)
    expect(await settled()).toBe(ids.length)
    expect(await settled()).toBe(0)
  })

  it('is an hour later at what the automation could not end, though nothing happened to it since', async () => {
    const undo = {
      title: 'Undo',
      conditions: { all: [{ field: 'current_tags', operator: 'includes', value: 'late' }], any: [] },
      actions: [
        { field: 'remove_tags', value: 'late' },
        { field: 'current_tags', value: 'x' },
      ],
    }
    const { policy, db, clock } = desk.ground
    await policy.edit(db, { authorId: null, reason: 't', at: clock.now() }, [
      { kind: 'trigger', id: 901, body: undo },
    ])
    await writeAutomations(desk, [ESCALATE])
    const id = await openTicket()
    pass(3 * HOUR_MS)
    expect(await settled()).toBe(1)
    await desk.update(id, { tags: { remove: ['x'] } })
    pass(MINUTE_MS)
    expect([await settled(), await settled()]).toEqual([0, 0])
    pass(HOUR_MS - 2 * MINUTE_MS)
    expect(await settled()).toBe(0)
    pass(MINUTE_MS)
    expect(await settled()).toBe(1)
  })

  it('that was broken off is taken again, and nobody is acted on twice', async () => {
    await writeAutomations(desk, [ESCALATE])
    await settled()
    for (let n = 0; n < 3; n += 1) await openTicket()
    pass(HOUR_MS)
    await settled()
    pass(3 * HOUR_MS)
    let left = 2
    const dying: TicketDesk = {
      ...desk,
      commit: (change, target, options) => {
        left -= 1
        if (left < 0) throw new Error('killed')
        return desk.commit(change, target, options)
      },
    }
    await expect(sweep(dying)).rejects.toThrow('killed')
    await numberChanges(desk)
    await settled()
    const fired = (await firedSince(desk, began)).map(({ ticketId }) => ticketId)
    expect(fired.toSorted((a, b) => a - b)).toEqual([...new Set(fired)].toSorted((a, b) => a - b))
    expect(fired).toHaveLength(3)
  })

  it('is at tickets of people who changed', async () => {
    await writeAutomations(desk, [{ ...ESCALATE, all: [...ESCALATE.all, ['requester_role', 'is', 'agent']] }])
    const id = await openTicket()
    pass(5 * HOUR_MS)
    expect(await settled()).toBe(0)
    await desk.ground.db.rows(sql`
      with changed as (update users set role_id = (select role_id from users where id = 12)
        where id = (select requester_id from tickets where ticket_id = ${id}) returning id)
      insert into feed_inbox (subject, subject_id) select 'user', id from changed`)
    await numberChanges(desk)
    expect(await settled()).toBe(1)
  })
})

it('keeps note of every act, or verifying tells', async () => {
  await writeAutomations(desk, [ESCALATE])
  const id = await openTicket()
  pass(3 * HOUR_MS)
  await sweep(desk)
  const lines = async () => {
    const found: string[] = []
    for await (const line of firingVerifier.verify(desk.ground.db)) found.push(line)
    return found
  }
  expect(await lines()).toEqual([])
  await desk.ground.db.rows(sql`delete from automation_firings`)
  expect(await lines()).toEqual([`ticket ${id}: automation 101 acted more often than is noted`])
})

it('gives the turn to one process at a time', async () => {
  const { db, clock } = desk.ground
  const now = clock.now()
  const take = (at: number) => takeTurn(db, at as typeof now, (at + 1000) as typeof now)
  expect((await Promise.all([take(now), take(now), take(now)])).filter(Boolean)).toHaveLength(1)
  expect(await take(now + 999)).toBe(false)
  expect(await take(now + 1000)).toBe(true)
})
