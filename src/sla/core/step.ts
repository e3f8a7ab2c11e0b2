import { assert } from '../../kernel/index.ts'
import { recordBreaches } from './breaches.ts'
import { activate, fulfil, pause, resume, startClock } from './clock-moves.ts'
import type { Entry } from './entry.ts'
import type { HoursOf } from './hours.ts'
import { EVENT_METRICS, isUnsolved, LIFELONG, METRICS, runsIn, type Status } from './metric.ts'
import { type Happening, happeningOf } from './rules.ts'
import type { MetricEvent, SlaState } from './state.ts'
import { count, newTally } from './tally.ts'
import { applyTargets } from './targets.ts'
import { latestClock, liveClock, statusOf, type Work, workOn } from './work.ts'

export type Stepped = {
  readonly state: SlaState
  /** New events, and old ones (by `id`) that are replaced. */
  readonly events: readonly MetricEvent[]
}

/**
 * One update of a ticket: `null` and its first entry make its state, each further entry the next. Breaches that came
 * due before it are recorded at their own instants first. A closed ticket changes no more.
 */
export const step = (state: SlaState | null, entry: Entry, hoursOf: HoursOf): Stepped => {
  const events: MetricEvent[] = []
  const work = workOn(state ? copyOf(state) : newState(entry), hoursOf, (event) => events.push(event))
  if (state) stepInPlace(work, entry)
  else create(work, entry)
  return { state: work.state, events }
}

/** Time goes by until an instant, that included: what came due is recorded. What a timer's change does to clocks. */
export const advance = (state: SlaState, until: number, hoursOf: HoursOf): Stepped => {
  const events: MetricEvent[] = []
  const work = workOn(copyOf(state), hoursOf, (event) => events.push(event))
  recordBreaches(work, until + 1)
  return { state: work.state, events }
}

/** A copy of all that stepping changes in place; the rest is shared. A structured clone took three quarters of a step. */
const copyOf = (state: SlaState): SlaState => ({
  ...state,
  timeline: [...state.timeline],
  clocks: state.clocks.map((clock) => ({ ...clock })),
  latest: { ...state.latest },
  tally: {
    ...state.tally,
    groups: { ...state.tally.groups },
    assignees: { ...state.tally.assignees },
  },
})

/** The state of a ticket that is being created, before anything has been made of its first entry. */
export const newState = (entry: Entry): SlaState => ({
  createdAt: entry.at,
  creatorId: entry.author.id,
  timeline: [[entry.at, entry.status]],
  groupId: entry.groupId,
  assigneeId: entry.assigneeId,
  isReplied: false,
  hours: entry.hours,
  groupHours: entry.groupHours,
  clocks: [],
  latest: {},
  lastEventId: 0,
  tally: newTally(entry.at),
})

/** Makes of a new state what its first entry says. */
export const create = (work: Work, entry: Entry): void => {
  const { state } = work
  const happening = happeningOf(null, entry)
  for (const metric of EVENT_METRICS)
    work.emit({ id: ++state.lastEventId, metric, instance: 0, type: 'measure', at: entry.at })
  count(state, { entry, isReply: happening.isReply, isCreation: true, from: null })
  if (happening.startsFirstReply) startClock(work, 'first_reply_time', entry.at)
  for (const metric of LIFELONG) startClock(work, metric, entry.at)
  state.isReplied = happening.isReply && !happening.startsFirstReply
  if (isUnsolved(entry.status)) startOthers(work, entry, happening)
  else fulfilAll(work, entry.at)
  applyTargets(work, entry)
}

/** Makes the next state of a work's. */
export const stepInPlace = (work: Work, entry: Entry): void => {
  const { state } = work
  const from = statusOf(state)
  assert(entry.at >= state.tally.updatedAt, 'entries come in the order of time')
  if (from === 'closed') return
  recordBreaches(work, entry.at)
  const happening = happeningOf(state, entry)
  count(state, { entry, isReply: happening.isReply, isCreation: false, from })
  if (from !== entry.status) state.timeline.push([entry.at, entry.status])
  if (entry.status !== 'closed') Object.assign(state, { hours: entry.hours, groupHours: entry.groupHours })
  move(work, entry, happening, from)
  state.groupId = entry.groupId
  state.assigneeId = entry.assigneeId
  applyTargets(work, entry)
}

const move = (work: Work, entry: Entry, happening: Happening, from: Status): void => {
  const { state } = work
  fulfilAnswered(work, entry, happening)
  if (happening.isReply && !liveClock(state, 'first_reply_time')) state.isReplied = true
  if (!isUnsolved(entry.status)) {
    fulfilAll(work, entry.at)
    return
  }
  if (isUnsolved(from)) pauseOrGoOn(work, entry)
  else for (const metric of LIFELONG) goOnAfterSolving(work, metric, entry.at)
  if (happening.startsFirstReply) startClock(work, 'first_reply_time', entry.at)
  if (happening.startsNextReply) startClock(work, 'next_reply_time', entry.at)
  startOthers(work, entry, happening)
}

const goOnAfterSolving = (work: Work, metric: (typeof LIFELONG)[number], at: number): void => {
  const clock = latestClock(work.state, metric)
  if (clock) resume(work, clock, at)
}

const fulfilAnswered = (work: Work, entry: Entry, happening: Happening): void => {
  const { state } = work
  const end = (metric: (typeof METRICS)[number]): void => {
    const clock = liveClock(state, metric)
    if (clock) fulfil(work, clock, entry.at)
  }
  if (happening.fulfilsFirstReply && liveClock(state, 'first_reply_time')) {
    end('first_reply_time')
    state.isReplied = true
  }
  if (happening.fulfilsNextReply) end('next_reply_time')
  if (happening.isPeriodicUpdate) end('periodic_update_time')
  if (happening.isUpdate) end('pausable_update_time')
  if (entry.groupId !== state.groupId) end('group_ownership_time')
}

/** Solving fulfils whatever is under way. */
const fulfilAll = (work: Work, at: number): void => {
  for (const metric of METRICS) {
    const clock = liveClock(work.state, metric)
    if (!clock) continue
    if (metric === 'first_reply_time') work.state.isReplied = true
    fulfil(work, clock, at)
  }
}

const pauseOrGoOn = (work: Work, { at, status }: Entry): void => {
  for (const metric of METRICS) {
    const clock = liveClock(work.state, metric)
    if (!clock) continue
    const isRunning = clock.activeSince !== null
    if (isRunning && !runsIn(metric, status)) pause(work, clock, at)
    if (!isRunning && runsIn(metric, status)) activate(work, clock, at)
  }
}

/** Update and ownership clocks of an unsolved ticket. */
const startOthers = (work: Work, entry: Entry, happening: Happening): void => {
  if (happening.isPeriodicUpdate) startClock(work, 'periodic_update_time', entry.at)
  if (happening.isUpdate) startClock(work, 'pausable_update_time', entry.at)
  if (entry.groupId !== null && !liveClock(work.state, 'group_ownership_time'))
    startClock(work, 'group_ownership_time', entry.at)
}
