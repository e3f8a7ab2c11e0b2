import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id, JsonObject } from '../../kernel/index.ts'
import { type TimedDesk, timedDesk } from '../clocks/fixture.ts'
import { slaBody } from '../core/clocks/sla-fixture.ts'
import type { Change } from '../core/index.ts'
import { ADA, BO, by, CORA, creation, LIA, says } from '../fixture.ts'

let desk: TimedDesk
beforeAll(async () => {
  desk = await timedDesk()
})
afterAll(() => desk?.close())
beforeEach(async () => {
  await desk.empty()
  desk.ground.jobs.length = 0
})

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
const at = async (when: string, id: Id, change: Partial<Change>): Promise<void> => {
  desk.now(when)
  await desk.update(id, change)
}
const replies: Partial<Change> = { comment: says('Water.', true) }
const writes: Partial<Change> = { actor: by(CORA), comment: says('Still burning.') }
const hours = (title: string, frt: number, nrt = frt, all: JsonObject[] = []) =>
  slaBody(
    title,
    1,
    [
      ['first_reply_time', 'normal', frt * 60],
      ['next_reply_time', 'normal', nrt * 60],
    ],
    all,
  )
const reevaluate = async (id: Id, as: Id | null = ADA) =>
  desk.call(as, 'POST', `/api/v2/tickets/${id}/clock/reevaluate`)
const standing = async (id: Id): Promise<string[]> =>
  (await desk.metricEvents(id)).filter((event) => !event.includes('deleted'))
const live = async (): Promise<Id> => {
  const id = await create()
  await at('mon 11:00', id, replies)
  await at('mon 12:00', id, writes)
  await at('mon 17:00', id, replies)
  return id
}

describe('judging the past by the policies of today', () => {
  it('finds what was broken, when it was, tells it in an audit, and verify agrees', async () => {
    await desk.setPolicy('sla_policy', 1, hours('Slow', 8))
    const id = await live()
    await desk.setPolicy('sla_policy', 1, hours('Quick', 1, 6))
    desk.now('tue 09:00')
    const { body, status } = await reevaluate(id)
    expect(status).toBe(200)
    const slow = { policy: 'Slow', minutes: 480, in_business_hours: false, breached_at: null }
    expect(body.reevaluation).toEqual({
      ticket_id: id,
      audit_id: expect.any(Number),
      changes: [
        {
          metric: 'first_reply_time',
          instance: 1,
          from: slow,
          to: { ...slow, policy: 'Quick', minutes: 60, breached_at: '2026-03-02T10:00:00Z' },
        },
        {
          metric: 'next_reply_time',
          instance: 1,
          from: slow,
          to: { ...slow, policy: 'Quick', minutes: 360 },
        },
      ],
    })
    expect(await standing(id)).toContain('reply_time/1 breach 02T10:00')
    expect(await desk.faults()).toEqual([])
    const { audits } = (await desk.call(ADA, 'GET', `/api/v2/tickets/${id}/audits`)).body
    expect(audits.at(-1)).toMatchObject({
      id: body.reevaluation.audit_id,
      author_id: ADA,
      events: [
        { type: 'ClocksReevaluated', changes: body.reevaluation.changes },
        { type: 'Change', field_name: 'sla_policy', previous_value: 'Slow', value: 'Quick' },
      ],
    })
  })

  it('takes back what would have been kept, and leaves alone what is the same', async () => {
    await desk.setPolicy('sla_policy', 1, hours('Quick', 1))
    const id = await live()
    const before = await desk.metricEvents(id)
    expect(before.filter((event) => event.includes('breach'))).toHaveLength(2)
    await desk.setPolicy('sla_policy', 1, hours('Quick', 3, 1))
    desk.now('tue 09:00')
    const { changes } = (await reevaluate(id)).body.reevaluation
    expect(changes).toHaveLength(1)
    const after = await desk.metricEvents(id)
    expect(after).toContain('reply_time/1 breach 02T10:00 deleted')
    expect(await standing(id)).toContain('reply_time/2 breach 02T13:00')
    const untouched = before.filter((event) => event.startsWith('resolution_time'))
    expect(after.filter((event) => event.startsWith('resolution_time'))).toEqual(untouched)
    expect(await desk.faults()).toEqual([])
    const again = (await reevaluate(id)).body.reevaluation
    expect(again).toEqual({ ticket_id: id, audit_id: null, changes: [] })
  })

  it('asks filters anew at every update, as the ticket was then', async () => {
    await desk.setPolicy('sla_policy', 1, hours('All', 8))
    const id = await create({ type: 'question' } as Change['set'])
    await at('mon 10:30', id, { set: { type: 'incident' } })
    await desk.setPolicy('sla_policy', 1, {
      ...hours('Questions', 1, 1, [{ field: 'type', operator: 'is', value: 'question' }]),
    })
    desk.now('mon 12:00')
    await reevaluate(id)
    const { clocks } = await desk.finished(id, 'mon 12:00')
    expect(clocks.filter(({ metric }) => metric === 'first_reply_time')).toMatchObject([
      { state: 'cancelled', breachedAt: Date.parse('2026-03-02T10:00:00Z') },
    ])
    expect(await desk.faults()).toEqual([])
  })

  it('goes on from there: timers, later updates, explanations', async () => {
    await desk.setPolicy('sla_policy', 1, hours('Slow', 8))
    const id = await create()
    expect(await desk.timerAt(id)).toBe('02T16:30')
    await desk.setPolicy('sla_policy', 1, hours('Quick', 2))
    desk.now('mon 10:00')
    await reevaluate(id)
    expect(await desk.timerAt(id)).toBe('02T10:30')
    await at('mon 10:15', id, { tags: { add: ['seen'] } })
    await desk.setPolicy('sla_policy', 1, hours('Quicker', 1))
    desk.now('mon 10:20')
    await reevaluate(id)
    desk.now('mon 10:25')
    const { clock } = (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/clock`)).body
    const first = clock.clocks.find(({ metric }: { metric: string }) => metric === 'first_reply_time')
    expect(first).toMatchObject({
      state: 'breached',
      breached_at: '2026-03-02T10:00:00Z',
      elapsed_minutes: 85,
    })
    expect(first.intervals.map(({ state, from }: JsonObject) => [state, from])).toEqual([
      ['active', '2026-03-02T09:00:00Z'],
      ['breached', '2026-03-02T10:00:00Z'],
    ])
    await at('mon 10:30', id, replies)
    expect(await standing(id)).toContain('reply_time/1 fulfill 02T10:30')
    expect(await desk.faults()).toEqual([])
  })

  it('sees what was taken back in place as never done, and is itself not taken back', async () => {
    await desk.setPolicy('sla_policy', 1, hours('Slow', 8))
    const id = await create()
    desk.now('mon 09:01')
    const { auditId } = await desk.update(id, replies)
    await at('mon 09:01:10', id, { undo: { auditId: auditId!, userIds: [], groupIds: [] } })
    await desk.setPolicy('sla_policy', 1, hours('Quick', 1))
    desk.now('mon 11:00')
    const { audit_id: done } = (await reevaluate(id)).body.reevaluation
    expect(await standing(id)).toContain('reply_time/1 breach 02T10:00')
    expect(await desk.faults()).toEqual([])
    const undo = { undo: { auditId: done, userIds: [], groupIds: [] }, actor: by(ADA) }
    await expect(desk.update(id, undo)).rejects.toMatchObject({ refusal: { code: 'invalid' } })
  })

  it('fires no trigger', async () => {
    await desk.setPolicy('sla_policy', 1, hours('Slow', 8))
    const id = await create()
    await desk.setPolicy('trigger', 1, {
      title: 'Any',
      position: 1,
      conditions: { all: [{ field: 'update_type', operator: 'is', value: 'Change' }], any: [] },
      actions: [{ field: 'current_tags', value: 'fired' }],
    })
    await desk.setPolicy('sla_policy', 1, hours('Quick', 1))
    await reevaluate(id)
    expect((await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).body.ticket.tags).toEqual([])
  })

  it('is for administrators, and refuses what is closed', async () => {
    const id = await create()
    for (const [as, status] of [
      [BO, 403],
      [LIA, 403],
      [CORA, 403],
      [null, 401],
      [ADA, 200],
    ] as const)
      expect((await reevaluate(id, as)).status, String(as)).toBe(status)
    await desk.update(id, { set: { status: 'solved', assigneeId: BO } })
    await desk.update(id, { set: { status: 'closed' }, actor: { kind: 'system' } })
    expect((await reevaluate(id)).status).toBe(422)
    expect((await reevaluate(424_242)).status).toBe(404)
  })

  it('works through many by a job', async () => {
    await desk.setPolicy('sla_policy', 1, hours('Slow', 8))
    const ids = [await create(), await create()]
    await desk.setPolicy('sla_policy', 1, hours('Quick', 1))
    await reevaluate(ids[1]!)
    const path = `/api/v2/tickets/clock/reevaluate_many?ids=${ids.join(',')},424242`
    const { id: job } = (await desk.call(ADA, 'POST', path)).body.job_status
    const handler = desk.tickets.module.jobs?.find(({ name }) => name === 'tickets_bulk')
    for (const { payload } of desk.ground.jobs)
      await handler?.run(payload as JsonObject, { id: '1', attempt: 1 })
    expect(
      (await desk.call(ADA, 'GET', `/api/v2/job_statuses/${job}`)).body.job_status.results,
    ).toMatchObject([
      { id: ids[0], status: 'Updated' },
      { id: ids[1], status: 'Unchanged' },
      { id: 424_242, error: 'RecordNotFound' },
    ])
    expect(await desk.faults()).toEqual([])
  })
})
