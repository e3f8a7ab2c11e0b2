import { type Attempt, fail } from './attempt.ts'
import { setTags } from './custom-fields.ts'
import type { TicketEvent } from './event.ts'
import { setStatus } from './status.ts'
import { sortedTags } from './tags.ts'

const MERGED_TAG = 'closed_by_merge'

/**
 * Applies a merge. The ticket that goes on in another is closed, whoever has it and whatever its form asks for; the one
 * that others go on in only tells of it. No fields are carried over.
 */
export const applyMerge = (attempt: Attempt): TicketEvent[] => {
  const { merge } = attempt.change
  if (!merge) return []
  if (attempt.before === null || attempt.errors.length > 0) return []
  return 'into' in merge ? mergeInto(attempt, merge.into) : [{ type: 'merged_from', ticketIds: merge.from }]
}

const mergeInto = (attempt: Attempt, target: number): TicketEvent[] => {
  const { draft, policy, before } = attempt
  if (target === draft.id || before?.status === 'solved') {
    fail(attempt, 'ids', `Merge: ticket ${draft.id} is solved, or is the one that the others are merged into`)
    return []
  }
  setStatus(attempt, 'closed')
  setTags(draft, policy, sortedTags([...draft.tags, MERGED_TAG]))
  draft.mergedIntoId = target
  return [{ type: 'merged_into', ticketId: target }]
}
