import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type CalendarDesk, calendarDesk } from './fixture.ts'

let desk: CalendarDesk
beforeAll(async () => {
  desk = await calendarDesk()
}, 60_000)
afterAll(() => desk?.close())

const gus = (body: object): Promise<Answer> => desk.as('gus')('POST', '/calculate.json', body)

const result = async (body: object): Promise<unknown> => {
  const answer = await gus(body)
  expect(answer).toMatchObject({ status: 200 })
  return answer.body.result
}

const fields = async (body: object): Promise<string[]> => {
  const answer = await gus(body)
  expect(answer).toMatchObject({ status: 422, body: { error: 'RecordInvalid' } })
  return Object.keys(answer.body.details)
}

const FRIDAY = '2026-02-06T16:30:00Z'
const LONDON = { tz: 'Europe/London', hours: { mon: [['09:00', '17:00']], fri: [['09:00', '17:00']] } }

describe('the calculator', () => {
  it('counts every minute where the desk has no schedule', async () => {
    expect(await result({ op: 'add', at: FRIDAY, minutes: 60 })).toBe('2026-02-06T17:30:00Z')
    expect(await result({ op: 'open', at: '2026-02-07T03:00:00Z' })).toBe(true)
  })

  it('answers on the default schedule, on one by its id, and on one that is given', async () => {
    const ada = desk.as('ada')
    const made = async (name: string, time_zone: string): Promise<number> =>
      (await ada('POST', '/schedules', { schedule: { name, time_zone } })).body.schedule.id
    await made('EMEA', 'London')
    const amer = await made('AMER', 'America/New_York')
    const add = { op: 'add', at: FRIDAY, minutes: 60 }
    expect(await result(add)).toBe('2026-02-09T09:30:00Z')
    expect(await result({ ...add, schedule_id: amer, schedule: null })).toBe('2026-02-06T17:30:00Z')
    expect(await result({ ...add, schedule_id: String(amer) })).toBe('2026-02-06T17:30:00Z')
    expect(await result({ ...add, minutes: 31 * 60, schedule: LONDON })).toBe('2026-02-20T15:30:00Z')
    await ada('DELETE', `/schedules/${amer}`)
    expect(await result({ ...add, schedule_id: amer })).toBe('2026-02-06T17:30:00Z')
  })

  it('adds, takes off, counts, and says whether it is open', async () => {
    const given = { schedule: { ...LONDON, holidays: ['2026-02-09'] }, at: FRIDAY }
    expect(await result({ ...given, op: 'add', minutes: 31 })).toBe('2026-02-13T09:01:00Z')
    expect(await result({ ...given, op: 'sub', minutes: 450 })).toBe('2026-02-06T09:00:00Z')
    expect(await result({ ...given, op: 'between', to: '2026-02-13T09:00:30Z' })).toBe(30.5)
    expect(await result({ ...given, op: 'open' })).toBe(true)
    expect(await result({ ...given, op: 'open', at: '2026-02-09T10:00:00Z' })).toBe(false)
  })

  it('names what is wrong', async () => {
    expect(await fields({})).toEqual(['op', 'at'])
    expect(await fields({ op: 'guess', at: FRIDAY })).toEqual(['op'])
    expect(await fields({ op: 'open', at: '2026-02-06' })).toEqual(['at'])
    expect(await fields({ op: 'add', at: FRIDAY })).toEqual(['minutes'])
    expect(await fields({ op: 'add', at: FRIDAY, minutes: -1 })).toEqual(['minutes'])
    expect(await fields({ op: 'add', at: FRIDAY, minutes: '60' })).toEqual(['minutes'])
    expect(await fields({ op: 'add', at: FRIDAY, minutes: 1e9 })).toEqual(['minutes'])
    expect(await fields({ op: 'between', at: FRIDAY })).toEqual(['to'])
    expect(await fields({ op: 'open', at: FRIDAY, schedule_id: 12 })).toEqual(['schedule_id'])
    expect(await fields({ op: 'open', at: FRIDAY, schedule_id: '1e3' })).toEqual(['schedule_id'])
    expect(await fields({ op: 'open', at: FRIDAY, schedule_id: 1, schedule: LONDON })).toEqual([
      'schedule_id',
    ])
    expect(await fields({ op: 'open', at: FRIDAY, schedule: 'London' })).toEqual(['schedule'])
    expect(await fields({ op: 'open', at: FRIDAY, schedule: { ...LONDON, tz: 'x' } })).toEqual([
      'schedule.tz',
    ])
    const across = { ...LONDON, hours: { mon: [['09:00', '25:00']] } }
    expect(await fields({ op: 'open', at: FRIDAY, schedule: across })).toEqual(['schedule.hours.mon[0][1]'])
  })
})
