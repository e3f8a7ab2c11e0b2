import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Instant, instantOf } from '../kernel/index.ts'
import {
  add,
  between,
  type Calendar,
  isOpen,
  nextClosing,
  nextOpening,
  readCalendar,
  sub,
} from './core/index.ts'
import {
  changesOf,
  isWorkShown,
  openMinutes,
  shownAt,
  type Window,
  type Written,
  walkedAdd,
  walkedBetween,
  walkedEdge,
  walkedSub,
  windowOf,
} from './minute-oracle.ts'

/** More with the environment: `CASES=100000 npx vitest run src/calendar`. */
const CASES = Number(process.env.CASES ?? 3000)
const PATIENCE_MS = 20_000 + CASES * 20

const MINUTE = 60_000
const DAY = 1440 * MINUTE
const WINDOW_DAYS = 4

/** What is odd about each, and the years in which it is. */
const ZONES: readonly (readonly [string, number, number])[] = [
  ['Australia/Lord_Howe', 1980, 2037], // half an hour
  ['Pacific/Apia', 2009, 2022], // 2011-12-30 never was
  ['Pacific/Kwajalein', 1990, 1996], // nor 1993-08-21 here
  ['Asia/Kathmandu', 1984, 1988], // 15 minutes for good
  ['America/St_Johns', 1985, 2013], // -3:30, at 00:01
  ['Africa/Casablanca', 2010, 2037], // twice in a month around Ramadan
  ['Africa/Cairo', 2008, 2026], // four changes in a year, at midnight
  ['Asia/Tehran', 1976, 2023], // +4:30 and +5:00, ends
  ['Europe/Dublin', 1968, 2037], // winter is the exception
  ['Antarctica/Troll', 2004, 2037], // two hours
  ['Pacific/Kiritimati', 1992, 1998], // 1994-12-31 never was
  ['Pacific/Chatham', 1980, 2037], // +12:45
  ['America/Sao_Paulo', 1985, 2020], // at midnight
  ['America/Los_Angeles', 1970, 2037],
  ['Europe/Amsterdam', 1970, 2037],
  ['America/Caracas', 2005, 2018], // half an hour back and forth
  ['Asia/Pyongyang', 2014, 2020],
  ['UTC', 2020, 2021],
]

/** A few windows for each zone: around changes of offset, and one far from them. Made when first drawn. */
const windowStarts = ZONES.map(([tz, from, to]) => {
  const changes = changesOf(tz, from, to)
  const step = Math.max(1, Math.ceil(changes.length / 16))
  return [...changes.filter((_, index) => index % step === 0), Date.UTC(2026, 5, 10)].map((at) => at - DAY)
})
const windows = new Map<string, Window>()
const windowAt = (zone: number, pick: number): Window => {
  const [tz] = ZONES[zone]!
  const starts = windowStarts[zone]!
  const start = starts[pick % starts.length]!
  const key = `${tz} ${start}`
  const window = windows.get(key) ?? windowOf(tz, start, WINDOW_DAYS * 1440)
  windows.set(key, window)
  return window
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Where clocks tend to change, so that edges of hours fall into gaps and overlaps. */
const NIGHT = [0, 1, 30, 45, 60, 90, 105, 120, 121, 135, 150, 165, 180, 195, 1380, 1410, 1439]
const minuteOfDay = fc.oneof(fc.constantFrom(...NIGHT), fc.integer({ min: 0, max: 1439 }))
const minuteOfWeek = fc.tuple(fc.nat(6), minuteOfDay).map(([day, minute]) => day * 1440 + minute)

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** Disjoint hours of a week from cuts in it; those of less than a day may go past midnight. */
const hoursFrom = (cuts: readonly number[]): Written['hours'] => {
  const hours: Record<string, [string, string][]> = {}
  const write = (start: number, end: number): void => {
    const day = WEEKDAYS[Math.floor(start / 1440)]!
    hours[day] = [
      ...(hours[day] ?? []),
      [clock(start % 1440), end % 1440 === 0 ? '24:00' : clock(end % 1440)],
    ]
  }
  const sorted = [...cuts].sort((a, b) => a - b)
  for (let index = 0; index + 1 < sorted.length; index += 2) {
    let [start, end] = [sorted[index]!, sorted[index + 1]!]
    while (end - start >= 1440 || (start % 1440 === 0 && end - start > 1440)) {
      const midnight = (Math.floor(start / 1440) + 1) * 1440
      write(start, midnight)
      start = midnight
    }
    if (start < end) write(start, end)
  }
  return hours
}

const hoursOfWeek = fc.oneof(
  { weight: 8, arbitrary: fc.uniqueArray(minuteOfWeek, { maxLength: 24 }).map(hoursFrom) },
  { weight: 1, arbitrary: fc.constant(hoursFrom([0, 10_080])) },
  { weight: 1, arbitrary: fc.constant({ mon: [], sat: [['22:00', '06:00'] as const] }) },
)

const interval = fc
  .uniqueArray(minuteOfDay, { minLength: 2, maxLength: 2 })
  .map((cuts) => cuts.sort((a, b) => a - b).map(clock) as [string, string])

const dayHours = fc.uniqueArray(minuteOfDay, { maxLength: 6 }).map((cuts) => {
  const sorted = cuts.sort((a, b) => a - b)
  return Array.from({ length: Math.floor(sorted.length / 2) }, (_, index): [string, string] => [
    clock(sorted[index * 2]!),
    clock(sorted[index * 2 + 1]!),
  ])
})

const isoDate = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** Holidays and exceptions in all their forms, on dates of the window or beside it. */
const differing = (start: number): fc.Arbitrary<Pick<Written, 'holidays' | 'exceptions'>> => {
  const date = fc.integer({ min: -2, max: WINDOW_DAYS + 1 }).map((days) => isoDate(start + days * DAY))
  const pair = fc.tuple(date, date).map((dates) => dates.sort() as [string, string])
  const holiday = fc.oneof(
    date,
    pair.map(([from, to]) => `${from}/${to}`),
    date.map((text) => `-${text.slice(4)}`),
    pair.map(([from, to]) => `-${from.slice(4)}/-${to.slice(4)}`),
    fc.record({ start: date, closed: interval }),
    date.map((text) => ({ start: text, yearly: true })),
  )
  return fc.record({
    holidays: fc.array(holiday, { maxLength: 3 }),
    exceptions: fc.dictionary(date, dayHours, { maxKeys: 2 }),
  })
}

type Case = { readonly window: Window; readonly written: Written; readonly from: number; readonly to: number }

const anyCase: fc.Arbitrary<Case> = fc.tuple(fc.nat(ZONES.length - 1), fc.nat(1000)).chain(([zone, pick]) => {
  const window = windowAt(zone, pick)
  const inWindow = fc.oneof(
    fc.integer({ min: 0, max: WINDOW_DAYS * DAY }),
    fc.integer({ min: 0, max: WINDOW_DAYS * 1440 }).map((minutes) => minutes * MINUTE),
  )
  return fc.tuple(hoursOfWeek, differing(window.start), inWindow, inWindow).map(([hours, days, a, b]) => ({
    window,
    written: { tz: window.tz, hours, ...days },
    from: window.start + Math.min(a, b),
    to: window.start + Math.max(a, b),
  }))
})

const compiled = (written: Written): Calendar => {
  const read = readCalendar(written)
  if (!read.ok) throw new Error(JSON.stringify(read.error.details))
  return read.value
}

/** The fast answer where the model has one, and otherwise none within the window. */
const agrees = (answer: Instant | null, walked: number | null, isInside: (at: number) => boolean): boolean =>
  walked === null ? answer === null || !isInside(answer) : answer === walked

describe('against the walk of minutes', () => {
  test('every question has the same answer', { timeout: PATIENCE_MS }, () => {
    let seen = 0
    fc.assert(
      fc.property(anyCase, fc.nat(2 * DAY), ({ window, written, from, to }, work) => {
        seen += 1
        const calendar = compiled(written)
        const open = openMinutes(written, window)
        const { start } = window
        const end = start + WINDOW_DAYS * DAY
        const [a, b] = [instantOf(from), instantOf(to)]
        expect(between(calendar, a, b)).toBe(walkedBetween(open, start, from, to))
        if (from < end) expect(isOpen(calendar, a)).toBe(open[Math.floor((from - start) / MINUTE)])
        const due = walkedAdd(open, start, from, work + 1)
        expect(agrees(add(calendar, a, work + 1), due, (at) => at <= end)).toBe(true)
        const begun = walkedSub(open, start, to, work + 1)
        expect(agrees(sub(calendar, b, work + 1), begun, (at) => at >= start)).toBe(true)
        const opening = walkedEdge(open, start, from, true)
        expect(agrees(nextOpening(calendar, a), opening, (at) => at < end)).toBe(true)
        const closing = walkedEdge(open, start, from, false)
        expect(agrees(nextClosing(calendar, a), closing, (at) => at < end)).toBe(true)
      }),
      { numRuns: CASES },
    )
    expect(seen).toBeGreaterThanOrEqual(CASES)
  })

  test.each([
    ['America/New_York', '2025-10-20', 200],
    ['Africa/Casablanca', '2026-02-01', 120],
    ['Australia/Lord_Howe', '2026-03-01', 240],
  ])('%s from %s over %d days at once', (tz, date, days) => {
    const written: Written = {
      tz,
      hours: hoursFrom([130, 1000, 1500, 1530, 2900, 4400, 6000, 6100, 9000, 10_050]),
      holidays: [
        '--12-24/--12-26',
        { start: '2026-04-06', closed: ['01:30', '02:30'] },
        '2026-02-27/2026-03-02',
      ],
      exceptions: { '2026-03-08': [['01:00', '02:45']] },
    }
    const start = Date.parse(date)
    let walked = 0
    for (let minute = 0; minute < days * 1440; minute += 1)
      if (isWorkShown(written, shownAt(tz, start + minute * MINUTE))) walked += MINUTE
    expect(between(compiled(written), instantOf(start), instantOf(start + days * DAY))).toBe(walked)
  })

  test.each([
    ['Africa/Monrovia', '1972-01-06T00:00:00Z'], // -0:44:30 until 1972-01-07
    ['Europe/Amsterdam', '1937-06-30T20:00:00Z'], // +1:19:32, then +1:20
    ['Europe/Dublin', '1916-09-30T22:00:00Z'], // -0:25:21 in standard time
  ])('%s, whose offset has seconds, walked by the second', (tz, from) => {
    const written: Written = {
      tz,
      hours: everyDay([
        ['00:10', '01:40'],
        ['23:17', '23:58'],
      ]),
      holidays: [],
      exceptions: {},
    }
    const start = Date.parse(from)
    let walked = 0
    for (let second = 0; second < 36 * 3600; second += 1)
      if (isWorkShown(written, shownAt(tz, start + second * 1000))) walked += 1000
    expect(walked).toBeGreaterThan(0)
    expect(between(compiled(written), instantOf(start), instantOf(start + 36 * 3_600_000))).toBe(walked)
  })
})

const everyDay = (list: [string, string][]): Written['hours'] =>
  Object.fromEntries(WEEKDAYS.map((day) => [day, list]))

describe('laws over decades', () => {
  const anyZone = fc.nat(ZONES.length - 1).map((index) => ZONES[index]![0])
  const instant = fc.integer({ min: Date.UTC(1960, 0, 1), max: Date.UTC(2080, 0, 1) }).map(instantOf)
  const anyCalendar = fc
    .tuple(anyZone, hoursOfWeek, differing(Date.UTC(2026, 2, 6)))
    .map(([tz, hours, days]) => compiled({ tz, hours, ...days }))
  const anyWork = fc.integer({ min: 1, max: 4 * 365 * DAY })

  test('between adds up and turns round', { timeout: PATIENCE_MS }, () => {
    fc.assert(
      fc.property(anyCalendar, instant, instant, instant, (calendar, a, b, c) => {
        expect(between(calendar, a, b) + between(calendar, b, c)).toBe(between(calendar, a, c))
        expect(between(calendar, b, a) + between(calendar, a, b)).toBe(0)
        expect(Math.abs(between(calendar, a, b))).toBeLessThanOrEqual(Math.abs(b - a))
      }),
      { numRuns: CASES },
    )
  })

  test('add and sub give back the work, at its earliest and latest', { timeout: PATIENCE_MS }, () => {
    fc.assert(
      fc.property(anyCalendar, instant, anyWork, (calendar, a, work) => {
        const due = add(calendar, a, work)
        if (due !== null) {
          expect(between(calendar, a, due)).toBe(work)
          expect(between(calendar, a, instantOf(due - 1))).toBe(work - 1)
          expect(add(calendar, a, work + 1)).not.toBe(due)
        }
        const begun = sub(calendar, a, work)
        if (begun !== null) {
          expect(between(calendar, begun, a)).toBe(work)
          expect(between(calendar, instantOf(begun + 1), a)).toBe(work - 1)
        }
        if (due !== null) expect(between(calendar, sub(calendar, due, work)!, due)).toBe(work)
        if (due !== null) expect(sub(calendar, due, work)).toBeGreaterThanOrEqual(a)
      }),
      { numRuns: CASES },
    )
  })

  test('openings and closings take turns, with unbroken time between', { timeout: PATIENCE_MS }, () => {
    fc.assert(
      fc.property(anyCalendar, instant, (calendar, a) => {
        const opening = nextOpening(calendar, a)
        if (opening === null) return
        expect(isOpen(calendar, opening) && !isOpen(calendar, instantOf(opening - 1))).toBe(true)
        const closing = nextClosing(calendar, opening)
        if (closing === null) return
        expect(!isOpen(calendar, closing) && isOpen(calendar, instantOf(closing - 1))).toBe(true)
        expect(between(calendar, opening, closing)).toBe(closing - opening)
      }),
      { numRuns: CASES },
    )
  })
})
