import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MailDesk, mailDesk } from '../../src/channels/mail/fixture.ts'
import { sql } from '../../src/platform/db/index.ts'
import { CORA } from '../../src/tickets/fixture.ts'
import { proven } from './size.ts'

let desk: MailDesk
beforeAll(async () => {
  desk = await mailDesk()
})
afterAll(() => desk.close())

const OUT_OF_OFFICE = [
  ...[
    'Out of office: Re: your ticket',
    'Automatische Antwort: Ihr Ticket',
    'Réponse automatique : absent du bureau',
  ],
  ...['Respuesta automática: fuera de la oficina', 'Risposta automatica', 'Resposta automática'],
  ...[
    'Automatisch antwoord: afwezig',
    'Autosvar: frånvaro',
    'Autoodpowiedź: nieobecność',
    'Автоответ: нет на месте',
  ],
  ...['自動返信：不在', '부재중 자동 회신'],
]

type Machine = { readonly name: string; readonly head: readonly string[]; readonly from?: string }

/** What machines write, each in its own way. */
const MACHINES: readonly Machine[] = [
  ...OUT_OF_OFFICE.map((subject, at) => ({
    name: subject,
    head: [
      `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`,
      [
        'Auto-Submitted: auto-replied',
        'X-Autoreply: yes',
        'Precedence: auto_reply',
        'X-Auto-Response-Suppress: All',
      ][at % 4]!,
    ],
  })),
  {
    name: 'a bounce',
    head: ['Subject: Undelivered', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
    from: '',
  },
  {
    name: 'an abuse report',
    head: ['Subject: Abuse', 'Content-Type: multipart/report; report-type=feedback-report; boundary=b'],
  },
  { name: 'a list', head: ['Subject: [users] hi', 'List-Id: <users.list.example>'] },
  { name: 'no sender', head: ['Subject: hm'], from: '' },
  {
    name: 'our own address',
    head: ['Subject: hm', 'From: support@example.com'],
    from: 'support@example.com',
  },
  {
    name: 'an alias of our own',
    head: ['Subject: hm', 'From: support+x@example.com'],
    from: 'support+x@example.com',
  },
  { name: 'no reply', head: ['Subject: hm', 'From: no-reply@acme.example'], from: 'no-reply@acme.example' },
  { name: 'our own mark', head: ['Subject: hm', 'X-Mainstay: localhost:3000'] },
  { name: 'a loop mark', head: ['Subject: hm', 'X-Loop: support@example.com'] },
]

it('answers no machine, and lets none speak in public, reopen or open a ticket', async () => {
  const { ticket } = await desk.desk.create()
  await desk.desk.update(ticket.id, { set: { status: 'solved' } })
  const { db } = desk.ground
  const standing = () =>
    db.one(sql`select (select count(*)::int from outbox) as effects,
    (select count(*)::int from tickets) as tickets, (select count(*)::int from comments) as comments,
    (select status from tickets where ticket_id = ${ticket.id}) as status`)
  const before = await standing()
  for (const { head, from } of MACHINES) {
    const named = head.some((line) => line.startsWith('From:')) ? [] : ['From: cora@acme.example']
    const raw = [
      ...named,
      `To: ${desk.replyAddress(ticket.id, CORA)}`,
      ...head,
      '',
      'I am a machine.',
      '',
    ].join('\r\n')
    await desk.sendRaw(raw, { from: from ?? 'cora@acme.example', to: [desk.replyAddress(ticket.id, CORA)] })
  }
  const mails = await desk.settled()
  expect(mails.map(({ state }, at) => [MACHINES[at]?.name, state])).toEqual(
    MACHINES.map(({ name }) => [name, 'suspended']),
  )
  expect(await standing()).toEqual(before)
  proven('C-24', 'machines get no answer and no say', `${MACHINES.length} kinds`)
}, 60_000)
