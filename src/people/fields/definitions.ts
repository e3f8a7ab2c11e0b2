import { type Id, invalidField, type JsonObject, notFound, Refused, toIso } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { PolicyDocument, PolicyEdit, PolicySnapshot } from '../../platform/policy/index.ts'
import type { Acting } from '../acting.ts'
import { type FieldOption, readOwnerField } from '../core/index.ts'
import { type Editing, editingPolicy } from '../policy-edit.ts'
import type { Room } from '../room.ts'
import { type FieldWrite, hasOptions, readDefinition, type WishedOption } from './definition-input.ts'
import { FORGET_JOB, type Forget } from './forget.ts'
import { type FieldKind, ownerFields, rightTo } from './values.ts'

const MAX_FIELDS = 400
const MAX_OPTIONS = 2000

/** A field's document, by its id or its key. */
export const findDefinition = (policy: PolicySnapshot, kind: FieldKind, idOrKey: string): PolicyDocument => {
  const documents = policy.documents(kind)
  const found =
    documents.find(({ id }) => String(id) === idOrKey) ?? documents.find(({ body }) => body.key === idOrKey)
  if (found === undefined) throw new Refused(notFound)
  return found
}

/** For those who may change the fields of this kind. */
const editingFields = <T>(
  room: Room,
  acting: Acting,
  kind: FieldKind,
  reason: string,
  work: (editing: Editing) => Promise<T>,
): Promise<T> => editingPolicy(room, acting, reason, work, rightTo(kind))

export const createDefinition = (
  room: Room,
  acting: Acting,
  kind: FieldKind,
  write: FieldWrite,
): Promise<PolicyDocument> =>
  editingFields(room, acting, kind, `create ${kind}`, async ({ tx, at, policy, edit }) => {
    const { body: given, options = [] } = readDefinition(write, undefined)
    const fields = ownerFields(policy, kind)
    if (fields.some(({ key }) => key === given.key))
      throw new Refused(invalidField('key', 'Key: has already been taken', 'DuplicateValue'))
    if (fields.length >= MAX_FIELDS)
      throw new Refused(invalidField('base', `Field: there can be at most ${MAX_FIELDS}`))
    const id = await room.ground.policy.nextId(tx)
    const body: JsonObject = {
      description: '',
      active: true,
      position: fields.reduce((last, { position }) => Math.max(last, position), -1) + 1,
      ...given,
      ...(hasOptions(given.type) ? { custom_field_options: await withIds(room, tx, [], options) } : {}),
      created_at: toIso(at),
      updated_at: toIso(at),
    }
    await edit([{ kind, id, body }])
    const path = `/api/v2/${kind}s/${id}`
    await acting.locate?.(tx, 201, path)
    return { kind, id, body }
  })

/** An option with the id of a standing one, else with its value, is that one, renamed. */
const withIds = async (
  room: Room,
  tx: Db,
  standing: readonly FieldOption[],
  wished: readonly WishedOption[],
): Promise<JsonObject[]> => {
  const options: JsonObject[] = []
  for (const { id, name, value } of wished) {
    const known = standing.find((one) => one.id === id) ?? standing.find((one) => one.value === value)
    options.push({ id: known?.id ?? (await room.ground.policy.nextId(tx)), name, value })
  }
  return options
}

const optionsOf = ({ id, body }: PolicyDocument): readonly FieldOption[] =>
  readOwnerField(id, body)?.options ?? []

/** Changes a field; a list of options replaces the one that stands. */
export const changeDefinition = (
  room: Room,
  acting: Acting,
  kind: FieldKind,
  idOrKey: string,
  write: FieldWrite,
): Promise<PolicyDocument> =>
  editingFields(room, acting, kind, `change ${kind}`, async ({ tx, at, policy, edit }) => {
    const before = findDefinition(policy, kind, idOrKey)
    const { body: given, options } = readDefinition(write, before.body)
    const changed: JsonObject = {
      ...before.body,
      ...given,
      ...(options === undefined
        ? {}
        : { custom_field_options: await withIds(room, tx, optionsOf(before), options) }),
      updated_at: toIso(at),
    }
    await edit([{ kind, id: before.id, body: changed }])
    return { kind, id: before.id, body: changed }
  })

/** Removes a field; its values go after it, in the background. */
export const removeDefinition = (
  room: Room,
  acting: Acting,
  kind: FieldKind,
  idOrKey: string,
): Promise<void> =>
  editingFields(room, acting, kind, `remove ${kind}`, async ({ tx, policy, edit }) => {
    const { id, body } = findDefinition(policy, kind, idOrKey)
    await edit([{ kind, id, body: null }])
    const forget: Forget = { kind, key: String(body.key) }
    await room.ground.enqueue(tx, FORGET_JOB, forget)
  })

/** Puts fields into the order of the ids; those not named follow as they stood. */
export const reorderDefinitions = (
  room: Room,
  acting: Acting,
  kind: FieldKind,
  ids: readonly Id[],
): Promise<void> =>
  editingFields(room, acting, kind, `reorder ${kind}s`, async ({ at, policy, edit }) => {
    for (const id of ids) findDefinition(policy, kind, String(id))
    const rest = ownerFields(policy, kind).filter(({ id }) => !ids.includes(id))
    const order = [...new Set([...ids, ...rest.map(({ id }) => id)])]
    const edits = order.flatMap((id, position): PolicyEdit[] => {
      const body = policy.document(kind, id)?.body
      if (body === undefined || body.position === position) return []
      return [{ kind, id, body: { ...body, position, updated_at: toIso(at) } }]
    })
    await edit(edits)
  })

export const getOption = (
  policy: PolicySnapshot,
  kind: FieldKind,
  idOrKey: string,
  optionId: Id,
): FieldOption => {
  const option = optionsOf(findDefinition(policy, kind, idOrKey)).find(({ id }) => id === optionId)
  if (option === undefined) throw new Refused(notFound)
  return option
}

/** Adds an option, or changes the one with that id. */
export const putOption = (
  room: Room,
  acting: Acting,
  kind: FieldKind,
  idOrKey: string,
  wished: WishedOption,
): Promise<{ readonly option: FieldOption; readonly isNew: boolean }> =>
  editingFields(room, acting, kind, `change ${kind}`, async ({ tx, at, policy, edit }) => {
    const { id, body } = findDefinition(policy, kind, idOrKey)
    if (!hasOptions(body.type)) throw new Refused(invalidField('base', 'Field: has no options'))
    const standing = optionsOf({ kind, id, body })
    const known = standing.find((one) => one.id === wished.id)
    if (wished.id !== undefined && known === undefined) throw new Refused(notFound)
    if (standing.some((one) => one.value === wished.value && one.id !== known?.id))
      throw new Refused(invalidField('value', 'Value: has already been taken', 'DuplicateValue'))
    if (known === undefined && standing.length >= MAX_OPTIONS)
      throw new Refused(invalidField('base', `Field: can have at most ${MAX_OPTIONS} options`))
    const option = {
      id: known?.id ?? (await room.ground.policy.nextId(tx)),
      name: wished.name,
      value: wished.value,
    }
    const options =
      known === undefined
        ? [...standing, option]
        : standing.map((one) => (one.id === option.id ? option : one))
    await edit([{ kind, id, body: { ...body, custom_field_options: options, updated_at: toIso(at) } }])
    return { option, isNew: known === undefined }
  })

export const removeOption = (
  room: Room,
  acting: Acting,
  kind: FieldKind,
  idOrKey: string,
  optionId: Id,
): Promise<void> =>
  editingFields(room, acting, kind, `change ${kind}`, async ({ at, policy, edit }) => {
    const { id, body } = findDefinition(policy, kind, idOrKey)
    getOption(policy, kind, idOrKey, optionId)
    const options = optionsOf({ kind, id, body }).filter((one) => one.id !== optionId)
    await edit([{ kind, id, body: { ...body, custom_field_options: options, updated_at: toIso(at) } }])
  })
