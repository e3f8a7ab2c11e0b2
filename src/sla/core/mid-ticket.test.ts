import { describe, expect, it } from 'vitest'
import { type Answer, ask, at, type ClockAnswer, entry, OFFICE, policy, target } from './case-fixture.ts'

type Row = {
  readonly name: string
  readonly given: object
  /** By `metric`, or `metric #instance`. An absent clock is `null`. */
  readonly clocks: { readonly [name: string]: Partial<ClockAnswer> | null }
  readonly also?: (answer: Answer) => void
}

const FRT = 'first_reply_time'
const created = entry('mon 09:00', 'requester', { priority: 'normal' }, 'public')
const byPriority = policy('Standard', [
  target(FRT, 480),
  target(FRT, 60, { priority: 'urgent' }),
  target(FRT, 120, { priority: 'high' }),
])
const wait = (minutes: number, more: object = {}) => target('requester_wait_time', minutes, more)
const vip = { filter: { all: [{ field: 'current_tags', operator: 'includes', value: 'vip' }], any: [] } }

const breachesOf = (answer: Answer) =>
  answer.events.filter(({ type }) => type === 'breach').map(({ time, deleted }) => [time, deleted ?? false])

const rows: Row[] = [
  {
    // A shorter target may breach at once, timed at the application, never backdated (zendesk-api 4.2, Selection).
    name: 'a higher priority breaches at the update that sets it, not when the shorter target passed',
    given: {
      policies: [byPriority],
      history: [created, entry('mon 11:00', 'agent', { priority: 'urgent' })],
      until: at('mon 12:00'),
    },
    clocks: {
      [FRT]: {
        state: 'breached',
        target: 60,
        breach_at: at('mon 10:00'),
        breached_at: at('mon 11:00'),
        elapsed_minutes: 180,
      },
    },
    also: (answer) => expect(breachesOf(answer)).toEqual([[at('mon 11:00'), false]]),
  },
  {
    // Recomputed from the metric's history, not from the time of applying (4.2, Selection): 09:00 + 120, not 10:00 + 120.
    name: 'a higher priority counts from the start of the clock',
    given: {
      policies: [byPriority],
      history: [created, entry('mon 10:00', 'agent', { priority: 'high' })],
      until: at('mon 10:30'),
    },
    clocks: { [FRT]: { state: 'active', target: 120, breach_at: at('mon 11:00'), elapsed_minutes: 90 } },
  },
  {
    // A longer target un-breaches; the breach is flagged deleted (4.2, Selection).
    name: 'a lower priority takes a breach back',
    given: {
      policies: [byPriority],
      history: [
        entry('mon 09:00', 'requester', { priority: 'urgent' }, 'public'),
        entry('mon 11:00', 'agent', { priority: 'normal' }),
      ],
      until: at('mon 12:00'),
    },
    clocks: { [FRT]: { state: 'active', target: 480, breach_at: at('mon 17:00'), breached_at: null } },
    also: (answer) => expect(breachesOf(answer)).toEqual([[at('mon 10:00'), true]]),
  },
  {
    // A breach that was taken back may come again, as a breach of its own.
    name: 'after a breach was taken back the longer target breaches in its turn',
    given: {
      policies: [byPriority],
      history: [
        entry('mon 09:00', 'requester', { priority: 'urgent' }, 'public'),
        entry('mon 11:00', 'agent', { priority: 'normal' }),
      ],
      until: at('tue 09:00'),
    },
    clocks: { [FRT]: { state: 'breached', breached_at: at('mon 17:00') } },
    also: (answer) =>
      expect(breachesOf(answer)).toEqual([
        [at('mon 10:00'), true],
        [at('mon 17:00'), false],
      ]),
  },
  {
    // A policy edit reaches a ticket at its next update (4.2, Selection): before it, nothing has changed.
    name: 'an edited policy leaves a ticket alone that is not updated',
    given: {
      policies: [policy('P', [target(FRT, 480)])],
      config: [{ at: at('mon 10:00'), policies: [policy('P', [target(FRT, 60)])] }],
      history: [created],
      until: at('mon 12:00'),
    },
    clocks: { [FRT]: { state: 'active', target: 480, breach_at: at('mon 17:00'), breached_at: null } },
  },
  {
    // The same, at the next update: the shorter target breaches then.
    name: 'an edited policy acts from the next update on',
    given: {
      policies: [policy('P', [target(FRT, 480)])],
      config: [{ at: at('mon 10:00'), policies: [policy('P', [target(FRT, 60)])] }],
      history: [created, entry('mon 13:00', 'system', { tags: ['seen'] })],
      until: at('mon 14:00'),
    },
    clocks: { [FRT]: { state: 'breached', target: 60, breached_at: at('mon 13:00') } },
  },
  {
    // Targets already breached are not rewritten by a changed policy (domain 2.2).
    name: 'an edited policy does not rewrite a breach',
    given: {
      policies: [policy('P', [target(FRT, 60)])],
      config: [{ at: at('mon 11:00'), policies: [policy('P', [target(FRT, 480)])] }],
      history: [created, entry('mon 12:00', 'system', { tags: ['seen'] })],
      until: at('mon 13:00'),
    },
    clocks: {
      [FRT]: { state: 'breached', target: 60, breach_at: at('mon 10:00'), breached_at: at('mon 10:00') },
    },
    also: (answer) => expect(breachesOf(answer)).toEqual([[at('mon 10:00'), false]]),
  },
  {
    // Elapsed 120 of 120: the longer target has just been used up, so the breach is no mistake.
    name: 'a lower priority whose target has just been used up takes no breach back',
    given: {
      policies: [byPriority],
      history: [
        entry('mon 09:00', 'requester', { priority: 'urgent' }, 'public'),
        entry('mon 11:00', 'agent', { priority: 'high' }),
      ],
      until: at('mon 12:00'),
    },
    clocks: {
      [FRT]: { state: 'breached', target: 120, breach_at: at('mon 11:00'), breached_at: at('mon 10:00') },
    },
    also: (answer) => expect(breachesOf(answer)).toEqual([[at('mon 10:00'), false]]),
  },
  {
    // The ticket changed before the edit, with the same target; what the edit finds is the same ticket.
    name: 'an edit after a change of priority does not rewrite a breach either',
    given: {
      policies: [policy('P', [target(FRT, 60), target(FRT, 60, { priority: 'urgent' })])],
      config: [{ at: at('mon 11:00'), policies: [policy('P', [target(FRT, 480, { priority: 'urgent' })])] }],
      history: [
        created,
        entry('mon 09:30', 'agent', { priority: 'urgent' }),
        entry('mon 12:00', 'system', { tags: ['seen'] }),
      ],
      until: at('mon 13:00'),
    },
    clocks: { [FRT]: { state: 'breached', target: 60, breached_at: at('mon 10:00') } },
  },
  {
    // The soonest of the shorter and the recorded: a still shorter target leaves the recorded breach where it is.
    name: 'a shorter target leaves a breach that is on record at its time',
    given: {
      policies: [byPriority],
      history: [
        entry('mon 09:00', 'requester', { priority: 'high' }, 'public'),
        entry('mon 12:00', 'agent', { priority: 'urgent' }),
      ],
      until: at('mon 13:00'),
    },
    clocks: { [FRT]: { state: 'breached', target: 60, breached_at: at('mon 11:00') } },
    also: (answer) => expect(breachesOf(answer)).toEqual([[at('mon 11:00'), false]]),
  },
  {
    // First match by position wins; the policy is chosen at each update (4.2, Selection).
    name: 'a tag brings another policy, counted from the start of the clock',
    given: {
      policies: [policy('VIP', [target(FRT, 30)], vip), policy('P', [target(FRT, 480)])],
      history: [created, entry('mon 09:20', 'agent', { tags: ['vip'] })],
      until: at('mon 09:25'),
    },
    clocks: { [FRT]: { state: 'active', policy: 'VIP', target: 30, breach_at: at('mon 09:30') } },
    also: ({ events }) =>
      expect(events.filter(({ type }) => type === 'apply_sla').map(({ time, sla }) => [time, sla])).toEqual([
        [at('mon 09:00'), { target: 480, policy: 'P' }],
        [at('mon 09:20'), { target: 30, policy: 'VIP' }],
      ]),
  },
  {
    // None matches → SLA removed (4.2, Selection).
    name: 'a ticket that no policy matches any more loses its target; the clock stops where it was',
    given: {
      policies: [policy('VIP', [target(FRT, 480)], vip)],
      history: [
        entry('mon 09:00', 'requester', { priority: 'normal', tags: ['vip'] }, 'public'),
        entry('mon 10:00', 'agent', { tags: [] }),
      ],
      until: at('tue 12:00'),
    },
    clocks: { [FRT]: { state: 'cancelled', breach_at: null, breached_at: null, elapsed_minutes: 60 } },
    also: ({ events }) =>
      expect(events[events.length - 1]).toEqual({
        metric: 'reply_time',
        instance: 1,
        type: 'apply_sla',
        time: at('mon 10:00'),
      }),
  },
  {
    // Recomputed from history when a policy comes back: the time without one counts.
    name: 'a target that comes back finds the whole history',
    given: {
      policies: [policy('VIP', [target(FRT, 90)], vip)],
      history: [
        entry('mon 09:00', 'requester', { priority: 'normal', tags: ['vip'] }, 'public'),
        entry('mon 10:00', 'agent', { tags: [] }),
        entry('mon 11:00', 'agent', { tags: ['vip'] }),
      ],
      until: at('mon 11:30'),
    },
    clocks: { [FRT]: { state: 'breached', breached_at: at('mon 11:00'), elapsed_minutes: 150 } },
  },
  {
    // No system priority → no targets (4.2, Selection).
    name: 'without a priority there is no target, and it counts from the start once there is one',
    given: {
      policies: [byPriority],
      history: [
        entry('mon 09:00', 'requester', {}, 'public'),
        entry('mon 10:00', 'agent', { priority: 'high' }),
      ],
      until: at('mon 10:30'),
    },
    clocks: { [FRT]: { state: 'active', started_at: at('mon 09:00'), breach_at: at('mon 11:00') } },
  },
  {
    name: 'without a priority there are no clocks at all, and metric events all the same',
    given: { policies: [byPriority], history: [entry('mon 09:00', 'requester')], until: at('tue 09:00') },
    clocks: { [FRT]: null },
    also: ({ clocks, events }) => {
      expect(clocks).toEqual([])
      expect(events.filter(({ type }) => type === 'activate')).toHaveLength(4)
    },
  },
  {
    // Weekend not counted: Friday 16:00 + 1 h, then Monday 09:00 + 1 h.
    name: 'a business target passes over the weekend',
    given: {
      schedules: { office: OFFICE },
      policies: [policy('P', [target(FRT, 120, { business_hours: true })])],
      history: [entry('fri 16:00', 'requester', { priority: 'normal' }, 'public')],
      until: at('sun 12:00'),
    },
    clocks: { [FRT]: { state: 'active', breach_at: at('mon2 10:00'), elapsed_minutes: 60 } },
  },
  {
    // Ends at closing, not at the next opening: eight working hours from 09:00 are over at 17:00.
    name: 'a target of a whole working day breaches at closing time',
    given: {
      schedules: { office: OFFICE },
      policies: [policy('P', [target(FRT, 480, { business_hours: true })])],
      history: [created],
      until: at('tue 08:00'),
    },
    clocks: { [FRT]: { state: 'breached', breached_at: at('mon 17:00'), elapsed_minutes: 480 } },
  },
  {
    // Midnight not lost: 23:00 + 2 h inside 22:00–06:00.
    name: 'a night shift counts through midnight',
    given: {
      schedules: { night: { tz: 'UTC', hours: { mon: [['22:00', '06:00']] }, holidays: [] } },
      policies: [policy('P', [target(FRT, 120, { business_hours: true })])],
      history: [entry('mon 23:00', 'requester', { priority: 'normal' }, 'public')],
      until: at('tue 03:00'),
    },
    clocks: { [FRT]: { state: 'breached', breached_at: at('tue 01:00'), elapsed_minutes: 240 } },
  },
  {
    // The night of 29 March 2026 in Amsterdam has no 02:00–03:00: the shift from 01:00 to 05:00 lasts three hours.
    name: 'an hour that the clock jumps over does not count',
    given: {
      schedules: { ams: { tz: 'Europe/Amsterdam', hours: { sun: [['01:00', '05:00']] }, holidays: [] } },
      policies: [policy('P', [target(FRT, 180, { business_hours: true })])],
      history: [{ ...created, at: '2026-03-29T00:00:00Z' }],
      until: '2026-03-29T12:00:00Z',
    },
    clocks: { [FRT]: { state: 'breached', breached_at: '2026-03-29T03:00:00Z' } },
  },
  {
    // Schedule change → recomputed from history (4.2): under office hours only 09:00–10:00 of Monday has counted since 08:00.
    name: 'a ticket that is put on another schedule is counted anew from its start',
    given: {
      schedules: {
        always: { tz: 'UTC', hours: { mon: [['00:00', '24:00']], tue: [['00:00', '24:00']] }, holidays: [] },
        office: OFFICE,
      },
      policies: [policy('P', [target(FRT, 180, { business_hours: true })])],
      history: [
        entry('mon 08:00', 'requester', { priority: 'normal' }, 'public'),
        entry('mon 10:00', 'agent', { schedule: 'office' }),
      ],
      until: at('mon 10:30'),
    },
    clocks: { [FRT]: { state: 'active', breach_at: at('mon 12:00'), elapsed_minutes: 90 } },
    // Business time of metrics uses the schedule now in force for the whole span (4.1).
    also: ({ metrics }) => expect(metrics.new_time_in_minutes).toEqual({ calendar: 150, business: 90 }),
  },
  {
    // The change of schedule is a change of the ticket: what is not past its target any more is no breach.
    name: 'another schedule takes a breach back',
    given: {
      schedules: {
        always: { tz: 'UTC', hours: { mon: [['00:00', '24:00']] }, holidays: [] },
        office: OFFICE,
      },
      policies: [policy('P', [target(FRT, 60, { business_hours: true })])],
      history: [
        entry('mon 08:00', 'requester', { priority: 'normal' }, 'public'),
        entry('mon 09:30', 'agent', { schedule: 'office' }),
      ],
      until: at('mon 09:45'),
    },
    clocks: {
      [FRT]: { state: 'active', breach_at: at('mon 10:00'), breached_at: null, elapsed_minutes: 45 },
    },
    also: (answer) => expect(breachesOf(answer)).toEqual([[at('mon 09:00'), true]]),
  },
  {
    // business_hours:false never looks at the schedule (4.2).
    name: 'a calendar target does not notice another schedule',
    given: {
      schedules: { always: OFFICE, night: { tz: 'UTC', hours: {}, holidays: [] } },
      policies: [policy('P', [target(FRT, 120)])],
      history: [created, entry('mon 10:00', 'agent', { schedule: 'night' })],
      until: at('mon 10:30'),
    },
    clocks: { [FRT]: { state: 'active', breach_at: at('mon 11:00'), elapsed_minutes: 90 } },
    also: ({ events }) => expect(events.filter(({ type }) => type === 'apply_sla')).toHaveLength(1),
  },
  {
    // An edited calendar acts like an edited policy: at the next update, and no breach is rewritten.
    name: 'a holiday entered later moves what is still running, once the ticket is updated',
    given: {
      schedules: { office: OFFICE },
      config: [{ at: at('mon 12:00'), schedules: { office: { ...OFFICE, holidays: ['2026-03-02'] } } }],
      policies: [
        policy('P', [target(FRT, 60, { business_hours: true }), wait(480, { business_hours: true })]),
      ],
      history: [created, entry('mon 13:00', 'agent', { tags: ['x'] })],
      until: at('mon 15:00'),
    },
    clocks: {
      [FRT]: { state: 'breached', breached_at: at('mon 10:00'), breach_at: at('mon 10:00') },
      requester_wait_time: { state: 'active', breach_at: at('tue 17:00'), elapsed_minutes: 0 },
    },
  },
  {
    // A schedule without hours never comes to an end.
    name: 'a target on a schedule that never opens is never due',
    given: {
      schedules: { shut: { tz: 'UTC', hours: {}, holidays: [] } },
      policies: [policy('P', [target(FRT, 60, { business_hours: true })])],
      history: [created],
      until: at('tue 09:00'),
    },
    clocks: { [FRT]: { state: 'active', breach_at: null, elapsed_minutes: 0 } },
  },
  {
    // Pauses are kept when the policy changes: 60 minutes before pending, 180 allowed, so 120 left at 15:00.
    name: 'a pause survives a change of the policy',
    given: {
      policies: [policy('P', [wait(90)])],
      config: [{ at: at('mon 11:00'), policies: [policy('P', [wait(180)])] }],
      history: [
        created,
        entry('mon 10:00', 'agent', { status: 'pending' }, 'public'),
        entry('mon 12:00', 'agent', { tags: ['x'] }),
        entry('mon 15:00', 'requester', { status: 'open' }, 'public'),
      ],
      until: at('mon 16:00'),
    },
    clocks: {
      requester_wait_time: { state: 'active', target: 180, breach_at: at('mon 17:00'), elapsed_minutes: 120 },
    },
  },
  {
    // breach_at is null while paused (4.2).
    name: 'a paused clock is due at no time',
    given: {
      policies: [policy('P', [wait(90)])],
      history: [created, entry('mon 10:00', 'agent', { status: 'pending' }, 'public')],
      until: at('wed 10:00'),
    },
    clocks: {
      requester_wait_time: { state: 'paused', breach_at: null, breached_at: null, elapsed_minutes: 60 },
    },
  },
  {
    // The target passes while active (4.3, breach): a paused clock past a shortened target breaches when it goes on.
    name: 'a target shortened during a pause breaches when the clock goes on',
    given: {
      policies: [policy('P', [wait(90), wait(30, { priority: 'urgent' })])],
      history: [
        created,
        entry('mon 10:00', 'agent', { status: 'pending' }, 'public'),
        entry('mon 11:00', 'agent', { priority: 'urgent' }),
        entry('mon 15:00', 'requester', { status: 'open' }, 'public'),
      ],
      until: at('mon 16:00'),
    },
    clocks: {
      requester_wait_time: { state: 'breached', breached_at: at('mon 15:00'), elapsed_minutes: 120 },
    },
  },
  {
    // Reopening goes on with the accumulated time (4.2, Reopen): 60 minutes, then 60 more from 14:00.
    name: 'a reopened ticket goes on with its time and its first instance',
    given: {
      policies: [policy('P', [wait(120), target('total_resolution_time', 120), target(FRT, 30)])],
      history: [
        created,
        entry('mon 10:00', 'agent', { status: 'solved' }, 'public'),
        entry('mon 14:00', 'requester', { status: 'open' }, 'public'),
      ],
      until: at('mon 14:30'),
    },
    clocks: {
      requester_wait_time: { state: 'active', instance: 1, breach_at: at('mon 15:00'), fulfilled_at: null },
      total_resolution_time: {
        state: 'active',
        instance: 1,
        breach_at: at('mon 15:00'),
        elapsed_minutes: 90,
      },
      [FRT]: { state: 'fulfilled', breached_at: at('mon 09:30'), fulfilled_at: at('mon 10:00') },
    },
    also: ({ metrics }) => expect(metrics.reopens).toBe(1),
  },
  {
    // The priority in force when it ended: a fulfilled clock is not touched any more.
    name: 'what is fulfilled keeps its target and its breach whatever changes later',
    given: {
      policies: [byPriority],
      history: [
        entry('mon 09:00', 'requester', { priority: 'urgent' }, 'public'),
        entry('mon 11:00', 'agent', {}, 'public'),
        entry('mon 12:00', 'agent', { priority: 'normal' }),
      ],
      until: at('mon 13:00'),
    },
    clocks: {
      [FRT]: {
        state: 'fulfilled',
        target: 60,
        breached_at: at('mon 10:00'),
        fulfilled_at: at('mon 11:00'),
        elapsed_minutes: 120,
      },
    },
  },
  {
    name: 'a reply in the last second is in time',
    given: {
      policies: [byPriority],
      history: [
        entry('mon 09:00', 'requester', { priority: 'urgent' }, 'public'),
        entry('mon 10:00', 'agent', {}, 'public'),
      ],
      until: at('mon 13:00'),
    },
    clocks: { [FRT]: { state: 'fulfilled', breached_at: null, elapsed_minutes: 60 } },
  },
  {
    name: 'a reply one second later is late, by a breach of its own second',
    given: {
      policies: [policy('P', [{ ...target(FRT, 1), target_in_seconds: 45 }])],
      history: [created, entry('mon 09:00:46', 'agent', {}, 'public')],
      until: at('mon 13:00'),
    },
    clocks: {
      [FRT]: { state: 'fulfilled', target: 0.75, breached_at: at('mon 09:00:45'), elapsed_minutes: 46 / 60 },
    },
  },
  {
    // Closed tickets: nothing (4.2); a merge closes.
    name: 'closing fulfils what is under way, and nothing happens afterwards',
    given: {
      policies: [policy('P', [target(FRT, 60), wait(600)])],
      history: [
        created,
        entry('mon 09:30', 'system', { status: 'closed' }),
        entry('mon 12:00', 'requester', { priority: 'urgent' }, 'public'),
      ],
      until: at('tue 12:00'),
    },
    clocks: {
      [FRT]: { state: 'fulfilled', breached_at: null, fulfilled_at: at('mon 09:30') },
      requester_wait_time: { state: 'fulfilled', elapsed_minutes: 30 },
    },
    also: ({ metrics }) => expect(metrics.solved_at).toBe(at('mon 09:30')),
  },
  {
    // Group ownership ends when the group changes and starts for the next one (4.2).
    name: 'a ticket that changes hands is owned anew',
    given: {
      policies: [],
      group_policies: [
        {
          title: 'Ownership',
          filter: { all: [{ field: 'group_id', operator: 'includes', value: ['tier 1', 'tier 2'] }] },
          policy_metrics: [target('group_ownership_time', 60)],
        },
      ],
      history: [
        entry('mon 09:00', 'requester', { priority: 'normal', group: 'tier 1' }, 'public'),
        entry('mon 09:45', 'agent', { group: 'tier 2' }),
      ],
      until: at('mon 11:00'),
    },
    clocks: {
      'group_ownership_time #1': { state: 'fulfilled', breached_at: null, elapsed_minutes: 45 },
      'group_ownership_time #2': { state: 'breached', breached_at: at('mon 10:45'), policy: 'Ownership' },
    },
  },
]

describe('what changes in the middle of a ticket', () => {
  it.each(rows)('$name', ({ given, clocks, also }) => {
    const answer = ask(given)
    expect(answer.error).toBeUndefined()
    for (const [name, expected] of Object.entries(clocks)) {
      const [metric, instance = '1'] = name.split(' #')
      const clock = answer.clocks.find((one) => one.metric === metric && one.instance === Number(instance))
      if (expected) expect(clock).toMatchObject(expected)
      else expect(clock).toBeUndefined()
    }
    also?.(answer)
  })
})
