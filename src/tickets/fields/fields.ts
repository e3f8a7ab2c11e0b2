import { type Id, invalidField, type JsonObject, notFound, Refused, toIso } from '../../kernel/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { isSystemField } from '../core/index.ts'
import { type Editing, getDocument, lastPosition, reordered } from '../policy-edit.ts'
import { refuseInUse, rulesNaming } from '../rule-documents/in-use.ts'
import { type FieldInput, hasOptions, MAX_OPTIONS, readFieldInput, type WishedOption } from './field-input.ts'

const KIND = 'ticket_field'
const MAX_FIELDS = 400

/** An option as the policy holds it. */
export type FieldOption = {
  readonly id: Id
  readonly name: string
  readonly value: string
  readonly default: boolean
}

export const optionsOf = ({ body }: PolicyDocument): readonly FieldOption[] =>
  hasOptions(body.type) && Array.isArray(body.custom_field_options)
    ? (body.custom_field_options as unknown as readonly FieldOption[])
    : []

export const createField = async (editing: Editing, input: FieldInput): Promise<PolicyDocument> => {
  const { policy, at, edit, nextId } = editing
  const { body: wished, options = [] } = readFieldInput(input, undefined)
  const fields = policy.documents(KIND)
  if (fields.length >= MAX_FIELDS)
    throw new Refused(invalidField('base', `Field: there can be at most ${MAX_FIELDS}`))
  const body: JsonObject = {
    active: true,
    position: lastPosition(fields),
    ...wished,
    ...(hasOptions(wished.type) ? { custom_field_options: await withIds(editing, [], options) } : {}),
    created_at: toIso(at),
    updated_at: toIso(at),
  }
  const id = await nextId()
  await edit([{ kind: KIND, id, body }])
  return { kind: KIND, id, body }
}

/** An option with the id of a standing one, else with its value, is that one, renamed. */
const withIds = async (
  { nextId }: Editing,
  standing: readonly FieldOption[],
  wished: readonly WishedOption[],
): Promise<JsonObject[]> => {
  const options: JsonObject[] = []
  for (const { id, name, value, isDefault } of wished) {
    const known = standing.find((one) => one.id === id) ?? standing.find((one) => one.value === value)
    options.push({ id: known?.id ?? (await nextId()), name, value, default: isDefault })
  }
  return options
}

/** Changes a field; a list of options replaces the one that stands. */
export const changeField = async (editing: Editing, id: Id, input: FieldInput): Promise<PolicyDocument> => {
  const before = getDocument(editing.policy, KIND, id)
  const { body: wished, options } = readFieldInput(input, before.body)
  const changed: JsonObject = {
    ...before.body,
    ...wished,
    ...(options === undefined
      ? {}
      : { custom_field_options: await withIds(editing, optionsOf(before), options) }),
  }
  return save(editing, before, changed)
}

/** What stays as it was makes no new version. */
const save = async (
  { at, edit }: Editing,
  before: PolicyDocument,
  changed: JsonObject,
): Promise<PolicyDocument> => {
  if (JSON.stringify(changed) === JSON.stringify(before.body)) return before
  const body = { ...changed, updated_at: toIso(at) }
  await edit([{ kind: before.kind, id: before.id, body }])
  return { ...before, body }
}

/** Removes a custom field, from the forms that have it, too. Tickets keep its values, which nobody is shown. */
export const removeField = async ({ policy, at, edit }: Editing, id: Id): Promise<void> => {
  const { body } = getDocument(policy, KIND, id)
  if (isSystemField(body.type))
    throw new Refused(invalidField('base', 'Field: every ticket has this one, so it cannot be removed'))
  refuseInUse('Field', rulesNaming(policy, { kind: 'ticket_field', id }))
  const forms = policy.documents('ticket_form').flatMap((form) => {
    const ids = form.body.ticket_field_ids
    if (!Array.isArray(ids) || !ids.includes(id)) return []
    const rest = { ...form.body, ticket_field_ids: ids.filter((one) => one !== id), updated_at: toIso(at) }
    return [{ kind: 'ticket_form', id: form.id, body: rest }]
  })
  await edit([{ kind: KIND, id, body: null }, ...forms])
}

export const reorderFields = async ({ policy, at, edit }: Editing, ids: readonly Id[]): Promise<void> =>
  edit(reordered(policy.documents(KIND), ids, toIso(at)))

/** Adds an option, or changes the one with that id. */
export const putOption = async (
  editing: Editing,
  fieldId: Id,
  wished: WishedOption,
): Promise<{ readonly option: FieldOption; readonly isNew: boolean }> => {
  const field = getDocument(editing.policy, KIND, fieldId)
  if (!hasOptions(field.body.type)) throw new Refused(invalidField('base', 'Field: has no options'))
  const standing = optionsOf(field)
  const known = standing.find((one) => one.id === wished.id)
  if (wished.id !== undefined && known === undefined) throw new Refused(notFound)
  if (standing.some((one) => one.value === wished.value && one.id !== known?.id))
    throw new Refused(invalidField('value', 'Value: has already been taken', 'DuplicateValue'))
  if (known === undefined && standing.length >= MAX_OPTIONS)
    throw new Refused(invalidField('base', `Field: can have at most ${MAX_OPTIONS} options`))
  const { name, value, isDefault } = wished
  const option = { id: known?.id ?? (await editing.nextId()), name, value, default: isDefault }
  const others = isDefault ? standing.map((one) => ({ ...one, default: false })) : standing
  const options = known ? others.map((one) => (one.id === option.id ? option : one)) : [...others, option]
  await save(editing, field, { ...field.body, custom_field_options: options })
  return { option, isNew: known === undefined }
}

export const removeOption = async (editing: Editing, fieldId: Id, optionId: Id): Promise<void> => {
  const field = getDocument(editing.policy, KIND, fieldId)
  const standing = optionsOf(field)
  const rest = standing.filter(({ id }) => id !== optionId)
  if (rest.length === standing.length) throw new Refused(notFound)
  await save(editing, field, { ...field.body, custom_field_options: rest })
}
