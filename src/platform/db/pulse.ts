import { setImmediate as afterPoll, setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import { clientConfig, type DbAddress } from './connection.ts'

/**
 * Tells a database that has fallen silent (frozen, or behind a network that swallows everything) from one that is slow.
 * Statements that wait are then ended at once instead of at their own limits, and new ones are refused, until it
 * answers again.
 */
export type Pulse = {
  /** Says that somebody now waits for the database, and answers with what says that he does no more. Throws in silence. */
  enter(onSilence: () => void): () => void
  close(): Promise<void>
}

const LOOK_EVERY_MS = 250
/** So long no statement may end before somebody asks whether any could. */
const SUSPECT_AFTER_MS = 500
/** `select 1` takes no disk and no lock. */
const ANSWER_WITHIN_MS = 1200

export const takePulse = (address: DbAddress, log: Logger): Pulse => {
  const waiting = new Set<() => void>()
  const probe = createProbe(address)
  let answeredAt = performance.now()
  let isAsking = false
  let isSilent = false

  const look = async (): Promise<void> => {
    const isSuspect = waiting.size > 0 && performance.now() - answeredAt > SUSPECT_AFTER_MS
    if (isAsking || !(isSuspect || isSilent)) return
    isAsking = true
    const answers = await probe.ask()
    isAsking = false
    answeredAt = performance.now()
    if (answers === !isSilent) return
    isSilent = !answers
    log.warn(isSilent ? 'the database does not answer any more' : 'the database answers again')
    if (isSilent) for (const onSilence of [...waiting]) onSilence()
  }
  const looking = setInterval(() => void look(), LOOK_EVERY_MS).unref()

  return {
    enter: (onSilence) => {
      if (isSilent) throw silent()
      if (waiting.size === 0) answeredAt = performance.now()
      waiting.add(onSilence)
      return () => {
        waiting.delete(onSilence)
        answeredAt = performance.now()
      }
    },
    close: async () => {
      clearInterval(looking)
      await probe.close()
    },
  }
}

/** What `isConnectionLost` knows. */
export const silent = (): Error => new Error('Connection terminated: the database does not answer')

type Probe = { ask(): Promise<boolean>; close(): Promise<void> }

/** A connection beside the pool, made when it is first needed. An error is an answer: what is refused does not wait. */
const createProbe = (address: DbAddress): Probe => {
  let client: pg.Client | undefined
  const connected = async (): Promise<pg.Client> => {
    if (client !== undefined) return client
    const next = new pg.Client(clientConfig(address, { purpose: 'pulse' }))
    client = next
    next.on('error', () => drop(next))
    await next.connect()
    return next
  }
  const drop = (old: pg.Client): void => {
    if (client === old) client = undefined
    void old.end().catch(() => undefined)
  }
  const asked = async (): Promise<boolean> => {
    try {
      await (await connected()).query('select 1')
    } catch {
      if (client !== undefined) drop(client)
    }
    return true
  }
  return {
    ask: async () => {
      const answers = await Promise.race([asked(), tooLate()])
      if (!answers && client !== undefined) drop(client)
      return answers
    },
    close: async () => {
      await client?.end().catch(() => undefined)
    },
  }
}

/** An answer that lay there while this process was busy with something else is not late. */
const tooLate = async (): Promise<false> => {
  await wait(ANSWER_WITHIN_MS, undefined, { ref: false })
  await afterPoll()
  await afterPoll()
  return false
}
