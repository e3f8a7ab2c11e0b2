import { expect, it } from 'vitest'
import { ask, at, entry, policy, target } from './case-fixture.ts'

const METRICS = [
  'first_reply_time',
  'next_reply_time',
  'periodic_update_time',
  'pausable_update_time',
  'requester_wait_time',
  'agent_work_time',
  'total_resolution_time',
]

/** The handbook's worked example, with its sums put right. */
const story = {
  policies: [
    policy(
      'All',
      METRICS.map((metric) => target(metric, 6000)),
    ),
  ],
  history: [
    entry('mon 09:00', 'requester', { status: 'new', priority: 'normal' }, 'public'),
    entry('mon 14:00', 'agent', { status: 'open' }, 'public'),
    entry('mon 15:30', 'requester', {}, 'public'),
    entry('mon 16:00', 'agent', { status: 'pending' }, 'public'),
    entry('tue 10:00', 'requester', { status: 'open' }, 'public'),
    entry('tue 11:00', 'agent', { status: 'hold' }),
    entry('wed 14:00', 'agent', { status: 'open' }),
    entry('wed 14:30', 'agent', { status: 'solved' }, 'public'),
  ],
  until: at('thu 09:00'),
}

it('gives the times of the worked example', () => {
  const { clocks, metrics } = ask(story)
  const hours = clocks.map((clock) => [clock.metric, clock.instance, clock.state, clock.elapsed_minutes / 60])
  expect(hours).toEqual([
    ['first_reply_time', 1, 'fulfilled', 5],
    ['next_reply_time', 1, 'fulfilled', 0.5],
    ['next_reply_time', 2, 'fulfilled', 28.5],
    ['periodic_update_time', 1, 'fulfilled', 2],
    ['periodic_update_time', 2, 'fulfilled', 46.5],
    ['pausable_update_time', 1, 'fulfilled', 2],
    ['pausable_update_time', 2, 'fulfilled', 28.5],
    ['requester_wait_time', 1, 'fulfilled', 35.5],
    ['agent_work_time', 1, 'fulfilled', 8.5],
    ['total_resolution_time', 1, 'fulfilled', 53.5],
  ])
  const span = (hours: number) => ({ calendar: hours * 60, business: hours * 60 })
  expect(metrics).toMatchObject({
    reply_time_in_minutes: span(5),
    new_time_in_minutes: span(5),
    open_time_in_minutes: span(3.5),
    pending_time_in_minutes: span(18),
    agent_wait_time_in_minutes: span(18),
    on_hold_time_in_minutes: span(27),
    requester_wait_time_in_minutes: span(35.5),
    first_resolution_time_in_minutes: span(53.5),
    full_resolution_time_in_minutes: span(53.5),
    replies: 3,
    reopens: 0,
  })
})

it('tells the worked example of one reply in metric events, next replies as instances from 2', () => {
  const replies = ask(story).events.filter(({ metric }) => metric === 'reply_time')
  expect(replies.map(({ instance, type, time }) => [instance, type, time])).toEqual([
    [0, 'measure', at('mon 09:00')],
    [1, 'activate', at('mon 09:00')],
    [1, 'apply_sla', at('mon 09:00')],
    [1, 'fulfill', at('mon 14:00')],
    [1, 'update_status', at('mon 14:00')],
    [2, 'activate', at('mon 15:30')],
    [2, 'apply_sla', at('mon 15:30')],
    [2, 'fulfill', at('mon 16:00')],
    [2, 'update_status', at('mon 16:00')],
    [3, 'activate', at('tue 10:00')],
    [3, 'apply_sla', at('tue 10:00')],
    [3, 'fulfill', at('wed 14:30')],
    [3, 'update_status', at('wed 14:30')],
  ])
})
