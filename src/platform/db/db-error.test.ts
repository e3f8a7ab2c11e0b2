import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyDatabase, type TestDatabase } from '../../../test/support/database.ts'
import {
  isConnectionLost,
  isForeignKeyViolation,
  isSerializationFailure,
  isStatementTimeout,
  openDb,
  sql,
} from './index.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await emptyDatabase()
  await db.rows(sql`create table halls (id int primary key)`)
  await db.rows(sql`create table guests (id int primary key, hall int references halls)`)
  await db.rows(sql`insert into halls values (1), (2)`)
})
afterAll(() => db.close())

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'it worked',
    (error: unknown) => error,
  )

describe('a lost connection', () => {
  it('is one that could not be made', async () => {
    const socket = { host: '/nowhere', port: 5432, user: 'mainstay', database: 'mainstay' }
    const open = openDb({ socket, poolSize: 1, log: pino({ level: 'silent' }) })
    expect(isConnectionLost(await failure(open))).toBe(true)
  })

  it('is one that was cut, in a statement or between two of a transaction', async () => {
    const cut = failure(db.rows(sql`select pg_terminate_backend(pg_backend_pid()), pg_sleep(5)`))
    expect(isConnectionLost(await cut)).toBe(true)
    const between = db.transaction(async (tx) => {
      const [me] = await tx.rows<{ pid: number }>(sql`select pg_backend_pid() as pid`)
      await db.rows(sql`select pg_terminate_backend(${me?.pid})`)
      await db.rows(sql`select pg_sleep(0.1)`)
      await tx.rows(sql`select 1`)
    })
    expect(isConnectionLost(await failure(between))).toBe(true)
    expect(await db.one(sql`select 1 as n`)).toEqual({ n: 1 })
  })

  it('is no statement that the server refused', async () => {
    expect(isConnectionLost(await failure(db.rows(sql`select 1 / 0`)))).toBe(false)
    expect(isConnectionLost(new Error('ours'))).toBe(false)
    expect(isConnectionLost(undefined)).toBe(false)
  })
})

it('a reference to nothing is named by its constraint', async () => {
  const error = await failure(db.rows(sql`insert into guests values (1, 99)`))
  expect(isForeignKeyViolation(error, 'guests_hall_fkey')).toBe(true)
  expect(isForeignKeyViolation(error, 'another')).toBe(false)
})

it('a deadlock and a serialization failure may be tried again', async () => {
  const crossed = async (first: number, second: number, meet: () => Promise<void>): Promise<void> =>
    db.transaction(async (tx) => {
      await tx.rows(sql`select from halls where id = ${first} for update`)
      await meet()
      await tx.rows(sql`select from halls where id = ${second} for update`)
    })
  let arrived = 0
  const both = Promise.withResolvers<void>()
  const meet = (): Promise<void> => {
    if (++arrived === 2) both.resolve()
    return both.promise
  }
  const outcomes = await Promise.all([failure(crossed(1, 2, meet)), failure(crossed(2, 1, meet))])
  expect(outcomes.filter(isSerializationFailure)).toHaveLength(1)
})

it('a statement that ran out of time is known', async () => {
  const late = db.transaction(async (tx) => {
    await tx.rows(sql`set local statement_timeout = 20`)
    await tx.rows(sql`select pg_sleep(5)`)
  })
  expect(isStatementTimeout(await failure(late))).toBe(true)
})
