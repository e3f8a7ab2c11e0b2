import { describe, expect, test } from 'vitest'
import { answerHoursLine, MAX_LINE_CHARACTERS } from './hours-lines.ts'

const nineToFive = [['09:00', '17:00']]
const week = { mon: nineToFive, tue: nineToFive, wed: nineToFive, thu: nineToFive, fri: nineToFive }
const base = { tz: 'America/New_York', hours: week, at: '2026-03-06T21:00:00Z' }

const ask = (entry: object): unknown => JSON.parse(answerHoursLine(JSON.stringify({ ...base, ...entry })))

describe('a case', () => {
  test('add and sub answer an instant in UTC', () => {
    expect(ask({ op: 'add', minutes: 120 })).toBe('2026-03-09T14:00:00Z')
    expect(ask({ op: 'sub', minutes: 120 })).toBe('2026-03-06T19:00:00Z')
    expect(ask({ op: 'add', minutes: 60 })).toBe('2026-03-06T22:00:00Z')
    expect(ask({ op: 'add', minutes: 0.5 })).toBe('2026-03-06T21:00:30Z')
    expect(ask({ op: 'add', minutes: 0.0001 })).toBe('2026-03-06T21:00:00.006Z')
    expect(ask({ op: 'add', at: '2026-03-06T16:00:00-05:00', minutes: 0 })).toBe('2026-03-06T21:00:00Z')
  })

  test('between answers business minutes, seconds as a fraction, backwards as a negative', () => {
    expect(ask({ op: 'between', to: '2026-03-09T14:00:00Z' })).toBe(120)
    expect(ask({ op: 'between', to: '2026-03-06T21:00:30Z' })).toBe(0.5)
    expect(ask({ op: 'between', to: '2026-03-06T20:00:00Z' })).toBe(-60)
    expect(ask({ op: 'between', to: '2036-03-06T21:00:00Z' })).toBe(2609 * 480)
    const oneSecond = ask({ op: 'between', to: '2026-03-06T21:00:01Z' }) as number
    expect(Math.round(oneSecond * 60_000)).toBe(1000)
  })

  test('open answers true or false', () => {
    expect(ask({ op: 'open' })).toBe(true)
    expect(ask({ op: 'open', at: '2026-03-06T22:00:00Z' })).toBe(false)
  })

  test('all forms of holidays and exceptions count', () => {
    const monday = { op: 'between', at: '2026-03-09T00:00:00Z', to: '2026-03-10T00:00:00Z' }
    expect(ask(monday)).toBe(480)
    for (const holiday of [
      '2026-03-09',
      '2026-03-08/2026-03-09',
      '--03-09',
      '--12-30/--03-09',
      { start: '2020-03-09', yearly: true },
      { start: '2026-03-07', end: '2026-03-10' },
    ])
      expect(ask({ ...monday, holidays: [holiday] }), JSON.stringify(holiday)).toBe(0)
    expect(ask({ ...monday, holidays: [{ start: '2026-03-09', closed: ['13:00', '24:00'] }] })).toBe(240)
    expect(
      ask({ ...monday, holidays: ['2026-03-09'], exceptions: { '2026-03-09': [['10:00', '10:01']] } }),
    ).toBe(1)
  })

  test('hours may go past midnight, up to it, and on for ever', () => {
    const span = { op: 'between', tz: 'UTC', at: '2026-03-07T00:00:00Z', to: '2026-03-09T00:00:00Z' }
    expect(ask({ ...span, hours: { sat: [['22:00', '06:00']] } })).toBe(480)
    expect(ask({ ...span, hours: { sat: [['22:00', '24:00']], sun: [['00:00', '06:00']] } })).toBe(480)
    expect(ask({ ...span, hours: { sat: [['22:00', '00:00']] } })).toBe(120)
    expect(ask({ ...span, hours: { sat: [['00:00', '24:00']], sun: [['00:00', '24:00']] } })).toBe(2880)
    expect(ask({ ...span, hours: {} })).toBe(0)
  })
})

describe('a bad case names its field:', () => {
  const days = (count: number): string[][] =>
    Array.from({ length: count }, (_, n) => [
      `00:${String(n).padStart(2, '0')}`,
      `00:${String(n + 1).padStart(2, '0')}`,
    ])
  const inherited = JSON.parse('{"__proto__": [["09:00", "17:00"]]}')
  test.each<[string, object]>([
    ['op', { op: 'shift' }],
    ['op', {}],
    ['op', { op: ['add'] }],
    ['tz', { op: 'open', tz: 'Mars/Olympus' }],
    ['tz', { op: 'open', tz: 'x'.repeat(10_000) }],
    ['tz', { op: 'open', tz: '+02:00' }],
    ['tz', { op: 'open', tz: '../etc/passwd' }],
    ['tz', { op: 'open', tz: null }],
    ['hours', { op: 'open', hours: [] }],
    ['hours', { op: 'open', hours: null }],
    ['hours.funday', { op: 'open', hours: { funday: [] } }],
    ['hours.__proto__', { op: 'open', hours: inherited }],
    ['hours.mon', { op: 'open', hours: { mon: '09:00-17:00' } }],
    ['hours.mon', { op: 'open', hours: { mon: days(49) } }],
    ['hours.mon[0]', { op: 'open', hours: { mon: ['09:00', '17:00'] } }],
    ['hours.mon[0]', { op: 'open', hours: { mon: [['09:00', '12:00', '17:00']] } }],
    ['hours.mon[0]', { op: 'open', hours: { mon: [['09:00', '09:00']] } }],
    ['hours.mon[0][0]', { op: 'open', hours: { mon: [['24:00', '09:00']] } }],
    ['hours.mon[0][0]', { op: 'open', hours: { mon: [['9:00', '17:00']] } }],
    ['hours.mon[0][1]', { op: 'open', hours: { mon: [['09:00', '24:01']] } }],
    ['hours.mon[0][1]', { op: 'open', hours: { mon: [['09:00', 1700]] } }],
    ['hours.mon[1]', { op: 'open', hours: { mon: [...nineToFive, ['16:59', '18:00']] } }],
    ['hours.tue[0]', { op: 'open', hours: { mon: [['22:00', '06:00']], tue: [['05:00', '09:00']] } }],
    ['hours.sun[0]', { op: 'open', hours: { sat: [['22:00', '06:00']], sun: [['05:00', '09:00']] } }],
    ['holidays', { op: 'open', holidays: '2026-12-25' }],
    ['holidays', { op: 'open', holidays: Array.from({ length: 1001 }, () => '2026-12-25') }],
    ['holidays[1]', { op: 'open', holidays: ['2026-12-25', '2026-02-30'] }],
    ['holidays[0]', { op: 'open', holidays: ['25.12.2026'] }],
    ['holidays[0]', { op: 'open', holidays: ['2026-12-26/2026-12-25'] }],
    ['holidays[0]', { op: 'open', holidays: ['2026-12-25/--12-26'] }],
    ['holidays[0]', { op: 'open', holidays: [20261225] }],
    ['holidays[0].ends', { op: 'open', holidays: [{ start: '2026-12-25', ends: '2026-12-26' }] }],
    ['holidays[0].start', { op: 'open', holidays: [{}] }],
    ['holidays[0].end', { op: 'open', holidays: [{ start: '2026-12-25', end: '2026-12-24' }] }],
    ['holidays[0].yearly', { op: 'open', holidays: [{ start: '2026-12-25', yearly: 'yes' }] }],
    ['holidays[0].closed', { op: 'open', holidays: [{ start: '2026-12-25', closed: ['22:00', '06:00'] }] }],
    ['exceptions', { op: 'open', exceptions: [] }],
    ['exceptions.someday', { op: 'open', exceptions: { someday: [] } }],
    [
      'exceptions.2026-12-24[1]',
      { op: 'open', exceptions: { '2026-12-24': [...nineToFive, ['16:00', '18:00']] } },
    ],
    ['at', { op: 'open', at: 'yesterday' }],
    ['at', { op: 'open', at: '2026-02-30T09:00:00Z' }],
    ['at', { op: 'open', at: '2026-03-06T09:00:00' }],
    ['at', { op: 'open', at: '2026-03-06' }],
    ['at', { op: 'open', at: 1_772_787_600_000 }],
    ['at', { op: 'open', at: '1850-01-01T00:00:00Z' }],
    ['at', { op: 'open', at: '9999-01-01T00:00:00Z' }],
    ['to', { op: 'between' }],
    ['to', { op: 'between', to: '2026-13-01T00:00:00Z' }],
    ['minutes', { op: 'add' }],
    ['minutes', { op: 'add', minutes: '60' }],
    ['minutes', { op: 'add', minutes: -1 }],
    ['minutes', { op: 'add', minutes: 1e300 }],
    ['minutes', { op: 'add', minutes: 1e10 }],
    ['minutes', { op: 'sub', minutes: 1e10 }],
    ['minutes', { op: 'add', minutes: 1, hours: {} }],
    ['holiday', { op: 'open', holiday: ['2026-12-25'] }],
  ])('%s', (field, entry) => {
    const answer = ask(entry) as { error: string }
    expect(Object.keys(answer)).toEqual(['error'])
    expect(answer.error.slice(0, field.length + 1)).toBe(`${field}:`)
    expect(answer.error.length).toBeLessThan(200)
  })

  test.each([
    ['', 'line:'],
    ['nope', 'line:'],
    ['null', 'line:'],
    ['[1, 2]', 'line:'],
    ['"add"', 'line:'],
    ['{"op": "add"', 'line:'],
    ['['.repeat(500_000), 'line:'],
    [`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, 'a:'],
    [`{"op": "add", "tz": "${'x'.repeat(MAX_LINE_CHARACTERS)}"}`, 'line:'],
    [`{"op": "open", "tz": "UTC", "hours": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'hours:'],
    ['{"op": "open", "tz": "UTC", "hours": {}, "at": "2026-01-01T00:00:00Z", "minutes": 1e999}', 'false'],
    ['{"op": "add", "tz": "UTC", "hours": {}, "at": "2026-01-01T00:00:00Z", "minutes": 1e999}', 'minutes:'],
  ])('%#', (line, says) => {
    const answer: unknown = JSON.parse(answerHoursLine(line))
    const told = typeof answer === 'object' ? (answer as { error: string }).error : String(answer)
    expect(told.startsWith(says), told).toBe(true)
  })

  test('the answer is always one line', () => {
    expect(answerHoursLine(JSON.stringify({ ...base, op: 'open', 'a\nb': 1 }))).not.toContain('\n')
  })
})
