import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { CORA } from '../../tickets/fixture.ts'
import { type MailDesk, mailDesk } from './fixture.ts'
import { eraseMailsOf, eraseMailsTo } from './store.ts'

let desk: MailDesk
beforeAll(async () => {
  desk = await mailDesk()
})
afterAll(() => desk.close())

const left = async (canary: string): Promise<number> => {
  const rows = await desk.ground.db.rows(sql<{ id: number }>`select id from inbound_mails
    where position(convert_to(${canary}, 'UTF8') in raw) > 0
    union all select id from suspended_tickets where content like ${`%${canary}%`}`)
  return rows.length
}

test('erasing a person takes the mails they wrote, waiting ones too, and nobody else’s', async () => {
  await desk.send({ from: 'cora@acme.example', subject: 'x', text: 'canary-one' })
  await desk.send({
    from: 'cora@acme.example',
    subject: 'x',
    text: 'canary-two',
    headers: { 'Auto-Submitted': 'auto-replied' },
  })
  await desk.send({ from: 'carl@acme.example', subject: 'x', text: 'canary-carl' })
  await desk.settled()
  expect(await left('canary-two')).toBe(2)
  await desk.ground.db.transaction((tx) => eraseMailsOf(tx, CORA))
  expect([await left('canary-one'), await left('canary-two'), await left('canary-carl')]).toEqual([0, 0, 1])
})

test('erasing a ticket takes the mails it came by', async () => {
  await desk.send({ from: 'carl@acme.example', subject: 'y', text: 'canary-ticket' })
  await desk.settled()
  const ticket = (await desk.tickets()).at(-1)
  await desk.ground.db.transaction((tx) => eraseMailsTo(tx, ticket?.ticket_id ?? 0))
  expect(await left('canary-ticket')).toBe(0)
})
