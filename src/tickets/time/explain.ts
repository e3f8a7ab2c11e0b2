import { type Id, instantOf } from '../../kernel/index.ts'
import {
  type AppliedTarget,
  type Clock,
  finish,
  type HoursOf,
  METRICS,
  type Metric,
  type MetricEvent,
  policyMetric,
} from '../../sla/core/index.ts'
import type { ClockHistory } from '../clocks/read-clocks.ts'
import type { Refolded } from '../clocks/refolded.ts'
import { skippedSeqs } from '../core/undo.ts'
import { unpackEvents } from '../pack.ts'
import { reasonsOf } from './reasons.ts'

/** Why something happened to a clock: an audit; none where time has done it that no timer has looked at yet. */
export type Cause = {
  readonly auditId: Id
  readonly authorId: Id
  readonly because: readonly string[]
} | null

/** A stretch of time in which nothing about a clock changed. */
export type Interval = {
  readonly from: number
  /** `null`: it goes on. */
  readonly to: number | null
  /** `breached`: it runs past its target. */
  readonly state: 'active' | 'paused' | 'breached'
  /** What of it counted, in the hours that the clock goes by in the end. */
  readonly countedMs: number
  readonly target: AppliedTarget | null
  readonly policyVersion: number
  readonly cause: Cause
}

export type ExplainedClock = {
  readonly clock: Readonly<Clock>
  readonly elapsedMs: number
  readonly intervals: readonly Interval[]
  readonly warnings: readonly { readonly minutes: number; readonly at: number; readonly auditId: Id }[]
}

/** What is under way while a track is written. */
type Open = Omit<Interval, 'to' | 'countedMs'>
type Track = { readonly closed: (Open & { readonly to: number })[]; open: Open | null; isBreached: boolean }
type Update = Refolded

/**
 * Every clock of a ticket, as of an instant, cut where anything about it changed: it started, paused, went on, passed
 * its target, got another target, hours or policy. In the order in which metrics are listed.
 */
export const explainClocks = (history: ClockHistory, now: number): ExplainedClock[] => {
  const updates = standing(history.updates)
  const until = Math.max(now, history.clocks.sla.tally.updatedAt)
  const finished = finish(history.clocks.sla, until, history.hoursOf)
  const tracks = new Map<string, Track>()
  for (const update of updates) follow(tracks, update)
  const last = updates.at(-1)
  for (const event of finished.events) if (last) move(tracks, event, { update: last, cause: null })
  const warnings = warningsIn(updates)
  return finished.state.clocks
    .map((clock) => ({
      clock,
      ...settled(tracks.get(nameOf(clock)), clock, { until, hoursOf: history.hoursOf }),
      warnings: warnings.get(nameOf(clock)) ?? [],
    }))
    .sort((a, b) => METRICS.indexOf(a.clock.metric) - METRICS.indexOf(b.clock.metric))
}

const nameOf = ({ metric, instance }: { readonly metric: Metric; readonly instance: number }): string =>
  `${metric}/${instance}`

/** What was taken back in place has never been; of what was judged anew that judgement holds. */
const standing = (all: readonly Update[]): Update[] => {
  const place = all.findLastIndex(({ rederived }) => rederived !== undefined)
  const updates = place === -1 ? all : [...all[place]!.rederived!, ...all.slice(place + 1)]
  const gone = skippedSeqs(updates.map(({ audit }) => ({ seq: audit.seq, events: unpackEvents(audit) })))
  return updates.filter(({ audit }) => !gone.has(audit.seq))
}

type Happened = { readonly update: Update; readonly cause: Cause }

const follow = (tracks: Map<string, Track>, update: Update): void => {
  const cause = causeOf(update)
  for (const event of update.metricEvents) move(tracks, event, { update, cause })
  for (const clock of update.clocks?.sla.clocks ?? []) {
    const { open } = tracks.get(nameOf(clock)) ?? {}
    // Hours may change, or a breach be taken back, and nothing says so in an event that the track has heard of.
    const target = standingTarget(clock)
    if (open && !isSame(open.target, target))
      cut(tracks, clock, update.audit.created_at, { ...open, target, ...whyOf(update, cause) })
  }
}

const causeOf = ({ audit }: Update): Cause => ({
  auditId: audit.id,
  authorId: audit.author_id,
  because: reasonsOf(unpackEvents(audit), audit.seq === 1),
})

const whyOf = (update: Update, cause: Cause) => ({ policyVersion: update.audit.policy_version, cause })

/** One metric event moves one clock. */
const move = (tracks: Map<string, Track>, event: MetricEvent, { update, cause }: Happened): void => {
  const clock = policyMetric(event.metric, event.instance)
  const track = tracks.get(nameOf(clock))
  const at = event.deleted ? update.audit.created_at : event.at
  if (track && event.type === 'breach') track.isBreached = !event.deleted
  if (event.type === 'fulfill' && !event.deleted) end(track, at)
  const state = stateAfter(event, track)
  if (state === null) return
  const target = track?.open?.target ?? targetIn(update, clock)
  cut(tracks, clock, at, { from: at, state, target, ...whyOf(update, cause) })
}

const stateAfter = ({ type, deleted }: MetricEvent, track: Track | undefined): Interval['state'] | null => {
  const running = track?.isBreached ? 'breached' : 'active'
  if (type === 'breach') return track?.open && track.open.state !== 'paused' ? running : null
  if (deleted) return null
  if (type === 'activate') return running
  return type === 'pause' ? 'paused' : null
}

type Named = { readonly metric: Metric; readonly instance: number }

const targetIn = ({ clocks }: Update, { metric, instance }: Named): AppliedTarget | null => {
  const found = clocks?.sla.clocks.find((clock) => clock.metric === metric && clock.instance === instance)
  return found ? standingTarget(found) : null
}

/** One that was taken away stands no more. */
const standingTarget = ({ target, cancelledAt }: Clock): AppliedTarget | null =>
  cancelledAt === null ? target : null

const isSame = (a: AppliedTarget | null, b: AppliedTarget | null): boolean =>
  a?.policyId === b?.policyId &&
  a?.policy === b?.policy &&
  a?.targetSeconds === b?.targetSeconds &&
  a?.hours === b?.hours

const cut = (tracks: Map<string, Track>, clock: Named, at: number, next: Open): void => {
  const track = tracks.get(nameOf(clock)) ?? { closed: [], open: null, isBreached: false }
  tracks.set(nameOf(clock), track)
  if (track.open && track.open.from < at) track.closed.push({ ...track.open, to: at })
  track.open = { ...next, from: at }
}

const end = (track: Track | undefined, at: number): void => {
  if (track?.open && track.open.from < at) track.closed.push({ ...track.open, to: at })
  if (track) track.open = null
}

type AsOf = { readonly until: number; readonly hoursOf: HoursOf }

/** The intervals of a clock, and what they come to. */
const settled = (track: Track | undefined, clock: Clock, { until, hoursOf }: AsOf) => {
  const hours = hoursOf(clock.target?.hours ?? null)
  const all = [...(track?.closed ?? []), ...(track?.open ? [{ ...track.open, to: null }] : [])]
  const end = clock.cancelledAt ?? until
  const intervals = all.map((interval): Interval => {
    const to = Math.min(interval.to ?? end, end)
    const counts = interval.state !== 'paused' && to > interval.from
    return {
      ...interval,
      countedMs: counts ? hours.between(instantOf(interval.from), instantOf(to)) : 0,
    }
  })
  return { intervals, elapsedMs: intervals.reduce((sum, { countedMs }) => sum + countedMs, 0) }
}

const warningsIn = (updates: readonly Update[]): ReadonlyMap<string, ExplainedClock['warnings']> => {
  const fired = updates.flatMap(({ audit }) =>
    unpackEvents(audit).flatMap((event) =>
      event.type === 'sla_warning'
        ? [{ name: nameOf(event), minutes: event.minutes ?? 0, at: event.at, auditId: audit.id }]
        : [],
    ),
  )
  return Map.groupBy(fired, ({ name }) => name)
}
