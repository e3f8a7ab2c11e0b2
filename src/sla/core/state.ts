import type { Id } from '../../kernel/index.ts'
import type { EventMetric, Metric, Priority, Status } from './metric.ts'

/** A target as it was put on a clock. */
export type AppliedTarget = {
  policyId: string
  policy: string
  priority: Priority
  targetSeconds: number
  businessHours: boolean
  commitment: 'contract' | 'objective'
  /** For `HoursOf`; `null`: calendar time. */
  hours: string | null
  ownSchedule: string | null
  appliedAt: number
}

/** One instance of a metric: from what starts it to what ends it, with or without a target. */
export type Clock = {
  metric: Metric
  /** From 1 within its metric. */
  instance: number
  startedAt: number
  /** Since when it has been running without a pause; `null`: paused or ended. */
  activeSince: number | null
  fulfilledAt: number | null
  target: AppliedTarget | null
  /** When its target was taken away. */
  cancelledAt: number | null
  /** When its target is used up if nothing changes; `null` unless it runs, has a target, and that is ever used up. */
  dueAt: number | null
  breachedAt: number | null
  /** The id of the breach event. */
  breachEventId: number | null
  /** What it had counted when it ended or lost its target. */
  finalMs: number | null
}

/** Numbers of the ticket metric object, as far as they are no spans. */
export type Tally = {
  updatedAt: number
  replies: number
  reopens: number
  /** Distinct groups and agents that ever had the ticket; keys are ids. */
  groups: { [id: string]: true }
  assignees: { [id: string]: true }
  requesterUpdatedAt: number | null
  assigneeUpdatedAt: number | null
  statusUpdatedAt: number
  initiallyAssignedAt: number | null
  assignedAt: number | null
  firstReplyAt: number | null
  firstSolvedAt: number | null
  solvedAt: number | null
  latestCommentAt: number | null
}

/** All that the fold knows of a ticket: plain JSON, to be kept with it. Instants are milliseconds. */
export type SlaState = {
  createdAt: number
  creatorId: Id | null
  /** Each change of status, oldest first; the first is the creation. */
  timeline: [at: number, status: Status][]
  groupId: Id | null
  assigneeId: Id | null
  /** The first reply is over: what customers write from now on waits for a next reply. */
  isReplied: boolean
  /** The hours in force, for `HoursOf`. */
  hours: string | null
  groupHours: string | null
  clocks: Clock[]
  /** The place in `clocks` of the last instance of each metric. */
  latest: { [metric in Metric]?: number }
  /** Of events so far; the next has this plus 1. */
  lastEventId: number
  tally: Tally
}

/** One metric event. A later one with the same id replaces it: that is how a breach is flagged as deleted. */
export type MetricEvent = {
  readonly id: number
  readonly metric: EventMetric
  /** 0 for `measure`. */
  readonly instance: number
  readonly type: MetricEventType
  readonly at: number
  readonly deleted?: true
  readonly sla?: {
    readonly policyId: string
    readonly policy: string
    readonly targetSeconds: number
    readonly businessHours: boolean
  }
  /** Milliseconds counted so far. */
  readonly status?: { readonly calendarMs: number; readonly businessMs: number }
}

export type MetricEventType =
  | 'measure'
  | 'activate'
  | 'pause'
  | 'fulfill'
  | 'apply_sla'
  | 'apply_group_sla'
  | 'breach'
  | 'update_status'
