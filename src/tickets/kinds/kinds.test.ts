import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { ACME, ADA, BEA, BO, CARL, CORA, LIA, ZOE } from '../fixture.ts'
import { type SupportDesk, supportDesk } from '../support-fixture.ts'

let desk: SupportDesk
beforeAll(async () => {
  desk = await supportDesk()
})
afterAll(async () => {
  expect(await desk.faults()).toEqual([])
  await desk.close()
})

const show = async (id: number) => (await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).body.ticket
const plan = (id: number, change: object, who: number | null = BO) =>
  desk.call(who, 'PUT', `/api/v2/tickets/${id}/change`, { change })
const approve = (id: number, state: string, who = BO) =>
  desk.call(who, 'PUT', `/api/v2/tickets/${id}/change/approval`, { approval: { state } })
const aChange = (): Promise<number> => desk.made({ set: { subject: 'New switch', kind: 'change' } })

const FULL = {
  planned_start_at: '2026-02-01T22:00:00Z',
  planned_end_at: '2026-02-02T02:00:00Z',
  risk: 'medium',
  rollback_plan: 'Put the old one back',
}

describe('kinds', () => {
  it('stand beside the types that every client knows', async () => {
    const { ticket } = (
      await desk.call(BO, 'POST', '/api/v2/tickets', {
        ticket: { subject: 'A laptop', comment: { body: 'please' }, kind: 'service_request' },
      })
    ).body
    expect(ticket).toMatchObject({ kind: 'service_request', type: 'question' })
    const { id } = ticket
    // A client that knows no kinds puts the whole ticket back.
    expect((await desk.put(id, { ...ticket, subject: 'Two laptops' })).body.ticket.kind).toBe(
      'service_request',
    )
    expect((await desk.put(id, { type: 'question' })).body.ticket.kind).toBe('service_request')
    expect((await desk.put(id, { type: 'incident' })).body.ticket).toMatchObject({
      kind: 'incident',
      type: 'incident',
    })
    const changed = (await desk.put(id, { kind: 'change' })).body
    expect(changed.ticket).toMatchObject({ kind: 'change', type: 'task' })
    expect(changed.audit.events).toContainEqual(
      expect.objectContaining({ type: 'Change', field_name: 'kind', value: 'change', previous_value: null }),
    )
    expect((await desk.put(id, { kind: null })).body.ticket).toMatchObject({ kind: null, type: null })
    expect((await desk.put(id, { kind: 'wish' })).body.details.kind[0].error).toBe('InvalidValue')
    expect((await desk.put(id, { kind: 'change', type: 'incident' })).status).toBe(422)
    expect((await desk.put(id, { kind: 'change', type: 'task' })).body.ticket.kind).toBe('change')
  })

  it('are taken back with all that hangs on them', async () => {
    const id = await aChange()
    await plan(id, FULL)
    await desk.put(id, { kind: 'incident' })
    expect((await desk.call(BO, 'GET', `/api/v2/tickets/${id}/change`)).status).toBe(404)
    expect((await desk.undoLast(id)).status).toBe(200)
    expect((await desk.call(BO, 'GET', `/api/v2/tickets/${id}/change`)).body.change).toMatchObject({
      ...FULL,
      version: 1,
    })
  })

  it('go their own way each, as the desk says', async () => {
    const path = '/api/v2/ticket_kinds'
    expect((await desk.call(CORA, 'GET', path)).status).toBe(403)
    const { ticket_kinds: kinds } = (await desk.call(LIA, 'GET', path)).body
    expect(kinds.map(({ kind }: { kind: string }) => kind)).toEqual([
      'question',
      'incident',
      'problem',
      'task',
      'service_request',
      'change',
    ])
    expect(kinds[4]).toMatchObject({ type: 'question', special: true, required: [] })
    const edit = (ticket_kind: object, who = ADA) =>
      desk.call(who, 'PUT', `${path}/service_request`, { ticket_kind })
    expect((await edit({}, BO)).status).toBe(403)
    expect((await desk.call(ADA, 'PUT', `${path}/wish`, { ticket_kind: {} })).status).toBe(404)
    for (const [wrong, field] of [
      [{ name: ' ' }, 'name'],
      [{ statuses: ['new'] }, 'statuses'],
      [{ statuses: ['solved', 'closed', 'asleep'] }, 'statuses'],
      [{ required: [{ field: 'mood', statuses: ['solved'] }] }, 'required'],
      [{ required: [{ field: 'custom_fields_424242', statuses: ['solved'] }] }, 'required'],
    ] as const)
      expect(Object.keys((await edit(wrong)).body.details)).toEqual([field])
    const { ticket_kind: said } = (
      await edit({
        name: 'Order',
        statuses: ['new', 'open', 'solved', 'closed'],
        required: [{ field: 'priority', statuses: ['solved'] }],
      })
    ).body
    expect(said).toMatchObject({ kind: 'service_request', name: 'Order' })
    const id = await desk.made({ set: { subject: 'x', kind: 'service_request' } })
    expect((await desk.put(id, { status: 'pending' })).body.details.status[0].description).toBe(
      'Status: pending is none of a ticket of kind service_request',
    )
    expect((await desk.put(id, { status: 'solved' })).body.details.priority).toEqual([
      { description: 'Priority:: is required when a service_request is solved', error: 'BlankValue' },
    ])
    expect((await desk.put(id, { status: 'solved', priority: 'low' })).status).toBe(200)
    const other = await desk.made({ set: { subject: 'x', type: 'question' } })
    expect((await desk.put(other, { status: 'pending' })).status).toBe(200)
  })
})

describe('a change', () => {
  it('is planned by agents who see it, and by nobody else', async () => {
    const id = await aChange()
    expect((await plan(id, FULL, null)).status).toBe(401)
    for (const who of [CORA, LIA]) expect((await plan(id, FULL, who)).status).toBe(403)
    expect((await plan(await desk.made(), FULL)).status).toBe(404)
    expect((await plan(424242, FULL)).status).toBe(404)
    for (const [wrong, field] of [
      [{ planned_start_at: 'soon' }, 'planned_start_at'],
      [{ ...FULL, planned_end_at: '2026-02-01T21:00:00Z' }, 'planned_end_at'],
      [{ affected_organization_ids: [424242] }, 'affected_organization_ids'],
      [{ affected_user_ids: [424242] }, 'affected_user_ids'],
      [{ rollback_plan: 'x'.repeat(65_537) }, 'rollback_plan'],
    ] as const)
      expect(Object.keys((await plan(id, wrong)).body.details)).toEqual([field])
    expect((await plan(id, { risk: 'huge' })).status).toBe(422)
  })

  it('is done only when it is planned and somebody else approves of it', async () => {
    const id = await aChange()
    const solve = () => desk.put(id, { status: 'solved' })
    expect(Object.keys((await solve()).body.details).sort()).toEqual([
      'approval',
      'planned_end_at',
      'planned_start_at',
      'risk',
      'rollback_plan',
    ])
    expect((await plan(id, FULL)).body.change).toMatchObject({ ...FULL, version: 1 })
    expect((await approve(id, 'approved', BEA)).body.details.approval[0].description).toMatch(
      /not been asked/,
    )
    expect((await approve(id, 'requested')).body.change.approval).toMatchObject({
      state: 'requested',
      requested_by_id: BO,
    })
    expect((await approve(id, 'approved')).status).toBe(422)
    expect((await approve(id, 'rejected', BEA)).body.change.approval.state).toBe('rejected')
    expect((await approve(id, 'approved', BEA)).body.change.approval).toMatchObject({
      state: 'approved',
      decided_by_id: BEA,
    })
    // What was approved was another plan.
    const edited = (await plan(id, { risk: 'high' })).body.change
    expect([edited.version, edited.approval.state]).toEqual([2, 'not_requested'])
    expect(Object.keys((await solve()).body.details)).toEqual(['approval'])
    await approve(id, 'requested')
    await approve(id, 'approved', BEA)
    expect((await plan(id, { risk: 'high' })).body.change.approval.state).toBe('approved')
    expect((await solve()).body.ticket.status).toBe('solved')
  })

  it('is told in the ticket’s history, and taken back from it', async () => {
    const id = await aChange()
    await plan(id, FULL)
    await plan(id, { risk: 'high' })
    const { audits } = (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/audits`)).body
    expect(audits.at(-1).events[0]).toMatchObject({
      type: 'Change',
      field_name: 'change',
      value: { risk: 'high' },
      previous_value: { risk: 'medium' },
    })
    expect((await desk.undoLast(id)).status).toBe(200)
    expect((await desk.call(BO, 'GET', `/api/v2/tickets/${id}/change`)).body.change).toMatchObject({
      risk: 'medium',
      version: 1,
    })
  })
})

describe('an announcement', () => {
  const path = (id: number) => `/api/v2/tickets/${id}/announcement`
  const announce = (id: number, announcement: object = {}, who: number | null = BO) =>
    desk.call(who, 'POST', path(id), {
      announcement: {
        subject: 'Maintenance on Sunday',
        body: 'The network is away from 22:00 to 02:00.',
        ...announcement,
      },
    })
  const done = async (answer: Awaited<ReturnType<typeof announce>>) => {
    expect(answer.status).toBe(200)
    await desk.runJobs()
    return (await desk.call(BO, 'GET', `/api/v2/job_statuses/${answer.body.job_status.id}`)).body.job_status
  }
  const preview = async (id: number) => (await desk.call(BO, 'GET', path(id))).body.announcement
  const ofChange = async (affected: object): Promise<number> => {
    const id = await aChange()
    await plan(id, affected)
    return id
  }
  const noticesOf = async (who: number) =>
    (await desk.call(who, 'GET', '/api/v2/requests?per_page=100&sort_by=created_at')).body.requests

  it('is made by those who may write to customers, of a change, in words', async () => {
    const id = await ofChange({ affected_user_ids: [ZOE] })
    expect((await announce(id, {}, null)).status).toBe(401)
    for (const who of [CORA, LIA]) expect((await announce(id, {}, who)).status).toBe(403)
    expect((await announce(await desk.made())).status).toBe(404)
    expect(Object.keys((await announce(id, { subject: ' ', body: '' })).body.details)).toEqual([
      'subject',
      'body',
    ])
    expect((await announce(id, { version: 9 })).status).toBe(409)
    expect((await announce(await aChange())).body.details.base[0].description).toMatch(
      /everybody affected knows/,
    )
  })

  it('shows whom it will reach, and reaches each of them once a version, by a ticket of their own', async () => {
    const id = await ofChange({ affected_organization_ids: [ACME], affected_user_ids: [ZOE] })
    const before = (await noticesOf(CORA)).length
    const asked = await preview(id)
    expect(asked).toMatchObject({ about: 'plan', version: 1, count: 3 })
    expect(asked.recipients.map((one: { user_id: number }) => one.user_id)).toEqual([CORA, CARL, ZOE])
    const job = await done(await announce(id))
    expect(job).toMatchObject({ status: 'completed', total: 3, progress: 3 })
    expect(job.results).toEqual({ success: true, told: 3, skipped: [] })
    const notices = await noticesOf(CORA)
    expect(notices).toHaveLength(before + 1)
    const notice = notices.find((one: { subject: string }) => one.subject === 'Maintenance on Sunday')
    expect(notice.status).toBe('pending')
    expect((await show(notice.id)).via.source).toMatchObject({
      from: { ticket_id: id },
      rel: 'change_notice',
    })
    const { comments } = (await desk.call(CORA, 'GET', `/api/v2/requests/${notice.id}/comments`)).body
    expect(comments.map((one: { body: string }) => one.body)).toEqual([
      'The network is away from 22:00 to 02:00.',
    ])
    const { audits } = (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/audits`)).body
    const [event] = audits.at(-1).events
    expect(event).toMatchObject({ type: 'ChangeAnnouncement', about: 'plan', version: 1 })
    expect(event.told).toContainEqual({ user_id: CORA, ticket_id: notice.id })
    // Once.
    expect((await preview(id)).count).toBe(0)
    expect((await announce(id)).status).toBe(422)
    expect((await desk.undoLast(id)).status).toBe(422)
    // Another plan, and its end, are news on the same ticket.
    await plan(id, { risk: 'high' })
    await done(await announce(id, { body: 'It is on Monday.' }))
    await done(await announce(id, { about: 'completion', body: 'It is done.' }))
    expect(await noticesOf(CORA)).toHaveLength(before + 1)
    const told = (await desk.call(CORA, 'GET', `/api/v2/requests/${notice.id}/comments`)).body.comments
    expect(told.map((one: { body: string }) => one.body).slice(1)).toEqual([
      'It is on Monday.',
      'It is done.',
    ])
  })

  it('goes on where a crash stopped it, and tells nobody twice', async () => {
    const id = await ofChange({ affected_user_ids: [CARL, ZOE] })
    const before = (await noticesOf(ZOE)).length
    await announce(id)
    const [job] = desk.ground.jobs
    await desk.runJobs()
    await desk.ground.db.rows(sql`update job_statuses set status = 'working'`)
    desk.ground.jobs.push(job!)
    await desk.runJobs()
    expect(await noticesOf(ZOE)).toHaveLength(before + 1)
  })

  it('opens another ticket where the first is over', async () => {
    const id = await ofChange({ affected_user_ids: [ZOE] })
    await done(await announce(id))
    const [first] = await noticesOf(ZOE)
    await desk.call(ADA, 'DELETE', `/api/v2/tickets/${first.id}`)
    await plan(id, { risk: 'low' })
    const job = await done(await announce(id))
    expect(job.results.told).toBe(1)
    const again = await noticesOf(ZOE)
    expect(again.some((one: { id: number }) => one.id > first.id)).toBe(true)
  })
})

it('shows what a ticket is', async () => {
  expect(await show(await aChange())).toMatchObject({ kind: 'change', resolution_code: null })
})
