import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Id, JsonObject } from '../../kernel/index.ts'
import { type TimedDesk, timedDesk } from '../clocks/fixture.ts'
import { OFFICE, type Promised, slaBody } from '../core/clocks/sla-fixture.ts'
import { ADA, BO, by, CORA, says } from '../fixture.ts'

/** What happens to clocks in the middle of tickets: through the API and the real commit, read where it is explained. */
let desk: TimedDesk
beforeAll(async () => {
  desk = await timedDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.empty())

type Step =
  | { readonly ticket: object }
  | { readonly cora: true }
  | { readonly policy: readonly Promised[] }
  | { readonly noPolicy: true }
  | { readonly schedule: JsonObject }
type Expected = readonly [
  metric: string,
  instance: number,
  state: string,
  minutes: number,
  breachedAt: string | null,
]
type Case = {
  readonly policy: readonly Promised[]
  readonly schedule?: JsonObject
  readonly created?: string
  /** `normal` unless it says so. */
  readonly priority?: null
  readonly steps: readonly (readonly [at: string, step: Step])[]
  readonly until: string
  readonly clocks: readonly Expected[]
}

const reply = { ticket: { comment: { body: 'Water.', public: true } } }
const set = (ticket: object) => ({ ticket })
const first = (minutes: number, priority = 'normal', isBusiness = false): Promised => [
  'first_reply_time',
  priority,
  minutes,
  isBusiness,
]
const LATE = { ...OFFICE, name: 'Late', time_zone: 'America/New_York' }
/** Open across the midnight of Monday. */
const NIGHT = {
  ...OFFICE,
  name: 'Night',
  intervals: [
    { start_time: 1440 + 22 * 60, end_time: 2880 },
    { start_time: 2880, end_time: 2880 + 2 * 60 },
  ],
}

const CASES: { readonly [name: string]: Case } = {
  'a policy that is edited holds from the next update on': {
    policy: [first(480)],
    steps: [
      ['mon 10:00', { policy: [first(30)] }],
      ['mon 11:00', set({ tags: ['a'] })],
    ],
    until: 'mon 12:00',
    clocks: [['first_reply_time', 1, 'breached', 180, 'mon 11:00']],
  },
  'a breach stands, with its target, when the policy is edited': {
    policy: [first(60)],
    steps: [
      ['mon 10:30', { policy: [first(480)] }],
      ['mon 11:00', set({ tags: ['a'] })],
    ],
    until: 'mon 12:00',
    clocks: [['first_reply_time', 1, 'breached', 180, 'mon 10:00']],
  },
  'a higher priority with a shorter target breaches at once, never backdated': {
    policy: [first(480), first(30, 'urgent')],
    steps: [['mon 11:00', set({ priority: 'urgent' })]],
    until: 'mon 12:00',
    clocks: [['first_reply_time', 1, 'breached', 180, 'mon 11:00']],
  },
  'a lower priority with a longer target takes the breach back': {
    policy: [first(60), first(480, 'low')],
    steps: [['mon 11:00', set({ priority: 'low' })]],
    until: 'mon 12:00',
    clocks: [['first_reply_time', 1, 'active', 180, null]],
  },
  'a policy that is removed cancels, and one that comes back goes on with the time there was': {
    policy: [first(240)],
    steps: [
      ['mon 10:00', { noPolicy: true }],
      ['mon 11:00', set({ tags: ['a'] })],
      ['mon 12:00', { policy: [first(240)] }],
      ['mon 12:30', set({ tags: ['b'] })],
    ],
    until: 'mon 13:30',
    clocks: [['first_reply_time', 1, 'breached', 270, 'mon 13:00']],
  },
  'a pause is kept when the policy changes meanwhile': {
    policy: [['agent_work_time', 'normal', 120]],
    steps: [
      ['mon 10:00', set({ status: 'pending' })],
      ['mon 11:00', { policy: [['agent_work_time', 'normal', 180]] }],
      ['mon 12:00', set({ tags: ['a'] })],
      ['mon 14:00', set({ status: 'open' })],
    ],
    until: 'mon 15:30',
    clocks: [['agent_work_time', 1, 'active', 150, null]],
  },
  'nights and weekends do not count': {
    policy: [first(600, 'normal', true)],
    schedule: OFFICE,
    created: 'fri 16:00',
    steps: [],
    until: 'sun 23:00',
    clocks: [['first_reply_time', 1, 'active', 60, null]],
  },
  'hours that are open across midnight lose no minute': {
    policy: [first(180, 'normal', true)],
    schedule: NIGHT,
    steps: [],
    until: 'tue 03:00',
    clocks: [['first_reply_time', 1, 'breached', 240, 'tue 01:00']],
  },
  'hours that are edited count for the whole span from the next update on': {
    policy: [first(480, 'normal', true)],
    schedule: OFFICE,
    steps: [
      ['mon 13:00', { schedule: LATE }],
      ['mon 15:00', set({ tags: ['a'] })],
    ],
    until: 'mon 16:00',
    clocks: [['first_reply_time', 1, 'active', 120, null]],
  },
  'a reopened ticket goes on; replies and updates begin anew': {
    policy: [first(600), ['next_reply_time', 'normal', 60], ['total_resolution_time', 'normal', 300]],
    steps: [
      ['mon 10:00', reply],
      ['mon 11:00', set({ status: 'solved', assignee_id: BO })],
      ['mon 16:00', { cora: true }],
      ['mon 16:30', reply],
    ],
    until: 'mon 18:00',
    clocks: [
      ['first_reply_time', 1, 'fulfilled', 60, null],
      ['next_reply_time', 1, 'fulfilled', 30, null],
      ['total_resolution_time', 1, 'active', 240, null],
    ],
  },
  'without a priority nothing is promised; with one it counts from the beginning': {
    policy: [first(60, 'high')],
    priority: null,
    steps: [['mon 09:30', set({ priority: 'high' })]],
    until: 'mon 09:40',
    clocks: [['first_reply_time', 1, 'active', 40, null]],
  },
  'what is solved late has been broken, at its instant': {
    policy: [['total_resolution_time', 'normal', 60]],
    steps: [['mon 12:00', set({ status: 'solved', assignee_id: BO })]],
    until: 'tue 09:00',
    clocks: [['total_resolution_time', 1, 'fulfilled', 180, 'mon 10:00']],
  },
}

const iso = (text: string | null): string | null => {
  if (text === null) return null
  const [day = '', time = ''] = text.split(' ')
  return `2026-03-0${2 + ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].indexOf(day)}T${time}:00Z`
}

const setPolicies = (promises: readonly Promised[]) =>
  desk.setPolicy('sla_policy', 1, slaBody('All', 1, promises))

const take = async (id: Id, step: Step): Promise<void> => {
  if ('ticket' in step) expect((await desk.call(BO, 'PUT', `/api/v2/tickets/${id}`, step)).status).toBe(200)
  else if ('cora' in step) await desk.update(id, { actor: by(CORA), comment: says('And now?') })
  else if ('policy' in step) await setPolicies(step.policy)
  else if ('schedule' in step) await desk.setPolicy('schedule', 7, step.schedule)
  else await desk.setPolicy('sla_policy', 1, null)
}

for (const [name, one] of Object.entries(CASES))
  it(name, async () => {
    if (one.schedule) await desk.setPolicy('schedule', 7, one.schedule)
    await setPolicies(one.policy)
    desk.now(one.created ?? 'mon 09:00')
    const comment = { body: 'It burns.', author_id: CORA }
    const ticket = { requester_id: CORA, comment, priority: one.priority === null ? null : 'normal' }
    const { id } = (await desk.call(BO, 'POST', '/api/v2/tickets', { ticket })).body.ticket
    for (const [at, step] of one.steps) {
      desk.now(at)
      await take(id, step)
    }
    desk.now(one.until)
    const { clocks } = (await desk.call(ADA, 'GET', `/api/v2/tickets/${id}/clock`)).body.clock
    const metrics = new Set(one.clocks.map(([metric]) => metric))
    const found = clocks
      .filter(({ metric }: { metric: string }) => metrics.has(metric))
      .map((clock: JsonObject) => [
        clock.metric,
        clock.instance,
        clock.state,
        clock.elapsed_minutes,
        clock.breached_at,
      ])
    expect(found).toEqual(
      one.clocks.map(([metric, instance, state, minutes, breachedAt]) => [
        metric,
        instance,
        state,
        minutes,
        iso(breachedAt),
      ]),
    )
    expect(await desk.faults()).toEqual([])
  })
