import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Id, type Instant, instantOf, MINUTE_MS, toIso } from '../../../kernel/index.ts'
import { finish, type MetricEvent } from '../../../sla/core/index.ts'
import { answerClocksLine } from '../../../sla/index.ts'
import type { Change } from '../change.ts'
import { decide, isEmpty } from '../decide.ts'
import type { Decision } from '../decision.ts'
import type { Policy } from '../policy.ts'
import {
  AMARA,
  BEN,
  BILLING,
  by,
  LENA,
  MILTON,
  NOON,
  OLGA,
  policyOf,
  ROSA,
  SUPPORT,
  says,
  stateOf,
} from '../testing/desk.ts'
import type { Ticket } from '../ticket.ts'
import { hoursOf } from './decide-clocks.ts'
import { replayClocks } from './replay.ts'
import { groupBody, METRICS, OFFICE, type Promised, slaBody } from './sla-fixture.ts'
import { nextDueAt, packClocks, type TicketClocks, unpackClocks } from './ticket-clocks.ts'

const day = [['09:00', '17:00']]
const OFFICE_CASE = { tz: 'UTC', hours: { mon: day, tue: day, wed: day, thu: day, fri: day }, holidays: [] }

type Lived = { readonly steps: readonly Decision[]; readonly clocks: TicketClocks; readonly ticket: Ticket }
type Move = readonly [gapSeconds: number, change: Change]

/** Lives through moves as commits do: what is kept goes through its stored form, and timers fire when they are due. */
const live = (policy: Policy, moves: readonly Move[], hasTimers: boolean): Lived => {
  const steps: Decision[] = []
  let [ticket, clocks]: [Ticket | null, TicketClocks | null] = [null, null]
  let now: number = NOON
  const make = (change: Change, at: number): void => {
    const result = decide({ ...stateOf(ticket), clocks }, change, policy, instantOf(at))
    if (!result.ok || isEmpty(result.value)) return
    steps.push(result.value)
    ticket = result.value.ticket
    clocks = result.value.clocks && unpackClocks(packClocks(result.value.clocks))
  }
  for (const [gap, change] of moves) {
    now += gap * 1000
    for (;;) {
      const dueAt: Instant | null = ticket && clocks ? nextDueAt(ticket, clocks) : null
      if (!hasTimers || dueAt === null || dueAt >= now) break
      make(timer(dueAt), now)
    }
    make(change, now)
  }
  return { steps, clocks: clocks!, ticket: ticket! }
}

const timer = (dueAt: Instant): Change => by('system', { timer: { dueAt } })

const told = (steps: readonly Decision[]): MetricEvent[] => {
  const events = new Map(steps.flatMap(({ metricEvents }) => metricEvents).map((event) => [event.id, event]))
  return [...events.values()].sort((a, b) => a.at - b.at || a.id - b.id)
}

describe('the clocks of tickets', () => {
  const promises = fc
    .tuple(fc.subarray(METRICS, { minLength: 3 }), fc.integer({ min: 20, max: 900 }), fc.boolean())
    .map(([metrics, minutes, isBusiness]): Promised[] =>
      metrics.flatMap((metric, place) => [
        [metric, 'normal', minutes + place * 37, isBusiness] as const,
        [metric, 'high', Math.ceil(minutes / 3), false] as const,
      ]),
    )
  const who = fc.constantFrom(ROSA, ROSA, MILTON, AMARA, AMARA, BEN, LENA, OLGA)
  const move: fc.Arbitrary<Move> = fc
    .record({
      gap: fc.oneof(fc.integer({ min: 0, max: 7200 }), fc.integer({ min: 0, max: 90_000 }), fc.constant(0)),
      actor: who,
      text: fc.option(fc.boolean(), { nil: undefined }),
      set: fc.record(
        {
          status: fc.constantFrom('open', 'open', 'pending', 'hold', 'solved', 'closed'),
          priority: fc.constantFrom('normal', 'high', 'low'),
          groupId: fc.constantFrom(SUPPORT, BILLING),
          assigneeId: fc.constantFrom(BEN.id, null),
        },
        { requiredKeys: [] },
      ),
      tag: fc.option(fc.constantFrom('vip', 'plain'), { nil: undefined }),
    })
    .map(({ gap, actor, text, set, tag }) => {
      const isStaff = actor.roleId > 2
      const isPublic = actor === LENA ? false : isStaff ? (text ?? true) : true
      return [
        gap,
        by(actor, {
          ...(text === undefined && isStaff ? {} : { comment: says('x', isPublic) }),
          ...(isStaff ? { set: set as Change['set'] } : {}),
          ...(isStaff && tag ? { tags: { set: [tag] } } : {}),
        }),
      ]
    })
  const story = fc.record({
    vip: promises,
    all: promises,
    owned: fc.integer({ min: 30, max: 2000 }),
    hasSchedule: fc.boolean(),
    hasTimers: fc.boolean(),
    opening: fc.constantFrom(ROSA, ROSA, ROSA, AMARA),
    moves: fc.array(move, { minLength: 2, maxLength: 14 }),
  })

  it('are those of `mainstay clocks` over what was recorded, and those of their audits, whatever happens', () => {
    let [breaches, groups] = [0, 0]
    fc.assert(
      fc.property(story, ({ vip, all, owned, hasSchedule, hasTimers, opening, moves }) => {
        const filter = [{ field: 'current_tags', operator: 'includes', value: 'vip' }]
        const ownership: Promised[] = [['group_ownership_time', 'normal', owned]]
        const policy = policyOf({
          sla_policy: [
            { id: 1, body: slaBody('VIP', 1, vip, filter) },
            { id: 2, body: slaBody('All', 2, all) },
          ],
          group_sla_policy: [{ id: 3, body: groupBody(ownership) }],
          schedule: hasSchedule ? [{ id: 9, body: OFFICE }] : [],
        })
        expect(policy.problems).toEqual([])
        const first = by(opening, {
          kind: 'create',
          set: { subject: 'Fire', ...(opening === AMARA ? { priority: 'normal' } : {}) },
          requesterId: ROSA.id,
          comment: says('Fire'),
        })
        const lived = live(policy, [[0, first], ...moves], hasTimers)
        const until = instantOf(lived.steps.at(-1)!.at + 10 * MINUTE_MS)
        const answer = JSON.parse(
          answerClocksLine(
            JSON.stringify({
              schedules: hasSchedule ? { Office: OFFICE_CASE } : {},
              policies: [slaCase('VIP', vip, filter), slaCase('All', all)],
              group_policies: [
                slaCase('Ownership', ownership, [
                  { field: 'group_id', operator: 'includes', value: [SUPPORT] },
                ]),
              ],
              requester_role: 'end_user',
              history: lived.steps.filter(({ change }) => !change.timer).map(recorded),
              until: toIso(until),
            }),
          ),
        )
        expect(answer.error).toBeUndefined()
        const done = finish(lived.clocks.sla, until, hoursOf(policy))
        expect(wire([...told(lived.steps), ...done.events])).toEqual(answer.events.map(short))
        const { metrics } = done
        expect({
          replies: metrics.replies,
          reopens: metrics.reopens,
          solved: metrics.solvedAt && toIso(instantOf(metrics.solvedAt)),
          wait: metrics.requesterWaitTime.businessMs! / MINUTE_MS,
          hold: metrics.onHoldTime.calendarMs! / MINUTE_MS,
          stations: metrics.groupStations,
        }).toEqual({
          replies: answer.metrics.replies,
          reopens: answer.metrics.reopens,
          solved: answer.metrics.solved_at,
          wait: answer.metrics.requester_wait_time_in_minutes.business,
          hold: answer.metrics.on_hold_time_in_minutes.calendar,
          stations: answer.metrics.group_stations,
        })
        checkReplay(lived, policy)
        breaches += answer.events.filter(({ type }: { type: string }) => type === 'breach').length
        groups += answer.events.filter(({ type }: { type: string }) => type === 'apply_sla').length
      }),
      { numRuns: 150 },
    )
    expect(breaches).toBeGreaterThan(60)
    expect(groups).toBeGreaterThan(60)
  })
})

const slaCase = (title: string, promises: readonly Promised[], all: object[] = []) => ({
  title,
  filter: { all, any: [] },
  policy_metrics: promises.map(([metric, priority, target, isBusiness = false]) => ({
    metric,
    priority,
    target,
    business_hours: isBusiness,
  })),
})

const AUTHORS = new Map<Id, string>([
  [ROSA.id, 'requester'],
  [MILTON.id, 'other_end_user'],
  [LENA.id, 'light_agent'],
])

const recorded = ({ ticket, comment, change, at }: Decision) => {
  const id = comment?.authorId ?? (change.actor.kind === 'user' ? change.actor.id : 0)
  return {
    at: toIso(at),
    by: AUTHORS.get(id) ?? 'agent',
    set: {
      status: ticket.status,
      priority: ticket.priority,
      group_id: ticket.groupId,
      assignee_id: ticket.assigneeId,
      tags: ticket.tags,
    },
    ...(comment ? { comment: { public: comment.public } } : {}),
  }
}

type Answered = { metric: string; instance: number; type: string; time: string; deleted?: true; sla?: object }

const short = ({ metric, instance, type, time, deleted, sla }: Answered) => ({
  metric,
  instance,
  type,
  time,
  deleted,
  sla,
})

const wire = (events: readonly MetricEvent[]) =>
  [...events]
    .sort((a, b) => a.at - b.at || a.id - b.id)
    .map(({ metric, instance, type, at, deleted, sla }) => ({
      metric,
      instance,
      type,
      time: toIso(instantOf(at)),
      deleted,
      sla: sla && { target: sla.targetSeconds / 60, policy: sla.policy },
    }))

/** From what an audit keeps, and nothing else. */
const checkReplay = ({ steps, clocks: stored }: Lived, policy: Policy): void => {
  let [before, clocks]: [Ticket | null, TicketClocks | null] = [null, null]
  for (const step of steps) {
    const { ticket, events, change, context, at } = JSON.parse(JSON.stringify(step)) as Decision
    const actorId = change.actor.kind === 'user' ? change.actor.id : null
    const audit = { before, ticket, events, actorId, context, policy, at, change }
    const clocked = replayClocks(clocks, audit, hoursOf(policy))
    expect(clocked.metricEvents).toEqual(step.metricEvents)
    before = ticket
    clocks = clocked.clocks
  }
  expect(packClocks(clocks!)).toBe(packClocks(stored))
}
