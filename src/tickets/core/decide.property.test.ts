import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, type Id, instantOf, type Json, type JsonObject } from '../../kernel/index.ts'
import { type Change, noChange } from './change.ts'
import { decide, isEmpty } from './decide.ts'
import type { Decision } from './decision.ts'
import { foldAudit } from './fold.ts'
import type { Policy } from './policy.ts'
import { MAX_FIRINGS } from './run.ts'
import { STANDARD_TRIGGERS } from './standard-triggers.ts'
import { BILLING, FIELDS, NOON, PEOPLE, policyOf, SUPPORT, stateOf, WEB } from './testing/desk.ts'
import { PRIORITIES, STATUSES, type Ticket, TYPES } from './ticket.ts'

const anyId = fc.constantFrom(...PEOPLE.map(({ id }) => id), 4711)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const anyTag = fc.constantFrom(
  'vip',
  'Refund',
  'a b',
  'plan_gold',
  'plan_silver',
  'is_urgent',
  'area_web',
  'area_api',
  '',
)

const present = (object: object): object =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))

const anySet = fc
  .record({
    subject: maybe(nullable(fc.string({ maxLength: 20 }))),
    status: maybe(fc.constantFrom(...STATUSES)),
    customStatusId: maybe(fc.constantFrom(1, 2, 3, 4, 5, 6)),
    type: maybe(nullable(fc.constantFrom(...TYPES))),
    priority: maybe(nullable(fc.constantFrom(...PRIORITIES))),
    requesterId: maybe(anyId),
    assigneeId: maybe(nullable(anyId)),
    groupId: maybe(nullable(fc.constantFrom(SUPPORT, BILLING, 503))),
    organizationId: maybe(nullable(fc.constantFrom(601, 602))),
    problemId: maybe(nullable(fc.constantFrom(5))),
    dueAt: maybe(nullable(fc.constantFrom(NOON))),
    externalId: maybe(nullable(fc.constantFrom('crm-1'))),
  })
  .map(present)

const anyFields = fc
  .record({
    [FIELDS.plan]: maybe(fc.constantFrom('plan_gold', 'plan_silver', null)),
    [FIELDS.urgent]: maybe(fc.boolean()),
    [FIELDS.areas]: maybe(fc.subarray(['area_web', 'area_mail', 'area_api'])),
    [FIELDS.seats]: maybe(fc.constantFrom('7', '007', null)),
  })
  .map(present)

const anyComment = fc.record({
  text: fc.constantFrom('It burns', 'Unplug it', ''),
  html: fc.constant('<p>x</p>'),
  attachments: fc.constant([]),
  public: fc.constantFrom(true, false, undefined),
  authorId: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, anyId),
})

const listOf = <T>(item: fc.Arbitrary<T>) => {
  const items = maybe(fc.array(item, { maxLength: 3 }))
  return fc.record({ set: items, add: items, remove: items }).map(present)
}

const anyActor = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...PEOPLE).map(({ id }) => ({ kind: 'user', id })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'system' }) },
)

/** A Change that somebody could well send. */
const anyChange = (kind: 'create' | 'update'): fc.Arbitrary<Change> =>
  fc
    .record({
      actor: anyActor,
      requesterId: maybe(anyId),
      set: fc.oneof(fc.constant({}), anySet),
      fields: fc.oneof(fc.constant({}), anyFields),
      tags: fc.oneof(fc.constant({}), listOf(anyTag)),
      followers: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, listOf(anyId)),
      emailCcs: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, listOf(anyId)),
      comment: fc.oneof(fc.constant(undefined), anyComment.map(present)),
    })
    .map((change) => ({ ...noChange, kind, via: WEB, ...present(change) }) as Change)

/** What is certain to be allowed, so that stories get somewhere. */
const opening: fc.Arbitrary<Change> = fc
  .constantFrom(...PEOPLE.filter(({ active, suspended }) => active && !suspended))
  .map(
    ({ id }) =>
      ({
        ...noChange,
        kind: 'create',
        actor: { kind: 'user', id },
        via: WEB,
        set: { subject: 'Fire' },
        comment: { text: 'It burns', html: '', attachments: [] },
      }) as Change,
  )

const anyClause: fc.Arbitrary<Json> = fc.constantFrom<Json[]>(
  { field: 'status', operator: 'is', value: 'open' },
  { field: 'status', operator: 'changed', value: null },
  { field: 'status', operator: 'is_not', value: 'solved' },
  { field: 'priority', operator: 'is', value: '' },
  { field: 'priority', operator: 'value', value: 'high' },
  { field: 'group_id', operator: 'changed', value: null },
  { field: 'assignee_id', operator: 'is', value: '' },
  { field: 'current_tags', operator: 'includes', value: 'vip plan_gold' },
  { field: 'current_tags', operator: 'not_includes', value: 'vip' },
  { field: 'update_type', operator: 'is', value: 'Change' },
  { field: `custom_fields_${FIELDS.plan}`, operator: 'present', value: null },
  { field: 'comment_is_public', operator: 'is', value: 'true' },
)

const anyAction: fc.Arbitrary<Json> = fc.constantFrom<Json[]>(
  { field: 'status', value: 'pending' },
  { field: 'status', value: 'open' },
  { field: 'status', value: 'solved' },
  { field: 'status', value: 'closed' },
  { field: 'status', value: 'new' },
  { field: 'priority', value: 'high' },
  { field: 'priority', value: 'low' },
  { field: 'type', value: 'task' },
  { field: 'group_id', value: String(BILLING) },
  { field: 'group_id', value: '' },
  { field: 'assignee_id', value: 'current_user' },
  { field: 'assignee_id', value: '2001' },
  { field: 'set_tags', value: 'vip plan_silver' },
  { field: 'current_tags', value: 'vip' },
  { field: 'remove_tags', value: 'vip is_urgent' },
  { field: `custom_fields_${FIELDS.plan}`, value: 'plan_gold' },
  { field: 'cc', value: '1002' },
  {
    field: 'notification_user',
    value: ['requester_and_ccs', 'S {{ticket.id}}', '{{ticket.comments_formatted}}'],
  },
  { field: 'notification_group', value: ['group_id', 'S', '{{ticket.requester.email}}'] },
)

type Rule = { readonly all: readonly Json[]; readonly actions: readonly Json[] }

const anyRules: fc.Arbitrary<Rule[]> = fc.array(
  fc.record({
    all: fc.array(anyClause, { minLength: 1, maxLength: 2 }),
    actions: fc.array(anyAction, { minLength: 1, maxLength: 3 }),
  }),
  { maxLength: 6 },
)

const policyWith = (rules: readonly Rule[]): Policy =>
  policyOf({
    trigger: [
      ...STANDARD_TRIGGERS,
      ...rules.map(({ all, actions }, i) => ({
        id: 100 + i,
        body: { title: `Rule ${i}`, position: i, conditions: { all, any: [] }, actions } as JsonObject,
      })),
    ],
  })

type Step = { readonly before: Ticket | null; readonly decision: Decision; readonly change: Change }

/** Lives a story: an opening, then whatever of the rest is allowed. */
const live = (policy: Policy, changes: readonly Change[]): Step[] => {
  const steps: Step[] = []
  let ticket: Ticket | null = null
  for (const [i, change] of changes.entries()) {
    const result = decide(stateOf(ticket), change, policy, instantOf(NOON + i * 1000))
    if (!result.ok) continue
    steps.push({ before: ticket, decision: result.value, change })
    ticket = result.value.ticket
  }
  return steps
}

const anyStory = fc.tuple(anyRules, opening, fc.array(anyChange('update'), { maxLength: 8 }))

type Story = readonly [rules: readonly Rule[], first: Change, rest: readonly Change[]]

const tell = ([rules, first, rest]: Story): { policy: Policy; steps: Step[] } => {
  const policy = policyWith(rules)
  return { policy, steps: live(policy, [first, ...rest]) }
}

const isSorted = (items: readonly string[]): boolean =>
  canonicalJson([...new Set(items)].sort()) === canonicalJson(items)

const checkTicket = (before: Ticket | null, { ticket, at }: Decision): void => {
  expect(isSorted(ticket.tags)).toBe(true)
  expect(new Set(ticket.emailCcIds).size).toBe(ticket.emailCcIds.length)
  expect(ticket.status === 'new' && ticket.assigneeId !== null).toBe(false)
  expect(ticket.type !== 'incident' && ticket.problemId !== null).toBe(false)
  expect(ticket.status === 'solved' || ticket.status === 'closed').toBe(ticket.solvedAt !== null)
  expect(ticket.isPublic).toBe(ticket.publicCommentCount > 0)
  const agent = PEOPLE.find(({ id }) => id === ticket.assigneeId)
  // Whoever is in no group at all may hold a ticket that is in none.
  if (agent?.groupIds.length) expect(agent.groupIds).toContain(ticket.groupId)
  else expect(ticket.assigneeId === null || ticket.groupId === null).toBe(true)
  if (before && before.status !== 'new') expect(ticket.status).not.toBe('new')
  if (before) expect(before.status).not.toBe('closed')
  expect(ticket.updatedAt === at || ticket === before).toBe(true)
}

describe('whatever happens to a ticket', () => {
  test('its story keeps the rules of the house', () => {
    let closings = 0
    fc.assert(
      fc.property(anyStory, (story) => {
        const { steps } = tell(story)
        expect(steps.length).toBeGreaterThan(0)
        for (const { before, decision } of steps) {
          checkTicket(before, decision)
          const { ticket, rulesFired } = decision
          expect(ticket.version).toBe((before?.version ?? 0) + (isEmpty(decision) ? 0 : 1))
          expect(rulesFired.length).toBeLessThanOrEqual(MAX_FIRINGS)
          expect(new Set(rulesFired.map(({ id }) => id)).size).toBe(rulesFired.length)
          if (ticket.status === 'closed') closings += 1
        }
      }),
      { numRuns: 120 },
    )
    expect(closings).toBeGreaterThan(0)
  })

  test('its events tell exactly what became different', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const { steps } = tell(story)
        for (const { before, decision } of steps) {
          const { ticket, events, at } = decision
          if (isEmpty(decision)) {
            expect(ticket).toBe(before)
            continue
          }
          const numbered = events.map((event, i) => ({ id: i + 1, event }))
          const audit = { ticketId: ticket.id, seq: ticket.version, at, via: WEB, events: numbered }
          expect(foldAudit(before, audit)).toEqual(ticket)
          for (const event of events)
            if (event.type === 'field_changed' || event.type === 'tags_changed')
              expect(event.from).not.toEqual(event.to)
        }
      }),
      { numRuns: 120 },
    )
  })

  test('tags and the fields they stand for say the same', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const { steps } = tell(story)
        for (const { ticket } of steps.map(({ decision }) => decision)) {
          const plan = ticket.fields[FIELDS.plan]
          expect(ticket.tags.filter((tag) => tag.startsWith('plan_'))).toEqual(plan ? [plan] : [])
          expect(ticket.tags.includes('is_urgent')).toBe(ticket.fields[FIELDS.urgent] === true)
          const areas = [...((ticket.fields[FIELDS.areas] as string[] | undefined) ?? [])].sort()
          expect(ticket.tags.filter((tag) => tag.startsWith('area_'))).toEqual(areas)
        }
      }),
      { numRuns: 120 },
    )
  })

  test('no mail leaves to people who may not have it', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const { steps } = tell(story)
        for (const { decision } of steps) {
          const keys = decision.effects.map(({ key }) => key)
          expect(new Set(keys).size).toBe(keys.length)
          for (const { payload } of decision.effects)
            checkMail(decision, payload.recipientId, payload.audience)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('it replays from its audit: the Change, the context and the policy as they were', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const { policy, steps } = tell(story)
        for (const { before, decision } of steps) {
          const stored = JSON.parse(JSON.stringify({ change: decision.change, context: decision.context }))
          const state = { ticketId: decision.ticket.id, ticket: before, context: stored.context }
          const again = decide(state, stored.change, policy, decision.at)
          expect(again.ok && canonicalJson(again.value)).toBe(canonicalJson(decision))
        }
      }),
      { numRuns: 60 },
    )
  })
})

const checkMail = ({ ticket }: Decision, recipientId: Id, audience: string): void => {
  const person = PEOPLE.find(({ id }) => id === recipientId)
  expect(person?.active && !person.suspended && person.email).toBeTruthy()
  if (person?.roleId === 1) {
    expect(audience).toBe('end_user')
    expect(ticket.isPublic).toBe(true)
  }
}

describe('whatever comes in', () => {
  const anyJson = fc.jsonValue({ maxDepth: 2 })
  const POLICY = policyOf({ trigger: STANDARD_TRIGGERS })
  const ticket = live(POLICY, [
    {
      ...noChange,
      kind: 'create',
      actor: { kind: 'user', id: PEOPLE[6].id },
      via: WEB,
      comment: { text: 'x', html: 'x', attachments: [] },
    },
  ])[0]?.decision.ticket as Ticket

  test('decide answers, and never throws', () => {
    const wild = fc.record(
      {
        actor: fc.oneof(anyActor as fc.Arbitrary<unknown>, anyJson),
        requesterId: anyJson,
        submitterId: anyJson,
        set: fc.oneof(
          fc.dictionary(
            fc.constantFrom(
              'subject',
              'status',
              'type',
              'priority',
              'assigneeId',
              'groupId',
              'customStatusId',
              'organizationId',
              'brandId',
              'formId',
              'problemId',
              'dueAt',
              'externalId',
              'recipient',
              'requesterId',
              'kind',
              'resolutionCode',
            ),
            anyJson,
          ),
          anyJson,
        ),
        fields: fc.oneof(
          fc.dictionary(fc.constantFrom(...Object.values(FIELDS).map(String), '__proto__'), anyJson),
          anyJson,
        ),
        tags: fc.oneof(fc.record({ add: anyJson }), anyJson),
        followers: fc.oneof(fc.record({ set: anyJson }), anyJson),
        emailCcs: fc.oneof(fc.record({ remove: anyJson }), anyJson),
        comment: fc.oneof(
          fc.record({
            text: anyJson,
            html: anyJson,
            attachments: anyJson,
            public: anyJson,
            authorId: anyJson,
          }),
          anyJson,
        ),
        plan: fc.oneof(
          fc.dictionary(fc.constantFrom('risk', 'plannedStartAt', 'affectedUserIds', 'approval'), anyJson),
          anyJson,
        ),
        party: fc.oneof(
          fc.record({ kind: fc.constantFrom('add', 'edit', 'remove'), id: anyJson, party: anyJson }),
          anyJson,
        ),
        announced: anyJson,
        expectUpdatedAt: anyJson,
      },
      { requiredKeys: ['actor'] },
    )
    fc.assert(
      fc.property(wild, fc.boolean(), (change, isCreation) => {
        const kind = isCreation ? 'create' : 'update'
        const given = { ...noChange, kind, via: WEB, ...change } as unknown as Change
        const result = decide(stateOf(isCreation ? null : ticket), given, POLICY, NOON)
        if (!result.ok) expect(result.error.code).toMatch(/^(invalid|forbidden|not_found|conflict)$/)
      }),
      { numRuns: 1000 },
    )
  })
})
