import { type Id, type Instant, isId } from '../../kernel/index.ts'
import { type Attempt, type Draft, fail, findPerson } from './attempt.ts'

/** What the requester says of the help they got. */
export type Satisfaction = {
  readonly score: 'offered' | 'good' | 'bad'
  readonly comment: string | null
  /** Why it was bad: one of `SATISFACTION_REASONS`. */
  readonly reasonId: Id | null
  /** Whose work it was when it was rated, or offered. */
  readonly assigneeId: Id | null
  readonly groupId: Id | null
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

/** What a Change says of it. */
export type Rating = {
  readonly score: 'good' | 'bad'
  readonly comment?: string | null
  readonly reasonId?: Id | null
}

/** Why help was bad. Codes are those that clients know. */
export const SATISFACTION_REASONS: readonly {
  readonly id: Id
  readonly code: number
  readonly value: string
}[] = [
  { id: 1, code: 0, value: 'No reason provided' },
  { id: 2, code: 5, value: 'The issue took too long to resolve' },
  { id: 3, code: 6, value: 'The issue was not resolved' },
  { id: 4, code: 7, value: "The agent's knowledge is unsatisfactory" },
  { id: 5, code: 8, value: "The agent's attitude is unsatisfactory" },
  { id: 6, code: 100, value: 'Some other reason is not listed here' },
]

/** A reason's words. */
export const reasonValue = (id: Id | null): string | null =>
  SATISFACTION_REASONS.find((reason) => reason.id === id)?.value ?? null

const MAX_COMMENT = 5000

/** Applies a rating: by a proven requester, of a ticket that is solved, or open again after it was asked about. */
export const applyRating = (attempt: Attempt): void => {
  const { draft, change, before, acting } = attempt
  const rating = change.satisfaction
  if (rating === undefined) return
  const wasAsked = before !== null && before.satisfaction !== null
  if (before === null || (before.status !== 'solved' && !wasAsked))
    return void fail(attempt, 'base', 'Satisfaction rating: the ticket is not solved')
  const requester = findPerson(attempt.context, draft.requesterId)
  if (!acting.isSystem && requester?.verified !== true)
    return void fail(attempt, 'base', 'Satisfaction rating: the requester has not proven their address')
  if (isSound(attempt, rating)) rate(draft, rating, attempt.at)
}

const isSound = (attempt: Attempt, { score, comment, reasonId }: Rating): boolean => {
  const errors = attempt.errors.length
  if (score !== 'good' && score !== 'bad') fail(attempt, 'score', 'Score: must be one of good, bad')
  if (comment != null && typeof comment !== 'string') fail(attempt, 'comment', 'Comment: must be a text')
  else if ((comment?.length ?? 0) > MAX_COMMENT)
    fail(attempt, 'comment', `Comment: is too long (maximum is ${MAX_COMMENT} characters)`, 'TooLong')
  const isReason = isId(reasonId) && SATISFACTION_REASONS.some(({ id }) => id === reasonId)
  if (reasonId != null && !isReason) fail(attempt, 'reason_id', 'Reason: does not exist')
  return attempt.errors.length === errors
}

/** Only a bad score has a reason. What says nothing new changes nothing. */
const rate = (draft: Draft, { score, comment: text, reasonId: reason }: Rating, at: Instant): void => {
  const comment = text?.trim() || null
  const reasonId = score === 'bad' ? (reason ?? null) : null
  const { satisfaction: standing, assigneeId, groupId } = draft
  const isSame = standing?.score === score && standing.comment === comment && standing.reasonId === reasonId
  if (isSame) return
  const createdAt = standing?.createdAt ?? at
  draft.satisfaction = { score, comment, reasonId, assigneeId, groupId, createdAt, updatedAt: at }
}

/** Asks the requester for a rating, once: who was asked, or has answered, is not asked again. */
export const offerRating = (draft: Draft, at: Instant): void => {
  if (draft.satisfaction !== null) return
  const { assigneeId, groupId } = draft
  draft.satisfaction = {
    score: 'offered',
    comment: null,
    reasonId: null,
    assigneeId,
    groupId,
    createdAt: at,
    updatedAt: at,
  }
}
