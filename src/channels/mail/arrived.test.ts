import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MailDesk, mailDesk } from './fixture.ts'
import { hasMailCome } from './store.ts'

let desk: MailDesk
beforeAll(async () => {
  desk = await mailDesk()
})
afterAll(() => desk.close())

test('mail has come to an address once any was sent to it, tagged or in capitals', async () => {
  const { db } = desk.ground
  expect(await hasMailCome(db, 'support@example.com')).toBe(false)
  await desk.send({ to: ['Support+eu@Example.com'], from: 'cora@acme.example', subject: 'x', text: 'y' })
  expect(await hasMailCome(db, 'support@example.com')).toBe(true)
  expect(await hasMailCome(db, 'help@example.com')).toBe(false)
})
