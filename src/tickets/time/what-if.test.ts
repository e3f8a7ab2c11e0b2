import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { type TimedDesk, timedDesk } from '../clocks/fixture.ts'
import { OFFICE, slaBody } from '../core/clocks/sla-fixture.ts'
import type { Change } from '../core/index.ts'
import { ADA, BO, by, CORA, creation, LIA, says } from '../fixture.ts'

let desk: TimedDesk
beforeAll(async () => {
  desk = await timedDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.empty())

const create = async (set: Change['set'] = {}): Promise<Id> => {
  const comment = { ...says('It burns.'), authorId: CORA }
  return (
    await desk.create({
      ...creation,
      actor: by(BO),
      comment,
      set: { subject: 'Fire', priority: 'normal', ...set },
    })
  ).ticket.id
}
const quick = (minutes: number, all: object[] = [], more: object = {}) => ({
  title: `In ${minutes}`,
  filter: { all, any: [] },
  policy_metrics: [
    { priority: 'normal', metric: 'first_reply_time', target: minutes, business_hours: false, ...more },
  ],
})
const ask = async (body: object, as: Id | null = BO) =>
  desk.call(as, 'POST', '/api/v2/slas/policies/what_if', body)

describe('what would be', () => {
  it('is told beside what is: targets, breaches, and how many', async () => {
    await desk.setPolicy('sla_policy', 1, slaBody('Hour', 1, [['first_reply_time', 'normal', 60]]))
    const [late, prompt] = [await create(), await create()]
    desk.now('mon 09:20')
    await desk.update(prompt, { comment: says('Water.', true) })
    desk.now('mon 10:30')
    const { status, body } = await ask({ ticket_ids: [prompt, late, late], policies: [quick(120)] })
    expect(status).toBe(200)
    const { what_if: found } = body
    expect(found.summary).toEqual({ tickets: 2, differing: 2, breaches: { today: 1, proposed: 0 } })
    expect(found.tickets[0]).toEqual({
      ticket_id: late,
      differs: true,
      policy: { today: { id: '1', title: 'Hour' }, proposed: { id: '1', title: 'In 120' } },
      clocks: [
        {
          metric: 'first_reply_time',
          instance: 1,
          today: {
            policy: 'Hour',
            state: 'breached',
            target_minutes: 60,
            business_hours: false,
            breach_at: '2026-03-02T10:00:00Z',
            breached_at: '2026-03-02T10:00:00Z',
            fulfilled_at: null,
            elapsed_minutes: 90,
          },
          proposed: expect.objectContaining({
            state: 'active',
            breach_at: '2026-03-02T11:00:00Z',
            breached_at: null,
          }),
          differs: ['policy', 'target', 'breach', 'state'],
        },
      ],
    })
    expect(found.tickets[1].clocks[0].differs).toEqual(['policy', 'target'])
    expect(await desk.faults()).toEqual([])
    expect((await desk.finished(late, 'mon 10:30')).clocks[0]).toMatchObject({
      state: 'breached',
      policy: 'Hour',
    })
  })

  it('asks the filters as each update was, in the hours that are named', async () => {
    await desk.setPolicy('schedule', 7, OFFICE)
    const id = await create({ type: 'question' })
    desk.now('mon 09:30')
    await desk.update(id, { set: { type: 'incident' } })
    desk.now('mon 20:00')
    const isIncident = [{ field: 'type', operator: 'is', value: 'incident' }]
    const policies = [quick(600, isIncident, { business_hours: true }), quick(10)]
    const [ticket] = (await ask({ ticket_ids: [id], policies })).body.what_if.tickets
    expect(ticket.clocks).toMatchObject([
      {
        today: null,
        proposed: { policy: 'In 600', business_hours: true, breached_at: null, elapsed_minutes: 480 },
        differs: ['target'],
      },
    ])
  })

  it('is of no policy at all, too', async () => {
    await desk.setPolicy('sla_policy', 1, slaBody('Hour', 1, [['first_reply_time', 'normal', 60]]))
    const id = await create()
    const [ticket] = (await ask({ ticket_ids: [id], policies: [] })).body.what_if.tickets
    expect(ticket).toMatchObject({
      policy: { proposed: null },
      clocks: [{ proposed: null, differs: ['target'] }],
    })
  })
})

describe('what is refused', () => {
  it('is what is wrong with a policy, by its place', async () => {
    const id = await create()
    const wrong = quick(60, [{ field: 'weather', operator: 'is', value: 'rain' }])
    const { status, body } = await ask({ ticket_ids: [id], policies: [quick(60), wrong] })
    expect(status).toBe(422)
    expect(Object.keys(body.details)).toEqual(['policies[1].filter.all[0]'])
    expect((await ask({ ticket_ids: Array(101).fill(id), policies: [] })).status).toBe(422)
    expect((await ask({ policies: [] })).status).toBe(422)
  })

  it('is who may not read policies; unseen tickets are left out', async () => {
    const id = await create()
    const body = { ticket_ids: [id, 424_242], policies: [] }
    expect((await ask(body, ADA)).body.what_if.tickets).toHaveLength(1)
    for (const [as, status] of [
      [LIA, 403],
      [CORA, 403],
      [null, 401],
    ] as const)
      expect((await ask(body, as)).status).toBe(status)
  })

  it('is asked of the tickets of a view, by its conditions', async () => {
    const [urgent] = [await create({ priority: 'urgent' }), await create()]
    const all = [{ field: 'priority', operator: 'is', value: 'urgent' }]
    const { status, body } = await ask({ view: { all }, policies: [quick(120)] })
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body.what_if.tickets.map((one: { ticket_id: Id }) => one.ticket_id)).toEqual([urgent])
  })

  it.each([
    ['both', { ticket_ids: [1], view: { all: [] } }],
    ['neither', {}],
    ['conditions that are none', { view: { all: [{ field: 'dragons', operator: 'is', value: 1 }] } }],
  ])('is refused with %s', async (_, asked) => {
    expect((await ask({ ...asked, policies: [quick(120)] })).status).toBe(422)
  })
})
