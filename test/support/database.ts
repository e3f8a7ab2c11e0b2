import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { pino } from 'pino'
import { inject } from 'vitest'
import { clientConfig, connectionStringOf, type Database, openDb } from '../../src/platform/db/index.ts'
import type { TestServer } from './global-setup.ts'

/** A database of a test's own; `url` is for what wants a connection string. `close` drops it. */
export type TestDatabase = Database & { readonly url: string }

/** Clones the template: the sum of the migrations, nothing else. One a test file is usual. */
export const testDatabase = async (options: { readonly poolSize?: number } = {}): Promise<TestDatabase> => {
  const server = inject('testServer')
  if (server.failure !== null) throw new Error(`The template database could not be built. ${server.failure}`)
  return openTestDatabase(server, `template ${server.template} strategy wal_log`, options.poolSize ?? 8)
}

/** A database without any table: for tests of migrations themselves. */
export const emptyDatabase = (): Promise<TestDatabase> =>
  openTestDatabase(inject('testServer'), 'template template0', 4)

const openTestDatabase = async (
  server: TestServer,
  origin: string,
  poolSize: number,
): Promise<TestDatabase> => {
  const name = `test_${randomBytes(8).toString('hex')}`
  await onServer(server, `create database ${name} ${origin}`)
  const address = { socket: { ...server.socket, database: name } }
  const db = await openDb({ ...address, poolSize, log: pino({ level: 'silent' }) })
  const close = async (): Promise<void> => {
    await db.close()
    await onServer(server, `drop database ${name} with (force)`)
  }
  return { ...db, url: connectionStringOf(address), close }
}

const onServer = async (server: TestServer, text: string): Promise<void> => {
  const client = new pg.Client(clientConfig({ socket: server.socket }, { purpose: 'tests' }))
  await client.connect()
  await client.query(text).finally(() => client.end())
}
