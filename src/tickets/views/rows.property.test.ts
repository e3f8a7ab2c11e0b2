import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, type Id, type Instant, instantOf, toIsoMs } from '../../kernel/index.ts'
import { STANDARD_WEIGHTS } from '../../people/core/index.ts'
import { ANONYMOUS, type Viewer } from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import { compileConditions, type Facts } from '../../rules/core/index.ts'
import { type Context, canSeeTicket } from '../core/index.ts'
import { deskFactsOf } from '../core/rule-facts.ts'
import { momentsOf } from '../core/time-facts.ts'
import { createFacts } from '../facts.ts'
import {
  ACME,
  BEA,
  BILLING,
  BO,
  CARL,
  CORA,
  LIA,
  SUPPORT,
  type TicketDesk,
  ticketDesk,
  ZOE,
} from '../fixture.ts'
import type { Room } from '../room.ts'
import { type TicketRow, ticketOfRow } from '../rows.ts'
import { type Looking, pageOf } from './page.ts'
import { viewOf } from './view.ts'

/** Rows of a view are those that the conditions, asked one by one in memory, hold of, and in the view's order. */

const AT = instantOf(Date.parse('2026-03-03T12:30:00Z'))
const TICKETS = 250
const TIER = 71
const SIZE = 72

let desk: TicketDesk
let rows: TicketRow[]
let context: Context
let looking: Omit<Looking, 'viewer'>
beforeAll(async () => {
  desk = await ticketDesk()
  const { ground } = desk
  const field = (id: Id, type: string) => ({ kind: 'ticket_field', id, body: { title: type, type } })
  const version = await ground.db.transaction((tx) =>
    ground.policy.edit(tx, { authorId: BO, reason: 'test', at: AT }, [
      field(TIER, 'text'),
      field(SIZE, 'integer'),
    ]),
  )
  looking = { at: AT, policy: await desk.policies.at(version), weights: STANDARD_WEIGHTS }
  const made = fc
    .sample(anyRow, { numRuns: TICKETS, seed: 11 })
    .map((row, n) => ({ ...row, ticket_id: n + 1 }))
  await ground.db.rows(sql`insert into tickets
    select * from jsonb_populate_recordset(null::tickets, ${JSON.stringify(made)}::jsonb)`)
  rows = [...(await ground.db.rows(sql<TicketRow>`select t.* from tickets t order by t.ticket_id`))]
  const facts = createFacts(ground.db)
  await facts.know(looking.policy, { userIds: [BO, BEA, LIA, CORA, CARL, ZOE], groupIds: [SUPPORT, BILLING] })
  context = facts.all()
})
afterAll(() => desk?.close())

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const when = fc.integer({ min: -60, max: 200 }).map((hours) => toIsoMs(instantOf(AT - hours * HOUR_MS)))
const moment = fc.option(when, { nil: null, freq: 3 })
const longAgo = fc.integer({ min: 100, max: 140 }).map((days) => toIsoMs(instantOf(AT - days * DAY_MS)))

const anyRow = fc
  .record({
    version: fc.constant(1),
    last_event_id: fc.constant(1),
    chain: fc.constant('\\x00'),
    subject: fc.constant('x'),
    status: pick(0, 1, 2, 3, 4, 5),
    type: pick(null, 1, 2),
    priority: pick(null, 1, 2, 3, 4),
    requester_id: pick(CORA, CARL, ZOE, BO),
    submitter_id: fc.constant(CORA),
    assignee_id: pick(null, BO, BEA),
    group_id: pick(null, SUPPORT, BILLING),
    organization_id: pick(null, ACME),
    brand_id: pick(1, 2),
    via: fc.constant({ channel: 'web', source: { from: {}, to: {}, rel: null } }),
    tags: fc.subarray(['fire', 'vip']),
    fields: fc.record(
      { [TIER]: pick(null, 'gold', 'Silver', ''), [SIZE]: pick('9', '10', '-3', 'rubbish') },
      { requiredKeys: [] },
    ),
    follower_ids: fc.subarray([BO, LIA]),
    email_cc_ids: fc.constant([]),
    is_public: fc.boolean(),
    comment_count: fc.constant(1),
    public_comment_count: fc.constant(1),
    mail_epoch: fc.constant(1),
    created_at: when,
    updated_at: when,
    closed_at: longAgo,
    deleted_at: fc.option(when, { nil: null, freq: 8 }).map((at) => (at === null ? null : at)),
    next_breach_at: moment,
    upcoming_breach_at: moment,
  })
  .map((row) => (row.status === 5 ? row : { ...row, closed_at: null }))
  // Most are not deleted.
  .map((row) => ({ ...row, deleted_at: row.brand_id === 2 && row.priority === 1 ? row.deleted_at : null }))

const staff = (userId: Id, differs: Partial<Viewer> = {}): Viewer => ({
  ...ANONYMOUS,
  userId,
  roleId: 3,
  roleKind: 'agent',
  permissions: new Set(['tickets.read']),
  ticketAccess: 'all',
  groupIds: [SUPPORT],
  ...differs,
})

const VIEWERS: readonly Viewer[] = [
  staff(BO),
  staff(BEA, { groupIds: [SUPPORT, BILLING], ticketAccess: 'groups' }),
  staff(LIA, { roleKind: 'light_agent', groupIds: [], ticketAccess: 'assigned' }),
  staff(BO, { ticketAccess: 'organization', organizationIds: [ACME] }),
]

const clause = (field: string, operator: string, value: unknown) => ({ field, operator, value })
const TELLING = [
  clause('status', 'less_than', 'solved'),
  clause('status', 'is', 'pending'),
  clause('status', 'is_not', 'closed'),
  clause('status', 'greater_than', 'open'),
  clause('status', 'is', 'closed'),
  clause('assignee_id', 'is', 'current_user'),
  clause('assignee_id', 'is', ''),
  clause('group_id', 'is', 'current_groups'),
  clause('requester_id', 'is_not', CORA),
  clause('type', 'is', 'incident'),
]
const FURTHER = [
  ...TELLING,
  clause('current_tags', 'includes', 'fire'),
  clause('priority', 'greater_than', 'low'),
  clause('follower', 'is', 'current_user'),
  clause(`custom_fields_${TIER}`, 'is', 'gold'),
  clause(`custom_fields_${SIZE}`, 'greater_than', '9'),
]
const TIMED = [clause('updated_at', 'less_than', '24'), clause('until_sla_next_breach_at', 'less_than', '8')]
const ORDERS = [
  'nice_id',
  'status',
  'priority',
  'updated',
  'created',
  'sla_next_breach_at',
  'requester',
  'assignee',
].concat(['group', 'organization', 'brand', 'score', 'satisfaction_score', String(TIER), String(SIZE)])

const factsOf = (row: TicketRow, viewer: Viewer, at: Instant): Facts => {
  const ticket = ticketOfRow(row)
  return {
    ticket,
    before: ticket,
    update: { isCreation: false, actorId: viewer.userId, channel: 'web', comment: null },
    description: null,
    people: {
      person: (id) => withGroups(viewer, id),
      organization: (id) => context.organizations[String(id)],
      roleKind: (person) => looking.policy.roles.get(person.roleId)?.kind ?? 'end_user',
    },
    at,
    times: {
      ...momentsOf(ticket, null),
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      upcomingBreachAt: row.upcoming_breach_at,
      dueAt: row.due_at,
      shownBreachAt: row.next_breach_at,
      stage: null,
    },
    desk: deskFactsOf(looking.policy),
    folded: new Map(),
  }
}

const withGroups = (viewer: Viewer, id: Id | null) => {
  const person = context.users[String(id)]
  return person && id === viewer.userId ? { ...person, groupIds: viewer.groupIds } : person
}

const isArchived = ({ status, closed_at: at }: TicketRow): boolean =>
  status === 5 && at !== null && at <= AT - 120 * DAY_MS

const room = (): Pick<Room, 'ground'> => ({ ground: desk.ground })

/** All ids of a view, page by page, and each page walked back. */
const walk = async (view: Parameters<typeof pageOf>[1], viewer: Viewer): Promise<Id[]> => {
  const found: Id[] = []
  let after: string | undefined
  for (;;) {
    const query = { 'page[size]': '37', ...(after === undefined ? {} : { 'page[after]': after }) }
    const all = { ...looking, viewer }
    const page = await pageOf(room(), view, all, query, { lastComments: false }, async () => null)
    if (page.mode !== 'cursor') throw new Error('asked for a cursor')
    const ids = page.rows.map((row) => row.ticket_id)
    if (after !== undefined && page.rows.length > 0) {
      const back = { 'page[size]': '37', 'page[before]': page.beforeCursor ?? '' }
      const before = await pageOf(room(), view, all, back, { lastComments: false }, async () => null)
      expect(before.rows.map((row) => row.ticket_id)).toEqual(found.slice(-37))
    }
    found.push(...ids)
    if (!page.hasMore || page.afterCursor === null) return found
    after = page.afterCursor
  }
}

it('rows are those that the conditions hold of, among what the viewer sees; each once, however they are ordered', async () => {
  const rule = fc.record({
    viewer: fc.constantFrom(...VIEWERS),
    first: fc.constantFrom(...TELLING),
    all: fc.array(fc.constantFrom(...FURTHER, ...TIMED), { maxLength: 2 }),
    any: fc.array(fc.constantFrom(...FURTHER), { maxLength: 2 }),
    sort: fc.constantFrom(...ORDERS),
    order: pick('asc', 'desc'),
    group: fc.option(fc.constantFrom(...ORDERS), { nil: null }),
    groupOrder: pick('asc', 'desc'),
  })
  let met = 0
  await fc.assert(
    fc.asyncProperty(rule, async ({ viewer, first, all, any, sort, order, group, groupOrder }) => {
      const output = { sort_by: sort, sort_order: order, group_by: group, group_order: groupOrder }
      const body = { conditions: { all: [first, ...all], any }, output }
      const view = viewOf({ body: JSON.parse(JSON.stringify(body)) }, looking.policy)
      if (!view.ok) throw new Error(view.error.join('\n'))
      const holds = compileConditions(view.value.conditions)
      const expected = rows
        .filter((row) => canSeeTicket(viewer, ticketOfRow(row)) && !isArchived(row))
        .filter((row) => holds(factsOf(row, viewer, AT)))
        .map((row) => row.ticket_id)
      met += expected.length
      const found = await walk(view.value, viewer)
      expect([...found].sort((a, b) => a - b)).toEqual(expected)
      const paged = await pageOf(
        room(),
        view.value,
        { ...looking, viewer },
        {},
        { lastComments: true },
        async () => 7,
      )
      expect(paged.rows.map((row) => row.ticket_id)).toEqual(found.slice(0, 100))
    }),
    { numRuns: 120 },
  )
  expect(met).toBeGreaterThan(500)
}, 120_000)

const inOrder = async (sort: string, isDescending: boolean, group: string | null): Promise<TicketRow[]> => {
  const output = {
    sort_by: sort,
    sort_order: isDescending ? 'desc' : 'asc',
    group_by: group,
    group_order: 'desc',
  }
  const body = { conditions: { all: [clause('status', 'less_than', 'closed')], any: [] }, output }
  const view = viewOf({ body: JSON.parse(JSON.stringify(body)) }, looking.policy)
  if (!view.ok) throw new Error(view.error.join('\n'))
  const byId = new Map(rows.map((row) => [row.ticket_id, row]))
  return (await walk(view.value, VIEWERS[0]!)).map((id) => byId.get(id)!)
}

type Compared = string | number | null
const nameOf = (id: Id | null): Compared =>
  id === null ? null : (context.users[String(id)]?.name.toLowerCase() ?? null)
const VALUES: { readonly [column: string]: (row: TicketRow) => Compared } = {
  priority: (row) => row.priority,
  status: (row) => row.status,
  sla_next_breach_at: (row) => row.next_breach_at,
  updated: (row) => row.updated_at,
  assignee: (row) => nameOf(row.assignee_id),
  [SIZE]: (row) => {
    const value = row.fields[SIZE]
    return typeof value === 'string' && value !== 'rubbish' ? Number(value) : null
  },
}

const compared = (a: Compared, b: Compared, isDescending: boolean): number => {
  if (a === b) return 0
  const isLess = a !== null && (b === null || a < b)
  return isLess === isDescending ? 1 : -1
}

it.each(
  Object.keys(VALUES).flatMap((sort) => [true, false].map((isDescending) => [sort, isDescending] as const)),
)('ordered by %s, descending: %s; in groups, too, with the id as tiebreak', async (sort, isDescending) => {
  for (const group of [null, 'priority', 'assignee']) {
    const found = await inOrder(sort, isDescending, group)
    expect(found.length).toBeGreaterThan(100)
    const sorted = [...found].sort(
      (a, b) =>
        (group === null
          ? 0
          : compared(VALUES[group]!(a), VALUES[group]!(b), group === sort ? isDescending : true)) ||
        compared(VALUES[sort]!(a), VALUES[sort]!(b), isDescending) ||
        (isDescending ? b.ticket_id - a.ticket_id : a.ticket_id - b.ticket_id),
    )
    expect(found.map((row) => row.ticket_id)).toEqual(sorted.map((row) => row.ticket_id))
  }
})
