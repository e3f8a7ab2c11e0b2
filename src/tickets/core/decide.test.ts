import { describe, expect, test } from 'vitest'
import type { Refusal } from '../../kernel/index.ts'
import type { Change } from './change.ts'
import { decide, isEmpty } from './decide.ts'
import type { Policy } from './policy.ts'
import {
  AMARA,
  BEN,
  BILL,
  BILLING,
  by,
  CLOSED_GROUP,
  decided,
  FIELDS,
  GLOBEX,
  GONE_GUS,
  HANK,
  LENA,
  MILTON,
  NOON,
  OLGA,
  POLICY,
  policyOf,
  RIKU,
  ROSA,
  rosasQuestion,
  rosasTicket,
  SUPPORT,
  SUSPENDED_SAM,
  says,
  stateOf,
} from './testing/desk.ts'
import type { Ticket } from './ticket.ts'

const refused = (ticket: Ticket | null, change: Change, policy: Policy = POLICY): Refusal => {
  const result = decide(stateOf(ticket), change, policy, NOON)
  if (result.ok) throw new Error('was allowed')
  return result.error
}

const descriptions = (refusal: Refusal): string[] =>
  (refusal.details ?? []).map((detail) => detail.description)

const open = (differs: Partial<Ticket> = {}) =>
  rosasTicket({ status: 'open', customStatusId: 2, groupId: SUPPORT, assigneeId: AMARA.id, ...differs })

describe('creating', () => {
  test('given a question of Rosa, then a new public ticket of hers tells each property once', () => {
    const { ticket, events, comment, startsConversation } = decided(null, rosasQuestion())
    expect(ticket).toMatchObject({
      id: 17,
      version: 1,
      status: 'new',
      customStatusId: 1,
      subject: 'The printer is on fire',
      requesterId: ROSA.id,
      submitterId: ROSA.id,
      organizationId: 601,
      brandId: 1,
      isPublic: true,
      commentCount: 1,
      publicCommentCount: 1,
      firstCommentId: 1,
      createdAt: NOON,
      updatedAt: NOON,
    })
    expect(startsConversation).toBe(true)
    expect(comment).toMatchObject({ public: true, authorId: ROSA.id, eventIndex: 0 })
    const fields = events.flatMap((event) => (event.type === 'field_changed' ? [event.field] : []))
    expect(fields).toEqual([
      'subject',
      'requesterId',
      'submitterId',
      'status',
      'brandId',
      'customStatusId',
      'organizationId',
    ])
    expect(events[0]).toMatchObject({ type: 'commented', public: true })
  })

  test('given no words, then the description is missed', () => {
    const refusal = refused(null, rosasQuestion({ comment: says('  ') }))
    expect(refusal.details).toEqual([
      { field: 'base', error: 'BlankValue', description: 'Description: cannot be blank' },
    ])
  })

  test('given several faults, then all are told at once by their wire names', () => {
    const refusal = refused(
      null,
      by(AMARA, {
        kind: 'create',
        requesterId: 99,
        set: { status: 'closed', priority: 'max' as never, assigneeId: ROSA.id, groupId: CLOSED_GROUP },
      }),
    )
    expect(new Set(refusal.details?.map((detail) => detail.field))).toEqual(
      new Set(['requester_id', 'priority', 'group_id', 'assignee_id', 'base', 'status']),
    )
  })

  test('given an agent on behalf of Rosa, then she is the requester and her organisation is the ticket’s', () => {
    const change = by(AMARA, { kind: 'create', requesterId: ROSA.id, comment: says('She called') })
    const { ticket } = decided(null, change)
    expect(ticket).toMatchObject({ requesterId: ROSA.id, submitterId: AMARA.id, organizationId: 601 })
  })

  test('given an organisation that is not the requester’s, then it is refused', () => {
    const change = by(AMARA, {
      kind: 'create',
      requesterId: ROSA.id,
      set: { organizationId: GLOBEX },
      comment: says('x'),
    })
    expect(refused(null, change).details?.[0]?.field).toBe('organization_id')
  })

  test('given an assignee at creation, then the ticket is open in the agent’s default group', () => {
    const { ticket } = decided(
      null,
      by(AMARA, { kind: 'create', set: { assigneeId: BEN.id }, comment: says('x') }),
    )
    expect(ticket).toMatchObject({ status: 'open', assigneeId: BEN.id, groupId: BILLING })
  })

  test('given a light agent, then they may ask for help themselves, in private', () => {
    const { ticket } = decided(null, by(LENA, { kind: 'create', comment: says('Where is the fax?') }))
    expect(ticket).toMatchObject({ requesterId: LENA.id, isPublic: false })
    const forRosa = by(LENA, { kind: 'create', requesterId: ROSA.id, comment: says('x') })
    expect(refused(null, forRosa).code).toBe('forbidden')
  })
})

describe('who may', () => {
  test.each([
    ['a stranger', HANK],
    ['an agent restricted to another group', RIKU],
  ])('given %s, then the ticket does not exist', (_, actor) => {
    expect(refused(open(), by(actor, { comment: says('Hello?') })).code).toBe('not_found')
  })

  test.each([
    ['Rosa herself', ROSA, {}],
    ['Milton, who is a CC', MILTON, { emailCcIds: [MILTON.id] }],
    ['Bill, who shares the tickets of Initech', BILL, {}],
  ])('given %s, then a reply is theirs to write', (_, actor, differs) => {
    expect(decided(open(differs), by(actor, { comment: says('Still burning') })).comment?.authorId).toBe(
      actor.id,
    )
  })

  test.each([
    ['suspended', SUSPENDED_SAM],
    ['gone', GONE_GUS],
  ])('given somebody %s, then nothing is allowed', (_, actor) => {
    expect(refused(open(), by(actor, { comment: says('Hi') })).code).toBe('forbidden')
  })

  test('given a ticket without a public word, then its requester does not see it', () => {
    expect(refused(open({ isPublic: false }), by(ROSA, { comment: says('Hi') })).code).toBe('not_found')
  })

  test.each<[string, Partial<Change>]>([
    ['priority', { set: { priority: 'urgent' } }],
    ['tags', { tags: { add: ['vip'] } }],
    ['somebody else’s words', { comment: { ...says('x'), authorId: AMARA.id } }],
    ['a private note', { comment: says('x', false) }],
    ['taking a CC away', { emailCcs: { remove: [MILTON.id] } }],
    ['pending', { set: { status: 'pending' } }],
  ])('given an end user who sets %s, then it is forbidden', (_, differs) => {
    expect(refused(open(), by(ROSA, differs)).code).toBe('forbidden')
  })

  test('given Rosa who says it is solved, then it is; not so when Milton says it', () => {
    expect(decided(open(), by(ROSA, { set: { status: 'solved' } })).ticket.status).toBe('solved')
    const withMilton = open({ emailCcIds: [MILTON.id] })
    expect(refused(withMilton, by(MILTON, { set: { status: 'solved' } })).code).toBe('forbidden')
  })

  test('given a light agent, then notes are private and nothing else changes', () => {
    expect(decided(open(), by(LENA, { comment: says('I know this printer') })).comment?.public).toBe(false)
    expect(refused(open(), by(LENA, { comment: says('Hi Rosa', true) })).code).toBe('forbidden')
    expect(refused(open(), by(LENA, { set: { priority: 'low' } })).code).toBe('forbidden')
  })

  test('given a portal field, then Rosa may fill it; other fields are not heard', () => {
    const fields = { [FIELDS.serial]: 'X-1', [FIELDS.seats]: '4' }
    expect(decided(null, rosasQuestion({ fields })).ticket.fields).toEqual({ [FIELDS.serial]: 'X-1' })
  })
})

describe('status', () => {
  test.each(['pending', 'hold', 'solved'] as const)(
    'given %s, when Rosa writes, then it opens again',
    (status) => {
      const { ticket } = decided(open({ status }), by(ROSA, { comment: says('No, it burns') }))
      expect(ticket).toMatchObject({
        status: 'open',
        customStatusId: 2,
        assigneeId: AMARA.id,
        solvedAt: null,
      })
    },
  )

  test('given an agent as the requester, when they write, then a pending ticket stays pending', () => {
    const ticket = open({ status: 'pending', requesterId: BEN.id })
    expect(decided(ticket, by(BEN, { comment: says('Any news?') })).ticket.status).toBe('pending')
  })

  test('given mail of Rosa that an agent passes on, then it opens the ticket as hers would', () => {
    const comment = { ...says('FW: still burning'), authorId: ROSA.id }
    expect(decided(open({ status: 'pending' }), by(AMARA, { comment })).ticket.status).toBe('open')
  })

  test('given a new ticket, when it is assigned, then it opens; a note alone leaves it new', () => {
    const ticket = rosasTicket()
    expect(decided(ticket, by(AMARA, { set: { assigneeId: AMARA.id } })).ticket.status).toBe('open')
    expect(decided(ticket, by(AMARA, { comment: says('Hm', false) })).ticket.status).toBe('new')
  })

  test('given an open ticket, then it never becomes new again', () => {
    expect(refused(open(), by(AMARA, { set: { status: 'new' } })).details?.[0]?.field).toBe('status')
  })

  test('given a closed ticket, then every update is refused in the wire’s words', () => {
    const refusal = refused(open({ status: 'closed' }), by(OLGA, { tags: { add: ['vip'] } }))
    expect(refusal.details?.[0]).toMatchObject({
      field: 'status',
      description: 'Status closed prevents ticket update',
    })
  })

  test('given nobody assigned, when Amara solves, then she is assigned, or it is refused where the setting is off', () => {
    const ticket = rosasTicket()
    const solve = by(AMARA, { set: { status: 'solved' } })
    expect(decided(ticket, solve).ticket).toMatchObject({
      status: 'solved',
      assigneeId: AMARA.id,
      groupId: SUPPORT,
      solvedAt: NOON,
    })
    const strict = policyOf({}, { assign_tickets_upon_solve: false })
    expect(descriptions(refused(ticket, solve, strict))).toEqual([
      'Assignee:: is required when solving a ticket',
    ])
  })

  test('given a field that is required to solve, then solving names it', () => {
    const body = { type: 'text', title: 'Root cause', active: true, required: true }
    const policy = policyOf({ ticket_field: [{ id: 9, body }] })
    const refusal = refused(open(), by(AMARA, { set: { status: 'solved' } }), policy)
    expect(refusal.details).toEqual([
      {
        field: 'base',
        error: 'BlankValue',
        description: 'Root cause:: is required when solving a ticket',
        ticketFieldId: 9,
        ticketFieldType: 'text',
      },
    ])
  })

  test('given a desk without hold, then hold is refused', () => {
    const refusal = refused(
      open(),
      by(AMARA, { set: { status: 'hold' } }),
      policyOf({}, { status_hold: false }),
    )
    expect(refusal.details?.[0]?.field).toBe('status')
  })

  test('given a custom status, then the status follows it, and it the status', () => {
    expect(decided(open(), by(AMARA, { set: { customStatusId: 3 } })).ticket.status).toBe('pending')
    expect(decided(open(), by(AMARA, { set: { status: 'pending' } })).ticket.customStatusId).toBe(3)
    const both = by(AMARA, { set: { status: 'hold', customStatusId: 3 } })
    expect(refused(open(), both).details?.[0]?.field).toBe('custom_status_id')
  })

  test('given a solved ticket that closes, then it keeps its label and when it was solved', () => {
    const solved = decided(open(), by(AMARA, { set: { status: 'solved' } })).ticket
    const later = (NOON + 5000) as typeof NOON
    const { ticket } = decided(solved, by('system', { set: { status: 'closed' } }), POLICY, later)
    expect(ticket).toMatchObject({ status: 'closed', customStatusId: 5, solvedAt: NOON, closedAt: later })
  })
})

describe('assignment', () => {
  test('given a group that the assignee is not in, then the assignee is let go', () => {
    expect(decided(open(), by(BEN, { set: { groupId: BILLING } })).ticket).toMatchObject({
      groupId: BILLING,
      assigneeId: null,
    })
  })

  test('given group and an assignee outside it, then it is refused', () => {
    const change = by(BEN, { set: { groupId: BILLING, assigneeId: AMARA.id } })
    expect(refused(rosasTicket(), change).details?.[0]?.field).toBe('assignee_id')
  })

  test('given an assignee in the group of the ticket, then the group stays', () => {
    expect(decided(open(), by(BEN, { set: { assigneeId: BEN.id } })).ticket.groupId).toBe(SUPPORT)
  })

  test('given an agent of another group alone, then the ticket goes to their default group', () => {
    const change = by(AMARA, { set: { assigneeId: RIKU.id } })
    expect(decided(open(), change).ticket).toMatchObject({ assigneeId: RIKU.id, groupId: BILLING })
  })

  test.each([
    ['an end user', ROSA.id],
    ['a light agent', LENA.id],
    ['somebody gone', GONE_GUS.id],
    ['nobody known', 4711],
  ])('given %s as assignee, then it is refused', (_, assigneeId) => {
    expect(refused(open(), by(AMARA, { set: { assigneeId } })).details?.[0]?.field).toBe('assignee_id')
  })

  test('given no group for a grouped ticket, then it is refused', () => {
    expect(refused(open(), by(AMARA, { set: { groupId: null } })).details?.[0]?.field).toBe('group_id')
  })

  test('given the setting and a group of one agent, then that agent need not be chosen', () => {
    const alone = { id: 504, name: 'Night', deleted: false, memberIds: [BEN.id] }
    const state = stateOf(rosasTicket())
    const ben = { ...BEN, groupIds: [...BEN.groupIds, 504] }
    const context = {
      ...state.context,
      groups: { ...state.context.groups, 504: alone },
      users: { ...state.context.users, [BEN.id]: ben },
    }
    const policy = policyOf({}, { auto_assign_single_group: true })
    const result = decide({ ...state, context }, by(AMARA, { set: { groupId: 504 } }), policy, NOON)
    expect(result.ok && result.value.ticket).toMatchObject({
      groupId: 504,
      assigneeId: BEN.id,
      status: 'open',
    })
  })
})

describe('tags and custom fields', () => {
  test('given tags as people write them, then they are stored in one form', () => {
    const { ticket } = decided(open(), by(AMARA, { tags: { set: ['VIP', ' refund ', 'a b', 'vip', ''] } }))
    expect(ticket.tags).toEqual(['a_b', 'refund', 'vip'])
  })

  test('given an option, then its tag comes with it, and goes when another option is chosen', () => {
    const gold = decided(open(), by(AMARA, { fields: { [FIELDS.plan]: 'plan_gold' } })).ticket
    expect(gold.tags).toEqual(['plan_gold'])
    const silver = decided(gold, by(AMARA, { fields: { [FIELDS.plan]: 'plan_silver' } })).ticket
    expect(silver).toMatchObject({ tags: ['plan_silver'], fields: { [FIELDS.plan]: 'plan_silver' } })
  })

  test('given the tag, then the field is set, and unset when the tag goes', () => {
    const tagged = decided(
      open(),
      by(AMARA, { tags: { add: ['plan_gold', 'is_urgent', 'area_api'] } }),
    ).ticket
    expect(tagged.fields).toEqual({
      [FIELDS.plan]: 'plan_gold',
      [FIELDS.urgent]: true,
      [FIELDS.areas]: ['area_api'],
    })
    const bare = decided(tagged, by(AMARA, { tags: { set: ['area_api'] } })).ticket
    expect(bare.fields).toEqual({ [FIELDS.urgent]: false, [FIELDS.areas]: ['area_api'] })
  })

  test.each([
    [FIELDS.seats, '007', '7'],
    [FIELDS.seats, -0, '0'],
    [FIELDS.price, '09.50', '9.5'],
    [FIELDS.price, 12, '12'],
    [FIELDS.bought, '2026-02-28T10:00:00Z', '2026-02-28'],
    [FIELDS.areas, ['area_api', 'area_web'], ['area_web', 'area_api']],
    [FIELDS.urgent, 'true', true],
    [FIELDS.code, 'ABC-1', 'ABC-1'],
  ])('given %s = %j, then %j is stored', (id, raw, stored) => {
    expect(decided(open(), by(AMARA, { fields: { [id]: raw } })).ticket.fields[id]).toEqual(stored)
  })

  test.each([
    [FIELDS.seats, '1.5'],
    [FIELDS.price, 'free'],
    [FIELDS.bought, '2026-02-30'],
    [FIELDS.plan, 'plan_lead'],
    [FIELDS.areas, ['area_51']],
    [FIELDS.urgent, 'maybe'],
    [FIELDS.code, 'abc-1'],
  ])('given %s = %j, then the field is named', (id, raw) => {
    expect(refused(open(), by(AMARA, { fields: { [id]: raw } })).details?.[0]).toMatchObject({
      field: 'base',
      ticketFieldId: id,
    })
  })

  test('given an unknown field, then it is not heard', () => {
    expect(isEmpty(decided(open(), by(AMARA, { fields: { 123456: 'x' } })))).toBe(true)
  })

  test.each([
    [255, true],
    [256, false],
  ])('given a tag of %i characters, then allowed is %j', (length, allowed) => {
    const change = by(AMARA, { tags: { add: ['x'.repeat(length)] } })
    expect(decide(stateOf(open()), change, POLICY, NOON).ok).toBe(allowed)
  })

  test.each([
    ['x'.repeat(65_536), true],
    ['x'.repeat(65_537), false],
    ['ü'.repeat(32_768), true],
    ['ü'.repeat(32_769), false],
  ])('given a comment at the limit, then bytes count', (text, allowed) => {
    expect(decide(stateOf(open()), by(AMARA, { comment: says(text) }), POLICY, NOON).ok).toBe(allowed)
  })
})

describe('updates', () => {
  test('given what is so already, then nothing is written and nothing moves', () => {
    const ticket = open()
    const { assigneeId, groupId, status, subject } = ticket
    const decision = decided(ticket, by(AMARA, { set: { assigneeId, groupId, status, subject } }))
    expect(isEmpty(decision)).toBe(true)
    expect(decision.ticket).toBe(ticket)
  })

  test('given a stale safe update, then it conflicts', () => {
    const stale = (NOON - 1000) as typeof NOON
    expect(refused(open(), by(AMARA, { set: { priority: 'low' }, expectUpdatedAt: stale })).code).toBe(
      'conflict',
    )
    expect(
      decided(open(), by(AMARA, { set: { priority: 'low' }, expectUpdatedAt: NOON })).ticket.priority,
    ).toBe('low')
  })

  test('given a priority, then it cannot go away again', () => {
    const ticket = open({ priority: 'high' })
    expect(decided(ticket, by(AMARA, { set: { priority: null } })).ticket.priority).toBe('high')
  })

  test('given a problem, then only an incident takes it, and loses it with its type', () => {
    expect(refused(open(), by(AMARA, { set: { problemId: 5 } })).details?.[0]?.field).toBe('problem_id')
    const incident = decided(open(), by(AMARA, { set: { type: 'incident', problemId: 5 } })).ticket
    expect(decided(incident, by(AMARA, { set: { type: 'question' } })).ticket.problemId).toBeNull()
  })

  test('given CCs, then the requester is none of them, and 48 is the most', () => {
    expect(decided(open(), by(AMARA, { emailCcs: { add: [ROSA.id, MILTON.id] } })).ticket.emailCcIds).toEqual(
      [MILTON.id],
    )
    expect(refused(open(), by(AMARA, { emailCcs: { add: [GONE_GUS.id] } })).details?.[0]?.field).toBe(
      'email_ccs',
    )
    expect(refused(open(), by(AMARA, { followers: { add: [ROSA.id] } })).details?.[0]?.field).toBe(
      'followers',
    )
  })

  test('given a new requester, then the organisation is theirs', () => {
    const { ticket } = decided(open(), by(AMARA, { set: { requesterId: HANK.id } }))
    expect(ticket).toMatchObject({ requesterId: HANK.id, organizationId: GLOBEX })
  })
})
