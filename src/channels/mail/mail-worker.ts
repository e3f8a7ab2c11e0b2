import { type Instant, plusMs, Refused } from '../../kernel/index.ts'
import { isConnectionLost } from '../../platform/db/index.ts'
import { backOffMs, pollLoop, settleBy } from '../../platform/loop/index.ts'
import type { Service } from '../../platform/module.ts'
import { Interrupted, processMail } from './process-mail.ts'
import type { MailRoom } from './room.ts'
import {
  type ClaimedMail,
  claimMails,
  freeMailsOfTheDead,
  MailTaken,
  renewLeases,
  retryMail,
  returnMails,
} from './store.ts'
import { giveUp } from './suspend-mail.ts'

/** `poke` says that a mail was stored by this process: it is read at once instead of within a second. */
export type MailWorker = Service & { poke(): void }

export type WorkerOptions = {
  /** How many mails one process works on at a time. */
  readonly concurrency?: number
  /** Who holds the leases: the identity of this process. */
  readonly owner: number
}

const CONCURRENCY = 8
const IDLE_MS = 1_000
/** Short, so that the mails of a process that died come again soon; work that lasts renews it. */
const LEASE_MS = 15_000
const RENEW_EVERY_MS = 4_000
const STOP_MS = 20_000
/** Failures that more tries did not cure; and claims that ended with their process, which a mail may have killed. */
const MAX_ERRORS = 3
const MAX_CLAIMS = 10
const BACK_OFF = { firstMs: 1_000, maxMs: 60_000 }

/** Works off the mails that were taken in: as many at a time as given, in order of arrival, each by lease. */
export const createMailWorker = (room: MailRoom, options: WorkerOptions): MailWorker => {
  const { db, clock, log } = room.ground
  const concurrency = options.concurrency ?? CONCURRENCY
  const running = new Set<Promise<void>>()
  const queue: ClaimedMail[] = []
  const held = new Set<ClaimedMail>()
  let renewedAtMs = performance.now()
  let stopping = false

  const claim = async (): Promise<number> => {
    const free = concurrency * 2 - running.size - queue.length
    if (free <= 0) return 0
    const now = clock.now()
    const claimed = await claimMails(db, {
      owner: options.owner,
      now,
      until: plusMs(now, LEASE_MS),
      limit: free,
    })
    // A lease of our own may have run out while this process slept; its mail is still being worked on here.
    const known = new Set([...held].map(({ id }) => id))
    const fresh = claimed.filter(({ id }) => !known.has(id)).toSorted((a, b) => a.id - b.id)
    for (const mail of fresh) held.add(mail)
    queue.push(...fresh)
    return fresh.length
  }
  const pump = (): void => {
    while (!stopping && running.size < concurrency) {
      const mail = queue.shift()
      if (mail === undefined) return
      const work = processOrPutOff(room, mail).finally(() => {
        running.delete(work)
        held.delete(mail)
        pump()
        if (queue.length < concurrency / 2) loop.poke()
      })
      running.add(work)
    }
  }
  const renew = async (): Promise<void> => {
    if (performance.now() - renewedAtMs < RENEW_EVERY_MS) return
    renewedAtMs = performance.now()
    const ids = [...held].map(({ id }) => id)
    if (ids.length > 0) await renewLeases(db, options.owner, ids, plusMs(clock.now(), LEASE_MS))
  }
  const loop = pollLoop({
    name: 'mail',
    log,
    turn: async () => {
      await renew()
      const claimed = await claim()
      pump()
      return claimed > 0 && running.size < concurrency ? 0 : IDLE_MS
    },
  })

  return {
    name: 'mail-worker',
    roles: ['worker'],
    poke: () => loop.poke(),
    isBeating: () => loop.isBeating(),
    start: async () => {
      await freeMailsOfTheDead(db, clock.now())
      loop.start()
    },
    stop: async () => {
      stopping = true
      await loop.stop()
      const queued = queue.splice(0)
      if (queued.length > 0)
        await returnMails(
          db,
          queued.map(({ id }) => id),
          clock.now(),
        )
      await settleBy(Promise.allSettled(running), STOP_MS)
      await room.pool.close()
      await Promise.allSettled(running)
    },
  }
}

/** One mail, to its end or to its next try. What nobody can cure ends as a suspended mail. */
const processOrPutOff = async (room: MailRoom, mail: ClaimedMail): Promise<void> => {
  try {
    if (mail.attempts > MAX_CLAIMS)
      await poison(room, mail, 'Processes ended while they worked on this mail.')
    else await processMail(room, mail)
  } catch (error) {
    if (error instanceof MailTaken) return
    await putOff(room, mail, error).catch((cause: unknown) => {
      // The lease runs out, and the mail comes again.
      room.ground.log.error({ err: cause, mailId: mail.id }, 'a mail could not be put off')
    })
  }
}

const putOff = async (room: MailRoom, mail: ClaimedMail, error: unknown): Promise<void> => {
  const isOurTrouble = isPassing(error)
  const errors = (mail.outcome?.errors ?? 0) + (isOurTrouble ? 0 : 1)
  if (!isOurTrouble)
    room.ground.log.error({ err: error, mailId: mail.id, errors }, 'processing a mail failed')
  if (errors > MAX_ERRORS) return poison(room, mail, 'Processing failed repeatedly.')
  const now: Instant = room.ground.clock.now()
  const waitMs =
    error instanceof Interrupted ? 0 : backOffMs(Math.max(errors, 1), BACK_OFF, (mail.id % 97) / 97)
  await retryMail(room.ground.db, mail.id, plusMs(now, waitMs), { errors })
}

/** Troubles of the world round the mail: they pass, however often it takes. */
const isPassing = (error: unknown): boolean =>
  error instanceof Interrupted ||
  isConnectionLost(error) ||
  (error instanceof Refused && ['conflict', 'out_of_space', 'unavailable'].includes(error.refusal.code))

const poison = async (room: MailRoom, mail: ClaimedMail, message: string): Promise<void> => {
  const raw = mail.raw ?? (await room.ground.blobs.read(mail.blob as string).catch(() => Buffer.alloc(0)))
  await giveUp(room, mail, raw, { kind: 'exhausted', message })
}
