import { describe, expect, test } from 'vitest'
import { readIcalHolidays } from './ical.ts'

const window = { from: '2025-01-01', to: '2027-12-31' }
const event = (...lines: string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n')
const file = (...events: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n')

const datesIn = (text: string): string[] => {
  const read = readIcalHolidays(text, window)
  if (!read.ok) throw new Error(JSON.stringify(read.error.details))
  return read.value.holidays.map(({ start, end }) => (start === end ? start : `${start}/${end}`))
}

const refusal = (text: string, within = window) => {
  const read = readIcalHolidays(text, within)
  return read.ok ? undefined : read.error.details?.[0]
}

describe('holidays of an iCalendar file', () => {
  test('are its all-day events, with names unfolded and unescaped', () => {
    const christmas = event(
      'UID:1',
      'DTSTART;VALUE=DATE:20261225',
      'DTEND;VALUE=DATE:20261227',
      'SUMMARY;LANGUAGE="en;x:y":Christmas\\, first',
      '  and second day',
      'BEGIN:VALARM',
      'DTSTART:nonsense',
      'END:VALARM',
    )
    expect(readIcalHolidays(`\uFEFF${file(christmas)}`, window)).toEqual({
      ok: true,
      value: {
        holidays: [{ name: 'Christmas, first and second day', start: '2026-12-25', end: '2026-12-26' }],
        skipped: [],
      },
    })
  })

  test.each<[string, string[], string[]]>([
    ['one day without an end', ['DTSTART;VALUE=DATE:20260501'], ['2026-05-01']],
    ['an end that repeats the start', ['DTSTART:20260501', 'DTEND:20260501'], ['2026-05-01']],
    ['a duration', ['DTSTART:20260501', 'DURATION:P1W'], ['2026-05-01/2026-05-07']],
    ['each year', ['DTSTART:19700101', 'RRULE:FREQ=YEARLY'], ['2025-01-01', '2026-01-01', '2027-01-01']],
    ['every other year', ['DTSTART:20250704', 'RRULE:FREQ=YEARLY;INTERVAL=2'], ['2025-07-04', '2027-07-04']],
    ['a number of times', ['DTSTART:20240704', 'RRULE:FREQ=YEARLY;COUNT=3'], ['2025-07-04', '2026-07-04']],
    [
      'until a date',
      ['DTSTART:20240704', 'RRULE:FREQ=YEARLY;UNTIL=20260704T000000Z'],
      ['2025-07-04', '2026-07-04'],
    ],
    ['29 February', ['DTSTART:20200229', 'RRULE:FREQ=YEARLY'], []],
    [
      'the fourth Thursday of November',
      ['DTSTART:20201126', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH'],
      ['2025-11-27', '2026-11-26', '2027-11-25'],
    ],
    [
      'the last Monday of May',
      ['DTSTART:20200525', 'RRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5;WKST=SU'],
      ['2025-05-26', '2026-05-25', '2027-05-31'],
    ],
    [
      'the Tuesday after the first Monday of November',
      ['DTSTART:20201103', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8'],
      ['2025-11-04', '2026-11-03', '2027-11-02'],
    ],
    [
      'the first Monday of a year',
      ['DTSTART:20240101', 'RRULE:FREQ=YEARLY;BYDAY=1MO'],
      ['2025-01-06', '2026-01-05', '2027-01-04'],
    ],
    [
      'the last day of February',
      ['DTSTART:20240229', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1'],
      ['2025-02-28', '2026-02-28', '2027-02-28'],
    ],
    [
      'a date taken out',
      ['DTSTART:20250101', 'RRULE:FREQ=YEARLY', 'EXDATE;VALUE=DATE:20260101'],
      ['2025-01-01', '2027-01-01'],
    ],
    [
      'dates put in',
      ['DTSTART:20250101', 'RDATE;VALUE=DATE:20250303,20250404'],
      ['2025-01-01', '2025-03-03', '2025-04-04'],
    ],
    ['one that reaches into the window', ['DTSTART:20241230', 'DTEND:20250103'], ['2024-12-30/2025-01-02']],
    ['one that ends before it', ['DTSTART:20241230', 'DTEND:20250101'], []],
  ])('%s', (_, lines, dates) => {
    expect(datesIn(file(event('UID:1', ...lines)))).toEqual(dates)
  })

  test('a moved and a cancelled instance replace that of the recurrence', () => {
    const yearly = event('UID:1', 'DTSTART:20250427', 'RRULE:FREQ=YEARLY', 'SUMMARY:King')
    const moved = event('UID:1', 'RECURRENCE-ID;VALUE=DATE:20250427', 'DTSTART:20250426', 'SUMMARY:King')
    const cancelled = event('UID:1', 'RECURRENCE-ID:20260427', 'DTSTART:20260427', 'STATUS:CANCELLED')
    expect(datesIn(file(yearly, moved, cancelled))).toEqual(['2025-04-26', '2027-04-27'])
  })

  test('meetings and cancelled events are skipped and named', () => {
    const meeting = event('DTSTART;TZID=Europe/Amsterdam:20260501T090000', 'RRULE:FREQ=WEEKLY')
    const off = event('DTSTART:20260502', 'STATUS:CANCELLED')
    expect(readIcalHolidays(file(meeting, off), window)).toEqual({
      ok: true,
      value: {
        holidays: [],
        skipped: [
          { line: 3, why: 'is not an all-day event' },
          { line: 7, why: 'is cancelled' },
        ],
      },
    })
  })

  test.each<[string, string, string, RegExp]>([
    ['nothing', '', 'line 1', /BEGIN:VCALENDAR/],
    ['another file', '<html>', 'line 1', /NAME:value/],
    ['another component', 'BEGIN:VCARD\nEND:VCARD', 'line 1', /BEGIN:VCALENDAR/],
    ['an open end', 'BEGIN:VCALENDAR\nBEGIN:VEVENT', 'line 2', /never ends/],
    ['a wrong end', 'BEGIN:VCALENDAR\nEND:VEVENT', 'line 2', /not begun/],
    ['no start', file(event('UID:1')), 'line 3', /without DTSTART/],
    ['no such date', file(event('DTSTART:20260230')), 'line 4', /no date/],
    ['a date too early', file(event('DTSTART:18991231')), 'line 4', /1900/],
    ['an end before the start', file(event('DTSTART:20260202', 'DTEND:20260201')), 'line 5', /before/],
    ['an end years later', file(event('DTSTART:20260202', 'DTEND:20290201')), 'line 5', /more than a year/],
    ['half a day', file(event('DTSTART:20260202', 'DURATION:PT12H')), 'line 5', /whole days/],
    ['a weekly rule', file(event('DTSTART:20260202', 'RRULE:FREQ=WEEKLY')), 'line 5', /YEARLY/],
    ['a set position', file(event('DTSTART:20260202', 'RRULE:FREQ=YEARLY;BYSETPOS=1')), 'line 5', /BYSETPOS/],
    [
      'a thirteenth month',
      file(event('DTSTART:20260202', 'RRULE:FREQ=YEARLY;BYMONTH=13')),
      'line 5',
      /BYMONTH/,
    ],
    ['a bad interval', file(event('DTSTART:20260202', 'RRULE:FREQ=YEARLY;INTERVAL=0')), 'line 5', /INTERVAL/],
    [
      'two rules',
      file(event('DTSTART:20260202', 'RRULE:FREQ=YEARLY', 'RRULE:FREQ=YEARLY')),
      'line 6',
      /second/,
    ],
    ['deep nesting', `BEGIN:VCALENDAR\n${'BEGIN:X\n'.repeat(50)}`, 'line 9', /deeply/],
    ['a huge file', `BEGIN:VCALENDAR\n${' '.repeat(2_000_001)}`, 'base', /longer than/],
    ['a huge line', `BEGIN:VCALENDAR\nX:${'x'.repeat(20_000)}`, 'line 2', /too long/],
  ])('%s is refused by its line', (_, text, field, says) => {
    const told = refusal(text)
    expect(told?.field).toBe(field)
    expect(told?.description).toMatch(says)
  })

  test('too many events, recurrences and holidays are refused', () => {
    const many = (count: number, ...lines: string[]): string =>
      file(...Array.from({ length: count }, (_, n) => event(`UID:${n}`, ...lines, `SUMMARY:${n}`)))
    expect(refusal(many(2001, 'DTSTART:20000101'))?.description).toMatch(/more than 2000 events/)
    expect(refusal(many(201, 'DTSTART:20000101', 'RRULE:FREQ=YEARLY'))?.description).toMatch(
      /200 recurrences/,
    )
    expect(refusal(many(1001, 'DTSTART:20260101'))?.description).toMatch(/more than 1000 holidays/)
  })

  test('a window is two dates, at most a century apart', () => {
    expect(refusal(file(), { from: 'x', to: '2026-01-01' })?.field).toBe('from')
    expect(refusal(file(), { from: '2026-01-01', to: '2025-12-31' })?.field).toBe('to')
    expect(refusal(file(), { from: '1926-01-01', to: '2026-12-31' })?.field).toBe('to')
  })
})
