import { type Static, type TSchema, Type } from 'typebox'
import { type Id, isId, type JsonObject } from '../../kernel/index.ts'
import { cleanName, readTags } from '../../people/core/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { LOG_TYPES } from '../core/comment-structure.ts'
import { FILE_KINDS } from '../core/diagnostics.ts'
import { isSystemField, STATUSES } from '../core/index.ts'
import { ROLE_KINDS } from '../core/requester-restriction.ts'
import { collecting, given, shortText } from '../fields/field-input.ts'

const optional = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))
const text = optional(Type.String())
const flag = optional(Type.Boolean())
const Ids = Type.Array(Type.Integer(), { maxItems: 500 })

const ChildInput = Type.Object({
  id: Type.Integer(),
  is_required: optional(Type.Boolean()),
  required_on_statuses: optional(
    Type.Object({
      type: Type.Union([
        Type.Literal('SOME_STATUSES'),
        Type.Literal('ALL_STATUSES'),
        Type.Literal('NO_STATUSES'),
      ]),
      statuses: optional(Type.Array(Type.String())),
    }),
  ),
})
const ConditionInput = Type.Object({
  parent_field_id: Type.Integer(),
  parent_field_type: text,
  value: Type.Union([Type.String({ maxLength: 255 }), Type.Boolean(), Type.Null()]),
  child_fields: Type.Array(ChildInput, { maxItems: 500 }),
})
type ConditionInput = Static<typeof ConditionInput>

const DiagnosticInput = Type.Object({
  field_id: optional(Type.Integer()),
  value: Type.Optional(Type.Union([Type.String({ maxLength: 255 }), Type.Boolean(), Type.Null()])),
  needs: Type.Array(
    Type.Object({
      kind: Type.Union([Type.Literal('field'), Type.Literal('attachment'), Type.Literal('log')]),
      title: optional(Type.String({ maxLength: 255 })),
      field_id: optional(Type.Integer()),
      file: optional(Type.Union(FILE_KINDS.map((kind) => Type.Literal(kind)))),
      log_type: optional(Type.Union(LOG_TYPES.map((type) => Type.Literal(type)))),
    }),
    { maxItems: 50 },
  ),
})
type DiagnosticInput = Static<typeof DiagnosticInput>

const RestrictionInput = Type.Object({
  roles: optional(Type.Array(Type.Union(ROLE_KINDS.map((kind) => Type.Literal(kind))), { maxItems: 5 })),
  organization_ids: optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 500 })),
  tags: optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 })),
})

/** What a client may send of a form; other keys are passed over. */
export const FormInput = Type.Object({
  name: text,
  raw_name: text,
  display_name: text,
  raw_display_name: text,
  end_user_visible: flag,
  active: flag,
  default: flag,
  position: optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  ticket_field_ids: optional(Ids),
  in_all_brands: flag,
  restricted_brand_ids: optional(Ids),
  agent_conditions: optional(Type.Array(ConditionInput, { maxItems: 1500 })),
  end_user_conditions: optional(Type.Array(ConditionInput, { maxItems: 1500 })),
  diagnostics: optional(Type.Array(DiagnosticInput, { maxItems: 200 })),
  requester_restriction: optional(RestrictionInput),
})
export type FormInput = Static<typeof FormInput>

type Wrong = Parameters<Parameters<typeof collecting>[0]>[0]

/** Reads a form against what stands and the fields there are; keys that were not given are absent. */
export const readFormInput = (
  input: FormInput,
  standing: JsonObject | undefined,
  policy: PolicySnapshot,
): JsonObject =>
  collecting((wrong) => {
    const fieldIds = fieldIdsOf(input, standing, policy, wrong)
    const isIn = new Set(fieldIds)
    return {
      ...given('name', nameOf(input, standing === undefined, wrong)),
      ...given(
        'display_name',
        shortText('display_name', input.display_name ?? input.raw_display_name, wrong),
      ),
      ...given('end_user_visible', input.end_user_visible ?? undefined),
      ...given('active', input.active ?? undefined),
      ...given('position', input.position ?? undefined),
      ...given('in_all_brands', input.in_all_brands ?? undefined),
      ...given('restricted_brand_ids', brandIdsOf(input, policy, wrong)),
      ticket_field_ids: fieldIds,
      ...given('agent_conditions', conditionsOf('agent_conditions', input.agent_conditions, isIn, wrong)),
      ...given(
        'end_user_conditions',
        conditionsOf('end_user_conditions', input.end_user_conditions, isIn, wrong),
      ),
      ...given('diagnostics', diagnosticsOf(input.diagnostics, policy, isIn, wrong)),
      ...given('requester_restriction', restrictionOf(input.requester_restriction)),
    } as JsonObject
  })

const nameOf = (input: FormInput, isNew: boolean, wrong: Wrong): string | undefined => {
  const asked = input.name ?? input.raw_name
  if (asked == null && !isNew) return undefined
  if (cleanName(asked ?? '') === '') wrong('name', 'Name: cannot be blank', 'BlankValue')
  return shortText('name', asked, wrong)
}

/** What every ticket has stands on every form. */
const fieldIdsOf = (
  input: FormInput,
  standing: JsonObject | undefined,
  policy: PolicySnapshot,
  wrong: Wrong,
): readonly Id[] => {
  const wished = input.ticket_field_ids ?? ((standing?.ticket_field_ids ?? []) as readonly Id[])
  for (const id of wished)
    if (!isId(id) || policy.document('ticket_field', id) === undefined)
      wrong('ticket_field_ids', `Ticket fields: there is no field ${id}`)
  const always = policy.documents('ticket_field').filter(({ body }) => isSystemField(body.type))
  return [...new Set([...always.map(({ id }) => id).filter((id) => !wished.includes(id)), ...wished])]
}

const brandIdsOf = (input: FormInput, policy: PolicySnapshot, wrong: Wrong): readonly Id[] | undefined => {
  const ids = input.restricted_brand_ids ?? undefined
  for (const id of ids ?? [])
    if (!isId(id) || policy.document('brand', id) === undefined)
      wrong('restricted_brand_ids', `Restricted brands: there is no brand ${id}`)
  return ids
}

const conditionsOf = (
  name: string,
  conditions: readonly ConditionInput[] | null | undefined,
  isIn: ReadonlySet<Id>,
  wrong: Wrong,
): readonly object[] | undefined => {
  if (conditions == null) return undefined
  return conditions.map((condition) => {
    const { parent_field_id: parent, child_fields: children } = condition
    for (const id of [parent, ...children.map((child) => child.id)])
      if (!isIn.has(id)) wrong(name, `Conditions: field ${id} is not on the form`)
    if (children.some(({ id }) => id === parent)) wrong(name, `Conditions: field ${parent} depends on itself`)
    return {
      parent_field_id: parent,
      ...given('parent_field_type', condition.parent_field_type ?? undefined),
      value: condition.value,
      child_fields: children.map((child) => readChild(name, child, wrong)),
    }
  })
}

const readChild = (name: string, child: Static<typeof ChildInput>, wrong: Wrong): object => {
  const statuses = child.required_on_statuses?.statuses ?? []
  for (const status of statuses)
    if (!STATUSES.some((known) => known === status))
      wrong(name, `Conditions: ${status.slice(0, 40)} is no status`)
  return {
    id: child.id,
    is_required: child.is_required === true,
    ...(child.required_on_statuses == null
      ? {}
      : { required_on_statuses: { type: child.required_on_statuses.type, statuses } }),
  }
}

/** Null takes all away. */
const diagnosticsOf = (
  asked: readonly DiagnosticInput[] | null | undefined,
  policy: PolicySnapshot,
  isIn: ReadonlySet<Id>,
  wrong: Wrong,
): readonly object[] | undefined => {
  if (asked === undefined) return undefined
  return (asked ?? []).map(({ field_id: fieldId, value, needs }, index) => {
    const say = (text: string): void => wrong('diagnostics', `Diagnostics: [${index}] ${text}`)
    if (fieldId != null && !isIn.has(fieldId)) say(`field ${fieldId} is not on the form`)
    if (fieldId != null && value == null) say('needs a value of its field')
    if (needs.length === 0) say('asks for nothing')
    return {
      field_id: fieldId ?? null,
      value: value == null ? null : String(value),
      needs: needs.map((need) => readNeed(need, { policy, isIn, say })),
    }
  })
}

type Reading = {
  readonly policy: PolicySnapshot
  readonly isIn: ReadonlySet<Id>
  readonly say: (text: string) => void
}

/** Of a need as much as its kind has. */
const readNeed = (need: DiagnosticInput['needs'][number], { policy, isIn, say }: Reading): object => {
  const { kind, title, field_id: fieldId, file, log_type: logType } = need
  const named = title == null ? {} : { title: cleanName(title) }
  if (kind === 'attachment') return { kind, file: file ?? 'any', ...named }
  if (kind === 'log') {
    if (logType == null) say(`needs a log_type: one of ${LOG_TYPES.join(', ')}`)
    return { kind, log_type: logType ?? null, ...named }
  }
  const field = fieldId == null || !isIn.has(fieldId) ? undefined : policy.document('ticket_field', fieldId)
  if (field === undefined || isSystemField(field.body.type)) say('needs a custom field of the form')
  return { kind, field_id: fieldId ?? null, ...named }
}

const restrictionOf = (asked: FormInput['requester_restriction']): JsonObject | null | undefined => {
  if (asked == null) return asked
  const { roles, organization_ids: ids, tags } = asked
  const [known, own] = [[...new Set(ids ?? [])], readTags(tags ?? [])]
  if ((roles ?? []).length + known.length + own.length === 0) return null
  return { roles: [...new Set(roles ?? [])], organization_ids: known, tags: [...own] }
}
