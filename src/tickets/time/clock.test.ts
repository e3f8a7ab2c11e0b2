import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id, JsonObject } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type TimedDesk, timedDesk } from '../clocks/fixture.ts'
import { DUE } from '../clocks/timer.ts'
import { groupBody, METRICS, OFFICE, slaBody } from '../core/clocks/sla-fixture.ts'
import type { Change } from '../core/index.ts'
import { ADA, BILLING, BO, by, CARL, CORA, creation, LIA, SUPPORT, says } from '../fixture.ts'

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
const at = async (when: string, id: Id, change: Partial<Change>): Promise<void> => {
  desk.now(when)
  await desk.update(id, change)
}
const replies: Partial<Change> = { comment: says('Water.', true) }
const writes: Partial<Change> = { actor: by(CORA), comment: says('Still burning.') }
type Shown = {
  metric: string
  instance: number
  state: string
  elapsed_minutes: number
  left_minutes: number
  intervals: (JsonObject & { cause: { audit_id: Id; because: string[] } | null; target: JsonObject | null })[]
  warnings: JsonObject[]
}
const clockOf = async (id: Id) => (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/clock`)).body.clock
const one = async (id: Id, metric: string, instance = 1): Promise<Shown> =>
  (await clockOf(id)).clocks.find((clock: Shown) => clock.metric === metric && clock.instance === instance)
/** `active 02T09:00–02T10:00 60 created,public_comment` */
const lines = ({ intervals }: Shown): string[] =>
  intervals.map(({ state, from, to, counted_minutes: counted, cause }) =>
    [state, `${short(from)}–${short(to)}`, counted, cause?.because.join(',') ?? 'nobody'].join(' '),
  )
const short = (time: unknown): string => String(time ?? '').slice(8, 16)

describe('the intervals of a clock', () => {
  it('say when it ran, paused and went on, why, and in all what the clock has counted', async () => {
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
    await at('mon 14:00', id, { ...replies, set: { status: 'open' } })
    await at('mon 15:30', id, writes)
    await at('mon 16:00', id, { ...replies, set: { status: 'pending' } })
    await at('tue 10:00', id, writes)
    await at('tue 11:00', id, { set: { status: 'hold' } })
    await at('wed 14:00', id, { set: { status: 'open' } })
    await at('wed 14:30', id, { ...replies, set: { status: 'solved', assigneeId: BO } })
    desk.now('thu 09:00')
    expect(lines(await one(id, 'first_reply_time'))).toEqual([
      'active 02T09:00–02T14:00 300 created,public_comment',
    ])
    const work = await one(id, 'agent_work_time')
    expect(lines(work)).toEqual([
      'active 02T09:00–02T16:00 420 created,public_comment',
      'paused 02T16:00–03T10:00 0 public_comment,status_changed',
      'active 03T10:00–03T11:00 60 public_comment,status_changed',
      'paused 03T11:00–04T14:00 0 status_changed',
      'active 04T14:00–04T14:30 30 status_changed',
    ])
    expect(work).toMatchObject({ state: 'fulfilled', elapsed_minutes: 510, left_minutes: 5490 })
    expect((await one(id, 'next_reply_time', 2)).elapsed_minutes).toBe(28.5 * 60)
    expect((await one(id, 'pausable_update_time', 2)).elapsed_minutes).toBe(28.5 * 60)
    expect((await one(id, 'periodic_update_time', 2)).elapsed_minutes).toBe(46.5 * 60)
    const kept = (await desk.finished(id, 'thu 09:00')).clocks
    const { clocks } = await clockOf(id)
    expect(clocks.map(({ elapsed_minutes: spent }: Shown) => spent)).toEqual(
      kept.map(({ elapsedMs }) => elapsedMs / 60_000),
    )
    const { body } = await desk.call(ADA, 'GET', `/api/v2/tickets/${id}/audits`)
    expect(work.intervals[1]!.cause!.audit_id).toBe(body.audits[3].id)
  })

  it('go on after solving and after a breach, and tell which warnings went out', async () => {
    await desk.setPolicy('sla_policy', 1, slaBody('Hour', 1, [['agent_work_time', 'normal', 60]]))
    const id = await create()
    desk.now('mon 09:30')
    await desk.commit({ ...DUE, timer: { dueAt: desk.ground.clock.now() } }, { ticketId: id })
    await at('mon 09:40', id, { set: { status: 'solved', assigneeId: BO } })
    await at('mon 12:00', id, writes)
    desk.now('mon 12:30')
    expect(lines(await one(id, 'agent_work_time'))).toEqual([
      'active 02T09:00–02T09:40 40 created,public_comment',
      'active 02T12:00–02T12:20 20 public_comment,status_changed',
      'breached 02T12:20– 10 nobody',
    ])
    await at('mon 12:40', id, { set: { status: 'pending' } })
    await at('mon 13:00', id, { set: { status: 'open' } })
    desk.now('mon 13:10')
    const clock = await one(id, 'agent_work_time')
    expect(lines(clock).slice(2)).toEqual([
      'breached 02T12:20–02T12:40 20 status_changed',
      'paused 02T12:40–02T13:00 0 status_changed',
      'breached 02T13:00– 10 status_changed',
    ])
    expect(clock).toMatchObject({ state: 'breached', elapsed_minutes: 90, left_minutes: -30 })
    expect(clock.warnings).toMatchObject([{ minutes_before: 30, at: '2026-03-02T09:30:00Z' }])
  })

  it('are cut where target, hours or policy change, though the state stays', async () => {
    await desk.setPolicy('schedule', 1, OFFICE)
    const promises = [
      ['first_reply_time', 'normal', 600, true],
      ['first_reply_time', 'high', 120],
    ] as const
    await desk.setPolicy('sla_policy', 1, slaBody('Ten', 1, promises))
    const id = await create()
    await at('mon 10:00', id, { set: { priority: 'high' } })
    await at('mon 10:30', id, { set: { priority: 'normal' } })
    await desk.setPolicy('schedule', 1, { ...OFFICE, name: 'Late office', time_zone: 'America/New_York' })
    await at('mon 11:00', id, { tags: { add: ['seen'] } })
    const { intervals, elapsed_minutes: elapsed } = await one(id, 'first_reply_time')
    expect(
      intervals.map(({ target }) => [target?.minutes, (target?.schedule as JsonObject | null)?.name]),
    ).toEqual([
      [600, 'Office'],
      [120, undefined],
      [600, 'Office'],
      [600, 'Late office'],
    ])
    // All of it counts in the hours now in force, which open at two in the afternoon.
    expect(elapsed).toBe(0)
    const versions = intervals.map(({ policy_version: version }) => Number(version))
    expect(versions[3]).toBeGreaterThan(versions[0]!)
    await desk.setPolicy('sla_policy', 1, null)
    await at('mon 12:00', id, { tags: { add: ['again'] } })
    const gone = await one(id, 'first_reply_time')
    expect(gone).toMatchObject({ state: 'cancelled', cancelled_at: '2026-03-02T12:00:00Z' })
    expect(gone.intervals.at(-1)).toMatchObject({
      target: null,
      cause: { because: ['policy_changed'] },
    })
  })

  it('know nothing of what was taken back in place', async () => {
    await desk.setPolicy('sla_policy', 1, slaBody('Hour', 1, [['first_reply_time', 'normal', 60]]))
    const id = await create()
    desk.now('mon 09:01')
    const { auditId } = await desk.update(id, replies)
    await at('mon 09:01:10', id, { undo: { auditId: auditId!, userIds: [], groupIds: [] } })
    desk.now('mon 09:10')
    expect(lines(await one(id, 'first_reply_time'))).toEqual(['active 02T09:00– 10 created,public_comment'])
    expect((await clockOf(id)).clocks.filter(({ metric }: Shown) => metric.includes('update'))).toEqual([])
  })

  it('are of every owner a clock of its own, and are there without any promise', async () => {
    await desk.setPolicy('group_sla_policy', 2, groupBody([['group_ownership_time', 'normal', 90]], SUPPORT))
    const id = await create({ groupId: SUPPORT })
    await at('mon 10:00', id, { set: { groupId: BILLING } })
    desk.now('mon 10:30')
    expect(await one(id, 'group_ownership_time')).toMatchObject({ state: 'fulfilled', elapsed_minutes: 60 })
    expect(await one(id, 'group_ownership_time', 2)).toMatchObject({ target: null, elapsed_minutes: 30 })
    expect(await clockOf(id)).toMatchObject({
      ticket_id: id,
      as_of: '2026-03-02T10:30:00Z',
      stage: 'first_reply',
      next_breach_at: null,
      policy: null,
      group_policy: null,
      schedule: null,
    })
  })
})

it('is for staff who see the ticket; one that was only imported has none', async () => {
  const id = await create()
  for (const [as, status] of [
    [ADA, 200],
    [LIA, 200],
    [CORA, 403],
    [CARL, 403],
    [null, 401],
  ] as const)
    expect((await desk.call(as, 'GET', `/api/v2/tickets/${id}/clock`)).status, String(as)).toBe(status)
  const past = await desk.create({ ...creation, actor: by(BO), imported: true, withoutClocks: true })
  expect((await desk.call(ADA, 'GET', `/api/v2/tickets/${past.ticket.id}/clock`)).status).toBe(404)
  await desk.ground.db.rows(sql`update tickets set deleted_at = now() where ticket_id = ${id}`)
  expect((await desk.call(ADA, 'GET', `/api/v2/tickets/${id}/clock`)).status).toBe(404)
})
