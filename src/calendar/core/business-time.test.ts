import { describe, expect, test } from 'vitest'
import { type Instant, parseIso, toIso } from '../../kernel/index.ts'
import { add, between, isOpen, nextClosing, nextOpening, sub } from './business-time.ts'
import { type Calendar, compileCalendar } from './calendar.ts'
import { readCalendar } from './read-schedule.ts'
import type { Schedule } from './schedule.ts'

const ALL_DAY = [['00:00', '24:00']]
const weekdays = (list: unknown): object => ({ mon: list, tue: list, wed: list, thu: list, fri: list })

const at = (text: string): Instant => parseIso(text)!
const HOUR = 3_600_000

const calendar = (written: object): Calendar => {
  const read = readCalendar(written)
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  return read.value
}

const PACIFIC = 'America/Los_Angeles'
const gitlab = {
  '24x5': calendar({
    tz: PACIFIC,
    hours: {
      sun: [['15:00', '24:00']],
      ...weekdays(ALL_DAY),
      fri: [['00:00', '17:00']],
    },
  }),
  '24x7': calendar({ tz: PACIFIC, hours: { ...weekdays(ALL_DAY), sat: ALL_DAY, sun: ALL_DAY } }),
  AMER: calendar({ tz: PACIFIC, hours: weekdays([['05:00', '17:00']]) }),
  APAC: calendar({ tz: 'Australia/Brisbane', hours: weekdays([['09:00', '21:00']]) }),
  EMEA: calendar({ tz: 'Europe/Amsterdam', hours: weekdays([['08:00', '18:00']]) }),
}

describe('hours between two instants, by hand', () => {
  test.each([
    // Clocks go forward on Sunday 2026-03-08 in the United States, on 2026-03-29 in Europe.
    ['24x5', '2026-03-06T00:00:00-08:00', '2026-03-08T15:00:00-07:00', 17],
    ['24x5', '2026-03-08T15:00:00-07:00', '2026-03-13T17:00:00-07:00', 122],
    ['24x5', '2026-01-04T00:00:00Z', '2026-01-11T00:00:00Z', 122],
    ['24x7', '2026-03-08T00:00:00-08:00', '2026-03-09T00:00:00-07:00', 23],
    ['24x7', '2026-11-01T00:00:00-07:00', '2026-11-02T00:00:00-08:00', 25],
    ['AMER', '2026-03-06T16:00:00-08:00', '2026-03-09T06:00:00-07:00', 2],
    ['AMER', '2026-10-30T16:00:00-07:00', '2026-11-02T06:00:00-08:00', 2],
    ['APAC', '2026-03-05T23:00:00Z', '2026-03-06T11:00:00Z', 12],
    ['APAC', '2026-10-02T10:00:00Z', '2026-10-05T00:00:00Z', 2],
    ['EMEA', '2026-03-27T16:00:00Z', '2026-03-30T07:00:00Z', 2],
    ['EMEA', '2026-10-23T15:00:00Z', '2026-10-26T08:00:00Z', 2],
    ['EMEA', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', 2610],
  ] as const)('%s from %s to %s: %d h', (name, from, to, hours) => {
    expect(between(gitlab[name], at(from), at(to)) / HOUR).toBe(hours)
    expect(between(gitlab[name], at(to), at(from)) / HOUR).toBe(-hours)
  })
})

describe('due instants, by hand', () => {
  test.each([
    ['AMER', '2026-03-06T16:30:00-08:00', 8, '2026-03-09T12:30:00-07:00'],
    ['AMER', '2026-03-06T16:00:00-08:00', 1, '2026-03-06T17:00:00-08:00'],
    ['24x5', '2026-03-06T15:00:00-08:00', 4, '2026-03-08T17:00:00-07:00'],
    ['24x7', '2026-11-01T00:30:00-07:00', 4, '2026-11-01T03:30:00-08:00'],
    ['EMEA', '2026-03-28T12:00:00Z', 24, '2026-04-01T12:00:00+02:00'],
    ['APAC', '2026-04-04T12:00:00Z', 12, '2026-04-06T21:00:00+10:00'],
  ] as const)('%s: %s and %d h', (name, from, hours, due) => {
    expect(toIso(add(gitlab[name], at(from), hours * HOUR)!)).toBe(toIso(at(due)))
  })

  test('going back ends at the latest instant: not at the closing before', () => {
    expect(sub(gitlab.AMER, at('2026-03-09T06:00:00-07:00'), HOUR)).toBe(at('2026-03-09T05:00:00-07:00'))
    expect(sub(gitlab.AMER, at('2026-03-09T06:00:00-07:00'), 2 * HOUR)).toBe(at('2026-03-06T16:00:00-08:00'))
  })

  test('no work to add stays where it is, open or closed', () => {
    const sunday = at('2026-03-08T12:00:00Z')
    expect(add(gitlab.AMER, sunday, 0)).toBe(sunday)
    expect(sub(gitlab.AMER, sunday, 0)).toBe(sunday)
  })

  test('work that never comes has no end', () => {
    const never = calendar({ tz: 'Europe/Dublin', hours: {} })
    expect(add(never, at('2026-01-01T00:00:00Z'), 1)).toBeNull()
    expect(sub(never, at('2026-01-01T00:00:00Z'), 1)).toBeNull()
    expect(add(gitlab['24x7'], at('2026-01-01T00:00:00Z'), Number.MAX_SAFE_INTEGER)).toBeNull()
  })

  test('half milliseconds and negative work are bugs of the caller', () => {
    expect(() => add(gitlab.AMER, at('2026-01-01T00:00:00Z'), 0.5)).toThrow(/whole milliseconds/)
    expect(() => sub(gitlab.AMER, at('2026-01-01T00:00:00Z'), -1)).toThrow(/whole milliseconds/)
  })
})

describe('clocks that jump', () => {
  const NEW_YORK = 'America/New_York'

  test('a shift from a time that the night does not have begins where the clock goes on', () => {
    const early = calendar({ tz: NEW_YORK, hours: { sun: [['02:30', '06:00']] } })
    expect(nextOpening(early, at('2026-03-08T00:00:00-05:00'))).toBe(at('2026-03-08T03:00:00-04:00'))
    expect(between(early, at('2026-03-08T00:00:00-05:00'), at('2026-03-09T00:00:00-04:00'))).toBe(3 * HOUR)
  })

  test('a shift within the missing hour does not happen', () => {
    const lost = calendar({ tz: NEW_YORK, hours: { sun: [['02:00', '03:00']] } })
    expect(between(lost, at('2026-03-08T00:00:00-05:00'), at('2026-03-09T00:00:00-04:00'))).toBe(0)
  })

  test('a shift within the repeated hour happens twice', () => {
    const twice = calendar({ tz: NEW_YORK, hours: { sun: [['01:15', '01:45']] } })
    const night = at('2026-11-01T00:00:00-04:00')
    expect(between(twice, night, at('2026-11-02T00:00:00-05:00'))).toBe(HOUR)
    const first = nextOpening(twice, night)!
    expect(toIso(first)).toBe('2026-11-01T05:15:00Z')
    expect(toIso(nextClosing(twice, first)!)).toBe('2026-11-01T05:45:00Z')
    expect(toIso(nextOpening(twice, first)!)).toBe('2026-11-01T06:15:00Z')
  })

  test('half an hour, at midnight, and below zero', () => {
    const lordHowe = calendar({ tz: 'Australia/Lord_Howe', hours: { sun: ALL_DAY } })
    expect(between(lordHowe, at('2026-04-03T00:00:00Z'), at('2026-04-07T00:00:00Z'))).toBe(24.5 * HOUR)
    const saoPaulo = calendar({ tz: 'America/Sao_Paulo', hours: { sun: [['00:00', '02:00']] } })
    expect(between(saoPaulo, at('2018-11-03T00:00:00Z'), at('2018-11-05T12:00:00Z'))).toBe(HOUR)
    const dublin = calendar({ tz: 'Europe/Dublin', hours: { sun: ALL_DAY } })
    expect(between(dublin, at('2026-03-28T00:00:00Z'), at('2026-03-30T12:00:00Z'))).toBe(23 * HOUR)
  })

  test('a date that a place never had gives no time', () => {
    const hours = { thu: [['09:00', '17:00']], fri: [['09:00', '17:00']] }
    const apia = calendar({ tz: 'Pacific/Apia', hours })
    expect(between(apia, at('2011-12-29T00:00:00-10:00'), at('2012-01-01T00:00:00+14:00'))).toBe(8 * HOUR)
    expect(isOpen(apia, at('2011-12-31T10:00:00+14:00'))).toBe(false)
  })
})

describe('days that differ', () => {
  const base = { tz: 'Europe/Amsterdam', hours: weekdays([['08:00', '18:00']]) }
  const on = (written: object, date: string): number =>
    between(calendar({ ...base, ...written }), at(`${date}T00:00:00+01:00`), at(`${date}T24:00:00+01:00`)) /
    HOUR

  test('a holiday closes its date, a range both its ends', () => {
    expect(on({}, '2026-12-25')).toBe(10)
    expect(on({ holidays: ['2026-12-25'] }, '2026-12-25')).toBe(0)
    expect(on({ holidays: ['2026-12-25'] }, '2026-12-24')).toBe(10)
    const range = { holidays: ['2026-12-23/2026-12-25'] }
    expect(['2026-12-22', '2026-12-23', '2026-12-25', '2026-12-28'].map((day) => on(range, day))).toEqual([
      10, 0, 0, 10,
    ])
  })

  test('a yearly holiday closes its dates in every year, across New Year too', () => {
    const yearly = { holidays: ['--12-25', '--12-31/--01-01'] }
    expect(['2025-12-25', '2026-12-25', '2198-12-25'].map((day) => on(yearly, day))).toEqual([0, 0, 0])
    expect(['2026-12-31', '2027-01-01', '2027-01-04'].map((day) => on(yearly, day))).toEqual([0, 0, 10])
  })

  test('29 February: alone in leap years only, in a range as far as the year has it', () => {
    const leap = { holidays: ['--02-29'] }
    expect(on(leap, '2028-02-29')).toBe(0)
    expect([on(leap, '2029-02-28'), on(leap, '2029-03-01')]).toEqual([10, 10])
    const range = { holidays: ['--02-28/--03-01'] }
    expect(['2028-02-29', '2028-03-01', '2028-03-02'].map((day) => on(range, day))).toEqual([0, 0, 10])
    expect(['2029-02-28', '2029-03-01', '2029-03-02'].map((day) => on(range, day))).toEqual([0, 0, 10])
  })

  test('half days, several on one date, and an exception that stands above all', () => {
    const half = { start: '2026-12-24', closed: ['12:00', '24:00'] }
    expect(on({ holidays: [half] }, '2026-12-24')).toBe(4)
    expect(on({ holidays: [half, { start: '2026-12-24', closed: ['09:00', '10:00'] }] }, '2026-12-24')).toBe(
      3,
    )
    const special = { '2026-12-24': [['10:00', '11:30']], '2026-12-26': [['22:00', '24:00']] }
    expect(on({ holidays: [half], exceptions: special }, '2026-12-24')).toBe(1.5)
    expect(on({ exceptions: special }, '2026-12-26')).toBe(2)
    expect(on({ exceptions: { '2026-12-24': [] } }, '2026-12-24')).toBe(0)
  })

  test('a closed date takes the morning of the shift before it, not the morning after its own evening', () => {
    const hours = { mon: [['22:00', '06:00']], tue: [['22:00', '06:00']] }
    const night = calendar({ tz: 'UTC', hours, holidays: ['2026-03-03'] })
    expect(between(night, at('2026-03-02T00:00:00Z'), at('2026-03-05T00:00:00Z'))).toBe(8 * HOUR)
    expect(isOpen(night, at('2026-03-03T05:00:00Z'))).toBe(false)
    expect(isOpen(night, at('2026-03-04T05:00:00Z'))).toBe(true)
  })
})

describe('edges', () => {
  test('an interval holds its start and not its end', () => {
    const { EMEA } = gitlab
    expect(isOpen(EMEA, at('2026-01-05T07:00:00Z'))).toBe(true)
    expect(isOpen(EMEA, at('2026-01-05T06:59:59.999Z'))).toBe(false)
    expect(isOpen(EMEA, at('2026-01-05T16:59:59.999Z'))).toBe(true)
    expect(isOpen(EMEA, at('2026-01-05T17:00:00Z'))).toBe(false)
    expect(between(EMEA, at('2026-01-05T16:59:59.999Z'), at('2026-01-05T17:00:00.500Z'))).toBe(1)
  })

  test('hours that touch are one: midnight is no closing', () => {
    expect(nextClosing(gitlab['24x5'], at('2026-01-04T23:30:00Z'))).toBe(at('2026-01-10T01:00:00Z'))
    expect(nextOpening(gitlab['24x5'], at('2026-01-04T23:00:00Z'))).toBe(at('2026-01-11T23:00:00Z'))
    const weekend = calendar({ tz: 'UTC', hours: { sat: [['20:00', '04:00']] } })
    expect(nextClosing(weekend, at('2026-01-03T21:00:00Z'))).toBe(at('2026-01-04T04:00:00Z'))
  })

  test('always open never opens, always closed never closes', () => {
    const now = at('2026-01-05T07:00:00Z')
    expect([nextOpening(gitlab['24x7'], now), nextClosing(gitlab['24x7'], now)]).toEqual([null, null])
    const never = calendar({ tz: 'UTC', hours: {} })
    expect([nextOpening(never, now), nextClosing(never, now)]).toEqual([null, null])
    const once = calendar({ tz: 'UTC', hours: {}, exceptions: { '2150-05-05': [['00:00', '24:00']] } })
    expect(nextOpening(once, now)).toBe(at('2150-05-05T00:00:00Z'))
    expect(nextClosing(once, now)).toBe(at('2150-05-06T00:00:00Z'))
  })

  test('outside of 1900 to 2199 nothing is open and nothing is found', () => {
    const always = gitlab['24x7']
    expect(between(always, at('1899-01-01T00:00:00Z'), at('1900-01-01T01:00:00Z'))).toBe(HOUR)
    expect(between(always, at('2199-12-31T23:00:00Z'), at('2300-01-01T00:00:00Z'))).toBe(HOUR)
    expect(between(always, at('2250-01-01T00:00:00Z'), at('2300-01-01T00:00:00Z'))).toBe(0)
    for (const ask of [nextOpening, nextClosing]) expect(ask(always, at('2200-01-01T00:00:00Z'))).toBeNull()
    for (const ask of [add, sub]) expect(ask(always, at('1899-12-31T23:59:59Z'), 1)).toBeNull()
    expect(isOpen(always, at('2200-01-01T00:00:00Z'))).toBe(false)
  })
})

describe('a schedule is refused that', () => {
  const base: Schedule = { timeZone: 'Europe/Amsterdam', week: [] }
  const day = (startMinute: number, endMinute: number) => ({ startMinute, endMinute })
  test.each<[string, Partial<Schedule>, string, RegExp]>([
    ['names no zone', { timeZone: 'Mars/Olympus' }, 'timeZone', /IANA/],
    ['names an offset', { timeZone: '+02:00' }, 'timeZone', /IANA/],
    ['overlaps', { week: [day(600, 700), day(0, 601)] }, 'week[0]', /overlaps week\[1\]/],
    ['ends before it starts', { week: [day(700, 600)] }, 'week[0]', /end after/],
    ['passes the week', { week: [day(0, 10_081)] }, 'week[0]', /10080/],
    ['has half minutes', { week: [day(0, 0.5)] }, 'week[0]', /whole minutes/],
    ['is too long', { week: Array.from({ length: 201 }, (_, n) => day(n, n + 1)) }, 'week', /more than 200/],
    ['has no such date', { holidays: [{ start: '2026-02-30' }] }, 'holidays[0].start', /date/],
    ['has no such last date', { holidays: [{ start: '2026-02-03', end: 'x' }] }, 'holidays[0].end', /date/],
    [
      'has dates the wrong way round',
      { holidays: [{ start: '2026-02-03', end: '2026-02-02' }] },
      'holidays[0].end',
      /before/,
    ],
    [
      'repeats more than a year each year',
      { holidays: [{ start: '2026-02-03', end: '2027-02-04', yearly: true }] },
      'holidays[0].end',
      /within a year/,
    ],
    [
      'closes past midnight',
      { holidays: [{ start: '2026-02-03', closed: day(0, 1441) }] },
      'holidays[0].closed',
      /1440/,
    ],
    [
      'excepts a date twice',
      { exceptions: ['', ''].map(() => ({ on: '2026-02-03', open: [] })) },
      'exceptions[1].on',
      /twice/,
    ],
    [
      'overlaps on a date',
      { exceptions: [{ on: '2026-02-03', open: [day(0, 60), day(59, 70)] }] },
      'exceptions[0].open[1]',
      /overlaps/,
    ],
    [
      'covers too many days',
      {
        holidays: Array.from({ length: 400 }, () => ({
          start: '1900-01-01',
          end: '1900-12-31',
          yearly: true,
        })),
      },
      'holidays',
      /more than 100000 days/,
    ],
  ])('%s', (_, part, field, says) => {
    const compiled = compileCalendar({ ...base, ...part })
    expect(compiled.ok).toBe(false)
    if (compiled.ok) return
    expect(compiled.error.code).toBe('invalid')
    expect(compiled.error.details?.[0]?.field).toBe(field)
    expect(compiled.error.details?.[0]?.description).toMatch(says)
  })

  test('and one with the zone in another case is not', () => {
    const compiled = compileCalendar({ ...base, timeZone: 'europe/amsterdam' })
    expect(compiled.ok && compiled.value.zone.name).toBe('Europe/Amsterdam')
  })
})
