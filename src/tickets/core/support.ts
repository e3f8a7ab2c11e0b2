import { isId } from '../../kernel/index.ts'
import { type Attempt, fail } from './attempt.ts'
import { applyPlan } from './change-plan.ts'
import type { Announced, Announcement } from './event.ts'
import { applyParties } from './party.ts'
import { checkProcess } from './process.ts'
import { applyResolutionCode, checkResolution } from './resolution-code.ts'

/** Applies what a technical ticket has beyond any other: how it was solved, its plan, and who outside takes part. */
export const applySupport = (attempt: Attempt): void => {
  applyResolutionCode(attempt)
  applyPlan(attempt)
  applyParties(attempt)
  checkResolution(attempt)
  checkProcess(attempt)
  checkStructure(attempt)
  checkAnnounced(attempt)
}

/** Notes for colleagues stay among them, whatever the desk's comments are otherwise. */
const checkStructure = (attempt: Attempt): void => {
  const { structure, public: isPublic } = attempt.change.comment ?? {}
  if (structure && structure.kind !== 'voice' && isPublic !== false)
    fail(attempt, 'comment', 'Comment: a hand-over or a log entry is an internal note')
}

/** Only tickets that are changes have somebody to tell. */
const checkAnnounced = (attempt: Attempt): void => {
  const { announced } = attempt.change
  if (announced !== undefined && !(isReadable(announced) && attempt.draft.kind === 'change'))
    fail(attempt, 'kind', 'Change: only a ticket of kind change is announced')
}

/** Who was told of a change. */
export const announcedBy = ({ change: { announced } }: Attempt): Announced[] =>
  announced === undefined ? [] : [{ type: 'announced', ...announced }]

const isReadable = (announced: unknown): announced is Announcement => {
  const { about, version, told } = (announced ?? {}) as Record<string, unknown>
  const isTold = Array.isArray(told) && told.every((one) => isId(one?.userId) && isId(one?.ticketId))
  return (about === 'plan' || about === 'completion') && Number.isSafeInteger(version) && isTold
}
