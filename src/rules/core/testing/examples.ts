/** Conditions, each with a ticket for which it holds and one for which it does not. */
import { HOUR_MS, type Instant, instantOf, type Json, MINUTE_MS, parseIso } from '../../../kernel/index.ts'
import type { MomentName } from '../columns.ts'
import type { CountFacts } from '../facts.ts'
import { AMARA, AT, BEN, ROSA, type World } from './facts.ts'

export type Example = readonly [field: string, operator: string, value: Json, yes: World, no: World]

const at = (iso: string): Instant => parseIso(iso) ?? instantOf(0)
const hoursAgo = (hours: number): Instant => instantOf(AT - hours * HOUR_MS)

type Moments = { readonly [operator: string]: readonly [yes: Instant, no: Instant] }

/** It is Monday, noon; the desk works from 9 to 17, so that Friday noon is eight hours of work ago. */
const SINCE: Moments = {
  is: [hoursAgo(2.9), hoursAgo(3)],
  less_than: [hoursAgo(1.9), hoursAgo(2)],
  greater_than: [hoursAgo(3), hoursAgo(2.9)],
  is_business_hours: [at('2026-03-02T10:00:00Z'), at('2026-02-27T12:00:00Z')],
  less_than_business_hours: [at('2026-03-02T11:00:00Z'), at('2026-03-01T12:00:00Z')],
  greater_than_business_hours: [at('2026-03-01T12:00:00Z'), at('2026-03-02T09:30:00Z')],
}
/** Two hours, equality included: that is anything below three. Work ends at 17:00, and begins again at 9:00. */
const UNTIL: Moments = {
  is: [hoursAgo(-2.5), hoursAgo(-3)],
  less_than: [hoursAgo(-2.9), hoursAgo(0.1)],
  greater_than: [hoursAgo(-3), hoursAgo(-2.9)],
  is_business_hours: [at('2026-03-02T14:30:00Z'), at('2026-03-03T09:00:00Z')],
  less_than_business_hours: [at('2026-03-02T14:59:00Z'), at('2026-03-02T15:00:00Z')],
  greater_than_business_hours: [at('2026-03-03T09:00:00Z'), at('2026-03-02T14:00:00Z')],
}

const timed = (field: string, moment: MomentName, moments: Moments, status = 'open'): Example[] =>
  Object.entries(moments).map(([operator, [yes, no]]) => [
    field,
    operator,
    '2',
    { ticket: { status }, times: { [moment]: yes } },
    { ticket: { status }, times: { [moment]: no } },
  ])

const TIMES: readonly Example[] = [
  ...timed('NEW', 'createdAt', SINCE, 'new'),
  ...timed('OPEN', 'statusAt', SINCE),
  ...timed('PENDING', 'statusAt', SINCE, 'pending'),
  ...timed('HOLD', 'statusAt', SINCE, 'hold'),
  ...timed('SOLVED', 'statusAt', SINCE, 'solved'),
  ...timed('CLOSED', 'statusAt', SINCE, 'closed'),
  ...timed('assigned_at', 'assignedAt', SINCE),
  ...timed('updated_at', 'updatedAt', SINCE),
  ...timed('requester_updated_at', 'requesterUpdatedAt', SINCE),
  ...timed('assignee_updated_at', 'assigneeUpdatedAt', SINCE),
  ...timed('due_date', 'dueAt', SINCE),
  ...timed('due_at', 'dueAt', SINCE),
  ...timed('until_due_date', 'dueAt', UNTIL),
  ...timed('sla_next_breach_at', 'lastBreachAt', SINCE),
  ...timed('until_sla_next_breach_at', 'upcomingBreachAt', UNTIL),
  ...timed('group_sla_next_breach_at', 'lastGroupBreachAt', SINCE),
  ...timed('until_group_sla_next_breach_at', 'upcomingGroupBreachAt', UNTIL),
  // A status that was left counts no more, and what is still to come has not been.
  [
    'SOLVED',
    'greater_than',
    2,
    { ticket: { status: 'solved' }, times: { statusAt: hoursAgo(9) } },
    { times: { statusAt: hoursAgo(9) } },
  ],
  ['due_date', 'less_than', 2, { times: { dueAt: AT } }, { times: { dueAt: hoursAgo(-1) } }],
  // Its own schedule, in New York, is closed all that Monday.
  [
    'OPEN',
    'less_than_business_hours',
    1,
    { ticket: { scheduleId: 8 }, times: { statusAt: at('2026-03-02T09:00:00Z') } },
    { times: { statusAt: at('2026-03-02T09:00:00Z') } },
  ],
]

const breachIn = (minutes: number): World => ({
  times: { shownBreachAt: instantOf(AT + minutes * MINUTE_MS) },
})

const CLOCKS: readonly Example[] = [
  ['sla_minutes_to_breach', 'less_than', 5, breachIn(4.9), breachIn(5)],
  ['sla_minutes_to_breach', 'less_than', 0, breachIn(-0.5), breachIn(0)],
  ['sla_minutes_to_breach', 'less_than_equal', '5', breachIn(5.9), breachIn(6)],
  ['sla_minutes_to_breach', 'greater_than', 5, breachIn(6), breachIn(5.9)],
  ['sla_minutes_to_breach', 'greater_than_equal', 5, breachIn(5), {}],
  ['sla_is_breached', 'is', 'true', breachIn(0), breachIn(1)],
  ['sla_is_breached', 'is_not', 'true', {}, breachIn(-1)],
  ['sla_warning_fired', 'is', 'true', breachIn(60), breachIn(61)],
  ['sla_warning_fired', 'is_not', 'true', { ...breachIn(1), desk: null }, breachIn(1)],
  ['sla_stage', 'is', 'next_reply', { times: { stage: 'next_reply' } }, {}],
  ['sla_stage', 'is_not', 'next_reply', {}, { times: { stage: 'next_reply' } }],
  ['sla_stage', 'is', '', {}, { times: { stage: 'resolution' } }],
]

const counted = (field: string, of: keyof CountFacts): Example[] => {
  const times = (n: number): World => ({ counts: { [of]: n } })
  return [
    [field, 'is', 2, times(2), times(3)],
    [field, 'less_than', '2', times(1), times(2)],
    [field, 'greater_than', 2, times(3), times(2)],
  ]
}

const COUNTS: readonly Example[] = [
  ...counted('reopens', 'reopens'),
  ...counted('replies', 'replies'),
  ...counted('agent_stations', 'agentStations'),
  ...counted('group_stations', 'groupStations'),
  ...counted('number_of_incidents', 'incidents'),
]

const HOURS: readonly Example[] = [
  ['in_business_hours', 'is', 'true', {}, { ticket: { scheduleId: 8 } }],
  ['in_business_hours', 'is_not', 'true', { ticket: { scheduleId: 8 } }, {}],
  ['set_schedule', 'is', 7, {}, { ticket: { scheduleId: 8 } }],
  ['set_schedule', 'is_not', '7', { ticket: { scheduleId: 8 } }, {}],
  ['schedule_id', 'is', 8, { ticket: { scheduleId: 8 } }, {}],
  ['schedule_id', 'is_not', 8, {}, { ticket: { scheduleId: 8 } }],
]

/** Whether a schedule is open does not depend on the ticket, so that the desk is another one. */
const openOrNot = (field: string, operator: string, yesId: number, noId: number): Example[] => [
  [field, operator, yesId, {}, { desk: null }],
  [field, operator === 'is' ? 'is_not' : 'is', noId, {}, { desk: null }],
]

const person = (field: 'cc' | 'follower', ids: 'emailCcIds' | 'followerIds'): Example[] => {
  const having = (...people: number[]): World => ({ ticket: { [ids]: people } })
  return [
    [field, 'is', 'present', having(BEN), having()],
    [field, 'is', 'not_present', having(), having(BEN)],
    [field, 'is', '', having(BEN), having()],
    [field, 'is', BEN, having(AMARA, BEN), having(AMARA)],
    [field, 'is', 'current_user', having(AMARA), having(BEN)],
    [field, 'is_not', 'current_user', having(BEN), having(AMARA)],
  ]
}

const rated = (reasonId: number | null): World['ticket'] & object => ({
  satisfaction: { score: 'bad', comment: null, reasonId },
})

const PEOPLE: readonly Example[] = [
  ...person('cc', 'emailCcIds'),
  ...person('follower', 'followerIds'),
  ['group_id', 'is', 'current_groups', { ticket: { groupId: 502 } }, { ticket: { groupId: 503 } }],
  ['group_id', 'is_not', 'current_groups', { ticket: { groupId: null } }, { ticket: { groupId: 501 } }],
  ['skills_match', 'is', 'true', {}, { skillsMatch: false }],
  ['skills_match', 'is_not', 'true', { skillsMatch: false }, {}],
  ['requester_time_zone', 'is', 'Europe/Madrid', {}, { ticket: { requesterId: AMARA } }],
  [
    'requester_time_zone',
    'is_not',
    'Europe/Madrid',
    { ticket: { requesterId: AMARA } },
    { ticket: { requesterId: ROSA } },
  ],
  ['satisfaction_reason_code', 'is', '5', { ticket: rated(5) }, { ticket: rated(6) }],
  ['satisfaction_reason_code', 'is', '', { ticket: rated(null) }, { ticket: rated(6) }],
  ['satisfaction_reason_code', 'is_not', 5, {}, { ticket: rated(5) }],
  ['satisfaction_reason_code', 'changed', null, { ticket: rated(5) }, { ticket: rated(5), before: rated(5) }],
  ['satisfaction_reason_code', 'not_changed', null, {}, { ticket: rated(5) }],
  ['satisfaction_reason_code', 'value', 5, { ticket: rated(5) }, { ticket: rated(6) }],
  ['satisfaction_reason_code', 'value_previous', 5, { before: rated(5) }, { before: rated(6) }],
  ['satisfaction_reason_code', 'not_value', 5, { ticket: rated(6) }, { ticket: rated(5) }],
  ['satisfaction_reason_code', 'not_value_previous', 5, { before: rated(6) }, { before: rated(5) }],
]

const due = (iso: string): { readonly dueAt: Instant } => ({ dueAt: at(iso) })
const FIRST = due('2026-04-01T10:00:00Z')
const SECOND = due('2026-04-02T10:00:00Z')

const DUE_DATES: readonly Example[] = [
  ['ticket_due_date', 'is', '2026-04-01', { ticket: FIRST }, { ticket: SECOND }],
  ['ticket_due_date', 'is', '', {}, { ticket: FIRST }],
  ['ticket_due_date', 'is_not', '2026-04-01', {}, { ticket: FIRST }],
  ['ticket_due_date', 'less_than', '2026-04-02', { ticket: FIRST }, { ticket: SECOND }],
  ['ticket_due_date', 'greater_than', '2026-04-01', { ticket: SECOND }, {}],
  ['ticket_due_date', 'changed', null, { ticket: FIRST }, { ticket: FIRST, before: FIRST }],
  ['ticket_due_date', 'not_changed', null, {}, { ticket: FIRST }],
  ['ticket_due_date', 'value', '2026-04-01', { ticket: FIRST }, { ticket: SECOND }],
  ['ticket_due_date', 'value_previous', '2026-04-01', { before: FIRST }, { before: SECOND }],
  ['ticket_due_date', 'not_value', '2026-04-01', { ticket: SECOND }, { ticket: FIRST }],
  ['ticket_due_date', 'not_value_previous', '2026-04-01', { before: SECOND }, { before: FIRST }],
]

const changed = (field: string, value: string, yes: World['ticket'] & object, no: World['ticket'] & object) =>
  [
    [field, 'is', value, { ticket: yes }, { ticket: no }],
    [field, 'is_not', value, { ticket: no }, { ticket: yes }],
    [field, 'changed', null, { ticket: yes, before: no }, { ticket: yes, before: yes }],
    [field, 'not_changed', null, { ticket: no, before: no }, { ticket: yes, before: no }],
    [field, 'value', value, { ticket: yes, before: no }, { ticket: no, before: yes }],
    [field, 'value_previous', value, { ticket: no, before: yes }, { ticket: yes, before: no }],
    [field, 'not_value', value, { ticket: no, before: yes }, { ticket: yes, before: no }],
    [field, 'not_value_previous', value, { ticket: yes, before: no }, { ticket: no, before: yes }],
  ] satisfies Example[]

const SUPPORT: readonly Example[] = [
  ...changed('kind', 'service_request', { kind: 'service_request' }, { kind: null }),
  ['kind', 'is', 'incident', { ticket: { type: 'incident' } }, { ticket: { type: null } }],
  ...changed('resolution_code', 'fixed', { resolutionCode: 'fixed' }, {}),
]

/** On time, on people, on hours, and on what a technical ticket has. */
export const EXAMPLES: readonly Example[] = [
  ...TIMES,
  ...CLOCKS,
  ...COUNTS,
  ...HOURS,
  ...openOrNot('within_schedule', 'is', 7, 8),
  ...openOrNot('ticket_schedule', 'is', 8, 7),
  ...PEOPLE,
  ...DUE_DATES,
  ...SUPPORT,
]
