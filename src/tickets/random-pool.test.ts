import { expect, it } from 'vitest'
import { randomPool } from './random-pool.ts'

it('hands out each byte once, and asks seldom', () => {
  let drawn = 0
  let asked = 0
  const counting = (size: number): Buffer => {
    asked += 1
    const bytes = Buffer.alloc(size)
    for (let at = 0; at < size; at += 4) bytes.writeUInt32BE(drawn++, at)
    return bytes
  }
  const next = randomPool(counting)
  const salts = Array.from({ length: 10_000 }, () => next(16).toString('hex'))
  expect(new Set(salts).size).toBe(10_000)
  expect(asked).toBe(3)
  expect(next(100_000)).toHaveLength(100_000)
  expect(salts).not.toContain(next(16).toString('hex'))
})
