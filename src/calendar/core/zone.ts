import { Temporal } from 'temporal-polyfill'
import { END_YEAR, FIRST_YEAR, yearStart } from './dates.ts'

/** The stretches of one UTC year in which a zone keeps one offset from UTC (milliseconds, positive in the east). */
export type ZoneYear = { readonly starts: readonly number[]; readonly offsets: readonly number[] }

/** A time zone; `years` reads its rules and remembers them, so each transition is looked for once. */
export type Zone = { readonly name: string; readonly years: (year: number) => ZoneYear }

const NAME = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/
const NANOSECONDS = 1_000_000n

/**
 * One table for each zone that there is (some 600 names at most), shared by all calendars: rules are facts that do not
 * change while a process runs, so that remembering them shows in nothing but speed.
 */
const zones = new Map<string, Zone>()

/** Finds a zone by its IANA name, in any case; `undefined` when there is none. Offsets such as `+02:00` are no zones. */
export const findZone = (name: string): Zone | undefined => {
  const canonical = NAME.test(name) ? zoneId(name) : undefined
  if (canonical === undefined) return undefined
  const known = zones.get(canonical) ?? zoneOf(canonical)
  zones.set(canonical, known)
  return known
}

/** The zone of calendars that never change from open to closed, for which offsets do not matter. */
export const utc: Zone = { name: 'UTC', years: (year) => ({ starts: [yearStart(year)], offsets: [0] }) }

const zoneId = (name: string): string | undefined => {
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const zoneOf = (name: string): Zone => {
  const years: (ZoneYear | undefined)[] = new Array(END_YEAR - FIRST_YEAR)
  const remembered = (year: number): ZoneYear => {
    const known = years[year - FIRST_YEAR] ?? readYear(name, year)
    years[year - FIRST_YEAR] = known
    return known
  }
  return { name, years: remembered }
}

const readYear = (name: string, year: number): ZoneYear => {
  const end = yearStart(year + 1)
  const starts: number[] = []
  const offsets: number[] = []
  let at: Temporal.ZonedDateTime | null = new Temporal.ZonedDateTime(
    BigInt(yearStart(year)) * NANOSECONDS,
    name,
  )
  while (at !== null && at.epochMilliseconds < end) {
    starts.push(at.epochMilliseconds)
    offsets.push(at.offsetNanoseconds / 1e6)
    at = at.getTimeZoneTransition('next')
  }
  return { starts, offsets }
}
