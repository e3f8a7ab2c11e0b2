import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import { clientConfig, type DbAddress } from './connection.ts'

type Row = Record<string, unknown>

/** One connection kept for good: for advisory locks, which belong to it, and for LISTEN. */
export type Session = {
  /** Fails while the connection is lost. Statements run one after another, without a time limit. */
  query<R extends Row = Row>(text: string, params?: readonly unknown[]): Promise<R[]>
  /** Calls back for each notification from now on. What was sent while the connection was lost is missed. */
  listen(channel: string, heard: (payload: string) => void): Promise<void>
  /** Runs `work` now, and again on every connection that replaces a lost one, before others use it. */
  onConnect(work: (session: Pick<Session, 'query'>) => Promise<void>): Promise<void>
  /** Told at once when the connection is lost: its locks are gone with it. */
  onLost(told: () => void): void
  close(): Promise<void>
}

export type OpenSession = { readonly address: DbAddress; readonly purpose: string; readonly log: Logger }

const RETRY_MS = 200

/** Connects (throws when that fails), and connects again whenever the connection is lost until it is closed. */
export const openSession = async ({ address, purpose, log }: OpenSession): Promise<Session> => {
  const onConnects: ((session: Pick<Session, 'query'>) => Promise<void>)[] = []
  const onLosts: (() => void)[] = []
  const channels = new Map<string, Set<(payload: string) => void>>()
  let current: Line | undefined
  let isClosed = false
  let reconnecting: Promise<void> = Promise.resolve()

  const connect = async (): Promise<void> => {
    const line = await openLine(address, purpose)
    line.client.on('notification', ({ channel, payload = '' }) => {
      for (const heard of channels.get(channel) ?? []) heard(payload)
    })
    try {
      for (const channel of channels.keys()) await line.query(`listen ${pg.escapeIdentifier(channel)}`)
      for (const work of onConnects) await work(line)
    } catch (error) {
      await line.end()
      throw error
    }
    if (line.isLost()) throw new Error('Connection terminated while the session was prepared')
    current = line
    line.client.once('end', lost)
  }
  const lost = (): void => {
    current = undefined
    if (isClosed) return
    log.warn({ purpose }, 'a database session was lost; connecting again')
    for (const told of onLosts) told()
    reconnecting = reconnect()
  }
  const reconnect = async (): Promise<void> => {
    while (!isClosed) {
      try {
        return await connect()
      } catch (error) {
        log.debug({ err: error, purpose }, 'no database session yet')
        await sleep(RETRY_MS)
      }
    }
  }
  const line = (): Line => {
    if (current === undefined)
      throw new Error('Connection terminated: the database session is being replaced')
    return current
  }

  await connect()
  return {
    query: async (text, params) => line().query(text, params),
    listen: async (channel, heard) => {
      const listeners = channels.get(channel) ?? new Set()
      listeners.add(heard)
      channels.set(channel, listeners)
      await current?.query(`listen ${pg.escapeIdentifier(channel)}`)
    },
    onConnect: async (work) => {
      onConnects.push(work)
      if (current !== undefined) await work(current)
    },
    onLost: (told) => {
      onLosts.push(told)
    },
    close: async () => {
      isClosed = true
      await reconnecting
      await current?.end()
    },
  }
}

type Line = Pick<Session, 'query'> & {
  readonly client: pg.Client
  isLost(): boolean
  end(): Promise<void>
}

const openLine = async (address: DbAddress, purpose: string): Promise<Line> => {
  const client = new pg.Client(clientConfig(address, { purpose, statementTimeoutMs: 0 }))
  let isLost = false
  let last: Promise<unknown> = Promise.resolve()
  // `end` follows every `error`, and is what the session acts on.
  client.on('error', () => undefined)
  client.once('end', () => {
    isLost = true
  })
  await client.connect()
  const query = <R extends Row>(text: string, params: readonly unknown[] = []): Promise<R[]> => {
    const next = last.then(async () => (await client.query<R>(text, params as unknown[])).rows)
    last = next.catch(() => undefined)
    return next
  }
  return { client, query, isLost: () => isLost, end: () => client.end().catch(() => undefined) }
}
