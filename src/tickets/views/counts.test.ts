import { expect, it } from 'vitest'
import { type Instant, instantOf, MINUTE_MS } from '../../kernel/index.ts'
import { createViewCounts } from './counts.ts'

const startAt = instantOf(Date.UTC(2026, 0, 1))

/** Counts whose clock stands still, and whose sleeps end when they are told to. */
const countsAt = (sleep: () => Promise<void> = () => Promise.resolve()) => {
  let now: number = startAt
  const failures: unknown[] = []
  const pass = (ms: number): void => {
    now += ms
  }
  const counts = createViewCounts({
    clock: { now: () => now as Instant },
    elapsed: () => now,
    sleep,
    failed: (error) => void failures.push(error),
  })
  return { counts, failures, pass }
}

const later = <T>() => {
  let tell: (value: T) => void = () => undefined
  const told = new Promise<T>((resolve) => {
    tell = resolve
  })
  return { told, tell }
}

it('glancing tells at once what is some minutes old, and counts it anew for the next', async () => {
  const { counts, pass } = countsAt()
  await counts.get('v', async () => 7)
  await counts.settled()
  pass(MINUTE_MS)
  const second = later<number>()
  expect(await counts.glance('v', () => second.told, 10)).toEqual({ value: 7, isFresh: false })
  second.tell(8)
  await counts.settled()
  expect(await counts.glance('v', () => Promise.reject(new Error('not asked')), 10)).toEqual({
    value: 8,
    isFresh: true,
  })
})

it('glancing waits for what nobody knows no longer than it is told to', async () => {
  const { counts } = countsAt()
  const never = new Promise<number>(() => undefined)
  expect(await counts.glance('v', () => never, 10)).toEqual({ value: null, isFresh: false })
})

it('glancing waits for what is known, but too old', async () => {
  const { counts, pass } = countsAt(() => new Promise<void>(() => undefined))
  await counts.get('v', async () => 7)
  pass(6 * MINUTE_MS)
  expect(await counts.glance('v', async () => 9, 10)).toEqual({ value: 9, isFresh: true })
})

it('a count that fails behind a glance is told, and what was known stays', async () => {
  const { counts, failures, pass } = countsAt()
  await counts.get('v', async () => 7)
  pass(MINUTE_MS)
  expect((await counts.glance('v', () => Promise.reject(new Error('gone')), 10)).value).toBe(7)
  await counts.settled()
  expect(failures).toEqual([new Error('gone')])
})
