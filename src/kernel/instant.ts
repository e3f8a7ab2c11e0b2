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
export const toIso = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** `2026-01-31T08:00:00.123Z`: for SQL parameters, where milliseconds count. */
export const toIsoMs = (at: Instant): string => new Date(at).toISOString()

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/** Reads an ISO-8601 date or date-time (no offset means UTC); `undefined` when it is none. */
export const parseIso = (text: string): Instant | undefined => {
  if (!ISO.test(text)) return undefined
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10)) ? text : text.length > 10 ? `${text}Z` : text
  const ms = Date.parse(zoned.replace(' ', 'T'))
  return Number.isNaN(ms) ? undefined : instantOf(ms)
}
