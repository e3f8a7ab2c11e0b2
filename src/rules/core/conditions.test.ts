import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../kernel/index.ts'
import { type FieldSpec, OPERATORS, type Operator, type Place } from './condition.ts'
import { compileConditions, explain, parseConditions } from './conditions.ts'
import type { DueFacts } from './facts.ts'
import { EXAMPLES } from './testing/examples.ts'
import {
  AMARA,
  AT,
  BEN,
  CATALOGUE,
  FIELD_TYPES,
  factsOf,
  INITECH,
  OLGA,
  ROSA,
  type World,
} from './testing/facts.ts'
import { findField, vocabulary } from './vocabulary.ts'

type Raw = { field: string; operator: string | null; value: Json }

const read = (all: Json[], place: Place = 'trigger') =>
  parseConditions({ all }, { place, catalogue: CATALOGUE })

const holds = (clause: Raw, world: World, place: Place = 'trigger'): boolean => {
  const parsed = read([clause], place)
  if (!parsed.ok) throw new Error(parsed.error.join('; '))
  return compileConditions(parsed.value)(factsOf(world))
}

type Ticket = NonNullable<World['ticket']>

/** A field's value in a rule, and tickets whose value is that one, another, none, a smaller, a greater one. */
type Sample = { value: Json; yes: Ticket; no: Ticket; unset?: Ticket; below?: Ticket; above?: Ticket }

const custom = (id: number, value: string | boolean | readonly string[]): Ticket => ({
  fields: { [id]: value },
})

const SAMPLES: { readonly [field: string]: Sample } = {
  status: {
    value: 'pending',
    yes: { status: 'pending' },
    no: { status: 'open' },
    below: { status: 'open' },
    above: { status: 'solved' },
  },
  custom_status_id: { value: '3', yes: { customStatusId: 3 }, no: { customStatusId: 2 } },
  type: { value: 'task', yes: { type: 'task' }, no: { type: null } },
  kind: { value: 'change', yes: { type: 'task', kind: 'change' }, no: { type: 'task' } },
  resolution_code: {
    value: 'fixed',
    yes: { resolutionCode: 'fixed' },
    no: { resolutionCode: 'known_issue' },
  },
  ticket_type_id: { value: '4', yes: { type: 'task' }, no: { type: null } },
  priority: {
    value: 'high',
    yes: { priority: 'high' },
    no: { priority: null },
    below: { priority: null },
    above: { priority: 'urgent' },
  },
  group_id: { value: 501, yes: { groupId: 501 }, no: { groupId: null } },
  assignee_id: { value: String(BEN), yes: { assigneeId: BEN }, no: { assigneeId: null } },
  requester_id: { value: String(BEN), yes: { requesterId: BEN }, no: { requesterId: ROSA } },
  organization_id: { value: '', yes: { organizationId: null }, no: { organizationId: INITECH } },
  brand_id: { value: '2', yes: { brandId: 2 }, no: { brandId: 1 } },
  ticket_form_id: { value: '8', yes: { formId: 8 }, no: { formId: 7 } },
  satisfaction_score: {
    value: 'bad_with_comment',
    yes: { satisfaction: { score: 'bad', comment: 'No' } },
    no: { satisfaction: { score: 'good', comment: null } },
    below: { satisfaction: null },
    above: { satisfaction: { score: 'good', comment: 'Yes' } },
  },
  current_tags: { value: 'vip gold', yes: { tags: ['a', 'gold'] }, no: { tags: ['golden'] } },
  via_id: { value: 'mail', yes: { via: { channel: 'email' } }, no: { via: { channel: 'web' } } },
  recipient: { value: 'help@x.example', yes: { recipient: 'Help@x.example' }, no: { recipient: null } },
  requester_role: { value: 'agent', yes: { requesterId: AMARA }, no: { requesterId: ROSA } },
  locale_id: { value: 8, yes: { requesterId: ROSA }, no: { requesterId: AMARA } },
  ticket_is_public: { value: 'public', yes: { isPublic: true }, no: { isPublic: false } },
  subject_includes_word: { value: 'fire', yes: { subject: 'FIREWALL' }, no: { subject: null } },
  exact_created_at: {
    value: '2026-03-02T12:00:00Z',
    yes: { createdAt: AT },
    no: {},
    below: { createdAt: (AT - 1000) as typeof AT },
    above: { createdAt: (AT + 1000) as typeof AT },
  },
  custom_fields_1: { value: 'Fire', yes: custom(1, 'FIRE'), no: custom(1, 'water'), unset: { fields: {} } },
  custom_fields_2: { value: 'gold', yes: custom(2, 'gold'), no: custom(2, 'silver'), unset: { fields: {} } },
  custom_fields_3: { value: 'true', yes: custom(3, true), no: custom(3, false), unset: { fields: {} } },
  custom_fields_4: { value: 'b', yes: custom(4, ['a', 'b']), no: custom(4, ['a']), unset: custom(4, []) },
  custom_fields_5: {
    value: 9,
    yes: custom(5, '9'),
    no: custom(5, '8'),
    unset: {},
    below: custom(5, '8'),
    above: custom(5, '10'),
  },
  custom_fields_6: {
    value: '9.5',
    yes: custom(6, '9.5'),
    no: custom(6, '9'),
    unset: {},
    below: custom(6, '-9.5'),
    above: custom(6, '10'),
  },
  custom_fields_7: {
    value: '2026-03-01',
    yes: custom(7, '2026-03-01'),
    no: custom(7, '2026-02-01'),
    unset: {},
    below: custom(7, '2026-02-28'),
    above: custom(7, '2026-03-02'),
  },
}

/** What each operator says, as steps of the ticket from one sample to another: one that holds, one that does not. */
type Step = readonly [before: keyof Sample, now: keyof Sample]
const STEPS: { readonly [operator in Operator]?: readonly [Step, Step] } = {
  is: [
    ['yes', 'yes'],
    ['no', 'no'],
  ],
  is_not: [
    ['no', 'no'],
    ['yes', 'yes'],
  ],
  includes: [
    ['yes', 'yes'],
    ['no', 'no'],
  ],
  not_includes: [
    ['no', 'no'],
    ['yes', 'yes'],
  ],
  includes_string: [
    ['yes', 'yes'],
    ['no', 'no'],
  ],
  not_includes_string: [
    ['no', 'no'],
    ['yes', 'yes'],
  ],
  less_than: [
    ['no', 'below'],
    ['no', 'yes'],
  ],
  less_than_equal: [
    ['no', 'yes'],
    ['no', 'above'],
  ],
  greater_than: [
    ['no', 'above'],
    ['no', 'yes'],
  ],
  greater_than_equal: [
    ['no', 'yes'],
    ['no', 'below'],
  ],
  present: [
    ['unset', 'yes'],
    ['yes', 'unset'],
  ],
  not_present: [
    ['yes', 'unset'],
    ['unset', 'yes'],
  ],
  changed: [
    ['no', 'yes'],
    ['yes', 'yes'],
  ],
  not_changed: [
    ['yes', 'yes'],
    ['no', 'yes'],
  ],
  value: [
    ['no', 'yes'],
    ['yes', 'yes'],
  ],
  not_value: [
    ['yes', 'yes'],
    ['no', 'yes'],
  ],
  value_previous: [
    ['yes', 'no'],
    ['no', 'no'],
  ],
  not_value_previous: [
    ['no', 'no'],
    ['yes', 'no'],
  ],
}

const note = (differs: object = {}) => ({
  comment: { public: true, text: '', attachmentCount: 0, ...differs },
})

const due = (differs: Partial<DueFacts>): World => ({
  update: { due: { breached: [], warned: [], isPastDueDate: false, ...differs } },
})

/** What no step of the ticket shows: clauses with a world in which they hold, and one in which they do not. */
const SPECIAL: readonly (readonly [string, string | null, Json, World, World])[] = [
  ['current_via_id', 'is', 4, { update: { channel: 'email' } }, {}],
  ['current_via_id', 'is_not', '4', {}, { update: { channel: 'email' } }],
  ['role', 'is', 'admin', { update: { actorId: OLGA } }, { update: { actorId: null } }],
  ['role', 'is_not', '3', { update: { actorId: OLGA } }, {}],
  ['description_includes_word', 'includes', 'none', { description: 'Nonetheless' }, {}],
  ['description_includes_word', 'not_includes', 'none', { description: 'All' }, { description: 'NONE' }],
  [
    'description_includes_word',
    'is',
    'on fire',
    { description: 'It is on fire' },
    { description: 'fire on' },
  ],
  ['description_includes_word', 'is_not', 'on fire', { description: 'fire on' }, { description: 'on fire!' }],
  [
    'comment_includes_word',
    'includes',
    'refund fire',
    { update: note({ text: 'I want a ReFund' }), ticket: { subject: '' } },
    { update: note({ text: 'no' }), ticket: { subject: 'x' } },
  ],
  ['comment_includes_word', 'not_includes', 'refund', {}, { update: note({ text: 'refund' }) }],
  ['comment_includes_word', 'is', 'printer is', { update: note() }, {}],
  ['comment_includes_word', 'is_not', 'printer is', {}, { update: note() }],
  ['comment_is_public', 'is', 'true', { update: note() }, { update: note({ public: false }) }],
  ['comment_is_public', null, true, { update: note() }, {}],
  ['comment_is_public', 'is', 'false', { update: note({ public: false }) }, {}],
  ['comment_is_public', 'is', 'not_relevant', { update: note({ public: false }) }, {}],
  [
    'comment_is_public',
    'is',
    'requester_can_see_comment',
    { update: note({ public: false }), ticket: { requesterId: BEN } },
    { update: note({ public: false }) },
  ],
  ['comment_is_public', 'is_not', 'true', {}, { update: note() }],
  ['update_type', 'is', 'Create', { before: null }, {}],
  ['update_type', 'is', 'Change', {}, { before: null }],
  ['update_type', 'is_not', 'Create', {}, { before: null }],
  ['sla_breached', 'is', '', due({ breached: ['agent_work_time'] }), due({ warned: ['agent_work_time'] })],
  ['sla_breached', 'is', 'agent_work_time', due({ breached: ['agent_work_time'] }), {}],
  [
    'sla_breached',
    'is_not',
    'agent_work_time',
    due({ breached: ['first_reply_time'] }),
    due({ breached: ['agent_work_time'] }),
  ],
  [
    'sla_warning',
    'is',
    'any',
    due({ warned: ['first_reply_time'] }),
    due({ breached: ['first_reply_time'] }),
  ],
  ['sla_warning', 'is_not', 'any', {}, due({ warned: ['first_reply_time'] })],
  ['next_update_due_soon', 'is', 'true', due({ nextUpdate: ['due_soon'] }), due({ nextUpdate: ['missed'] })],
  ['next_update_due_soon', 'is_not', 'true', {}, due({ nextUpdate: ['due_soon'] })],
  ['next_update_missed', 'is', 'true', due({ nextUpdate: ['missed'] }), due({ nextUpdate: ['due_soon'] })],
  ['next_update_missed', 'is_not', 'true', {}, due({ nextUpdate: ['missed'] })],
  ['due_date_passed', 'is', 'true', due({ isPastDueDate: true }), due({})],
  ['due_date_passed', 'is_not', 'true', {}, due({ isPastDueDate: true })],
  ['attachment', 'is', 'present', { update: note({ attachmentCount: 1 }) }, { update: note() }],
  ['attachment', 'is_not', 'present', {}, { update: note({ attachmentCount: 1 }) }],
  ['attachment', 'is', 'not_present', {}, { update: note({ attachmentCount: 1 }) }],
  ['assignee_id', 'is', 'current_user', {}, { update: { actorId: null }, ticket: { assigneeId: null } }],
  ['assignee_id', 'is_not', 'current_user', { ticket: { assigneeId: BEN } }, {}],
  ['assignee_id', 'is', 'requester_id', { ticket: { requesterId: AMARA } }, {}],
  ['requester_id', 'is', 'assignee_id', { ticket: { requesterId: AMARA } }, {}],
  ['assignee_id', 'value', 'current_user', { before: { assigneeId: null } }, {}],
  ['group_id', 'includes', [501, '502'], {}, { ticket: { groupId: 503 } }],
  ['via_id', 'includes', ['4', 'api'], { ticket: { via: { channel: 'api' } } }, {}],
  ['recipient', 'is', 'help', {}, { ticket: { recipient: 'sales@mainstay.example' } }],
  ['status', 'changed', null, { before: null }, {}],
  ['status', 'value', 'new', { before: null, ticket: { status: 'new' } }, { before: null }],
  [
    'custom_fields_7',
    'within_previous_n_days',
    '30',
    { ticket: custom(7, '2026-02-01') },
    { ticket: custom(7, '2026-01-30') },
  ],
  [
    'custom_fields_7',
    'within_next_n_days',
    1,
    { ticket: custom(7, '2026-03-03') },
    { ticket: custom(7, '2026-03-01') },
  ],
  ['custom_fields_3', 'is', 'false', {}, { ticket: custom(3, true) }],
  [
    'custom_fields_1',
    'includes',
    'big fire',
    { ticket: custom(1, 'Firewall') },
    { ticket: custom(1, 'ice') },
  ],
  ['requester.custom_fields.tier', 'is', 'gold', {}, { ticket: { requesterId: AMARA } }],
  ['requester.custom_fields.tier', 'is_not', 'gold', { ticket: { requesterId: AMARA } }, {}],
  ['requester.custom_fields.tier', 'present', null, {}, { ticket: { requesterId: AMARA } }],
  ['requester.custom_fields.tier', 'not_present', null, { ticket: { requesterId: AMARA } }, {}],
  ['requester.custom_fields.note', 'includes', 'late early', {}, { ticket: { requesterId: AMARA } }],
  ['requester.custom_fields.note', 'not_includes', 'late', { ticket: { requesterId: AMARA } }, {}],
  ['requester.custom_fields.note', 'includes_string', 'pays late', {}, { ticket: { requesterId: AMARA } }],
  [
    'requester.custom_fields.note',
    'not_includes_string',
    'pays late',
    { ticket: { requesterId: AMARA } },
    {},
  ],
  ['user.custom_fields_vip', 'is', true, {}, { ticket: { requesterId: AMARA } }],
  ['organization.custom_fields.plan', 'is', 'Enterprise', {}, { ticket: { organizationId: null } }],
  ['organization.custom_fields.plan', 'is_not', 'free', {}, { ticket: { organizationId: null } }],
  ...EXAMPLES,
]

/** Any place where the field may be asked; groups of whoever looks are known to views alone. */
const placeOf = (field: string, value: Json = null): Place => {
  const spec = findField(field, CATALOGUE)
  if (typeof spec === 'string') throw new Error(spec)
  return value === 'current_groups' ? 'view' : (spec.places[0] ?? 'trigger')
}

const specs: readonly FieldSpec[] = [
  ...vocabulary(),
  ...[...Object.keys(FIELD_TYPES).map((id) => `custom_fields_${id}`), 'requester.custom_fields.tier'].map(
    (name) => findField(name, CATALOGUE) as FieldSpec,
  ),
]

/** Never true, so no example holds. */
const NEVER = /^(requester_twitter_|received_from$|sent_to$|via_subtype_id$)/
const IN_SPECIAL = (field: string, operator: Operator) =>
  SPECIAL.some(
    ([name, op]) =>
      op === operator &&
      (name === field || (field.startsWith('requester.custom') && name.startsWith('requester.custom'))),
  )

describe('every field × operator', () => {
  for (const spec of specs.filter(({ name }) => !NEVER.test(name))) {
    for (const operator of spec.operators) {
      const sample = SAMPLES[spec.name]
      const steps = STEPS[operator]
      if (sample && steps) {
        test(`${spec.name} ${operator}: one example holds, one does not`, () => {
          for (const [i, [before, now]] of steps.entries()) {
            const world = { before: sample[before] as Ticket, ticket: sample[now] as Ticket }
            expect(sample[before], `${spec.name} has no sample ${before}`).toBeDefined()
            expect(sample[now], `${spec.name} has no sample ${now}`).toBeDefined()
            expect(
              holds({ field: spec.name, operator, value: sample.value }, world, placeOf(spec.name)),
            ).toBe(i === 0)
          }
        })
      } else {
        test(`${spec.name} ${operator}: has an example`, () => {
          expect(IN_SPECIAL(spec.name, operator)).toBe(true)
        })
      }
    }
  }

  test.each(SPECIAL)('%s %s %j holds here, and not there', (field, operator, value, here, there) => {
    const place = placeOf(field, value)
    expect(holds({ field, operator, value }, here, place)).toBe(true)
    expect(holds({ field, operator, value }, there, place)).toBe(false)
  })

  test('conditions on accounts elsewhere are understood and never hold', () => {
    expect(holds({ field: 'requester_twitter_verified', operator: 'is', value: 'true' }, {})).toBe(false)
    expect(holds({ field: 'requester_twitter_verified', operator: 'is_not', value: 'true' }, {})).toBe(false)
    for (const field of ['received_from', 'sent_to', 'via_subtype_id']) {
      expect(holds({ field, operator: 'is', value: '9' }, {})).toBe(false)
      expect(holds({ field, operator: 'is_not', value: '9' }, {})).toBe(true)
    }
  })

  test('an organisation’s field asks nothing of a ticket without one, absence neither', () => {
    const clause = { field: 'organization.custom_fields.none', operator: 'not_present', value: null }
    expect(holds(clause, {})).toBe(true)
    expect(holds(clause, { ticket: { organizationId: null } })).toBe(false)
  })
})

describe('reading', () => {
  test.each<[unknown, string]>([
    [null, 'conditions: must hold the lists "all" and "any"'],
    [{ all: 'x' }, 'all: must be a list'],
    [{ all: [], any: [] }, 'conditions: at least one is needed'],
    [{ all: [null] }, 'all[0]: must have a field, an operator and a value'],
    [{ any: [{ field: 'mood', operator: 'is', value: 1 }] }, 'any[0]: unknown field "mood"'],
    [{ all: [{ field: '__proto__', operator: 'is', value: 1 }] }, 'all[0]: unknown field "__proto__"'],
    [
      { all: [{ field: 'status', operator: 'toString', value: 'new' }] },
      'all[0]: unknown operator "toString" for status',
    ],
    [{ all: [{ field: 'status', value: 'new' }] }, 'all[0]: unknown operator null for status'],
    [
      { all: [{ field: 'custom_fields_99', operator: 'is', value: 'x' }] },
      'all[0]: there is no ticket field 99',
    ],
    [
      { all: [{ field: 'exact_created_at', operator: 'less_than', value: 'x' }] },
      'all[0]: exact_created_at cannot be used here',
    ],
    [
      { all: [{ field: 'group_id', operator: 'is', value: 'x' }] },
      'all[0]: the value of group_id must be an id',
    ],
    [
      { all: [{ field: 'group_id', operator: 'is', value: { a: 1 } }] },
      'all[0]: the value of group_id must be an id',
    ],
    [
      { all: [{ field: 'assignee_id', operator: 'is', value: 'me' }] },
      'all[0]: the value of assignee_id must be an id or one of current_user, requester_id',
    ],
    [
      { all: [{ field: 'update_type', value: 'hasOwnProperty' }] },
      'all[0]: the value of update_type must be one of Create, Change',
    ],
    [
      { all: [{ field: 'current_tags', operator: 'includes', value: ' ' }] },
      'all[0]: the value of current_tags needs at least one tag',
    ],
    [
      { all: [{ field: 'via_id', operator: 'is', value: 'pigeon' }] },
      'all[0]: the value of via_id must be a channel, by id or name',
    ],
    [
      { all: [{ field: 'custom_fields_7', operator: 'within_next_n_days', value: 'x' }] },
      'all[0]: the value of custom_fields_7 must be a number of days',
    ],
  ])('given %j, then it says %s', (raw, message) => {
    const parsed = parseConditions(raw, { place: 'trigger', catalogue: CATALOGUE })
    expect(parsed).toEqual({ ok: false, error: [message] })
  })

  test('the form of answers, with conditions inside, is read as well', () => {
    const all = [{ field: 'status', operator: 'is', value: 'open' }]
    expect(parseConditions({ conditions: { all } }, { place: 'trigger', catalogue: CATALOGUE }).ok).toBe(true)
  })

  test('no input makes it throw', () => {
    const clause = fc.record(
      {
        field: fc.oneof(fc.constantFrom(...specs.map(({ name }) => name)), fc.string()),
        operator: fc.oneof(fc.constantFrom(...OPERATORS), fc.string()),
        value: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(clause, fc.jsonValue()), { maxLength: 3 }), (all) => {
        const parsed = read(all as Json[])
        if (parsed.ok) compileConditions(parsed.value)(factsOf())
        else expect(parsed.error.every((message) => /^(all\[\d\]|conditions): /.test(message))).toBe(true)
      }),
    )
  })
})

/** The same language again, slow and plain: straight from the raw clause, nothing compiled, nothing shared. */
const naive = (clause: Raw, world: World): boolean => {
  const { ticket, before, update } = factsOf(world)
  const wire = (t: typeof ticket | null): { [field: string]: string } => ({
    status: t?.status ?? '',
    type: t?.type ?? '',
    priority: t?.priority ?? '',
    group_id: String(t?.groupId ?? ''),
    assignee_id: String(t?.assigneeId ?? ''),
    requester_id: String(t?.requesterId ?? ''),
    organization_id: String(t?.organizationId ?? ''),
    custom_fields_2: String(t?.fields[2] ?? ''),
  })
  const now = wire(ticket)[clause.field] ?? ''
  const then = wire(before)[clause.field] ?? ''
  const wanted = String(clause.value ?? '')
  const names: { [name: string]: string } = {
    current_user: String(update.actorId ?? 'nobody'),
    requester_id: String(ticket.requesterId),
    assignee_id: String(ticket.assigneeId ?? 'nobody'),
  }
  const value = names[wanted] ?? wanted
  const orders: { [field: string]: string[] } = {
    status: ['new', 'open', 'pending', 'hold', 'solved', 'closed'],
    priority: ['', 'low', 'normal', 'high', 'urgent'],
  }
  const order = orders[clause.field] ?? []
  if (clause.field === 'current_tags') {
    const some = wanted.split(' ').filter((tag) => ticket.tags.indexOf(tag) >= 0).length > 0
    return clause.operator === 'includes' ? some : !some
  }
  if (clause.operator === 'is') return now === value
  if (clause.operator === 'is_not') return now !== value
  if (clause.operator === 'less_than') return order.indexOf(now) < order.indexOf(value)
  if (clause.operator === 'greater_than') return order.indexOf(now) > order.indexOf(value)
  if (clause.operator === 'changed') return now !== then
  if (clause.operator === 'not_changed') return now === then
  if (clause.operator === 'value') return now === value && then !== now
  if (clause.operator === 'not_value') return !(now === value && then !== now)
  if (clause.operator === 'value_previous') return then === value && then !== now
  if (clause.operator === 'not_value_previous') return !(then === value && then !== now)
  throw new Error(clause.operator ?? '')
}

const anyTicket = fc.record({
  status: fc.constantFrom('new', 'open', 'pending', 'hold', 'solved', 'closed'),
  type: fc.constantFrom(null, 'question', 'task'),
  priority: fc.constantFrom(null, 'low', 'normal', 'high', 'urgent'),
  groupId: fc.constantFrom(null, 501, 502),
  assigneeId: fc.constantFrom(null, AMARA, BEN),
  requesterId: fc.constantFrom(ROSA, AMARA),
  organizationId: fc.constantFrom(null, INITECH),
  tags: fc.subarray(['gold', 'golden', 'vip']),
  fields: fc.constantFrom({}, { 2: 'gold' }, { 2: 'silver' }),
})

const CHANGED = ['changed', 'not_changed', 'value', 'value_previous', 'not_value', 'not_value_previous']
const anyOf = (field: string, values: Json[], operators: string[] = []) =>
  fc.record({
    field: fc.constant(field),
    operator: fc.constantFrom('is', 'is_not', ...CHANGED, ...operators),
    value: fc.constantFrom(...values),
  })

const anyClause: fc.Arbitrary<Raw> = fc.oneof(
  anyOf('status', ['new', 'open', 'pending', 'solved'], ['less_than', 'greater_than']),
  anyOf('priority', ['', 'low', 'high', 'urgent'], ['less_than', 'greater_than']),
  anyOf('type', ['', 'task']),
  anyOf('group_id', ['', '501', 502]),
  anyOf('assignee_id', ['', 'current_user', 'requester_id', String(BEN)]),
  anyOf('requester_id', ['current_user', 'assignee_id', ROSA]),
  anyOf('organization_id', ['', INITECH]),
  anyOf('custom_fields_2', ['gold', 'silver']),
  fc.record({
    field: fc.constant('current_tags'),
    operator: fc.constantFrom('includes', 'not_includes'),
    value: fc.constantFrom('gold', 'vip golden', 'none'),
  }),
)

const anyWorld: fc.Arbitrary<World> = fc.record({
  ticket: anyTicket,
  before: fc.oneof(fc.constant(null), anyTicket),
  update: fc.record({ actorId: fc.constantFrom(null, AMARA, BEN, ROSA) }),
})

describe('against a slow model', () => {
  test('compiled conditions say what a plain reading of the raw ones says', () => {
    const lists = fc.record({
      all: fc.array(anyClause, { maxLength: 4 }),
      any: fc.array(anyClause, { maxLength: 4 }),
    })
    fc.assert(
      fc.property(lists, anyWorld, (raw, world) => {
        const parsed = parseConditions(raw, { place: 'trigger', catalogue: CATALOGUE, mayBeEmpty: true })
        if (!parsed.ok) throw new Error(parsed.error.join('; '))
        const { all, any } = raw
        const expected =
          all.every((c) => naive(c, world)) && (any.length === 0 || any.some((c) => naive(c, world)))
        expect(compileConditions(parsed.value)(factsOf(world))).toBe(expected)
        const told = explain(parsed.value, factsOf(world))
        expect(told.held).toBe(expected)
        const failing = all.findIndex((c) => !naive(c, world))
        if (failing >= 0) expect(told.decidedBy).toMatchObject({ list: 'all', index: failing })
      }),
      { numRuns: 2000 },
    )
  })
})
