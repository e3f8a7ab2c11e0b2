import { type Dovecot, IMAP_PASSWORD, startDovecot } from '../../../test/support/dovecot.ts'
import { testProcess } from '../../../test/support/identity.ts'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { createEgress } from '../../platform/egress/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { type MailDesk, type MailDeskOptions, mailDesk } from '../mail/fixture.ts'
import type { Intake } from '../mail/intake.ts'
import type { Mailbox, MailboxSettings } from './mailbox.ts'
import { type MailboxPoller, mailboxPoller, type PollerRoom } from './poller.ts'
import { findMailbox, insertMailbox } from './store.ts'

/** For this room's tests: the desk with its mail, beside a real mail server. */
export type MailboxDesk = MailDesk & {
  readonly server: Dovecot
  readonly room: {
    readonly ground: Ground
    readonly intake: Intake
    readonly connect: { readonly ca: string }
  }
  add(settings?: Partial<MailboxSettings>, password?: string): Promise<Mailbox>
  box(id: Id): Promise<Mailbox>
  /** Another process that fetches; nothing of it is left behind by `close`. */
  poller(other?: Partial<PollerRoom>): Promise<MailboxPoller>
  /** Comes back to the mailboxes until the description holds. */
  until(what: () => Promise<boolean>): Promise<void>
}

export const mailboxDesk = async (options: MailDeskOptions = {}): Promise<MailboxDesk> => {
  const [desk, server] = await Promise.all([mailDesk(options), startDovecot()])
  const ground: Ground = {
    ...desk.ground,
    settings: { ...desk.ground.settings, mailboxHosts: ['localhost'] },
    egress: createEgress({
      resolve: async (name) => (name === 'localhost' ? [{ address: '127.0.0.1', family: 4 }] : []),
    }),
  }
  const room = { ground, intake: desk.intake, connect: { ca: server.ca } }
  const closing: (() => Promise<void>)[] = []
  const pollers: MailboxPoller[] = []
  const box = async (id: Id): Promise<Mailbox> => (await findMailbox(ground.db, id))!
  return {
    ...desk,
    server,
    room: { ...desk.room, ...room },
    box,
    add: (settings = {}, password = IMAP_PASSWORD) => {
      const sealed = ground.keys.seal('mailbox', Buffer.from(password))
      const full = { ...STANDARD, port: server.tlsPort, ...settings }
      return insertMailbox(ground.db, full, sealed, ground.clock.now())
    },
    poller: async (other = {}) => {
      const self = await testProcess(desk.ground.db)
      const poller = mailboxPoller({ ...room, ground: { ...ground, identity: self.identity }, ...other })
      await poller.start()
      pollers.push(poller)
      closing.push(async () => {
        await poller.stop()
        await self.die()
      })
      return poller
    },
    until: async (what) => {
      for (const end = Date.now() + 15_000; !(await what()); ) {
        if (Date.now() > end) {
          const boxes = await ground.db.rows(sql`select id, error, backlog, last_uid from mailboxes`)
          throw new Error(`it did not come to that: ${JSON.stringify(boxes)}`)
        }
        desk.ground.clock.advance(1_000)
        for (const poller of pollers) poller.poke()
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    },
    close: async () => {
      for (const close of closing) await close()
      await desk.close()
      await server.stop()
    },
  }
}

export const STANDARD: MailboxSettings = {
  name: 'Support',
  address: 'support@example.com',
  host: 'localhost',
  port: 993,
  security: 'tls',
  username: 'support',
  folder: 'INBOX',
  poll_seconds: 10,
  idle: false,
  after: 'flag',
  move_to: null,
  existing_mail: 'all',
  authentication_host: null,
  active: true,
}

let number = 0

/** A mail of a customer, unlike any before. */
export const letter = (
  more: { readonly subject?: string; readonly head?: string; readonly body?: string } = {},
): string => {
  number++
  return [
    'Return-Path: <cora@acme.example>',
    ...(more.head === undefined ? [] : [more.head]),
    'From: Cora <cora@acme.example>',
    'To: support@example.com',
    `Subject: ${more.subject ?? `Letter ${number}`}`,
    `Message-ID: <letter-${number}@acme.example>`,
    '',
    more.body ?? `This is letter ${number}.`,
    '',
  ].join('\r\n')
}
