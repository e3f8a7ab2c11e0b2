import type { Id } from '../../kernel/index.ts'
import { type Desk, setAssignee } from './assignment.ts'
import { type Attempt, type Draft, fail, findPerson, isStaffPerson } from './attempt.ts'
import { closeTimeOf } from './clocks/ticket-clocks.ts'
import type { Policy } from './policy.ts'
import { STATUSES, type Status } from './ticket.ts'

export const isStatus = (value: unknown): value is Status => STATUSES.includes(value as Status)

/**
 * Moves the ticket to a status, with the label that goes with it. Answers what is wrong: a ticket never becomes new
 * again, never leaves closed, and holds only where the desk has the status.
 */
export const setStatus = (desk: Desk, status: Status): string | null => {
  const { draft, policy } = desk
  if (status === draft.status) return null
  if (draft.status === 'closed') return 'Status closed prevents ticket update'
  if (status === 'new') return 'Status: a ticket cannot become new again'
  if (status === 'hold' && !policy.settings.statusHold) return 'Status: hold is not in use'
  enter(draft, policy, status)
  return null
}

/** Moves the ticket to a custom status, and so to the status it means. Answers what is wrong. */
export const setCustomStatus = (desk: Desk, id: Id): string | null => {
  const custom = desk.policy.customStatuses.get(id)
  if (!custom?.active) return 'Custom status: does not exist'
  if (!fitsForm(desk, id, custom.category)) return 'Custom status: is not one of those of the ticket form'
  const problem = setStatus(desk, custom.category)
  if (problem === null) desk.draft.customStatusId = id
  return problem
}

/** What a status is called as standard suits every form. */
const fitsForm = ({ draft, policy }: Desk, id: Id, category: Status): boolean => {
  const own = draft.formId === null ? undefined : policy.forms.get(draft.formId)?.customStatusIds
  if (own === undefined || own.length === 0) return true
  return own.includes(id) || policy.settings.customStatusIds[category] === id
}

/** An assigned ticket is not new any more. */
export const openWhenAssigned = (draft: Draft, policy: Policy): void => {
  if (draft.status === 'new' && draft.assigneeId !== null) enter(draft, policy, 'open')
}

/** Applies what a Change says of the status, and what its comment and its assignment make of it. */
export const applyStatus = (attempt: Attempt): void => {
  const { draft, policy } = attempt
  const isChosen = applyChosen(attempt)
  if (!isChosen && isReopening(attempt)) enter(draft, policy, 'open')
  openWhenAssigned(draft, policy)
  if (isSolved(draft.status) && !isSolved(attempt.before?.status)) applySolving(attempt)
}

/** Whether the Change itself says which status the ticket is to have now. */
const applyChosen = (attempt: Attempt): boolean => {
  const { draft, change, before, policy } = attempt
  const { status, customStatusId } = change.set
  const label =
    customStatusId === undefined || customStatusId === draft.customStatusId ? null : customStatusId
  if (status !== undefined && !isStatus(status)) {
    fail(attempt, 'status', `Status: must be one of ${STATUSES.join(', ')}`)
    return true
  }
  if (status === 'closed' && before === null) {
    fail(attempt, 'status', 'Status: a ticket cannot start closed')
    return true
  }
  const isOther = status !== undefined && status !== before?.status
  if (label !== null && isOther && policy.customStatuses.get(label)?.category !== status) {
    fail(attempt, 'custom_status_id', 'Custom status: does not belong to the status')
    return true
  }
  if (label !== null) return report(attempt, 'custom_status_id', setCustomStatus(attempt, label))
  if (status === undefined || status === before?.status) return false
  return report(attempt, 'status', setStatus(attempt, status))
}

const report = (attempt: Attempt, field: string, problem: string | null): true => {
  if (problem !== null) fail(attempt, field, problem)
  return true
}

/** An end user who writes gets attention again; an agent who happens to be the requester does not. */
const isReopening = ({ before, change, draft, context, policy, acting }: Attempt): boolean => {
  if (!before || !change.comment || change.imported || change.comment.public === false) return false
  if (draft.status !== 'pending' && draft.status !== 'hold' && draft.status !== 'solved') return false
  const author = findPerson(context, change.comment.authorId ?? acting.person?.id ?? null)
  return author !== undefined && !isStaffPerson(policy, author)
}

const applySolving = (attempt: Attempt): void => {
  const { draft, policy, acting, change } = attempt
  if (change.imported) return
  if (draft.assigneeId === null && policy.settings.assignTicketsUponSolve && acting.isStaff)
    setAssignee(attempt, acting.person?.id ?? null)
  if (acting.isSystem) return
  if (draft.assigneeId === null)
    fail(attempt, 'base', 'Assignee:: is required when solving a ticket', 'BlankValue')
}

const isSolved = (status: Status | undefined): boolean => status === 'solved' || status === 'closed'

/** Closing keeps the label of the solved ticket; every other status brings its own. */
const enter = (draft: Draft, policy: Policy, status: Status): void => {
  draft.status = status
  // Who has an answer waits for nothing.
  if (isSolved(status)) draft.nextUpdateAt = null
  const standard = policy.settings.customStatusIds[status]
  if (status === 'closed') draft.customStatusId = standard ?? draft.customStatusId
  else draft.customStatusId = standard ?? null
}

/** Closes what has been solved for as long as the desk waits for an answer: when its time comes, and by itself. */
export const closeInTime = ({ before, draft, change, clocks, policy, at }: Attempt): void => {
  if (!change.timer || !before || !clocks) return
  const closeAt = closeTimeOf(before, clocks)
  if (closeAt !== null && closeAt <= at) enter(draft, policy, 'closed')
}
