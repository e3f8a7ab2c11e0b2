import type { Attempt } from './attempt.ts'
import { fail } from './attempt.ts'
import { applyPlan } from './change-plan.ts'
import type { Announced } from './event.ts'
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
}

/** Notes for colleagues stay among them, whatever the desk's comments are otherwise. */
const checkStructure = (attempt: Attempt): void => {
  const { structure, public: isPublic } = attempt.change.comment ?? {}
  if (structure && structure.kind !== 'voice' && isPublic !== false)
    fail(attempt, 'comment', 'Comment: a hand-over or a log entry is an internal note')
}

/** Who was told of a change. Only tickets that are changes have somebody to tell. */
export const announcedBy = ({ change, draft }: Attempt): Announced[] =>
  change.announced && draft.kind === 'change' ? [{ type: 'announced', ...change.announced }] : []
