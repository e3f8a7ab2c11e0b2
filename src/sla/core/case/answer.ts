import { instantOf, MINUTE_MS, toIso } from '../../../kernel/index.ts'
import type { MetricEvent } from '../state.ts'
import type { Span, TicketMetrics } from '../ticket-metrics.ts'
import type { ClockView, Finished } from '../views.ts'

/** A fold as `mainstay clocks` writes it: instants in ISO, spans in minutes with seconds as their fraction. */
export const answerOf = ({ metrics, clocks, events }: Finished): unknown => ({
  metrics: metricsAnswer(metrics),
  clocks: clocks.map(clockAnswer),
  events: [...events].sort((a, b) => a.at - b.at || a.id - b.id).map(eventAnswer),
})

const iso = (at: number | null): string | null => (at === null ? null : toIso(instantOf(at)))
const minutes = (ms: number | null): number | null => (ms === null ? null : ms / MINUTE_MS)
const span = ({ calendarMs, businessMs }: Span) => ({
  calendar: minutes(calendarMs),
  business: minutes(businessMs),
})

const metricsAnswer = (metrics: TicketMetrics) => ({
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
  reply_time_in_minutes: span(metrics.replyTime),
  reply_time_in_seconds: {
    calendar: metrics.replyTime.calendarMs === null ? null : metrics.replyTime.calendarMs / 1000,
  },
  first_resolution_time_in_minutes: span(metrics.firstResolutionTime),
  full_resolution_time_in_minutes: span(metrics.fullResolutionTime),
  agent_wait_time_in_minutes: span(metrics.agentWaitTime),
  requester_wait_time_in_minutes: span(metrics.requesterWaitTime),
  on_hold_time_in_minutes: span(metrics.onHoldTime),
  new_time_in_minutes: span(metrics.newTime),
  open_time_in_minutes: span(metrics.openTime),
  pending_time_in_minutes: span(metrics.pendingTime),
})

const clockAnswer = (clock: ClockView) => ({
  metric: clock.metric,
  instance: clock.instance,
  policy: clock.policy,
  target: clock.targetSeconds / 60,
  business_hours: clock.businessHours,
  state: clock.state,
  started_at: iso(clock.startedAt),
  breach_at: iso(clock.breachAt),
  breached_at: iso(clock.breachedAt),
  fulfilled_at: iso(clock.fulfilledAt),
  elapsed_minutes: minutes(clock.elapsedMs),
})

const eventAnswer = ({ metric, instance, type, at, deleted, sla, status }: MetricEvent) => ({
  metric,
  instance,
  type,
  time: iso(at),
  ...(deleted ? { deleted } : {}),
  ...(sla ? { sla: { target: sla.targetSeconds / 60, policy: sla.policy } } : {}),
  ...(status
    ? { status: { calendar: minutes(status.calendarMs), business: minutes(status.businessMs) } }
    : {}),
})
