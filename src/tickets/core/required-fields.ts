import type { Id } from '../../kernel/index.ts'
import { type Attempt, fail } from './attempt.ts'
import { isBlankValue } from './custom-fields.ts'
import type { FieldCondition, TicketForm } from './form.ts'
import type { Policy, TicketField } from './policy.ts'
import type { Status, Ticket } from './ticket.ts'

/** Channels where a form stands before whoever writes; mail and chat have none to fill in. */
const WITH_FORM: ReadonlySet<string> = new Set(['web', 'api', 'help_center', 'web_widget', 'mobile_sdk'])

/**
 * Refuses blank fields that must be filled in: by staff, those required to solve when they solve, and those that the
 * form's conditions ask for in the status that the ticket has then; by end users those of the form they ask with.
 * Rules, timers, mail and imports are asked for nothing.
 */
export const checkRequired = (attempt: Attempt): void => {
  const { acting, change } = attempt
  if (acting.isSystem || change.imported) return
  if (acting.isStaff) checkStaff(attempt)
  else if (attempt.before === null && WITH_FORM.has(attempt.change.via.channel)) checkEndUser(attempt)
}

const checkStaff = (attempt: Attempt): void => {
  const { draft, before, policy } = attempt
  const shown = shownOn(attempt, 'agentConditions')
  const isSolving = isSolved(draft.status) && !isSolved(before?.status)
  if (isSolving)
    for (const field of activeFields(policy))
      if (field.required && shown.has(field.id))
        missing(attempt, field, ':: is required when solving a ticket')
  if (!setsProperties(attempt)) return
  for (const field of conditionallyRequired(attempt, 'agentConditions', shown))
    if (!(isSolving && field.required))
      missing(attempt, field, `:: is required when the status is ${draft.status}`)
}

const checkEndUser = (attempt: Attempt): void => {
  const shown = shownOn(attempt, 'endUserConditions')
  const asked = conditionallyRequired(attempt, 'endUserConditions', shown)
  for (const field of activeFields(attempt.policy)) {
    if (!field.visibleInPortal || !field.editableInPortal) continue
    const isRequired = (field.requiredInPortal && shown.has(field.id)) || asked.includes(field)
    if (isRequired) missing(attempt, field, ': cannot be blank')
  }
}

const activeFields = (policy: Policy): TicketField[] =>
  [...policy.fields.values()].filter(({ active }) => active)

const missing = (attempt: Attempt, field: TicketField, what: string): void => {
  if (!isBlankValue(attempt.draft.fields[field.id])) return
  fail(attempt, 'base', `${field.title}${what}`, 'BlankValue', field)
}

/** A tag or a word on a ticket whose form changed since must not fail for it. */
const setsProperties = ({ before, change }: Attempt): boolean =>
  before === null || Object.keys(change.fields).length > 0 || Object.keys(change.set).length > 0

type Which = 'agentConditions' | 'endUserConditions'

/** A ticket with the policy that its form stands in. */
export type Formed = { readonly draft: Ticket; readonly policy: Policy }

/** What the form of a ticket shows to agents, condition by condition; empty without a form. */
export const formRulesOf = (
  formed: Formed,
): readonly { readonly form: TicketForm; readonly condition: FieldCondition; readonly held: boolean }[] => {
  const form = formOf(formed)
  if (!form || form.agentConditions.length === 0) return []
  const shown = shownOn(formed, 'agentConditions')
  return form.agentConditions.map((condition) => ({ form, condition, held: holds(formed, condition, shown) }))
}

const formOf = ({ draft, policy }: Formed): TicketForm | undefined =>
  draft.formId === null ? undefined : policy.forms.get(draft.formId)

/** The fields that whoever fills in the form has before them: a child only below a shown parent with its value. */
const shownOn = (attempt: Formed, which: Which): ReadonlySet<Id> => {
  const form = formOf(attempt)
  if (!form) return new Set(activeFields(attempt.policy).map(({ id }) => id))
  const conditions = form[which]
  const children = new Set(conditions.flatMap((one) => one.children.map(({ fieldId }) => fieldId)))
  const shown = new Set(form.fieldIds.filter((id) => !children.has(id)))
  for (let grows = true; grows; ) {
    const size = shown.size
    for (const condition of conditions)
      if (holds(attempt, condition, shown)) for (const { fieldId } of condition.children) shown.add(fieldId)
    grows = shown.size > size
  }
  return shown
}

const holds = ({ draft, policy }: Formed, condition: FieldCondition, shown: ReadonlySet<Id>): boolean =>
  shown.has(condition.parentId) && valuesOf(draft, policy, condition.parentId).includes(condition.value)

/** A parent's value in the words of conditions; a field that the desk came with stands for its property. */
export const valuesOf = (draft: Ticket, policy: Policy, fieldId: Id): readonly string[] => {
  const system = policy.systemFields.get(fieldId)
  if (system === 'status') return [draft.status]
  if (system === 'priority') return [draft.priority ?? '']
  if (system === 'tickettype') return [draft.type ?? '']
  const value = draft.fields[fieldId] ?? null
  if (policy.fields.get(String(fieldId))?.type === 'checkbox') return [String(value === true)]
  return Array.isArray(value) ? value : [String(value ?? '')]
}

const conditionallyRequired = (attempt: Attempt, which: Which, shown: ReadonlySet<Id>): TicketField[] => {
  const { draft, policy } = attempt
  const required = (formOf(attempt)?.[which] ?? [])
    .filter((condition) => holds(attempt, condition, shown))
    .flatMap(({ children }) => children)
    .filter(({ requiredOn }) => requiredOn.includes(draft.status))
  return activeFields(policy).filter(({ id }) => required.some(({ fieldId }) => fieldId === id))
}

const isSolved = (status: Status | undefined): boolean => status === 'solved' || status === 'closed'
