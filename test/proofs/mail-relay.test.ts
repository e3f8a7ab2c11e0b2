import nodemailer from 'nodemailer'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sql } from '../../src/platform/db/index.ts'
import { freePort } from '../support/desk.ts'
import { type MailSink, startMailSink } from '../support/mail-sink.ts'
import { decoded } from './canaries/desk.ts'
import { openHouse, type ProofHouse } from './house.ts'
import { proven, sized } from './size.ts'

const VICTIMS = sized(20, 200, 1_000)
const MAILS = 10 * VICTIMS
const DAY_MS = 86_400_000
/** In all that the attacker writes: subject, text, name, file name, and the address itself beside the victim's own. */
const WORD = 'relaycanary7d1c'

/** The desk at its most lenient: it lets whoever writes open a ticket. */
let house: ProofHouse
let sink: MailSink
let smtpPort: number
beforeAll(async () => {
  sink = await startMailSink()
  smtpPort = await freePort()
  const settings = {
    smtpPort,
    smtpRelay: sink.url,
    mailUnauthenticated: 'accept',
    logLevel: 'silent',
  } as const
  house = await openHouse(settings)
  await house.domains.people.createUser({ email: 'olga@staff.example', name: 'Olga', role: 'owner' })
  await house.mainstay.start()
}, 60_000)
afterAll(async () => {
  await house?.close()
  await sink?.close()
})

const victim = (n: number): string => `victim${n % VICTIMS}@innocent.example`

/** In the name of each victim, again and again. */
const flood = async (): Promise<void> => {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: smtpPort,
    secure: false,
    ignoreTLS: true,
    pool: true,
    maxConnections: 4,
  })
  await Promise.all(
    Array.from({ length: MAILS }, (_, n) =>
      transport.sendMail({
        from: { name: `${WORD} Prize`, address: victim(n) },
        to: 'support@desk.example',
        subject: `${WORD}: you have won ${n}`,
        text: `Collect it at https://${WORD}.example/${n}`,
        html: `<p>Collect it at <a href="https://${WORD}.example/${n}">${WORD}</a></p>`,
        ...(n % 5 === 0 ? { attachments: [{ filename: `${WORD}.txt`, content: WORD }] } : {}),
      }),
    ),
  )
  transport.close()
}

/** All that came has become something, and all that was to be told has been sent or held back. */
const settled = (): Promise<void> =>
  vi.waitFor(
    async () => {
      const [row] = await house.db.rows(sql<{ busy: number }>`select
        (select count(*)::int from inbound_mails where state = 'received')
        + (select count(*)::int from outbox where state = 'waiting') as busy`)
      expect(row?.busy).toBe(0)
    },
    { timeout: 1_200_000, interval: 200 },
  )

const mostToOne = (): number => {
  const counts = new Map<string, number>()
  for (const { to } of sink.mails) for (const one of to) counts.set(one, (counts.get(one) ?? 0) + 1)
  return Math.max(...counts.values())
}

it('sends nobody more than one mail a day for mail in their name, and no word of it', async () => {
  await flood()
  await settled()
  const [made] = await house.db.rows(sql<{ tickets: number }>`select count(*)::int as tickets from tickets`)
  expect(made?.tickets).toBe(MAILS)
  const first = sink.mails.length
  expect(first).toBeGreaterThan(0)
  expect(mostToOne()).toBe(1)
  house.clock.advance(DAY_MS + 1000)
  await flood()
  await settled()
  expect(mostToOne()).toBeLessThanOrEqual(2)
  expect(sink.mails.every(({ to }) => to.every((one) => one.endsWith('@innocent.example')))).toBe(true)
  expect(sink.mails.filter(({ raw }) => decoded(raw).includes(WORD)).map(({ raw }) => raw)).toEqual([])
  proven(
    'C-24',
    'no relay for mail in the name of others',
    `${2 * MAILS} mails of ${VICTIMS} victims on two days, ${sink.mails.length} answered`,
  )
}, 3_600_000)
