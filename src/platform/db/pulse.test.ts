import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { isConnectionLost } from './db-error.ts'
import { type Database, openDb, sql } from './index.ts'

let server: TestDatabase
let wire: Awaited<ReturnType<typeof openWire>>
let db: Database

/** A database behind a wire that can swallow everything that is sent through it, new connections too. */
const openWire = async (url: string) => {
  const [, user, database, query] = /^postgres:\/\/([^@]*)@\/([^?]*)\?(.*)$/.exec(url)!
  const where = new URLSearchParams(query)
  const sockets = new Set<Socket>()
  let isSilent = false
  const proxy = createServer((outside) => {
    const inside = connect(`${where.get('host')}/.s.PGSQL.${where.get('port')}`)
    for (const [from, to] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      sockets.add(from)
      from.on('data', (chunk) => (isSilent ? undefined : to.write(chunk)))
      from.on('error', () => undefined)
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  const { port } = proxy.address() as { port: number }
  return {
    url: `postgres://${user}@127.0.0.1:${port}/${database}`,
    silence: (is: boolean) => {
      isSilent = is
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      proxy.close()
    },
  }
}

beforeEach(async () => {
  server = await testDatabase()
  wire = await openWire(server.url)
  db = await openDb({ connectionString: wire.url, poolSize: 2, log: pino({ level: 'silent' }) })
})
afterEach(async () => {
  wire.silence(false)
  wire.close()
  await db.close()
  await server.close()
})

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => error,
  )

it('lets nobody wait for a database that has fallen silent, and goes on when it answers again', async () => {
  await db.rows(sql`select 1`)
  wire.silence(true)
  // Two hold the connections, one of them within a transaction; the others wait for one.
  const inTransaction = db.transaction(async (tx) => {
    await tx.rows(sql`select 1`)
  })
  const stuck = [inTransaction, ...Array.from({ length: 4 }, () => db.rows(sql`select 1`))].map(failure)
  for (const error of await Promise.all(stuck)) expect(isConnectionLost(error)).toBe(true)
  expect(isConnectionLost(await failure(db.rows(sql`select 1`)))).toBe(true)
  wire.silence(false)
  await vi.waitFor(() => db.rows(sql`select 1`), { timeout: 10_000 })
  expect(await Promise.all(Array.from({ length: 4 }, () => db.rows(sql`select 1 as n`)))).toHaveLength(4)
})

it('takes a slow statement for what it is', async () => {
  const slow = await Promise.all([
    db.rows(sql`select pg_sleep(2.2)`),
    db.rows(sql`select pg_sleep(2.2)`),
    db.rows(sql`select 1 as n`),
  ])
  expect(slow[2]).toEqual([{ n: 1 }])
})
