import { type Instant, instantOf } from '../../kernel/index.ts'
import type { Unsolved } from './metric.ts'
import type { Work } from './work.ts'

/** Milliseconds, by the wall clock and inside the ticket's schedule; `null` while not yet defined. */
export type Span = { readonly calendarMs: number | null; readonly businessMs: number | null }

/** What the ticket metric object holds; instants in milliseconds. */
export type TicketMetrics = {
  readonly createdAt: number
  readonly updatedAt: number
  readonly groupStations: number
  readonly assigneeStations: number
  readonly reopens: number
  readonly replies: number
  readonly assigneeUpdatedAt: number | null
  readonly requesterUpdatedAt: number | null
  readonly statusUpdatedAt: number
  readonly initiallyAssignedAt: number | null
  readonly assignedAt: number | null
  readonly solvedAt: number | null
  readonly latestCommentAddedAt: number | null
  readonly replyTime: Span
  readonly firstResolutionTime: Span
  readonly fullResolutionTime: Span
  readonly agentWaitTime: Span
  readonly requesterWaitTime: Span
  readonly onHoldTime: Span
  readonly newTime: Span
  readonly openTime: Span
  readonly pendingTime: Span
}

/** Waits and times in status count up to `until`. All business time is measured in the schedule now in force. */
export const ticketMetrics = (work: Work, until: number): TicketMetrics => {
  const { createdAt, tally } = work.state
  const inStatus = (...statuses: Unsolved[]): Span => timeIn(work, statuses, until)
  const since = (end: number | null): Span => sinceCreation(work, end)
  return {
    createdAt,
    updatedAt: tally.updatedAt,
    groupStations: Object.keys(tally.groups).length,
    assigneeStations: Object.keys(tally.assignees).length,
    reopens: tally.reopens,
    replies: tally.replies,
    assigneeUpdatedAt: tally.assigneeUpdatedAt,
    requesterUpdatedAt: tally.requesterUpdatedAt,
    statusUpdatedAt: tally.statusUpdatedAt,
    initiallyAssignedAt: tally.initiallyAssignedAt,
    assignedAt: tally.assignedAt,
    solvedAt: tally.solvedAt,
    latestCommentAddedAt: tally.latestCommentAt,
    replyTime: since(tally.firstReplyAt),
    firstResolutionTime: since(tally.firstSolvedAt),
    fullResolutionTime: since(tally.solvedAt),
    agentWaitTime: inStatus('pending'),
    requesterWaitTime: inStatus('new', 'open', 'hold'),
    onHoldTime: inStatus('hold'),
    newTime: inStatus('new'),
    openTime: inStatus('open'),
    pendingTime: inStatus('pending'),
  }
}

const timeIn = ({ spent, state }: Work, statuses: readonly Unsolved[], until: number): Span => ({
  calendarMs: spent.in(statuses, null, state.createdAt, until),
  businessMs: spent.in(statuses, state.hours, state.createdAt, until),
})

const sinceCreation = ({ hoursOf, state }: Work, end: number | null): Span => {
  const [from, to]: Instant[] = [instantOf(state.createdAt), instantOf(end ?? state.createdAt)]
  if (end === null) return { calendarMs: null, businessMs: null }
  return { calendarMs: to! - from!, businessMs: hoursOf(state.hours).between(from!, to!) }
}
