import type { Entry } from './entry.ts'
import { isUnsolved, type Status } from './metric.ts'
import type { SlaState, Tally } from './state.ts'

export const newTally = (at: number): Tally => ({
  updatedAt: at,
  replies: 0,
  reopens: 0,
  groups: {},
  assignees: {},
  requesterUpdatedAt: null,
  assigneeUpdatedAt: null,
  statusUpdatedAt: at,
  initiallyAssignedAt: null,
  assignedAt: null,
  firstReplyAt: null,
  firstSolvedAt: null,
  solvedAt: null,
  latestCommentAt: null,
})

type Update = {
  readonly entry: Entry
  readonly isReply: boolean
  readonly isCreation: boolean
  /** The status before; `null` on creation. */
  readonly from: Status | null
}

/** Counts what an update means for the ticket metric object. `state` holds the group and assignee before it. */
export const count = (state: SlaState, { entry, isReply, isCreation, from }: Update): void => {
  const { tally } = state
  const { at, comment } = entry
  tally.updatedAt = at
  countPeople(state, entry, isCreation)
  if (comment) tally.latestCommentAt = at
  if (isReply) tally.replies += 1
  // What an agent writes when making the ticket is the question, not the answer.
  if (isReply && !isCreation) tally.firstReplyAt ??= at
  if (from !== entry.status) countStatus(tally, entry, from)
}

const countPeople = ({ tally, assigneeId }: SlaState, entry: Entry, isCreation: boolean): void => {
  const { at, author } = entry
  if (entry.groupId !== null) tally.groups[entry.groupId] = true
  if (entry.assigneeId !== null) tally.assignees[entry.assigneeId] = true
  if (author.isRequester) tally.requesterUpdatedAt = at
  if (entry.assigneeId !== null && (isCreation || entry.assigneeId !== assigneeId)) {
    tally.initiallyAssignedAt ??= at
    tally.assignedAt = at
  }
  if (isByAssignee(entry)) tally.assigneeUpdatedAt = at
}

const isByAssignee = ({ author, assigneeId }: Entry): boolean =>
  assigneeId !== null &&
  author.role === 'agent' &&
  (author.id === null ? !author.isRequester : author.id === assigneeId)

const countStatus = (tally: Tally, { at, status }: Entry, from: Status | null): void => {
  tally.statusUpdatedAt = at
  const wasUnsolved = from === null || isUnsolved(from)
  if (isUnsolved(status)) {
    if (!wasUnsolved) tally.reopens += 1
  } else if (wasUnsolved) {
    tally.firstSolvedAt ??= at
    tally.solvedAt = at
  }
}
