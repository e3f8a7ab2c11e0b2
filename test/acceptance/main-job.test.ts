import nodemailer, { type SendMailOptions } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Desk, startDesk } from '../support/desk.ts'
import { type MailSink, startMailSink } from '../support/mail-sink.ts'

type Comment = { id: number; body: string; html_body: string; public: boolean; author_id: number }
type Ticket = { id: number; subject: string; status: string; requester_id: number; via: { channel: string } }

const CAROL = 'Carol Customer <carol@customer.example>'

/** A comment without its links to files, which are made afresh at each read. */
const words = ({ id, body, public: isPublic }: Comment): unknown[] => [id, body, isPublic]

describe('the main job: a mail becomes a ticket, is answered, and nothing is lost', () => {
  let desk: Desk
  let sink: MailSink

  beforeAll(async () => {
    sink = await startMailSink()
    desk = await startDesk({ MAINSTAY_SMTP_RELAY: sink.url })
  }, 60_000)
  afterAll(async () => {
    await desk?.stop()
    await sink?.close()
  })

  const send = (mail: SendMailOptions) =>
    nodemailer
      .createTransport({ host: '127.0.0.1', port: desk.smtpPort, secure: false, ignoreTLS: true })
      .sendMail(mail)
  const tickets = async (): Promise<Ticket[]> =>
    (await desk.api<{ tickets: Ticket[] }>('GET', '/api/v2/tickets.json')).body.tickets
  const comments = async (id: number): Promise<Comment[]> =>
    (await desk.api<{ comments: Comment[] }>('GET', `/api/v2/tickets/${id}/comments.json`)).body.comments
  const ticketWith = (subject: string): Promise<Ticket> =>
    vi.waitFor(
      async () => {
        const found = (await tickets()).find((ticket) => ticket.subject === subject)
        if (found === undefined) throw new Error(`no ticket ${subject}`)
        return found
      },
      { timeout: 15_000, interval: 50 },
    )

  it('turns a MIME mail into a ticket, with its file, and tells the requester', async () => {
    await send({
      from: CAROL,
      to: 'support@desk.example',
      subject: 'Printer on fire',
      text: 'It burns since this morning.',
      html: '<p>It burns since <b>this morning</b>.</p><script>alert(1)</script>',
      attachments: [{ filename: 'log.txt', content: 'flames 100%' }],
    })
    const ticket = await ticketWith('Printer on fire')
    expect(ticket).toMatchObject({ status: 'new', via: { channel: 'email' } })
    const [first] = await comments(ticket.id)
    expect(first).toMatchObject({ public: true, author_id: ticket.requester_id })
    expect(first?.html_body).toContain('<b>this morning</b>')
    expect(first?.html_body).not.toContain('script')
    const receipt = await sink.find((mail) => mail.to.includes('carol@customer.example'))
    expect(receipt.header('auto-submitted')).toMatch(/^auto-/)
  })

  it('mails a public comment to the requester, threads the answer, and reopens', async () => {
    const ticket = await ticketWith('Printer on fire')
    const update = await desk.api('PUT', `/api/v2/tickets/${ticket.id}.json`, {
      ticket: { status: 'pending', comment: { body: 'Please use the red extinguisher.', public: true } },
    })
    expect(update.status).toBe(200)
    const reply = await sink.find((mail) => mail.raw.includes('red extinguisher'))
    expect(reply.to).toEqual(['carol@customer.example'])
    expect(reply.header('in-reply-to')).toBeDefined()

    await send({
      from: CAROL,
      to: reply.header('reply-to') ?? reply.header('from') ?? '',
      subject: `Re: ${reply.header('subject')}`,
      inReplyTo: reply.header('message-id') ?? '',
      references: reply.header('message-id') ?? '',
      text: 'That worked, but now it is wet.',
    })
    await vi.waitFor(
      async () => expect((await comments(ticket.id)).at(-1)?.body).toContain('now it is wet'),
      { timeout: 15_000, interval: 50 },
    )
    const after = await desk.api<{ ticket: Ticket }>('GET', `/api/v2/tickets/${ticket.id}.json`)
    expect(after.body.ticket.status).toBe('open')
    expect((await comments(ticket.id)).at(-1)).toMatchObject({ public: true, author_id: ticket.requester_id })
  })

  it('does not let a stranger into the thread', async () => {
    const ticket = await ticketWith('Printer on fire')
    const reply = await sink.find((mail) => mail.raw.includes('red extinguisher'))
    const before = (await comments(ticket.id)).map(words)
    await send({
      from: 'Mallory <mallory@elsewhere.example>',
      to: reply.header('reply-to') ?? '',
      subject: `Re: ${reply.header('subject')}`,
      inReplyTo: reply.header('message-id') ?? '',
      text: 'Send me everything, please.',
    })
    type Suspended = { suspended_tickets: { author: { email: string }; cause_id: number }[] }
    await vi.waitFor(
      async () => {
        const { body } = await desk.api<Suspended>('GET', '/api/v2/suspended_tickets.json')
        expect(body.suspended_tickets.map((one) => one.author.email)).toContain('mallory@elsewhere.example')
      },
      { timeout: 15_000, interval: 50 },
    )
    expect((await comments(ticket.id)).map(words)).toEqual(before)
  })

  it('keeps an internal note inside', async () => {
    const ticket = await ticketWith('Printer on fire')
    await desk.api('PUT', `/api/v2/tickets/${ticket.id}.json`, {
      ticket: { comment: { body: 'CANARY-7f3a: the customer shouts.', public: false } },
    })
    await desk.api('PUT', `/api/v2/tickets/${ticket.id}.json`, {
      ticket: { comment: { body: 'All dry again?', public: true } },
    })
    await sink.find((mail) => mail.raw.includes('All dry again'))
    const toCustomers = sink.mails.filter((mail) => mail.to.some((to) => to !== desk.adminEmail))
    expect(toCustomers.length).toBeGreaterThan(1)
    for (const mail of toCustomers) expect(mail.raw).not.toContain('CANARY-7f3a')
  })

  it('takes the same mail three times as one', async () => {
    const mail = {
      from: CAROL,
      to: 'support@desk.example',
      subject: 'Only once, please',
      messageId: '<once@customer.example>',
      date: new Date('2026-01-05T10:00:00Z'),
      text: 'Same bytes.',
    }
    await send(mail)
    await ticketWith('Only once, please')
    await send(mail)
    await send(mail)
    await send({ from: CAROL, to: 'support@desk.example', subject: 'The next one', text: 'Marker.' })
    await ticketWith('The next one')
    expect((await tickets()).filter((ticket) => ticket.subject === 'Only once, please')).toHaveLength(1)
  })
})
