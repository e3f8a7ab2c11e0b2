import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { type Instant, instantOf, Refused } from '../../kernel/index.ts'
import { countQueries } from '../db/index.ts'
import { anonymousCaller } from './caller.ts'
import { agent } from './fixture.ts'
import { addressKey, createRates, rateBudgetSweep } from './rates.ts'

let db: TestDatabase
let now: Instant
const start = instantOf(Date.parse('2024-03-31T00:59:00Z'))
const clock = { now: () => now }
beforeAll(async () => {
  db = await testDatabase()
  now = start
})
afterEach(async () => {
  now = start
  await db.rows(sql`delete from rate_budgets`)
})
afterAll(() => db.close())

const processOf = (perMinute: number, anonymousPerMinute = 60) =>
  createRates({
    db,
    clock,
    settings: { rateLimitPerMinute: perMinute, exportsPerMinute: 10 },
    anonymousPerMinute,
  })
type Process = ReturnType<typeof processOf>
const take = async (process: Process, userId = 7): Promise<boolean> =>
  process.bucketFor('read', agent({ rateKey: `token:${userId}` }), '192.0.2.1').take()
const taken = async (process: Process, times: number): Promise<number> => {
  const answers = await Promise.all(Array.from({ length: times }, () => take(process)))
  return answers.filter(Boolean).length
}
const usedInTable = async (): Promise<number[]> =>
  (await db.rows<{ used: number }>(sql<{ used: number }>`select used from rate_budgets order by used`)).map(
    (r) => r.used,
  )

test.each([1, 7, 20, 99, 100, 997])('one process allows exactly %i a minute', async (limit) => {
  expect(await taken(processOf(limit), limit + 50)).toBe(limit)
})

test('three processes together never pass the limit, and use all of it', async () => {
  const processes = [processOf(100), processOf(100), processOf(100)]
  const answers = await Promise.all(processes.map((process) => taken(process, 60)))
  expect(answers.reduce((a, b) => a + b)).toBe(100)
  expect(await usedInTable()).toEqual([100])
})

test('a twentieth is leased at a time, so most requests ask the database nothing', async () => {
  const process = processOf(100_000)
  await take(process)
  expect(await usedInTable()).toEqual([5000])
  expect(await taken(process, 4999)).toBe(4999)
  expect(await usedInTable()).toEqual([5000])
  await take(process)
  expect(await usedInTable()).toEqual([10_000])
})

test('a lease is no statement of the request that met the empty slice', async () => {
  const process = processOf(100)
  const { result, count } = await countQueries(() => take(process))
  expect([result, count]).toEqual([true, 0])
})

test('the next minute is a new budget, and the headers say when it comes', async () => {
  const process = processOf(5)
  const bucket = process.bucketFor('write', agent(), '192.0.2.1')
  expect(await taken(process, 9)).toBe(5)
  expect([bucket.limit, bucket.remaining()]).toEqual([5, 0])
  now = instantOf(start + 17_001)
  expect(bucket.resetSeconds()).toBe(43)
  expect(await take(process)).toBe(false)
  now = instantOf(start + 60_000)
  expect(await taken(process, 9)).toBe(5)
})

test('remaining counts down one by one', async () => {
  const bucket = processOf(100).bucketFor('read', agent(), '192.0.2.1')
  await bucket.take()
  expect(bucket.remaining()).toBe(99)
  bucket.take()
  expect(bucket.remaining()).toBe(98)
})

test('each credential has its own budget; without one the address has, and a smaller one for anonymous work', async () => {
  const process = processOf(3, 2)
  expect(await taken(process, 5)).toBe(3)
  expect(await take(process, 8)).toBe(true)
  const anonymous = async (ip: string) => process.bucketFor('anonymous', anonymousCaller(ip), ip).take()
  const answers = [await anonymous('192.0.2.1'), await anonymous('192.0.2.1'), await anonymous('192.0.2.1')]
  expect(answers).toEqual([true, true, false])
  expect(await anonymous('192.0.2.2')).toBe(true)
})

test('an IPv6 subscriber counts as one address however many they use', () => {
  expect(addressKey('192.0.2.1')).toBe('192.0.2.1')
  expect(addressKey('::ffff:192.0.2.1')).toBe('192.0.2.1')
  expect(addressKey('2001:db8:0:1:aaaa::1')).toBe('2001:db8:0:1::/64')
  expect(addressKey('2001:0db8:0000:0001:ffff:1:2:3')).toBe('2001:db8:0:1::/64')
  expect(addressKey('2001:db8::1')).toBe('2001:db8:0:0::/64')
  expect(addressKey('::1')).toBe('0:0:0:0::/64')
})

const loginRefusal = async (process: Process, account: string, ip: string): Promise<Refused | undefined> =>
  process.login(account, ip).then(
    () => undefined,
    (error: Refused) => error,
  )

test('10 sign-ins in 15 minutes an account, whatever its spelling and over all processes', async () => {
  const [one, two] = [processOf(100), processOf(100)]
  for (let i = 0; i < 10; i++)
    expect(await loginRefusal(i % 2 ? one : two, ' Ada@Example.com', `192.0.2.${i}`)).toBeUndefined()
  const refused = await loginRefusal(one, 'ada@example.com', '192.0.2.99')
  expect(refused?.refusal).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 60 })
  expect(await loginRefusal(one, 'bob@example.com', '192.0.2.99')).toBeUndefined()
  now = instantOf(start + 60_000)
  expect(await loginRefusal(one, 'ada@example.com', '192.0.2.99')).toBeUndefined()
})

test('100 sign-ins in 15 minutes an address', async () => {
  const process = processOf(100)
  for (let i = 0; i < 100; i++)
    expect(await loginRefusal(process, `user${i}@example.com`, '192.0.2.1')).toBeUndefined()
  expect(await loginRefusal(process, 'fresh@example.com', '192.0.2.1')).toBeInstanceOf(Refused)
})

test('the table holds no e-mail address, and old windows are swept', async () => {
  await processOf(100).login('ada@example.com', '192.0.2.1')
  const keys = await db.rows<{ key: string }>(sql<{ key: string }>`select key from rate_budgets`)
  expect(keys.map(({ key }) => key).join()).not.toContain('ada')
  const sweep = rateBudgetSweep(db, clock)
  await sweep.run({}, { id: '1', attempt: 1 })
  expect(await usedInTable()).toHaveLength(2)
  now = instantOf(start + 3_600_000)
  await sweep.run({}, { id: '2', attempt: 1 })
  expect(await usedInTable()).toEqual([])
})

test('exports have a budget of their own', async () => {
  const process = processOf(30)
  const exported = () => process.bucketFor('export', agent(), '192.0.2.1').take()
  const answers = await Promise.all(Array.from({ length: 12 }, exported))
  expect(answers.filter(Boolean)).toHaveLength(10)
  expect(await taken(process, 40)).toBe(30)
})
