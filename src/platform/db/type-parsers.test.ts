import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseIso } from '../../kernel/index.ts'
import { parseInt8, parseTimestamptz } from './type-parsers.ts'

it('reads every instant as Date does', () => {
  const dates = fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(dates, (date) => {
      // PostgreSQL leaves trailing zeros off the fraction, and the point with them.
      const iso = date.toISOString()
      const fraction = iso.slice(19, 23).replace(/\.?0+$/, '')
      const written = `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction}`
      expect(parseTimestamptz(`${written}+00`)).toBe(date.getTime())
    }),
  )
})

it.each([
  ['2026-01-31 08:00:00+00', '2026-01-31T08:00:00Z'],
  ['2026-01-31 08:00:00.5+00', '2026-01-31T08:00:00.500Z'],
  ['2026-01-31 08:00:00.123999+00', '2026-01-31T08:00:00.123Z'],
  ['2026-01-31 08:00:00+05:30', '2026-01-31T02:30:00Z'],
  ['2026-01-31 08:00:00-08', '2026-01-31T16:00:00Z'],
])('reads %s', (text, iso) => {
  expect(parseTimestamptz(text)).toBe(parseIso(iso))
})

it('reads the far ends of time', () => {
  expect(parseTimestamptz('0050-03-01 00:00:00+00')).toBe(Date.parse('0050-03-01T00:00:00Z'))
  expect(parseTimestamptz('12026-01-31 08:00:00+00')).toBe(Date.parse('+012026-01-31T08:00:00Z'))
  expect(parseTimestamptz('0001-12-31 00:00:00+00 BC')).toBe(Date.parse('0000-12-31T00:00:00Z'))
  expect(parseTimestamptz('infinity')).toBe(Number.POSITIVE_INFINITY)
  expect(() => parseTimestamptz('soon')).toThrow('ISO')
})

it('refuses to round a bigint', () => {
  expect(parseInt8('-9007199254740991')).toBe(Number.MIN_SAFE_INTEGER)
  expect(() => parseInt8('9007199254740992')).toThrow()
})
