import { describe, expect, test } from 'vitest'
import type { Json } from '../../kernel/index.ts'
import { compileConditions, parseConditions } from './conditions.ts'
import { AMARA, CATALOGUE, factsOf, INITECH, ROSA, type World } from './testing/facts.ts'
import { vocabulary } from './vocabulary.ts'

const read = (field: string, operator: string | null, value: Json) =>
  parseConditions({ all: [{ field, operator, value }] }, { place: 'sla', catalogue: CATALOGUE })

/** What filters of SLA policies may ask, each with a ticket for which it holds, and one for which it does not. */
const ASKED: readonly (readonly [string, string | null, Json, World, World])[] = [
  ['custom_status_id', 'includes', [3, '4'], { ticket: { customStatusId: 4 } }, {}],
  ['custom_status_id', 'is_not', 2, { ticket: { customStatusId: null } }, {}],
  ['type', 'is', 'incident', { ticket: { type: 'incident' } }, {}],
  ['kind', 'is', 'change', { ticket: { kind: 'change' } }, {}],
  ['resolution_code', 'is', 'fixed', { ticket: { resolutionCode: 'fixed' } }, {}],
  ['ticket_type_id', 'is', 2, { ticket: { type: 'incident' } }, { ticket: { type: null } }],
  ['ticket_type_id', 'is', '1', {}, { ticket: { type: 'task' } }],
  ['ticket_type_id', 'is_not', '4', {}, { ticket: { type: 'task' } }],
  ['group_id', 'includes', [501, 502], {}, { ticket: { groupId: null } }],
  ['group_id', 'not_includes', ['501'], { ticket: { groupId: null } }, {}],
  ['assignee_id', 'is', String(AMARA), {}, { ticket: { assigneeId: null } }],
  ['assignee_id', 'is', '', { ticket: { assigneeId: null } }, {}],
  ['requester_id', 'is_not', ROSA, { ticket: { requesterId: AMARA } }, {}],
  ['organization_id', 'is', INITECH, {}, { ticket: { organizationId: null } }],
  [
    'kind',
    'is',
    'incident',
    { ticket: { type: 'incident' } },
    { ticket: { type: 'question', kind: 'service_request' } },
  ],
  ['kind', 'is_not', 'task', { ticket: { type: 'task', kind: 'change' } }, { ticket: { type: 'task' } }],
  ['resolution_code', 'is', 'Fixed', { ticket: { resolutionCode: 'fixed' } }, {}],
  ['brand_id', 'is', '1', {}, { ticket: { brandId: 2 } }],
  ['ticket_form_id', 'is_not', 7, { ticket: { formId: null } }, {}],
  ['current_tags', 'includes', 'gold vip', { ticket: { tags: ['vip'] } }, { ticket: { tags: ['golden'] } }],
  ['current_tags', 'not_includes', ['gold', 'vip'], {}, { ticket: { tags: ['gold'] } }],
  ['via_id', 'is', 4, { ticket: { via: { channel: 'email' } } }, {}],
  ['via_id', 'is', 'web_service', { ticket: { via: { channel: 'api' } } }, {}],
  ['via_id', 'not_includes', [0, 'mail'], { ticket: { via: { channel: 'api' } } }, {}],
  ['current_via_id', 'is', 'mail', { update: { channel: 'email' } }, {}],
  ['recipient', 'is', 'Help@mainstay.example', {}, { ticket: { recipient: 'other@mainstay.example' } }],
  ['recipient', null, 'help@mainstay.example', {}, { ticket: { recipient: null } }],
  [
    'exact_created_at',
    'greater_than_equal',
    '2026-03-02T12:00:00Z',
    {},
    { ticket: { createdAt: factsOf().at - 1000 } as never },
  ],
  [
    'exact_created_at',
    'less_than',
    '2026-03-02T13:00:01+01:00',
    {},
    { ticket: { createdAt: 4e12 } as never },
  ],
  ['ticket_fields_1', 'is', 'Fire', { ticket: { fields: { 1: 'FIRE' } } }, {}],
  ['ticket_fields_1', 'not_present', null, {}, { ticket: { fields: { 1: 'x' } } }],
  ['custom_fields_1', 'includes_string', 'on fire', { ticket: { fields: { 1: 'It is on fire' } } }, {}],
  ['ticket_fields_3', 'is', true, { ticket: { fields: { 3: true } } }, {}],
  ['ticket_fields_5', 'greater_than_equal', 7, { ticket: { fields: { 5: '7' } } }, {}],
  ['ticket_fields_7', 'within_next_n_days', 3, { ticket: { fields: { 7: '2026-03-05' } } }, {}],
  ['organization.custom_fields.plan', 'is', 'enterprise', {}, { ticket: { organizationId: null } }],
  ['requester.custom_fields.tier', 'is', 'gold', {}, { ticket: { requesterId: AMARA } }],
]

describe('filters of SLA policies', () => {
  test.each(ASKED)('ask whether %s %s %j', (field, operator, value, yes, no) => {
    const parsed = read(field, operator, value)
    if (!parsed.ok) throw new Error(parsed.error.join('; '))
    const holds = compileConditions(parsed.value)
    expect([holds(factsOf(yes)), holds(factsOf(no))]).toEqual([true, false])
  })

  test('are shown here for every field that they may name', () => {
    const named = new Set(ASKED.map(([field]) => field))
    const fixed = vocabulary().filter(({ places }) => places.includes('sla'))
    expect(fixed.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([])
  })

  test.each<[string, string, Json, string]>([
    ['priority', 'is', 'high', 'priority cannot be used here'],
    ['status', 'is', 'open', 'status cannot be used here'],
    ['group_id', 'changed', null, 'the operator changed can be used in triggers only'],
    ['ticket_fields_1', 'value_previous', 'x', 'the operator value_previous can be used in triggers only'],
    ['ticket_type_id', 'is', 5, 'the value of ticket_type_id must be one of 1, 2, 3, 4'],
    ['exact_created_at', 'is', '2026-03-02', 'exact_created_at has no operator is'],
    ['exact_created_at', 'less_than', 'yesterday', 'the value of exact_created_at must be a date and time'],
    ['ticket_fields_99', 'is', 'x', 'there is no ticket field 99'],
    ['via_id', 'is', 'pigeon', 'the value of via_id must be a channel, by id or name'],
    ['moon_phase', 'is', 'full', 'unknown field "moon_phase"'],
  ])('refuse %s %s %j', (field, operator, value, why) => {
    expect(read(field, operator, value)).toEqual({ ok: false, error: [`all[0]: ${why}`] })
  })
})
