import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ADA, BO, CORA, LIA, says, ZOE } from '../fixture.ts'
import { ticketVerifier } from '../verify.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

const faults = async (): Promise<string[]> => {
  const found: string[] = []
  for await (const fault of ticketVerifier.verify(desk.ground.db)) found.push(fault)
  return found
}
const put = (who: Id | null, ticketId: Id, commentId: Id, what: string, body?: object) =>
  desk.call(who, 'PUT', `/api/v2/tickets/${ticketId}/comments/${commentId}/${what}`, body)

it('hides a comment from its readers, and tells so in the history', async () => {
  const { ticket, comment } = await desk.create()
  const id = comment!.id
  for (const [who, status] of [
    [null, 401],
    [CORA, 403],
    [LIA, 403],
  ] as const)
    expect((await put(who, ticket.id, id, 'make_private')).status).toBe(status)
  expect((await put(BO, ticket.id, 424242, 'make_private')).status).toBe(404)
  expect((await put(BO, 424242, id, 'make_private')).status).toBe(404)
  const answer = await put(BO, ticket.id, id, 'make_private')
  expect([answer.status, answer.body]).toEqual([200, {}])
  expect((await desk.call(CORA, 'GET', `/api/v2/requests/${ticket.id}`)).status).toBe(404)
  const { audits } = (await desk.call(BO, 'GET', `/api/v2/tickets/${ticket.id}/audits`)).body
  expect(audits[1].events).toMatchObject([{ type: 'CommentPrivacyChange', comment_id: id, public: false }])
  expect(await faults()).toEqual([])
})

it('blackens words for good, everywhere, and the chain still holds', async () => {
  const { ticket } = await desk.create()
  const { comment } = await desk.update(ticket.id, { comment: says('The PIN is canary-99, canary-99!') })
  const id = comment!.id
  expect((await put(BO, ticket.id, id, 'redact', { text: 'nowhere' })).status).toBe(422)
  expect((await put(BO, ticket.id, id, 'redact', {})).status).toBe(422)
  expect((await put(LIA, ticket.id, id, 'redact', { text: 'canary-99' })).status).toBe(403)
  const answer = await put(BO, ticket.id, id, 'redact', { text: 'canary-99' })
  expect(answer.body.comment).toMatchObject({ id, body: 'The PIN is ▇▇▇▇▇▇▇▇▇, ▇▇▇▇▇▇▇▇▇!' })
  await put(BO, ticket.id, id, 'redact', { text: 'PIN' })
  const rows = await desk.ground.db.rows(sql`select to_jsonb(a) from audits a where ticket_id = ${ticket.id}
    union all select to_jsonb(c) from comments c where ticket_id = ${ticket.id}`)
  expect(JSON.stringify(rows)).not.toMatch(/canary/)
  expect(await faults()).toEqual([])
  await desk.ground.db.rows(sql`update comments set body = 'Rewritten' where id = ${id}`)
  expect((await faults()).join()).toMatch(/its comment is not the one/)
  await desk.ground.db.rows(sql`update comments set salt = null where id = ${id}`)
})

it('takes a closed ticket up again, by agents and by those who asked', async () => {
  const { ticket } = await desk.create({ tags: { set: ['vip'] } })
  const again = (who: Id, source: Id) =>
    desk.call(who, 'POST', '/api/v2/requests', {
      request: { subject: 'Again', comment: { body: 'It is back' }, via_followup_source_id: source },
    })
  expect((await again(CORA, ticket.id)).body.details.via_followup_source_id).toHaveLength(1)
  await desk.update(ticket.id, { actor: { kind: 'system' }, set: { status: 'solved', assigneeId: BO } })
  await desk.update(ticket.id, { actor: { kind: 'system' }, set: { status: 'closed' } })
  expect((await again(ZOE, ticket.id)).status).toBe(422)
  const { request } = (await again(CORA, ticket.id)).body
  expect(request.followup_source_id).toBe(ticket.id)
  const body = {
    ticket: {
      subject: 'Again',
      requester_id: CORA,
      comment: { body: 'x' },
      via_followup_source_id: ticket.id,
    },
  }
  const { ticket: followUp } = (await desk.call(BO, 'POST', '/api/v2/tickets', body)).body
  expect(followUp).toMatchObject({
    tags: ['vip'],
    via: { source: { from: { ticket_id: ticket.id, subject: 'The printer is on fire' }, rel: 'follow_up' } },
  })
  const shown = (await desk.call(ADA, 'GET', `/api/v2/tickets/${ticket.id}`)).body.ticket
  expect(shown.followup_ids).toEqual([request.id, followUp.id])
  const related = (await desk.call(BO, 'GET', `/api/v2/tickets/${followUp.id}/related`)).body
  expect(related.ticket_related.followup_source_ids).toEqual([ticket.id])
  expect(await faults()).toEqual([])
})
