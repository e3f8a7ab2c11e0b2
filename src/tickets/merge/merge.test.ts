import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id, JsonObject } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { BO, CARL, CORA, LIA, says, ZOE } from '../fixture.ts'
import { ticketVerifier } from '../verify.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())
beforeEach(() => {
  desk.ground.jobs.length = 0
})

const runJobs = async (): Promise<void> => {
  for (const { name, payload } of desk.ground.jobs.splice(0)) {
    const handler = desk.tickets.module.jobs?.find((job) => job.name === name)
    await handler?.run(payload as JsonObject, { id: '1', attempt: 1 })
  }
}
const post = (who: Id | null, target: Id, body: object) =>
  desk.call(who, 'POST', `/api/v2/tickets/${target}/merge`, body)
const merged = async (target: Id, body: object) => {
  const answer = await post(BO, target, body)
  expect(answer.status).toBe(200)
  await runJobs()
  return (await desk.call(BO, 'GET', `/api/v2/job_statuses/${answer.body.job_status.id}`)).body.job_status
}
const show = async (id: Id) => (await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).body.ticket
const comments = async (id: Id) =>
  (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/comments`)).body.comments
const faults = async (): Promise<string[]> => {
  const found: string[] = []
  for await (const fault of ticketVerifier.verify(desk.ground.db)) found.push(fault)
  return found
}
const made = async (differs: Parameters<ApiDesk['create']>[0] = {}): Promise<Id> =>
  (await desk.create(differs)).ticket.id

describe('a merge', () => {
  it('is for agents, of tickets that they see', async () => {
    const [target, source] = [await made(), await made()]
    const body = { ids: [source] }
    expect((await post(null, target, body)).status).toBe(401)
    expect((await post(CORA, target, body)).status).toBe(403)
    expect((await post(LIA, target, body)).status).toBe(403)
    expect((await post(BO, 424242, body)).status).toBe(404)
    expect((await post(BO, target, { ids: [424242] })).status).toBe(404)
    for (const wrong of [
      { ids: [] },
      { ids: [target] },
      {},
      { ids: ['x'] },
      { ids: [source], target_comment: 'x'.repeat(65_537) },
    ])
      expect((await post(BO, target, wrong)).status).toBe(422)
  })

  it('closes the sources, tells both histories, and copies in who asked', async () => {
    const target = await made({ set: { subject: 'The one' } })
    const first = await made({ requesterId: ZOE, emailCcs: { set: [CARL] }, set: { subject: 'Again' } })
    const second = await made({ tags: { set: ['vip'] } })
    const job = await merged(target, {
      ids: [first, `${second}`],
      target_comment: 'They belong together',
      source_comment: 'Goes on elsewhere',
      target_comment_is_public: true,
    })
    expect(job).toMatchObject({ job_type: 'Ticket Merge', status: 'completed', results: { success: true } })
    expect(await show(first)).toMatchObject({
      status: 'closed',
      tags: ['closed_by_merge'],
      assignee_id: null,
    })
    expect(await show(second)).toMatchObject({ status: 'closed', tags: ['closed_by_merge', 'vip'] })
    const kept = await show(target)
    expect(kept).toMatchObject({ status: 'new', subject: 'The one', tags: [] })
    expect(kept.email_cc_ids.sort()).toEqual([CARL, ZOE].sort())
    expect((await comments(target)).at(-1)).toMatchObject({
      body: 'They belong together',
      public: true,
      author_id: BO,
    })
    expect((await comments(first)).at(-1)).toMatchObject({ body: 'Goes on elsewhere', public: false })
    const last = async (id: Id) =>
      (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/audits?sort_order=desc`)).body.audits[0]
    expect((await last(first)).events).toContainEqual(
      expect.objectContaining({ merged_into_ticket_id: target }),
    )
    expect(await last(target)).toMatchObject({
      via: { source: { from: { ticket_ids: [`${first}`, `${second}`] }, rel: 'merge' } },
    })
    expect((await last(target)).events).toContainEqual(
      expect.objectContaining({ merged_ticket_ids: [first, second] }),
    )
    expect(await faults()).toEqual([])
  })

  it('says nothing in public where one of them is internal, and leaves a solved target solved', async () => {
    const target = await made()
    await desk.update(target, { set: { status: 'solved' } })
    const internal = await made({ comment: says('Between us', false) })
    await merged(target, { ids: [internal], target_comment: 'Now here', target_comment_is_public: true })
    expect((await comments(target)).at(-1)).toMatchObject({ body: 'Now here', public: false })
    expect((await show(target)).status).toBe('solved')
  })

  it('copies the files of the sources, internal ones never into public words', async () => {
    const file = async (name: string, isPublic: boolean) => {
      const upload = await desk.call(BO, 'POST', `/api/v2/uploads?filename=${name}`, Buffer.from(name), {
        'content-type': 'text/plain',
      })
      return { body: name, public: isPublic, uploads: [upload.body.upload.token] }
    }
    const [target, source] = [await made(), await made()]
    for (const comment of [await file('open.txt', true), await file('secret.txt', false)])
      await desk.call(BO, 'PUT', `/api/v2/tickets/${source}`, { ticket: { comment } })
    await merged(target, { ids: [source], target_comment: 'See files', target_comment_is_public: true })
    const names = ({ attachments }: { attachments: { file_name: string }[] }) =>
      attachments.map((one) => one.file_name)
    expect(names((await comments(target)).at(-1))).toEqual(['open.txt'])
    const [original, copy] = await desk.ground.db.rows<{ blob: string; sha256: string }>(
      sql<{
        blob: string
        sha256: string
      }>`select blob, sha256 from attachments where file_name = 'open.txt' order by id`,
    )
    expect(copy!.sha256).toBe(original!.sha256)
    expect(copy!.blob).not.toBe(original!.blob)
    const other = await made()
    const again = await made()
    await desk.call(BO, 'PUT', `/api/v2/tickets/${again}`, {
      ticket: { comment: await file('note.txt', false) },
    })
    await merged(other, { ids: [again] })
    const told = (await comments(other)).at(-1)
    expect([told.public, names(told)]).toEqual([false, ['note.txt']])
    expect(told.body).toMatch(new RegExp(`Ticket #${again} .* was merged into this one`))
  })

  it('is done whole or not at all', async () => {
    const [target, source, solved] = [await made(), await made(), await made()]
    await desk.update(solved, { set: { status: 'solved' } })
    const job = await merged(target, { ids: [source, solved], source_comment: 'Never said' })
    expect(job.results).toMatchObject({
      success: false,
      error: expect.stringContaining(`ticket ${solved} is solved`),
    })
    expect((await show(source)).status).toBe('new')
    expect(await comments(source)).toHaveLength(1)
    expect(await faults()).toEqual([])
  })

  it('does not happen twice when its job comes again', async () => {
    const [target, source] = [await made(), await made()]
    const answer = await post(BO, target, { ids: [source], target_comment: 'Once' })
    const jobs = [...desk.ground.jobs]
    await runJobs()
    await desk.ground.db.rows(
      sql`update job_statuses set status = 'working' where id = ${answer.body.job_status.id}`,
    )
    desk.ground.jobs.push(...jobs)
    await runJobs()
    expect(await comments(target)).toHaveLength(2)
    const { job_status: job } = (
      await desk.call(BO, 'GET', `/api/v2/job_statuses/${answer.body.job_status.id}`)
    ).body
    expect(job.results).toEqual({ success: true, id: target, action: 'merge', audit_id: expect.any(Number) })
  })
})
