import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Id, JsonObject } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { Effect } from '../../platform/module.ts'
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

/** A comment of Bo's with a file, on a ticket of Cora's; the notice of it waits in the outbox. */
const withFile = async (body: object, content = 'canary-bytes') => {
  const { ticket } = await desk.create()
  const sent = await desk.call(BO, 'POST', '/api/v2/uploads?filename=plan.pdf', Buffer.from(content))
  const written = { ticket: { comment: { ...body, uploads: [sent.body.upload.token] } } }
  const { audit } = (await desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}`, written)).body
  const comment = audit.events.find((event: { type: string }) => event.type === 'Comment')
  return { ticketId: ticket.id as Id, auditId: audit.id as Id, comment, file: comment.attachments[0] }
}
const pathOf = (link: string): string => new URL(link).pathname
const effects = () =>
  desk.ground.db.rows(sql<{
    kind: string
    ticket_id: Id
    payload: JsonObject
  }>`select kind, ticket_id, payload
    from outbox where state = 'waiting' order by id`)
const deliverErasures = async (ticketId: Id): Promise<void> => {
  const handler = desk.tickets.module.effects?.find(({ kind }) => kind === 'erase_files')
  for (const { kind, payload } of (await effects()).filter((effect) => effect.ticket_id === ticketId))
    if (kind === 'erase_files') await handler?.deliver({ payload } as Effect)
}

it('takes a file away for good: its name, its bytes, and the link to them', async () => {
  const { ticketId, comment, file } = await withFile({ body: 'Here' })
  const path = `/api/v2/tickets/${ticketId}/comments/${comment.id}/attachments/${file.id}/redact`
  for (const [who, status] of [
    [null, 401],
    [CORA, 403],
    [LIA, 403],
  ] as const)
    expect((await desk.call(who, 'PUT', path)).status).toBe(status)
  expect((await desk.call(BO, 'PUT', path.replace(`/${file.id}/`, '/424242/'))).status).toBe(404)
  const [{ blob }] = (await desk.ground.db.rows(
    sql<{ blob: string }>`select blob from attachments where id = ${file.id}`,
  )) as [{ blob: string }]
  const { status, body } = await desk.call(BO, 'PUT', path)
  expect([status, body.attachment]).toMatchObject([
    200,
    { id: file.id, file_name: 'redacted.txt', content_type: 'text/plain', size: 9, width: null },
  ])
  const got = await desk.call(null, 'GET', pathOf(file.content_url))
  expect([got.status, got.raw.toString()]).toEqual([200, 'Redacted\n'])
  await deliverErasures(ticketId)
  await expect(desk.ground.blobs.read(blob)).rejects.toThrow()
  const { audits } = (await desk.call(BO, 'GET', `/api/v2/tickets/${ticketId}/audits`)).body
  expect(audits.at(-1).events).toMatchObject([
    { type: 'AttachmentRedactionEvent', attachment_id: file.id, comment_id: comment.id },
  ])
  expect(await faults()).toEqual([])
})

it('blackens what is marked, with the pictures and files that are named, and nothing that waits still tells it', async () => {
  const { ticketId, comment, file } = await withFile({
    html_body: '<p>PIN <b>canary-12</b>, not canary-12</p>',
  })
  const shown = (await desk.call(BO, 'GET', `/api/v2/tickets/${ticketId}/comments`)).body.comments[1]
  const path = `/api/v2/comment_redactions/${comment.id}.json`
  const ask = (body: object) => desk.call(BO, 'PUT', path, { ticket_id: ticketId, ...body })
  expect((await ask({ html_body: shown.html_body })).body.details.html_body).toHaveLength(1)
  expect((await ask({ external_attachment_urls: ['https://x.example/'] })).body.details).toHaveProperty(
    'external_attachment_urls',
  )
  expect((await ask({})).body.details.text).toHaveLength(1)
  expect((await ask({ ticket_id: 424242, html_body: shown.html_body })).status).toBe(404)
  const answer = await ask({
    html_body: shown.html_body.replaceAll('canary-12', '<redact>canary-12</redact>'),
    external_attachment_urls: [file.content_url],
  })
  expect(answer.body.comment).toMatchObject({
    id: comment.id,
    body: 'PIN ▇▇▇▇▇▇▇▇▇, not ▇▇▇▇▇▇▇▇▇',
    attachments: [{ id: file.id, file_name: 'redacted.txt' }],
  })
  const waiting = await effects()
  expect(waiting.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['send_mail', 'erase_files']))
  expect(JSON.stringify(waiting)).not.toMatch(/canary-12|plan\.pdf/)
  const told = await desk.tickets.conversation(ticketId, { audience: 'end_user', upToSeq: 2 })
  expect(JSON.stringify(told)).not.toMatch(/canary-12|plan\.pdf/)
  expect(await faults()).toEqual([])
})

it('asks for the raw mail to be erased that a redacted comment came by', async () => {
  const { ticket } = await desk.create()
  const { comment } = await desk.update(ticket.id, { comment: { ...says('PIN 77'), mailId: 9, flags: [11] } })
  const { id } = comment!
  await put(BO, ticket.id, id, 'redact', { text: '77' })
  expect((await effects()).at(-1)).toMatchObject({ kind: 'erase_mail', payload: { mailId: 9 } })
})

it('hides and trusts a comment by its audit', async () => {
  const { ticket } = await desk.create()
  const { auditId } = await desk.update(ticket.id, { comment: { ...says('Mine'), flags: [11] } })
  const { auditId: bare } = await desk.update(ticket.id, { tags: { add: ['x'] } })
  const path = (audit: Id | null, what: string) => `/api/v2/tickets/${ticket.id}/audits/${audit}/${what}`
  for (const what of ['trust', 'make_private']) {
    expect((await desk.call(LIA, 'PUT', path(auditId, what))).status).toBe(403)
    expect((await desk.call(BO, 'PUT', path(424242, what))).status).toBe(404)
    expect((await desk.call(BO, 'PUT', path(bare, what))).status).toBe(422)
    expect((await desk.call(BO, 'PUT', path(auditId, what))).body).toEqual({})
  }
  const { comments } = (await desk.call(BO, 'GET', `/api/v2/tickets/${ticket.id}/comments`)).body
  expect(comments[1]).toMatchObject({
    public: false,
    metadata: { flags: [11], flags_options: { 11: { trusted: true } } },
  })
  expect(await faults()).toEqual([])
})

it('redacts nothing on a closed ticket', async () => {
  const { ticketId, comment, file } = await withFile({ body: 'PIN 1' })
  await desk.update(ticketId, { actor: { kind: 'system' }, set: { status: 'solved', assigneeId: BO } })
  await desk.update(ticketId, { actor: { kind: 'system' }, set: { status: 'closed' } })
  const ways = [
    put(BO, ticketId, comment.id, 'redact', { text: 'PIN' }),
    put(BO, ticketId, comment.id, 'make_private'),
    put(BO, ticketId, comment.id, `attachments/${file.id}/redact`),
  ]
  for (const way of ways) expect((await way).body.details.status).toHaveLength(1)
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
