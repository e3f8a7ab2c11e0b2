import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { clientConfig } from './connection.ts'
import { isConnectionLost } from './db-error.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

it('does not wait for ever for a server that has fallen silent', async () => {
  const client = new pg.Client(clientConfig(db.address, { purpose: 'test', statementTimeoutMs: 200 }))
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pid = rows[0]?.pid ?? 0
  process.kill(pid, 'SIGSTOP')
  try {
    const failure = await client.query('select 1').then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(isConnectionLost(failure)).toBe(true)
  } finally {
    process.kill(pid, 'SIGCONT')
    await client.end().catch(() => {})
  }
})
