import { add, between, type Calendar, sub } from '../../calendar/core/index.ts'
import { HOUR_MS, type Id, type Instant, instantOf } from '../../kernel/index.ts'
import type { DeskHours } from './columns.ts'

/** Time as a condition counts it: by the clock (`null`), or inside the hours of a schedule. */
export type Counting = Calendar | null

/** Whole hours counted between two instants. */
export const hoursBetween = (counting: Counting, from: Instant, to: Instant): number =>
  Math.floor((counting ? between(counting, from, to) : to - from) / HOUR_MS)

/** The latest instant at least so many hours before another; infinite where there never were that many. */
export const hoursBefore = (counting: Counting, at: Instant, hours: number): number =>
  counting ? (sub(counting, at, hours * HOUR_MS) ?? Number.NEGATIVE_INFINITY) : at - hours * HOUR_MS

/** The earliest instant at least so many hours after another; infinite where there never will be that many. */
export const hoursAfter = (counting: Counting, at: Instant, hours: number): number =>
  counting ? (add(counting, at, hours * HOUR_MS) ?? Number.POSITIVE_INFINITY) : at + hours * HOUR_MS

/** The hours of a ticket: those of its own schedule, else the desk's. */
export const countingOf = (hours: DeskHours, scheduleId: Id | null | undefined): Counting =>
  (scheduleId === null || scheduleId === undefined ? undefined : hours.find(scheduleId)) ?? hours.standard

/** An instant of a database that only knows finite ones. */
export const finite = (ms: number): Instant => instantOf(Math.min(Math.max(ms, -8.64e15), 8.64e15))
