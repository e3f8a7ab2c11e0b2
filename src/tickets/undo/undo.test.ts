import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Id, instantOf } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { Change } from '../core/index.ts'
import { ADA, BEA, BO, by, CARL, CORA, LIA, SUPPORT, says } from '../fixture.ts'
import { undoDesk } from './fixture.ts'

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

const later = (seconds: number): void => void desk.ground.clock.advance(seconds * 1000)
const made = async (change: Partial<Change> = {}): Promise<Id> => (await desk.create(change)).ticket.id
const put = async (id: Id, ticket: object, who = BO) => {
  const answer = await desk.call(who, 'PUT', `/tickets/${id}`, { ticket })
  expect(answer.status).toBe(200)
  return answer.body.audit.id as Id
}
const show = async (id: Id) => (await desk.call(BO, 'GET', `/tickets/${id}`)).body.ticket
const comments = async (id: Id) => (await desk.call(BO, 'GET', `/tickets/${id}/comments`)).body.comments

const upload = async (name: string): Promise<string> => {
  const answer = await desk.app.inject({
    method: 'POST',
    url: `/api/v2/uploads?filename=${name}`,
    headers: { host: 'localhost:3000', 'content-type': 'text/plain', authorization: await bearer() },
    payload: name,
  })
  return answer.json().upload.token
}
const bearer = async (): Promise<string> => {
  const { people } = await import('../../people/index.ts')
  return `Bearer ${(await people(desk.ground).createToken({ email: 'bo@desk.example' })).secret}`
}

describe('in place', () => {
  const acts: [string, (id: Id) => Promise<unknown>][] = [
    ['a priority', (id) => put(id, { priority: 'high' })],
    ['a subject and tags', (id) => put(id, { subject: 'Other', tags: ['b', 'c'] })],
    ['an assignment', (id) => put(id, { assignee_id: BO, group_id: SUPPORT })],
    ['a reply that solves', (id) => put(id, { status: 'solved', comment: { body: 'Done' } })],
    [
      'a note with a file',
      async (id) => put(id, { comment: { body: 'See', public: false, uploads: [await upload('a.txt')] } }),
    ],
    [
      'copies and followers',
      (id) => put(id, { email_ccs: [{ user_id: CARL }], followers: [{ user_id: BEA }] }),
    ],
    ['a type with a due date', (id) => put(id, { type: 'task', due_at: '2026-03-01T12:00:00Z' })],
    ['another requester', (id) => put(id, { requester_id: CARL })],
    ['closing', (id) => put(id, { status: 'closed', assignee_id: BO })],
    [
      'hiding a comment',
      async (id) =>
        desk.call(BO, 'PUT', `/tickets/${id}/comments/${(await comments(id))[0].id}/make_private`),
    ],
  ]
  it.each(acts)('%s leaves everything as it was, byte by byte', async (_name, act) => {
    const id = await made({ tags: { set: ['a', 'b'] }, emailCcs: { set: [CORA, CARL] } })
    later(40)
    await desk.update(id, { set: { status: 'pending' }, comment: says('Have you tried?', true) })
    later(40)
    const before = await desk.rows(id)
    await act(id)
    expect(await desk.rows(id)).not.toBe(before)
    later(29)
    const answer = await desk.undo(id, await desk.lastAudit(id))
    expect([answer.status, answer.body.undo.mode]).toEqual([200, 'in_place'])
    expect(await desk.rows(id)).toBe(before)
    expect(await desk.faults()).toEqual([])
  })

  it('takes deleting and restoring back', async () => {
    const id = await made()
    const before = await desk.rows(id)
    await desk.call(ADA, 'DELETE', `/tickets/${id}`)
    const deleted = await desk.lastAudit(id)
    expect((await desk.undo(id, deleted)).status).toBe(403)
    const answer = await desk.undo(id, deleted, ADA)
    expect(answer.body).toMatchObject({ ticket: { status: 'new' }, undo: { mode: 'in_place' } })
    expect(await desk.rows(id)).toBe(before)
    later(40)
    await desk.call(ADA, 'DELETE', `/tickets/${id}`)
    later(10)
    const gone = await desk.rows(id)
    await desk.call(ADA, 'PUT', `/deleted_tickets/${id}/restore`)
    expect((await desk.undo(id, await desk.lastAudit(id), ADA)).body.undo.mode).toBe('in_place')
    expect(await desk.rows(id)).toBe(gone)
  })

  it('goes step by step, the last first', async () => {
    const id = await made()
    const first = await desk.rows(id)
    const one = await put(id, { priority: 'low' })
    const second = await desk.rows(id)
    const two = await put(id, { priority: 'urgent' })
    expect((await desk.undo(id, one)).status).toBe(409)
    expect((await desk.undo(id, two)).body.undo.mode).toBe('in_place')
    expect(await desk.rows(id)).toBe(second)
    expect((await desk.undo(id, one)).body.undo.mode).toBe('in_place')
    expect(await desk.rows(id)).toBe(first)
    const again = await desk.undo(id, one)
    expect([again.status, again.body.description]).toEqual([
      409,
      expect.stringContaining('taken back already'),
    ])
  })

  it('is for whoever did it; for others it is an ordinary change', async () => {
    const id = await made()
    const audit = await put(id, { priority: 'high' }, BEA)
    expect((await desk.undo(id, audit)).body.undo.mode).toBe('compensating')
    expect((await show(id)).priority).toBeNull()
  })

  it('ends when the desk says, and 30 s after the act unless it says otherwise', async () => {
    const [soon, late] = [await made(), await made()]
    const [a, b] = [await put(soon, { priority: 'high' }), await put(late, { priority: 'high' })]
    later(30)
    expect((await desk.undo(soon, a)).body.undo.mode).toBe('in_place')
    later(1)
    expect((await desk.undo(late, b)).body.undo.mode).toBe('compensating')
  })

  it('of a creation leaves nothing to be brought back', async () => {
    const answer = await desk.call(BO, 'POST', '/tickets', {
      ticket: { subject: 'Oops', comment: { body: 'secret words' } },
    })
    const { id } = answer.body.ticket
    const undone = await desk.undo(id, answer.body.audit.id)
    expect([undone.status, undone.body.undo.mode, undone.body.ticket.status]).toEqual([
      200,
      'in_place',
      'deleted',
    ])
    expect((await desk.call(ADA, 'PUT', `/deleted_tickets/${id}/restore`)).status).toBe(404)
    const { deleted_tickets: deleted } = (await desk.call(ADA, 'GET', '/deleted_tickets')).body
    expect(deleted.map((one: { id: Id }) => one.id)).not.toContain(id)
    const left = await desk.ground.db.rows(sql`select body from comments where ticket_id = ${id}
      union all select texts::text from audits where ticket_id = ${id}`)
    expect(JSON.stringify(left)).not.toContain('secret words')
  })

  it('lets no mail leave that still waited, and names what has left', async () => {
    const id = await made()
    const reply = () => put(id, { comment: { body: 'My answer' }, undo_seconds: 20 })
    const audit = await reply()
    const [held] = await desk.ground.db.rows<{ wait: number; state: string }>(sql<{
      wait: number
      state: string
    }>`
      select extract(epoch from due_at - created_at)::int as wait, state from outbox
      where ticket_id = ${id} order by id desc limit 1`)
    expect(held).toEqual({ wait: 20, state: 'waiting' })
    expect((await desk.preview(id, audit)).body.undo).toMatchObject({
      possible: true,
      mode: 'in_place',
      cancellable_effects: [{ kind: 'send_mail', recipient_id: CORA, state: 'waiting' }],
      sent_effects: [],
    })
    expect((await desk.undo(id, audit)).body.undo).toMatchObject({
      cancelled_effects: [{ kind: 'send_mail', recipient_id: CORA, state: 'cancelled' }],
      sent_effects: [],
    })
    expect(await comments(id)).toHaveLength(1)
    expect(await desk.ground.db.rows(sql`select from retracted_comments where ticket_id = ${id}`)).toEqual([])
    const second = await reply()
    await desk.ground.db.rows(sql`update outbox set state = 'done', ended_at = now() where ticket_id = ${id}
      and state = 'waiting'`)
    expect((await desk.undo(id, second)).body.undo).toMatchObject({
      mode: 'in_place',
      cancelled_effects: [],
      sent_effects: [{ kind: 'send_mail', recipient_id: CORA, state: 'sent' }],
    })
    expect(await comments(id)).toHaveLength(1)
    // What somebody was sent is still told by its audit, to staff.
    const told = (await desk.audits(id)).find((one: { id: Id }) => one.id === second)
    expect(told.events[0]).toMatchObject({ type: 'Comment', body: 'My answer' })
    for (const wrong of [31, -1, 1.5])
      expect(
        (
          await desk.call(BO, 'PUT', `/tickets/${id}`, {
            ticket: { comment: { body: 'x' }, undo_seconds: wrong },
          })
        ).body.details.undo_seconds,
      ).toHaveLength(1)
  })

  it('does not take back a mail that is on its way', async () => {
    const id = await made()
    const audit = await put(id, { comment: { body: 'My answer' } })
    const { id: self } = desk.ground.identity
    await desk.ground.db.rows(sql`update outbox set lease_owner = ${self}, lease_until = now() + interval '1 min'
      where ticket_id = ${id} and state = 'waiting'`)
    const { undo } = (await desk.undo(id, audit)).body
    expect(undo.cancelled_effects).toEqual([])
    expect(undo.sent_effects).toContainEqual({ kind: 'send_mail', recipient_id: CORA, state: 'sending' })
  })
})

describe('later', () => {
  it('brings the values back by a change of its own, and keeps what others did', async () => {
    const id = await made({ tags: { set: ['a', 'b'] } })
    const audit = await put(id, {
      priority: 'high',
      tags: ['b', 'c'],
      status: 'pending',
      comment: { body: 'Wait' },
    })
    later(100)
    await put(id, { subject: 'Renamed', additional_tags: ['d'] }, BEA)
    later(3600)
    const answer = await desk.undo(id, audit, BEA)
    expect(answer.body).toMatchObject({
      ticket: { priority: null, status: 'new', subject: 'Renamed', tags: ['a', 'b', 'd'] },
      undo: { mode: 'compensating', ticket_ids: [id], job_status_id: null },
    })
    expect(await comments(id)).toHaveLength(1)
    expect(answer.body.audit.author_id).toBe(BEA)
    expect(answer.body.audit.events).toContainEqual(
      expect.objectContaining({ type: 'AuditUndo', audit_id: audit, mode: 'compensating' }),
    )
    expect(answer.body.audit.events).toContainEqual(
      expect.objectContaining({
        type: 'Change',
        field_name: 'priority',
        value: null,
        previous_value: 'high',
      }),
    )
    expect(answer.body.ticket.updated_at).toBe(answer.body.audit.created_at)
  })

  it('refuses where the same was touched since, and says what, and by which audit', async () => {
    const id = await made()
    const audit = await put(id, { priority: 'high', subject: 'One', tags: ['x'] })
    const other = await put(id, { subject: 'Two', remove_tags: ['x'] }, BEA)
    later(100)
    const shown = (await desk.preview(id, audit)).body.undo
    expect(shown).toMatchObject({ possible: false, mode: null, fields: ['subject', 'tags/x'] })
    const answer = await desk.undo(id, audit)
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({
      error: 'UpdateConflict',
      description: expect.stringContaining(`subject: changed by audit ${other}`),
      details: { subject: [{ description: `subject: changed by audit ${other}` }] },
    })
    expect(await show(id)).toMatchObject({ priority: 'high', subject: 'Two' })
    // With the later one taken back, nothing is in the way any more.
    expect((await desk.undo(id, other)).status).toBe(200)
    expect((await desk.undo(id, audit)).body.ticket).toMatchObject({ priority: null, tags: [] })
  })

  it('refuses a status once the customer has written again', async () => {
    const id = await made({ set: { subject: 'x', assigneeId: BO } })
    await put(id, { status: 'hold' })
    later(100)
    const audit = await put(id, { status: 'open' })
    await desk.update(id, { actor: by(CORA), comment: says('And now?') })
    expect((await desk.undo(id, audit)).body.details).toHaveProperty('status')
  })

  it('says why what is final cannot be taken back', async () => {
    const id = await made()
    const [{ id: commentId }] = await comments(id)
    await desk.call(BO, 'PUT', `/tickets/${id}/comments/${commentId}/redact`, { text: 'Smoke' })
    const redaction = await desk.lastAudit(id)
    const answer = await desk.undo(id, redaction)
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([
      422,
      expect.stringContaining('gone for good'),
    ])
    const audit = await put(id, { priority: 'low' })
    await desk.undo(id, audit)
    expect((await desk.undo(id, await desk.lastAudit(id))).status).toBe(422)
    expect((await desk.preview(id, redaction)).body.undo).toMatchObject({
      possible: false,
      reason: expect.stringContaining('gone for good'),
    })
  })

  it('deletes a ticket whose creation is taken back, unless it went on', async () => {
    const [id, other] = [await made(), await made()]
    const [creation, of] = [await desk.lastAudit(id), await desk.lastAudit(other)]
    await put(other, { priority: 'low' })
    later(100)
    expect((await desk.undo(id, creation)).status).toBe(403)
    expect((await desk.undo(id, creation, ADA)).body.undo.mode).toBe('compensating')
    expect((await desk.call(ADA, 'PUT', `/deleted_tickets/${id}/restore`)).status).toBe(200)
    expect((await desk.undo(other, of, ADA)).body.details).toHaveProperty('ticket')
  })

  it('holds a comment that was hidden from customers up again', async () => {
    const id = await made()
    const [{ id: commentId }] = await comments(id)
    await desk.call(BO, 'PUT', `/tickets/${id}/comments/${commentId}/make_private`)
    const audit = await desk.lastAudit(id)
    later(100)
    expect((await desk.undo(id, audit)).status).toBe(200)
    expect((await comments(id))[0].public).toBe(true)
    expect((await show(id)).is_public).toBe(true)
  })

  it('names nobody who is gone', async () => {
    const id = await made({ set: { subject: 'x', assigneeId: BEA } })
    const audit = await put(id, { assignee_id: BO })
    later(100)
    await desk.ground.db.rows(sql`update users set active = false where id = ${BEA}`)
    const answer = await desk.undo(id, audit)
    await desk.ground.db.rows(sql`update users set active = true where id = ${BEA}`)
    expect([answer.status, Object.keys(answer.body.details)]).toEqual([422, ['assignee_id']])
  })
})

describe('who may', () => {
  it('is who may do the reverse, on tickets that they see', async () => {
    const id = await made()
    const audit = await put(id, { priority: 'high' })
    for (const [who, status] of [
      [CORA, 403],
      [LIA, 403],
    ] as const)
      expect((await desk.undo(id, audit, who)).status).toBe(status)
    expect((await desk.undo(id, 424242)).status).toBe(404)
    expect((await desk.undo(424242, audit)).status).toBe(404)
    expect((await desk.preview(424242, audit)).status).toBe(404)
    const other = await made()
    expect((await desk.undo(other, audit)).status).toBe(404)
  })

  it('takes their own notes back, light agents too, and never what a customer wrote', async () => {
    const id = await made()
    await put(id, { comment: { body: 'Hm', public: false } }, LIA)
    const note = await desk.lastAudit(id)
    later(100)
    expect((await desk.undo(id, note, LIA)).status).toBe(200)
    const replied = await desk.update(id, { actor: by(CORA), comment: says('Hello?') })
    const answer = await desk.undo(id, replied.auditId!, ADA)
    expect([answer.status, answer.body.description]).toEqual([403, expect.stringContaining('customer')])
  })
})

describe('at the same time', () => {
  it('one of two undos wins', async () => {
    const id = await made()
    const before = await desk.rows(id)
    const audit = await put(id, { priority: 'high' })
    const answers = await Promise.all([desk.undo(id, audit), desk.undo(id, audit), desk.undo(id, audit)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect(await desk.rows(id)).toBe(before)
  })

  it('a reply is never lost to an undo', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await made()
      const audit = await put(id, { priority: 'high' })
      const [undone, reply] = await Promise.all([
        desk.undo(id, audit),
        desk.update(id, { actor: by(CORA), comment: says(`Reply ${round}`) }),
      ])
      expect(undone.status).toBe(200)
      expect(reply.comment?.text).toBe(`Reply ${round}`)
      expect(await comments(id)).toHaveLength(2)
      expect((await show(id)).priority).toBeNull()
    }
  })
})

it('takes a bulk job back, row by row', async () => {
  const ids = [await made(), await made(), await made()]
  const before = await Promise.all(ids.map(desk.rows))
  const answer = await desk.call(BO, 'PUT', `/tickets/update_many?ids=${ids},424242`, {
    ticket: { priority: 'urgent', additional_tags: ['bulk'], comment: { body: 'To all' } },
  })
  const { id: jobId } = answer.body.job_status
  expect((await desk.call(BO, 'POST', `/job_statuses/${jobId}/undo`)).status).toBe(409)
  await desk.runJobs()
  await put(ids[1]!, { priority: 'low' }, BEA)
  const undoing = await desk.call(BO, 'POST', `/job_statuses/${jobId}/undo`)
  expect(undoing.body.job_status).toMatchObject({ job_type: 'Bulk Undo', total: 3 })
  await desk.runJobs()
  const { results } = await desk.job(undoing.body.job_status.id)
  expect(results).toMatchObject([
    { id: ids[2], action: 'undo', success: true, mode: 'in_place' },
    { id: ids[1], success: false, error: 'UpdateConflict', details: expect.stringContaining('priority') },
    { id: ids[0], success: true, mode: 'in_place' },
  ])
  expect(await desk.rows(ids[0]!)).toBe(before[0])
  expect(await desk.rows(ids[2]!)).toBe(before[2])
  expect((await show(ids[1]!)).tags).toEqual(['bulk'])
  expect((await desk.call(BEA, 'POST', `/job_statuses/${jobId}/undo`)).status).toBe(404)
  const twice = await desk.call(BO, 'POST', `/job_statuses/${undoing.body.job_status.id}/undo`)
  expect(twice.status).toBe(422)
})

it('takes a bulk deletion back', async () => {
  const ids = [await made(), await made()]
  const answer = await desk.call(ADA, 'DELETE', `/tickets/destroy_many?ids=${ids}`)
  await desk.runJobs()
  later(instantOf(3600))
  await desk.call(ADA, 'POST', `/job_statuses/${answer.body.job_status.id}/undo`)
  await desk.runJobs()
  for (const id of ids) expect((await show(id)).status).toBe('new')
})
