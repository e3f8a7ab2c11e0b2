import { DAY_MS, type Instant, instantOf, MINUTE_MS, wholeSecond } from '../../kernel/index.ts'
import { type Attempt, fail, findPerson, isStaffPerson } from './attempt.ts'
import type { DecidedComment } from './decision.ts'

const MOST_DAYS = 366

/**
 * Applies what a Change promises of the next update. A public reply to the customer keeps what was promised; at
 * priorities for which the desk says how often, it promises the next one by itself.
 */
export const applyPromise = (attempt: Attempt, comment: DecidedComment | null): void => {
  const { before, draft, change } = attempt
  if (change.imported) return
  const wanted: unknown = change.set.nextUpdateAt
  const isSaid = wanted !== undefined && wanted !== (before?.nextUpdateAt ?? null)
  if (isSaid) promise(attempt, wanted)
  else if (isReply(attempt, comment)) draft.nextUpdateAt = isSolved(attempt) ? null : nextOf(attempt)
}

const promise = (attempt: Attempt, wanted: unknown): void => {
  const { draft, at } = attempt
  const refuse = (must: string): void => fail(attempt, 'next_update_at', `Next update at: ${must}`)
  if (wanted === null) draft.nextUpdateAt = null
  else if (typeof wanted !== 'number' || !Number.isSafeInteger(wanted)) refuse('must be a date and time')
  else if (isSolved(attempt)) refuse('nothing is promised on a solved ticket')
  else if (wanted <= at) refuse('must lie in the future')
  else if (wanted > at + MOST_DAYS * DAY_MS) refuse('must be within a year')
  else draft.nextUpdateAt = wholeSecond(instantOf(wanted))
}

const isSolved = ({ draft }: Attempt): boolean => draft.status === 'solved' || draft.status === 'closed'

/** What an agent writes to a customer. Nobody replies to himself. */
const isReply = ({ context, policy, draft }: Attempt, comment: DecidedComment | null): boolean => {
  if (!comment?.public || comment.authorId === draft.requesterId) return false
  const author = findPerson(context, comment.authorId)
  return author !== undefined && isStaffPerson(policy, author)
}

/** Who is waiting for the customer owes no update. */
const nextOf = ({ draft, policy, at }: Attempt): Instant | null => {
  const minutes = draft.priority === null ? undefined : policy.settings.nextUpdateMinutes[draft.priority]
  return minutes === undefined || draft.status === 'pending' ? null : instantOf(at + minutes * MINUTE_MS)
}
