import {
  err,
  type Instant,
  invalidField,
  MINUTE_MS,
  ok,
  parseIso,
  type Refusal,
  type Result,
  toIso,
  toIsoMs,
} from '../kernel/index.ts'
import {
  add,
  between,
  type Calendar,
  isOpen,
  isWithinReach,
  parseDate,
  readCalendar,
  sub,
} from './core/index.ts'

/**
 * Answers one line of `mainstay hours`: a JSON case in, one line of JSON out.
 *
 * A case is `{op, tz, hours, holidays?, exceptions?, at, minutes?, to?}`; the schedule is written as `readSchedule`
 * says. `add` and `sub` (with `minutes` ≥ 0, fractions allowed, counted to the millisecond) answer an ISO instant in
 * UTC: the earliest, or for `sub` the latest, with that much work between. `between` answers the business minutes from
 * `at` to `to` as a number, seconds as its fraction, negative when `to` comes first. `open` answers true or false.
 * Whatever is wrong with a line answers `{"error": "FIELD: why"}`.
 */
export const answerHoursLine = (line: string): string => {
  const answer = readCase(line)
  if (answer.ok) return JSON.stringify(answer.value)
  const [detail] = answer.error.details ?? []
  return JSON.stringify({ error: `${detail?.field}: ${detail?.description}` })
}

/** The longest line that is read; callers need not keep more of one. */
export const MAX_LINE_CHARACTERS = 1_000_000

export type Answer = Result<string | number | boolean, Refusal>

const readCase = (line: string): Answer => {
  if (line.length > MAX_LINE_CHARACTERS)
    return err(invalidField('line', `is longer than ${MAX_LINE_CHARACTERS} characters`))
  const value = parseJson(line)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return err(invalidField('line', 'must be a JSON object'))
  const entries = value as Readonly<Record<string, unknown>>
  const unknown = Object.keys(entries).find((key) => !MEMBERS.has(key))
  if (unknown !== undefined)
    return err(invalidField(unknown.slice(0, 40), `is no part of a case (${[...MEMBERS].join(', ')})`))
  const calendar = readCalendar(value)
  return calendar.ok ? answerHours(entries, calendar.value) : calendar
}

const MEMBERS = new Set(['op', 'tz', 'hours', 'holidays', 'exceptions', 'at', 'minutes', 'to'])

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Answers a case `{op, at, minutes?, to?}` on a calendar; see `answerHoursLine`. */
export const answerHours = (entries: Readonly<Record<string, unknown>>, calendar: Calendar): Answer => {
  const { op, minutes } = entries
  const at = readInstant(entries.at, 'at')
  if (op !== 'add' && op !== 'sub' && op !== 'between' && op !== 'open')
    return err(invalidField('op', 'must be add, sub, between or open'))
  if (!at.ok) return at
  if (op === 'open') return ok(isOpen(calendar, at.value))
  if (op === 'between') {
    const to = readInstant(entries.to, 'to')
    return to.ok ? ok(between(calendar, at.value, to.value) / MINUTE_MS) : to
  }
  const work = readMinutes(minutes)
  if (!work.ok) return work
  const moved = (op === 'add' ? add : sub)(calendar, at.value, work.value)
  return moved === null ? err(invalidField('minutes', TOO_FAR[op])) : ok(shortIso(moved))
}

const TOO_FAR = {
  add: 'are more than the schedule works from at to the end of 2199',
  sub: 'are more than the schedule works from the start of 1900 to at',
} as const

const INSTANT = 'must be an instant with its offset, such as 2026-03-08T09:30:00Z, from 1900 to 2199'

const readInstant = (value: unknown, field: string): Result<Instant, Refusal> => {
  const zoned = typeof value === 'string' && value.length <= 40 && /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(value)
  const at = zoned && parseDate(value.slice(0, 10)) !== undefined ? parseIso(value) : undefined
  return at !== undefined && isWithinReach(at) ? ok(at) : err(invalidField(field, INSTANT))
}

const readMinutes = (value: unknown): Result<number, Refusal> => {
  const work = typeof value === 'number' ? Math.round(value * MINUTE_MS) : Number.NaN
  const readable = Number.isSafeInteger(work) && work >= 0
  return readable ? ok(work) : err(invalidField('minutes', 'must be a number from 0, not beyond 1e11'))
}

const shortIso = (at: Instant): string => (at % 1000 === 0 ? toIso(at) : toIsoMs(at))
