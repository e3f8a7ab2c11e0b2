import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS, type Id, instantOf, type JsonObject, toIsoMs } from '../../kernel/index.ts'
import { readWeights, STANDARD_WEIGHTS } from '../../people/core/index.ts'
import { people } from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import { ORIGIN } from '../api-fixture.ts'
import { type TimedDesk, timedDesk } from '../clocks/fixture.ts'
import { slaBody } from '../core/clocks/sla-fixture.ts'
import { PRIORITIES, STATUSES } from '../core/ticket.ts'
import { ADA, BEA, BILLING, BO, CORA, LIA, SUPPORT } from '../fixture.ts'
import { findQueued } from './store.ts'
import { termsOf, type Weights, weightOf } from './weight.ts'

let desk: TimedDesk
beforeAll(async () => {
  desk = await timedDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.empty())

const create = async (ticket: object): Promise<Id> => {
  const body = { ticket: { requester_id: CORA, comment: { body: 'It burns.', author_id: CORA }, ...ticket } }
  return (await desk.call(BO, 'POST', '/api/v2/tickets', body)).body.ticket.id
}
const ids = async (query: string, as: Id = BO): Promise<Id[]> =>
  (await desk.call(as, 'GET', `/api/v2/tickets?${query}`)).body.tickets.map(({ id }: { id: Id }) => id)
const weight = async (id: Id, as: Id | null = BO) => desk.call(as, 'GET', `/api/v2/tickets/${id}/weight`)
const setWeights = async (weights: JsonObject): Promise<void> => {
  const settings = (await desk.ground.policy.current()).document('account_settings', 1)!.body
  await desk.setPolicy('account_settings', 1, { ...settings, queue_weights: readWeights(weights)! })
}
const promises = () =>
  desk.setPolicy(
    'sla_policy',
    1,
    slaBody('All', 1, [
      ['first_reply_time', 'normal', 480],
      ['first_reply_time', 'urgent', 30],
      ['first_reply_time', 'low', 1440],
    ]),
  )

describe('what waits', () => {
  it('is listed by what will be broken next, of one’s own groups, without what is solved', async () => {
    await promises()
    const slow = await create({ priority: 'low', group_id: SUPPORT })
    const soon = await create({ priority: 'urgent', group_id: SUPPORT })
    const unpromised = await create({ group_id: SUPPORT })
    const other = await create({ priority: 'normal', group_id: BILLING })
    const solved = await create({ priority: 'urgent', group_id: SUPPORT })
    await desk.call(BO, 'PUT', `/api/v2/tickets/${solved}`, { ticket: { status: 'solved', assignee_id: BO } })
    const byBreach = 'sort_by=sla_next_breach_at'
    expect(await ids(`group_ids=mine&${byBreach}`)).toEqual([soon, slow, unpromised])
    expect(await ids(`group_ids=mine&${byBreach}`, BEA)).toEqual([soon, other, slow, unpromised])
    expect(await ids(`group_ids=${BILLING},999&sort=sla_next_breach_at`)).toEqual([other])
    expect(await ids(`unsolved=true&${byBreach}`)).toEqual([soon, other, slow, unpromised])
    expect(await ids(`group_ids=mine&${byBreach}`, ADA)).toEqual([])
    const first = (await desk.call(BO, 'GET', `/api/v2/tickets?unsolved=true&${byBreach}&page[size]=3`)).body
    const next = (await desk.call(BO, 'GET', first.links.next.slice(ORIGIN.length))).body
    expect([...first.tickets, ...next.tickets].map(({ id }) => id)).toEqual([soon, other, slow, unpromised])
  })
})

describe('weight', () => {
  it('puts priority, tier and what waits for the customer in the scales with the time that is left', async () => {
    await setWeights({ tiers: { gold: 10, platinum: 30 } })
    await promises()
    const plain = await create({ priority: 'normal' })
    const urgent = await create({ priority: 'urgent' })
    const gold = await create({ priority: 'normal', tags: ['gold', 'platinum', 'blue'] })
    const pending = await create({ priority: 'urgent', status: 'pending', tags: ['gold'] })
    const unpromised = await create({ tags: ['gold'] })
    expect(await ids('unsolved=true&sort=-weight')).toEqual([urgent, gold, plain, pending, unpromised])
    expect(await ids('unsolved=true&sort_by=weight&sort_order=asc')).toEqual(
      [urgent, gold, plain, pending, unpromised].reverse(),
    )
    desk.now('mon 10:00')
    expect((await weight(gold)).body.weight).toEqual({
      ticket_id: gold,
      as_of: '2026-03-02T10:00:00Z',
      weight: 23,
      position: 2,
      of: 5,
      terms: [
        { term: 'priority', value: 'normal', hours: 0 },
        { term: 'status', value: 'new', hours: 0 },
        { term: 'tier', value: 'platinum', hours: 30 },
        { term: 'promise', value: '2026-03-02T17:00:00Z', hours: -7 },
      ],
    })
    expect((await weight(unpromised)).body.weight.terms.at(-1)).toEqual({
      term: 'age',
      value: '2026-03-02T09:00:00Z',
      hours: -71,
    })
    expect((await weight(pending)).body.weight).toMatchObject({ position: 4, weight: 24 - 48 + 10 + 0.5 })
  })

  it('keeps its pages while time goes by', async () => {
    await promises()
    const all = [await create({ priority: 'urgent' }), await create({ priority: 'normal' }), await create({})]
    const first = (await desk.call(BO, 'GET', '/api/v2/tickets?unsolved=true&sort=-weight&page[size]=1')).body
    desk.now('thu 09:00')
    const rest = (
      await desk.call(BO, 'GET', first.links.next.slice(ORIGIN.length).replace('size%5D=1', 'size%5D=9'))
    ).body
    expect([...first.tickets, ...rest.tickets].map(({ id }) => id)).toEqual(all)
  })

  it('is the same in the database and in what explains it', async () => {
    const viewer = await people(desk.ground).viewer(ADA)
    const hours = fc.integer({ min: -1000, max: 1000 }).map((tenths) => tenths / 10)
    const weights: fc.Arbitrary<Weights> = fc.record({
      priority: fc.record({ low: hours, normal: hours, high: hours, urgent: hours }),
      status: fc.record({ new: hours, open: hours, pending: hours, hold: hours }),
      tiers: fc.dictionary(fc.constantFrom('gold', 'silver', 'odd tag', "o'brien"), hours, { maxKeys: 3 }),
      unpromised: hours,
    })
    const ticket = fc.record({
      priority: fc.constantFrom(null, ...PRIORITIES),
      status: fc.constantFrom(...STATUSES.slice(0, 4)),
      tags: fc.subarray(['gold', 'silver', "o'brien", 'blue']),
      nextBreachAt: fc.option(fc.integer({ min: -500, max: 500 })),
      updatedAt: fc.integer({ min: -500, max: 0 }),
    })
    const now = desk.ground.clock.now()
    const id = await create({})
    await fc.assert(
      fc.asyncProperty(weights, ticket, ticket, async (weighing, ...two) => {
        const ranks: number[] = []
        const sums: number[] = []
        for (const raw of two) {
          const at = (offset: number) => now + offset * HOUR_MS
          const nextBreachAt = raw.nextBreachAt === null ? null : at(raw.nextBreachAt)
          const updatedAt = at(raw.updatedAt)
          await desk.ground.db.rows(sql`update tickets set status = ${STATUSES.indexOf(raw.status)}, tags = ${raw.tags},
            priority = ${raw.priority === null ? null : PRIORITIES.indexOf(raw.priority) + 1},
            next_breach_at = ${nextBreachAt === null ? null : toIsoMs(instantOf(nextBreachAt))},
            updated_at = ${toIsoMs(instantOf(updatedAt))} where ticket_id = ${id}`)
          const found = await findQueued(desk.ground.db, viewer, id, weighing)
          expect(found).toMatchObject({ place: 1, total: 1 })
          ranks.push(found!.rank)
          sums.push(weightOf(termsOf({ ...raw, nextBreachAt, updatedAt }, weighing, now)))
        }
        expect(ranks[0]! - ranks[1]!).toBeCloseTo((sums[0]! - sums[1]!) * 3600, -1)
      }),
      { numRuns: 100 },
    )
  })

  it('is for staff who see the ticket; one that is solved stands nowhere', async () => {
    const id = await create({})
    for (const [as, status] of [
      [ADA, 200],
      [LIA, 200],
      [CORA, 403],
      [null, 401],
    ] as const)
      expect((await weight(id, as)).status).toBe(status)
    expect((await weight(424_242)).status).toBe(404)
    await desk.call(BO, 'PUT', `/api/v2/tickets/${id}`, { ticket: { status: 'solved', assignee_id: BO } })
    expect((await weight(id)).body.weight).toMatchObject({ position: null, of: 0 })
  })
})

it('reads weights as a setting, and refuses what is none', () => {
  expect(readWeights({})).toEqual(STANDARD_WEIGHTS)
  expect(readWeights({ priority: { urgent: 100 }, tiers: { gold: 2.5 } })).toMatchObject({
    priority: { urgent: 100, high: 8 },
    tiers: { gold: 2.5 },
  })
  const wrong = [null, [], { priority: { huge: 1 } }, { tiers: { 'two words': 1 } }, { tiers: { Gold: 1 } }]
  for (const weights of [...wrong, { unpromised: '1' }, { status: { new: Number.NaN } }, { tiers: [] }])
    expect(readWeights(weights), JSON.stringify(weights)).toBeUndefined()
})
