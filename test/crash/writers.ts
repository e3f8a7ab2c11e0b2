import { randomUUID } from 'node:crypto'
import nodemailer from 'nodemailer'
import type { Desk } from '../support/desk.ts'
import type { Entry, Ledger } from './ledger.ts'

/** Clients that write until told to stop, and note what they were told. */
export type Writers = { readonly ledger: Ledger; stop(): Promise<void> }

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** About `perSecond` writes a second: half of them new tickets, a third comments, the rest mails. */
export const startWriters = (desk: Desk, perSecond: number): Writers => {
  const ledger: Ledger = []
  const known: number[] = []
  const open = new Set<Promise<void>>()
  let running = true
  const loop = (async () => {
    for (let n = 0; running; n++) {
      const work =
        n % 6 < 3
          ? create(desk, ledger, known)
          : n % 6 < 5
            ? comment(desk, ledger, known)
            : mail(desk, ledger)
      open.add(work)
      work.finally(() => open.delete(work))
      await pause(1000 / perSecond)
    }
  })()
  return {
    ledger,
    stop: async () => {
      running = false
      await loop
      await Promise.all(open)
    },
  }
}

const note = (ledger: Ledger, kind: Entry['kind'], ticketId?: number): Entry => {
  const entry: Entry = { marker: `mark-${randomUUID()}-mark`, kind, ticketId, outcome: 'unknown' }
  ledger.push(entry)
  return entry
}

/** A client that repeats what it was told nothing about, under the same key, until it is told. */
const create = async (desk: Desk, ledger: Ledger, known: number[]): Promise<void> => {
  const entry = note(ledger, 'create')
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await desk
      .api<{ ticket?: { id: number } }>(
        'POST',
        '/api/v2/tickets.json',
        { ticket: { subject: entry.marker.slice(0, 20), comment: { body: entry.marker } } },
        { 'idempotency-key': entry.marker },
      )
      .catch(() => undefined)
    if (answer?.status === 201 && answer.body.ticket !== undefined) {
      entry.outcome = 'acknowledged'
      known.push(answer.body.ticket.id)
      return
    }
    await pause(100)
  }
}

/** A PUT has no key: sent once; where no answer came, its fate stays unknown. */
const comment = async (desk: Desk, ledger: Ledger, known: readonly number[]): Promise<void> => {
  const ticketId = known[Math.floor(Math.random() * known.length)]
  if (ticketId === undefined) return
  const entry = note(ledger, 'comment', ticketId)
  const answer = await desk
    .api('PUT', `/api/v2/tickets/${ticketId}.json`, {
      ticket: { comment: { body: entry.marker, public: false } },
    })
    .catch(() => undefined)
  if (answer?.status === 200) entry.outcome = 'acknowledged'
}

/** A mail server keeps a mail until it hears 250, and sends the same again. */
const mail = async (desk: Desk, ledger: Ledger): Promise<void> => {
  const entry = note(ledger, 'mail')
  const message = {
    from: 'Carol Customer <carol@customer.example>',
    to: 'support@desk.example',
    subject: entry.marker.slice(0, 20),
    text: entry.marker,
    messageId: `<${entry.marker}@customer.example>`,
    date: new Date(),
  }
  for (let attempt = 0; attempt < 200; attempt++) {
    const transport = nodemailer.createTransport({
      host: '127.0.0.1',
      port: desk.smtpPort,
      secure: false,
      ignoreTLS: true,
      connectionTimeout: 5_000,
    })
    const sent = await transport.sendMail(message).then(
      () => true,
      () => false,
    )
    transport.close()
    if (sent) {
      entry.outcome = 'acknowledged'
      return
    }
    await pause(100)
  }
}
