import { METRICS } from '../metric.ts'
import type { Clock, SlaState } from '../state.ts'
import { breachOf, latestClock, liveClock, statusOf } from '../work.ts'

/** What a ticket waits for most: its first reply, a next one, or its end. */
export const STAGES = ['first_reply', 'next_reply', 'resolution'] as const
export type Stage = (typeof STAGES)[number]

/** `null` once it is solved. */
export const stageOf = (state: SlaState): Stage | null => {
  const status = statusOf(state)
  if (status === 'solved' || status === 'closed') return null
  if (liveClock(state, 'first_reply_time')) return 'first_reply'
  return liveClock(state, 'next_reply_time') ? 'next_reply' : 'resolution'
}

/**
 * When the target that is shown is, or was, used up: the soonest of those that run, breached ones included. `null`
 * where none runs.
 */
export const shownBreachAt = (state: SlaState): number | null => {
  let soonest: number | null = null
  for (const { dueAt, target, activeSince, cancelledAt } of runningClocks(state))
    if (dueAt !== null && target && activeSince !== null && cancelledAt === null)
      soonest = Math.min(soonest ?? dueAt, dueAt)
  return soonest
}

/** A clock that will breach, and when, if nothing changes. */
export type Upcoming = { readonly clock: Readonly<Clock>; readonly at: number; readonly since: number }

/** `since`: from when on it has been counting towards this very instant. */
export const upcomingBreaches = (state: SlaState): Upcoming[] =>
  runningClocks(state).flatMap((clock) => {
    const at = breachOf(clock)
    if (at === null) return []
    return [{ clock, at, since: Math.max(clock.target!.appliedAt, clock.activeSince!) }]
  })

/** The keys of hours that a state names: who steps it must know them. */
export const hourKeysOf = ({ hours, groupHours, clocks }: SlaState): Set<string> => {
  const keys = new Set<string>()
  for (const key of [hours, groupHours, ...clocks.map(({ target }) => target?.hours)])
    if (key !== null && key !== undefined) keys.add(key)
  return keys
}

const runningClocks = (state: SlaState): Clock[] =>
  METRICS.flatMap((metric) => {
    const clock = latestClock(state, metric)
    return clock && clock.fulfilledAt === null ? [clock] : []
  })
