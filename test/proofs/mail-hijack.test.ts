import nodemailer, { type SendMailOptions } from 'nodemailer'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sql } from '../../src/platform/db/index.ts'
import { freePort } from '../support/desk.ts'
import { type MailSink, startMailSink } from '../support/mail-sink.ts'
import { bearer, openHouse, type ProofHouse } from './house.ts'
import { proven } from './size.ts'

/**
 * The ticket trick: an attacker has a ticket, and makes some service send its verification code to an address of the
 * desk. The desk is at its most lenient, so that what holds here holds anywhere.
 */
let house: ProofHouse
let sink: MailSink
let smtpPort: number
let token: string
beforeAll(async () => {
  sink = await startMailSink()
  smtpPort = await freePort()
  house = await openHouse({
    smtpPort,
    smtpRelay: sink.url,
    mailUnauthenticated: 'accept',
    logLevel: 'silent',
  })
  const people = house.domains.people
  await people.createUser({ email: 'olga@staff.example', name: 'Olga', role: 'owner' })
  await people.createUser({
    email: ATTACKER,
    name: 'Mallory',
    role: 'end_user',
    password: 'seven green lanterns hum',
  })
  token = (await people.createToken({ email: ATTACKER })).secret
  await house.mainstay.start()
}, 60_000)
afterAll(async () => {
  await house?.close()
  await sink?.close()
})

const ATTACKER = 'mallory@evil.example'
const SUPPORT = 'support@desk.example'

/** `after`: what the attacker sends in the name of the same sender, once the code has come. */
type Chain = { readonly name: string; readonly mail: SendMailOptions; readonly after?: SendMailOptions }

/** How a code may be made to come: to which address, from whom, and marked how. */
const chainsOf = (reply: string, messageId: string): readonly Chain[] => {
  const guessed = reply.replace(/[a-z2-7]{26}@/, `${'a'.repeat(26)}@`)
  const next = reply.replace(
    /\+([0-9a-z]+)\./,
    (_, id: string) => `+${(Number.parseInt(id, 36) + 1).toString(36)}.`,
  )
  const ways: readonly (readonly [string, SendMailOptions, SendMailOptions?])[] = [
    ['to the support address', { to: SUPPORT }],
    ['to the reply address of the attacker', { to: reply }],
    ['to a guessed reply address', { to: guessed }],
    ['to the reply address of the next ticket', { to: next }],
    ['with the references of our mail', { to: SUPPORT, inReplyTo: messageId, references: [messageId] }],
    ['then a forged answer that copies the attacker', { to: SUPPORT }, { to: guessed, cc: ATTACKER }],
    [
      'then the same again, the attacker in copy',
      { to: reply },
      { to: reply, cc: ATTACKER, inReplyTo: messageId },
    ],
    ['with answers to the attacker', { to: SUPPORT, replyTo: ATTACKER }],
    ['with the number in its subject', { to: SUPPORT, subject: 'Re: (#1) your code' }],
    ['to an alias with a plus part', { to: 'support+slack-signup@desk.example' }],
  ]
  const senders: readonly (readonly [string, SendMailOptions])[] = [
    ['a service', { from: 'signup@service.example' }],
    ['a service that wants no answer', { from: 'no-reply@service.example' }],
    ['a machine', { from: 'signup@service.example', headers: { 'Auto-Submitted': 'auto-generated' } }],
    ['somebody in the name of an agent', { from: '"Olga" <olga@staff.example>' }],
  ]
  return ways.flatMap(([way, to, after]) =>
    senders.map(([who, from]) => ({
      name: `${who}, ${way}`,
      mail: { ...to, ...from },
      ...(after === undefined ? {} : { after: { ...after, ...from } }),
    })),
  )
}

const settled = (): Promise<void> =>
  vi.waitFor(
    async () => {
      const [row] = await house.db.rows(sql<{ busy: number }>`select
        (select count(*)::int from inbound_mails where state = 'received')
        + (select count(*)::int from outbox where state = 'waiting') as busy`)
      expect(row?.busy).toBe(0)
    },
    { timeout: 60_000, interval: 100 },
  )

/** Everything that the attacker can read by API. */
const readAll = async (): Promise<string> => {
  const get = async (path: string): Promise<string> =>
    (await house.call({ method: 'GET', url: `/api/v2${path}`, headers: bearer(token) })).text
  const lists = await Promise.all(
    ['/requests', '/requests/ccd', '/requests/open', '/requests/solved', '/users/me'].map(get),
  )
  const ids = await house.db.rows(sql<{ id: number }>`select ticket_id as id from tickets`)
  const each = ids.flatMap(({ id }) => [
    `/requests/${id}`,
    `/requests/${id}/comments`,
    `/tickets/${id}`,
    `/tickets/${id}/comments`,
  ])
  return [...lists, ...(await Promise.all(each.map(get)))].join('\n')
}

it('shows no code that was sent to the desk to the attacker whose ticket it was aimed at', async () => {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: smtpPort,
    secure: false,
    ignoreTLS: true,
  })
  await transport.sendMail({ from: ATTACKER, to: SUPPORT, subject: 'Hello', text: 'I have a question.' })
  const receipt = await sink.find(({ to }) => to.includes(ATTACKER))
  const reply = receipt.header('reply-to') ?? ''
  expect(reply).toMatch(/^support\+.+@desk\.example$/)
  const chains = chainsOf(reply, receipt.header('message-id') ?? '')
  await Promise.all(
    chains.map(({ mail }, at) =>
      transport.sendMail({ subject: 'Verify your address', text: `Your code is CODE-${at}-CODE.`, ...mail }),
    ),
  )
  await settled()
  for (const { after } of chains)
    if (after !== undefined)
      await transport.sendMail({ subject: 'Re: Verify your address', text: 'Copy me.', ...after })
  await settled()
  const seen = `${await readAll()}\n${sink.mails
    .filter(({ to }) => to.includes(ATTACKER))
    .map(({ raw }) => raw)
    .join('\n')}`
  expect(seen).toContain('I have a question.')
  const leaks = chains.flatMap(({ name }, at) => (seen.includes(`CODE-${at}-CODE`) ? [name] : []))
  expect(leaks).toEqual([])
  transport.close()
  proven('C-23', 'hijack chains show nothing', `${chains.length} chains`)
}, 120_000)
