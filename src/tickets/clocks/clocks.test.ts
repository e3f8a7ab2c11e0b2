import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Id, type JsonObject, MINUTE_MS, orRefuse } from '../../kernel/index.ts'
import { countQueries, sql } from '../../platform/db/index.ts'
import { groupBody, METRICS, OFFICE, slaBody } from '../core/clocks/sla-fixture.ts'
import type { Change } from '../core/index.ts'
import { BEA, BO, by, CORA, creation, edit, SUPPORT, says } from '../fixture.ts'
import { moment, type TimedDesk, timedDesk } from './fixture.ts'

let desk: TimedDesk
beforeAll(async () => {
  desk = await timedDesk()
})
afterAll(() => desk?.close())
beforeEach(async () => {
  await desk.ground.db.rows(sql`truncate tickets, timers`)
  await desk.ground.db.rows(sql`alter table audits disable trigger user`)
  await desk.ground.db.rows(sql`truncate audits, comments`)
  await desk.ground.db.rows(sql`alter table audits enable trigger user`)
  for (const kind of ['sla_policy', 'group_sla_policy', 'schedule', 'deleted_schedule', 'trigger'])
    for (const { id } of (await desk.ground.policy.current()).documents(kind))
      await desk.setPolicy(kind, id, null)
  desk.now('mon 09:00')
})

const asks: Change = { ...creation, actor: by(CORA), set: { subject: 'Fire' }, comment: says('It burns.') }
const normal: Partial<Change> = { set: { priority: 'normal' } }

/** Cora's ticket of normal priority, made at a moment. */
const cora = async (at = 'mon 09:00'): Promise<Id> => {
  desk.now(at)
  return (
    await desk.create({
      ...asks,
      actor: by(BO),
      requesterId: CORA,
      comment: { ...says('It burns.'), authorId: CORA },
      ...setNormal,
    })
  ).ticket.id
}
const setNormal: Partial<Change> = { set: { subject: 'Fire', priority: 'normal' } }
const at = async (when: string, id: Id, change: Partial<Change>): Promise<void> => {
  desk.now(when)
  await desk.update(id, change)
}
const replies = (text = 'Water.'): Partial<Change> => ({ comment: says(text, true) })
const writes: Partial<Change> = { actor: by(CORA), comment: says('Still burning.') }

describe('the worked example, through commits', () => {
  const live = async (): Promise<Id> => {
    await desk.setPolicy(
      'sla_policy',
      1,
      slaBody(
        'All',
        1,
        METRICS.map((metric) => [metric, 'normal', 6000]),
      ),
    )
    const id = await cora()
    await at('mon 14:00', id, { ...replies(), set: { status: 'open' } })
    await at('mon 15:30', id, writes)
    await at('mon 16:00', id, { ...replies(), set: { status: 'pending' } })
    await at('tue 10:00', id, writes)
    await at('tue 11:00', id, { set: { status: 'hold' } })
    await at('wed 14:00', id, { set: { status: 'open' } })
    await at('wed 14:30', id, { ...replies(), set: { status: 'solved', assigneeId: BO } })
    return id
  }

  it('gives its times, the whole history and what is kept alike', async () => {
    const id = await live()
    const { clocks, metrics } = await desk.finished(id, 'thu 09:00')
    const hours = (ms: number) => ms / MINUTE_MS / 60
    expect(
      clocks.map(({ metric, instance, state, elapsedMs }) => [metric, instance, state, hours(elapsedMs)]),
    ).toEqual([
      ['first_reply_time', 1, 'fulfilled', 5],
      ['next_reply_time', 1, 'fulfilled', 0.5],
      ['next_reply_time', 2, 'fulfilled', 28.5],
      ['periodic_update_time', 1, 'fulfilled', 2],
      ['periodic_update_time', 2, 'fulfilled', 46.5],
      ['pausable_update_time', 1, 'fulfilled', 2],
      ['pausable_update_time', 2, 'fulfilled', 28.5],
      ['requester_wait_time', 1, 'fulfilled', 35.5],
      ['agent_work_time', 1, 'fulfilled', 8.5],
      ['total_resolution_time', 1, 'fulfilled', 53.5],
    ])
    const spans = [
      metrics.newTime,
      metrics.openTime,
      metrics.pendingTime,
      metrics.onHoldTime,
      metrics.agentWaitTime,
    ]
    expect(spans.map(({ calendarMs }) => hours(calendarMs!))).toEqual([5, 3.5, 18, 27, 18])
    expect((await desk.kept(id, 'thu 09:00')).metrics).toEqual(metrics)
    // Four weeks after it was solved it will be closed.
    expect(await desk.timerAt(id)).toBe('01T14:30')
    expect(await desk.faults()).toEqual([])
  })

  it('tells policy and targets in its audits, each next reply anew, and no fulfilment', async () => {
    const id = await live()
    const { body } = await desk.call(11, 'GET', `/api/v2/tickets/${id}/audits`)
    const told = (audit: number) =>
      body.audits[audit].events
        .filter(({ field_name: name }: JsonObject) => name === 'sla_policy' || METRICS.includes(String(name)))
        .map(({ type, field_name: name, value }: JsonObject) => [type, name, value])
    const target = { minutes: 6000, seconds: 360_000, in_business_hours: false }
    expect(told(0)).toEqual([
      ['Create', 'sla_policy', 'All'],
      ['Create', 'first_reply_time', target],
      ['Create', 'requester_wait_time', target],
      ['Create', 'agent_work_time', target],
      ['Create', 'total_resolution_time', target],
    ])
    expect(told(2)).toEqual([['Change', 'next_reply_time', target]])
    expect(told(4)).toEqual([['Change', 'next_reply_time', target]])
    expect(told(5)).toEqual([])
    expect(told(7)).toEqual([])
  })

  it('numbers its metric events for good', async () => {
    const id = await live()
    const events = await desk.metricEvents(id)
    expect(events.filter((event) => event.startsWith('reply_time'))).toEqual([
      'reply_time/0 measure 02T09:00',
      'reply_time/1 activate 02T09:00',
      'reply_time/1 apply_sla 02T09:00',
      'reply_time/1 fulfill 02T14:00',
      'reply_time/1 update_status 02T14:00',
      'reply_time/2 activate 02T15:30',
      'reply_time/2 apply_sla 02T15:30',
      'reply_time/2 fulfill 02T16:00',
      'reply_time/2 update_status 02T16:00',
      'reply_time/3 activate 03T10:00',
      'reply_time/3 apply_sla 03T10:00',
      'reply_time/3 fulfill 04T14:30',
      'reply_time/3 update_status 04T14:30',
    ])
  })
})

describe('without any policy', () => {
  it('metrics count all the same, nothing waits for a timer, and audits say nothing', async () => {
    const { ticket, events } = await desk.create(asks)
    expect(events.map(({ type }) => type)).not.toContain('sla_policy_changed')
    await at('mon 10:00', ticket.id, replies())
    expect((await desk.kept(ticket.id, 'mon 11:00')).metrics).toMatchObject({
      replies: 1,
      replyTime: { calendarMs: 60 * MINUTE_MS },
    })
    expect(await desk.timerAt(ticket.id)).toBeNull()
    expect(await desk.faults()).toEqual([])
  })

  it('a custom status has a time of its own', async () => {
    const { ticket } = await desk.create(asks)
    await at('mon 10:00', ticket.id, { set: { status: 'pending' } })
    await at('mon 11:00', ticket.id, replies())
    expect((await desk.updates(ticket.id)).at(-1)?.clocks?.customStatusAt).toBe(moment('mon 10:00'))
  })
})

describe('what becomes of clocks', () => {
  const hour = slaBody('Hour', 1, [
    ['first_reply_time', 'normal', 60],
    ['first_reply_time', 'high', 30],
    ['next_reply_time', 'normal', 60],
  ])

  it('a policy that was edited acts from the next update on; a breach stands', async () => {
    await desk.setPolicy('sla_policy', 1, hour)
    const [late, early] = [await cora(), await cora()]
    await at('mon 10:30', late, { tags: { add: ['a'] } })
    await desk.setPolicy('sla_policy', 1, slaBody('Hour', 1, [['first_reply_time', 'normal', 240]]))
    expect(await desk.timerAt(early)).toBe('02T09:30')
    for (const id of [late, early]) await at('mon 10:31', id, { tags: { add: ['b'] } })
    const of = async (id: Id) => (await desk.finished(id, 'mon 10:40')).clocks[0]
    expect(await of(late)).toMatchObject({
      state: 'breached',
      breachedAt: moment('mon 10:00'),
      targetSeconds: 3600,
    })
    // Its breach came due before the edit reached it.
    expect(await of(early)).toMatchObject({ state: 'breached', breachedAt: moment('mon 10:00') })
    const fresh = await cora('mon 11:00')
    expect(await of(fresh)).toMatchObject({ targetSeconds: 240 * 60 })
    expect(await desk.faults()).toEqual([])
  })

  it('a shorter target breaches at the update, a longer one takes the breach back', async () => {
    await desk.setPolicy('sla_policy', 1, hour)
    const id = await cora()
    await at('mon 09:45', id, { set: { priority: 'high' } })
    await at('mon 09:50', id, { set: { priority: 'normal' } })
    const breaches = (await desk.metricEvents(id)).filter((event) => event.includes('breach'))
    expect(breaches).toEqual(['reply_time/1 breach 02T09:45 deleted'])
    expect(await desk.timerAt(id)).toBe('02T10:00')
    expect(await desk.faults()).toEqual([])
  })

  it('a group is clocked by its own policy, and handing over ends it', async () => {
    await desk.setPolicy('group_sla_policy', 1, groupBody([['group_ownership_time', 'normal', 90]], SUPPORT))
    const id = await cora()
    await at('mon 09:10', id, { set: { groupId: SUPPORT } })
    await at('mon 10:00', id, { set: { groupId: 32 } })
    expect((await desk.finished(id, 'mon 12:00')).clocks).toMatchObject([
      { metric: 'group_ownership_time', instance: 1, state: 'fulfilled', elapsedMs: 50 * MINUTE_MS },
    ])
    const { body } = await desk.call(11, 'GET', `/api/v2/tickets/${id}/audits`)
    expect(body.audits[1].events).toContainEqual(
      expect.objectContaining({ type: 'Change', field_name: 'group_sla_policy', value: 'Ownership' }),
    )
    expect(await desk.faults()).toEqual([])
  })

  it('hours are those of its day: edited, and deleted while a rule has set them on the ticket', async () => {
    await desk.setPolicy('schedule', 7, OFFICE)
    await desk.setPolicy('schedule', 8, {
      ...OFFICE,
      name: 'Always',
      intervals: [{ start_time: 0, end_time: 10_080 }],
    })
    await desk.setPolicy('trigger', 50, {
      title: 'Night',
      position: 1,
      conditions: { all: [{ field: 'current_tags', operator: 'includes', value: 'night' }], any: [] },
      actions: [{ field: 'set_schedule', value: '8' }],
    })
    await desk.setPolicy('sla_policy', 1, slaBody('Hours', 1, [['agent_work_time', 'normal', 600, true]]))
    const [office, night] = [await cora('mon 12:00'), await cora('mon 12:00')]
    await at('mon 12:00', night, { tags: { add: ['night'] } })
    expect([await desk.timerAt(office), await desk.timerAt(night)]).toEqual(['03T13:30', '02T21:30'])
    await desk.setPolicy('schedule', 8, null)
    await desk.setPolicy('deleted_schedule', 8, {
      ...OFFICE,
      name: 'Always',
      intervals: [{ start_time: 0, end_time: 10_080 }],
    })
    await desk.setPolicy('schedule', 7, { ...OFFICE, intervals: [] })
    // Nothing happens by the edits alone; with the next update they hold.
    expect(await desk.timerAt(office)).toBe('03T13:30')
    await at('mon 13:00', office, { tags: { add: ['x'] } })
    await at('mon 13:00', night, { tags: { add: ['x'] } })
    expect([await desk.timerAt(office), await desk.timerAt(night)]).toEqual([null, '02T21:30'])
    expect(await desk.faults()).toEqual([])
  })

  it('a merge ends those of the source; reopening goes on with the time there was', async () => {
    await desk.setPolicy('sla_policy', 1, slaBody('All', 1, [['total_resolution_time', 'normal', 600]]))
    const [source, target] = [await cora(), await cora()]
    await at('mon 10:00', source, { actor: { kind: 'system' }, merge: { into: target } })
    await at('mon 10:00', target, { actor: { kind: 'system' }, merge: { from: [source] } })
    expect((await desk.finished(source, 'mon 20:00')).clocks).toMatchObject([
      { state: 'fulfilled', fulfilledAt: moment('mon 10:00') },
    ])
    await at('mon 11:00', target, { set: { status: 'solved', assigneeId: BO } })
    await at('mon 13:00', target, writes)
    expect((await desk.finished(target, 'mon 14:00')).clocks).toMatchObject([
      { instance: 1, state: 'active', elapsedMs: 180 * MINUTE_MS, breachAt: moment('mon 21:00') },
    ])
    expect(await desk.faults()).toEqual([])
  })

  it('a deleted ticket waits for nothing; what fell due meanwhile is on record when it comes back', async () => {
    await desk.setPolicy('sla_policy', 1, hour)
    const id = await cora()
    await at('mon 09:10', id, { kind: 'delete', actor: by(11) })
    expect(await desk.timerAt(id)).toBeNull()
    await at('mon 12:00', id, { kind: 'restore', actor: by(11) })
    expect(await desk.metricEvents(id)).toContain('reply_time/1 breach 02T10:00')
    expect(await desk.faults()).toEqual([])
  })

  it('a ticket whose requester is an agent waits for no first reply unless the policy says so', async () => {
    await desk.setPolicy('sla_policy', 1, hour)
    const { ticket } = await desk.create({ ...asks, actor: by(BO), requesterId: BEA, ...setNormal })
    expect((await desk.finished(ticket.id, 'mon 12:00')).clocks).toEqual([])
    const body = hour.metrics_settings as JsonObject
    const first = {
      ...(body.first_reply_time as JsonObject),
      activate_on_agent_created_ticket_for_self: true,
    }
    await desk.setPolicy('sla_policy', 1, { ...hour, metrics_settings: { ...body, first_reply_time: first } })
    const other = await desk.create({ ...asks, actor: by(BO), requesterId: BEA, ...setNormal })
    await at('mon 09:20', other.ticket.id, replies('My own'))
    expect((await desk.finished(other.ticket.id, 'mon 12:00')).clocks).toMatchObject([{ state: 'breached' }])
    expect(await desk.faults()).toEqual([])
  })

  it('what was taken back in place has never moved a clock', async () => {
    await desk.setPolicy('sla_policy', 1, hour)
    const id = await cora()
    const before = await desk.finished(id, 'mon 09:05')
    desk.now('mon 09:01')
    const reply = orRefuse(await desk.commit({ ...edit, ...replies() }, { ticketId: id }))
    await at('mon 09:01:10', id, {
      undo: { auditId: reply.auditId!, userIds: [], groupIds: [] },
    })
    const after = await desk.finished(id, 'mon 09:05')
    expect(after.clocks).toEqual(before.clocks)
    expect(after.metrics).toEqual(before.metrics)
    expect((await desk.metricEvents(id)).filter((event) => event.includes('fulfill'))).toEqual([
      'reply_time/1 fulfill 02T09:01 deleted',
    ])
    expect(await desk.timerAt(id)).toBe('02T09:30')
    expect(await desk.faults()).toEqual([])
  })
})

describe('races and costs', () => {
  it('what was decided again has the clocks of its audits', async () => {
    await desk.setPolicy(
      'sla_policy',
      1,
      slaBody(
        'All',
        1,
        METRICS.map((metric) => [metric, 'normal', 60]),
      ),
    )
    const id = await cora()
    desk.now('mon 12:00')
    const outcomes = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        desk.commit({ ...edit, ...(n % 2 === 0 ? replies(`${n}`) : writes) }, { ticketId: id }),
      ),
    )
    expect(outcomes.filter(({ ok }) => ok).length).toBeGreaterThan(20)
    const breaches = (await desk.metricEvents(id)).filter((event) => /^reply_time\/1 breach/.test(event))
    expect(breaches).toEqual(['reply_time/1 breach 02T10:00'])
    expect(await desk.faults()).toEqual([])
  })

  it('promises cost no query more', async () => {
    const change: Partial<Change> = { ...replies(), ...normal }
    const id = await cora()
    const without = await countQueries(() => desk.update(id, change))
    await desk.setPolicy(
      'sla_policy',
      1,
      slaBody(
        'All',
        1,
        METRICS.map((metric) => [metric, 'normal', 60]),
      ),
    )
    await desk.update(id, change)
    const withThem = await countQueries(() => desk.update(id, change))
    expect(withThem.count).toBe(without.count)
  })
})
