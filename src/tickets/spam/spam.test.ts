import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Id, JsonObject } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ADA, BEA, BO, CARL, CORA, ZOE } from '../fixture.ts'
import { ticketVerifier } from '../verify.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

const mark = (who: Id | null, id: Id) => desk.call(who, 'PUT', `/api/v2/tickets/${id}/mark_as_spam.json`)
const restore = (id: Id) => desk.call(ADA, 'PUT', `/api/v2/deleted_tickets/${id}/restore`)
const isSuspended = async (id: Id): Promise<boolean> =>
  (await desk.ground.db.one(sql<{ suspended: boolean }>`select suspended from users where id = ${id}`))!
    .suspended
const made = async (requesterId: Id): Promise<Id> => (await desk.create({ requesterId })).ticket.id

it('deletes the ticket and turns its sender away; restoring takes both back', async () => {
  const id = await made(CORA)
  for (const [who, status] of [
    [null, 401],
    [CORA, 403],
    [BO, 403],
  ] as const)
    expect((await mark(who, id)).status).toBe(status)
  expect((await mark(ADA, 424242)).status).toBe(404)
  const answer = await mark(ADA, id)
  expect([answer.status, answer.body, await isSuspended(CORA)]).toEqual([200, {}, true])
  expect((await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).status).toBe(404)
  expect((await mark(ADA, id)).status).toBe(404)
  const [noted] = await desk.ground.db.rows(sql`select actor_id, action, after from audit_log
    where source_type = 'user' and source_id = ${String(CORA)} order by id desc limit 1`)
  expect(noted).toEqual({ actor_id: ADA, action: 'update', after: { suspended: true } })
  expect((await restore(id)).status).toBe(200)
  expect([await isSuspended(CORA), (await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).status]).toEqual([
    false,
    200,
  ])
})

it('suspends no staff, and lifts nothing that it did not do', async () => {
  const own = await made(BEA)
  await mark(ADA, own)
  expect(await isSuspended(BEA)).toBe(false)
  const [spam, more, plain] = [await made(ZOE), await made(ZOE), await made(ZOE)]
  await mark(ADA, spam)
  await mark(ADA, more)
  await desk.call(ADA, 'DELETE', `/api/v2/tickets/${plain}`)
  await restore(more)
  await restore(plain)
  expect(await isSuspended(ZOE)).toBe(true)
  await restore(spam)
  expect(await isSuspended(ZOE)).toBe(false)
})

it('takes many at once, by a job', async () => {
  const id = await made(CARL)
  const path = `/api/v2/tickets/mark_many_as_spam?ids=${id},424242`
  expect((await desk.call(BO, 'PUT', path)).status).toBe(403)
  const answer = await desk.call(ADA, 'PUT', path)
  for (const { name, payload } of desk.ground.jobs.splice(0))
    await desk.tickets.module.jobs
      ?.find((job) => job.name === name)
      ?.run(payload as JsonObject, { id: '1', attempt: 1 })
  const shown = await desk.call(ADA, 'GET', `/api/v2/job_statuses/${answer.body.job_status.id}`)
  expect(shown.body.job_status.results).toEqual([
    { index: 0, id, action: 'update', success: true, status: 'Updated' },
    expect.objectContaining({ index: 1, id: 424242, success: false, error: 'RecordNotFound' }),
  ])
  expect(await isSuspended(CARL)).toBe(true)
  const faults: string[] = []
  for await (const fault of ticketVerifier.verify(desk.ground.db)) faults.push(fault)
  expect(faults).toEqual([])
})
