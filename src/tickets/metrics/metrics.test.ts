import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { type TimedDesk, timedDesk } from '../clocks/fixture.ts'
import { METRICS, OFFICE, slaBody } from '../core/clocks/sla-fixture.ts'
import type { Change } from '../core/index.ts'
import { ADA, BEA, BILLING, BO, by, CORA, creation, LIA, SUPPORT, says } from '../fixture.ts'

let desk: TimedDesk
beforeAll(async () => {
  desk = await timedDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.empty())

const create = async (set: Change['set'] = {}): Promise<Id> => {
  const comment = { ...says('It burns.'), authorId: CORA }
  const made = { ...creation, actor: by(BO), comment, set: { subject: 'Fire', priority: 'normal', ...set } }
  return (await desk.create(made as Change)).ticket.id
}
const put = async (when: string, id: Id, ticket: object, as: Id = BO): Promise<void> => {
  desk.now(when)
  expect((await desk.call(as, 'PUT', `/api/v2/tickets/${id}`, { ticket })).status).toBe(200)
}
const cora = async (when: string, id: Id): Promise<void> => {
  desk.now(when)
  await desk.update(id, { actor: by(CORA), comment: says('Still burning.') })
}
const reply = { comment: { body: 'Water.', public: true } }
const metric = async (id: Id) =>
  (await desk.call(ADA, 'GET', `/api/v2/tickets/${id}/metrics`)).body.ticket_metric
const hours = (calendar: number, business = calendar) => ({
  calendar: calendar * 60,
  business: business * 60,
})

it('gives the times of the worked example', async () => {
  await desk.setPolicy(
    'sla_policy',
    1,
    slaBody(
      'All',
      1,
      METRICS.map((name) => [name, 'normal', 6000]),
    ),
  )
  const id = await create()
  await put('mon 14:00', id, { ...reply, status: 'open' })
  await cora('mon 15:30', id)
  await put('mon 16:00', id, { ...reply, status: 'pending' })
  await cora('tue 10:00', id)
  await put('tue 11:00', id, { status: 'hold' })
  await put('wed 14:00', id, { status: 'open' })
  await put('wed 14:30', id, { ...reply, status: 'solved', assignee_id: BO })
  desk.now('thu 09:00')
  const found = await metric(id)
  expect(found).toMatchObject({
    url: `http://localhost:3000/api/v2/ticket_metrics/${id}.json`,
    id,
    ticket_id: id,
    created_at: '2026-03-02T09:00:00Z',
    solved_at: '2026-03-04T14:30:00Z',
    latest_comment_added_at: '2026-03-04T14:30:00Z',
    requester_updated_at: '2026-03-03T10:00:00Z',
    assigned_at: '2026-03-04T14:30:00Z',
    replies: 3,
    reopens: 0,
    assignee_stations: 1,
    reply_time_in_minutes: hours(5),
    reply_time_in_seconds: { calendar: 5 * 3600 },
    first_resolution_time_in_minutes: hours(53.5),
    full_resolution_time_in_minutes: hours(53.5),
    agent_wait_time_in_minutes: hours(18),
    requester_wait_time_in_minutes: hours(35.5),
    on_hold_time_in_minutes: hours(27),
  })
  expect(found.times.status).toEqual({ new: hours(5), open: hours(3.5), pending: hours(18), hold: hours(27) })
  expect((await desk.call(ADA, 'GET', `/api/v2/ticket_metrics/${id}.json`)).body.ticket_metric).toEqual(found)
  expect((await desk.call(ADA, 'GET', '/api/v2/ticket_metrics')).body.ticket_metrics).toEqual([found])
})

it('counts business time in the hours of the desk, up to the moment it is asked', async () => {
  await desk.setPolicy('schedule', 1, OFFICE)
  const id = await create()
  desk.now('tue 10:00')
  expect(await metric(id)).toMatchObject({
    reply_time_in_minutes: { calendar: null, business: null },
    reply_time_in_seconds: { calendar: null },
    full_resolution_time_in_minutes: { calendar: null, business: null },
    requester_wait_time_in_minutes: hours(25, 9),
    agent_wait_time_in_minutes: hours(0),
    solved_at: null,
  })
  desk.now('tue 11:00')
  expect((await metric(id)).requester_wait_time_in_minutes).toEqual(hours(26, 10))
})

it('says how long each group and agent had the ticket, solved time left out', async () => {
  const id = await create({ groupId: SUPPORT })
  await put('mon 10:00', id, { group_id: BILLING, assignee_id: BEA })
  await put('mon 13:00', id, { group_id: SUPPORT, assignee_id: BO })
  await put('mon 14:00', id, { status: 'solved' })
  await cora('mon 20:00', id)
  await put('mon 21:00', id, { assignee_id: BEA })
  desk.now('mon 23:00')
  const { times, group_stations, assignee_stations, reopens } = await metric(id)
  expect(times.groups).toEqual([
    { group_id: SUPPORT, ...hours(1 + 1 + 3) },
    { group_id: BILLING, ...hours(3) },
  ])
  expect(times.assignees).toEqual([
    { assignee_id: BEA, ...hours(3 + 2) },
    { assignee_id: BO, ...hours(1 + 1) },
  ])
  expect({ group_stations, assignee_stations, reopens }).toEqual({
    group_stations: 2,
    assignee_stations: 2,
    reopens: 1,
  })
})

it('lists them newest first, by pages and by cursors', async () => {
  const ids = [await create(), await create(), await create()].reverse()
  const idsOf = (body: { ticket_metrics: { id: Id }[] }) => body.ticket_metrics.map(({ id }) => id)
  const first = (await desk.call(BO, 'GET', '/api/v2/ticket_metrics?per_page=2')).body
  expect([idsOf(first), first.count]).toEqual([ids.slice(0, 2), 3])
  const page = (await desk.call(BO, 'GET', '/api/v2/ticket_metrics?page[size]=2')).body
  expect([idsOf(page), page.meta.has_more, page.count]).toEqual([ids.slice(0, 2), true, undefined])
  const next = (await desk.call(BO, 'GET', page.links.next.slice('http://localhost:3000'.length))).body
  expect([idsOf(next), next.links.next]).toEqual([ids.slice(2), null])
})

it('knows of a ticket that was imported what its row tells, and measures it from its next update on', async () => {
  const past = { ...creation, actor: by(BO), imported: true, withoutClocks: true } as const
  const { ticket } = await desk.create(past)
  expect(await metric(ticket.id)).toMatchObject({
    created_at: '2026-03-02T09:00:00Z',
    replies: 0,
    requester_wait_time_in_minutes: { calendar: null, business: null },
    times: null,
  })
  await put('mon 10:00', ticket.id, { status: 'open' })
  desk.now('mon 11:00')
  expect((await metric(ticket.id)).requester_wait_time_in_minutes).toEqual(hours(1))
})

it('is of tickets that the viewer sees', async () => {
  const id = await create()
  for (const [as, status] of [
    [LIA, 200],
    [CORA, 403],
    [null, 401],
  ] as const)
    expect((await desk.call(as, 'GET', `/api/v2/tickets/${id}/metrics`)).status).toBe(status)
  expect((await desk.call(ADA, 'GET', '/api/v2/ticket_metrics/9223372036854775807')).status).toBe(404)
})

describe('beside tickets', () => {
  const promised = async (): Promise<Id> => {
    await desk.setPolicy(
      'sla_policy',
      1,
      slaBody('All', 1, [
        ['first_reply_time', 'normal', 60],
        ['next_reply_time', 'normal', 90],
        ['pausable_update_time', 'normal', 240],
        ['total_resolution_time', 'normal', 5 * 1440],
      ]),
    )
    return create()
  }
  const beside = async (id: Id, include: string) =>
    (await desk.call(BO, 'GET', `/api/v2/tickets/${id}?include=${include}`)).body.ticket

  it('says of each target how it stands, and what is left of it in one unit', async () => {
    const id = await promised()
    expect((await beside(id, 'slas')).slas.policy_metrics).toEqual([
      { metric: 'first_reply_time', stage: 'active', breach_at: '2026-03-02T10:00:00Z', hours: 1 },
      { metric: 'total_resolution_time', stage: 'active', breach_at: '2026-03-07T09:00:00Z', days: 5 },
    ])
    desk.now('mon 10:20')
    expect((await beside(id, 'slas')).slas.policy_metrics[0]).toEqual({
      metric: 'first_reply_time',
      stage: 'active',
      breach_at: '2026-03-02T10:00:00Z',
      minutes: -20,
    })
    await put('mon 11:00', id, { ...reply, status: 'pending' })
    expect((await beside(id, 'slas')).slas.policy_metrics).toEqual([
      { metric: 'first_reply_time', stage: 'achieved', breach_at: null, hours: -1 },
      { metric: 'pausable_update_time', stage: 'paused', breach_at: null, hours: 4 },
      { metric: 'total_resolution_time', stage: 'active', breach_at: '2026-03-07T09:00:00Z', days: 4 },
    ])
  })

  it('brings metrics, moments and metric events inside each ticket', async () => {
    const id = await promised()
    await put('mon 11:00', id, reply)
    const ticket = await beside(id, 'metric_sets,dates,metric_events')
    expect(ticket.metric_set).toEqual(await metric(id))
    expect(ticket.dates).toEqual({
      assignee_updated_at: null,
      requester_updated_at: '2026-03-02T09:00:00Z',
      status_updated_at: '2026-03-02T09:00:00Z',
      initially_assigned_at: null,
      assigned_at: null,
      solved_at: null,
      latest_comment_added_at: '2026-03-02T11:00:00Z',
    })
    expect(Object.keys(ticket.metric_events)).toContain('pausable_update_time')
    expect(ticket.metric_events.reply_time.map(({ type }: { type: string }) => type)).toEqual([
      'measure',
      'activate',
      'apply_sla',
      'breach',
      'update_status',
      'fulfill',
      'update_status',
    ])
    const list = (await desk.call(BO, 'GET', '/api/v2/tickets?include=slas,metric_sets')).body.tickets
    expect(list[0].metric_set.ticket_id).toBe(id)
    expect(list[0].slas.policy_metrics).toHaveLength(3)
    expect(Object.keys(await beside(id, 'users'))).not.toContain('slas')
  })
})
