import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { CORA } from '../../tickets/fixture.ts'
import { type MailDesk, mailDesk } from './fixture.ts'

let desk: MailDesk
let ticketId: Id
let sent = 0
beforeAll(async () => {
  desk = await mailDesk()
  ticketId = (await desk.desk.create()).ticket.id
})
afterAll(() => desk.close())

/** A mail of ours that left for Cora, by its Message-ID. */
const leave = async (): Promise<string> => {
  sent++
  const messageId = desk.messageId(ticketId, CORA, `r${sent}`)
  await desk.ground.db.rows(sql`insert into outbound_mails (effect_key, ticket_id, seq, user_id, address, message_id,
      automatic, state, created_at, updated_at)
    values (${`k${sent}`}, ${ticketId}, 1, ${CORA}, 'cora@acme.example', ${messageId}, true, 'sent', now(), now())`)
  return messageId
}

const report = (messageId: string, kind: string, fields: readonly string[]): string =>
  [
    ...['From: MAILER-DAEMON@mx.example', 'To: support@example.com', 'Subject: Report', 'MIME-Version: 1.0'],
    `Message-ID: <report-${sent}-${fields.length}@mx.example>`,
    `Content-Type: multipart/report; report-type=${kind}; boundary=b`,
    ...['', '--b', 'Content-Type: text/plain', '', 'About your mail.'],
    `--b\r\nContent-Type: message/${kind === 'feedback-report' ? kind : 'delivery-status'}`,
    ...['', 'Reporting-MTA: dns; mx.example', '', ...fields],
    ...['--b', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${messageId}`, '--b--'],
  ].join('\r\n')

const told = async (messageId: string, fields: readonly string[], kind = 'delivery-status') => {
  await desk.sendRaw(report(messageId, kind, fields), { from: '' })
  const mails = await desk.settled()
  const mail = await desk.ground.db.one(
    sql<{
      state: string
      reason: string | null
    }>`select state, reason from outbound_mails where message_id = ${messageId}`,
  )
  const identity = await desk.ground.db.one(
    sql<{ state: string; count: number }>`select deliverable_state as state, undeliverable_count as count
      from user_identities where user_id = ${CORA} and type = 'email'`,
  )
  return { end: mails.at(-1), mail, identity }
}
const failed = (status: string): string[] => [
  ...['Final-Recipient: rfc822; cora@acme.example', 'Action: failed', `Status: ${status}`],
  'Diagnostic-Code: smtp; 550 no such user',
]

test('a report of a mail that was never sent from here waits for an agent and moves nothing', async () => {
  const messageId = await leave()
  const forged = messageId.replace('.r1.', '.r9.')
  const { end } = await told(forged, failed('5.1.1'))
  expect(end).toMatchObject({ state: 'suspended', outcome: { cause: 'delivery_failure' } })
  const { mail, identity } = await told(messageId, ['Action: delayed', 'Status: 4.4.1'])
  expect(mail).toEqual({ state: 'sent', reason: 'delayed: 4.4.1' })
  expect(identity).toEqual({ state: 'deliverable', count: 0 })
})

test('an address that is gone is so at once; one that fails for now, the third time', async () => {
  for (const count of [1, 2]) {
    const { mail, identity } = await told(await leave(), failed('5.2.2'))
    expect(mail?.state).toBe('bounced')
    expect(identity).toEqual({ state: 'deliverable', count })
  }
  expect((await told(await leave(), failed('4.4.7'))).identity).toEqual({ state: 'undeliverable', count: 3 })
  const reached = await told(await leave(), ['Action: delivered', 'Status: 2.0.0'])
  expect(reached).toMatchObject({
    mail: { state: 'delivered' },
    identity: { state: 'deliverable', count: 0 },
  })
  const gone = await told(await leave(), failed('5.1.1'))
  expect(gone.end).toMatchObject({ state: 'done', outcome: { kind: 'report', ticket_id: ticketId } })
  expect(gone.mail).toEqual({ state: 'bounced', reason: '5.1.1 smtp; 550 no such user' })
  expect(gone.identity).toEqual({ state: 'undeliverable', count: 1 })
  const noted = await desk.ground.db.rows(sql<{ after: object }>`select after from audit_log
    where source_type = 'user_identity' order by id`)
  expect(noted.map(({ after }) => after)).toEqual([
    { deliverable_state: 'undeliverable' },
    { deliverable_state: 'deliverable' },
    { deliverable_state: 'undeliverable' },
  ])
})

test('a mail from the address shows that it is not gone', async () => {
  await desk.send({ from: 'cora@acme.example', subject: 'Here I am', text: 'Still reading.' })
  await desk.settled()
  const identity = await desk.ground.db.one(sql`select deliverable_state from user_identities
    where user_id = ${CORA} and type = 'email'`)
  expect(identity).toEqual({ deliverable_state: 'deliverable' })
})

test('a complaint marks the mail, and nobody is asked about it', async () => {
  const before = (await desk.suspended()).length
  const { mail, end } = await told(await leave(), ['Feedback-Type: abuse'], 'feedback-report')
  expect(mail).toEqual({ state: 'complained', reason: 'reported as spam' })
  expect(end?.state).toBe('done')
  expect(await desk.suspended()).toHaveLength(before)
})
