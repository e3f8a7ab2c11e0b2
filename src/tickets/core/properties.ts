import { type Id, isId } from '../../kernel/index.ts'
import { type Acting, type Attempt, fail, findPerson } from './attempt.ts'
import type { TicketForm } from './form.ts'
import { applyKind } from './kind.ts'
import { isForRequester } from './requester-restriction.ts'
import type { Person } from './state.ts'
import { PRIORITIES } from './ticket.ts'

export const MAX_SUBJECT = 1000
const MAX_EXTERNAL_ID = 255
const MAX_RECIPIENT = 320
/** The last instant that the wire can write: the end of the year 9999. */
const MAX_INSTANT = 253_402_300_799_000

/** Applies what a Change says of a ticket's plain properties: all but status, assignment, tags, fields and people. */
export const applyProperties = (attempt: Attempt): void => {
  applySubject(attempt)
  applyRequester(attempt)
  applyOrganization(attempt)
  applyPriority(attempt)
  applyType(attempt)
  applyBrand(attempt)
  applyForm(attempt)
  applyText(attempt, 'externalId', 'external_id', 'External id', MAX_EXTERNAL_ID)
  applyText(attempt, 'recipient', 'recipient', 'Recipient', MAX_RECIPIENT)
}

const applySubject = (attempt: Attempt): void => {
  const { draft, change } = attempt
  const raw: unknown = change.set.subject
  if (raw === undefined) return
  if (raw !== null && typeof raw !== 'string') return void fail(attempt, 'subject', 'Subject: must be a text')
  const subject = oneLine(raw ?? '')
  if (subject.length > MAX_SUBJECT) {
    const description = `Subject: is too long (maximum is ${MAX_SUBJECT} characters)`
    return void fail(attempt, 'subject', description, 'TooLong')
  }
  draft.subject = subject === '' ? null : subject
}

const applyRequester = (attempt: Attempt): void => {
  const { draft, change, before } = attempt
  const id: unknown = change.set.requesterId
  if (id === undefined || id === draft.requesterId) return
  const person = isId(id) ? findPerson(attempt.context, id) : undefined
  if (!person?.active) return void fail(attempt, 'requester_id', 'Requester: does not exist')
  draft.requesterId = person.id
  const keeps = draft.organizationId !== null && person.organizationIds.includes(draft.organizationId)
  if (before && !keeps) draft.organizationId = person.organizationId
}

const applyOrganization = (attempt: Attempt): void => {
  const { draft, change, context } = attempt
  const id: unknown = change.set.organizationId
  if (id === undefined || id === draft.organizationId) return
  if (id === null) {
    draft.organizationId = null
    return
  }
  const requester = findPerson(context, draft.requesterId)
  if (isId(id) && belongsTo(requester, id)) draft.organizationId = id
  else fail(attempt, 'organization_id', 'Organization: is not one of the organizations of the requester')
}

const belongsTo = (person: Person | undefined, id: Id): boolean =>
  person?.organizationIds.includes(id) ?? false

/** A priority once set does not go away again: an empty one is not heard. */
const applyPriority = (attempt: Attempt): void => {
  const priority: unknown = attempt.change.set.priority
  if (priority === undefined || priority === null) return
  const known = PRIORITIES.find((name) => name === priority)
  if (known) attempt.draft.priority = known
  else fail(attempt, 'priority', `Priority: must be one of ${PRIORITIES.join(', ')}`)
}

/** Only incidents have a problem, only tasks a due date; both go when the type changes. */
const applyType = (attempt: Attempt): void => {
  applyKind(attempt)
  applyProblem(attempt)
  applyDueDate(attempt)
}

const applyProblem = (attempt: Attempt): void => {
  const { draft, change } = attempt
  const id: unknown = change.set.problemId
  if (id === undefined) return
  if (id !== null && draft.type !== 'incident')
    return void fail(attempt, 'problem_id', 'Problem: only an incident can have one')
  if (id !== null && (!isId(id) || id === draft.id))
    return void fail(attempt, 'problem_id', 'Problem: does not exist')
  draft.problemId = id
}

const applyDueDate = (attempt: Attempt): void => {
  const { draft, change } = attempt
  const at = change.set.dueAt
  if (at === undefined) return
  if (at !== null && draft.type !== 'task')
    return void fail(attempt, 'due_at', 'Due date: only a task can have one')
  if (at !== null && (!Number.isSafeInteger(at) || at < 0 || at > MAX_INSTANT))
    return void fail(attempt, 'due_at', 'Due date: must be a date and time', 'InvalidFormat')
  draft.dueAt = at
}

const applyBrand = (attempt: Attempt): void => {
  const { draft, change, policy, before, acting } = attempt
  const id: unknown = change.set.brandId
  const isMissing = id === undefined || id === null
  const isTyped = change.via.channel === 'api' || change.via.channel === 'web'
  if (isMissing && before === null && isTyped && acting.isStaff && policy.settings.brandRequired)
    return void fail(attempt, 'brand_id', 'Brand: cannot be blank', 'BlankValue')
  if (isMissing || id === draft.brandId) return
  if (isId(id) && policy.brandIds.has(id)) draft.brandId = id
  else fail(attempt, 'brand_id', 'Brand: does not exist')
}

const applyForm = (attempt: Attempt): void => {
  const { draft, change, policy, acting } = attempt
  const id: unknown = change.set.formId
  if (id === undefined || id === draft.formId) return
  const form = isId(id) ? policy.forms.get(id) : undefined
  const mayUse = form?.active && (acting.isStaff || acting.isSystem || isOffered(form, acting))
  if (id === null) draft.formId = null
  else if (form && mayUse) draft.formId = form.id
  else fail(attempt, 'ticket_form_id', 'Ticket form: does not exist')
}

/** A form that is not for whoever asks is to them as if it did not exist. */
const isOffered = ({ endUserVisible, requesters }: TicketForm, { person, role }: Acting): boolean =>
  endUserVisible && isForRequester(requesters, role?.kind ?? 'end_user', person)

const applyText = (
  attempt: Attempt,
  name: 'externalId' | 'recipient',
  field: string,
  title: string,
  maximum: number,
): void => {
  const raw: unknown = attempt.change.set[name]
  if (raw === undefined) return
  if (raw !== null && typeof raw !== 'string') return void fail(attempt, field, `${title}: must be a text`)
  const text = oneLine(raw ?? '')
  if (text.length > maximum)
    return void fail(attempt, field, `${title}: is too long (maximum is ${maximum} characters)`, 'TooLong')
  attempt.draft[name] = text === '' ? null : text
}

/** Subjects and addresses end up in mail headers: no line breaks, no control characters. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim()
