import { DAY_MS } from '../../kernel/index.ts'
import { type EpochDay, weekdayOf } from './dates.ts'
import { lastAtOrBelow, measureBefore, type Spans, spansContain } from './spans.ts'

/** The working time of a wall clock: a week that repeats, and the dates that differ. All spans in milliseconds. */
export type Wall = {
  /** From Sunday 00:00. */
  readonly week: Spans
  /** From 00:00, one for each day of the week, Sunday first. */
  readonly weekdays: readonly Spans[]
  /** The dates that differ, ascending, and their hours. */
  readonly days: readonly EpochDay[]
  readonly daySpans: readonly Spans[]
  /** What the dates before each of `days` have more than the week gives them; one entry more than `days`. */
  readonly extraBefore: readonly number[]
}

const WEEK_MS = 7 * DAY_MS
/** 1969-12-28, a Sunday, 00:00 on the wall. */
const A_SUNDAY = -4 * DAY_MS

/**
 * Milliseconds of work that a wall clock has shown from a fixed Sunday up to a time (as if that were UTC). Only
 * differences of it mean something.
 */
export const wallWork = (wall: Wall, time: number): number => {
  const weeks = Math.floor((time - A_SUNDAY) / WEEK_MS)
  const plain = weeks * wall.week.total + measureBefore(wall.week, time - A_SUNDAY - weeks * WEEK_MS)
  if (wall.days.length === 0) return plain
  const day = Math.floor(time / DAY_MS)
  const index = lastAtOrBelow(wall.days, day)
  if (index < 0 || wall.days[index] !== day) return plain + wall.extraBefore[index + 1]!
  const inDay = time - day * DAY_MS
  const ofDay = measureBefore(wall.daySpans[index]!, inDay)
  return plain + wall.extraBefore[index]! + ofDay - measureBefore(wall.weekdays[weekdayOf(day)]!, inDay)
}

/** Whether a time on the wall (as if it were UTC) is working time. */
export const wallShowsWork = (wall: Wall, time: number): boolean => {
  const day = Math.floor(time / DAY_MS)
  const index = lastAtOrBelow(wall.days, day)
  const differs = index >= 0 && wall.days[index] === day
  const spans = differs ? wall.daySpans[index]! : wall.weekdays[weekdayOf(day)]!
  return spansContain(spans, time - day * DAY_MS)
}
