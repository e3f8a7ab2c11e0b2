import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MailDesk, mailDesk } from '../../src/channels/mail/fixture.ts'
import { sql } from '../../src/platform/db/index.ts'
import { oddMails } from './odd-mails.ts'

let desk: MailDesk
beforeAll(async () => {
  desk = await mailDesk({ pool: { workers: 2 }, concurrency: 6 })
})
afterAll(() => desk.close())

const take = (raw: Buffer, envelopeFrom = 'sender@odd.example') =>
  desk.intake.take({
    envelopeFrom,
    envelopeTo: ['support@example.com'],
    remoteIp: '127.0.0.1',
    helo: 'odd.example',
    trace: 'Received: from odd.example\r\n',
    content: Readable.from([raw]),
  })

const NEIGHBOURS = 25
const DEADLINE_MS = 75_000

describe('the corpus of odd mails', () => {
  const corpus = oddMails()

  test('is large and the same every time', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(500)
    const again = oddMails()
    expect(again.every(({ raw }, i) => raw.equals(corpus[i]?.raw ?? Buffer.alloc(0)))).toBe(true)
  })

  test('becomes tickets, comments and suspended mails: none lost, none stuck, neighbours unharmed', async () => {
    const ids = new Map<number, string>()
    for (const [i, odd] of corpus.entries()) {
      ids.set(Number(await take(odd.raw, odd.envelopeFrom)), odd.name)
      if (i % NEIGHBOURS === 0)
        await take(
          Buffer.from(
            `From: good@neighbour.example\r\nSubject: neighbour\r\nMessage-ID: <good-${i}@n.example>\r\n\r\nFine.`,
          ),
        )
    }
    const mails = await desk.settled(DEADLINE_MS).catch(async (error: Error) => {
      const left = await desk.ground.db.rows(
        sql<{ id: number }>`select id from inbound_mails where state = 'received'`,
      )
      throw new Error(`${error.message}: ${left.map(({ id }) => ids.get(id) ?? 'neighbour').join(', ')}`)
    })
    const good = Math.ceil(corpus.length / NEIGHBOURS)
    expect(mails).toHaveLength(corpus.length + good)
    for (const mail of mails) {
      const name = ids.get(mail.id) ?? 'neighbour'
      expect(['done', 'suspended', 'duplicate'], name).toContain(mail.state)
      expect(mail.attempts, name).toBe(1)
      if (mail.state === 'done') expect(mail.outcome?.ticket_id, name).toBeGreaterThan(0)
    }
    const [counted] = await desk.ground.db.rows(sql<{
      suspended: number
      without: number
      tickets: number
      good: number
    }>`select
      (select count(*) from suspended_tickets) as suspended,
      (select count(*) from inbound_mails m where state = 'suspended'
        and not exists (select from suspended_tickets s where s.mail_id = m.id and s.cause <> '')) as without,
      (select count(*) from tickets) as tickets,
      (select count(*) from tickets where subject = 'neighbour') as good`)
    const of = (state: string): number => mails.filter((one) => one.state === state).length
    expect(counted).toMatchObject({ suspended: of('suspended'), without: 0, tickets: of('done'), good })
  }, 90_000)
})
