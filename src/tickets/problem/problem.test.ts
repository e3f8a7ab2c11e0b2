import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { Effect } from '../../platform/module.ts'
import { ADA, BEA, BO, by, CARL, CORA, SUPPORT, says } from '../fixture.ts'
import { undoDesk } from '../undo/fixture.ts'

let desk: Awaited<ReturnType<typeof undoDesk>>
beforeAll(async () => {
  desk = await undoDesk()
})
afterAll(async () => {
  expect(await desk.faults()).toEqual([])
  await desk.close()
})
beforeEach(() => {
  desk.ground.jobs.length = 0
  desk.ground.clock.advance(60_000)
})

const show = async (id: Id) => (await desk.call(BO, 'GET', `/tickets/${id}`)).body.ticket
const lastComment = async (id: Id) =>
  (await desk.call(BO, 'GET', `/tickets/${id}/comments`)).body.comments.at(-1)

/** A problem of Bea's with three incidents, of which the last is solved already. */
const outage = async (): Promise<{ problem: Id; incidents: [Id, Id, Id] }> => {
  const set = { subject: 'All printers burn', type: 'problem', assigneeId: BEA, groupId: SUPPORT } as const
  const problem = (await desk.create({ set })).ticket.id
  const incident = async (requesterId: Id): Promise<Id> =>
    (await desk.create({ requesterId, set: { subject: 'Fire', type: 'incident', problemId: problem } }))
      .ticket.id
  const incidents: [Id, Id, Id] = [await incident(CORA), await incident(CARL), await incident(CORA)]
  await desk.update(incidents[2], { set: { status: 'solved', assigneeId: BO } })
  return { problem, incidents }
}
const solve = async (problem: Id, comment: object = { body: 'We put it out' }) => {
  const answer = await desk.call(BEA, 'PUT', `/tickets/${problem}`, { ticket: { status: 'solved', comment } })
  expect(answer.status).toBe(200)
  return answer.body.audit.id as Id
}
/** What the outbox would do. */
const deliver = async (): Promise<number> => {
  const rows =
    await desk.ground.db.rows<Effect>(sql<Effect>`update outbox set state = 'done', ended_at = now()
    where kind = 'solve_incidents' and state = 'waiting'
    returning id, effect_key as key, kind, ticket_id as "ticketId", payload, created_at as "createdAt", 1 as attempt`)
  const handler = desk.tickets.module.effects?.find(({ kind }) => kind === 'solve_incidents')
  for (const effect of rows) await handler?.deliver(effect)
  return rows.length
}

describe('solving a problem', () => {
  it('solves its incidents with its comment, as a job with progress', async () => {
    const { problem, incidents } = await outage()
    expect((await show(problem)).has_incidents).toBe(true)
    await solve(problem)
    expect(await deliver()).toBe(1)
    const [queued] = (await desk.call(BEA, 'GET', '/job_statuses?sort=-created_at')).body.job_statuses
    expect(queued).toMatchObject({ job_type: 'Solve Incidents', total: 2, status: 'queued' })
    await desk.runJobs()
    expect(await desk.job(queued.id)).toMatchObject({
      status: 'completed',
      progress: 2,
      results: { success: true, changed: 2, failed: [] },
    })
    for (const id of incidents.slice(0, 2)) {
      expect((await show(id)).status).toBe('solved')
      expect(await lastComment(id)).toMatchObject({ body: 'We put it out', public: true, author_id: BEA })
      expect((await desk.audits(id)).at(-1)).toMatchObject({
        author_id: -1,
        via: { channel: 'linked_problem', source: { from: { ticket_id: problem } } },
      })
    }
    expect((await lastComment(incidents[2])).body).toBe('Smoke everywhere.')
  })

  it('does nothing where there are no incidents, and nothing for other types', async () => {
    const { ticket } = await desk.create({ set: { subject: 'x', type: 'problem', assigneeId: BEA } })
    await solve(ticket.id)
    const question = await desk.create({ set: { subject: 'x', type: 'question', assigneeId: BEA } })
    await solve(question.ticket.id)
    expect(await deliver()).toBe(1)
    expect(desk.ground.jobs).toEqual([])
  })

  it('leaves alone what cannot be changed, and says so', async () => {
    const { problem, incidents } = await outage()
    await solve(problem)
    await deliver()
    await desk.ground.db.rows(sql`update users set active = false where id = ${BEA}`)
    await desk.call(ADA, 'DELETE', `/tickets/${incidents[0]}`)
    await desk.runJobs()
    await desk.ground.db.rows(sql`update users set active = true where id = ${BEA}`)
    const { body } = await desk.call(BEA, 'GET', '/job_statuses?sort=-created_at')
    expect(body.job_statuses[0].results).toMatchObject({ success: true, changed: 1 })
  })

  it('is taken back with its incidents, those that went on since left out', async () => {
    const { problem, incidents } = await outage()
    const before = await Promise.all([problem, ...incidents].map(desk.rows))
    const audit = await solve(problem, { body: 'Out', public: true })
    await deliver()
    await desk.runJobs()
    const undone = await desk.undo(problem, audit, BEA)
    expect(undone.body.undo).toMatchObject({ mode: 'in_place' })
    await desk.runJobs()
    const job = await desk.job(undone.body.undo.job_status_id)
    expect(job).toMatchObject({ job_type: 'Reopen Incidents', results: { success: true, changed: 2 } })
    expect((await show(incidents[2])).status).toBe('solved')
    const clean = (text: string) =>
      text.replaceAll(/"ticket\/\d+\/\d+\/solve_incidents"/g, '').replaceAll(', ]', ']')
    const after = await Promise.all([problem, ...incidents].map(desk.rows))
    expect(after.map(clean)).toEqual(before.map(clean))

    const again = await solve(problem)
    await deliver()
    await desk.runJobs()
    await desk.update(incidents[0], { actor: by(CORA), comment: says('It burns again!') })
    desk.ground.clock.advance(3_600_000)
    const later = await desk.undo(problem, again, BEA)
    await desk.runJobs()
    const { results } = await desk.job(later.body.undo.job_status_id)
    expect(results).toMatchObject({ success: false, changed: 1 })
    expect(results.failed).toEqual([{ id: incidents[0], error: expect.stringContaining('status') }])
    expect((await show(incidents[1])).status).toBe('new')
    expect((await show(incidents[0])).status).toBe('open')
  })

  it('goes no further once it is taken back', async () => {
    const { problem, incidents } = await outage()
    const audit = await solve(problem)
    await deliver()
    expect((await desk.undo(problem, audit, BEA)).status).toBe(200)
    await desk.runJobs()
    expect((await show(incidents[0])).status).toBe('new')
    const other = await outage()
    const waiting = await solve(other.problem)
    expect((await desk.undo(other.problem, waiting, BEA)).body.undo.cancelled_effects).toContainEqual({
      kind: 'solve_incidents',
      recipient_id: null,
      state: 'cancelled',
    })
    expect(await deliver()).toBe(0)
  })
})
