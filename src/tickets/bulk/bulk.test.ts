import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../kernel/index.ts'
import { people } from '../../people/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk, ORIGIN } from '../api-fixture.ts'
import { ADA, BEA, BO, CORA, LIA } from '../fixture.ts'
import { tickets } from '../index.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())
beforeEach(() => {
  desk.ground.jobs.length = 0
})

const ID = expect.any(Number)
const one = (n: number): object => ({ subject: `Nr ${n}`, comment: { body: 'Help' }, requester_id: CORA })

/** What the queue would do. */
const runJobs = async (attempt = 1): Promise<void> => {
  const handler = desk.tickets.module.jobs?.find(({ name }) => name === 'tickets_bulk')
  for (const job of desk.ground.jobs) await handler?.run(job.payload as JsonObject, { id: '1', attempt })
}
const show = async (id: string, as = BO) => desk.call(as, 'GET', `/api/v2/job_statuses/${id}.json`)

describe('bulk jobs', () => {
  it('makes many, and tells each by its place', async () => {
    const answer = await desk.call(BO, 'POST', '/api/v2/tickets/create_many.json', {
      tickets: [one(1), { ...one(2), brand_id: 99 }, one(3)],
    })
    expect(answer.status).toBe(200)
    const { id } = answer.body.job_status
    expect(answer.body.job_status).toEqual({
      id: expect.stringMatching(/^V3-[0-9a-f]{32}$/),
      job_type: 'Bulk Create Ticket',
      url: `${ORIGIN}/api/v2/job_statuses/${id}.json`,
      total: 3,
      progress: null,
      status: 'queued',
      message: null,
      results: null,
    })
    expect((await show(id)).body.job_status.status).toBe('queued')
    await runJobs()
    expect((await show(id)).body.job_status).toMatchObject({
      status: 'completed',
      progress: 3,
      message: 'Completed at 2026-01-31 08:00:00 +0000',
      results: [
        { index: 0, id: expect.any(Number), account_id: 1 },
        { index: 1, success: false, error: 'RecordInvalid' },
        { index: 2, id: expect.any(Number), account_id: 1 },
      ],
    })
  })

  it('gives many one change, or each its own', async () => {
    const [a, b] = [await desk.create(), await desk.create()]
    const ids = `${a.ticket.id},${b.ticket.id},424242`
    const same = await desk.call(BO, 'PUT', `/api/v2/tickets/update_many?ids=${ids}`, {
      ticket: { additional_tags: ['bulk'] },
    })
    const own = await desk.call(BO, 'PUT', '/api/v2/tickets/update_many', {
      tickets: [
        { id: a.ticket.id, priority: 'high' },
        { id: `${b.ticket.id}`, priority: 'low', safe_update: true, updated_stamp: '2020-01-01T00:00:00Z' },
      ],
    })
    await runJobs()
    expect((await show(same.body.job_status.id)).body.job_status.results).toEqual([
      { index: 0, id: a.ticket.id, action: 'update', success: true, status: 'Updated', audit_id: ID },
      { index: 1, id: b.ticket.id, action: 'update', success: true, status: 'Updated', audit_id: ID },
      expect.objectContaining({ index: 2, id: 424242, error: 'RecordNotFound' }),
    ])
    expect((await show(own.body.job_status.id)).body.job_status.results).toMatchObject([
      { success: true },
      { id: b.ticket.id, error: 'UpdateConflict' },
    ])
    expect((await desk.call(BO, 'GET', `/api/v2/tickets/${a.ticket.id}`)).body.ticket).toMatchObject({
      tags: ['bulk'],
      priority: 'high',
    })
  })

  it.each([
    ['while its first members are decided', 20, 0],
    ['when they are written and not yet committed', 51, 0],
    ['in its second group', 60, 50],
  ])('goes on where it stopped, without doing anything twice: %s', async (_, calls, kept) => {
    const answer = await desk.call(BO, 'POST', '/api/v2/tickets/create_many', {
      tickets: Array.from({ length: 70 }, (_one, n) => one(n)),
    })
    const { id } = answer.body.job_status
    const before = await countOfTickets()
    const { db } = desk.ground
    await expect(dyingAfter(calls)).rejects.toThrow('the process died')
    expect(await countOfTickets()).toBe(before + kept)
    expect(await db.rows(sql`select from bulk_outcomes`)).toHaveLength(kept)
    await runJobs(2)
    expect(await countOfTickets()).toBe(before + 70)
    expect((await show(id)).body.job_status.results).toHaveLength(70)
    await runJobs(3)
    expect(await countOfTickets()).toBe(before + 70)
    expect(await db.rows(sql`select from bulk_outcomes`)).toEqual([])
  })

  /** Runs the job on a ground whose clock fails: it is asked once a member, and once a group that is written. */
  const dyingAfter = async (calls: number): Promise<void> => {
    let asked = 0
    const { ground } = desk
    const enqueued = ground.jobs[0]!.payload as JsonObject
    const dying = {
      ...ground,
      clock: {
        now: () => {
          asked += 1
          if (asked >= calls) throw new Error('the process died')
          return ground.clock.now()
        },
      },
    }
    const job = tickets(dying, people(ground)).module.jobs?.find(({ name }) => name === 'tickets_bulk')
    await job?.run(enqueued, { id: '1', attempt: 1 })
  }

  it('decides a member whose ticket somebody else changed meanwhile anew, and that one alone', async () => {
    const [a, b] = [await desk.create(), await desk.create()]
    const { ground } = desk
    const answer = await desk.call(
      BO,
      'PUT',
      `/api/v2/tickets/update_many?ids=${a.ticket.id},${b.ticket.id}`,
      {
        ticket: { additional_tags: ['bulk'] },
      },
    )
    let isFirst = true
    const racing = {
      ...ground,
      db: {
        ...ground.db,
        transaction: async <T>(work: (tx: Db) => Promise<T>): Promise<T> => {
          if (isFirst) await desk.update(a.ticket.id, { tags: { add: ['faster'] } })
          isFirst = false
          return ground.db.transaction(work)
        },
      },
    }
    const job = tickets(racing, people(ground)).module.jobs?.find(({ name }) => name === 'tickets_bulk')
    await job?.run(ground.jobs[0]!.payload as JsonObject, { id: '1', attempt: 1 })
    const { results } = (await show(answer.body.job_status.id)).body.job_status
    expect(results).toMatchObject([
      { index: 0, id: a.ticket.id, success: true },
      { index: 1, id: b.ticket.id, success: true },
    ])
    const shown = await desk.call(BO, 'GET', `/api/v2/tickets/show_many?ids=${a.ticket.id},${b.ticket.id}`)
    expect(shown.body.tickets.map(({ tags }: { tags: string[] }) => tags)).toEqual([
      ['bulk', 'faster'],
      ['bulk'],
    ])
  })

  it('gives one ticket its changes in their order, and people who are not there yet a ticket each', async () => {
    const { id } = (await desk.create()).ticket
    const other = (await desk.create()).ticket.id
    const twice = await desk.call(BO, 'PUT', '/api/v2/tickets/update_many', {
      tickets: [
        { id, comment: { body: 'First' }, subject: 'Once' },
        { id: other, type: 'problem' },
        { id, comment: { body: 'Second' }, subject: 'Twice', type: 'incident', problem_id: other },
      ],
    })
    const requester = { name: 'Nina New', email: 'nina@new.example' }
    const made = await desk.call(BO, 'POST', '/api/v2/tickets/create_many', {
      tickets: [one(1), { ...one(2), requester }, { ...one(3), requester }],
    })
    await runJobs()
    expect((await show(twice.body.job_status.id)).body.job_status.results).toMatchObject([
      { index: 0, id, success: true },
      { index: 1, id: other, success: true },
      { index: 2, id, success: true },
    ])
    const { comments } = (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/comments`)).body
    expect(comments.map(({ body }: { body: string }) => body)).toEqual([
      'Smoke everywhere.',
      'First',
      'Second',
    ])
    const { ticket } = (await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).body
    expect([ticket.subject, ticket.problem_id]).toEqual(['Twice', other])
    const { results } = (await show(made.body.job_status.id)).body.job_status
    const shown = await desk.call(
      BO,
      'GET',
      `/api/v2/tickets/show_many?ids=${results.map((row: { id: number }) => row.id)}`,
    )
    const requesters = shown.body.tickets.map(({ requester_id }: { requester_id: number }) => requester_id)
    expect(requesters[1]).toBe(requesters[2])
    expect(new Set(requesters).size).toBe(2)
  })

  const countOfTickets = async () =>
    (await desk.ground.db.one(sql<{ n: number }>`select count(*) as n from tickets`))!.n

  it('takes 100 and refuses 101; shows jobs to their author and the administrator', async () => {
    const many = (n: number) => ({ tickets: Array.from({ length: n }, (_, i) => one(i)) })
    const refused = await desk.call(BO, 'POST', '/api/v2/tickets/create_many', many(101))
    expect([refused.status, refused.body.error, refused.body.max_count]).toEqual([400, 'TooManyValues', 100])
    const { id } = (await desk.call(BO, 'POST', '/api/v2/tickets/create_many', many(100))).body.job_status
    expect((await show(id, BEA)).status).toBe(404)
    expect((await show(id, ADA)).status).toBe(200)
    expect((await desk.call(LIA, 'POST', '/api/v2/tickets/create_many', many(1))).status).toBe(403)
    const listed = await desk.call(BO, 'GET', '/api/v2/job_statuses?page[size]=2')
    expect(listed.body.job_statuses).toHaveLength(2)
    const shown = await desk.call(BO, 'GET', `/api/v2/job_statuses/show_many?ids=${id},V3-none`)
    expect(shown.body.job_statuses.map((job: { id: string }) => job.id)).toEqual([id])
  })
})
