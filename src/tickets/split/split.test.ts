import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { Change } from '../core/index.ts'
import { ADA, BEA, BO, by, CARL, CORA, LIA, SUPPORT, says, ZOE } from '../fixture.ts'
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
  desk.ground.clock.advance(60_000)
})

const made = async (change: Partial<Change> = {}): Promise<Id> => (await desk.create(change)).ticket.id
const comments = async (id: Id) => (await desk.call(BO, 'GET', `/tickets/${id}/comments`)).body.comments
const split = (id: Id, body: object, who: Id = BO) => desk.call(who, 'POST', `/tickets/${id}/split`, body)

/** Two questions in one ticket, a note between them. */
const twoQuestions = async (): Promise<{ id: Id; ids: Id[] }> => {
  const id = await made({
    tags: { set: ['printer'] },
    set: { subject: 'Fire', priority: 'high', groupId: SUPPORT },
  })
  desk.ground.clock.advance(60_000)
  await desk.update(id, { comment: says('Call the fire brigade', false) })
  desk.ground.clock.advance(60_000)
  const upload = await desk.app.inject({
    method: 'POST',
    url: '/api/v2/uploads?filename=invoice.txt',
    headers: { host: 'localhost:3000', 'content-type': 'text/plain', authorization: await bearer() },
    payload: 'Invoice 17',
  })
  await desk.call(BO, 'PUT', `/tickets/${id}`, {
    ticket: { comment: { body: 'And my invoice?', author_id: CORA, uploads: [upload.json().upload.token] } },
  })
  return { id, ids: (await comments(id)).map((one: { id: Id }) => one.id) }
}
const bearer = async (): Promise<string> => {
  const { people } = await import('../../people/index.ts')
  return `Bearer ${(await people(desk.ground).createToken({ email: 'bo@desk.example' })).secret}`
}

describe('a split', () => {
  it('makes a ticket of chosen comments, with author, time, sight and files, and tells both histories', async () => {
    const { id, ids } = await twoQuestions()
    const answer = await split(id, { comment_ids: [ids[2], `${ids[1]}`], subject: 'The invoice' })
    expect(answer.status).toBe(201)
    const { ticket, source } = answer.body
    expect(ticket).toMatchObject({
      subject: 'The invoice',
      requester_id: CORA,
      status: 'new',
      priority: 'high',
      group_id: SUPPORT,
      tags: ['printer'],
      split_from: id,
      description: 'Call the fire brigade',
      via: { source: { from: { ticket_id: id, subject: 'Fire' }, rel: 'split' } },
    })
    const [original, copied] = [await comments(id), await comments(ticket.id)]
    expect(original).toHaveLength(3)
    const told = ({ body, author_id, public: seen, created_at }: Record<string, unknown>) => [
      body,
      author_id,
      seen,
      created_at,
    ]
    expect(copied.map(told)).toEqual(original.slice(1).map(told))
    expect(copied[1].attachments[0]).toMatchObject({ file_name: 'invoice.txt', size: 10 })
    const blobs = await desk.ground.db.rows<{ blob: string; sha256: string }>(
      sql<{
        blob: string
        sha256: string
      }>`select blob, sha256 from attachments where ticket_id in (${id}, ${ticket.id})`,
    )
    expect([
      new Set(blobs.map(({ blob }) => blob)).size,
      new Set(blobs.map((one) => one.sha256)).size,
    ]).toEqual([2, 1])
    const lastEvents = async (of: Id) => (await desk.audits(of)).at(-1).events
    expect(await lastEvents(id)).toContainEqual(
      expect.objectContaining({ type: 'TicketSplit', split_ticket_id: ticket.id }),
    )
    expect(await lastEvents(ticket.id)).toContainEqual(
      expect.objectContaining({ type: 'TicketSplit', split_from_ticket_id: id }),
    )
    expect((await desk.audits(id)).at(-1).id).toBe(source.audit_id)
    const related = async (of: Id) =>
      (await desk.call(BO, 'GET', `/tickets/${of}/related`)).body.ticket_related
    expect(await related(id)).toMatchObject({ split_ticket_ids: [ticket.id], split_from: null })
    expect(await related(ticket.id)).toMatchObject({ split_ticket_ids: [], split_from: id })
  })

  it('takes what is asked for instead: another requester, a problem', async () => {
    const { id, ids } = await twoQuestions()
    const problem = await made({ set: { subject: 'All invoices are lost', type: 'problem' } })
    const answer = await split(id, {
      comment_ids: [ids[2]],
      requester: { email: 'new@zimmer.example', name: 'Nina New' },
      type: 'incident',
      problem_id: problem,
      tags: ['billing'],
      assignee_id: BEA,
    })
    expect(answer.body.ticket).toMatchObject({
      subject: 'Fire',
      problem_id: problem,
      tags: ['billing'],
      assignee_id: BEA,
      organization_id: null,
    })
    expect(answer.body.ticket.requester_id).not.toBe(CORA)
  })

  it('shows customers no more than they saw', async () => {
    const { id, ids } = await twoQuestions()
    const { ticket } = (await split(id, { comment_ids: [ids[1]] })).body
    expect(ticket.is_public).toBe(false)
    expect((await desk.call(CORA, 'GET', `/requests/${ticket.id}`)).status).toBe(404)
  })

  it('is for agents who see the ticket, of comments that it has', async () => {
    const { id, ids } = await twoQuestions()
    const other = await twoQuestions()
    const body = { comment_ids: [ids[0]] }
    for (const who of [CORA, LIA]) expect((await split(id, body, who)).status).toBe(403)
    expect((await split(424242, body)).status).toBe(404)
    for (const wrong of [
      {},
      { comment_ids: [] },
      { comment_ids: ['x'] },
      { comment_ids: [other.ids[0]] },
      { comment_ids: [ids[0], 424242] },
      { ...body, comment: { body: 'More' } },
      { ...body, priority: 'extreme' },
      { ...body, problem_id: id, type: 'incident' },
    ])
      expect((await split(id, wrong)).status).toBe(422)
    expect((await desk.audits(id)).length).toBe(3)
  })

  it('is taken back in place, from either side, and leaves the other as it was', async () => {
    for (const side of ['source', 'made']) {
      const { id, ids } = await twoQuestions()
      const before = await desk.rows(id)
      const { ticket, audit, source } = (await split(id, { comment_ids: [ids[2]] })).body
      const answer = await (side === 'made' ? desk.undo(ticket.id, audit.id) : desk.undo(id, source.audit_id))
      expect(answer.body.undo).toMatchObject({ mode: 'in_place' })
      expect(await desk.rows(id)).toBe(before)
      expect((await desk.call(ADA, 'GET', `/tickets/${ticket.id}`)).status).toBe(404)
    }
  })

  it('is taken back later by who may delete, unless the new ticket went on', async () => {
    const { id, ids } = await twoQuestions()
    const [one, two] = [
      (await split(id, { comment_ids: [ids[2]] })).body,
      (await split(id, { comment_ids: [ids[0]] })).body,
    ]
    await desk.update(two.ticket.id, { actor: by(CORA), comment: says('Thanks') })
    desk.ground.clock.advance(3_600_000)
    expect((await desk.undo(one.ticket.id, one.audit.id)).status).toBe(403)
    expect((await desk.undo(one.ticket.id, one.audit.id, ADA)).body.undo.ticket_ids).toEqual([
      one.ticket.id,
      id,
    ])
    expect((await desk.undo(id, two.source.audit_id, ADA)).status).toBe(409)
    expect((await desk.audits(id)).at(-1).events).toContainEqual(
      expect.objectContaining({ type: 'TicketSplitUndo', ticket_ids: [one.ticket.id] }),
    )
    expect(await comments(id)).toHaveLength(3)
  })

  it('copies for whoever asked, whoever has been copied in', async () => {
    const id = await made({ requesterId: ZOE, emailCcs: { set: [CARL] } })
    const [{ id: commentId }] = await comments(id)
    const { ticket } = (await split(id, { comment_ids: [commentId] })).body
    expect([ticket.requester_id, ticket.email_cc_ids]).toEqual([ZOE, []])
  })
})
