import { type Id, isId, type Json, type JsonObject } from '../../kernel/index.ts'
import { type Attempt, fail } from './attempt.ts'
import { EMPTY_PLAN } from './change-plan.ts'
import { isBlankValue } from './custom-fields.ts'
import { KINDS, type Kind, kindOf } from './kind.ts'
import { STATUSES, type Status, type Ticket } from './ticket.ts'

/** The way that tickets of a kind go: which statuses they may have, and what may not be blank in which of them. */
export type Process = {
  readonly kind: Kind
  readonly name: string
  readonly statuses: readonly Status[]
  readonly required: readonly RequiredIn[]
}

export type RequiredIn = { readonly field: string; readonly statuses: readonly Status[] }

const SOLVED: readonly Status[] = ['solved', 'closed']

/** The properties that a process may ask for, by the names of the wire; custom fields are `custom_fields_{id}`. */
export const PROCESS_FIELDS: { readonly [field: string]: (ticket: Ticket) => boolean } = {
  assignee_id: ({ assigneeId }) => assigneeId === null,
  group_id: ({ groupId }) => groupId === null,
  organization_id: ({ organizationId }) => organizationId === null,
  priority: ({ priority }) => priority === null,
  problem_id: ({ problemId }) => problemId === null,
  due_at: ({ dueAt }) => dueAt === null,
  resolution_code: ({ resolutionCode }) => resolutionCode === null,
  planned_start_at: ({ plan }) => (plan ?? EMPTY_PLAN).plannedStartAt === null,
  planned_end_at: ({ plan }) => (plan ?? EMPTY_PLAN).plannedEndAt === null,
  risk: ({ plan }) => (plan ?? EMPTY_PLAN).risk === null,
  rollback_plan: ({ plan }) => !(plan ?? EMPTY_PLAN).rollbackPlan?.trim(),
  affected: ({ plan }) => {
    const { affectedOrganizationIds, affectedUserIds } = plan ?? EMPTY_PLAN
    return affectedOrganizationIds.length + affectedUserIds.length === 0
  },
  approval: ({ plan }) => (plan ?? EMPTY_PLAN).approval.state !== 'approved',
}

const required = (statuses: readonly Status[], ...fields: readonly string[]): RequiredIn[] =>
  fields.map((field) => ({ field, statuses }))

/** What a desk has where it says nothing: a change is planned and approved before it counts as done. */
const STANDARD: { readonly [kind in Kind]: Pick<Process, 'name' | 'required'> } = {
  question: { name: 'Question', required: [] },
  incident: { name: 'Incident', required: [] },
  problem: { name: 'Problem', required: [] },
  task: { name: 'Task', required: [] },
  service_request: { name: 'Service request', required: [] },
  change: {
    name: 'Change',
    required: required(SOLVED, 'planned_start_at', 'planned_end_at', 'risk', 'rollback_plan', 'approval'),
  },
}

/** The document that says the process of a kind has the kind's place among `KINDS`, from 1, as its id. */
export const processIdOf = (kind: Kind): Id => KINDS.indexOf(kind) + 1

export const standardProcess = (kind: Kind): Process => ({ kind, statuses: STATUSES, ...STANDARD[kind] })

/** Reads the process of each kind; what a document does not say is as on a new desk. */
export const readProcesses = (
  documents: readonly { readonly id: Id; readonly body: JsonObject }[],
): ReadonlyMap<Kind, Process> =>
  new Map(
    KINDS.map((kind) => {
      const body = documents.find(({ id }) => id === processIdOf(kind))?.body
      return [kind, body ? readProcess(kind, body) : standardProcess(kind)]
    }),
  )

const readProcess = (kind: Kind, body: JsonObject): Process => {
  const standard = standardProcess(kind)
  return {
    kind,
    name: typeof body.name === 'string' && body.name !== '' ? body.name : standard.name,
    statuses: Array.isArray(body.statuses) ? statusesOf(body.statuses) : standard.statuses,
    required: Array.isArray(body.required) ? body.required.flatMap(readRequired) : standard.required,
  }
}

const readRequired = (raw: Json): RequiredIn[] => {
  const { field, statuses } = raw as JsonObject
  return typeof field === 'string' && isProcessField(field) ? [{ field, statuses: statusesOf(statuses) }] : []
}

const statusesOf = (raw: Json | undefined): readonly Status[] =>
  STATUSES.filter((status) => Array.isArray(raw) && raw.includes(status))

export const isProcessField = (field: string): boolean =>
  Object.hasOwn(PROCESS_FIELDS, field) || customFieldOf(field) !== null

const customFieldOf = (field: string): Id | null => {
  const id = Number(/^custom_fields_(\d{1,16})$/.exec(field)?.[1])
  return isId(id) ? id : null
}

/**
 * Holds staff to the process of the ticket's kind, when they enter a status, make a ticket of the kind, or set what the
 * process asks about. Rules, timers, customers and imports go where they go.
 */
export const checkProcess = (attempt: Attempt): void => {
  const { draft, before, policy, change, acting } = attempt
  const kind = kindOf(draft)
  const flow = kind && policy.processes.get(kind)
  if (!flow || !acting.isStaff || change.imported || change.merge) return
  const isOther = draft.status !== before?.status || kind !== (before && kindOf(before))
  if (isOther && !flow.statuses.includes(draft.status))
    fail(attempt, 'status', `Status: ${draft.status} is none of a ticket of kind ${kind}`)
  if (!isOther && !setsAnything(attempt)) return
  for (const { field, statuses } of flow.required)
    if (statuses.includes(draft.status) && isMissing(attempt, field))
      fail(
        attempt,
        field,
        `${titleOf(attempt, field)}:: is required when a ${kind} is ${draft.status}`,
        'BlankValue',
      )
}

/** A tag or a word must not fail for a process that was written since. */
const setsAnything = ({ change }: Attempt): boolean =>
  change.plan !== undefined || Object.keys(change.fields).length > 0 || Object.keys(change.set).length > 0

const isMissing = ({ draft, policy }: Attempt, field: string): boolean => {
  const id = customFieldOf(field)
  if (id === null) return PROCESS_FIELDS[field]?.(draft) ?? false
  return policy.fields.get(String(id))?.active === true && isBlankValue(draft.fields[id])
}

const titleOf = ({ policy }: Attempt, field: string): string => {
  const words = field.replace(/_id$/, '').replaceAll('_', ' ')
  const id = customFieldOf(field)
  return policy.fields.get(String(id))?.title ?? words.charAt(0).toUpperCase() + words.slice(1)
}
