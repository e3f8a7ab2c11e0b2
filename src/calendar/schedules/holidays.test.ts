import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { instantOf } from '../../kernel/index.ts'
import { isOpen, scheduleOf } from '../index.ts'
import { type Answer, type CalendarDesk, calendarDesk } from './fixture.ts'

let desk: CalendarDesk
let id: number
beforeAll(async () => {
  desk = await calendarDesk()
}, 60_000)
afterAll(() => desk?.close())
beforeEach(async () => {
  const schedule = { name: 'London', time_zone: 'London' }
  id = (await ada('POST', '/schedules', { schedule })).body.schedule.id
})

const ada = (...asked: Parameters<ReturnType<CalendarDesk['as']>>): Promise<Answer> =>
  desk.as('ada')(...asked)

const add = (holiday: object): Promise<Answer> => ada('POST', `/schedules/${id}/holidays.json`, { holiday })

const fields = ({ status, body }: Answer): string[] => {
  expect({ status, body }).toMatchObject({ status: 422, body: { error: 'RecordInvalid' } })
  return Object.keys(body.details)
}

const isOpenAt = async (iso: string): Promise<boolean> =>
  isOpen(scheduleOf(await desk.ground.policy.current(), id)!.calendar, instantOf(Date.parse(iso)))

const EASTER = { name: 'Easter Monday', start_date: '2026-04-06', end_date: '2026-04-06' }

describe('holidays', () => {
  it('are added, shown, listed, and closed', async () => {
    expect(await isOpenAt('2026-04-06T10:00:00Z')).toBe(true)
    const { status, body, headers } = await add({ ...EASTER, id: 3 })
    const { holiday } = body
    expect({ status, holiday }).toEqual({
      status: 201,
      holiday: { ...EASTER, id: holiday.id, yearly: false, closed: null },
    })
    expect(headers.location).toBe(
      `http://localhost:3000/api/v2/business_hours/schedules/${id}/holidays/${holiday.id}.json`,
    )
    const gus = desk.as('gus')
    expect((await gus('GET', `/schedules/${id}/holidays/${holiday.id}.json`)).body).toEqual({ holiday })
    expect((await gus('GET', `/schedules/${id}/holidays.json`)).body).toEqual({
      holidays: [holiday],
      count: 1,
      next_page: null,
      previous_page: null,
    })
    expect(await isOpenAt('2026-04-06T10:00:00Z')).toBe(false)
    expect(await isOpenAt('2026-04-07T10:00:00Z')).toBe(true)
  })

  it('may be half days, and come again each year', async () => {
    const { body } = await add({
      name: 'Christmas Eve',
      start_date: '2025-12-24',
      end_date: '2025-12-24',
      yearly: true,
      closed: { start_time: 720, end_time: 1440 },
    })
    expect(body.holiday).toMatchObject({ yearly: true, closed: { start_time: 720, end_time: 1440 } })
    expect(await isOpenAt('2026-12-24T11:59:00Z')).toBe(true)
    expect(await isOpenAt('2026-12-24T12:00:00Z')).toBe(false)
    const path = `/schedules/${id}/holidays/${body.holiday.id}`
    await ada('PUT', path, { holiday: { closed: null } })
    expect(await isOpenAt('2026-12-24T11:59:00Z')).toBe(false)
    await ada('PUT', path, { holiday: { yearly: false } })
    expect(await isOpenAt('2026-12-24T13:00:00Z')).toBe(true)
  })

  it.each([
    ['nothing', {}, ['name']],
    ['no start', { name: 'x', end_date: '2026-01-01' }, ['start_date']],
    ['no end', { name: 'x', start_date: '2026-01-01' }, ['end_date']],
    ['a date that is none', { ...EASTER, start_date: '2026-02-29' }, ['start_date']],
    ['a date with its time', { ...EASTER, end_date: '2026-04-06T00:00:00Z' }, ['end_date']],
    ['a year out of reach', { ...EASTER, end_date: '2200-01-01' }, ['end_date']],
    ['an end before the start', { ...EASTER, end_date: '2026-04-05' }, ['end_date']],
    ['two years that repeat', { ...EASTER, end_date: '2028-04-05', yearly: true }, ['end_date']],
    ['no time that is closed', { ...EASTER, closed: { start_time: 60, end_time: 60 } }, ['closed']],
    [
      'more days than a calendar holds',
      { ...EASTER, start_date: '1900-01-01', end_date: '2199-12-31' },
      ['holidays'],
    ],
  ])('that say %s are refused by the name of the field', async (_what, holiday, expected) => {
    const version = await desk.version()
    expect(fields(await add(holiday))).toEqual(expected)
    expect(await desk.version()).toBe(version)
  })

  it('are changed in what is said, and not at all where that is wrong', async () => {
    const { holiday } = (await add(EASTER)).body
    const path = `/schedules/${id}/holidays/${holiday.id}`
    const { status, body } = await ada('PUT', `${path}.json`, { holiday: { end_date: '2026-04-07' } })
    expect({ status, body }).toEqual({
      status: 200,
      body: { holiday: { ...holiday, end_date: '2026-04-07' } },
    })
    expect(fields(await ada('PUT', path, { holiday: { end_date: '2026-04-05' } }))).toEqual(['end_date'])
    expect(fields(await ada('PUT', path, { holiday: { name: null } }))).toEqual(['name'])
    const version = await desk.version()
    await ada('PUT', path, { holiday: body.holiday })
    expect(await desk.version()).toBe(version)
    expect((await ada('GET', path)).body.holiday.end_date).toBe('2026-04-07')
  })

  it('are taken off', async () => {
    const { holiday } = (await add(EASTER)).body
    const path = `/schedules/${id}/holidays/${holiday.id}`
    expect(await ada('DELETE', path)).toMatchObject({ status: 204, body: undefined })
    for (const method of ['GET', 'DELETE']) expect((await ada(method, path)).status).toBe(404)
    expect((await ada('PUT', path, { holiday: EASTER })).status).toBe(404)
    expect(await isOpenAt('2026-04-06T10:00:00Z')).toBe(true)
  })

  it('belong to one schedule: another does not know them', async () => {
    const { holiday } = (await add(EASTER)).body
    const other = (await ada('POST', '/schedules', { schedule: { name: 'Paris', time_zone: 'Paris' } })).body
    const path = `/schedules/${other.schedule.id}/holidays/${holiday.id}`
    for (const method of ['GET', 'DELETE']) expect((await ada(method, path)).status).toBe(404)
    expect((await ada('PUT', path, { holiday: EASTER })).status).toBe(404)
  })
})

const FILE = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'UID:1',
  'SUMMARY:New Year',
  'DTSTART;VALUE=DATE:20200101',
  'RRULE:FREQ=YEARLY',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:2',
  'DTSTART;VALUE=DATE:20260406',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:3',
  'SUMMARY:All hands',
  'DTSTART:20260407T090000Z',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n')

const CALENDAR = { 'content-type': 'text/calendar; charset=utf-8' }
const send = (
  file: string | Buffer,
  query = '',
  headers: Record<string, string> = CALENDAR,
): Promise<Answer> => ada('POST', `/schedules/${id}/holidays/import${query}`, file, headers)

describe('an iCalendar file', () => {
  it('brings its holidays of three years as one version, and tells what it left out', async () => {
    const version = await desk.version()
    const { status, body } = await send(FILE)
    expect(status).toBe(200)
    expect(body.holidays).toEqual(
      [
        { name: 'New Year', start_date: '2026-01-01', end_date: '2026-01-01' },
        { name: 'Holiday', start_date: '2026-04-06', end_date: '2026-04-06' },
        { name: 'New Year', start_date: '2027-01-01', end_date: '2027-01-01' },
        { name: 'New Year', start_date: '2028-01-01', end_date: '2028-01-01' },
      ].map((one) => ({ ...one, id: expect.any(Number), yearly: false, closed: null })),
    )
    expect(new Set(body.holidays.map((one: { id: number }) => one.id)).size).toBe(4)
    expect(body.skipped).toEqual([
      { line: 12, name: null, start_date: null, reason: 'is not an all-day event' },
    ])
    expect(await desk.version()).toBe(version + 1)
    expect((await ada('GET', `/schedules/${id}/holidays`)).body.holidays).toEqual(body.holidays)
    expect(await isOpenAt('2026-04-06T10:00:00Z')).toBe(false)
  })

  it('brings nothing twice', async () => {
    await send(FILE, '?from=2026-01-01&to=2026-12-31')
    const version = await desk.version()
    const { body } = await send(FILE, '?from=2026-01-01&to=2026-12-31')
    expect(body.holidays).toEqual([])
    expect(body.skipped.slice(1)).toEqual([
      {
        line: null,
        name: 'New Year',
        start_date: '2026-01-01',
        reason: 'is a holiday of this schedule already',
      },
      {
        line: null,
        name: 'Holiday',
        start_date: '2026-04-06',
        reason: 'is a holiday of this schedule already',
      },
    ])
    expect(await desk.version()).toBe(version)
    expect((await send(FILE, '?to=2027-12-31')).body.holidays).toHaveLength(1)
  })

  it.each([
    ['no calendar', 'hello', 'line 1'],
    ['a bad date', FILE.replace('20260406', '20260431'), 'line 10'],
    ['a rule that is not followed', FILE.replace('YEARLY', 'DAILY'), 'line 6'],
    ['nothing', '', 'line 1'],
  ])('of %s is refused as a whole, naming the line', async (_what, file, field) => {
    const version = await desk.version()
    expect(fields(await send(file))).toEqual([field])
    expect(await desk.version()).toBe(version)
  })

  it('must be text, of a calendar, of a size, for dates', async () => {
    expect(fields(await send(Buffer.from([0xff, 0xfe, 0x41])))).toEqual(['base'])
    expect((await send('{}', '', { 'content-type': 'application/json' })).status).toBe(415)
    expect((await send('x'.repeat(2_000_001))).status).toBe(413)
    expect((await send(FILE, '?from=yesterday')).status).toBe(400)
    expect((await send(FILE, '?to=2026-02-30')).status).toBe(400)
    expect(fields(await send(FILE, '?from=2027-01-01&to=2026-01-01'))).toEqual(['to'])
  })

  it('cannot bring more than a schedule holds', async () => {
    const events = Array.from(
      { length: 600 },
      (_, n) => `BEGIN:VEVENT\nUID:${n}\nDTSTART;VALUE=DATE:20260406\nSUMMARY:${n}\nEND:VEVENT`,
    )
    const file = (name: string): string =>
      `BEGIN:VCALENDAR\n${events.join('\n').replaceAll('SUMMARY:', `SUMMARY:${name}`)}\nEND:VCALENDAR`
    expect((await send(file('a'))).body.holidays).toHaveLength(600)
    expect(fields(await send(file('b')))).toEqual(['holidays'])
    const { body } = await ada('GET', `/schedules/${id}/holidays`)
    expect(body).toMatchObject({ count: 600, next_page: null })
    expect(body.holidays).toHaveLength(600)
    expect((await ada('GET', `/schedules/${id}/holidays?page[size]=250`)).body.holidays).toHaveLength(100)
  })
})
