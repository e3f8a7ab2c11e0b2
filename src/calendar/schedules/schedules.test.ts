import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { instantOf } from '../../kernel/index.ts'
import { isOpen, scheduleOf, schedulesOf } from '../index.ts'
import { type Answer, type CalendarDesk, calendarDesk, type Name } from './fixture.ts'
import { MAX_SCHEDULES } from './schedules.ts'

let desk: CalendarDesk
beforeAll(async () => {
  desk = await calendarDesk()
}, 60_000)
afterAll(() => desk?.close())
afterEach(async () => {
  for (const { id } of (await ada('GET', '/schedules')).body.schedules)
    await ada('DELETE', `/schedules/${id}`)
})

const ada = (...asked: Parameters<ReturnType<CalendarDesk['as']>>): Promise<Answer> =>
  desk.as('ada')(...asked)

const EMEA = { name: 'EMEA', time_zone: 'Amsterdam' }

const create = async (schedule: object = EMEA): Promise<Answer['body']> => {
  const { status, body } = await ada('POST', '/schedules.json', { schedule })
  expect({ status, body }).toMatchObject({ status: 201 })
  return body.schedule
}

const details = ({ status, body }: Answer) => {
  expect({ status, body }).toMatchObject({ status: 422, body: { error: 'RecordInvalid' } })
  return Object.fromEntries(
    Object.entries(body.details as Record<string, { error: string }[]>).map(([field, [one]]) => [
      field,
      one?.error,
    ]),
  )
}

const ROUTES: readonly { readonly method: string; readonly path: string; readonly body?: unknown }[] = [
  { method: 'GET', path: '/schedules' },
  { method: 'POST', path: '/schedules', body: { schedule: EMEA } },
  { method: 'GET', path: '/schedules/:id' },
  { method: 'PUT', path: '/schedules/:id', body: { schedule: { name: 'Other' } } },
  { method: 'DELETE', path: '/schedules/:id' },
  { method: 'PUT', path: '/schedules/:id/workweek', body: { workweek: { intervals: [] } } },
  { method: 'GET', path: '/schedules/:id/holidays' },
  { method: 'POST', path: '/schedules/:id/holidays', body: { holiday: { name: 'x' } } },
  { method: 'GET', path: '/schedules/:id/holidays/1' },
  { method: 'PUT', path: '/schedules/:id/holidays/1', body: { holiday: { name: 'x' } } },
  { method: 'DELETE', path: '/schedules/:id/holidays/1' },
  { method: 'POST', path: '/schedules/:id/holidays/import', body: 'BEGIN:VCALENDAR' },
  { method: 'POST', path: '/calculate', body: { op: 'open', at: '2026-02-02T10:00:00Z' } },
]
const isReading = (method: string, path: string): boolean => method === 'GET' || path === '/calculate'

describe.each(ROUTES)('$method $path', ({ method, path, body }) => {
  const asked = async (name: Name | null) => {
    const { id } = await create()
    const version = await desk.version()
    const { status } = await desk.as(name)(method, path.replace(':id', id), body)
    expect(await desk.version()).toBe(version)
    return status
  }

  it('is closed to whoever has not signed in', async () => expect(await asked(null)).toBe(401))
  it('is closed to customers', async () => expect(await asked('carol')).toBe(403))
  it('is closed to light agents', async () => expect(await asked('lise')).toBe(403))
  it.runIf(!isReading(method, path))('is closed to agents, who only read', async () =>
    expect(await asked('gus')).toBe(403),
  )
  it.runIf(path.includes(':id'))('knows no schedule that is not there', async () => {
    const typed = typeof body === 'string' ? { 'content-type': 'text/calendar' } : {}
    const { status } = await ada(method, path.replace(':id', '9000000'), body, typed)
    expect(status).toBe(404)
  })
})

describe('schedules', () => {
  it('of a new desk are none', async () => {
    const { status, body } = await desk.as('gus')('GET', '/schedules')
    expect({ status, body }).toEqual({
      status: 200,
      body: { schedules: [], next_page: null, previous_page: null, count: 0 },
    })
    expect(schedulesOf(await desk.ground.policy.current())).toEqual([])
  })

  it('are created, in office hours unless they say others', async () => {
    const answer = await ada('POST', '/schedules.json', { schedule: { ...EMEA, id: 7, created_at: 'x' } })
    const { schedule } = answer.body
    expect(answer.status).toBe(201)
    expect(schedule).toEqual({
      id: schedule.id,
      url: `http://localhost:3000/api/v2/business_hours/schedules/${schedule.id}.json`,
      name: 'EMEA',
      time_zone: 'Amsterdam',
      intervals: [1980, 3420, 4860, 6300, 7740].map((start) => ({
        start_time: start,
        end_time: start + 480,
      })),
      exceptions: [],
      created_at: '2026-01-31T08:00:00Z',
      updated_at: '2026-01-31T08:00:00Z',
    })
    expect(schedule.id).toBeGreaterThanOrEqual(10_000)
    expect(answer.headers.location).toBe(schedule.url)
    expect((await desk.as('gus')('GET', `/schedules/${schedule.id}.json`)).body).toEqual({ schedule })
  })

  it('keep the name of the zone that they were given, and know what it means', async () => {
    const at = (iso: string) => instantOf(Date.parse(iso))
    const { id } = await create({ name: 'AMER', time_zone: 'Pacific Time (US & Canada)' })
    const [amer] = schedulesOf(await desk.ground.policy.current())
    expect(amer).toMatchObject({ id, name: 'AMER' })
    expect(isOpen(amer!.calendar, at('2026-02-02T16:59:00Z'))).toBe(false)
    expect(isOpen(amer!.calendar, at('2026-02-02T17:00:00Z'))).toBe(true)
    expect((await ada('GET', `/schedules/${id}`)).body.schedule.time_zone).toBe('Pacific Time (US & Canada)')
  })

  it('are compiled once a version of the policy', async () => {
    await create()
    const policy = await desk.ground.policy.current()
    expect(schedulesOf(policy)).toBe(schedulesOf(policy))
    await create({ ...EMEA, name: 'Second' })
    expect(schedulesOf(await desk.ground.policy.current()).map(({ name }) => name)).toEqual([
      'EMEA',
      'Second',
    ])
  })

  it.each([
    ['nothing', {}, { name: 'BlankValue' }],
    ['a name of blanks', { name: ' \u200b ', time_zone: 'UTC' }, { name: 'BlankValue' }],
    ['no name', { name: null, time_zone: 'UTC' }, { name: 'BlankValue' }],
    ['a number for a name', { name: 7, time_zone: 'UTC' }, { name: 'InvalidValue' }],
    ['no zone', { name: 'x' }, { time_zone: 'BlankValue' }],
    ['an unknown zone', { name: 'x', time_zone: 'Mars/Olympus' }, { time_zone: 'InvalidValue' }],
    ['an offset for a zone', { name: 'x', time_zone: '+02:00' }, { time_zone: 'InvalidValue' }],
    [
      'an empty interval',
      { ...EMEA, intervals: [{ start_time: 60, end_time: 60 }] },
      { 'intervals[0]': 'InvalidValue' },
    ],
    [
      'a time before Sunday',
      { ...EMEA, intervals: [{ start_time: -1, end_time: 60 }] },
      { 'intervals[0]': 'InvalidValue' },
    ],
    [
      'a time after Saturday',
      { ...EMEA, intervals: [{ start_time: 10_020, end_time: 10_081 }] },
      { 'intervals[0]': 'InvalidValue' },
    ],
    [
      'an interval across midnight',
      { ...EMEA, intervals: [{ start_time: 1380, end_time: 1500 }] },
      { 'intervals[0]': 'InvalidValue' },
    ],
    [
      'half a minute',
      { ...EMEA, intervals: [{ start_time: 0.5, end_time: 60 }] },
      { 'intervals.0.start_time': 'InvalidValue' },
    ],
    ['no end', { ...EMEA, intervals: [{ start_time: 0 }] }, { 'intervals.0.end_time': 'BlankValue' }],
    [
      'an overlap',
      {
        ...EMEA,
        intervals: [
          { start_time: 60, end_time: 120 },
          { start_time: 0, end_time: 61 },
        ],
      },
      { 'intervals[0]': 'InvalidValue' },
    ],
    [
      'too many intervals',
      {
        ...EMEA,
        intervals: Array.from({ length: 201 }, (_, n) => ({ start_time: 2 * n, end_time: 2 * n + 1 })),
      },
      { intervals: 'InvalidValue' },
    ],
    [
      'a date that is none',
      { ...EMEA, exceptions: [{ date: '2026-02-30', intervals: [] }] },
      { 'exceptions[0].date': 'InvalidValue' },
    ],
    [
      'more than a day',
      { ...EMEA, exceptions: [{ date: '2026-12-24', intervals: [{ start_time: 0, end_time: 1441 }] }] },
      { 'exceptions[0].intervals[0]': 'InvalidValue' },
    ],
    [
      'a date twice',
      {
        ...EMEA,
        exceptions: [
          { date: '2026-12-24', intervals: [] },
          { date: '2026-12-24', intervals: [] },
        ],
      },
      { 'exceptions[1].date': 'DuplicateValue' },
    ],
  ])('that say %s are refused by the name of the field', async (_what, schedule, expected) => {
    const version = await desk.version()
    expect(details(await ada('POST', '/schedules', { schedule }))).toEqual(expected)
    expect(await desk.version()).toBe(version)
  })

  it('need a body', async () => {
    expect(details(await ada('POST', '/schedules', {}))).toEqual({ schedule: 'BlankValue' })
  })

  it('are changed one by one; put back whole they stay, and so do the hours of the week', async () => {
    const before = await create()
    desk.ground.clock.advance(3_600_000)
    const put = await ada('PUT', `/schedules/${before.id}`, { schedule: { name: 'Europe' } })
    const changed = { ...before, name: 'Europe', updated_at: '2026-01-31T09:00:00Z' }
    expect(put).toMatchObject({ status: 200, body: { schedule: changed } })
    const version = await desk.version()
    desk.ground.clock.advance(3_600_000)
    const back = await ada('PUT', `/schedules/${before.id}.json`, {
      schedule: { ...changed, intervals: [], id: 1 },
    })
    expect(back.body.schedule).toEqual(changed)
    expect(await desk.version()).toBe(version)
    expect(details(await ada('PUT', `/schedules/${before.id}`, { schedule: { name: '' } }))).toEqual({
      name: 'BlankValue',
    })
    expect(
      details(await ada('PUT', `/schedules/${before.id}`, { schedule: { time_zone: 'Atlantis' } })),
    ).toEqual({ time_zone: 'InvalidValue' })
    desk.ground.clock.set('2026-01-31T08:00:00Z')
  })

  it('take exceptions, which hold whatever the week says', async () => {
    const exceptions = [{ date: '2026-02-01', intervals: [{ start_time: 600, end_time: 660 }] }]
    const { id } = await create()
    const { body } = await ada('PUT', `/schedules/${id}`, { schedule: { exceptions } })
    expect(body.schedule.exceptions).toEqual(exceptions)
    const [emea] = schedulesOf(await desk.ground.policy.current())
    const open = ['08:59', '09:00', '09:59', '10:00'].map((time) =>
      isOpen(emea!.calendar, instantOf(Date.parse(`2026-02-01T${time}:00Z`))),
    )
    expect(open).toEqual([false, true, true, false])
  })

  it('get the hours of their week by the workweek, in order and joined', async () => {
    const { id } = await create()
    const intervals = [
      { start_time: 2880, end_time: 4320 },
      { start_time: 1980, end_time: 2200 },
      { start_time: 2200, end_time: 2880 },
    ]
    const { status, body } = await ada('PUT', `/schedules/${id}/workweek.json`, { workweek: { intervals } })
    const joined = [
      { start_time: 1980, end_time: 2880 },
      { start_time: 2880, end_time: 4320 },
    ]
    expect({ status, body }).toEqual({ status: 200, body: { workweek: { intervals: joined } } })
    expect((await ada('GET', `/schedules/${id}`)).body.schedule.intervals).toEqual(joined)
    const wrong = await ada('PUT', `/schedules/${id}/workweek`, {
      workweek: { intervals: [...joined, { start_time: 2000, end_time: 2001 }] },
    })
    expect(details(wrong)).toEqual({ 'intervals[2]': 'InvalidValue' })
    expect(details(await ada('PUT', `/schedules/${id}/workweek`, { workweek: {} }))).toEqual({
      intervals: 'BlankValue',
    })
  })

  it('that are deleted are shown no more, and go on serving the tickets they were set on', async () => {
    const first = await create()
    const second = await create({ ...EMEA, name: 'Second' })
    expect(await ada('DELETE', `/schedules/${first.id}`)).toMatchObject({ status: 204, body: undefined })
    expect((await ada('GET', `/schedules/${first.id}`)).status).toBe(404)
    expect((await ada('DELETE', `/schedules/${first.id}`)).status).toBe(404)
    const policy = await desk.ground.policy.current()
    expect(schedulesOf(policy).map(({ id }) => id)).toEqual([second.id])
    expect(scheduleOf(policy, first.id)).toMatchObject({ id: first.id, name: 'EMEA' })
    expect(scheduleOf(policy, first.id)).toBe(scheduleOf(policy, first.id))
    expect(scheduleOf(policy, second.id)).toBe(schedulesOf(policy)[0])
    expect(scheduleOf(policy, 12)).toBeUndefined()
  })

  it('leave who did what in the audit log, each edit one version', async () => {
    const audited = (await desk.audited()).length
    const version = await desk.version()
    const { id } = await create()
    await ada('PUT', `/schedules/${id}`, { schedule: { name: 'Europe' } })
    await ada('DELETE', `/schedules/${id}`)
    expect(await desk.version()).toBe(version + 3)
    const rows = (await desk.audited()).slice(audited)
    const actor = { actor_id: rows[0]?.actor_id, ip: '127.0.0.1' }
    expect(actor.actor_id).toBeGreaterThan(0)
    expect(rows.slice(0, 2)).toEqual([
      { ...actor, action: 'create', source_id: `schedule/${id}`, label: 'EMEA' },
      { ...actor, action: 'update', source_id: `schedule/${id}`, label: 'Europe' },
    ])
    expect(rows.slice(2)).toEqual(
      expect.arrayContaining([
        { ...actor, action: 'destroy', source_id: `schedule/${id}`, label: 'Europe' },
        { ...actor, action: 'create', source_id: `deleted_schedule/${id}`, label: 'Europe' },
      ]),
    )
    expect(rows).toHaveLength(4)
  })

  it('lose no edit when many are made at once', async () => {
    const { id } = await create()
    const holidays = Array.from({ length: 8 }, (_, n) => ({
      name: `Day ${n}`,
      start_date: `2026-03-0${n + 1}`,
      end_date: `2026-03-0${n + 1}`,
    }))
    const answers = await Promise.all(
      holidays.map((holiday) => ada('POST', `/schedules/${id}/holidays`, { holiday })),
    )
    expect(answers.map(({ status }) => status)).toEqual(holidays.map(() => 201))
    const { body } = await ada('GET', `/schedules/${id}/holidays`)
    expect(body.holidays.map(({ name }: { name: string }) => name).sort()).toEqual(
      holidays.map(({ name }) => name),
    )
  })

  it('are created once under an idempotency key', async () => {
    const key = { 'idempotency-key': 'once' }
    const first = await ada('POST', '/schedules', { schedule: EMEA }, key)
    const again = await ada('POST', '/schedules', { schedule: EMEA }, key)
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect((await ada('GET', '/schedules')).body.count).toBe(1)
  })

  it('end at a number that no desk reaches', async () => {
    const body = (await ada('GET', `/schedules/${(await create()).id}`)).body.schedule
    const { policy, db, clock } = desk.ground
    const document = { ...body, holidays: [] }
    const edits = Array.from({ length: MAX_SCHEDULES - 1 }, (_, n) => ({
      kind: 'schedule',
      id: 100 + n,
      body: document,
    }))
    await policy.edit(db, { authorId: null, reason: 'many', at: clock.now() }, edits)
    expect(details(await ada('POST', '/schedules', { schedule: EMEA }))).toEqual({ base: 'InvalidValue' })
    const removals = edits.map((edit) => ({ ...edit, body: null }))
    await policy.edit(db, { authorId: null, reason: 'none', at: clock.now() }, removals)
  })
})

describe('the list of schedules', () => {
  const ids = (body: Answer['body']): number[] => body.schedules.map(({ id }: { id: number }) => id)
  const five = async (): Promise<number[]> => {
    const made: number[] = []
    for (const n of [1, 2, 3, 4, 5]) made.push((await create({ ...EMEA, name: `S${n}` })).id)
    return made
  }

  it('comes whole to whoever asks for no page', async () => {
    const made = await five()
    const { body } = await ada('GET', '/schedules.json?include=None')
    expect(body).toMatchObject({ count: 5, next_page: null, previous_page: null })
    expect(ids(body)).toEqual(made)
  })

  it('is followed by next_page though page[size] was sent, as Airbyte does', async () => {
    const made = await five()
    const seen: number[][] = []
    let next: string | null = '/schedules.json?page%5Bsize%5D=2'
    while (next !== null) {
      const { status, body }: Answer = await ada('GET', next)
      expect(status).toBe(200)
      seen.push(ids(body))
      next = body.next_page
    }
    expect(seen).toEqual([made.slice(0, 2), made.slice(2, 4), made.slice(4)])
  })

  it('is followed by the number in next_page, with page[size] sent again', async () => {
    const made = await five()
    const seen: number[] = []
    let page: string | null = '1'
    while (page !== null) {
      const { body }: Answer = await ada('GET', `/schedules.json?page[size]=2&page=${page}`)
      seen.push(...ids(body))
      page = body.next_page && new URL(body.next_page).searchParams.get('page')
    }
    expect(seen).toEqual(made)
  })

  it('is followed by cursors, there and back, in either order', async () => {
    const made = await five()
    const walk = async (path: string | null, way: 'next' | 'prev'): Promise<number[][]> => {
      const seen: number[][] = []
      for (let at = path; at !== null; ) {
        const { body }: Answer = await ada('GET', at)
        seen.push(ids(body))
        expect(body.count).toBeUndefined()
        expect(body.meta.has_more).toBe(body.links[way] !== null)
        at = body.links[way]
      }
      return seen
    }
    const [a, b, c, d, e] = made
    expect(await walk('/schedules?page[size]=2', 'next')).toEqual([[a, b], [c, d], [e]])
    expect(await walk('/schedules?page[size]=2&sort=-id', 'next')).toEqual([[e, d], [c, b], [a]])
    const last = (await ada('GET', '/schedules?page[size]=2&page=3')).body.meta.before_cursor
    expect(await walk(`/schedules?page[size]=2&page[before]=${last}`, 'prev')).toEqual([
      [c, d],
      [a, b],
    ])
    await ada('DELETE', `/schedules/${c}`)
    const gone = (await ada('GET', `/schedules?page[size]=2`)).body.meta.after_cursor
    expect(ids((await ada('GET', `/schedules?page[after]=${gone}`)).body)).toEqual([d, e])
  })

  it('is paged by number', async () => {
    const made = await five()
    const { body } = await ada('GET', '/schedules?per_page=2&page=2')
    expect(ids(body)).toEqual(made.slice(2, 4))
    expect(body).toMatchObject({ count: 5 })
    expect(body.previous_page).toContain('page=1')
    expect((await ada('GET', '/schedules?page=9')).body.schedules).toEqual([])
  })

  it.each(['page=0', 'page[size]=x', 'page[size]=1&page=x', 'page[after]=x', 'sort=colour'])(
    'refuses %s',
    async (query) => expect((await ada('GET', `/schedules?${query}`)).status).toBe(400),
  )
})
