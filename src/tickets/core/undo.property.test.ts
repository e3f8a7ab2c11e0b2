import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Id, instantOf } from '../../kernel/index.ts'
import { type Change, noChange } from './change.ts'
import { decide, isEmpty } from './decide.ts'
import type { Decision } from './decision.ts'
import { foldAudit } from './fold.ts'
import type { Policy } from './policy.ts'
import { STANDARD_TRIGGERS } from './standard-triggers.ts'
import type { PastAudit, Undoable } from './state.ts'
import {
  AMARA,
  BEN,
  BILL,
  BILLING,
  FIELDS,
  LENA,
  MILTON,
  NOON,
  OLGA,
  PEOPLE,
  policyOf,
  ROSA,
  SUPPORT,
  says,
  stateOf,
  WEB,
} from './testing/desk.ts'
import type { Ticket } from './ticket.ts'
import { skippedSeqs } from './undo.ts'

const STAFF = [AMARA, BEN, LENA, OLGA]
const actor = fc.constantFrom<Id[]>(...STAFF.map(({ id }) => id), AMARA.id, BEN.id, ROSA.id, MILTON.id)

const parts: fc.Arbitrary<Partial<Change>>[] = [
  fc
    .constantFrom('open', 'pending', 'hold', 'solved', 'closed')
    .map((status) => ({ set: { status } }) as const),
  fc.constantFrom('low', 'high', 'urgent').map((priority) => ({ set: { priority } }) as const),
  fc.constantFrom('One', 'Two', null).map((subject) => ({ set: { subject } })),
  fc.constantFrom(AMARA.id, BEN.id, null).map((assigneeId) => ({ set: { assigneeId } })),
  fc.constantFrom(SUPPORT, BILLING).map((groupId) => ({ set: { groupId } })),
  fc.constantFrom(ROSA.id, BILL.id).map((requesterId) => ({ set: { requesterId } })),
  fc.constantFrom('incident', 'problem', 'task', null).map((type) => ({ set: { type } }) as const),
  fc.subarray(['vip', 'plan_gold', 'plan_silver', 'is_urgent', 'x']).map((set) => ({ tags: { set } })),
  fc.constantFrom('a', 'vip', 'plan_gold').map((tag) => ({ tags: { add: [tag] } })),
  fc.constantFrom('plan_gold', 'plan_silver', null).map((plan) => ({ fields: { [FIELDS.plan]: plan } })),
  fc.constantFrom('1', '2', null).map((seats) => ({ fields: { [FIELDS.seats]: seats } })),
  fc.constantFrom(BILL.id, MILTON.id).map((id) => ({ emailCcs: { add: [id] } })),
  fc.constantFrom(BEN.id, OLGA.id).map((id) => ({ followers: { add: [id] } })),
  fc.boolean().map((isPublic) => ({ comment: says('Unplug it', isPublic) })),
  fc.constant({ comment: says('It burns') }),
]
const anyChange: fc.Arbitrary<Change> = fc
  .tuple(actor, fc.oneof(...parts), fc.oneof(fc.constant<Partial<Change>>({}), ...parts))
  .map(([id, one, other]) => ({
    ...noChange,
    kind: 'update',
    actor: { kind: 'user', id },
    via: WEB,
    ...one,
    ...other,
    set: { ...one.set, ...other.set },
  }))
const removal = fc
  .constantFrom('delete', 'restore')
  .map((kind): Change => ({ ...noChange, kind, actor: { kind: 'user', id: OLGA.id }, via: WEB }))

/** Changes, and among them wishes to take back whatever is the last that stands. */
const anyStory = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: anyChange },
    { weight: 1, arbitrary: removal },
    { weight: 6, arbitrary: fc.constant('undo' as const) },
  ),
  { minLength: 2, maxLength: 14 },
)

const OPENING: Change = {
  ...noChange,
  kind: 'create',
  actor: { kind: 'user', id: AMARA.id },
  requesterId: ROSA.id,
  via: WEB,
  set: { subject: 'Fire' },
  comment: says('It burns'),
}

/** A Change that was decided and written under the ids from `base` on. */
type Written = {
  readonly change: Change
  readonly base: Id
  readonly at: number
  readonly after: Ticket
} & Pick<Decision, 'events'>

/** What `commit` makes of ids that count from 0. */
const write = (decision: Decision, base: Id): Written => {
  const { ticket, events, change, at } = decision
  const first = ticket.firstCommentId
  const firstCommentId = decision.startsConversation && first !== null ? base + first : first
  return { change, base, at, events, after: { ...ticket, firstCommentId } }
}

const past = ({ base, at, events, change, after }: Written): PastAudit => {
  const comment = events.find((event) => event.type === 'commented')
  const author = comment && PEOPLE.find(({ id }) => id === comment.authorId)
  return {
    id: base,
    seq: after.version,
    at: instantOf(at),
    authorId: change.actor.kind === 'user' ? change.actor.id : -1,
    events,
    commentRoleId: author?.roleId ?? null,
    isErased: false,
  }
}

const undoableOf = (written: readonly Written[], place: number): Undoable => {
  const before = written[place - 1]?.after
  return {
    audit: past(written[place]!),
    later: written.slice(place + 1).map(past),
    before: before
      ? {
          updatedAt: before.updatedAt,
          solvedAt: before.solvedAt,
          closedAt: before.closedAt,
          deletedAt: before.deletedAt,
        }
      : null,
  }
}

const undoBy = (change: Change, auditId: Id): Change => ({
  ...noChange,
  kind: 'update',
  actor: change.actor,
  via: WEB,
  undo: { auditId, userIds: [], groupIds: [] },
})

const step = (written: Written[], policy: Policy, change: Change, at: number, place?: number): boolean => {
  const ticket = written.at(-1)?.after ?? null
  const undoable = place === undefined ? null : undoableOf(written, place)
  const result = decide({ ...stateOf(ticket), undoable }, change, policy, instantOf(at))
  if (!result.ok || isEmpty(result.value)) return false
  written.push(write(result.value, (written.length + 1) * 1000))
  return true
}

const unversioned = ({ version: _, ...ticket }: Ticket) => ticket

/** The slow model: the same story told without what was taken back, each Change at its time and under its ids. */
const toldWithout = (policy: Policy, standing: readonly Written[]): Ticket => {
  let ticket: Ticket | null = null
  for (const { change, base, at } of standing) {
    const result = decide(stateOf(ticket), change, policy, instantOf(at))
    if (result.ok) ticket = write(result.value, base).after
  }
  return ticket!
}

const folded = (written: readonly Written[]): Ticket => {
  let ticket: Ticket | null = null
  for (const { base, at, events, after } of written) {
    const numbered = events.map((event, index) => ({ id: base + 1 + index, event }))
    const audit = { ticketId: after.id, seq: after.version, at: instantOf(at), via: WEB, events: numbered }
    ticket = foldAudit(ticket, audit)
  }
  return ticket!
}

describe('whatever is taken back', () => {
  test('in place: the ticket is as if it had never been', () => {
    const policies = [policyOf(), policyOf({ trigger: STANDARD_TRIGGERS })]
    let undone = 0
    fc.assert(
      fc.property(anyStory, fc.constantFrom(...policies), (story, policy) => {
        const written: Written[] = []
        let standing: number[] = []
        step(written, policy, OPENING, NOON)
        standing.push(0)
        for (const [index, act] of story.entries()) {
          const at = NOON + (index + 1) * 1000
          const place = standing.at(-1)!
          const change = act === 'undo' ? undoBy(written[place]!.change, written[place]!.base) : act
          if (act === 'undo' && place === 0) continue
          if (!step(written, policy, change, at, act === 'undo' ? place : undefined)) continue
          if (act !== 'undo') {
            standing.push(written.length - 1)
            continue
          }
          expect(written.at(-1)!.events).toContainEqual(expect.objectContaining({ mode: 'in_place' }))
          standing = standing.slice(0, -1)
          undone += 1
          const ticket = unversioned(written.at(-1)!.after)
          expect(ticket).toEqual(
            unversioned(
              toldWithout(
                policy,
                standing.map((one) => written[one]!),
              ),
            ),
          )
          const skipped = skippedSeqs(written.map(({ after, events }) => ({ seq: after.version, events })))
          const rest = written.filter(({ after }) => !skipped.has(after.version))
          expect(unversioned(folded(written))).toEqual(ticket)
          expect(unversioned(folded(rest))).toEqual(ticket)
        }
      }),
      { numRuns: 300 },
    )
    expect(undone).toBeGreaterThan(200)
  })

  test('later: its values return, those of others stay, or it says which later audit is in the way', () => {
    const policy = policyOf()
    const changes = fc.array(anyChange, { minLength: 1, maxLength: 8 })
    const seen = { returned: 0, refused: 0 }
    fc.assert(
      fc.property(changes, fc.nat(), (story, which) => {
        const written: Written[] = []
        step(written, policy, OPENING, NOON)
        for (const [index, change] of story.entries())
          step(written, policy, change, NOON + (index + 1) * 1000)
        if (written.length < 2) return
        const place = 1 + (which % (written.length - 1))
        const asked = written[place]!
        const at = NOON + 3_600_000
        const undo = undoBy({ ...asked.change, actor: { kind: 'user', id: OLGA.id } }, asked.base)
        const state = { ...stateOf(written.at(-1)!.after), undoable: undoableOf(written, place) }
        const result = decide(state, undo, policy, instantOf(at))
        const act = differences(written[place - 1]!.after, asked.after)
        const later = new Set(
          written.slice(place + 1).flatMap((_, index) => between(written, place + 1 + index)),
        )
        if (!result.ok) {
          const { code, message } = result.error
          const isAnothers = code === 'forbidden' || message.includes('validation')
          if (isAnothers) return
          expect(code).toBe('conflict')
          const ids = written.slice(place + 1).map(({ base }) => base)
          expect(ids.some((id) => message.includes(`by audit ${id}`))).toBe(true)
          const isReplied = written.slice(place + 1).some(isCustomersReply) && act.has('status')
          expect(isReplied || [...act].some((name) => together(name).some((one) => later.has(one)))).toBe(
            true,
          )
          seen.refused += 1
          return
        }
        seen.returned += 1
        const { status, closedAt } = result.value.ticket
        expect(status === 'closed').toBe(closedAt !== null)
        const now = written.at(-1)!.after
        for (const [name, value] of properties(result.value.ticket)) {
          const wanted = act.has(name) ? written[place - 1]!.after : now
          expect([name, value]).toEqual([name, new Map(properties(wanted)).get(name)])
          if (act.has(name)) expect(later).not.toContain(name)
        }
      }),
      { numRuns: 400 },
    )
    expect(seen.returned).toBeGreaterThan(50)
    expect(seen.refused).toBeGreaterThan(20)
  })
})

/** Everything that somebody may set about a ticket, one by one: `tags/vip`, `701`, `status`. */
const properties = (ticket: Ticket): [string, unknown][] => [
  ...SCALARS.map((name): [string, unknown] => [name, ticket[name]]),
  ...ALL_TAGS.map((tag): [string, unknown] => [`tags/${tag}`, ticket.tags.includes(tag)]),
  ...PEOPLE.map(({ id }): [string, unknown] => [`cc/${id}`, ticket.emailCcIds.includes(id)]),
  ...PEOPLE.map(({ id }): [string, unknown] => [`follower/${id}`, ticket.followerIds.includes(id)]),
  ...Object.values(FIELDS).map((id): [string, unknown] => [String(id), ticket.fields[id] ?? null]),
]
const SCALARS = [
  'subject',
  'status',
  'priority',
  'type',
  'requesterId',
  'organizationId',
  'assigneeId',
  'groupId',
  'customStatusId',
] as const
const ALL_TAGS = ['vip', 'plan_gold', 'plan_silver', 'is_urgent', 'x', 'a']

const differences = (before: Ticket, after: Ticket): ReadonlySet<string> => {
  const old = new Map(properties(before))
  return new Set(
    properties(after)
      .filter(([name, value]) => old.get(name) !== value)
      .map(([name]) => name),
  )
}

const between = (written: readonly Written[], place: number): string[] => [
  ...differences(written[place - 1]!.after, written[place]!.after),
]

/** Properties that nobody changes without having looked at the other. */
const PAIRS = [
  ['status', 'customStatusId'],
  ['assigneeId', 'groupId'],
  ['requesterId', 'organizationId'],
]
const together = (name: string): readonly string[] => PAIRS.find((pair) => pair.includes(name)) ?? [name]

const isCustomersReply = ({ events }: Written): boolean =>
  events.some((event) => event.type === 'commented' && event.public && isCustomer(event.authorId))

const isCustomer = (id: Id): boolean => PEOPLE.find((person) => person.id === id)?.roleId === 1
