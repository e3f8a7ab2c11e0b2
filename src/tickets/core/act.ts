import type { Id } from '../../kernel/index.ts'
import type { Action } from '../../rules/core/index.ts'
import { setAssignee, setGroup } from './assignment.ts'
import { type Attempt, findPerson, isAssignable } from './attempt.ts'
import { setField, setTags } from './custom-fields.ts'
import { KINDS, setKind } from './kind.ts'
import { addCc, addFollower } from './participants.ts'
import { wrongCode } from './resolution-code.ts'
import { offerRating } from './satisfaction.ts'
import { isStatus, setCustomStatus, setStatus } from './status.ts'
import { MAX_TAGS, sortedTags } from './tags.ts'
import { PRIORITIES, TYPES } from './ticket.ts'

/** Carries out one action of a rule on the draft; answers what could not be done, as a list of one, or nothing. */
export const act = (attempt: Attempt, action: Inward): string[] | undefined => {
  const problem = carryOut(attempt, action)
  return problem === null ? undefined : [problem]
}

/** What is done to the ticket itself; the others tell somebody something. */
type Inward = Exclude<Action, { kind: 'notify' | 'webhook' | 'target' }>

const carryOut = (attempt: Attempt, action: Inward): string | null => {
  const { draft, policy } = attempt
  switch (action.kind) {
    case 'status':
      return isStatus(action.status) ? setStatus(attempt, action.status) : 'Status: is unknown'
    case 'custom_status':
      return setCustomStatus(attempt, action.id)
    case 'type':
      return setType(attempt, action.type)
    case 'kind':
      setKind(draft, KINDS.find((name) => name === action.name) ?? null)
      return null
    case 'resolution_code':
      return resolve(attempt, action.code)
    case 'priority':
      draft.priority = PRIORITIES.find((name) => name === action.priority) ?? draft.priority
      return null
    case 'brand':
      if (!policy.brandIds.has(action.id)) return 'Brand: does not exist'
      draft.brandId = action.id
      return null
    case 'form':
      if (!policy.forms.get(action.id)?.active) return 'Ticket form: does not exist'
      draft.formId = action.id
      return null
    case 'schedule':
      if (!policy.clocks.hasSchedule(action.id)) return 'Schedule: does not exist'
      draft.scheduleId = action.id
      return null
    case 'group':
      return action.id === draft.groupId ? null : setGroup(attempt, action.id)
    case 'assignee':
      return assign(attempt, action.who)
    case 'tags':
      return changeTags(attempt, action.mode, action.tags)
    case 'field':
      return fill(attempt, action.fieldId, action)
    case 'satisfaction':
      offerRating(draft, attempt.at)
      return null
    case 'participant':
      return invite(attempt, action.as, action.who)
    case 'nothing':
      return null
    default:
      // Drafted by macros, or for a service that this desk does not have: nothing that a rule is accepted with.
      return `Action ${action.kind}: cannot be done by a rule`
  }
}

/** A ticket of a special kind that is told to be of the type it has stays of its kind. */
const setType = ({ draft }: Attempt, name: string | null): null => {
  const type = TYPES.find((known) => known === name) ?? null
  if (type !== draft.type) setKind(draft, type)
  return null
}

const resolve = ({ draft, policy }: Attempt, code: string): string | null => {
  const problem = wrongCode(policy, draft, code)
  if (problem === null) draft.resolutionCode = code
  return problem
}

/** Whoever happens to act or ask may be no agent: then there is nobody to assign, which is no fault of the rule. */
const assign = (attempt: Attempt, who: Id | 'current_user' | 'requester_id' | null): string | null => {
  const { draft, acting, context, policy } = attempt
  if (who === null || typeof who === 'number')
    return who === draft.assigneeId ? null : setAssignee(attempt, who)
  const person = who === 'current_user' ? acting.person : findPerson(context, draft.requesterId)
  if (!person || !isAssignable(policy, person) || person.id === draft.assigneeId) return null
  return setAssignee(attempt, person.id)
}

const changeTags = (
  attempt: Attempt,
  mode: 'set' | 'add' | 'remove',
  tags: readonly string[],
): string | null => {
  const { draft, policy } = attempt
  const wanted = {
    set: () => sortedTags(tags),
    add: () => sortedTags([...draft.tags, ...tags]),
    remove: () => draft.tags.filter((tag) => !tags.includes(tag)),
  }[mode]()
  if (wanted.length > MAX_TAGS) return `Tags: a ticket can have at most ${MAX_TAGS}`
  setTags(draft, policy, wanted)
  return null
}

const fill = (
  { draft, policy }: Attempt,
  fieldId: Id,
  { value }: { readonly value: Parameters<typeof setField>[3] },
): null => {
  const field = policy.fields.get(String(fieldId))
  if (field?.active) setField(draft, policy, field, value)
  return null
}

const invite = (attempt: Attempt, as: 'follower' | 'cc', who: Id | 'current_user'): string | null => {
  const { draft, acting, context, policy } = attempt
  const id = who === 'current_user' ? acting.person?.id : who
  if (id === undefined) return null
  if (as === 'cc') return addCc(draft, context, policy, id)
  // An end user's own update has no member of staff to make a follower of.
  return who === 'current_user' && !acting.isStaff ? null : addFollower(draft, context, policy, id)
}
