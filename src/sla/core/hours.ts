import { add, between, type Calendar } from '../../calendar/core/index.ts'
import { type Instant, plusMs } from '../../kernel/index.ts'

/** The time that a clock counts. */
export type Hours = {
  /** Milliseconds that count in [from, to). */
  between(from: Instant, to: Instant): number
  /** The earliest instant by which so much has been counted since `at`; `null` when it never will be. */
  add(at: Instant, ms: number): Instant | null
}

/** Every second counts. */
export const CALENDAR_HOURS: Hours = { between: (from, to) => to - from, add: plusMs }

export const businessHours = (calendar: Calendar): Hours => ({
  between: (from, to) => between(calendar, from, to),
  add: (at, ms) => add(calendar, at, ms),
})

/**
 * Finds hours by the key that an `Entry` gave its schedule. A key stands for one version of one schedule for ever; `null`
 * is calendar time.
 */
export type HoursOf = (key: string | null) => Hours
