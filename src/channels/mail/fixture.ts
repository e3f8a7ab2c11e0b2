import nodemailer, { type SendMailOptions } from 'nodemailer'
import type { TestGround } from '../../../test/support/ground.ts'
import type { Id } from '../../kernel/index.ts'
import { people } from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import { ticketDesk } from '../../tickets/fixture.ts'
import { makeMessageId, makeReplyAddress } from '../core/index.ts'
import { createIntake } from './intake.ts'
import { createMailWorker, type MailWorker } from './mail-worker.ts'
import { createParsePool, type PoolOptions } from './parse/pool.ts'
import type { Resolve } from './parse/verdict.ts'
import type { MailRoom } from './room.ts'
import { type SmtpOptions, smtpListener } from './smtp-listener.ts'

/** For this room's tests: the small desk of tickets, with its mail. DNS is a table. */

const SPF_HERE = [['v=spf1 ip4:127.0.0.1 -all']]
const SPF_ELSEWHERE = [['v=spf1 ip4:192.0.2.1 -all']]
const DMARC = [['v=DMARC1; p=reject']]

const missing = (): never => {
  throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
}
const unreachable = (): never => {
  throw Object.assign(new Error('timeout'), { code: 'ETIMEOUT' })
}

/** acme and desk vouch for mail from here; forged does not; broken cannot be asked; all else publishes nothing. */
export const tableDns: Resolve = async (name, recordType) => {
  if (name.endsWith('broken.example')) return unreachable()
  if (recordType !== 'TXT') return missing()
  if (/^_dmarc\.(acme|desk|forged|zimmer)\.example$/.test(name)) return DMARC
  if (/^(acme|desk|zimmer)\.example$/.test(name)) return SPF_HERE
  if (name === 'forged.example') return SPF_ELSEWHERE
  return missing()
}

export type MailDeskOptions = {
  readonly settings?: Partial<Settings>
  readonly smtp?: SmtpOptions
  readonly pool?: Partial<PoolOptions>
  readonly concurrency?: number
  /** Changes the room before the worker gets it: to make things fail. */
  readonly room?: (room: MailRoom) => MailRoom
}

export type MailDesk = Awaited<ReturnType<typeof mailDesk>>

export const mailDesk = async (options: MailDeskOptions = {}) => {
  const desk = await ticketDesk()
  const ground: TestGround = {
    ...desk.ground,
    settings: { ...desk.ground.settings, supportAddresses: ['support@example.com'], ...options.settings },
  }
  const pool = createParsePool({ workers: 1, resolve: tableDns, ...options.pool })
  const room: MailRoom = {
    ground,
    people: people(ground),
    tickets: { applyChange: desk.commit },
    pool,
    resolve: tableDns,
    onCommitted: () => {},
  }
  const given = options.room?.(room) ?? room
  const worker: MailWorker = createMailWorker(given, { owner: 1, concurrency: options.concurrency ?? 4 })
  const intake = createIntake(ground, () => worker.poke())
  const smtp = smtpListener(ground, intake, { isShortOfSpace: async () => false, ...options.smtp })
  await smtp.start()
  await worker.start()
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: smtp.port(),
    secure: false,
    ignoreTLS: true,
    pool: true,
    maxConnections: 10,
  })
  const sign = (text: string) => ground.keys.sign('reply', text)

  return {
    ground,
    desk,
    room: given,
    pool,
    smtp,
    worker,
    intake,
    send: (mail: SendMailOptions) => transport.sendMail({ to: 'support@example.com', ...mail }),
    sendRaw: (raw: string | Buffer, envelope: { from?: string; to?: string[] } = {}) =>
      transport.sendMail({
        envelope: { from: envelope.from ?? 'cora@acme.example', to: envelope.to ?? ['support@example.com'] },
        raw,
      }),
    replyAddress: (ticketId: Id, userId: Id, mailEpoch = 1) =>
      makeReplyAddress('support@example.com', { ticketId, userId, mailEpoch }, sign),
    messageId: (ticketId: Id, userId: Id, nonce = 'n1', mailEpoch = 1) =>
      makeMessageId('example.com', { ticketId, userId, mailEpoch }, nonce, sign),
    /** Waits until every mail that was taken in has ended. */
    settled: async (timeoutMs = 15_000): Promise<MailState[]> => {
      const until = Date.now() + timeoutMs
      for (;;) {
        const mails = await ground.db.rows(
          sql<MailState>`select id, state, outcome, attempts from inbound_mails order by id`,
        )
        if (mails.every(({ state }) => state !== 'received')) return mails
        if (Date.now() > until)
          throw new Error(
            `mails still wait: ${JSON.stringify(mails.filter((one) => one.state === 'received'))}`,
          )
        await new Promise((resolve) => setTimeout(resolve, 15))
      }
    },
    comments: (ticketId: Id) =>
      ground.db.rows(sql<CommentState>`select id, author_id, public, body, html, quoted_html, verdict, flags, mail_id
        from comments where ticket_id = ${ticketId} order by id`),
    tickets: () =>
      ground.db.rows(sql<TicketState>`select ticket_id, subject, requester_id, recipient, status, via, email_cc_ids
        from tickets order by ticket_id`),
    suspended: () =>
      ground.db.rows(sql<SuspendedState>`select id, cause_id, author_email, subject, content, ticket_id, mail_id
        from suspended_tickets order by id`),
    close: async () => {
      transport.close()
      await smtp.stop()
      await worker.stop()
      await desk.close()
    },
  }
}

export type MailState = {
  readonly id: Id
  readonly state: string
  readonly attempts: number
  readonly outcome: {
    readonly kind?: string
    readonly ticket_id?: Id
    readonly cause?: string
    readonly verdict?: string
  } | null
}
export type CommentState = {
  readonly id: Id
  readonly author_id: Id
  readonly public: boolean
  readonly body: string
  readonly html: string
  readonly quoted_html: string | null
  readonly verdict: string | null
  readonly flags: readonly number[]
  readonly mail_id: Id | null
}
export type TicketState = {
  readonly ticket_id: Id
  readonly subject: string
  readonly requester_id: Id
  readonly recipient: string | null
  readonly status: number
  readonly via: { readonly channel: string; readonly source: { readonly from: Record<string, unknown> } }
  readonly email_cc_ids: readonly Id[]
}
export type SuspendedState = {
  readonly id: Id
  readonly cause_id: number
  readonly author_email: string
  readonly subject: string
  readonly content: string
  readonly ticket_id: Id | null
  readonly mail_id: Id
}
