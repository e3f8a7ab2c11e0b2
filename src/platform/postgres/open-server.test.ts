import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { openDb, sql } from '../db/index.ts'
import { openServer } from './open-server.ts'

const log = pino({ level: 'silent' })
let db: TestDatabase

beforeAll(async () => {
  db = await emptyDatabase()
})
afterAll(() => db.close())

it('uses the server that DATABASE_URL names, and says what it could lose', async () => {
  const server = await openServer({ databaseUrl: db.url, dataDir: '/nowhere' }, log)
  // The server of the tests is the forgetful one.
  expect(server.weaknesses).toContain('fsync is off')
  expect(server.cluster).toBeUndefined()
  const reached = await openDb({ ...server.address, poolSize: 1, log })
  expect(await reached.one(sql`select current_database() as name`)).toEqual(
    await db.one(sql`select current_database() as name`),
  )
  await reached.close()
  await server.stop()
})

it('says why that server cannot be used, without its password', async () => {
  const open = (databaseUrl: string): Promise<unknown> =>
    openServer({ databaseUrl, dataDir: '/nowhere' }, log).then(
      () => 'opened',
      (error: unknown) => (error instanceof Error ? error.message : error),
    )
  const refused = await open('postgres://ada:hunter2@127.0.0.1:1/desk')
  expect(refused).toMatch(/^The database that DATABASE_URL names cannot be reached: .*ECONNREFUSED/)
  expect(refused).not.toContain('hunter2')
  const missing = await open(db.url.replace(/test_[0-9a-f]+/, 'no_such_database'))
  expect(missing).toMatch(/cannot be reached: .*"no_such_database" does not exist/)
})

it('refuses a database in another encoding', async () => {
  await db.rows(
    sql.raw(`create database latin template template0 encoding 'LATIN1' locale_provider libc locale 'C'`),
  )
  const url = db.url.replace(/test_[0-9a-f]+/, 'latin')
  await expect(openServer({ databaseUrl: url, dataDir: '/nowhere' }, log)).rejects.toThrow('it must be UTF8')
  await db.rows(sql.raw('drop database latin'))
})
