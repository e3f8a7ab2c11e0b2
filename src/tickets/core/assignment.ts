import type { Id } from '../../kernel/index.ts'
import { type Attempt, type Draft, findGroup, findPerson, isAssignable } from './attempt.ts'
import type { Policy } from './policy.ts'
import type { Context, Person } from './state.ts'

/** What assignment reads; both a Change and a rule's action have it. */
export type Desk = {
  readonly draft: Draft
  readonly policy: Policy
  readonly context: Context
}

/** Puts the ticket into a group, or into none; an assignee who is not in it is let go. Answers what is wrong. */
export const setGroup = (desk: Desk, groupId: Id | null): string | null => {
  const { draft, context } = desk
  const group = findGroup(context, groupId)
  if (groupId !== null && (!group || group.deleted)) return 'Group: does not exist'
  draft.groupId = groupId
  const assignee = findPerson(context, draft.assigneeId)
  if (groupId === null || !assignee?.groupIds.includes(groupId)) draft.assigneeId = null
  return null
}

/**
 * Gives the ticket to an agent, or to nobody. The group stays where the agent is in it; else it becomes the agent's
 * default group. Answers what is wrong.
 */
export const setAssignee = (desk: Desk, userId: Id | null): string | null => {
  const { draft, context, policy } = desk
  if (userId === null) {
    draft.assigneeId = null
    return null
  }
  const agent = findPerson(context, userId)
  if (!agent || !isAssignable(policy, agent)) return 'Assignee: must be an active agent'
  if (draft.groupId === null || !agent.groupIds.includes(draft.groupId)) {
    const home = homeGroup(agent)
    if (home === null && draft.groupId !== null) return 'Assignee: is not in the group of the ticket'
    draft.groupId = home
  }
  draft.assigneeId = userId
  return null
}

/** Applies what a Change says of group and assignee, together. */
export const applyAssignment = (attempt: Attempt): void => {
  const { draft, change } = attempt
  const { groupId, assigneeId } = change.set
  const wasInGroup = draft.groupId
  if (groupId !== undefined && groupId !== draft.groupId) applyGroup(attempt, groupId)
  if (assigneeId !== undefined && assigneeId !== draft.assigneeId) {
    const isGroupFixed = groupId !== undefined && groupId !== null && draft.groupId === groupId
    applyAssignee(attempt, assigneeId, isGroupFixed)
  }
  if (draft.groupId !== wasInGroup || attempt.before === null) assignAlone(attempt)
}

const applyGroup = (attempt: Attempt, groupId: Id | null): void => {
  if (groupId === null) {
    if (attempt.acting.isSystem || attempt.change.set.assigneeId) return void setGroup(attempt, null)
    const description = 'Group: cannot be taken away, only changed'
    attempt.errors.push({ field: 'group_id', error: 'InvalidValue', description })
    return
  }
  const problem = setGroup(attempt, groupId)
  if (problem) attempt.errors.push({ field: 'group_id', error: 'InvalidValue', description: problem })
}

const applyAssignee = (attempt: Attempt, assigneeId: Id | null, isGroupFixed: boolean): void => {
  const { draft, context } = attempt
  const agent = findPerson(context, assigneeId)
  const isOutside = isGroupFixed && agent && draft.groupId !== null && !agent.groupIds.includes(draft.groupId)
  const problem = isOutside ? 'Assignee: is not in the group of the ticket' : setAssignee(attempt, assigneeId)
  if (problem) attempt.errors.push({ field: 'assignee_id', error: 'InvalidValue', description: problem })
}

/** Where the setting says so: the desk's only group, and a group's only agent, need not be chosen. */
const assignAlone = (attempt: Attempt): void => {
  const { draft, policy, context, change } = attempt
  if (!policy.settings.autoAssignSingleGroup || change.imported) return
  if (draft.groupId === null && context.singleGroupId) setGroup(attempt, context.singleGroupId)
  const members = findGroup(context, draft.groupId)?.memberIds ?? []
  if (draft.assigneeId === null && change.set.assigneeId !== null && members.length === 1)
    setAssignee(attempt, members[0] ?? null)
}

const homeGroup = (agent: Person): Id | null => {
  if (agent.defaultGroupId !== null && agent.groupIds.includes(agent.defaultGroupId))
    return agent.defaultGroupId
  return agent.groupIds[0] ?? null
}
