import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../kernel/index.ts'
import { render } from '../../rules/core/index.ts'
import { compilePolicy } from './compile-policy.ts'
import { decide } from './decide.ts'
import type { MailEffect } from './decision.ts'
import type { Policy } from './policy.ts'
import { STANDARD_TRIGGERS } from './standard-triggers.ts'
import {
  AMARA,
  BEN,
  BILL,
  BILLING,
  by,
  CLOSED_GROUP,
  CONTEXT,
  decided,
  FIELDS,
  GONE_GUS,
  HANK,
  LENA,
  MILTON,
  NOON,
  policyOf,
  RIKU,
  ROSA,
  rosasQuestion,
  rosasTicket,
  SUPPORT,
  SUSPENDED_SAM,
  says,
  sourceOf,
  stateOf,
} from './testing/desk.ts'
import type { Ticket } from './ticket.ts'
import { trace } from './trace.ts'

type Rule = {
  title: string
  all?: Json[]
  any?: Json[]
  actions: Json[]
  position?: number
  active?: boolean
  category_id?: string
}

const clause = (field: string, operator: string, value: Json = null): Json => ({ field, operator, value })
const action = (field: string, value: Json): Json => ({ field, value })
const ALWAYS = clause('status', 'is_not', 'closed')

const withRules = (...rules: Rule[]): Policy =>
  policyOf({
    trigger: rules.map(({ all = [], any = [], ...body }, i) => ({
      id: i + 1,
      body: { position: i, ...body, conditions: { all, any } } as JsonObject,
    })),
  })

const STANDARD = policyOf({ trigger: STANDARD_TRIGGERS })

const open = (differs: Partial<Ticket> = {}) =>
  rosasTicket({ status: 'open', customStatusId: 2, groupId: SUPPORT, assigneeId: AMARA.id, ...differs })

const mailsOf = (decision: { effects: readonly { payload: MailEffect }[] }): [number, number][] =>
  decision.effects.map(({ payload }) => [payload.rule.id, payload.recipientId])

describe('the pass', () => {
  test('given a rule that changes the ticket, then earlier rules are asked again, each once', () => {
    const policy = withRules(
      {
        title: 'Urgent goes to Billing',
        all: [clause('priority', 'is', 'urgent')],
        actions: [action('group_id', String(BILLING))],
      },
      {
        title: 'Fire is urgent',
        all: [clause('subject_includes_word', 'includes', 'fire')],
        actions: [action('priority', 'urgent')],
      },
    )
    const { ticket, rulesFired, events } = decided(null, rosasQuestion(), policy)
    expect(ticket).toMatchObject({ priority: 'urgent', groupId: BILLING })
    expect(rulesFired.map((rule) => rule.title)).toEqual(['Fire is urgent', 'Urgent goes to Billing'])
    expect(events.filter((event) => event.by)).toEqual([
      { type: 'field_changed', field: 'priority', from: null, to: 'urgent', by: rulesFired[0] },
      { type: 'field_changed', field: 'groupId', from: null, to: BILLING, by: rulesFired[1] },
    ])
  })

  test('given two rules that undo each other, then both fire once and it ends', () => {
    const policy = withRules(
      { title: 'A', all: [clause('priority', 'is_not', 'high')], actions: [action('priority', 'high')] },
      { title: 'B', all: [clause('priority', 'is', 'high')], actions: [action('priority', 'low')] },
    )
    const { ticket, rulesFired } = decided(open(), by(AMARA, { comment: says('x') }), policy)
    expect(ticket.priority).toBe('low')
    expect(rulesFired).toHaveLength(2)
  })

  test('given “changed”, then it means since before the whole update, rules included', () => {
    const policy = withRules(
      { title: 'Sets', all: [clause('update_type', 'is', 'Change')], actions: [action('priority', 'high')] },
      { title: 'Follows', all: [clause('priority', 'changed')], actions: [action('current_tags', 'seen')] },
    )
    expect(decided(open(), by(AMARA, { comment: says('x') }), policy).ticket.tags).toEqual(['seen'])
    expect(
      decided(open({ priority: 'high' }), by(AMARA, { comment: says('x') }), policy).ticket.tags,
    ).toEqual([])
  })

  test.each([
    [100, false],
    [101, true],
  ])('given %i rules that all fire, then it stopped: %j, and the change stands', (count, stopped) => {
    const rules = Array.from({ length: count }, (_, i) => ({
      title: `Tag ${i}`,
      all: [ALWAYS],
      actions: [action('current_tags', `t${i}`)],
    }))
    const { ticket, events, rulesFired } = decided(
      open(),
      by(AMARA, { comment: says('x') }),
      withRules(...rules),
    )
    expect(rulesFired).toHaveLength(100)
    expect(ticket.tags).toHaveLength(100)
    const errors = events.filter((event) => event.type === 'rule_error')
    expect(errors.map((event) => event.by?.title)).toEqual(stopped ? ['Tag 100'] : [])
  })

  test('given categories, positions and switched-off rules, then they run in that order, and not at all', () => {
    const policy = policyOf({
      trigger_category: [
        { id: 7, body: { position: 2 } },
        { id: 8, body: { position: 1 } },
      ],
      trigger: [
        { id: 1, body: rule('late', '7', 0) },
        { id: 2, body: rule('second', '8', 2) },
        { id: 3, body: rule('first', '8', 1) },
        { id: 4, body: { ...rule('off', '8', 0), active: false } },
      ],
    })
    expect(policy.triggers.map((trigger) => trigger.rule.title)).toEqual(['first', 'second', 'late'])
  })

  test('given a Change that does nothing, then no rule runs', () => {
    const policy = withRules({ title: 'Eager', all: [ALWAYS], actions: [action('priority', 'high')] })
    const decision = decided(open(), by(AMARA, { set: { status: 'open' } }), policy)
    expect(decision).toMatchObject({ events: [], rulesFired: [] })
  })

  test('given the update that closes a ticket, then rules fire on it, and it stays closed', () => {
    const policy = withRules(
      {
        title: 'Mark',
        all: [clause('status', 'value', 'closed')],
        actions: [action('current_tags', 'archived')],
      },
      { title: 'Reopen', all: [clause('status', 'is', 'closed')], actions: [action('status', 'open')] },
    )
    const { ticket, events } = decided(open(), by('system', { set: { status: 'closed' } }), policy)
    expect(ticket).toMatchObject({ status: 'closed', tags: ['archived'] })
    expect(events.at(-1)).toMatchObject({
      type: 'rule_error',
      message: 'Status closed prevents ticket update',
    })
  })
})

const rule = (title: string, category: string, position: number): JsonObject => ({
  title,
  category_id: category,
  position,
  conditions: { all: [{ field: 'status', operator: 'is', value: 'new' }] },
  actions: [{ field: 'priority', value: 'high' }],
})

describe('actions', () => {
  const having = (ticket: Ticket, ...actions: Json[]) =>
    decided(
      ticket,
      by(BEN, { comment: says('x', false) }),
      withRules({ title: 'It', all: [ALWAYS], actions }),
    )

  test.each<[string, Json, Partial<Ticket>]>([
    ['status', 'pending', { status: 'pending', customStatusId: 3 }],
    ['status', 'solved', { status: 'solved', solvedAt: NOON }],
    ['custom_status_id', '4', { status: 'hold', customStatusId: 4 }],
    ['type', 'task', { type: 'task' }],
    ['priority', 'urgent', { priority: 'urgent' }],
    ['group_id', String(BILLING), { groupId: BILLING, assigneeId: null }],
    ['group_id', '', { groupId: null, assigneeId: null }],
    ['assignee_id', 'current_user', { assigneeId: BEN.id, groupId: SUPPORT }],
    ['assignee_id', 'requester_id', { assigneeId: AMARA.id }],
    ['assignee_id', RIKU.id, { assigneeId: RIKU.id, groupId: BILLING }],
    ['assignee_id', '', { assigneeId: null, groupId: SUPPORT }],
    ['set_tags', 'B a', { tags: ['a', 'b'] }],
    ['current_tags', 'plan_gold', { tags: ['old', 'plan_gold'], fields: { [FIELDS.plan]: 'plan_gold' } }],
    ['remove_tags', ['old'], { tags: [] }],
    [`custom_fields_${FIELDS.seats}`, 12, { fields: { [FIELDS.seats]: '12' } }],
    [`custom_fields_${FIELDS.urgent}`, 'true', { tags: ['is_urgent', 'old'] }],
    ['follower', 'current_user', { followerIds: [BEN.id] }],
    ['cc', String(MILTON.id), { emailCcIds: [MILTON.id] }],
    ['brand_id', '1', { brandId: 1 }],
    ['tweet_requester', 'hi', {}],
  ])('given %s = %j, then the ticket follows', (field, value, expected) => {
    expect(having(open({ tags: ['old'] }), action(field, value)).ticket).toMatchObject(expected)
  })

  test.each<[string, Json]>([
    ['group_id', CLOSED_GROUP],
    ['assignee_id', GONE_GUS.id],
    ['status', 'new'],
    ['custom_status_id', '99'],
    ['brand_id', '99'],
    ['ticket_form_id', '99'],
    ['follower', String(ROSA.id)],
    ['cc', String(GONE_GUS.id)],
  ])('given %s = %j that cannot be, then an error names the rule and the change stands', (field, value) => {
    const { events, ticket } = having(open(), action(field, value), action('current_tags', 'still'))
    expect(events.filter((event) => event.type === 'rule_error')).toMatchObject([{ by: { title: 'It' } }])
    expect(ticket).toMatchObject({ tags: ['still'], commentCount: 2 })
  })

  test('given an assignment by a rule, then a new ticket opens', () => {
    expect(having(rosasTicket(), action('assignee_id', String(AMARA.id))).ticket.status).toBe('open')
  })
})

describe('the standard triggers', () => {
  test('given the documents of a new desk, then all are understood', () => {
    expect(compilePolicy(sourceOf({ trigger: STANDARD_TRIGGERS })).problems).toEqual([])
    expect(STANDARD.triggers).toHaveLength(6)
    expect(STANDARD.needs).toMatchObject({ groupMembers: true, allAgents: false })
  })

  test('given Rosa’s question with Milton in copy, then both get a receipt, which is automatic', () => {
    const { effects, events } = decided(null, rosasQuestion({ emailCcs: { add: [MILTON.id] } }), STANDARD)
    expect(effects.map((effect) => effect.key)).toEqual([`mail/1/${ROSA.id}`, `mail/1/${MILTON.id}`])
    expect(effects[0]?.payload).toMatchObject({ audience: 'end_user', automatic: true, carriesComment: true })
    expect(events.at(-1)).toMatchObject({
      type: 'notified',
      recipientIds: [ROSA.id, MILTON.id],
      by: { title: 'Notify requester and CCs of received request' },
    })
  })

  test('given Amara’s public answer, then Rosa and Milton hear, in no automatic mail, and Amara does not', () => {
    const decision = decided(
      open({ emailCcIds: [MILTON.id] }),
      by(AMARA, { comment: says('Unplug it') }),
      STANDARD,
    )
    expect(mailsOf(decision)).toEqual([
      [2, ROSA.id],
      [2, MILTON.id],
    ])
    expect(decision.effects.every(({ payload }) => !payload.automatic)).toBe(true)
  })

  test('given Milton’s answer, then Rosa hears automatically, Amara too, and Milton does not', () => {
    const decision = decided(
      open({ emailCcIds: [MILTON.id] }),
      by(MILTON, { comment: says('Me too') }),
      STANDARD,
    )
    expect(mailsOf(decision)).toEqual([
      [2, ROSA.id],
      [4, AMARA.id],
    ])
    expect(decision.effects.map(({ payload }) => [payload.audience, payload.automatic])).toEqual([
      ['end_user', true],
      ['agent', true],
    ])
  })

  test('given an internal note, then no customer hears of it', () => {
    const decision = decided(
      open({ emailCcIds: [MILTON.id] }),
      by(BEN, { comment: says('Rosa is rude', false) }),
      STANDARD,
    )
    expect(mailsOf(decision)).toEqual([[4, AMARA.id]])
    expect(JSON.stringify(decision.effects)).not.toContain('rude')
  })

  test('given a private ticket for Rosa, then she is not told', () => {
    const change = by(AMARA, {
      kind: 'create',
      requesterId: ROSA.id,
      set: { groupId: SUPPORT },
      comment: says('Hm', false),
    })
    expect(decided(null, change, STANDARD).effects.map(({ payload }) => payload.recipientId)).not.toContain(
      ROSA.id,
    )
  })

  test('given an assignment by somebody else, then the assignee hears; taking it oneself is silent', () => {
    expect(mailsOf(decided(open(), by(AMARA, { set: { assigneeId: BEN.id } }), STANDARD))).toEqual([
      [3, BEN.id],
    ])
    expect(mailsOf(decided(open(), by(BEN, { set: { assigneeId: BEN.id } }), STANDARD))).toEqual([])
  })

  test('given a group without assignee, then the group hears, except who may not or cannot', () => {
    const decision = decided(rosasTicket(), by(AMARA, { set: { groupId: BILLING } }), STANDARD)
    expect(mailsOf(decision)).toEqual([
      [5, BEN.id],
      [5, RIKU.id],
    ])
  })

  test('given their words, then number, link and conversation are in the mail of a customer', () => {
    const decision = decided(open(), by(AMARA, { comment: says('Unplug it') }), STANDARD)
    const { subject, body, values } = decision.effects[0]!.payload
    const late = { 'ticket.public_comments_formatted': 'Unplug it' }
    expect(render(subject, values, { format: 'line' })).toEqual({
      ok: true,
      value: 'Update on request 17: The printer is on fire',
    })
    const text = render(body, values, { format: 'text', late })
    expect(text.ok && text.value).toMatch(/number 17[\s\S]*Unplug it/)
  })
})

describe('who is written to', () => {
  const tell = (
    who: string,
    ticket: Ticket,
    actor = AMARA,
    comment: ReturnType<typeof says> | null = says('x'),
  ) =>
    mailsOf(
      decided(
        ticket,
        by(actor, comment ? { comment } : { set: { priority: 'low' } }),
        withRules({ title: 'Tell', all: [ALWAYS], actions: [action('notification_user', [who, 'S', 'B'])] }),
      ),
    ).map(([, id]) => id)

  test.each<[string, string, Partial<Ticket>, number[]]>([
    ['the requester', 'requester_id', {}, [ROSA.id]],
    ['the assignee', 'assignee_id', {}, [AMARA.id]],
    ['no assignee', 'assignee_id', { assigneeId: null }, []],
    ['who acts', 'current_user', {}, [AMARA.id]],
    ['a named agent', String(BEN.id), {}, [BEN.id]],
    ['an agent who cannot see the ticket', String(RIKU.id), {}, []],
    ['an end user who is not on the ticket', String(HANK.id), {}, []],
    ['an end user who shares the organisation', String(BILL.id), {}, [BILL.id]],
    ['a suspended requester', 'requester_id', { requesterId: SUSPENDED_SAM.id }, []],
    ['somebody gone', String(GONE_GUS.id), {}, []],
    ['all agents, who see it', 'all_agents', {}, [AMARA.id, BEN.id, 2004]],
    ['everyone in copy', 'requester_and_ccs', { emailCcIds: [MILTON.id] }, [ROSA.id, MILTON.id]],
  ])('given %s, then %s', (_, who, differs, expected) => {
    expect(tell(who, open(differs))).toEqual(expected)
  })

  test('given an update without a public comment, then requester and CCs hear nothing', () => {
    expect(tell('requester_and_ccs', open(), AMARA, null)).toEqual([])
    expect(tell('requester_and_ccs', open(), AMARA, says('x', false))).toEqual([])
    expect(tell('requester_and_ccs', open(), LENA)).toEqual([])
  })

  test('given a person without an address, then they are not written to', () => {
    const context = { ...CONTEXT, users: { ...CONTEXT.users, [ROSA.id]: { ...ROSA, email: null } } }
    const result = decide(stateOf(open(), context), by(AMARA, { comment: says('x') }), STANDARD, NOON)
    expect(result.ok && result.value.effects).toEqual([])
  })

  test('given one rule that names a person twice, then they get one mail', () => {
    const policy = withRules({
      title: 'Twice',
      all: [ALWAYS],
      actions: [
        action('notification_user', ['assignee_id', 'S', 'B']),
        action('notification_group', ['group_id', 'S', 'B']),
      ],
    })
    const decision = decided(open(), by(ROSA, { comment: says('x') }), policy)
    expect(mailsOf(decision).map(([, id]) => id)).toEqual([AMARA.id, BEN.id])
  })

  test('given values, then they are those of the end of the update', () => {
    const policy = withRules(
      {
        title: 'Tell',
        all: [ALWAYS],
        actions: [action('notification_user', ['requester_id', '{{ticket.priority}}', 'B'])],
      },
      { title: 'Then', all: [ALWAYS], actions: [action('priority', 'urgent')] },
    )
    const { effects } = decided(open({ priority: 'low' }), by(AMARA, { comment: says('x') }), policy)
    expect(effects[0]?.payload.values).toEqual({ ticket: { priority: 'Urgent' } })
  })
})

describe('a policy that is not understood', () => {
  test('given a rule with faults, then it is left out and each fault is named', () => {
    const policy = withRules({
      title: 'Broken',
      all: [
        clause('status', 'is', 'open'),
        clause('mood', 'is', 'bad'),
        clause('status', 'includes', 'open'),
      ],
      any: [clause('priority', 'is', 'max')],
      actions: [action('group_id', 'x'), action('share_ticket', '1'), action('explode', '')],
    })
    expect(policy.triggers).toEqual([])
    expect(policy.problems).toEqual([
      {
        kind: 'trigger',
        id: 1,
        messages: [
          'all[1]: unknown field "mood"',
          'all[2]: status has no operator includes',
          'any[0]: the value of priority must be one of low, normal, high, urgent',
          'actions[0]: the value of group_id must be an id',
          'actions[1]: share_ticket is not available on this desk',
          'actions[2]: unknown action "explode"',
        ],
      },
    ])
  })
})

describe('trace', () => {
  test('given rules, then each look says whether it held and which clause decided, and the result is the same', () => {
    const policy = withRules(
      {
        title: 'Quiet',
        all: [clause('status', 'is', 'open'), clause('priority', 'is', 'urgent')],
        actions: [action('type', 'task')],
      },
      {
        title: 'Loud',
        any: [clause('status', 'is', 'new'), clause('status', 'is', 'open')],
        actions: [action('priority', 'high')],
      },
    )
    const change = by(AMARA, { comment: says('x') })
    const traced = trace(stateOf(open()), change, policy, NOON)
    expect(traced.result).toEqual(decide(stateOf(open()), change, policy, NOON))
    const seen = traced.looks.map(({ rule: { title }, pass, held, decidedBy }) => [
      title,
      pass,
      held,
      decidedBy?.list,
      decidedBy?.index,
    ])
    expect(seen).toEqual([
      ['Quiet', 1, false, 'all', 1],
      ['Loud', 1, true, 'any', 1],
      ['Quiet', 2, false, 'all', 1],
    ])
  })
})
