import fc from 'fast-check'
import { expect, it } from 'vitest'
import { instantOf, toIso, toIsoMs } from './instant.ts'

/** Years 0000 to 9999, whose form has four digits. */
const moments = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }).map(instantOf)

it('writes moments as Date does, before the epoch too', () => {
  fc.assert(
    fc.property(moments, (at) => {
      const iso = new Date(at).toISOString()
      expect([toIso(at), toIsoMs(at)]).toEqual([`${iso.slice(0, 19)}Z`, iso])
    }),
    { examples: [[instantOf(0)], [instantOf(-1)], [instantOf(-86_400_000)], [instantOf(1_709_164_800_000)]] },
  )
  expect(toIso(instantOf(1_767_225_599_999))).toBe('2025-12-31T23:59:59Z')
})

it('throws at what is no moment', () => {
  expect(() => toIso(instantOf(Number.NaN))).toThrow(RangeError)
  expect(() => toIsoMs(instantOf(Number.POSITIVE_INFINITY))).toThrow(RangeError)
})
