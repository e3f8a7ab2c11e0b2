import { DAY_MS, type Id, plusMs } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { backOffMs, pollLoop, settleBy } from '../../platform/loop/index.ts'
import type { Service } from '../../platform/module.ts'
import type { Intake } from '../mail/intake.ts'
import { type ConnectOptions, type Folder, MailboxTrouble, openFolder, readTrouble } from './connection.ts'
import { look } from './look.ts'
import type { Mailbox } from './mailbox.ts'
import { claimMailboxes, findMailbox, noteLook, releaseMailbox, renewMailbox, sweepDone } from './store.ts'
import { targetOf } from './target.ts'

export type PollerRoom = {
  readonly ground: Pick<
    Ground,
    'db' | 'clock' | 'keys' | 'egress' | 'settings' | 'log' | 'identity' | 'randomBytes'
  >
  readonly intake: Intake
  readonly connect?: ConnectOptions
}

export type MailboxPoller = Service & { poke(): void }

const IDLE_MS = 1_000
/** Short, so that the mailboxes of a process that hangs are taken over soon; work that lasts renews it. */
const LEASE_MS = 60_000
const RENEW_EVERY_MS = 5_000
/** A line that is kept open for news is looked at once in a while. */
const MAX_WAIT_MS = 5 * 60_000
const MAX_SESSIONS = 200
const STOP_MS = 20_000
const BACK_OFF = { firstMs: 5_000, maxMs: 15 * 60_000 }

type Session = { readonly mailbox: Mailbox; readonly abort: AbortController; readonly work: Promise<void> }

/** Fetches from all mailboxes, each by one process at a time, by lease; several at once. */
export const mailboxPoller = (room: PollerRoom): MailboxPoller => {
  const { db, clock, identity, log } = room.ground
  const sessions = new Map<Id, Session>()
  let renewedAtMs = 0

  const begin = (mailbox: Mailbox): void => {
    const abort = new AbortController()
    const work = serve(room, mailbox, abort.signal)
      .catch((error: unknown) => {
        // The lease runs out, and the mailbox comes again.
        log.error({ err: error, mailboxId: mailbox.id }, 'a mailbox could not be served')
      })
      .finally(() => {
        sessions.delete(mailbox.id)
        loop.poke()
      })
    sessions.set(mailbox.id, { mailbox, abort, work })
  }
  const renew = async (): Promise<void> => {
    if (performance.now() - renewedAtMs < RENEW_EVERY_MS) return
    renewedAtMs = performance.now()
    for (const { mailbox, abort } of sessions.values()) {
      const lease = { owner: identity.id, until: plusMs(clock.now(), LEASE_MS) }
      if (!(await renewMailbox(db, mailbox, lease))) abort.abort()
    }
  }
  const loop = pollLoop({
    name: 'mailboxes',
    log,
    turn: async () => {
      await renew()
      const now = clock.now()
      const lease = { owner: identity.id, now, until: plusMs(now, LEASE_MS) }
      const claimed = await claimMailboxes(db, lease, MAX_SESSIONS - sessions.size)
      // A lease of our own may have run out while this process slept: that mailbox is still being served here.
      for (const mailbox of claimed) if (!sessions.has(mailbox.id)) begin(mailbox)
      return IDLE_MS
    },
  })
  return {
    name: 'mailboxes',
    roles: ['mail'],
    poke: () => loop.poke(),
    isBeating: () => loop.isBeating(),
    start: async () => loop.start(),
    stop: async () => {
      await loop.stop()
      const running = [...sessions.values()]
      for (const { abort } of running) abort.abort()
      await settleBy(Promise.allSettled(running.map(({ work }) => work)), STOP_MS)
    },
  }
}

/** One mailbox, from its connection to its release: once, or as long as the server tells of new mail. */
const serve = async (room: PollerRoom, mailbox: Mailbox, signal: AbortSignal): Promise<void> => {
  const { db, clock, identity } = room.ground
  let pauseMs = mailbox.poll_seconds * 1_000
  try {
    const folder = await open(room, mailbox)
    const hangUp = (): void => void folder.close()
    signal.addEventListener('abort', hangUp)
    try {
      await attend(room, mailbox, folder, signal)
    } finally {
      signal.removeEventListener('abort', hangUp)
      await folder.close()
    }
  } catch (error) {
    if (!signal.aborted) pauseMs = await noteTrouble(room, mailbox, error)
  }
  await releaseMailbox(db, mailbox, identity.id, signal.aborted ? clock.now() : plusMs(clock.now(), pauseMs))
}

const open = async (room: PollerRoom, mailbox: Mailbox): Promise<Folder> => {
  const target = await targetOf(room.ground, mailbox)
  if (!target.ok) throw new MailboxTrouble(target.error, target.field)
  const password = room.ground.keys.open('mailbox', mailbox.password)
  if (password === undefined)
    throw new MailboxTrouble('The password cannot be opened with the key of this installation: set it again.')
  return openFolder({ ...mailbox, password: password.toString('utf8') }, target.addresses, room.connect)
}

const attend = async (
  room: PollerRoom,
  mailbox: Mailbox,
  folder: Folder,
  signal: AbortSignal,
): Promise<void> => {
  const { db } = room.ground
  do {
    const current = await findMailbox(db, mailbox.id)
    if (current === undefined || current.revision !== mailbox.revision) return
    await look({ ground: room.ground, intake: room.intake }, current, folder, signal)
    if (!mailbox.idle) return
    await folder.wait(Math.min(mailbox.poll_seconds * 1_000, MAX_WAIT_MS), signal)
  } while (!signal.aborted)
}

/** Says what is wrong, in the log once until it is mended; answers how long to wait. */
const noteTrouble = async ({ ground }: PollerRoom, mailbox: Mailbox, error: unknown): Promise<number> => {
  const trouble = readTrouble(error, mailbox)
  const failures = await noteLook(ground.db, mailbox, {
    ok: false,
    at: ground.clock.now(),
    error: trouble instanceof MailboxTrouble ? trouble.message : 'Mail could not be stored.',
  })
  if (failures === 1)
    ground.log.warn({ err: error, mailboxId: mailbox.id }, 'a mailbox cannot be fetched from')
  return backOffMs(Math.max(failures, 1), BACK_OFF, (ground.randomBytes(1)[0] ?? 0) / 256)
}

const KEPT_MS = 30 * DAY_MS

/** Forgets single messages that were done with long ago. */
export const sweepMessages = async ({ db, clock }: Pick<Ground, 'db' | 'clock'>): Promise<void> => {
  while ((await sweepDone(db, plusMs(clock.now(), -KEPT_MS))) > 0);
}
