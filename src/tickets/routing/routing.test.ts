import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS, type Id, MINUTE_MS, toIso } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { ADA, BEA, BILLING, BO, CORA, LIA, SUPPORT } from '../fixture.ts'
import { choose } from './core/index.ts'
import { decisionsOn } from './decisions-store.ts'
import { type RoutingDesk, routingDesk } from './fixture.ts'

let desk: RoutingDesk
beforeEach(async () => {
  desk = await routingDesk()
})
afterEach(async () => {
  await desk.follow()
  expect(await desk.faults()).toEqual([])
  await desk.close()
})

const pass = (ms: number): void => void desk.ground.clock.advance(ms)
const available = (who: Id, availability: object, as: Id = ADA) =>
  desk.call(as, 'PUT', `/api/v2/users/${who}/availability`, { availability })
const explained = async (id: Id, query = '') =>
  (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/routing${query}`)).body.routing
const skill = async (name: string, conditions?: object): Promise<string> => {
  const made = await desk.call(ADA, 'POST', '/api/v2/routing/attributes', {
    attribute: { name: `Kind of ${name}` },
  })
  const path = `/api/v2/routing/attributes/${made.body.attribute.id}/values`
  const value = await desk.call(ADA, 'POST', path, { attribute_value: { name, conditions } })
  expect(value.status).toBe(201)
  return value.body.attribute_value.id
}
const masters = (who: Id, ids: readonly string[]) =>
  desk.call(ADA, 'POST', `/api/v2/routing/agents/${who}/instance_values`, { attribute_value_ids: ids })

describe('giving out', () => {
  it('gives tickets in turn to those of the group, as the system, by name, and says why', async () => {
    await desk.routing(SUPPORT, { strategy: 'round_robin' })
    const ids = [await desk.waiting(), await desk.waiting(), await desk.waiting()]
    const elsewhere = await desk.waiting({ groupId: BILLING })
    await desk.settle()
    expect(await Promise.all(ids.map(desk.assigneeOf))).toEqual([BO, BEA, BO])
    expect(await desk.assigneeOf(elsewhere)).toBeNull()
    const { audits } = (await desk.call(BO, 'GET', `/api/v2/tickets/${ids[0]!}/audits`)).body
    expect(audits[1]).toMatchObject({
      author_id: -1,
      via: { channel: 'rule', source: { from: { id: SUPPORT, title: 'Routing' }, rel: 'routing' } },
    })
    const { decisions, waiting_since: since } = await explained(ids[1]!)
    expect(since).toBeNull()
    expect(decisions).toMatchObject([
      {
        user_id: BEA,
        group_id: SUPPORT,
        candidates: [
          { user_id: BO, reason: 'had_one_later', load: 0.05, capacity: 20, last_turn: 1 },
          { user_id: BEA, reason: 'chosen', load: 0, last_turn: null },
        ],
      },
    ])
  })

  it('keeps what it chose from, so that the choice can be made again', async () => {
    await desk.routing(SUPPORT, { strategy: 'least_loaded' })
    const ids: Id[] = []
    for (const priority of ['urgent', 'low', null, 'high', 'normal'] as const)
      ids.push(await desk.waiting({ priority }))
    await desk.settle()
    for (const id of ids) {
      const { basis, userId } = (await decisionsOn(desk.ground.db, id, 1))[0]!
      expect(choose(basis.waiting, basis.candidates, basis.rules).chosen).toBe(userId)
      expect(await desk.assigneeOf(id)).toBe(userId)
    }
  })

  it('gives to the least loaded, by their modifier', async () => {
    await desk.routing(SUPPORT, { strategy: 'least_loaded' })
    await desk.create({ set: { subject: 'x', groupId: SUPPORT, assigneeId: BO, priority: 'high' } })
    const first = await desk.waiting()
    await desk.settle()
    expect(await desk.assigneeOf(first)).toBe(BEA)
    expect((await available(BO, { modifier: 0.25 })).status).toBe(200)
    const second = await desk.waiting()
    await desk.settle()
    expect(await desk.assigneeOf(second)).toBe(BO)
    expect((await explained(second)).decisions[0].candidates).toMatchObject([
      { user_id: BO, explanation: 'load 0.025' },
      { user_id: BEA, explanation: 'load 0.05 vs 0.025' },
    ])
  })

  it('waits for somebody who is there, and gives at once when they come', async () => {
    await desk.routing(SUPPORT, { strategy: 'round_robin' })
    for (const who of [BO, BEA]) await available(who, { status: 'away' }, who)
    const id = await desk.waiting()
    await desk.settle()
    expect(await desk.assigneeOf(id)).toBeNull()
    expect((await explained(id)).now.candidates).toMatchObject([
      { explanation: 'is away' },
      { explanation: 'is away' },
    ])
    await available(BEA, { status: 'online' }, BEA)
    await desk.giveOut()
    expect(await desk.assigneeOf(id)).toBe(BEA)
  })

  it('gives when an absence ends, to the second', async () => {
    await desk.routing(SUPPORT, { strategy: 'round_robin', user_ids: [BO] })
    const now = desk.ground.clock.now()
    const absence = { starts_at: toIso(now), ends_at: toIso((now + 90_000) as typeof now), reason: 'Dentist' }
    const path = `/api/v2/users/${BO}/absences`
    expect((await desk.call(BO, 'POST', path, { absence })).status).toBe(201)
    const id = await desk.waiting()
    await desk.settle()
    expect((await explained(id)).now.candidates).toMatchObject([
      { reason: 'absent' },
      { reason: 'takes_no_part' },
    ])
    pass(89_000)
    await desk.giveOut()
    expect(await desk.assigneeOf(id)).toBeNull()
    pass(1000)
    await desk.giveOut()
    expect(await desk.assigneeOf(id)).toBe(BO)
  })

  it('gives when a shift begins, and not before', async () => {
    const { policy, db, clock } = desk.ground
    // It is Saturday, eight o'clock.
    const body = {
      name: 'Saturdays',
      time_zone: 'UTC',
      intervals: [{ start_time: 9180, end_time: 9600 }],
      holidays: [],
      exceptions: [],
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
    }
    await policy.edit(db, { authorId: ADA, reason: 'test', at: clock.now() }, [
      { kind: 'schedule', id: 77, body },
    ])
    await desk.routing(SUPPORT, { strategy: 'round_robin', user_ids: [BO] })
    expect((await available(BO, { schedule_id: 77 })).body.availability).toMatchObject({
      available: false,
      away: 'off_shift',
      back_at: '2026-01-31T09:00:00Z',
    })
    const id = await desk.waiting()
    await desk.settle()
    pass(HOUR_MS - 1000)
    await desk.giveOut()
    expect(await desk.assigneeOf(id)).toBeNull()
    pass(1000)
    await desk.giveOut()
    expect(await desk.assigneeOf(id)).toBe(BO)
  })

  it('gives nobody more than they can take, and more when they have solved something', async () => {
    await desk.routing(SUPPORT, { strategy: 'least_loaded' })
    for (const who of [BO, BEA]) await available(who, { capacity: 2 })
    const ids = []
    for (let i = 0; i < 6; i += 1) ids.push(await desk.waiting())
    await desk.settle()
    const given = await Promise.all(ids.map(desk.assigneeOf))
    expect(given.filter((one) => one !== null)).toHaveLength(4)
    expect((await explained(ids[5]!)).now.candidates[0]).toMatchObject({
      reason: 'at_capacity',
      explanation: 'has 2 of 2 in hand, and no room for this ticket',
    })
    await desk.update(ids[0]!, { set: { status: 'solved' } })
    await desk.follow()
    await desk.giveOut()
    expect(await desk.assigneeOf(ids[4]!)).toBe(given[0])
    expect(await desk.assigneeOf(ids[5]!)).toBeNull()
  })

  it('takes the tickets that its conditions hold for, the most urgent first', async () => {
    const conditions = { all: [{ field: 'current_tags', operator: 'includes', value: 'vip' }] }
    await desk.routing(SUPPORT, { strategy: 'round_robin', conditions })
    await available(BO, { capacity: 3 })
    await available(BEA, { status: 'offline' })
    const plain = await desk.waiting()
    const low = (await desk.create({ set: { subject: 'x', groupId: SUPPORT }, tags: { set: ['vip'] } }))
      .ticket.id
    const urgent = (
      await desk.create({
        set: { subject: 'x', groupId: SUPPORT, priority: 'urgent' },
        tags: { set: ['vip'] },
      })
    ).ticket.id
    await desk.settle()
    expect(await Promise.all([plain, low, urgent].map(desk.assigneeOf))).toEqual([null, null, BO])
    expect((await explained(plain)).now).toMatchObject({ matches_conditions: false, user_id: null })
  })

  it('begins with the tickets that are there, and ends where it is switched off', async () => {
    const id = await desk.waiting()
    await desk.settle()
    expect(await explained(id)).toMatchObject({ strategy: 'off', now: null })
    await desk.routing(SUPPORT, { strategy: 'round_robin' })
    await desk.settle()
    expect(await desk.assigneeOf(id)).toBe(BO)
    await desk.routing(SUPPORT, { strategy: 'off' })
    const later = await desk.waiting()
    await desk.settle()
    expect(await desk.assigneeOf(later)).toBeNull()
    // What would be elsewhere.
    await desk.routing(BILLING, { strategy: 'round_robin' })
    expect((await explained(later, `?group_id=${BILLING}`)).now).toMatchObject({ user_id: ADA })
    expect((await desk.call(BO, 'GET', `/api/v2/tickets/${later}/routing?group_id=424242`)).status).toBe(404)
    expect((await desk.call(CORA, 'GET', `/api/v2/tickets/${later}/routing`)).status).toBe(403)
  })

  it('leaves alone what somebody took, what left the group, and what was deleted', async () => {
    await desk.routing(SUPPORT, { strategy: 'round_robin' })
    for (const who of [BO, BEA]) await available(who, { status: 'away' })
    const [taken, gone, deleted] = [await desk.waiting(), await desk.waiting(), await desk.waiting()]
    await desk.settle()
    await desk.update(taken!, { set: { assigneeId: BEA } })
    await desk.update(gone!, { set: { groupId: BILLING } })
    await desk.update(deleted!, { kind: 'delete', actor: { kind: 'user', id: ADA } })
    // The feed has not told of it yet.
    await available(BO, { status: 'online' })
    await desk.giveOut()
    expect(await Promise.all([taken!, gone!].map(desk.assigneeOf))).toEqual([BEA, null])
    await desk.settle()
    expect(await desk.ground.db.rows(sql`select from routing_queue`)).toEqual([])
    expect(await desk.ground.db.rows(sql`select from routing_decisions`)).toEqual([])
  })
})

describe('skills', () => {
  it('are required, until the ticket has waited too long', async () => {
    const dutch = await skill('Dutch')
    await desk.routing(SUPPORT, { strategy: 'round_robin', skills: 'require', fallback_minutes: 10 })
    await masters(BEA, [dutch])
    await available(BEA, { status: 'offline' })
    const id = await desk.waiting()
    const path = `/api/v2/routing/tickets/${id}/instance_values`
    expect((await desk.call(BO, 'POST', path, { attribute_value_ids: [dutch] })).body).toMatchObject({
      attribute_values: [{ id: dutch, name: 'Dutch' }],
    })
    await desk.settle()
    expect(await desk.assigneeOf(id)).toBeNull()
    expect((await explained(id)).now.candidates[0]).toMatchObject({
      user_id: BO,
      reason: 'lacks_skill',
      explanation: 'lacks Dutch',
    })
    pass(10 * MINUTE_MS - 1000)
    await desk.giveOut()
    expect(await desk.assigneeOf(id)).toBeNull()
    pass(1000)
    await desk.giveOut()
    expect(await desk.assigneeOf(id)).toBe(BO)
  })

  it('come to new tickets by their conditions, and by triggers, before anybody is chosen', async () => {
    const urgent = await skill('Fire', { all: [{ field: 'priority', operator: 'is', value: 'urgent' }] })
    const dutch = await skill('Dutch')
    const trigger = await desk.call(ADA, 'POST', '/api/v2/triggers', {
      trigger: {
        title: 'Dutch',
        all: [
          { field: 'update_type', operator: 'is', value: 'Create' },
          { field: 'current_tags', operator: 'includes', value: 'nl' },
        ],
        actions: [{ field: 'set_skills', value: ['Dutch'] }],
      },
    })
    expect(trigger.status).toBe(201)
    await desk.routing(SUPPORT, { strategy: 'round_robin', skills: 'require' })
    await masters(BEA, [urgent, dutch])
    const { ticket } = await desk.create({
      set: { subject: 'x', groupId: SUPPORT, priority: 'urgent' },
      tags: { set: ['nl'] },
    })
    await desk.giveOut()
    expect(await desk.assigneeOf(ticket.id)).toBeNull()
    await desk.settle()
    expect(await desk.assigneeOf(ticket.id)).toBe(BEA)
    expect((await explained(ticket.id)).skill_ids).toEqual([urgent, dutch])
    const mine = await desk.call(BEA, 'GET', `/api/v2/routing/requirements/fulfilled?ticket_ids=${ticket.id}`)
    expect(mine.body).toEqual({ fulfilled_ticket_ids: [ticket.id] })
    const others = await desk.call(
      BO,
      'GET',
      `/api/v2/routing/requirements/fulfilled?ticket_ids=${ticket.id}`,
    )
    expect(others.body).toEqual({ fulfilled_ticket_ids: [] })
  })

  it('are asked for by views, too', async () => {
    const dutch = await skill('Dutch')
    await masters(BEA, [dutch])
    const [plain, asking] = [await desk.waiting(), await desk.waiting()]
    const path = `/api/v2/routing/tickets/${asking}/instance_values`
    await desk.call(BO, 'POST', path, { attribute_value_ids: [dutch] })
    const made = await desk.call(ADA, 'POST', '/api/v2/views', {
      view: {
        title: 'What I can do',
        all: [
          { field: 'status', operator: 'less_than', value: 'solved' },
          { field: 'skills_match', operator: 'is', value: 'true' },
        ],
      },
    })
    const seenBy = async (who: Id) =>
      (await desk.call(who, 'GET', `/api/v2/views/${made.body.view.id}/tickets`)).body.tickets
        .map(({ id }: { id: Id }) => id)
        .sort()
    expect([await seenBy(BEA), await seenBy(BO)]).toEqual([[plain, asking], [plain]])
  })

  it('are made, changed and removed by those who run the desk', async () => {
    const id = await skill('Dutch')
    const { attributes } = (await desk.call(BO, 'GET', '/api/v2/routing/attributes')).body
    expect(attributes).toMatchObject([{ name: 'Kind of Dutch' }])
    const path = `/api/v2/routing/attributes/${attributes[0].id}`
    const renamed = await desk.call(ADA, 'PUT', path, { attribute: { name: 'Languages' } })
    expect(renamed.body.attribute).toMatchObject({ id: attributes[0].id, name: 'Languages' })
    for (const name of ['', 'x'.repeat(256), 'dutch'])
      expect(
        (await desk.call(ADA, 'POST', `${path}/values`, { attribute_value: { name } })).body.details,
      ).toHaveProperty('name')
    const wrong = { name: 'x', conditions: { all: [{ field: 'nonsense', operator: 'is', value: '1' }] } }
    expect(
      (await desk.call(ADA, 'POST', `${path}/values`, { attribute_value: wrong })).body.details,
    ).toHaveProperty('conditions')
    await masters(BEA, [id])
    expect((await masters(BEA, ['7'])).body.details).toHaveProperty('attribute_value_ids')
    expect((await masters(CORA, [id])).status).toBe(404)
    const patched = await desk.call(ADA, 'PATCH', `${path}/values/${id}`, {
      attribute_value: { name: 'Flemish' },
    })
    expect(patched.body.attribute_value).toMatchObject({ id, name: 'Flemish', conditions: null })
    expect((await desk.call(ADA, 'DELETE', path)).status).toBe(204)
    expect((await desk.call(ADA, 'GET', `${path}/values/${id}`)).status).toBe(404)
    const mine = await desk.call(BO, 'GET', `/api/v2/routing/agents/${BEA}/instance_values`)
    expect(mine.body).toEqual({ attribute_values: [] })
  })
})

describe('being available', () => {
  it('is said by oneself, what is agreed by managers', async () => {
    expect((await available(BO, { status: 'away' }, BO)).body.availability).toMatchObject({
      user_id: BO,
      status: 'away',
      available: false,
      away: 'away',
      effective_capacity: 20,
      modifier: 1,
    })
    expect((await available(BEA, { status: 'away' }, BO)).status).toBe(403)
    expect((await available(BO, { capacity: 3 }, BO)).status).toBe(403)
    expect((await available(BO, { status: 'away' }, LIA)).status).toBe(403)
    expect((await available(CORA, { status: 'away' })).status).toBe(404)
    expect(
      Object.keys(
        (await available(BO, { status: 'x', capacity: -1, modifier: 3, schedule_id: 7 })).body.details,
      ),
    ).toEqual(['status', 'capacity', 'modifier', 'schedule_id'])
    await desk.call(ADA, 'PUT', '/api/v2/routing/settings', {
      routing_settings: { default_capacity: 7, role_capacities: { 4: 2 }, status_weights: { hold: 0 } },
    })
    const capacity = async (who: Id) =>
      (await desk.call(BO, 'GET', `/api/v2/users/${who}/availability`)).body.availability.effective_capacity
    expect([await capacity(BO), await capacity(ADA)]).toEqual([7, 2])
  })

  it('shows what each of a group has in hand, against what they can take', async () => {
    for (const status of ['open', 'open', 'pending', 'solved'] as const)
      await desk.create({ set: { subject: 'x', groupId: SUPPORT, assigneeId: BO, status, priority: 'high' } })
    await available(BO, { capacity: 4 })
    const path = `/api/v2/groups/${SUPPORT}/workload`
    expect((await desk.call(BEA, 'GET', path)).body.workload).toMatchObject([
      {
        user_id: BO,
        tickets: { new: 0, open: 2, pending: 1, hold: 0 },
        weight: 4.5,
        capacity: 4,
        load: 1.125,
        over_capacity: true,
      },
      { user_id: BEA, weight: 0, over_capacity: false, available: true },
    ])
    expect((await desk.call(BEA, 'GET', '/api/v2/groups/424242/workload')).status).toBe(404)
  })

  it('shows the reason of an absence to oneself and managers', async () => {
    const path = `/api/v2/users/${BO}/absences`
    const absence = { starts_at: '2026-03-01T08:00:00Z', ends_at: '2026-03-02T08:00:00Z', reason: 'Hospital' }
    const made = await desk.call(BO, 'POST', path, { absence })
    const seen = async (who: Id) => (await desk.call(who, 'GET', path)).body.absences[0].reason
    expect([await seen(BO), await seen(ADA), await seen(BEA)]).toEqual(['Hospital', 'Hospital', null])
    expect((await desk.call(BEA, 'POST', path, { absence })).status).toBe(403)
    const wrong = { starts_at: absence.ends_at, ends_at: absence.starts_at }
    expect((await desk.call(BO, 'POST', path, { absence: wrong })).body.details).toHaveProperty('ends_at')
    const logged = await desk.ground.db.rows(
      sql<{ after: object }>`select after from audit_log where source_type = 'agent_absence'`,
    )
    expect(JSON.stringify(logged)).not.toContain('Hospital')
    const one = `${path}/${made.body.absence.id}`
    expect((await desk.call(BEA, 'DELETE', one)).status).toBe(403)
    expect((await desk.call(BO, 'DELETE', one)).status).toBe(204)
    expect((await desk.call(BO, 'DELETE', one)).status).toBe(404)
  })

  it('goes with the person, from what was weighed, too', async () => {
    await desk.routing(SUPPORT, { strategy: 'round_robin' })
    const id = await desk.waiting()
    await desk.settle()
    const { routingEraser } = await import('./erase.ts')
    await routingEraser.eraseUser?.(desk.ground.db, BEA)
    expect((await explained(id)).decisions[0].candidates.map((one: { user_id: Id }) => one.user_id)).toEqual([
      BO,
    ])
    await routingEraser.eraseUser?.(desk.ground.db, BO)
    expect((await explained(id)).decisions).toEqual([])
    expect(await desk.ground.db.rows(sql`select from agent_availability`)).toEqual([])
  })
})

describe('tiers', () => {
  const up = (id: Id, note: object, who: Id = BO) =>
    desk.call(who, 'POST', `/api/v2/tickets/${id}/hand_up`, { hand_up: note })
  const NOTE = { summary: 'The disk is full', next_step: 'Ask engineering' }

  it('hand tickets up and down, with a note', async () => {
    await desk.routing(SUPPORT, { next_group_id: BILLING })
    const id = (await desk.create({ set: { subject: 'x', groupId: SUPPORT, assigneeId: BO } })).ticket.id
    expect(await explained(id)).toMatchObject({ tier: 1, next_group_id: BILLING })
    expect((await up(id, { next_step: 'x' })).body.details).toHaveProperty('summary')
    expect((await up(id, NOTE)).status).toBe(201)
    const { ticket } = (await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).body
    expect([ticket.group_id, ticket.assignee_id]).toEqual([BILLING, null])
    expect(await explained(id)).toMatchObject({ tier: 2, next_group_id: null })
    expect((await up(id, NOTE)).status).toBe(422)
    const down = await desk.call(BO, 'POST', `/api/v2/tickets/${id}/hand_down`, { hand_down: NOTE })
    expect(down.body.hand_over).toMatchObject({ ...NOTE, to_group_id: SUPPORT })
  })

  it('lead nowhere back', async () => {
    await desk.routing(SUPPORT, { next_group_id: BILLING })
    for (const [groupId, next] of [
      [BILLING, SUPPORT],
      [SUPPORT, SUPPORT],
      [SUPPORT, 424242],
    ] as const)
      expect((await desk.routing(groupId, { next_group_id: next })).details).toHaveProperty('next_group_id')
    expect(
      Object.keys(
        (
          await desk.routing(SUPPORT, {
            strategy: 'x',
            skills: 'x',
            fallback_minutes: 0,
            user_ids: [CORA],
            conditions: { all: [{ field: 'x' }] },
          })
        ).details as object,
      ),
    ).toEqual(['strategy', 'skills', 'fallback_minutes', 'user_ids', 'conditions'])
    pass(HOUR_MS)
  })
})
