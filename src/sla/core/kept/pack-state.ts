import type { Id, Json } from '../../../kernel/index.ts'
import { METRICS, PRIORITIES, STATUSES } from '../metric.ts'
import type { AppliedTarget, Clock, SlaState, Tally } from '../state.ts'
import { pruned } from './prune.ts'

/**
 * The short form of a state, pruned: lists instead of objects, names by their place, seconds since the creation instead of
 * instants, what targets share written once. A third of the bytes of the state as it is, and it is written with every
 * change of its ticket.
 */
export const packState = (whole: SlaState): Json => {
  const state = pruned(whole)
  const { createdAt, tally } = state
  const since = sinceIn(createdAt)
  const shared = new Shared()
  const clocks = state.clocks.map((clock) => packClock(clock, since, shared))
  return [
    createdAt / 1000,
    state.creatorId,
    state.timeline.flatMap(([at, status]) => [since(at), STATUSES.indexOf(status)]),
    state.groupId,
    state.assigneeId,
    state.isReplied ? 1 : 0,
    state.hours,
    state.groupHours,
    shared.list,
    clocks,
    state.lastEventId,
    packTally(tally, since),
  ]
}

/** The state that was packed, pruned. */
export const unpackState = (packed: Json): SlaState => {
  const [
    created,
    creatorId,
    times,
    groupId,
    assigneeId,
    isReplied,
    hours,
    groupHours,
    shared,
    clocks,
    last,
    tally,
  ] = packed as unknown as PackedState
  const createdAt = Math.round(created * 1000)
  const at = instantsFrom(createdAt)
  const unpacked = clocks.map((clock) => unpackClock(clock, at, shared))
  return {
    createdAt,
    creatorId,
    timeline: timelineOf(times, at),
    groupId,
    assigneeId,
    isReplied: isReplied === 1,
    hours,
    groupHours,
    clocks: unpacked,
    latest: Object.fromEntries(unpacked.map(({ metric }, place) => [metric, place])),
    lastEventId: last,
    tally: unpackTally(tally, at),
  }
}

type Since = (at: number | null) => number | null
type At = (seconds: number | null | undefined) => number | null

const sinceIn =
  (start: number): Since =>
  (at) =>
    at === null ? null : (at - start) / 1000

const instantsFrom =
  (start: number): At =>
  (seconds) =>
    seconds === null || seconds === undefined ? null : start + Math.round(seconds * 1000)

type SharedPart = readonly [policyId: string, title: string, hours: string | null, own: string | null]

/** What several targets have in common. */
class Shared {
  readonly list: SharedPart[] = []
  readonly #places = new Map<string, number>()

  placeOf(part: SharedPart): number {
    const name = JSON.stringify(part)
    const known = this.#places.get(name)
    if (known !== undefined) return known
    this.#places.set(name, this.list.length)
    return this.list.push(part) - 1
  }
}

type PackedTarget = readonly [
  shared: number,
  priority: number,
  seconds: number,
  kind: number,
  appliedAt: number,
]
type PackedClock = readonly [
  metric: number,
  instance: number,
  startedAt: number,
  activeSince: number | null,
  fulfilledAt?: number | null,
  finalSeconds?: number | null,
  target?: PackedTarget | null,
  dueAt?: number | null,
  cancelledAt?: number | null,
  breachedAt?: number | null,
  breachEventId?: number | null,
]
type PackedTally = readonly [
  updatedAt: number,
  replies: number,
  reopens: number,
  groups: readonly Id[],
  assignees: readonly Id[],
  statusUpdatedAt: number,
  ...moments: (number | null)[],
]
type PackedState = readonly [
  createdAt: number,
  creatorId: Id | null,
  timeline: readonly number[],
  groupId: Id | null,
  assigneeId: Id | null,
  isReplied: number,
  hours: string | null,
  groupHours: string | null,
  shared: readonly SharedPart[],
  clocks: readonly PackedClock[],
  lastEventId: number,
  tally: PackedTally,
]

const BUSINESS = 1
const OBJECTIVE = 2

const packClock = (clock: Clock, since: Since, shared: Shared): Json =>
  withoutTail([
    METRICS.indexOf(clock.metric),
    clock.instance,
    since(clock.startedAt),
    since(clock.activeSince),
    since(clock.fulfilledAt),
    clock.finalMs === null ? null : clock.finalMs / 1000,
    clock.target && packTarget(clock.target, since, shared),
    since(clock.dueAt),
    since(clock.cancelledAt),
    since(clock.breachedAt),
    clock.breachEventId,
  ])

/** Most clocks have neither ended nor been breached: what is null at the end is left out. */
const withoutTail = (values: readonly Json[]): Json =>
  values.slice(0, values.findLastIndex((v) => v !== null) + 1)

const packTarget = (target: AppliedTarget, since: Since, shared: Shared): Json => [
  shared.placeOf([target.policyId, target.policy, target.hours, target.ownSchedule]),
  PRIORITIES.indexOf(target.priority),
  target.targetSeconds,
  (target.businessHours ? BUSINESS : 0) + (target.commitment === 'objective' ? OBJECTIVE : 0),
  since(target.appliedAt),
]

const unpackClock = (packed: PackedClock, at: At, shared: readonly SharedPart[]): Clock => {
  const [metric, instance, startedAt, activeSince, fulfilledAt, final, target, dueAt, ...rest] = packed
  const [cancelledAt, breachedAt, breachEventId = null] = rest
  return {
    metric: METRICS[metric]!,
    instance,
    startedAt: at(startedAt)!,
    activeSince: at(activeSince),
    fulfilledAt: at(fulfilledAt),
    target: target ? unpackTarget(target, at, shared) : null,
    cancelledAt: at(cancelledAt),
    dueAt: at(dueAt),
    breachedAt: at(breachedAt),
    breachEventId,
    finalMs: final === null || final === undefined ? null : Math.round(final * 1000),
  }
}

const unpackTarget = (packed: PackedTarget, at: At, shared: readonly SharedPart[]): AppliedTarget => {
  const [place, priority, targetSeconds, kind, appliedAt] = packed
  const [policyId, policy, hours, ownSchedule] = shared[place]!
  return {
    policyId,
    policy,
    priority: PRIORITIES[priority]!,
    targetSeconds,
    businessHours: (kind & BUSINESS) !== 0,
    commitment: (kind & OBJECTIVE) === 0 ? 'contract' : 'objective',
    hours,
    ownSchedule,
    appliedAt: at(appliedAt)!,
  }
}

/** In the order in which they are packed; the ones a young ticket lacks come last. */
const MOMENTS = [
  'latestCommentAt',
  'requesterUpdatedAt',
  'initiallyAssignedAt',
  'assignedAt',
  'assigneeUpdatedAt',
  'firstReplyAt',
  'firstSolvedAt',
  'solvedAt',
] as const

const packTally = (tally: Tally, since: Since): Json =>
  withoutTail([
    since(tally.updatedAt),
    tally.replies,
    tally.reopens,
    Object.keys(tally.groups).map(Number),
    Object.keys(tally.assignees).map(Number),
    since(tally.statusUpdatedAt),
    ...MOMENTS.map((name) => since(tally[name])),
  ])

const unpackTally = (packed: PackedTally, at: At): Tally => {
  const [updatedAt, replies, reopens, groups, assignees, statusUpdatedAt, ...moments] = packed
  const named = MOMENTS.map((name, place) => [name, at(moments[place])] as const)
  return {
    updatedAt: at(updatedAt)!,
    replies,
    reopens,
    groups: setOf(groups),
    assignees: setOf(assignees),
    statusUpdatedAt: at(statusUpdatedAt)!,
    ...(Object.fromEntries(named) as { [name in (typeof MOMENTS)[number]]: number | null }),
  }
}

const setOf = (ids: readonly Id[]): { [id: string]: true } =>
  Object.fromEntries(ids.map((id) => [id, true] as const))

const timelineOf = (times: readonly number[], at: At): SlaState['timeline'] => {
  const timeline: SlaState['timeline'] = []
  for (let place = 0; place < times.length; place += 2)
    timeline.push([at(times[place])!, STATUSES[times[place + 1]!]!])
  return timeline
}
