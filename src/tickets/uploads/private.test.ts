import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { BO, CARL, CORA, LIA, ZOE } from '../fixture.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

it('opens files by their link alone only where the desk does not keep them private', async () => {
  const sent = await desk.call(BO, 'POST', '/api/v2/uploads?filename=a.txt', Buffer.from('a'))
  const { token, attachment } = sent.body.upload
  const path = new URL(attachment.content_url).pathname
  const get = async (who: Id | null) => (await desk.call(who, 'GET', path)).status
  expect(await get(null)).toBe(200)
  const { policy, db, clock } = desk.ground
  const settings = (await policy.current()).document('account_settings', 1)
  const body = { ...settings?.body, private_attachments: true }
  await policy.edit(db, { authorId: BO, reason: 'private files', at: clock.now() }, [
    { kind: 'account_settings', id: 1, body },
  ])
  expect([await get(null), await get(BO), await get(LIA)]).toEqual([401, 200, 404])
  const { ticket } = await desk.create()
  const comment = { body: 'See', public: false, uploads: [token] }
  await desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}`, { ticket: { comment } })
  expect([await get(null), await get(LIA), await get(CORA), await get(ZOE), await get(CARL)]).toEqual([
    401, 200, 404, 404, 404,
  ])
})

it('shows a file that no comment has taken yet to whoever sent it alone', async () => {
  const sent = await desk.call(BO, 'POST', '/api/v2/uploads?filename=b.txt', Buffer.from('b'))
  const { id } = sent.body.upload.attachment
  const get = (who: Id | null) => desk.call(who, 'GET', `/api/v2/attachments/${id}.json`)
  const own = await get(BO)
  expect([own.status, own.body.attachment]).toMatchObject([
    200,
    { id, file_name: 'b.txt', size: 1, inline: false },
  ])
  for (const who of [LIA, CORA]) expect((await get(who)).status).toBe(404)
  expect((await get(null)).status).toBe(401)
})
