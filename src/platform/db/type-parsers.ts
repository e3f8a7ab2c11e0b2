import pg from 'pg'
import { assert, type Instant, instantOf } from '../../kernel/index.ts'

/**
 * How PostgreSQL's values come back: `bigint` as number, `timestamptz` as `Instant`, arrays of both alike, `date` as
 * `YYYY-MM-DD`; `numeric` stays text, because a number would lose digits. The rest is as `pg` has it.
 */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && OURS[oid]) || pg.types.getTypeParser(oid, format),
}

/** Fails rather than round: no integer of ours leaves the range that JSON keeps. */
export const parseInt8 = (text: string): number => {
  const value = Number(text)
  assert(Number.isSafeInteger(value), 'a bigint fits a JavaScript integer')
  return value
}

/**
 * Reads `2026-01-31 08:00:00.123456+00`, the form of a session in UTC with ISO dates; below a millisecond it is cut.
 * Written by hand because reads parse several of these a row, and `Date.parse` takes many times as long.
 */
export const parseTimestamptz = (text: string): Instant => {
  if (text === 'infinity') return instantOf(Number.POSITIVE_INFINITY)
  if (text === '-infinity') return instantOf(Number.NEGATIVE_INFINITY)
  const isPlain =
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(10) === BLANK &&
    text.endsWith('+00') &&
    !text.startsWith('00')
  if (!isPlain) return parseOddTimestamptz(text)
  const seconds = Date.UTC(
    pair(text, 0) * 100 + pair(text, 2),
    pair(text, 5) - 1,
    pair(text, 8),
    pair(text, 11),
    pair(text, 14),
    pair(text, 17),
  )
  return instantOf(seconds + milliseconds(text))
}

const ZERO = 48
const DASH = 45
const BLANK = 32
const DOT = 46
const FRACTION = 19

const digit = (text: string, at: number): number => text.charCodeAt(at) - ZERO
const pair = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1)

/** PostgreSQL leaves out trailing zeros: `.1` is 100 ms. */
const milliseconds = (text: string): number => {
  if (text.charCodeAt(FRACTION) !== DOT) return 0
  let total = 0
  for (let at = FRACTION + 1, weight = 100; weight >= 1 && at < text.length - 3; at++, weight /= 10) {
    total += digit(text, at) * weight
  }
  return total
}

/** Years past 9999, before Christ, below 100 (which `Date.UTC` would take for 19xx), and sessions in another zone. */
const parseOddTimestamptz = (text: string): Instant => {
  const match = /^(\d{4,6})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d)(?::?(\d\d))?( BC)?$/.exec(text)
  assert(match !== null, 'a timestamptz comes in ISO form')
  const [, year, month, day, time, hours, minutes = '00', beforeChrist] = match
  const astronomical = beforeChrist ? 1 - Number(year) : Number(year)
  const sign = astronomical < 0 ? '-' : '+'
  const expanded = `${sign}${String(Math.abs(astronomical)).padStart(6, '0')}`
  const ms = Date.parse(`${expanded}-${month}-${day}T${time}${hours}:${minutes}`)
  assert(!Number.isNaN(ms), 'a timestamptz lies within the range of instants')
  return instantOf(ms)
}

const TEXT_ARRAY: number = 1009
const parseTextArray = pg.types.getTypeParser(TEXT_ARRAY, 'text') as (text: string) => (string | null)[]

/** Arrays of one dimension; `null` elements stay. */
const arrayOf =
  <T>(parse: (text: string) => T) =>
  (text: string): (T | null)[] =>
    parseTextArray(text).map((element) => (element === null ? null : parse(element)))

const asIs = (text: string): string => text

/** By the oid of `pg_type.dat`. */
const OURS: Readonly<Record<number, (text: string) => unknown>> = {
  20: parseInt8,
  1016: arrayOf(parseInt8),
  1184: parseTimestamptz,
  1185: arrayOf(parseTimestamptz),
  1082: asIs,
  1182: arrayOf(asIs),
}
