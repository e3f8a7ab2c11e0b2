import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { sql } from './index.ts'
import { claimIdentity, isProcessAlive } from './process-identity.ts'
import { openSession, type Session } from './session.ts'

let db: TestDatabase
let sessions: Session[] = []

beforeAll(async () => {
  db = await testDatabase()
})
afterEach(async () => {
  for (const session of sessions) await session.close()
  sessions = []
})
afterAll(() => db.close())

const open = async (): Promise<Session> => {
  const session = await openSession({ address: db.address, purpose: 'test', log: pino({ level: 'silent' }) })
  sessions.push(session)
  return session
}

const pidOf = async (session: Session): Promise<number> =>
  (await session.query<{ pid: number }>('select pg_backend_pid() as pid'))[0]!.pid

const cut = async (session: Session): Promise<void> => {
  await db.rows(sql`select pg_terminate_backend(${await pidOf(session)})`)
}

it('hears notifications, also on the connection that replaced a lost one', async () => {
  const session = await open()
  const heard: string[] = []
  await session.listen('news', (payload) => heard.push(payload))
  await db.rows(sql`select pg_notify('news', 'first')`)
  await vi.waitFor(() => expect(heard).toEqual(['first']))
  const before = await pidOf(session)
  await cut(session)
  await vi.waitFor(async () => expect(await pidOf(session)).not.toBe(before), { timeout: 5000 })
  await db.rows(sql`select pg_notify('news', 'second')`)
  await vi.waitFor(() => expect(heard).toEqual(['first', 'second']))
})

it('tells of a loss and prepares each new connection before it is used', async () => {
  const session = await open()
  let lost = 0
  session.onLost(() => lost++)
  await session.onConnect(async (line) => {
    await line.query(`set mainstay.mark = 'prepared'`)
  })
  await cut(session)
  await vi.waitFor(
    async () => {
      const [row] = await session.query<{ mark: string }>(
        `select current_setting('mainstay.mark', true) as mark`,
      )
      expect(lost).toBe(1)
      expect(row?.mark).toBe('prepared')
    },
    { timeout: 5000 },
  )
})

it('knows a process by its identity until its session ends', async () => {
  const session = await open()
  const other = await open()
  const identity = await claimIdentity(session, randomBytes)
  const another = await claimIdentity(other, randomBytes)
  expect(Number.isSafeInteger(identity.id)).toBe(true)
  expect(await isProcessAlive(db, identity.id)).toBe(true)
  expect(await isProcessAlive(db, identity.id + 1)).toBe(false)
  await session.close()
  await vi.waitFor(async () => expect(await isProcessAlive(db, identity.id)).toBe(false))
  expect(await isProcessAlive(db, another.id)).toBe(true)
})

it('takes the same identity again after its session was lost', async () => {
  const session = await open()
  const identity = await claimIdentity(session, randomBytes)
  const heldWhenLost: boolean[] = []
  session.onLost(() => heldWhenLost.push(identity.isHeld()))
  await cut(session)
  await vi.waitFor(() => expect(heldWhenLost).toEqual([false]))
  await vi.waitFor(() => expect(identity.isHeld()).toBe(true), { timeout: 5000 })
  expect(await isProcessAlive(db, identity.id)).toBe(true)
})
