declare const instant: unique symbol

/** A moment: milliseconds since the Unix epoch, UTC. Never read from a clock below the shell. */
export type Instant = number & { readonly [instant]: true }

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Takes milliseconds since the epoch. */
export const instantOf = (epochMs: number): Instant => epochMs as Instant

/** Cuts to whole seconds: what a Change's `now` is, because clocks count what the wire shows. */
export const wholeSecond = (at: Instant): Instant => instantOf(Math.floor(at / SECOND_MS) * SECOND_MS)

export const plusMs = (at: Instant, ms: number): Instant => instantOf(at + ms)

/** `2026-01-31T08:00:00Z`: UTC, whole seconds, the form of the wire. */
export const toIso = (at: Instant): string => `${secondOf(Math.floor(at / SECOND_MS))}Z`

/** `2026-01-31T08:00:00.123Z`: for SQL parameters, where milliseconds count. */
export const toIsoMs = (at: Instant): string => {
  const ms = Math.trunc(at)
  const second = Math.floor(ms / SECOND_MS)
  return `${secondOf(second)}.${String(ms - second * SECOND_MS).padStart(3, '0')}Z`
}

const DAY_S = 86_400
const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'))

/** `2026-01-31T08:00:00` of a second since the epoch. By hand: a list shows hundreds, and `Date` takes ten times as long. */
const secondOf = (second: number): string => {
  const day = Math.floor(second / DAY_S)
  const rest = second - day * DAY_S
  const minute = Math.floor(rest / 60)
  const hour = Math.floor(minute / 60)
  return `${dateOf(day)}${TWO_DIGITS[hour]}:${TWO_DIGITS[minute - hour * 60]}:${TWO_DIGITS[rest - minute * 60]}`
}

/** Days that were asked for, each as `2026-01-31T`. */
const KEPT_DAYS = 4000
const dates = new Map<number, string>()

const dateOf = (day: number): string => {
  const known = dates.get(day)
  if (known !== undefined) return known
  const iso = new Date(day * DAY_MS).toISOString()
  const made = iso.slice(0, iso.indexOf('T') + 1)
  if (dates.size >= KEPT_DAYS) dates.clear()
  dates.set(day, made)
  return made
}

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/** Reads an ISO-8601 date or date-time (no offset means UTC); `undefined` when it is none. */
export const parseIso = (text: string): Instant | undefined => {
  if (!ISO.test(text)) return undefined
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10)) ? text : text.length > 10 ? `${text}Z` : text
  const ms = Date.parse(zoned.replace(' ', 'T'))
  return Number.isNaN(ms) ? undefined : instantOf(ms)
}
