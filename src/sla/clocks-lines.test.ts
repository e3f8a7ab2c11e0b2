import { describe, expect, it } from 'vitest'
import { answerClocksLine } from './clocks-lines.ts'
import { at, entry, OFFICE, policy, target } from './core/case-fixture.ts'

const good = {
  schedules: { office: OFFICE },
  policies: [policy('P', [target('first_reply_time', 60)])],
  history: [entry('mon 09:00', 'requester', { priority: 'normal' }, 'public')],
  until: at('mon 12:00'),
}

const errorOf = (line: string): unknown => (JSON.parse(answerClocksLine(line)) as { error?: string }).error
const errorIn = (change: object): unknown => errorOf(JSON.stringify({ ...good, ...change }))
const withPolicy = (change: object) => ({ policies: [{ ...good.policies[0], ...change }] })
const withEntry = (change: object) => ({
  history: [...good.history, { ...entry('mon 10:00', 'agent'), ...change }],
})

describe('a line of mainstay clocks', () => {
  it('answers metrics, clocks and events in one line', () => {
    const line = answerClocksLine(JSON.stringify(good))
    expect(line).not.toContain('\n')
    const answer = JSON.parse(line) as { clocks: unknown[] }
    expect(Object.keys(answer)).toEqual(['metrics', 'clocks', 'events'])
    expect(answer.clocks).toEqual([
      {
        metric: 'first_reply_time',
        instance: 1,
        policy: 'P',
        target: 60,
        business_hours: false,
        state: 'breached',
        started_at: '2026-03-02T09:00:00Z',
        breach_at: '2026-03-02T10:00:00Z',
        breached_at: '2026-03-02T10:00:00Z',
        fulfilled_at: null,
        elapsed_minutes: 180,
      },
    ])
  })

  it('needs no schedules and no policies: business is calendar time then', () => {
    const { metrics, error } = JSON.parse(
      answerClocksLine(JSON.stringify({ history: good.history, until: good.until })),
    ) as { metrics: { new_time_in_minutes: unknown }; error?: string }
    expect(error).toBeUndefined()
    expect(metrics.new_time_in_minutes).toEqual({ calendar: 180, business: 180 })
  })

  it('leaves out what comes after the moment asked about', () => {
    const later = entry('mon 11:00', 'agent', { status: 'solved' }, 'public')
    const asked = { ...good, history: [...good.history, later], until: at('mon 10:30') }
    expect(answerClocksLine(JSON.stringify(asked))).toBe(
      answerClocksLine(JSON.stringify({ ...good, until: at('mon 10:30') })),
    )
  })

  it('reads filters by the language of rules, with names or ids', () => {
    const filter = {
      all: [
        { field: 'group_id', operator: 'includes', value: ['Tier 1', 7] },
        { field: 'ticket_fields_31', operator: 'is', value: 'gold' },
      ],
      any: [
        { field: 'type', operator: 'is', value: 'incident' },
        { field: 'exact_created_at', operator: 'greater_than', value: '2027-01-01T00:00:00Z' },
      ],
    }
    const clocksOf = (set: object): unknown[] => {
      const history = [
        entry('mon 09:00', 'requester', { priority: 'normal', type: 'incident', ...set }, 'public'),
      ]
      const line = answerClocksLine(JSON.stringify({ ...good, ...withPolicy({ filter }), history }))
      return (JSON.parse(line) as { clocks: unknown[] }).clocks
    }
    expect(clocksOf({ group: 'Tier 1', ticket_fields_31: 'gold' })).toHaveLength(1)
    expect(clocksOf({ group: 7, ticket_fields_31: 'gold' })).toHaveLength(1)
    expect(clocksOf({ group: 'Tier 2', ticket_fields_31: 'gold' })).toHaveLength(0)
    expect(clocksOf({ group: 7, ticket_fields_31: 'silver' })).toHaveLength(0)
    expect(clocksOf({ group: 7, ticket_fields_31: 'gold', type: 'question' })).toHaveLength(0)
  })
})

describe('a bad line', () => {
  it.each<[string, unknown]>([
    ['line', errorOf('')],
    ['line', errorOf('{')],
    ['line', errorOf('[]')],
    ['line', errorOf('null')],
    ['line', errorOf('['.repeat(1_000_000))],
    ['line', errorOf(`{"history": ${'['.repeat(30)}${']'.repeat(30)}}`)],
    ['polices', errorIn({ polices: [] })],
    ['until', errorIn({ until: undefined })],
    ['until', errorIn({ until: 'tomorrow' })],
    ['until', errorIn({ until: at('mon 08:59') })],
    ['until', errorIn({ until: '9999-01-01T00:00:00Z' })],
    ['history', errorIn({ history: [] })],
    ['history', errorIn({ history: {} })],
    ['history', errorIn({ history: Array.from({ length: 100_001 }, () => 0) })],
    ['history[0]', errorIn({ history: ['x'] })],
    ['history[1].at', errorIn(withEntry({ at: at('mon 08:00') }))],
    ['history[1].by', errorIn(withEntry({ by: 'somebody' }))],
    ['history[1].set', errorIn(withEntry({ set: [] }))],
    ['history[1].set.status', errorIn(withEntry({ set: { status: 'opened' } }))],
    ['history[1].set.priority', errorIn(withEntry({ set: { priority: 1 } }))],
    ['history[1].set.stauts', errorIn(withEntry({ set: { stauts: 'open' } }))],
    ['history[1].set.constructor', errorIn(withEntry({ set: { constructor: 'open' } }))],
    ['history[1].set.schedule', errorIn(withEntry({ set: { schedule: 'nights' } }))],
    ['history[1].set.tags', errorIn(withEntry({ set: { tags: [1] } }))],
    ['history[1].set.group', errorIn(withEntry({ set: { group: {} } }))],
    ['history[1].comment', errorIn(withEntry({ comment: 'hello' }))],
    ['history[1].comment.public', errorIn(withEntry({ comment: {} }))],
    ['requester_role', errorIn({ requester_role: 'boss' })],
    ['default_schedule', errorIn({ default_schedule: 'nights' })],
    ['schedules', errorIn({ schedules: [] })],
    ['schedules.office.tz', errorIn({ schedules: { office: { ...OFFICE, tz: 'Mars/Olympus' } } })],
    ['schedules.office.hours', errorIn({ schedules: { office: { tz: 'UTC' } } })],
    ['policies[0].title', errorIn(withPolicy({ title: '' }))],
    ['policies[0].schedule', errorIn(withPolicy({ schedule: 'nights' }))],
    ['policies[0].filter', errorIn(withPolicy({ filter: [] }))],
    ['policies[0].filter.all', errorIn(withPolicy({ filter: { all: {} } }))],
    ['policies[0].filter.any[0]', errorIn(withPolicy({ filter: { any: [{ field: 'x' }] } }))],
    ['policies[0].filter.all[0]', errorIn(withPolicy({ filter: { all: [null] } }))],
    [
      'policies[0].filter.all[0]',
      errorIn(withPolicy({ filter: { all: [{ field: 'status', operator: 'is', value: 'open' }] } })),
    ],
    ['policies[0].policy_metrics[0].metric', errorIn(withPolicy({ policy_metrics: [target('speed', 1)] }))],
    [
      'policies[0].policy_metrics[0].target',
      errorIn(withPolicy({ policy_metrics: [target('first_reply_time', 0)] })),
    ],
    [
      'policies[0].policy_metrics[0].target_in_seconds',
      errorIn(withPolicy({ policy_metrics: [target('first_reply_time', 1, { target_in_seconds: '60' })] })),
    ],
    [
      'policies[0].policy_metrics[1]',
      errorIn(withPolicy({ policy_metrics: [target('first_reply_time', 1), target('first_reply_time', 2)] })),
    ],
    [
      'policies[0].metrics_settings.first_reply_time.reply',
      errorIn(withPolicy({ metrics_settings: { first_reply_time: { reply: true } } })),
    ],
    [
      'group_policies[0].policy_metrics[0].metric',
      errorIn({ group_policies: [policy('G', [target('first_reply_time', 1)])] }),
    ],
    ['config[0].at', errorIn({ config: [{}] })],
    ['config[0].policies', errorIn({ config: [{ at: at('mon 09:00'), policies: {} }] })],
  ])('names %s', (field, error) => {
    expect(String(error).split(': ')[0]).toBe(field)
    expect(String(error).length).toBeLessThan(400)
  })

  it('is about one case only: prototypes are not for the taking', () => {
    errorOf(
      '{"schedules": {"__proto__": {"tz": "UTC", "hours": {}}}, "history": [], "until": 1, "__proto__": {"x": 1}}',
    )
    expect(({} as { x?: number }).x).toBeUndefined()
  })
})

describe('a long line', () => {
  it('takes a history of 100,000 updates that change the schedule every time', () => {
    const start = Date.parse('2026-03-02T09:00:00Z')
    const night = {
      tz: 'Europe/Amsterdam',
      hours: { mon: [['22:00', '06:00']], tue: [['22:00', '06:00']] },
      holidays: [],
    }
    const metrics = ['first_reply_time', 'requester_wait_time', 'total_resolution_time']
    const history = Array.from({ length: 100_000 }, (_, index) => ({
      at: new Date(start + index * 1000).toISOString(),
      by: index % 2 === 0 ? 'requester' : 'agent',
      set: {
        status: ['open', 'pending', 'hold', 'solved'][index % 4],
        schedule: ['office', 'night'][index % 2],
        priority: ['normal', 'high'][index % 2],
      },
      comment: { public: index > 0 && index % 3 === 0 },
    }))
    const policies = [
      policy(
        'P',
        metrics.flatMap((metric) =>
          ['normal', 'high'].map((priority) => target(metric, 600, { priority, business_hours: true })),
        ),
      ),
    ]
    const line = JSON.stringify({
      ...good,
      schedules: { office: OFFICE, night },
      policies,
      history,
      until: '2026-03-04T09:00:00Z',
    })
    const answer = JSON.parse(answerClocksLine(line)) as { metrics: { reopens: number }; error?: string }
    expect(answer.error).toBeUndefined()
    expect(answer.metrics.reopens).toBe(24_999)
  }, 120_000)
})
