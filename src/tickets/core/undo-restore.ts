import { type Attempt, type Draft, fail, findGroup, findPerson, isAssignable } from './attempt.ts'
import type { FieldChanged, TicketEvent } from './event.ts'
import type { PastAudit } from './state.ts'
import { sortedTags } from './tags.ts'
import type { FieldValue } from './ticket.ts'

/** Gives a draft the values that stood before an audit; what others changed since stays. */
export const restore = (draft: Draft, audit: PastAudit): void => {
  if (audit.seq === 1) return
  for (const event of audit.events.toReversed()) restoreEvent(draft, event)
}

const restoreEvent = (draft: Draft, event: TicketEvent): void => {
  if (event.type === 'field_changed') restoreField(draft, event)
  else if (event.type === 'tags_changed') draft.tags = sortedTags(restored(draft.tags, event))
  else if (event.type === 'email_ccs_changed') draft.emailCcIds = restored(draft.emailCcIds, event)
  else if (event.type === 'followers_changed') draft.followerIds = restored(draft.followerIds, event)
  else if (event.type === 'satisfaction_changed') draft.satisfaction = event.from
  else if (event.type === 'plan_changed') draft.plan = event.from
  else if (event.type === 'parties_changed') draft.parties = event.from
}

const restoreField = (draft: Draft, { field, from }: FieldChanged): void => {
  if (!field.startsWith('custom:')) return void Object.assign(draft, { [field]: from })
  const { [field.slice(7)]: _, ...rest } = draft.fields
  draft.fields = from === null ? rest : { ...rest, [field.slice(7)]: from as FieldValue }
}

type Lists<T> = { readonly from: readonly T[]; readonly to: readonly T[] }

/** The very list, order and all, where nobody changed it since. */
const restored = <T>(now: readonly T[], { from, to }: Lists<T>): readonly T[] => {
  if (now.length === to.length && now.every((item, index) => item === to[index])) return from
  const kept = now.filter((item) => from.includes(item) || !to.includes(item))
  return [...kept, ...from.filter((item) => !to.includes(item) && !kept.includes(item))]
}

/** Refuses what names people, groups or documents that are no longer there to be named. */
export const checkRestored = (attempt: Attempt): void => {
  const { before, draft, policy, context } = attempt
  const isOther = (
    name: 'assigneeId' | 'groupId' | 'requesterId' | 'brandId' | 'formId' | 'customStatusId',
  ) => draft[name] !== null && draft[name] !== before?.[name]
  const assignee = findPerson(context, draft.assigneeId)
  if (isOther('assigneeId') && !(assignee && isAssignable(policy, assignee)))
    fail(attempt, 'assignee_id', 'Assignee: is no active agent any more')
  else if (isOther('assigneeId') && draft.groupId !== null && !assignee?.groupIds.includes(draft.groupId))
    fail(attempt, 'assignee_id', 'Assignee: is not in the group of the ticket any more')
  if (isOther('groupId') && findGroup(context, draft.groupId)?.deleted !== false)
    fail(attempt, 'group_id', 'Group: does not exist any more')
  if (isOther('requesterId') && !findPerson(context, draft.requesterId)?.active)
    fail(attempt, 'requester_id', 'Requester: does not exist any more')
  if (isOther('brandId') && !policy.brandIds.has(draft.brandId))
    fail(attempt, 'brand_id', 'Brand: does not exist any more')
  if (isOther('formId') && !policy.forms.get(draft.formId ?? 0)?.active)
    fail(attempt, 'ticket_form_id', 'Ticket form: does not exist any more')
  if (isOther('customStatusId') && !policy.customStatuses.has(draft.customStatusId ?? 0))
    fail(attempt, 'custom_status_id', 'Custom status: does not exist any more')
}
