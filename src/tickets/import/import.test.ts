import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id, JsonObject } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ADA, BO, CORA, LIA } from '../fixture.ts'
import { ticketVerifier } from '../verify.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())
beforeEach(() => {
  desk.ground.jobs.length = 0
})

const faults = async (): Promise<string[]> => {
  const found: string[] = []
  for await (const fault of ticketVerifier.verify(desk.ground.db)) found.push(fault)
  return found
}
const send = (ticket: object, who: Id | null = ADA, headers = {}) =>
  desk.call(who, 'POST', '/api/v2/imports/tickets.json?archive_immediately=true', { ticket }, headers)
const commentsOf = async (id: Id) =>
  (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/comments`)).body.comments

const PAST = {
  subject: 'Old printer',
  external_id: 'old-1',
  requester: { email: 'ida@old.example', name: 'Ida Old' },
  assignee_id: BO,
  priority: 'high',
  tags: ['old'],
  status: 'solved',
  created_at: '2020-03-01T10:00:00Z',
  updated_at: '2020-03-02T12:00:00Z',
  solved_at: '2020-03-02T12:00:00Z',
  comments: [
    { author_id: CORA, value: 'It smokes', created_at: '2020-03-01T10:00:00Z' },
    { author_id: BO, html_body: '<p>Pull the <b>plug</b></p>', created_at: '2020-03-02T09:00:00+01:00' },
    { author_id: BO, body: 'Model 7', public: false, created_at: '2020-03-01T11:00:00Z' },
  ],
}

describe('an imported ticket', () => {
  it('has its comments, people and times, and ends as it ended', async () => {
    const { status, body, headers } = await send(PAST)
    expect(status).toBe(201)
    expect(headers.location).toBe(body.ticket.url)
    expect(body.ticket).toMatchObject({
      subject: 'Old printer',
      external_id: 'old-1',
      description: 'It smokes',
      status: 'solved',
      priority: 'high',
      assignee_id: BO,
      tags: ['old'],
      created_at: '2020-03-01T10:00:00Z',
      updated_at: '2020-03-02T12:00:00Z',
    })
    expect(await commentsOf(body.ticket.id)).toMatchObject([
      { author_id: CORA, body: 'It smokes', created_at: '2020-03-01T10:00:00Z', public: true },
      { author_id: BO, body: 'Model 7', created_at: '2020-03-01T11:00:00Z', public: false },
      { author_id: BO, body: 'Pull the plug', created_at: '2020-03-02T08:00:00Z', public: true },
    ])
    const { audits } = (await desk.call(BO, 'GET', `/api/v2/tickets/${body.ticket.id}/audits`)).body
    expect(audits.map((audit: { author_id: Id }) => audit.author_id)).toEqual([ADA, ADA, ADA, ADA])
    expect(await faults()).toEqual([])
  })

  it('tells nobody, and fires no trigger', async () => {
    const { body } = await send({ ...PAST, status: 'pending', solved_at: undefined })
    const rows = await desk.ground.db.rows(sql`select from outbox where ticket_id = ${body.ticket.id}`)
    const fired = await desk.ground.db.rows(sql`select from audits
      where ticket_id = ${body.ticket.id} and rules_fired <> '[]'`)
    expect([rows.length, fired.length]).toEqual([0, 0])
    expect(body.ticket.updated_at).toBe('2020-03-02T12:00:00Z')
  })

  it('may be closed, and need no assignee and no field', async () => {
    const past = { ...PAST, assignee_id: null, status: 'closed', updated_at: '2020-04-01T00:00:00Z' }
    const { body } = await send(past)
    expect(body.ticket).toMatchObject({
      status: 'closed',
      assignee_id: null,
      updated_at: '2020-04-01T00:00:00Z',
    })
    const [row] = await desk.ground.db.rows(sql`select solved_at = ${PAST.solved_at} as solved,
      closed_at = ${past.updated_at} as closed from tickets where ticket_id = ${body.ticket.id}`)
    expect(row).toEqual({ solved: true, closed: true })
    expect(await faults()).toEqual([])
  })

  it('is not reopened by what customers said last', async () => {
    const comments = [
      ...PAST.comments,
      { author_id: CORA, value: 'Thanks', created_at: '2020-03-03T00:00:00Z' },
    ]
    const { body } = await send({ ...PAST, status: 'pending', solved_at: null, updated_at: null, comments })
    expect(body.ticket).toMatchObject({ status: 'pending', updated_at: '2020-03-03T00:00:00Z' })
  })

  it('brings files, each with its comment', async () => {
    const upload = async (name: string): Promise<string> =>
      (await desk.call(ADA, 'POST', `/api/v2/uploads?filename=${name}`, Buffer.from(name))).body.upload.token
    const [a, b] = [await upload('a.txt'), await upload('b.txt')]
    const comments = [
      { ...PAST.comments[0], uploads: [a] },
      { ...PAST.comments[1], uploads: [b] },
    ]
    const { body } = await send({ ...PAST, comments })
    const files = (await commentsOf(body.ticket.id)).map((one: { attachments: { file_name: string }[] }) =>
      one.attachments.map(({ file_name: name }) => name),
    )
    expect(files).toEqual([['a.txt'], ['b.txt']])
    expect((await send({ ...PAST, comments })).status).toBe(422)
  })

  it('comes whole or not at all, and once', async () => {
    const count = async () => (await desk.ground.db.rows(sql`select from tickets`)).length
    const before = await count()
    const wrong = {
      ...PAST,
      requester: undefined,
      requester_id: CORA,
      comments: [...PAST.comments, { author_id: 424242, body: 'x' }],
    }
    expect((await send(wrong)).body.details.comment).toHaveLength(1)
    const times = { ...PAST, created_at: 'then', updated_at: '2050-01-01T00:00:00Z' }
    expect(Object.keys((await send(times)).body.details)).toEqual(['created_at', 'updated_at'])
    expect((await send({ subject: 'Empty' })).body.details.base).toHaveLength(1)
    expect(await count()).toBe(before)
    const key = { 'idempotency-key': 'import-1' }
    const first = await send(PAST, ADA, key)
    const again = await send(PAST, ADA, key)
    expect([again.status, again.body.ticket.id]).toEqual([201, first.body.ticket.id])
    expect(await count()).toBe(before + 1)
  })

  it('is for those who may import', async () => {
    for (const [who, status] of [
      [null, 401],
      [CORA, 403],
      [LIA, 403],
      [BO, 403],
    ] as const)
      expect((await send(PAST, who)).status).toBe(status)
  })
})

describe('an import of many', () => {
  it('says of each row what became of it', async () => {
    const tickets = [{ ...PAST, subject: 'One' }, { subject: 'No words' }, { ...PAST, created_at: 'then' }]
    const answer = await desk.call(ADA, 'POST', '/api/v2/imports/tickets/create_many', { tickets })
    expect(answer.status).toBe(200)
    for (const { name, payload } of desk.ground.jobs.splice(0))
      await desk.tickets.module.jobs
        ?.find((job) => job.name === name)
        ?.run(payload as JsonObject, { id: '1', attempt: 1 })
    const path = `/api/v2/job_statuses/${answer.body.job_status.id}`
    const { job_status: job } = (await desk.call(ADA, 'GET', path)).body
    expect(job).toMatchObject({
      status: 'completed',
      results: [
        { index: 0, id: expect.any(Number), account_id: 1 },
        { index: 1, success: false, error: 'RecordInvalid' },
        { index: 2, success: false, error: 'RecordInvalid' },
      ],
    })
    expect(await commentsOf(job.results[0].id)).toHaveLength(3)
    const tooMany = { tickets: Array.from({ length: 101 }, () => PAST) }
    expect((await desk.call(ADA, 'POST', '/api/v2/imports/tickets/create_many', tooMany)).status).toBe(400)
  })
})
