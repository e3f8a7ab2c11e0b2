import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id, Json, JsonObject } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { moment, type TimedDesk, timedDesk } from '../clocks/fixture.ts'
import { DUE } from '../clocks/timer.ts'
import { STANDARD_TRIGGERS } from '../core/standard-triggers.ts'
import { ADA, BO, by, CARL, CORA, LIA, says } from '../fixture.ts'

let desk: TimedDesk
beforeAll(async () => {
  desk = await timedDesk()
})
afterAll(() => desk?.close())
const STANDARD = { next_update_minutes: {}, next_update_reminder_minutes: [15], close_after_days: 28 }
beforeEach(async () => {
  await desk.empty()
  await settings(STANDARD)
})

const settings = async (more: JsonObject): Promise<void> => {
  const { body } = (await desk.ground.policy.current()).document('account_settings', 1)!
  await desk.setPolicy('account_settings', 1, { ...body, ...more })
}
const create = async (ticket: object = {}): Promise<Id> => {
  const body = { ticket: { requester_id: CORA, comment: { body: 'It burns.', author_id: CORA }, ...ticket } }
  return (await desk.call(BO, 'POST', '/api/v2/tickets', body)).body.ticket.id
}
const put = (id: Id, ticket: object, as: Id = BO) => desk.call(as, 'PUT', `/api/v2/tickets/${id}`, { ticket })
const promised = async (id: Id): Promise<string | null> =>
  (await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).body.ticket.next_update_at
const measured = async (id: Id) =>
  (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/metrics`)).body.ticket_metric.times.next_updates
/** Lets everything fall due up to a moment, each at its instant, as the sweep does. */
const passTo = async (when: string): Promise<void> => {
  for (;;) {
    const due = await desk.ground.db.one(sql<{ id: Id; at: number }>`
      select ticket_id as id, due_at as at from timers
      where due_at <= ${new Date(moment(when)).toISOString()} order by due_at limit 1`)
    if (!due) return desk.now(when)
    desk.ground.clock.advance(due.at - desk.ground.clock.now())
    await desk.commit({ ...DUE, timer: { dueAt: due.at as never } }, { ticketId: due.id })
  }
}
const trigger = (id: number, all: Json[], tag: string) =>
  desk.setPolicy('trigger', id, {
    title: tag,
    position: id,
    conditions: { all, any: [] },
    actions: [{ field: 'current_tags', value: tag }],
  })
const tags = async (id: Id): Promise<string[]> =>
  (await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).body.ticket.tags

describe('a promised update', () => {
  it('is said with a comment or alone, kept by the next public reply, and told in audits', async () => {
    const id = await create()
    const answer = await put(id, {
      comment: { body: 'We look into it.', public: true },
      next_update_at: '2026-03-02T11:00:00Z',
    })
    expect(answer.status).toBe(200)
    expect(answer.body.ticket.next_update_at).toBe('2026-03-02T11:00:00Z')
    expect(answer.body.audit.events).toContainEqual(
      expect.objectContaining({
        type: 'Change',
        field_name: 'next_update_at',
        value: '2026-03-02T11:00:00Z',
      }),
    )
    desk.now('mon 10:00')
    await put(id, { comment: { body: 'For us only.', public: false } })
    await desk.update(id, { actor: by(CORA), comment: says('And now?') })
    expect(await promised(id)).toBe('2026-03-02T11:00:00Z')
    desk.now('mon 10:40')
    await put(id, { comment: { body: 'Found it.', public: true } })
    expect(await promised(id)).toBeNull()
    expect(await measured(id)).toEqual({
      kept: 1,
      missed: 0,
      promises: [
        {
          promised_at: '2026-03-02T09:00:00Z',
          next_update_at: '2026-03-02T11:00:00Z',
          state: 'kept',
          ended_at: '2026-03-02T10:40:00Z',
          minutes_late: -20,
        },
      ],
    })
    expect(await desk.faults()).toEqual([])
  })

  it('is renewed, withdrawn, kept by solving, or missed by so many minutes', async () => {
    const id = await create()
    const until = (time: string | null) => put(id, { next_update_at: time && `2026-03-02T${time}:00Z` })
    await until('10:00')
    desk.now('mon 09:30')
    await until('10:30')
    desk.now('mon 09:40')
    await until(null)
    desk.now('mon 09:50')
    await until('11:00')
    desk.now('mon 11:25')
    expect(await measured(id)).toMatchObject({
      missed: 1,
      promises: [{}, {}, { state: 'overdue', minutes_late: 25 }],
    })
    await put(id, { comment: { body: 'Sorry.', public: true }, next_update_at: '2026-03-02T12:00:00Z' })
    desk.now('mon 11:30')
    await put(id, { status: 'solved', assignee_id: BO })
    expect(await promised(id)).toBeNull()
    const { kept, missed, promises } = await measured(id)
    expect(promises.map(({ state }: JsonObject) => state)).toEqual(['renewed', 'withdrawn', 'missed', 'kept'])
    expect([kept, missed, promises[2].minutes_late]).toEqual([1, 1, 25])
    expect(await desk.faults()).toEqual([])
  })

  it('is given by itself with each public reply at priorities for which the desk says how often', async () => {
    await settings({ next_update_minutes: { urgent: 30, high: 60 } })
    const [urgent, low] = [await create({ priority: 'urgent' }), await create({ priority: 'low' })]
    const reply = { comment: { body: 'We are on it.', public: true } }
    await put(urgent, reply)
    await put(low, reply)
    expect([await promised(urgent), await promised(low)]).toEqual(['2026-03-02T09:30:00Z', null])
    await put(urgent, { ...reply, next_update_at: '2026-03-02T10:00:00Z' })
    expect(await promised(urgent)).toBe('2026-03-02T10:00:00Z')
    desk.now('mon 09:50')
    await put(urgent, reply)
    expect(await promised(urgent)).toBe('2026-03-02T10:20:00Z')
    await put(urgent, { ...reply, status: 'pending' })
    expect(await promised(urgent)).toBeNull()
    expect(await desk.faults()).toEqual([])
  })

  it('reminds and tells that it was missed, each once, at its instant, for triggers to react to', async () => {
    await settings({ next_update_reminder_minutes: [10, 30] })
    await trigger(1, [{ field: 'next_update_due_soon', operator: 'is', value: 'true' }], 'soon')
    await trigger(2, [{ field: 'next_update_missed', operator: 'is', value: 'true' }], 'missed')
    const id = await create({ next_update_at: '2026-03-02T10:00:00Z' })
    expect(await desk.timerAt(id)).toBe('02T09:30')
    await passTo('mon 09:35')
    expect([await tags(id), await desk.timerAt(id)]).toEqual([['soon'], '02T09:50'])
    await passTo('mon 10:05')
    expect([await tags(id), await desk.timerAt(id)]).toEqual([['missed', 'soon'], null])
    const told = (await desk.updates(id)).flatMap(({ audit }) => audit.events)
    expect(told.filter(({ type }) => type === 'next_update_due')).toEqual([
      { type: 'next_update_due', minutes: 30, at: moment('mon 09:30') },
      { type: 'next_update_due', minutes: 10, at: moment('mon 09:50') },
      { type: 'next_update_due', at: moment('mon 10:00') },
    ])
    expect(await desk.faults()).toEqual([])
  })

  it('is followed by a mail to the assignee before its time, on a new desk', async () => {
    const standard = STANDARD_TRIGGERS.find(
      ({ body }) => body.title === 'Remind assignee of promised update',
    )!
    await desk.setPolicy('trigger', standard.id, standard.body)
    const id = await create({ assignee_id: BO, next_update_at: '2026-03-02T10:00:00Z' })
    await desk.ground.db.rows(sql`truncate outbox`)
    await passTo('mon 09:50')
    const mails = await desk.ground.db.rows(sql<{ payload: JsonObject }>`
      select payload from outbox where ticket_id = ${id} and kind = 'send_mail'`)
    expect(mails.map(({ payload }) => payload.recipientId)).toEqual([BO])
  })

  it('comes back where the reply that kept it is taken back in place', async () => {
    const id = await create({ next_update_at: '2026-03-02T10:00:00Z' })
    const { auditId } = await desk.update(id, { comment: says('Water.', true) })
    expect(await promised(id)).toBeNull()
    await desk.update(id, { undo: { auditId: auditId!, userIds: [], groupIds: [] } })
    expect([await promised(id), await desk.timerAt(id)]).toEqual(['2026-03-02T10:00:00Z', '02T09:45'])
    expect(await measured(id)).toMatchObject({ promises: [{ state: 'open' }] })
    expect(await desk.faults()).toEqual([])
  })

  it('lies in the future, on what is not solved, and is given by agents alone', async () => {
    const id = await create()
    for (const at of ['2026-03-02T09:00:00Z', '2027-06-01T00:00:00Z', 'soon'])
      expect(await put(id, { next_update_at: at })).toMatchObject({
        status: 422,
        body: { details: { next_update_at: [expect.anything()] } },
      })
    const solving = { status: 'solved', assignee_id: BO, next_update_at: '2026-03-02T10:00:00Z' }
    expect((await put(id, solving)).status).toBe(422)
    expect((await put(id, { next_update_at: '2026-03-02T10:00:00Z' }, LIA)).status).toBe(403)
    expect((await put(id, { next_update_at: '2026-03-02T10:00:00Z' }, CARL)).status).toBe(403)
    expect((await put(id, { next_update_at: '2026-03-02T10:00:00Z' }, ADA)).status).toBe(200)
    desk.now('mon 11:00')
    const { body } = await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)
    expect((await put(id, { ...body.ticket, subject: 'As it was read' })).status).toBe(200)
    expect(await promised(id)).toBe('2026-03-02T10:00:00Z')
    const request = await desk.call(CORA, 'GET', `/api/v2/requests/${id}`)
    expect(Object.keys(request.body.request)).not.toContain('next_update_at')
  })
})

describe('a solved ticket', () => {
  const solved = async (): Promise<Id> => {
    const id = await create()
    await put(id, { status: 'solved', assignee_id: BO })
    return id
  }
  const status = async (id: Id): Promise<string> =>
    (await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).body.ticket.status

  it('is closed when it has been left alone for as long as the desk says, and no trigger runs', async () => {
    await settings({ close_after_days: 3 })
    await trigger(1, [{ field: 'update_type', operator: 'is', value: 'Change' }], 'changed')
    const id = await solved()
    await put(id, { remove_tags: ['changed'] })
    const before = await tags(id)
    expect(await desk.timerAt(id)).toBe('05T09:00')
    await passTo('thu 08:59')
    expect(await status(id)).toBe('solved')
    await passTo('thu 09:00')
    expect([await status(id), await tags(id), await desk.timerAt(id)]).toEqual(['closed', before, null])
    const { body } = await desk.call(BO, 'GET', `/api/v2/tickets/${id}/audits`)
    expect(body.audits.at(-1)).toMatchObject({
      author_id: -1,
      via: { channel: 'rule' },
      events: [{ type: 'Change', field_name: 'status', previous_value: 'solved', value: 'closed' }],
    })
    expect(await desk.faults()).toEqual([])
  })

  it('goes on where its customer answers before that, and waits anew', async () => {
    await settings({ close_after_days: 3 })
    const id = await solved()
    desk.now('wed 09:00')
    await desk.update(id, { actor: by(CORA), comment: says('It burns again.') })
    expect([await status(id), await desk.timerAt(id)]).toEqual(['open', null])
    await put(id, { status: 'solved' })
    await passTo('fri 09:00')
    expect([await status(id), await desk.timerAt(id)]).toEqual(['solved', '07T09:00'])
    expect(await desk.faults()).toEqual([])
  })

  it('stays where the desk closes nothing', async () => {
    await settings({ close_after_days: null })
    const id = await solved()
    expect(await desk.timerAt(id)).toBeNull()
    await settings({ close_after_days: 28 })
  })
})
