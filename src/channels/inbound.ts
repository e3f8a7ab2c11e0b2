import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { Id } from '../kernel/index.ts'
import type { Viewer } from '../people/index.ts'
import type { Ground } from '../platform/ground.ts'
import type { Module } from '../platform/module.ts'
import { sourceRoutes } from './mail/api.ts'
import type { PeopleDoor, TicketsDoor } from './mail/doors.ts'
import { eraseMailHandler } from './mail/erase-raw.ts'
import { forgetOldMail } from './mail/forget-old-mail.ts'
import { createIntake, type Intake } from './mail/intake.ts'
import { createMailWorker } from './mail/mail-worker.ts'
import { inboundMetrics } from './mail/metrics.ts'
import { patientResolver } from './mail/parse/dns.ts'
import { createParsePool } from './mail/parse/pool.ts'
import type { Resolve } from './mail/parse/verdict.ts'
import { type SmtpOptions, smtpListener } from './mail/smtp-listener.ts'
import { eraseMailsOf, eraseMailsTo } from './mail/store.ts'
import { mailboxRoutes } from './mailboxes/api.ts'
import type { ConnectOptions } from './mailboxes/connection.ts'
import { mailboxMetrics } from './mailboxes/metrics.ts'
import { mailboxPoller, sweepMessages } from './mailboxes/poller.ts'
import { type SuspendedRoom, suspendedRoutes } from './suspended/api.ts'
import { expireSuspended } from './suspended/store.ts'

export type InboundDoors = {
  readonly people: PeopleDoor
  readonly tickets: TicketsDoor & {
    getTicket(viewer: Viewer, id: Id): Promise<unknown>
    presentTickets(viewer: Viewer, ids: readonly Id[], origin: string): Promise<readonly object[]>
  }
}

export type InboundOptions = {
  /** DNS for the verdict on senders; the system's unless given. */
  readonly resolve?: Resolve
  readonly smtp?: SmtpOptions
  readonly imap?: ConnectOptions
  /** How many mails one process reads at a time, each in a thread; and works on. */
  readonly readers?: number
  readonly concurrency?: number
}

export type Inbound = {
  readonly parts: Pick<Module, 'routes' | 'jobs' | 'services' | 'effects' | 'blobColumns' | 'erasers'>
  readonly intake: Intake
}

const READERS = 2

/** Mail on its way in: the SMTP door, the worker behind it, and what waits for an agent. */
export const inbound = (ground: Ground, doors: InboundDoors, options: InboundOptions = {}): Inbound => {
  const resolve = options.resolve ?? patientResolver()
  const pool = createParsePool({ workers: options.readers ?? READERS, resolve })
  const room: SuspendedRoom = {
    ground,
    people: doors.people,
    tickets: doors.tickets,
    presentTickets: doors.tickets.presentTickets,
    pool,
    resolve,
    onCommitted: ground.wake,
  }
  const worker = createMailWorker(room, {
    owner: ground.identity.id,
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
  })
  const intake = createIntake(ground, worker.poke)
  const connect = options.imap === undefined ? {} : { connect: options.imap }
  const mailboxes = mailboxPoller({ ground, intake, ...connect })
  inboundMetrics(ground)
  mailboxMetrics(ground)
  return {
    intake,
    parts: {
      routes: [
        ...suspendedRoutes(room),
        ...sourceRoutes({ ground, getTicket: doors.tickets.getTicket }),
        ...mailboxRoutes({ ground, ...connect, onChanged: mailboxes.poke }),
      ],
      services: [
        smtpListener(ground, intake, { ...tlsOf(ground.settings.smtpTls), ...options.smtp }),
        mailboxes,
        worker,
      ],
      jobs: [
        { name: 'channels.forget_old_mail', cron: '11 2 * * *', run: () => forgetOldMail(ground) },
        { name: 'channels.sweep_messages', cron: '41 3 * * *', run: () => sweepMessages(ground) },
        {
          name: 'channels.expire_suspended',
          cron: '23 * * * *',
          run: async () => {
            while ((await expireSuspended(ground.db, ground.clock.now())) > 0);
          },
        },
      ],
      erasers: [
        {
          name: 'channels.inbound',
          tables: ['inbound_mails', 'suspended_tickets'],
          eraseUser: eraseMailsOf,
          eraseTicket: eraseMailsTo,
        },
      ],
      effects: [eraseMailHandler(ground)],
      blobColumns: [{ table: 'inbound_mails', column: 'blob' }],
    },
  }
}

/** Key and certificates lie in one PEM file: each is found by its own heading. */
const tlsOf = (file: string | undefined): Pick<SmtpOptions, 'tls'> => {
  if (file === undefined) return {}
  try {
    const pem = readFileSync(file, 'utf8')
    createSecureContext({ key: pem, cert: pem })
    return { tls: { key: pem, cert: pem } }
  } catch (error) {
    throw new Error(`MAINSTAY_SMTP_TLS: ${file} holds no usable key and certificate`, { cause: error })
  }
}
