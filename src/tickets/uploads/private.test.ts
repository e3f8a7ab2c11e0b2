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
