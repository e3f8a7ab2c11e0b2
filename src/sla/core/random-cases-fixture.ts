import fc from 'fast-check'
import { instantOf, MINUTE_MS, toIso } from '../../kernel/index.ts'
import type { OracleCase, OracleEntry, OraclePolicy, OracleSchedule } from './oracle-case-fixture.ts'

/** A Thursday, so that most cases meet a weekend. */
const START = Date.UTC(2026, 2, 5, 6) / MINUTE_MS

const iso = (minute: number): string => toIso(instantOf(minute * MINUTE_MS))

const interval: fc.Arbitrary<readonly [string, string]> = fc.constantFrom(
  ['09:00', '17:00'],
  ['00:00', '24:00'],
  ['08:30', '12:15'],
  ['13:00', '23:59'],
)

type Intervals = readonly (readonly [string, string])[]

const oneInterval: fc.Arbitrary<Intervals> = fc.tuple(interval)

const schedule: fc.Arbitrary<OracleSchedule> = fc.record({
  tz: fc.constantFrom('UTC', 'Asia/Kolkata', 'Etc/GMT+5'),
  hours: fc.record({
    mon: oneInterval,
    tue: fc.constant<Intervals>([
      ['08:00', '12:00'],
      ['13:00', '18:00'],
    ]),
    thu: oneInterval,
    fri: fc.oneof(oneInterval, fc.constant<Intervals>([])),
    sun: fc.oneof(oneInterval, fc.constant<Intervals>([])),
  }),
  holidays: fc.subarray(['2026-03-05', '2026-03-06', '2026-03-09']),
})

const METRICS = [
  'first_reply_time',
  'next_reply_time',
  'periodic_update_time',
  'pausable_update_time',
  'requester_wait_time',
  'agent_work_time',
  'total_resolution_time',
]

const promises = (metrics: readonly string[]) =>
  fc.uniqueArray(
    fc.record({
      priority: fc.constantFrom('normal', 'high'),
      metric: fc.constantFrom(...metrics),
      target: fc.integer({ min: 1, max: 1200 }),
      business_hours: fc.boolean(),
    }),
    { minLength: 1, maxLength: 14, selector: ({ priority, metric }) => `${priority} ${metric}` },
  )

const flags = (names: readonly string[]) =>
  fc.subarray([...names]).map((on) => Object.fromEntries(on.map((name) => [name, true])))

const settings = fc.record({
  first_reply_time: flags([
    'activate_on_ticket_created_for_end_user',
    'activate_on_agent_ticket_created_for_end_user_with_internal_note',
    'activate_on_light_agent_on_email_forward_ticket_from_end_user',
    'activate_on_agent_created_ticket_for_self',
    'fulfill_on_agent_internal_note',
  ]),
  next_reply_time: flags([
    'fulfill_on_non_requesting_agent_internal_note_after_activation',
    'activate_on_end_user_added_internal_note',
    'activate_on_agent_requested_ticket_with_public_comment_or_internal_note',
    'activate_on_light_agent_internal_note',
  ]),
  periodic_update_time: flags(['activate_on_agent_internal_note']),
})

const tagFilter = fc.constantFrom<OraclePolicy['filter']['all']>(
  [],
  [],
  [{ field: 'current_tags', operator: 'includes', value: 'vip' }],
  [{ field: 'current_tags', operator: 'not_includes', value: 'vip' }],
  [{ field: 'group_id', operator: 'is', value: 'tier 2' }],
)

const policiesWith = (names: readonly string[]): fc.Arbitrary<OraclePolicy[]> =>
  fc
    .tuple(...['Gold', 'Silver'].map((title) => policy(title, names)))
    .chain((list) => fc.subarray(list, { minLength: 1 }))

const policy = (title: string, names: readonly string[]): fc.Arbitrary<OraclePolicy> =>
  fc.record({
    title: fc.constant(title),
    filter: tagFilter.map((all) => ({ all, any: [] as [] })),
    schedule: fc.constantFrom(null, ...names),
    policy_metrics: promises(METRICS),
    metrics_settings: fc.oneof(fc.constant<NonNullable<OraclePolicy['metrics_settings']>>({}), settings),
  })

const groupPolicies: fc.Arbitrary<OraclePolicy[]> = fc.array(
  fc.record({
    title: fc.constant('Ownership'),
    filter: fc.constant({
      all: [{ field: 'group_id' as const, operator: 'includes', value: 'tier 2' }],
      any: [] as [],
    }),
    policy_metrics: promises(['group_ownership_time']),
  }),
  { maxLength: 1 },
)

const status = fc.constantFrom(
  'new',
  'open',
  'open',
  'open',
  'pending',
  'pending',
  'hold',
  'solved',
  'closed',
)

const entry = (names: readonly string[], isFirst: boolean) =>
  fc.record(
    {
      gap: fc.oneof(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 900 }), fc.constant(0)),
      by: fc.constantFrom<OracleEntry['by']>(
        'requester',
        'requester',
        'agent',
        'agent',
        'light_agent',
        'other_end_user',
        'system',
      ),
      set: fc.record(
        {
          status: isFirst
            ? fc.constantFrom('new', 'new', 'open', 'open', 'pending', 'hold', 'solved')
            : status,
          priority: fc.constantFrom('normal', 'normal', 'high', 'high', 'low', null),
          group: fc.constantFrom('tier 1', 'tier 2', null),
          assignee: fc.constantFrom('Ann', 'Bob', null),
          tags: fc.subarray(['vip', 'billing']),
          ...(names.length > 0 ? { schedule: fc.constantFrom(...names, null) } : {}),
        },
        { requiredKeys: isFirst ? ['priority'] : [] },
      ),
      comment: fc.record({ public: fc.oneof(fc.constant(true), fc.boolean()) }),
    },
    { requiredKeys: ['gap', 'by'] },
  )

/** Cases of the slow model: whole minutes, a few days, everything that may change while a ticket lives. */
export const randomCase: fc.Arbitrary<OracleCase> = fc
  .subarray(['Amsterdam', 'Delhi', 'Lima'])
  .chain((names) =>
    fc.record({
      schedules: fc
        .tuple(...names.map(() => schedule))
        .map((list) => Object.fromEntries(names.map((name, index) => [name, list[index]!]))),
      default_schedule: names.length > 0 ? fc.constantFrom(undefined, ...names) : fc.constant(undefined),
      policies: policiesWith(names),
      group_policies: groupPolicies,
      edits: fc.array(
        fc.record(
          { after: fc.integer({ min: -10, max: 2000 }), policies: policiesWith(names), schedule },
          { requiredKeys: ['after'] },
        ),
        { maxLength: 2 },
      ),
      requester_role: fc.constantFrom<OracleCase['requester_role']>(
        'end_user',
        'end_user',
        'agent',
        'light_agent',
      ),
      first: entry(names, true),
      others: fc.array(entry(names, false), { maxLength: 12 }),
      rest: fc.integer({ min: -300, max: 1500 }),
    }),
  )
  .map(({ first, others, rest, edits, default_schedule, ...parts }) => {
    let minute = START
    const history = [first, ...others].map(({ gap, ...one }) => {
      minute += gap
      return { at: iso(minute), ...one }
    })
    const start = START + first.gap
    return {
      ...parts,
      ...(default_schedule === undefined ? {} : { default_schedule }),
      config: edits.map(({ after, policies, schedule: edited }) => ({
        at: iso(start + after),
        ...(policies ? { policies } : {}),
        ...(edited && Object.keys(parts.schedules)[0]
          ? { schedules: { [Object.keys(parts.schedules)[0]!]: edited } }
          : {}),
      })),
      history,
      until: iso(Math.max(start, minute + rest)),
    }
  })
