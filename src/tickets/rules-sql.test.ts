import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  HOUR_MS,
  type Id,
  type Instant,
  instantOf,
  type Json,
  MINUTE_MS,
  ok,
  toIsoMs,
} from '../kernel/index.ts'
import { sql } from '../platform/db/index.ts'
import {
  type Catalogue,
  type Conditions,
  compileConditions,
  dueAt,
  type Facts,
  type FieldSpec,
  findField,
  type Operator,
  parseConditions,
  type RawClause,
  vocabulary,
} from '../rules/core/index.ts'
import type { Context, Policy } from './core/index.ts'
import { deskFactsOf } from './core/rule-facts.ts'
import { momentsOf } from './core/time-facts.ts'
import { createFacts } from './facts.ts'
import { ACME, BEA, BILLING, BO, CARL, CORA, SUPPORT, type TicketDesk, ticketDesk, ZOE } from './fixture.ts'
import { type TicketRow, ticketOfRow } from './rows.ts'
import { matchingTickets, turnedTickets } from './rules-sql.ts'

/** A Tuesday, half past one in the afternoon in Amsterdam. */
const AT = instantOf(Date.parse('2026-03-03T12:30:00Z'))
const TICKETS = 300
const RULES = 2500

/** Custom fields by id, one of each type that differs. */
const TYPES: { readonly [id: string]: string } = {
  1: 'text',
  2: 'tagger',
  3: 'checkbox',
  4: 'multiselect',
  5: 'integer',
  6: 'decimal',
  7: 'date',
  8: 'lookup',
}
const catalogue: Catalogue = {
  satisfactionReason: (code) => [0, 5].find((known) => known === code),
  ticketField: (id) => {
    const type = TYPES[id]
    if (!type) return undefined
    return {
      type,
      read: (value) => {
        if (type === 'checkbox') return ok(value === true || value === 'true')
        if (value === null || value === '') return ok(null)
        return ok(Array.isArray(value) ? value.map(String) : String(value))
      },
    }
  },
}

let desk: TicketDesk
let policy: Policy
let rows: (TicketRow & { readonly description: string | null })[]
let people: Context
beforeAll(async () => {
  desk = await ticketDesk()
  await setUp()
  rows = [
    ...(await desk.ground.db.rows(sql<TicketRow & { description: string | null }>`
    select t.*, c.body as description from tickets t
    left join comments c on c.ticket_id = t.ticket_id and c.id = t.first_comment_id order by t.ticket_id`)),
  ]
  const facts = createFacts(desk.ground.db)
  await facts.know(policy, { userIds: [BO, BEA, CORA, CARL, ZOE], groupIds: [] })
  people = facts.all()
})
afterAll(() => desk.close())

const hours = (zone: string, holidays: readonly string[]) => ({
  time_zone: zone,
  intervals: [1, 2, 3, 4, 5].map((day) => ({ start_time: day * 1440 + 540, end_time: day * 1440 + 1020 })),
  holidays: holidays.map((day, index) => ({ id: index + 1, name: day, start_date: day, end_date: day })),
})

const setUp = async (): Promise<void> => {
  const { ground, policies } = desk
  const version = await ground.db.transaction((tx) =>
    ground.policy.edit(tx, { authorId: BO, reason: 'test', at: AT }, [
      { kind: 'schedule', id: 901, body: { name: 'Here', ...hours('Europe/Amsterdam', ['2026-02-27']) } },
      { kind: 'schedule', id: 902, body: { name: 'There', ...hours('America/New_York', []) } },
    ]),
  )
  policy = await policies.at(version)
  expect(policy.clocks.deskHours.ids).toEqual([901, 902])
  await ground.db.rows(
    sql`update users set locale = 'de', user_fields = '{"tier": "Gold", "note": "pays ÜBER late"}' where id = ${CORA}`,
  )
  await ground.db.rows(
    sql`update users set user_fields = '{"vip": true, "tier": ""}', locale = 'xx' where id = ${CARL}`,
  )
  await ground.db.rows(
    sql`update organizations set organization_fields = '{"plan": "enterprise", "regions": ["north", "west"]}' where id = ${ACME}`,
  )
  const made = fc.sample(anyRow, { numRuns: TICKETS, seed: 7 })
  await ground.db.rows(sql`insert into tickets
    select * from jsonb_populate_recordset(null::tickets, ${JSON.stringify(made.map(numbered))}::jsonb)`)
  await ground.db.rows(sql`insert into comments (ticket_id, id, seq, author_id, public, body, html, via, created_at)
    select ticket_id, 1, 1, requester_id, true, (array['On FIRE', 'the Ümlaut nonetheless', ''])[1 + ticket_id % 3], '', '{}', created_at
    from tickets where ticket_id % 5 <> 0`)
}

const numbered = (row: object, index: number): object => ({ ...row, ticket_id: index + 1 })

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
/** Whole seconds round hours away from now, so that bounds are met exactly and missed by one. */
const when = fc
  .tuple(fc.integer({ min: -60, max: 60 }), pick(-1000, 0, 1000, 90_000))
  .map(([away, off]) => toIsoMs(instantOf(AT - away * HOUR_MS + off)))
const moment = fc.option(when, { nil: null, freq: 4 })

const anyRow = fc.record({
  version: fc.constant(1),
  last_event_id: fc.constant(1),
  chain: fc.constant('\\x00'),
  subject: fc.constant('x'),
  status: pick(0, 1, 2, 3, 4, 5),
  custom_status_id: pick(null, 3, 4),
  type: pick(null, 1, 2, 4),
  kind: pick(null, null, 1, 2),
  resolution_code: pick(null, 'fixed', 'duplicate'),
  priority: pick(null, 1, 2, 3, 4),
  requester_id: pick(CORA, CARL, ZOE, BO),
  submitter_id: fc.constant(CORA),
  assignee_id: pick(null, BO, BEA, CORA),
  group_id: pick(null, SUPPORT, BILLING),
  organization_id: pick(null, ACME),
  brand_id: pick(1, 2),
  ticket_form_id: pick(null, 7),
  schedule_id: pick(null, 901, 902, 903),
  recipient: pick(null, 'Help@desk.example', 'sales@desk.example', 'help'),
  via: pick({ channel: 'web' }, { channel: 'email' }),
  tags: fc.subarray(['gold', 'golden', 'vip', 'ünter']),
  fields: fc.record(
    {
      1: pick(null, 'Fire', 'on fire ÜBER all', 'ice', ''),
      2: pick('gold', 'silver'),
      3: pick(true, false, null),
      4: pick(['a', 'b'], ['c'], [], null),
      5: pick('9', '10', '-3', 'rubbish'),
      6: pick('9.5', '10', '0.25'),
      7: pick('2026-03-03', '2026-02-28', '2026-03-10', '2019-01-01'),
      8: pick('17', '18'),
    },
    { requiredKeys: [] },
  ),
  follower_ids: fc.subarray([BO, BEA]),
  email_cc_ids: fc.subarray([CARL, ZOE]),
  due_at: moment,
  is_public: fc.boolean(),
  first_comment_id: pick(1, 1, 1, null),
  comment_count: fc.constant(1),
  public_comment_count: fc.constant(1),
  mail_epoch: fc.constant(1),
  created_at: when,
  updated_at: when,
  satisfaction: pick(
    null,
    ...(['offered', 'good', 'bad'] as const).flatMap((score) => [
      { score, comment: null, reasonId: score === 'bad' ? 5 : null },
      { score, comment: 'Hm', reasonId: null },
    ]),
  ),
  stage: pick(null, 1, 2, 3),
  next_breach_at: moment,
  status_at: moment,
  assigned_at: moment,
  requester_updated_at: moment,
  assignee_updated_at: moment,
  upcoming_breach_at: moment,
  last_breach_at: moment,
  upcoming_group_breach_at: moment,
  last_group_breach_at: moment,
})

const factsOf = (row: (typeof rows)[number], at: Instant): Facts => {
  const ticket = ticketOfRow(row)
  return {
    ticket,
    before: ticket,
    update: { isCreation: false, actorId: BEA, channel: 'web', comment: null },
    description: row.description,
    people: {
      person: (id) => people.users[String(id)],
      organization: (id) => people.organizations[String(id)],
      roleKind: (person) => policy.roles.get(person.roleId)?.kind ?? 'end_user',
    },
    at,
    times: {
      ...momentsOf(ticket, null),
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      dueAt: row.due_at,
      shownBreachAt: row.next_breach_at,
      statusAt: row.status_at,
      assignedAt: row.assigned_at,
      requesterUpdatedAt: row.requester_updated_at,
      assigneeUpdatedAt: row.assignee_updated_at,
      upcomingBreachAt: row.upcoming_breach_at,
      lastBreachAt: row.last_breach_at,
      upcomingGroupBreachAt: row.upcoming_group_breach_at,
      lastGroupBreachAt: row.last_group_breach_at,
      stage: [null, 'first_reply', 'next_reply', 'resolution'][row.stage ?? 0] ?? null,
    },
    desk: deskFactsOf(policy),
    folded: new Map(),
  }
}

/** What clauses on a field may say; fields that take numbers of hours need no entry. */
const VALUES: { readonly [field: string]: readonly Json[] } = {
  status: ['new', 'open', 'pending', 'hold', 'solved', 'closed'],
  custom_status_id: ['3', [3, 4], ''],
  type: ['question', 'incident', 'task', ''],
  priority: ['', 'low', 'high', 'urgent'],
  group_id: ['', SUPPORT, [SUPPORT, BILLING], 'current_groups'],
  assignee_id: ['', BO, 'current_user', 'requester_id'],
  requester_id: [CORA, 'current_user', 'assignee_id'],
  organization_id: ['', ACME],
  brand_id: [1, '2'],
  resolution_code: ['', 'fixed'],
  kind: ['', 'incident', 'change'],
  ticket_form_id: ['', 7],
  satisfaction_score: ['true', 'false', 'bad', 'bad_with_comment', 'good', 'good_with_comment'],
  satisfaction_reason_code: ['', 5, 0],
  current_tags: ['gold', 'vip golden', 'ünter', 'none'],
  via_id: ['web', 4, ['mail', 0]],
  recipient: ['help', 'HELP@desk.example', 'sales@desk.example'],
  requester_role: ['end_user', 'agent', 'admin', 3, 1],
  locale_id: [1, 8, 2],
  ticket_is_public: ['public', 'private'],
  description_includes_word: ['fire', 'ümlaut none', 'ON FIRE', 'water'],
  cc: ['present', 'not_present', CARL, 'current_user'],
  follower: ['present', 'not_present', BO, 'current_user'],
  skills_match: ['true', 'false'],
  received_from: ['9'],
  sent_to: ['9'],
  via_subtype_id: ['9'],
  sla_minutes_to_breach: [0, 5, -60, 60, 180, 3000],
  sla_is_breached: ['true', 'false'],
  sla_warning_fired: ['true', 'false'],
  sla_stage: ['first_reply', 'next_reply', 'resolution', ''],
  custom_fields_1: ['fire', 'über all', 'FIRE', ''],
  custom_fields_2: ['gold', 'silver', ''],
  custom_fields_3: ['true', 'false'],
  custom_fields_4: ['a', ['b', 'c'], ''],
  custom_fields_5: ['9', '10', -3],
  custom_fields_6: ['9.5', 10],
  custom_fields_7: ['2026-03-03', '2026-02-28'],
  custom_fields_8: ['17', ''],
  'requester.custom_fields.tier': ['gold', '', 'pay'],
  'requester.custom_fields.note': ['über late', 'pays', ''],
  'user.custom_fields_vip': ['true', 'false', ''],
  'organization.custom_fields.plan': ['enterprise', 'prise x', 'free', ''],
  'organization.custom_fields.regions': ['north', 'west east', 'east'],
  'organization.custom_fields.nothing': ['x', ''],
}

const PLACES = ['automation', 'view'] as const
const specs = [
  ...vocabulary(),
  ...Object.keys(VALUES)
    .filter((name) => name.includes('custom_fields'))
    .map((name) => findField(name, catalogue) as FieldSpec),
].filter(({ places }) => PLACES.some((place) => places.includes(place)))

const valuesOf = ({ name }: FieldSpec, operator: Operator): readonly Json[] => {
  if (operator.startsWith('within_')) return [0, 2, 3650]
  if (operator.endsWith('present')) return [null]
  return VALUES[name] ?? [0, 1, 2, 5, 23, 24, 40, '59']
}

type Said = RawClause & { readonly isAllOnly: boolean }

/** Every clause that tables may be asked, with each value. */
const clauses: readonly Said[] = specs.flatMap((spec) =>
  spec.operators.flatMap((operator) =>
    valuesOf(spec, operator).map((value) => ({
      field: spec.name,
      operator,
      value,
      isAllOnly: spec.isAllOnly === true,
    })),
  ),
)

const read = (all: readonly RawClause[], any: readonly RawClause[] = []): Conditions | undefined => {
  for (const place of PLACES) {
    const parsed = parseConditions({ all, any }, { place, catalogue })
    if (parsed.ok) return parsed.value
  }
  return undefined
}

const idsIn = async (conditions: Conditions, at: Instant): Promise<Id[]> => {
  const viewer = { userId: BEA, groupIds: [SUPPORT, BILLING] }
  const found = await desk.ground.db.rows(sql<{ ticket_id: Id }>`
    select t.ticket_id from tickets t where ${matchingTickets(conditions, { viewer, at, policy })} order by 1`)
  return found.map(({ ticket_id: id }) => id)
}

const idsBy = (conditions: Conditions, at: Instant): Id[] => {
  const holds = compileConditions(conditions)
  return rows.filter((row) => holds(factsOf(row, at))).map((row) => row.ticket_id)
}

describe('SQL and memory', () => {
  it('agree on every field × operator × value, and each holds somewhere and fails somewhere', async () => {
    const constant = new Map<string, Set<boolean>>()
    for (const clause of clauses) {
      const conditions = read([clause])
      if (conditions === undefined) continue
      const expected = idsBy(conditions, AT)
      expect(await idsIn(conditions, AT), JSON.stringify(clause)).toEqual(expected)
      const seen = constant.get(`${clause.field} ${clause.operator}`) ?? new Set()
      if (expected.length > 0) seen.add(true)
      if (expected.length < TICKETS) seen.add(false)
      constant.set(`${clause.field} ${clause.operator}`, seen)
    }
    // What nothing here ever has, and skills that nobody asks for, hold for all or none.
    const dull = /^(received_from|sent_to|via_subtype_id|skills_match) |(plan|regions) not_present|nothing/
    const untold = [...constant].filter(([name, seen]) => seen.size < 2 && !dull.test(name))
    expect(untold.map(([name]) => name)).toEqual([])
    const asked = specs.flatMap(({ name, operators }) => operators.map((operator) => `${name} ${operator}`))
    const triggersOnly = /changed|value/
    expect(asked.filter((one) => !constant.has(one) && !triggersOnly.test(one))).toEqual([])
  })

  it('agree on rules of many clauses, at any instant', async () => {
    const clause = fc.constantFrom(...clauses.filter((one) => read([one]) !== undefined))
    const rule = fc.record({
      all: fc.array(clause, { maxLength: 4 }),
      any: fc.array(
        clause.filter(({ isAllOnly }) => !isAllOnly),
        { maxLength: 4 },
      ),
      at: pick(0, 1000, HOUR_MS, -26 * HOUR_MS, 7 * MINUTE_MS).map((ms) => instantOf(AT + ms)),
    })
    let asked = 0
    await fc.assert(
      fc.asyncProperty(rule, async ({ all, any, at }) => {
        const conditions = read(all, any)
        if (conditions === undefined) return
        asked += 1
        expect(await idsIn(conditions, at)).toEqual(idsBy(conditions, at))
      }),
      { numRuns: RULES },
    )
    expect(asked).toBeGreaterThan(RULES * 0.8)
  })
})

describe('what time makes true', () => {
  const turnedIn = async (conditions: Conditions, since: Instant, at: Instant): Promise<Set<Id>> => {
    const asking = { viewer: { userId: BEA, groupIds: [SUPPORT, BILLING] }, at, policy }
    const found = await Promise.all(
      turnedTickets(conditions, asking, since).map((isTurned) =>
        desk.ground.db.rows(sql<{ ticket_id: Id }>`select t.ticket_id from tickets t where ${isTurned}`),
      ),
    )
    return new Set(found.flat().map(({ ticket_id: id }) => id))
  }
  const span = pick(45_000, 10 * MINUTE_MS, HOUR_MS, 26 * HOUR_MS, 100 * HOUR_MS)
  const shift = fc.integer({ min: -90 * 60, max: 90 * 60 }).map((minutes) => minutes * MINUTE_MS)

  it('is found between two looks by every condition, and by rules of many', async () => {
    const readable = clauses.filter((one) => read([one]) !== undefined)
    const timed = readable.filter(({ isAllOnly }) => isAllOnly)
    const clause = fc.oneof(fc.constantFrom(...timed), fc.constantFrom(...readable))
    const rule = fc.record({
      all: fc.array(clause, { minLength: 1, maxLength: 2 }),
      any: fc.array(
        fc.constantFrom(...readable).filter(({ isAllOnly }) => !isAllOnly),
        { maxLength: 2 },
      ),
    })
    let news = 0
    let narrow = 0
    await fc.assert(
      fc.asyncProperty(rule, shift, span, async ({ all, any }, shiftMs, spanMs) => {
        const conditions = read(all, any)
        if (conditions === undefined) return
        const at = instantOf(AT + shiftMs)
        const since = instantOf(at - spanMs)
        const before = new Set(idsBy(conditions, since))
        const fresh = idsBy(conditions, at).filter((id) => !before.has(id))
        const turned = await turnedIn(conditions, since, at)
        expect(fresh.filter((id) => !turned.has(id))).toEqual([])
        news += fresh.length
        if (turned.size < TICKETS / 2) narrow += 1
      }),
      { numRuns: RULES },
    )
    expect(news).toBeGreaterThan(0)
    expect(narrow).toBeGreaterThan(RULES / 2)
  })
})

it('the instant at which time conditions come true is the first at which they hold', () => {
  const timed = clauses.filter(({ isAllOnly }) => isAllOnly)
  let awaited = 0
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...timed), { minLength: 1, maxLength: 2 }),
      fc.nat(TICKETS - 1),
      (all, n) => {
        const conditions = read(all)
        if (conditions === undefined) return
        const row = { ...rows[n]!, status: 1 }
        const asked = (at: number): boolean => compileConditions(conditions)(factsOf(row, instantOf(at)))
        const due = dueAt(conditions, factsOf(row, AT))
        if (due === null) {
          expect(asked(AT)).toBe(false)
          return
        }
        expect(asked(due)).toBe(true)
        if (due > AT) {
          awaited += 1
          expect(asked(due - 1)).toBe(false)
          expect(asked(AT + Math.floor((due - AT) / 2))).toBe(false)
        }
      },
    ),
    { numRuns: 3000 },
  )
  expect(awaited).toBeGreaterThan(100)
})
