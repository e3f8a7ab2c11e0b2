import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { ticketEraser } from '../erase.ts'
import { ADA, BEA, BO, CORA, LIA } from '../fixture.ts'
import { undoDesk } from '../undo/fixture.ts'
import { MAX_DRAFTS } from './save.ts'

let desk: Awaited<ReturnType<typeof undoDesk>>
beforeAll(async () => {
  desk = await undoDesk()
})
afterAll(async () => {
  expect(await desk.faults()).toEqual([])
  await desk.close()
})
beforeEach(async () => {
  desk.ground.jobs.length = 0
  desk.ground.clock.advance(60_000)
  await desk.ground.db.rows(sql`delete from drafts`)
})

const made = async (): Promise<Id> => (await desk.create()).ticket.id
const save = (who: Id, ticketId: Id, draft: object) =>
  desk.call(who, 'PUT', `/tickets/${ticketId}/draft`, { draft })
const saved = async (who: Id, ticketId: Id, body: string, more: object = {}) => {
  const answer = await save(who, ticketId, { body, ...more })
  expect(answer.status).toBe(200)
  return answer.body.draft
}
const show = async (who: Id, ticketId: Id, kind = '') =>
  (await desk.call(who, 'GET', `/tickets/${ticketId}/draft${kind && `?kind=${kind}`}`)).body
const texts = async (who: Id, ticketId: Id): Promise<string[]> => {
  const { draft, others } = await show(who, ticketId)
  return [draft, ...others].flatMap((one) => one?.body ?? [])
}
const listed = async (who: Id): Promise<string[]> =>
  (await desk.call(who, 'GET', '/drafts')).body.drafts.map((one: { body: string }) => one.body)
const comment = (who: Id, ticketId: Id, body: string, isPublic = true, more: object = {}) =>
  desk.call(who, 'PUT', `/tickets/${ticketId}`, { ticket: { comment: { body, public: isPublic }, ...more } })
const sweep = async (): Promise<void> => {
  const job = desk.tickets.module.jobs?.find(({ name }) => name === 'tickets_sweep_drafts')
  await job?.run({}, { id: '1', attempt: 1 })
}

describe('a draft on a ticket', () => {
  it('keeps all that was written and chosen, for its owner alone', async () => {
    const ticketId = await made()
    expect(await show(BO, ticketId)).toEqual({ draft: null, others: [] })
    const before = await desk.rows(ticketId)
    const draft = await saved(BO, ticketId, '', {
      html_body: '<p>Try <b>this</b><script>alert(1)</script></p>',
      email_ccs: [{ user_email: 'carl@acme.example', action: 'put' }],
      ticket: {
        status: 'pending',
        tags: ['vip'],
        custom_fields: [{ id: 1, value: 'x' }],
        comment: { body: 'x' },
      },
      based_on: { updated_stamp: '2026-01-31T08:00:00Z', version: 1 },
    })
    expect(draft).toMatchObject({
      user_id: BO,
      ticket_id: ticketId,
      written_on_ticket_id: ticketId,
      public: true,
      html_body: '<p>Try <b>this</b></p>',
      body: 'Try this',
      email_ccs: [{ user_email: 'carl@acme.example', action: 'put' }],
      ticket: { status: 'pending', tags: ['vip'], custom_fields: [{ id: 1, value: 'x' }] },
      based_on: { updated_stamp: '2026-01-31T08:00:00Z', version: 1 },
    })
    expect(draft.ticket).not.toHaveProperty('comment')
    expect(await show(BO, ticketId)).toEqual({ draft, others: [] })
    expect((await desk.call(BO, 'GET', `/drafts/${draft.id}`)).body).toEqual({ draft })
    for (const who of [BEA, ADA]) {
      expect(await show(who, ticketId)).toEqual({ draft: null, others: [] })
      expect(await listed(who)).toEqual([])
      for (const method of ['GET', 'DELETE'] as const)
        expect((await desk.call(who, method, `/drafts/${draft.id}`)).status).toBe(404)
      const stolen = { draft: { body: 'x', version: draft.version } }
      expect((await desk.call(who, 'PUT', `/drafts/${draft.id}`, stolen)).status).toBe(404)
    }
    // It is no Change: the ticket, its audits and the feed know nothing of it.
    expect(await desk.rows(ticketId)).toBe(before)
    expect(await desk.audits(ticketId)).toHaveLength(1)
  })

  it('is for those who may comment so, on tickets that they see', async () => {
    const ticketId = await made()
    expect((await save(CORA, ticketId, { body: 'x' })).status).toBe(403)
    expect((await save(BO, 424242, { body: 'x' })).status).toBe(404)
    expect((await save(LIA, ticketId, { body: 'x', public: true })).status).toBe(403)
    expect((await saved(LIA, ticketId, 'light')).public).toBe(false)
    expect((await saved(BO, ticketId, 'full')).public).toBe(true)
    await saved(BO, ticketId, 'between us', { public: false })
    expect([
      (await show(BO, ticketId, 'public')).draft.body,
      (await show(BO, ticketId, 'internal')).draft.body,
    ]).toEqual(['full', 'between us'])
    await desk.call(ADA, 'DELETE', `/tickets/${ticketId}`)
    expect([await listed(BO), (await desk.call(BO, 'GET', `/tickets/${ticketId}/draft`)).status]).toEqual([
      [],
      404,
    ])
  })

  it('is never overwritten by a tab that has not seen it', async () => {
    const ticketId = await made()
    const first = await saved(BO, ticketId, 'one')
    const second = await saved(BO, ticketId, 'two', { version: first.version })
    for (const version of [first.version, null, undefined]) {
      const answer = await save(BO, ticketId, { body: 'late', version })
      expect([answer.status, answer.body.error, answer.body.draft]).toEqual([409, 'UpdateConflict', second])
    }
    expect(
      (await desk.call(BO, 'DELETE', `/tickets/${ticketId}/draft?version=${first.version}`)).status,
    ).toBe(409)
    const path = `/tickets/${ticketId}/draft?kind=public&version=${second.version}`
    expect((await desk.call(BO, 'DELETE', path)).status).toBe(204)
    const gone = await save(BO, ticketId, { body: 'late', version: second.version })
    expect([gone.status, gone.body.draft]).toEqual([409, null])
  })

  it('is one, whichever of many tabs comes first', async () => {
    const ticketId = await made()
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((body) => save(BO, ticketId, { body })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    expect(await texts(BO, ticketId)).toHaveLength(1)
  })

  it('holds its files as long as itself, and lets go of them with itself', async () => {
    const ticketId = await made()
    const upload = await desk.call(BO, 'POST', '/uploads?filename=log.txt', Buffer.from('a log'))
    const { token } = upload.body.upload
    const draft = await saved(BO, ticketId, 'see', { uploads: [token, 'unknown'] })
    expect(draft).toMatchObject({ uploads: [token], attachments: [{ file_name: 'log.txt', size: 5 }] })
    const expires = async () =>
      (await desk.ground.db.one(
        sql<{
          days: number
        }>`select extract(epoch from expires_at - ${new Date(desk.ground.clock.now()).toISOString()}::timestamptz)::int / 86400 as days from uploads`,
      ))!.days
    expect(await expires()).toBe(91)
    expect((await saved(BEA, ticketId, 'mine', { uploads: [token] })).uploads).toEqual([])
    expect(await expires()).toBe(91)
    await saved(BO, ticketId, 'see', { version: draft.version })
    expect(await expires()).toBe(1)
  })

  it('is of limited size and number', async () => {
    const ticketId = await made()
    const wrong = [
      { body: 'x'.repeat(65_537) },
      { html_body: `<p>${'&amp;'.repeat(65_000)}</p>` },
      { body: 'x', ticket: { metadata: { big: 'x'.repeat(65_536) } } },
    ]
    for (const draft of wrong) expect((await save(BO, ticketId, draft)).status).toBe(422)
    expect((await save(BO, ticketId, { body: 'x'.repeat(65_536) })).status).toBe(200)
    await desk.ground.db.rows(sql`insert into drafts (user_id, public, content, created_at, updated_at)
      select ${BEA}, true, '{}', now(), now() from generate_series(1, ${MAX_DRAFTS - 1})`)
    expect((await save(BEA, ticketId, { body: 'x' })).status).toBe(200)
    const tooMany = await save(BEA, await made(), { body: 'x' })
    expect([tooMany.status, tooMany.body.details]).toMatchObject([422, { base: [{ error: 'InvalidValue' }] }])
  })
})

describe('a draft that was sent', () => {
  it('is none any more; the other kind stays, and those of others', async () => {
    const ticketId = await made()
    await saved(BO, ticketId, 'to Cora')
    await saved(BO, ticketId, 'to us', { public: false })
    await saved(BEA, ticketId, 'hers')
    await desk.call(BO, 'PUT', `/tickets/${ticketId}`, { ticket: { status: 'pending' } })
    expect(await texts(BO, ticketId)).toHaveLength(2)
    await comment(BO, ticketId, 'to Cora, at last')
    expect([await texts(BO, ticketId), await texts(BEA, ticketId)]).toEqual([['to us'], ['hers']])
    expect(await listed(BO)).toEqual(['to us'])
    await saved(BO, ticketId, 'the next one')
    expect(await texts(BO, ticketId)).toEqual(['the next one', 'to us'])
  })

  it('is there again when its comment is taken back, beside what was begun since', async () => {
    const ticketId = await made()
    await saved(BO, ticketId, 'too early')
    await comment(BO, ticketId, 'too early', true, { undo_seconds: 20 })
    await saved(BO, ticketId, 'begun since')
    expect((await desk.undo(ticketId, await desk.lastAudit(ticketId))).status).toBe(200)
    expect(await texts(BO, ticketId)).toEqual(['begun since', 'too early'])
    const { draft, others } = await show(BO, ticketId)
    await desk.call(BO, 'DELETE', `/drafts/${draft.id}`)
    await saved(BO, ticketId, 'better', { version: others[0].version })
    await sweep()
    expect(await texts(BO, ticketId)).toEqual(['better'])
  })

  it('is forgotten after a while, and cannot come back then', async () => {
    const ticketId = await made()
    await saved(BO, ticketId, 'said')
    await comment(BO, ticketId, 'said')
    const rows = async () => (await desk.ground.db.rows(sql`select 1 from drafts`)).length
    await sweep()
    expect(await rows()).toBe(1)
    desk.ground.clock.advance(16 * 60_000)
    await sweep()
    expect(await rows()).toBe(0)
  })
})

describe('drafts survive a merge and its undo', () => {
  const merge = async (target: Id, ids: Id[]): Promise<void> => {
    const answer = await desk.call(BO, 'POST', `/tickets/${target}/merge`, {
      ids,
      target_comment: 'One thing',
    })
    await desk.runJobs()
    expect((await desk.job(answer.body.job_status.id)).results).toMatchObject({ success: true })
  }

  it('goes on where its ticket goes on, and home again', async () => {
    const [target, middle, source] = [await made(), await made(), await made()]
    await saved(BEA, source, 'on the source')
    await saved(BEA, middle, 'on the one between')
    await merge(middle, [source])
    await merge(target, [middle])
    // Who merged has said something on the target: a draft of theirs would be sent, Bea's are not.
    const { draft, others } = await show(BEA, target)
    expect([draft.body, others.map((one: { body: string }) => one.body)]).toEqual([
      'on the one between',
      ['on the source'],
    ])
    expect([draft.ticket_id, draft.written_on_ticket_id, others[0].written_on_ticket_id]).toEqual([
      target,
      middle,
      source,
    ])
    expect((await desk.call(BEA, 'GET', '/drafts')).body.drafts).toMatchObject([
      { ticket_id: target },
      { ticket_id: target },
    ])
    await saved(BEA, target, 'edited on the target', { version: draft.version })
    desk.ground.clock.advance(60_000)
    await desk.undo(target, await desk.lastAudit(target))
    expect([await texts(BEA, target), await texts(BEA, middle)]).toEqual([
      [],
      ['edited on the target', 'on the source'],
    ])
  })

  it('is sent from where it went', async () => {
    const [target, source] = [await made(), await made()]
    await saved(BEA, source, 'not lost')
    await merge(target, [source])
    await comment(BEA, target, 'not lost')
    expect([await texts(BEA, target), await texts(BEA, source)]).toEqual([[], []])
  })
})

describe('a draft of a new ticket', () => {
  const begin = async (who: Id, draft: object) => desk.call(who, 'POST', '/drafts', { draft })

  it('is kept, listed page by page, saved and thrown away', async () => {
    expect((await begin(CORA, { body: 'x' })).status).toBe(403)
    const { status, body } = await begin(BO, { body: 'one', ticket: { subject: 'A', requester_id: CORA } })
    expect([status, body.draft]).toMatchObject([
      201,
      { ticket_id: null, ticket: { subject: 'A', requester_id: CORA } },
    ])
    desk.ground.clock.advance(1000)
    await begin(BO, { body: 'two', public: false })
    expect(await listed(BO)).toEqual(['two', 'one'])
    const page = (await desk.call(BO, 'GET', '/drafts?page[size]=1')).body
    expect([page.drafts[0].body, page.meta.has_more]).toEqual(['two', true])
    const put = (version: number) =>
      desk.call(BO, 'PUT', `/drafts/${body.draft.id}`, { draft: { body: 'three', version } })
    const again = await put(body.draft.version)
    expect([again.status, again.body.draft.body]).toEqual([200, 'three'])
    expect((await put(body.draft.version)).status).toBe(409)
    expect((await desk.call(BO, 'DELETE', `/drafts/${body.draft.id}`)).status).toBe(204)
    expect((await put(again.body.draft.version)).status).toBe(404)
  })

  it('goes with the ticket that names it, and is there again when that is taken back', async () => {
    const { draft } = (await begin(BO, { body: 'new' })).body
    const ticket = { subject: 'New', requester_id: CORA, comment: { body: 'new' }, undo_seconds: 20 }
    await begin(BO, { body: 'another' })
    const answer = await desk.call(BO, 'POST', '/tickets', { ticket: { ...ticket, draft_id: draft.id } })
    expect(await listed(BO)).toEqual(['another'])
    expect((await desk.undo(answer.body.ticket.id, answer.body.audit.id)).status).toBe(200)
    expect((await listed(BO)).sort()).toEqual(['another', 'new'])
    // Nobody takes another's away by naming it.
    await desk.call(BEA, 'POST', '/tickets', { ticket: { ...ticket, draft_id: draft.id } })
    expect(await listed(BO)).toHaveLength(2)
  })
})

it('goes by age, with its ticket, with its owner and with who asked', async () => {
  const [old, purged, kept] = [await made(), await made(), await made()]
  await saved(BO, old, 'old')
  await desk.ground.db.rows(sql`update drafts set updated_at = updated_at - interval '90 days 1 second'`)
  await saved(BO, purged, 'purged')
  await comment(BO, purged, 'purged')
  await saved(BO, purged, 'purged')
  await saved(BO, kept, 'kept')
  await saved(BEA, kept, 'hers')
  await sweep()
  expect((await listed(BO)).sort()).toEqual(['kept', 'purged'])
  const { db } = desk.ground
  await ticketEraser.eraseTicket?.(db, purged)
  expect(await listed(BO)).toEqual(['kept'])
  expect(await db.rows(sql`select 1 from drafts`)).toHaveLength(2)
  await ticketEraser.eraseUser?.(db, BEA)
  expect([await listed(BEA), await listed(BO)]).toEqual([[], ['kept']])
  await ticketEraser.eraseUser?.(db, CORA)
  expect(await listed(BO)).toEqual([])
})
