/**
 * When a desk works: hours of a week on the wall of one time zone, days that differ, nothing else.
 *
 * The rule behind every answer: **the desk is open at an instant exactly when the wall clock of the zone, read at that
 * instant, shows a date and a time of day that are among the hours.** So where the clock jumps over a stretch (a gap),
 * that stretch gives no time; where it shows a stretch twice (an overlap), it gives its time twice; a date that a
 * place never had (Samoa's 2011-12-30) gives none. A shift from 02:30 begins at 03:00 on the night that has no 02:30.
 */
export type Schedule = {
  /** An IANA name. */
  readonly timeZone: string
  /** Disjoint; touching is fine. Zendesk's form, except that ours may cross midnight. */
  readonly week: readonly WeekInterval[]
  readonly holidays?: readonly Holiday[]
  readonly exceptions?: readonly SpecialHours[]
}

/** Minutes since Sunday 00:00 on the wall, 0–10080, [start, end). */
export type WeekInterval = { readonly startMinute: number; readonly endMinute: number }

/** Minutes since 00:00 on the wall, 0–1440, [start, end). */
export type DayInterval = { readonly startMinute: number; readonly endMinute: number }

/**
 * Dates on which the weekly hours do not hold, first and last included. A date is closed from midnight to midnight, so
 * it takes the second half of the shift that began the evening before, and leaves that of its own evening's.
 */
export type Holiday = {
  readonly name?: string
  /** `YYYY-MM-DD` */
  readonly start: string
  /** `YYYY-MM-DD`, included; the same as `start` when left out. */
  readonly end?: string
  /** Again each year from that of `start` on, from the same date to the same date; 29 February in leap years only. */
  readonly yearly?: boolean
  /** For half days: the part of each date that is closed. The whole date when left out. */
  readonly closed?: DayInterval
}

/** The hours of one date, whatever the week or a holiday says. An empty list is a closed date. */
export type SpecialHours = { readonly on: string; readonly open: readonly DayInterval[] }

export const MINUTES_A_DAY = 1440
export const MINUTES_A_WEEK = 10_080

/** What a schedule may hold. `days` are the dates that differ from the week, repeats counted one by one. */
export const SCHEDULE_LIMITS = { intervals: 200, dayIntervals: 48, entries: 1000, days: 100_000 } as const
