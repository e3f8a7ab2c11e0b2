import { type Id, isId, type Json, type JsonObject } from '../../kernel/index.ts'
import { type Diagnostic, readDiagnostics } from './diagnostics.ts'
import { type RequesterRestriction, readRestriction } from './requester-restriction.ts'
import { STATUSES, type Status } from './ticket.ts'

/** A ticket form: which fields a ticket of its kind has, and which of them depend on others. */
export type TicketForm = {
  readonly id: Id
  readonly name: string
  readonly active: boolean
  readonly endUserVisible: boolean
  /** Fields that the desk came with stand among them. */
  readonly fieldIds: readonly Id[]
  readonly agentConditions: readonly FieldCondition[]
  readonly endUserConditions: readonly FieldCondition[]
  /** Custom statuses that its tickets may have besides the defaults; none: all. */
  readonly customStatusIds: readonly Id[]
  /** What has to be known, case by case, before anybody can work on it. */
  readonly diagnostics: readonly Diagnostic[]
  /** Whom of those who ask for help it is for; null: everybody. */
  readonly requesters: RequesterRestriction | null
}

/** Where the parent has the value, the children are shown. */
export type FieldCondition = {
  readonly parentId: Id
  readonly value: string
  readonly children: readonly ConditionalChild[]
}

/** `requiredOn`: the statuses in which a shown child may not be blank. */
export type ConditionalChild = { readonly fieldId: Id; readonly requiredOn: readonly Status[] }

/** Reads a form from its document. What cannot be understood of its conditions asks for nothing. */
export const readForm = ({ id, body }: { readonly id: Id; readonly body: JsonObject }): TicketForm => ({
  id,
  name: typeof body.name === 'string' && body.name !== '' ? body.name : `Form ${id}`,
  active: body.active !== false,
  endUserVisible: body.end_user_visible === true,
  fieldIds: list(body.ticket_field_ids).filter(isId),
  agentConditions: list(body.agent_conditions).flatMap(readCondition),
  endUserConditions: list(body.end_user_conditions).flatMap(readCondition),
  customStatusIds: list(body.form_statuses)
    .map((raw) => object(raw).custom_status_id)
    .filter(isId),
  diagnostics: readDiagnostics(body.diagnostics),
  requesters: readRestriction(body.requester_restriction),
})

const readCondition = (raw: Json): FieldCondition[] => {
  const { parent_field_id: parentId, value, child_fields: children } = object(raw)
  if (!isId(parentId)) return []
  return [{ parentId, value: String(value ?? ''), children: list(children).flatMap(readChild) }]
}

const readChild = (raw: Json): ConditionalChild[] => {
  const child = object(raw)
  return isId(child.id) ? [{ fieldId: child.id, requiredOn: statusesOf(child) }] : []
}

/** Without statuses of its own, a required child is required always. */
const statusesOf = (child: JsonObject): readonly Status[] => {
  const { type, statuses } = object(child.required_on_statuses)
  if (type === 'NO_STATUSES') return []
  if (type === 'SOME_STATUSES') {
    const named = new Set(list(statuses))
    return STATUSES.filter((status) => named.has(status))
  }
  return child.is_required === true || type === 'ALL_STATUSES' ? STATUSES : []
}

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

const object = (value: Json | undefined): JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {}
