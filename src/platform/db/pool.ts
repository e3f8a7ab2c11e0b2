import type { RawBuilder } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import { compile, nameOf } from './compile.ts'
import { clientConfig, type DbAddress } from './connection.ts'
import type { Db, Statement } from './db.ts'
import { isConnectionLost } from './db-error.ts'
import { touchPrepared } from './prepared.ts'
import { type Pulse, silent, takePulse } from './pulse.ts'
import { countRoundTrip } from './query-counter.ts'

/** The pool behind `Db`. `address` is for what needs a connection of its own (`openSession`, `migrate`). */
export type Database = Db & { readonly address: DbAddress; close(): Promise<void> }

export type OpenDb = DbAddress & { readonly poolSize: number; readonly log: Logger }

/** Connects; throws when the database cannot be reached. Connections that break later are replaced as needed. */
export const openDb = async (options: OpenDb): Promise<Database> => {
  const { poolSize, log } = options
  const address: DbAddress =
    'socket' in options ? { socket: options.socket } : { connectionString: options.connectionString }
  const pool = new pg.Pool({
    ...clientConfig(address, { purpose: 'pool' }),
    max: poolSize,
    idleTimeoutMillis: 60_000,
  })
  // An idle connection that breaks is dropped by the pool; without a listener it would end the process.
  pool.on('connect', ignoreErrors)
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'))
  const pulse = takePulse(address, log)
  const db = overPool(pool, pulse)
  const close = async (): Promise<void> => {
    await pulse.close()
    await pool.end()
  }
  try {
    ;(await pool.connect()).release()
  } catch (error) {
    await close()
    throw error
  }
  return { ...db, address, close }
}

/** For a connection in use: the statement under way, or the next one, fails by itself. */
const ignoreErrors = (client: pg.PoolClient): void => {
  client.on('error', () => undefined)
}

const overPool = (pool: pg.Pool, pulse: Pulse): Db =>
  dbOver(
    (query) => withClient(pool, pulse, (client) => run(client, query)),
    (work) => withClient(pool, pulse, (client) => transact(client, work)),
  )

type Query = {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
  readonly isHot: boolean
}
type Row = Record<string, unknown>

const dbOver = (
  execute: (query: Query) => Promise<Row[]>,
  transaction: <T>(work: (tx: Db) => Promise<T>) => Promise<T>,
): Db => {
  const query = async <R>({ name, text }: Statement, params: readonly unknown[] = []): Promise<R[]> =>
    (await execute({ name, text, values: params, isHot: true })) as R[]
  const rows = async <R>(fragment: RawBuilder<R>): Promise<R[]> => {
    const { sql: text, parameters: values } = compile(fragment)
    return (await execute({ name: nameOf(text), text, values, isHot: false })) as R[]
  }
  const one = async <R>(fragment: RawBuilder<R>): Promise<R | undefined> => {
    const found = await rows(fragment)
    if (found.length > 1) throw new Error(`Expected one row at most, got ${found.length}`)
    return found[0]
  }
  return { query, rows, one, transaction }
}

const withClient = async <T>(
  pool: pg.Pool,
  pulse: Pulse,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> => {
  const client = await connected(pool, pulse)
  // Ends the statement under way; the next one fails by itself.
  const leave = pulse.enter(() => void client.end().catch(() => undefined))
  let isBroken = false
  try {
    return await work(client)
  } catch (error) {
    isBroken = isConnectionLost(error) || isStalePlan(error) || error instanceof RollbackFailed
    throw error
  } finally {
    leave()
    client.release(isBroken)
  }
}

/** A connection of the pool; one that comes after the database fell silent is thrown away. */
const connected = (pool: pg.Pool, pulse: Pulse): Promise<pg.PoolClient> =>
  new Promise((resolve, reject) => {
    let isTooLate = false
    const leave = pulse.enter(() => {
      isTooLate = true
      reject(silent())
    })
    pool.connect().then(
      (client) => {
        leave()
        if (isTooLate) client.release(true)
        else resolve(client)
      },
      (error: unknown) => {
        leave()
        reject(error)
      },
    )
  })

/** A prepared `select` whose table was altered meanwhile: a fresh connection prepares it anew. */
const isStalePlan = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '0A000' && error.message.includes('cached plan')

const run = async (client: pg.ClientBase, { name, text, values, isHot }: Query): Promise<Row[]> => {
  const forgotten = isHot ? undefined : touchPrepared(client, name)
  if (forgotten !== undefined) await client.query(`deallocate "${forgotten}"`)
  countRoundTrip(text)
  const result = await client.query<Row>({ name, text, values: values as unknown[] })
  return result.rows
}

const control = async (client: pg.ClientBase, text: string): Promise<string> => {
  countRoundTrip(text)
  return (await client.query(text)).command
}

class RollbackFailed extends Error {}

const transact = async <T>(client: pg.ClientBase, work: (tx: Db) => Promise<T>): Promise<T> => {
  await control(client, 'begin')
  const tx = joinable(client)
  try {
    const result = await work(tx.db)
    await tx.settle()
    await commit(client)
    return result
  } catch (error) {
    await tx.close()
    await rollback(client, error)
    throw error
  }
}

/** PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error: someone swallowed the failure. */
const commit = async (client: pg.ClientBase): Promise<void> => {
  const command = await control(client, 'commit')
  if (command !== 'COMMIT') throw new Error('A statement of the transaction failed, so it was rolled back')
}

const rollback = async (client: pg.ClientBase, cause: unknown): Promise<void> => {
  try {
    await control(client, 'rollback')
  } catch (error) {
    if (isConnectionLost(cause)) return
    throw new RollbackFailed('A transaction could not be rolled back', { cause: error })
  }
}

type Joinable = { readonly db: Db; settle(): Promise<void>; close(): Promise<void> }

/**
 * The transaction as a `Db`. Statements run one after another on its connection, whoever sends them. An inner
 * `transaction` joins; when its work throws, the whole is rolled back even if somebody catches that.
 */
const joinable = (client: pg.ClientBase): Joinable => {
  let last: Promise<unknown> = Promise.resolve()
  let isOpen = true
  let doom: { readonly error: unknown } | undefined
  const execute = (query: Query): Promise<Row[]> => {
    if (!isOpen) return Promise.reject(new Error('This transaction has ended'))
    const next = last.then(() => run(client, query))
    last = next.catch(() => undefined)
    return next
  }
  const db = dbOver(execute, async (work) => {
    try {
      return await work(db)
    } catch (error) {
      doom ??= { error }
      throw error
    }
  })
  const close = async (): Promise<void> => {
    isOpen = false
    await last
  }
  const settle = async (): Promise<void> => {
    await close()
    if (doom !== undefined) throw doom.error
  }
  return { db, settle, close }
}
