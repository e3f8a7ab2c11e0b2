import nodemailer from 'nodemailer'
import { afterEach, expect, it, vi } from 'vitest'
import { sql } from '../../src/platform/db/index.ts'
import { freePort } from '../support/desk.ts'
import { type MailSink, startMailSink } from '../support/mail-sink.ts'
import { openHouse, type ProofHouse } from './house.ts'
import { proven } from './size.ts'
import { asking } from './world.ts'

const HOUR_MS = 3_600_000
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const opened = async (settings: Parameters<typeof openHouse>[0]): Promise<ProofHouse> => {
  const house = await openHouse({ mailUnauthenticated: 'accept', logLevel: 'silent', ...settings })
  closers.push(house.close)
  await house.domains.people.createUser({ email: 'olga@staff.example', name: 'Olga', role: 'owner' })
  await house.mainstay.start()
  return house
}

const outboxOf = ({ db }: ProofHouse) =>
  db.rows(sql<{
    state: string
    attempts: number
    count: number
  }>`select state, max(attempts) as attempts, count(*)::int as count
    from outbox group by state order by state`)

const attemptsOf = async (house: ProofHouse): Promise<number> =>
  (await outboxOf(house)).find(({ state }) => state === 'waiting')?.attempts ?? 0

it('keeps mail while the relay is away for a day, then sends each once, in the order of its ticket', async () => {
  const port = await freePort()
  const house = await opened({ smtpPort: 0, smtpRelay: `smtp://127.0.0.1:${port}` })
  const { secret } = await house.domains.people.createToken({
    email: 'olga@staff.example',
    expiresInDays: 30,
  } as never)
  const ask = asking(house.call, secret)
  const carol = (
    await ask('POST', '/users', { user: { name: 'Carol', email: 'carol@customer.example', verified: true } })
  ).user.id
  const tickets: number[] = []
  for (let n = 0; n < 3; n++) {
    const { ticket } = await ask('POST', '/tickets', {
      ticket: { subject: `Ticket ${n}`, requester_id: carol, comment: { body: `t${n} word 0.` } },
    })
    tickets.push(ticket.id)
    for (const word of [1, 2])
      await ask('PUT', `/tickets/${ticket.id}`, {
        ticket: { comment: { body: `t${n} word ${word}.`, public: true } },
      })
  }
  for (let hour = 0; hour < 24; hour++) {
    house.clock.advance(HOUR_MS)
    house.mainstay.ground.wake()
    // The workers look about once a second, and at once when woken: a few of these hours find them at work.
    if (hour % 8 === 0) await vi.waitFor(async () => expect(await attemptsOf(house)).toBeGreaterThan(0))
  }
  await vi.waitFor(
    async () => {
      house.clock.advance(HOUR_MS)
      house.mainstay.ground.wake()
      expect(await attemptsOf(house)).toBeGreaterThan(2)
    },
    { timeout: 20_000, interval: 200 },
  )
  expect((await outboxOf(house)).filter(({ state }) => state === 'failed')).toEqual([])
  const sink = await startMailSink(port)
  closers.push(sink.close)
  await vi.waitFor(
    async () => {
      house.clock.advance(HOUR_MS)
      house.mainstay.ground.wake()
      expect((await outboxOf(house)).find(({ state }) => state === 'waiting')).toBeUndefined()
    },
    { timeout: 20_000, interval: 200 },
  )
  const words = sink.mails.flatMap(({ raw }) => /Message-ID: (\S+)/i.exec(raw)?.[1] ?? [])
  expect(new Set(words).size).toBe(sink.mails.length)
  for (const n of tickets.keys()) expect(spokenIn(sink, n)).toEqual([...spokenIn(sink, n)].sort())
  expect(tickets.flatMap((_, n) => spokenIn(sink, n)).length).toBeGreaterThanOrEqual(tickets.length * 2)
  proven('C-15', 'relay away for a day', `${sink.mails.length} mails, each once, in order`)
}, 120_000)

/** The newest word that each mail of a ticket brings, in the order in which they came. */
const spokenIn = (sink: MailSink, n: number): number[] =>
  sink.mails.flatMap(({ raw }) => {
    const found = raw.match(new RegExp(`t${n} word (\\d)`, 'g')) ?? []
    return found.length === 0 ? [] : [Math.max(...found.map((one) => Number(one.at(-1))))]
  })

it('two desks that answer each other fall silent', async () => {
  const [portA, portB] = [await freePort(), await freePort()]
  const a = await opened({
    smtpPort: portA,
    supportAddresses: ['support@a.example'],
    smtpRelay: `smtp://127.0.0.1:${portB}`,
    baseUrl: 'http://a.example',
  })
  const b = await opened({
    smtpPort: portB,
    supportAddresses: ['support@b.example'],
    smtpRelay: `smtp://127.0.0.1:${portA}`,
    baseUrl: 'http://b.example',
  })
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: portA,
    secure: false,
    ignoreTLS: true,
  })
  for (let n = 0; n < 5; n++)
    await transport.sendMail({
      from: 'support@b.example',
      to: 'support@a.example',
      subject: `Hello ${n}`,
      text: 'Is anybody there?',
    })
  let last = -1
  let quiet = 0
  await vi.waitFor(
    async () => {
      let now = 0
      let busy = 0
      for (const { db } of [a, b]) {
        const [row] = await db.rows(sql<{
          mails: number
          busy: number
        }>`select (select count(*)::int from inbound_mails) as mails,
          (select count(*)::int from inbound_mails where state = 'received') + (select count(*)::int from outbox where state = 'waiting') as busy`)
        now += row!.mails
        busy += row!.busy
      }
      quiet = now === last && busy === 0 ? quiet + 1 : 0
      last = now
      expect(quiet).toBeGreaterThan(10)
    },
    { timeout: 60_000, interval: 100 },
  )
  for (const { db } of [a, b]) {
    const sent = await db.rows(
      sql<{
        count: number
      }>`select count(*)::int as count from outbound_mails where automatic and state = 'sent' group by user_id, ticket_id`,
    )
    expect(sent.filter(({ count }) => count > 1)).toEqual([])
    const hourly = await db.rows(
      sql<{
        count: number
      }>`select count(*)::int as count from outbound_mails where automatic and state = 'sent' group by user_id`,
    )
    expect(hourly.filter(({ count }) => count > 3)).toEqual([])
  }
  proven('C-24', 'two desks that answer each other', `5 mails sent, ${last} arrived in all`)
}, 90_000)
