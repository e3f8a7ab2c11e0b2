import { instantOf, MINUTE_MS, SECOND_MS, toIso } from '../../kernel/index.ts'
import {
  finish,
  type Span,
  spentOn,
  type TicketMetrics,
  UNSOLVED,
  type Unsolved,
} from '../../sla/core/index.ts'
import type { TicketTime } from '../clocks/read-clocks.ts'
import type { Promised } from './promises.ts'
import type { Stay, Stays } from './stays.ts'
import type { MeasuredRow } from './store.ts'

/** A ticket that is measured: its row, what is kept about its time, and with whom it was. */
export type Measured = {
  readonly row: MeasuredRow
  readonly time: TicketTime | undefined
  readonly stays: Stays
  readonly promises: readonly Promised[]
}

/** The metric object of zendesk-api.md 2.4, with a block of our own, `times`, as of an instant. */
export const presentMetric = ({ row, time, stays, promises }: Measured, origin: string, now: number) => {
  const id = row.ticket_id
  const head = { url: `${origin}/api/v2/ticket_metrics/${id}.json`, id, ticket_id: id }
  if (time === undefined) return { ...head, ...unclocked(row) }
  const { sla, customStatusAt } = time.clocks
  const until = Math.max(now, sla.tally.updatedAt)
  const { metrics } = finish(sla, until, time.hoursOf)
  return {
    ...head,
    ...counts(metrics),
    custom_status_updated_at: iso(customStatusAt),
    ...spans(metrics),
    times: { ...presentTimes(time, stays, until), next_updates: presentPromises(promises, now) },
  }
}

export type WireMetric = ReturnType<typeof presentMetric>

const iso = (at: number | null): string | null => (at === null ? null : toIso(instantOf(at)))
const whole = (ms: number | null, unit: number): number | null => (ms === null ? null : Math.floor(ms / unit))
const minutes = ({ calendarMs, businessMs }: Span) => ({
  calendar: whole(calendarMs, MINUTE_MS),
  business: whole(businessMs, MINUTE_MS),
})

const counts = (metrics: TicketMetrics) => ({
  created_at: iso(metrics.createdAt),
  updated_at: iso(metrics.updatedAt),
  group_stations: metrics.groupStations,
  assignee_stations: metrics.assigneeStations,
  reopens: metrics.reopens,
  replies: metrics.replies,
  assignee_updated_at: iso(metrics.assigneeUpdatedAt),
  requester_updated_at: iso(metrics.requesterUpdatedAt),
  status_updated_at: iso(metrics.statusUpdatedAt),
  initially_assigned_at: iso(metrics.initiallyAssignedAt),
  assigned_at: iso(metrics.assignedAt),
  solved_at: iso(metrics.solvedAt),
  latest_comment_added_at: iso(metrics.latestCommentAddedAt),
})

const spans = (metrics: Pick<TicketMetrics, SpanName>) => ({
  reply_time_in_minutes: minutes(metrics.replyTime),
  reply_time_in_seconds: { calendar: whole(metrics.replyTime.calendarMs, SECOND_MS) },
  first_resolution_time_in_minutes: minutes(metrics.firstResolutionTime),
  full_resolution_time_in_minutes: minutes(metrics.fullResolutionTime),
  agent_wait_time_in_minutes: minutes(metrics.agentWaitTime),
  requester_wait_time_in_minutes: minutes(metrics.requesterWaitTime),
  on_hold_time_in_minutes: minutes(metrics.onHoldTime),
})
type SpanName =
  | 'replyTime'
  | 'firstResolutionTime'
  | 'fullResolutionTime'
  | 'agentWaitTime'
  | 'requesterWaitTime'
  | 'onHoldTime'

/** Of a ticket that came by an import and has not been touched here: nobody has measured it. */
const unclocked = ({ created_at: createdAt, updated_at: updatedAt, solved_at: solvedAt }: MeasuredRow) => {
  const none: Span = { calendarMs: null, businessMs: null }
  return {
    created_at: iso(createdAt),
    updated_at: iso(updatedAt),
    group_stations: 0,
    assignee_stations: 0,
    reopens: 0,
    replies: 0,
    assignee_updated_at: null,
    requester_updated_at: null,
    status_updated_at: null,
    initially_assigned_at: null,
    assigned_at: null,
    solved_at: iso(solvedAt),
    latest_comment_added_at: null,
    custom_status_updated_at: null,
    ...spans({
      replyTime: none,
      firstResolutionTime: none,
      fullResolutionTime: none,
      agentWaitTime: none,
      requesterWaitTime: none,
      onHoldTime: none,
    }),
    times: null,
  }
}

/** Ours: unsolved time by status, and with each group and assignee, in minutes. */
const presentTimes = ({ clocks: { sla }, hoursOf }: TicketTime, stays: Stays, until: number) => {
  const spent = spentOn(sla.timeline, hoursOf)
  const between = (statuses: readonly Unsolved[], from: number, to: number): Span => ({
    calendarMs: spent.in(statuses, null, from, to),
    businessMs: spent.in(statuses, sla.hours, from, to),
  })
  const sums = (list: readonly Stay[]) =>
    [...Map.groupBy(list, ({ id }) => id)].map(([id, ofOne]) => ({
      id,
      ...minutes(ofOne.map(({ from, to }) => between(UNSOLVED, from, to ?? until)).reduce(plus)),
    }))
  return {
    status: Object.fromEntries(
      UNSOLVED.map((status) => [status, minutes(between([status], sla.createdAt, until))] as const),
    ),
    groups: sums(stays.groups).map(({ id, ...spent }) => ({ group_id: id, ...spent })),
    assignees: sums(stays.assignees).map(({ id, ...spent }) => ({ assignee_id: id, ...spent })),
  }
}

const presentPromises = (promises: readonly Promised[], now: number) => {
  const count = (...states: Promised['state'][]): number =>
    promises.filter(({ state }) => states.includes(state)).length
  return {
    kept: count('kept'),
    missed: count('missed', 'overdue'),
    promises: promises.map(({ promisedAt, dueAt, state, endedAt }) => ({
      promised_at: iso(promisedAt),
      next_update_at: iso(dueAt),
      state,
      ended_at: iso(endedAt),
      // How late it came, or how much of the time was left.
      minutes_late: whole((endedAt ?? now) - dueAt, MINUTE_MS),
    })),
  }
}

const plus = (a: Span, b: Span): Span => ({
  calendarMs: (a.calendarMs ?? 0) + (b.calendarMs ?? 0),
  businessMs: (a.businessMs ?? 0) + (b.businessMs ?? 0),
})
