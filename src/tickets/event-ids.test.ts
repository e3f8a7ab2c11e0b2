import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK_SIZE, createEventIds } from './event-ids.ts'

describe('event ids', () => {
  it('asks for a block before it runs out', () => {
    const ids = createEventIds()
    expect(ids.isLow()).toBe(true)
    ids.add(7)
    expect(ids.isLow()).toBe(false)
    expect(ids.take(810, 0)).toBe(7000)
    expect(ids.isLow()).toBe(true)
    expect(ids.take(190, 0)).toBe(7810)
    expect(ids.take(1, 0)).toBeUndefined()
  })

  it('drops a block that lies below the last id of the ticket', () => {
    const ids = createEventIds()
    ids.add(5)
    expect(ids.take(3, 6017)).toBeUndefined()
    ids.add(7)
    expect(ids.take(3, 6017)).toBe(7000)
    expect(ids.take(3, 0)).toBe(7003)
  })

  it('keeps a run within one block, above the ticket and apart from every other run', () => {
    const counts = fc.array(fc.record({ count: fc.integer({ min: 1, max: 300 }), last: fc.nat(4000) }))
    fc.assert(
      fc.property(counts, (runs) => {
        const ids = createEventIds()
        const given = new Set<number>()
        let block = 1
        for (const { count, last } of runs) {
          let first = ids.take(count, last)
          while (first === undefined) {
            ids.add(block++)
            first = ids.take(count, last)
          }
          expect(first).toBeGreaterThan(last)
          expect(Math.floor(first / BLOCK_SIZE)).toBe(Math.floor((first + count - 1) / BLOCK_SIZE))
          for (let id = first; id < first + count; id++) {
            expect(given.has(id)).toBe(false)
            given.add(id)
          }
        }
      }),
    )
  })
})
