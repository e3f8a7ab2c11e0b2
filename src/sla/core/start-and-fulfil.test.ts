import { describe, expect, it } from 'vitest'
import { ask, at, entry, policy, target } from './case-fixture.ts'

const METRICS = ['first_reply_time', 'next_reply_time', 'periodic_update_time', 'pausable_update_time']

type Story = {
  readonly name: string
  readonly history: object[]
  readonly role?: 'end_user' | 'agent' | 'light_agent'
  readonly settings?: object
  /** Per instance in order: when it started and when it was fulfilled. */
  readonly first?: readonly (readonly [string, string | null])[]
  readonly next?: readonly (readonly [string, string | null])[]
  readonly periodic?: readonly (readonly [string, string | null])[]
}

const normal = { priority: 'normal' }
const opens = entry('mon 09:00', 'requester', normal, 'public')
const on = (...names: string[]) => Object.fromEntries(names.map((name) => [name, true]))

const stories: Story[] = [
  {
    name: 'an end user asks, an agent replies in public',
    history: [opens, entry('mon 10:00', 'agent', {}, 'note'), entry('mon 11:00', 'agent', {}, 'public')],
    first: [['mon 09:00', 'mon 11:00']],
    periodic: [['mon 11:00', null]],
  },
  {
    name: 'assignment and a bot do not stop the first reply clock',
    history: [
      opens,
      entry('mon 10:00', 'agent', { assignee: 'Ann', status: 'open' }),
      entry('mon 10:05', 'system', {}, 'public'),
    ],
    first: [['mon 09:00', null]],
  },
  {
    name: 'solving without a reply fulfils it',
    history: [opens, entry('mon 10:00', 'agent', { status: 'solved' })],
    first: [['mon 09:00', 'mon 10:00']],
  },
  {
    name: 'what the customer adds before the first reply waits for the first reply',
    history: [opens, entry('mon 10:00', 'requester', {}, 'public')],
    first: [['mon 09:00', null]],
    next: [],
  },
  {
    name: 'the oldest unanswered comment starts the next reply, another end user’s too',
    history: [
      opens,
      entry('mon 10:00', 'agent', {}, 'public'),
      entry('mon 11:00', 'other_end_user', {}, 'public'),
      entry('mon 12:00', 'requester', {}, 'public'),
      entry('mon 13:00', 'agent', {}, 'public'),
      entry('mon 14:00', 'requester', {}, 'public'),
    ],
    first: [['mon 09:00', 'mon 10:00']],
    next: [
      ['mon 11:00', 'mon 13:00'],
      ['mon 14:00', null],
    ],
  },
  {
    name: 'a private comment of an end user starts nothing, unless the policy says so',
    history: [
      opens,
      entry('mon 10:00', 'agent', {}, 'public'),
      entry('mon 11:00', 'other_end_user', {}, 'note'),
    ],
    next: [],
  },
  {
    name: 'activate_on_end_user_added_internal_note',
    settings: { next_reply_time: on('activate_on_end_user_added_internal_note') },
    history: [
      opens,
      entry('mon 10:00', 'agent', {}, 'public'),
      entry('mon 11:00', 'other_end_user', {}, 'note'),
    ],
    next: [['mon 11:00', null]],
  },
  {
    name: 'a reopening comment after a solve without reply waits for a next reply',
    history: [
      opens,
      entry('mon 10:00', 'agent', { status: 'solved' }),
      entry('mon 11:00', 'requester', { status: 'open' }, 'public'),
    ],
    first: [['mon 09:00', 'mon 10:00']],
    next: [['mon 11:00', null]],
  },
  {
    name: 'an agent who makes the ticket with a public comment has replied',
    history: [entry('mon 09:00', 'agent', normal, 'public'), entry('mon 10:00', 'requester', {}, 'public')],
    first: [],
    next: [['mon 10:00', null]],
    periodic: [['mon 09:00', null]],
  },
  {
    name: 'activate_on_ticket_created_for_end_user',
    settings: { first_reply_time: on('activate_on_ticket_created_for_end_user') },
    history: [
      entry('mon 09:00', 'agent', normal, 'public'),
      entry('mon 10:00', 'requester', {}, 'public'),
      entry('mon 11:00', 'agent', {}, 'public'),
    ],
    first: [['mon 09:00', 'mon 11:00']],
    next: [],
  },
  {
    name: 'a ticket made with a note waits for the first public comment of an end user',
    history: [entry('mon 09:00', 'agent', normal, 'note'), entry('mon 10:00', 'requester', {}, 'public')],
    first: [['mon 10:00', null]],
  },
  {
    name: 'activate_on_agent_ticket_created_for_end_user_with_internal_note',
    settings: { first_reply_time: on('activate_on_agent_ticket_created_for_end_user_with_internal_note') },
    history: [entry('mon 09:00', 'agent', normal, 'note')],
    first: [['mon 09:00', null]],
  },
  {
    name: 'the same setting is not for light agents',
    settings: { first_reply_time: on('activate_on_agent_ticket_created_for_end_user_with_internal_note') },
    history: [entry('mon 09:00', 'light_agent', normal, 'note')],
    first: [],
  },
  {
    name: 'activate_on_light_agent_on_email_forward_ticket_from_end_user',
    settings: { first_reply_time: on('activate_on_light_agent_on_email_forward_ticket_from_end_user') },
    history: [entry('mon 09:00', 'light_agent', normal, 'note')],
    first: [['mon 09:00', null]],
  },
  {
    name: 'a light agent’s own ticket with a note starts at once',
    role: 'light_agent',
    history: [entry('mon 09:00', 'requester', normal, 'note'), entry('mon 10:00', 'agent', {}, 'public')],
    first: [['mon 09:00', 'mon 10:00']],
  },
  {
    name: 'an agent’s own ticket has no first reply clock',
    role: 'agent',
    history: [
      entry('mon 09:00', 'requester', normal, 'public'),
      entry('mon 10:00', 'agent', {}, 'public'),
      entry('mon 11:00', 'requester', {}, 'public'),
    ],
    first: [],
    next: [],
  },
  {
    name: 'activate_on_agent_created_ticket_for_self, whose maker cannot fulfil it',
    role: 'agent',
    settings: {
      first_reply_time: on('activate_on_agent_created_ticket_for_self'),
      next_reply_time: on('activate_on_agent_requested_ticket_with_public_comment_or_internal_note'),
    },
    history: [
      entry('mon 09:00', 'requester', normal, 'note'),
      entry('mon 10:00', 'requester', {}, 'public'),
      entry('mon 11:00', 'agent', {}, 'public'),
      entry('mon 12:00', 'requester', {}, 'note'),
      entry('mon 13:00', 'agent', {}, 'public'),
    ],
    first: [['mon 09:00', 'mon 11:00']],
    next: [['mon 12:00', 'mon 13:00']],
  },
  {
    name: 'fulfill_on_agent_internal_note takes notes of light agents, too',
    settings: { first_reply_time: on('fulfill_on_agent_internal_note') },
    history: [
      opens,
      entry('mon 10:00', 'light_agent', {}, 'note'),
      entry('mon 11:00', 'requester', {}, 'public'),
    ],
    first: [['mon 09:00', 'mon 10:00']],
    next: [['mon 11:00', null]],
  },
  {
    name: 'activate_on_light_agent_internal_note needs its two companions',
    role: 'light_agent',
    settings: {
      first_reply_time: on('activate_on_agent_created_ticket_for_self', 'fulfill_on_agent_internal_note'),
      next_reply_time: on('activate_on_light_agent_internal_note'),
    },
    history: [
      entry('mon 09:00', 'requester', normal, 'note'),
      entry('mon 10:00', 'agent', {}, 'note'),
      entry('mon 11:00', 'requester', {}, 'note'),
    ],
    first: [['mon 09:00', 'mon 10:00']],
    next: [['mon 11:00', null]],
  },
  {
    name: 'without them it does nothing',
    role: 'light_agent',
    settings: { next_reply_time: on('activate_on_light_agent_internal_note') },
    history: [
      entry('mon 09:00', 'requester', normal, 'note'),
      entry('mon 10:00', 'agent', {}, 'public'),
      entry('mon 11:00', 'requester', {}, 'note'),
    ],
    next: [],
  },
  {
    name: 'fulfill_on_non_requesting_agent_internal_note_after_activation',
    settings: { next_reply_time: on('fulfill_on_non_requesting_agent_internal_note_after_activation') },
    history: [
      opens,
      entry('mon 10:00', 'agent', {}, 'public'),
      entry('mon 11:00', 'requester', {}, 'public'),
      entry('mon 12:00', 'agent', {}, 'note'),
    ],
    next: [['mon 11:00', 'mon 12:00']],
  },
  {
    name: 'update clocks restart with each public comment of the team, and end with solving',
    history: [
      opens,
      entry('mon 10:00', 'agent', {}, 'public'),
      entry('mon 11:00', 'agent', {}, 'note'),
      entry('mon 12:00', 'light_agent', {}, 'public'),
      entry('mon 13:00', 'agent', { status: 'solved' }),
    ],
    periodic: [
      ['mon 10:00', 'mon 12:00'],
      ['mon 12:00', 'mon 13:00'],
    ],
  },
  {
    name: 'activate_on_agent_internal_note counts notes of the team',
    settings: { periodic_update_time: on('activate_on_agent_internal_note') },
    history: [opens, entry('mon 10:00', 'agent', {}, 'note'), entry('mon 11:00', 'light_agent', {}, 'note')],
    periodic: [
      ['mon 10:00', 'mon 11:00'],
      ['mon 11:00', null],
    ],
  },
]

describe('what starts and what fulfils', () => {
  it.each(stories)('$name', ({ history, role, settings = {}, first, next, periodic }) => {
    const targets = METRICS.map((metric) => target(metric, 6000))
    const answer = ask({
      policies: [policy('All', targets, { metrics_settings: settings })],
      requester_role: role ?? 'end_user',
      history,
      until: at('tue 09:00'),
    })
    const spans = (metric: string) =>
      answer.clocks
        .filter((clock) => clock.metric === metric)
        .map(({ started_at, fulfilled_at }) => [started_at, fulfilled_at])
    const wanted = (list: Story['first']) =>
      list?.map(([start, end]) => [at(start), end === null ? null : at(end)])
    if (first) expect(spans('first_reply_time')).toEqual(wanted(first))
    if (next) expect(spans('next_reply_time')).toEqual(wanted(next))
    if (periodic) expect(spans('periodic_update_time')).toEqual(wanted(periodic))
  })

  it('keeps next reply targets only beside a first reply target', () => {
    const history = [
      opens,
      entry('mon 10:00', 'agent', {}, 'public'),
      entry('mon 11:00', 'requester', {}, 'public'),
    ]
    const { clocks } = ask({
      policies: [policy('P', [target('next_reply_time', 60)])],
      history,
      until: at('tue 09:00'),
    })
    expect(clocks).toEqual([])
  })
})

describe('the ticket metric object', () => {
  it('ends the reply time of a ticket that an agent made at the second public comment', () => {
    const history = [entry('mon 09:00', 'agent', normal, 'public'), entry('mon 10:00', 'agent', {}, 'public')]
    const { metrics } = ask({ history, until: at('tue 09:00') })
    expect(metrics).toMatchObject({ reply_time_in_minutes: { calendar: 60, business: 60 }, replies: 2 })
  })

  it('leaves the reply time open when a ticket is solved without one', () => {
    const history = [
      opens,
      entry('mon 10:00', 'agent', { status: 'solved' }),
      entry('mon 12:00', 'agent', { status: 'open' }, 'public'),
    ]
    const before = ask({ history, until: at('mon 11:00') }).metrics
    const after = ask({ history, until: at('mon 12:00') }).metrics
    expect(before.reply_time_in_minutes).toEqual({ calendar: null, business: null })
    expect(after.reply_time_in_minutes).toEqual({ calendar: 180, business: 180 })
  })

  it('counts stations, assignments, reopens and resolutions', () => {
    const history = [
      entry('mon 09:00', 'requester', { group: 'a', assignee: 'Ann' }, 'public'),
      entry('mon 10:00', 'agent', { group: 'b', assignee: 'Bob' }),
      entry('mon 11:00', 'agent', { group: 'a', assignee: null }),
      entry('mon 12:00', 'agent', { assignee: 'Ann', status: 'solved' }),
      entry('mon 13:00', 'requester', { status: 'open' }, 'public'),
      entry('mon 14:00', 'agent', { status: 'solved' }),
      entry('mon 15:00', 'system', { status: 'closed' }),
    ]
    expect(ask({ history, until: at('tue 09:00') }).metrics).toMatchObject({
      group_stations: 2,
      assignee_stations: 2,
      reopens: 1,
      initially_assigned_at: at('mon 09:00'),
      assigned_at: at('mon 12:00'),
      solved_at: at('mon 14:00'),
      status_updated_at: at('mon 15:00'),
      requester_updated_at: at('mon 13:00'),
      assignee_updated_at: at('mon 14:00'),
      first_resolution_time_in_minutes: { calendar: 180, business: 180 },
      full_resolution_time_in_minutes: { calendar: 300, business: 300 },
    })
  })
})
