import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id, JsonObject } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ADA, BO, by, CORA, LIA, says } from '../fixture.ts'
import { ticketVerifier } from '../verify.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())
beforeEach(() => {
  desk.ground.jobs.length = 0
})

const made = async (): Promise<Id> => (await desk.create()).ticket.id
const deleted = async (): Promise<Id> => {
  const id = await made()
  expect((await desk.call(ADA, 'DELETE', `/api/v2/tickets/${id}.json`)).status).toBe(204)
  return id
}
const runJobs = async (): Promise<void> => {
  for (const { name, payload } of desk.ground.jobs.splice(0)) {
    const handler = desk.tickets.module.jobs?.find((job) => job.name === name)
    await handler?.run(payload as JsonObject, { id: '1', attempt: 1 })
  }
}
const jobOf = async (answer: { body: { job_status: { id: string } } }) =>
  (await desk.call(ADA, 'GET', `/api/v2/job_statuses/${answer.body.job_status.id}`)).body.job_status
const faults = async (): Promise<string[]> => {
  const found: string[] = []
  for await (const fault of ticketVerifier.verify(desk.ground.db)) found.push(fault)
  return found
}

const ROUTES = [
  ['DELETE', (id: Id) => `/api/v2/tickets/${id}`],
  ['DELETE', (id: Id) => `/api/v2/tickets/destroy_many?ids=${id}`],
  ['GET', () => '/api/v2/deleted_tickets'],
  ['PUT', (id: Id) => `/api/v2/deleted_tickets/${id}/restore`],
  ['PUT', (id: Id) => `/api/v2/deleted_tickets/restore_many?ids=${id}`],
  ['DELETE', (id: Id) => `/api/v2/deleted_tickets/${id}`],
  ['DELETE', (id: Id) => `/api/v2/deleted_tickets/destroy_many?ids=${id}`],
] as const

describe('deletion', () => {
  it('is for those who hold the right', async () => {
    const id = await made()
    for (const [method, path] of ROUTES)
      for (const [who, status] of [
        [null, 401],
        [CORA, 403],
        [LIA, 403],
        [BO, 403],
      ] as const)
        expect((await desk.call(who, method, path(id))).status).toBe(status)
  })

  it('takes a ticket out of every sight, for its requester and agents alike', async () => {
    const id = await deleted()
    for (const path of ['', '/comments', '/audits', '/tags', '/comments/count'])
      expect((await desk.call(ADA, 'GET', `/api/v2/tickets/${id}${path}`)).status).toBe(404)
    expect((await desk.call(ADA, 'PUT', `/api/v2/tickets/${id}`, { ticket: { tags: ['x'] } })).status).toBe(
      404,
    )
    expect((await desk.call(ADA, 'DELETE', `/api/v2/tickets/${id}`)).status).toBe(404)
    expect((await desk.call(ADA, 'DELETE', '/api/v2/tickets/9223372036854775807')).status).toBe(404)
    const { body } = await desk.call(ADA, 'GET', '/api/v2/tickets?sort=-id')
    expect(body.tickets.map((ticket: { id: Id }) => ticket.id)).not.toContain(id)
    const refused = await desk.commit(
      {
        kind: 'update',
        actor: by(CORA),
        via: { channel: 'email', source: { from: {}, to: {}, rel: null } },
        set: {},
        fields: {},
        tags: {},
        followers: {},
        emailCcs: {},
        comment: says('Hello?'),
        metadata: { system: {}, custom: {} },
      },
      { ticketId: id },
    )
    expect(refused.ok ? 'ok' : refused.error.code).toBe('not_found')
  })

  it('lists what can be brought back, with who deleted it and what it was', async () => {
    const id = await deleted()
    const { status, body } = await desk.call(ADA, 'GET', '/api/v2/deleted_tickets.json')
    expect(status).toBe(200)
    expect(body.deleted_tickets[0]).toEqual({
      id,
      subject: 'The printer is on fire',
      description: 'Smoke everywhere.',
      actor: { id: ADA, name: 'Ada Admin' },
      deleted_at: '2026-01-31T08:00:00Z',
      previous_state: 'new',
    })
  })

  it('brings a ticket back as it was', async () => {
    const id = await deleted()
    const answer = await desk.call(ADA, 'PUT', `/api/v2/deleted_tickets/${id}/restore.json`)
    expect([answer.status, answer.body]).toEqual([200, {}])
    const { ticket } = (await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).body
    expect(ticket).toMatchObject({ status: 'new', subject: 'The printer is on fire' })
    const { audits } = (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/audits`)).body
    expect(audits.slice(1).map((audit: { events: object[] }) => audit.events)).toMatchObject([
      [{ type: 'Change', field_name: 'status', value: 'deleted', previous_value: 'new' }],
      [{ type: 'Change', field_name: 'status', value: 'new', previous_value: 'deleted' }],
    ])
    expect((await desk.call(ADA, 'PUT', `/api/v2/deleted_tickets/${id}/restore`)).status).toBe(404)
  })

  it('restores many at once and passes over what is not there', async () => {
    const [a, b, there] = [await deleted(), await deleted(), await made()]
    const path = `/api/v2/deleted_tickets/restore_many?ids=${a},${b},${there},424242`
    expect((await desk.call(ADA, 'PUT', path)).status).toBe(200)
    for (const id of [a, b]) expect((await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).status).toBe(200)
  })

  it('deletes many by a job', async () => {
    const [a, b] = [await made(), await made()]
    const answer = await desk.call(ADA, 'DELETE', `/api/v2/tickets/destroy_many?ids=${a},${b},424242`)
    await runJobs()
    expect((await jobOf(answer)).results).toEqual([
      { index: 0, id: a, action: 'delete', success: true, status: 'Deleted', audit_id: expect.any(Number) },
      { index: 1, id: b, action: 'delete', success: true, status: 'Deleted', audit_id: expect.any(Number) },
      expect.objectContaining({ index: 2, id: 424242, success: false, error: 'RecordNotFound' }),
    ])
    expect((await desk.call(BO, 'GET', `/api/v2/tickets/${a}`)).status).toBe(404)
  })
})

describe('permanent deletion', () => {
  it('leaves the numbers of a ticket, and none of its words', async () => {
    const { db } = desk.ground
    const id = (await desk.create({ set: { subject: 'canary-subject' }, comment: says('canary-body') }))
      .ticket.id
    await desk.update(id, { comment: says('canary-reply') })
    await db.rows(sql`insert into outbox (effect_key, kind, ticket_id, payload, created_at, due_at)
      values (${`ticket/${id}/x`}, 'send_mail', ${id}, '{"values": {"ticket.title": "canary-mail"}}', now(), now())`)
    await desk.call(ADA, 'DELETE', `/api/v2/tickets/${id}`)
    const answer = await desk.call(ADA, 'DELETE', `/api/v2/deleted_tickets/${id}.json`)
    expect(answer.status).toBe(200)
    await runJobs()
    expect(await jobOf(answer)).toMatchObject({ status: 'completed', results: { success: true } })
    const rows =
      await db.rows(sql`select to_jsonb(t) as t, (select jsonb_agg(a) from audits a where a.ticket_id = ${id}),
      (select jsonb_agg(c) from comments c where c.ticket_id = ${id}),
      (select jsonb_agg(o) from outbox o where o.ticket_id = ${id}) from tickets t where ticket_id = ${id}`)
    expect(JSON.stringify(rows)).not.toMatch(/canary/)
    expect(rows).toHaveLength(1)
    expect(await faults()).toEqual([])
    const list = (await desk.call(ADA, 'GET', '/api/v2/deleted_tickets')).body.deleted_tickets
    expect(list.map((one: { id: Id }) => one.id)).not.toContain(id)
    expect((await desk.call(ADA, 'PUT', `/api/v2/deleted_tickets/${id}/restore`)).status).toBe(404)
  })

  it('does not touch what was brought back meanwhile', async () => {
    const [back, gone] = [await deleted(), await deleted()]
    const path = `/api/v2/deleted_tickets/destroy_many?ids=${back},${gone}`
    const answer = await desk.call(ADA, 'DELETE', path)
    await desk.call(ADA, 'PUT', `/api/v2/deleted_tickets/${back}/restore`)
    await runJobs()
    expect((await jobOf(answer)).results).toEqual({ success: true })
    const { ticket } = (await desk.call(BO, 'GET', `/api/v2/tickets/${back}`)).body
    expect(ticket.subject).toBe('The printer is on fire')
  })

  it('is of deleted tickets only', async () => {
    expect((await desk.call(ADA, 'DELETE', `/api/v2/deleted_tickets/${await made()}`)).status).toBe(404)
  })
})
