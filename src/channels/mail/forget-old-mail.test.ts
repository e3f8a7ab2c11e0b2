import { afterAll, beforeAll, expect, test } from 'vitest'
import { DAY_MS, plusMs } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type MailDesk, mailDesk } from './fixture.ts'
import { forgetOldMail } from './forget-old-mail.ts'
import { findCommentSource } from './store.ts'

let desk: MailDesk
beforeAll(async () => {
  desk = await mailDesk()
})
afterAll(() => desk.close())

test('the bytes of old mails go when the desk says so; the mail delivered again is known all the same', async () => {
  const head = [
    'From: cora@acme.example',
    'Subject: old',
    'Message-ID: <old@acme.example>',
    'MIME-Version: 1.0',
  ]
  const lines = `${'x'.repeat(70)}\r\n`.repeat(5_000)
  const raw = [...head, 'Content-Type: application/octet-stream; name=log.bin', '', lines].join('\r\n')
  await desk.sendRaw(raw)
  await desk.send({ from: 'robot@m.example', subject: 'waits', text: 'x', headers: { Precedence: 'bulk' } })
  await desk.settled()
  const { db, policy, clock, blobs } = desk.ground
  const rows = () =>
    db.rows(sql<{ state: string; raw: Buffer | null; blob: string | null }>`
    select state, raw, blob from inbound_mails order by id`)
  const blob = (await rows())[0]?.blob ?? ''
  clock.set(plusMs(clock.now(), 31 * DAY_MS))
  await forgetOldMail(desk.ground)
  expect((await rows())[0]?.blob).toBe(blob)

  const body = {
    ...(await policy.current()).document('account_settings', 1)?.body,
    raw_mail_retention_days: 30,
  }
  await policy.edit(db, { authorId: null, reason: 'test', at: clock.now() }, [
    { kind: 'account_settings', id: 1, body },
  ])
  await forgetOldMail(desk.ground)
  const [done, waiting] = await rows()
  expect([done?.raw?.length, done?.blob]).toEqual([0, null])
  expect(waiting?.raw?.length).toBeGreaterThan(0)
  await expect(blobs.read(blob)).rejects.toThrow()
  const [ticket] = await desk.tickets()
  const [comment] = await desk.comments(ticket!.ticket_id)
  expect(await findCommentSource(db, ticket!.ticket_id, comment!.id)).toBeUndefined()
  await desk.sendRaw(raw)
  expect((await desk.settled()).at(-1)?.state).toBe('duplicate')
})
