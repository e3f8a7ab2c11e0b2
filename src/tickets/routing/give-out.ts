import { type Id, type Instant, MINUTE_MS, plusMs } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { pollLoop } from '../../platform/loop/index.ts'
import type { Service } from '../../platform/module.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { type Change, noChange } from '../core/index.ts'
import { PRIORITIES, STATUSES } from '../core/ticket.ts'
import type { Room } from '../room.ts'
import { matchingTickets } from '../rules-sql.ts'
import { lockMembers, type MemberRow, membersOf } from './agents-store.ts'
import { availabilityOf, candidateOf, givenTo, routingOf } from './availability.ts'
import {
  backAfter,
  type Candidate,
  type ChoiceRules,
  choose,
  type GroupRouting,
  type Waiting,
} from './core/index.ts'
import { type Basis, saveDecision } from './decisions-store.ts'
import {
  type ClaimedGroup,
  claimGroup,
  hasQueue,
  lockOlderVersion,
  lockWaiting,
  type QueuedTicket,
  queuedIn,
  setDue,
  setGroups,
} from './queue-store.ts'

const LOOK_EVERY_MS = 1000
/** However little seems to have changed: somebody may have joined, or somebody’s tickets gone elsewhere. */
const AGAIN_AFTER_MS = MINUTE_MS
const PAGE = 200
/** Tickets of a group that are looked at in one go; those behind them wait until these have gone. */
const MAX_LOOKED_AT = 2000

type Ground = Pick<Room, 'ground' | 'policies' | 'commit' | 'onCommitted'>

/** Gives out the tickets that wait, beside requests; any number of workers may. */
export const routingService = (room: Ground): Service => {
  const turn = async (): Promise<number> => {
    await followPolicy(room)
    while (await giveOutOnce(room));
    return LOOK_EVERY_MS
  }
  const loop = pollLoop({ name: 'routing', log: room.ground.log, turn })
  return {
    name: 'routing',
    roles: ['worker'],
    start: async () => loop.start(),
    stop: loop.stop,
    isBeating: loop.isBeating,
  }
}

/** Has the groups stand for the current policy: which give out tickets, and those anew. */
export const followPolicy = async ({ ground }: Ground): Promise<void> => {
  const policy = await ground.policy.current()
  await ground.db.transaction(async (tx) => {
    if ((await lockOlderVersion(tx, policy.version)) === undefined) return
    const groups = [...routingOf(policy).groups.values()].filter(({ strategy }) => strategy !== 'off')
    const ids = groups.map(({ groupId }) => groupId)
    await setGroups(tx, ids, { version: policy.version, at: ground.clock.now() })
  })
}

/**
 * Gives out one ticket of one group that is due, in a transaction that holds the group and its people: nobody gives the
 * same ticket twice, nor anybody more than they can take. Answers whether any group was due.
 */
export const giveOutOnce = async (room: Ground): Promise<boolean> => {
  const { db, clock, policy } = room.ground
  const current = await policy.current()
  let claimed: ClaimedGroup | undefined
  let isGiven = false
  try {
    await db.transaction(async (tx) => {
      claimed = await claimGroup(tx, clock.now())
      if (claimed !== undefined) isGiven = await giveOutIn(room, tx, current, claimed)
    })
  } catch (error) {
    // What failed may fail again: the other groups go first.
    if (claimed !== undefined) await setDue(db, claimed.groupId, plusMs(clock.now(), AGAIN_AFTER_MS))
    throw error
  }
  if (isGiven) room.onCommitted()
  return claimed !== undefined
}

/** Gives out a ticket of a group, or says when it is to be looked at again. */
const giveOutIn = async (
  room: Ground,
  tx: Db,
  policy: PolicySnapshot,
  group: ClaimedGroup,
): Promise<boolean> => {
  const at = room.ground.clock.now()
  const routing = routingOf(policy).groups.get(group.groupId)
  if (routing === undefined || routing.strategy === 'off' || !(await hasQueue(tx, group.groupId))) {
    await setDue(tx, group.groupId, null)
    return false
  }
  await lockMembers(tx, group.groupId, at)
  const desk = await deskOf(room, tx, policy, routing, at)
  let soonest = plusMs(at, AGAIN_AFTER_MS)
  for (let offset = 0; offset < MAX_LOOKED_AT; offset += PAGE) {
    const queued = await queuedIn(tx, group.groupId, desk.matching, { limit: PAGE, offset })
    for (const ticket of queued) {
      const basis: Basis = { ...desk, waiting: waitingOf(ticket, at) }
      const { chosen } = choose(basis.waiting, basis.candidates, basis.rules)
      if (chosen === null) soonest = earlier(soonest, fallbackOf(ticket, routing, at))
      else if (await give(room, tx, { group, policy, basis: plain(basis), userId: chosen, at })) return true
    }
    if (queued.length < PAGE) break
  }
  for (const back of desk.backs) soonest = earlier(soonest, back)
  await setDue(tx, group.groupId, soonest)
  return false
}

type Given = {
  readonly group: ClaimedGroup
  readonly policy: PolicySnapshot
  readonly basis: Basis
  readonly userId: Id
  readonly at: Instant
}

/** The Change, the decision and the end of the wait are one transaction. False where the ticket cannot be given now. */
const give = async (room: Ground, tx: Db, given: Given): Promise<boolean> => {
  const { group, policy, basis, userId, at } = given
  const { ticketId } = basis.waiting
  if (!(await lockWaiting(tx, ticketId, group.groupId))) return false
  const outcome = await room.commit(assignment(group.groupId, userId), { ticketId }, { tx })
  if (!outcome.ok) return false
  const { seq } = outcome.value
  const { version: policyVersion } = policy
  const made = { ticketId, seq, groupId: group.groupId, userId, policyVersion, at, basis }
  await saveDecision(tx, { ...made, turn: group.turn + 1 })
  return true
}

const assignment = (groupId: Id, assigneeId: Id): Change => ({
  ...noChange,
  kind: 'update',
  actor: { kind: 'system' },
  via: {
    channel: 'rule',
    source: { from: { id: groupId, title: 'Routing', deleted: false }, to: {}, rel: 'routing' },
  },
  set: { assigneeId },
})

/** What a choice in a group rests on besides the ticket, as of an instant. */
export const deskOf = async (
  { policies }: Pick<Ground, 'policies'>,
  tx: Db,
  policy: PolicySnapshot,
  routing: GroupRouting,
  at: Instant,
) => {
  const compiled = await policies.at(policy.version)
  const members = (await membersOf(tx, routing.groupId, at)).filter(({ roleId }) =>
    givenTo(compiled.roles, roleId),
  )
  return {
    candidates: members.map((member): Candidate => candidateOf(policy, routing, member, at)),
    rules: rulesOf(policy, routing),
    matching: matchingTickets(routing.conditions, { viewer: NOBODY, at, policy: compiled }),
    backs: members.map((member: MemberRow) => backAfter(availabilityOf(policy, member), at)),
  }
}

const NOBODY = { userId: null, groupIds: [] } as const

const rulesOf = (
  policy: PolicySnapshot,
  { strategy, skills, fallbackMinutes }: GroupRouting,
): ChoiceRules => ({
  strategy: strategy === 'round_robin' ? strategy : 'least_loaded',
  skills,
  fallbackMinutes,
  weights: routingOf(policy).settings.weights,
})

/** What is kept of it. */
const plain = ({ waiting, candidates, rules }: Basis): Basis => ({ waiting, candidates, rules })

export const waitingOf = (
  { ticketId, status, priority, since, needs }: Omit<QueuedTicket, 'since'> & { since: Instant | null },
  at: Instant,
): Waiting => ({
  ticketId,
  status: STATUSES[status] ?? 'open',
  priority: priority === null ? null : (PRIORITIES[priority - 1] ?? null),
  needs,
  waitedMinutes: since === null ? 0 : Math.max(0, Math.floor((at - since) / MINUTE_MS)),
})

/** When the skills of a ticket are no longer required; null: they are not, or for ever. */
const fallbackOf = (
  { since }: QueuedTicket,
  { fallbackMinutes, skills }: GroupRouting,
  at: Instant,
): Instant | null => {
  if (fallbackMinutes === null || skills !== 'require') return null
  const due = plusMs(since, fallbackMinutes * MINUTE_MS)
  return due > at ? due : null
}

const earlier = (a: Instant, b: Instant | null): Instant => (b !== null && b < a ? b : a)
