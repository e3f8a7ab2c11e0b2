import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ticketEraser } from '../erase.ts'
import { ADA, BEA, BO, CORA, LIA } from '../fixture.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

const skip = (who: Id | null, ticketId: Id, reason = 'Not my field') =>
  desk.call(who, 'POST', '/api/v2/skips.json', { skip: { ticket_id: ticketId, reason } })
const listed = async (who: Id, path: string): Promise<[Id, string][]> =>
  (await desk.call(who, 'GET', path)).body.skips.map((one: { user_id: Id; reason: string }) => [
    one.user_id,
    one.reason,
  ])

it('is noted by agents on tickets that they see', async () => {
  const { ticket } = await desk.create()
  expect([(await skip(null, ticket.id)).status, (await skip(CORA, ticket.id)).status]).toEqual([401, 403])
  expect((await skip(LIA, ticket.id)).status).toBe(403)
  expect((await skip(BO, 424242)).status).toBe(404)
  expect((await skip(BO, ticket.id, 'x'.repeat(1001))).status).toBe(422)
  const { status, body } = await skip(BO, ticket.id, 'x'.repeat(1000))
  expect([status, body.skip]).toMatchObject([
    201,
    { ticket_id: ticket.id, user_id: BO, created_at: '2026-01-31T08:00:00Z', ticket: { id: ticket.id } },
  ])
})

it('is listed by ticket, by person and over all, oldest first, page by page', async () => {
  const [a, b] = [(await desk.create()).ticket.id, (await desk.create()).ticket.id]
  await skip(BEA, a, 'one')
  await skip(BEA, b, 'two')
  await skip(ADA, b, 'three')
  expect(await listed(BO, `/api/v2/tickets/${b}/skips`)).toEqual([
    [BEA, 'two'],
    [ADA, 'three'],
  ])
  expect(await listed(BO, `/api/v2/users/${BEA}/skips?sort_order=desc`)).toEqual([
    [BEA, 'two'],
    [BEA, 'one'],
  ])
  const page = await desk.call(BO, 'GET', '/api/v2/skips?page[size]=1&sort=-created_at')
  expect(page.body).toMatchObject({ skips: [{ reason: 'three' }], meta: { has_more: true } })
  expect((await desk.call(BO, 'GET', '/api/v2/tickets/424242/skips')).status).toBe(404)
  expect((await desk.call(CORA, 'GET', '/api/v2/skips')).status).toBe(403)
  await desk.call(ADA, 'DELETE', `/api/v2/tickets/${b}`)
  expect(await listed(BO, `/api/v2/users/${BEA}/skips`)).toEqual([[BEA, 'one']])
})

it('goes with the person, and with the ticket', async () => {
  const [a, b] = [(await desk.create()).ticket.id, (await desk.create()).ticket.id]
  await skip(BEA, a)
  await skip(ADA, b)
  await ticketEraser.eraseUser?.(desk.ground.db, BEA)
  expect(await listed(BO, `/api/v2/users/${BEA}/skips`)).toEqual([])
  await ticketEraser.eraseTicket?.(desk.ground.db, b)
  expect(await listed(BO, `/api/v2/tickets/${b}/skips`)).toEqual([])
})
