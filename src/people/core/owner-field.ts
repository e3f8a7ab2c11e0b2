import { type FieldError, type Id, isId, type Json, type JsonObject } from '../../kernel/index.ts'
import { readCustomValue, tagsOfValue, type ValueField } from './custom-value.ts'
import { compilePattern } from './pattern.ts'
import type { FieldValue } from './person.ts'
import { canonicalTag } from './tags.ts'

/** The types that fields of users and organizations can have. */
export const OWNER_FIELD_TYPES = [
  'text',
  'textarea',
  'checkbox',
  'date',
  'integer',
  'decimal',
  'regexp',
  'dropdown',
  'multiselect',
  'lookup',
] as const
export type OwnerFieldType = (typeof OWNER_FIELD_TYPES)[number]

export type FieldOption = { readonly id: Id; readonly name: string; readonly value: string }

/** A custom field of users or of organizations. Its values stand under its key. */
export type OwnerField = ValueField & {
  readonly id: Id
  readonly type: OwnerFieldType
  readonly key: string
  readonly title: string
  readonly active: boolean
  readonly position: number
  readonly options: readonly FieldOption[]
}

/** Reads a field from its policy document; `undefined` for what names no key or no type that we know. */
export const readOwnerField = (id: Id, body: JsonObject): OwnerField | undefined => {
  const type = OWNER_FIELD_TYPES.find((known) => known === body.type)
  if (type === undefined || typeof body.key !== 'string') return undefined
  const regexp = type === 'regexp' ? compilePattern(String(body.regexp_for_validation ?? '')) : undefined
  return {
    id,
    type,
    key: body.key,
    title: String(body.title ?? body.key),
    active: body.active !== false,
    position: typeof body.position === 'number' ? body.position : 0,
    pattern: regexp?.ok ? regexp.value : null,
    tag: typeof body.tag === 'string' && body.tag !== '' ? canonicalTag(body.tag) : null,
    options: Array.isArray(body.custom_field_options) ? body.custom_field_options.flatMap(readOption) : [],
  }
}

const readOption = (raw: Json): FieldOption[] => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return []
  const { id, name, value } = raw as JsonObject
  return isId(id) && typeof value === 'string' ? [{ id, name: String(name ?? value), value }] : []
}

export type OwnerValues = { readonly [key: string]: FieldValue }

/** What somebody has: tags sorted, values canonical, unset ones absent. */
export type Owned = { readonly tags: readonly string[]; readonly values: OwnerValues }

/** What is asked for. Of tags the whole list goes first, then what is added, then what is taken away. */
export type OwnedWish = {
  readonly tags?: {
    readonly set?: readonly string[]
    readonly add?: readonly string[]
    readonly remove?: readonly string[]
  }
  /** By key, as the wire gave them; keys of no active field are passed over. */
  readonly values?: { readonly [key: string]: unknown } | undefined
}

export const MAX_TAGS = 500

/**
 * Applies a wish. The value of a dropdown or multi-select and the tag of a ticked checkbox double as tags: setting the
 * field sets the tag, and the other way round; where the two disagree the field wins (zendesk-api.md 2.7).
 */
export const applyOwned = (
  fields: readonly OwnerField[],
  before: Owned,
  wish: OwnedWish,
): { readonly owned: Owned; readonly problems: readonly FieldError[] } => {
  const active = fields.filter((field) => field.active)
  const draft: Draft = { tags: new Set(before.tags), values: new Map(Object.entries(before.values)) }
  const problems: FieldError[] = []
  if (wish.tags !== undefined) applyTags(active, draft, wish.tags)
  for (const field of active) {
    const given = wish.values ?? {}
    if (!Object.hasOwn(given, field.key)) continue
    const read = readCustomValue(field, given[field.key])
    if (read.ok) setValue(active, draft, field, read.value)
    else problems.push(wrong(field, read.error))
  }
  if (draft.tags.size > MAX_TAGS)
    problems.push({ field: 'tags', error: 'TooLong', description: `Tags: there can be at most ${MAX_TAGS}` })
  return {
    owned: { tags: [...draft.tags].sort(), values: Object.fromEntries(draft.values) },
    problems,
  }
}

type Draft = { readonly tags: Set<string>; readonly values: Map<string, FieldValue> }

const wrong = ({ key, title }: OwnerField, what: string): FieldError => ({
  field: key,
  error: 'InvalidValue',
  description: `${title}: ${what}`,
})

const applyTags = (
  fields: readonly OwnerField[],
  draft: Draft,
  { set, add = [], remove = [] }: NonNullable<OwnedWish['tags']>,
): void => {
  const wanted = new Set([...(set ?? draft.tags), ...add])
  for (const tag of remove) wanted.delete(tag)
  const gone = [...draft.tags].filter((tag) => !wanted.has(tag))
  const fresh = [...wanted].filter((tag) => !draft.tags.has(tag))
  for (const tag of gone) draft.tags.delete(tag)
  for (const tag of fresh) draft.tags.add(tag)
  for (const field of fields) for (const tag of gone) clearTagged(draft, field, tag)
  for (const field of fields) for (const tag of fresh) chooseTagged(fields, draft, field, tag)
}

const valueIn = (draft: Draft, { key }: OwnerField): FieldValue => draft.values.get(key) ?? null

const clearTagged = (draft: Draft, field: OwnerField, tag: string): void => {
  const tags = tagsOfValue(field, valueIn(draft, field))
  if (!tags.includes(tag)) return
  const rest = tags.filter((one) => one !== tag)
  store(draft, field, field.type === 'multiselect' && rest.length > 0 ? rest : null)
}

const chooseTagged = (fields: readonly OwnerField[], draft: Draft, field: OwnerField, tag: string): void => {
  if (field.type === 'checkbox' && field.tag === tag) setValue(fields, draft, field, true)
  if (!field.options.some(({ value }) => value === tag)) return
  if (field.type === 'dropdown') setValue(fields, draft, field, tag)
  if (field.type !== 'multiselect') return
  const chosen = new Set([...tagsOfValue(field, valueIn(draft, field)), tag])
  const inOrder = field.options.map(({ value }) => value).filter((value) => chosen.has(value))
  setValue(fields, draft, field, inOrder)
}

/** The tags of the old value make room for those of the new, unless another field stands for them as well. */
const setValue = (
  fields: readonly OwnerField[],
  draft: Draft,
  field: OwnerField,
  value: FieldValue,
): void => {
  const old = tagsOfValue(field, valueIn(draft, field))
  store(draft, field, value)
  const backed = new Set(fields.flatMap((one) => tagsOfValue(one, valueIn(draft, one))))
  for (const tag of old) if (!backed.has(tag)) draft.tags.delete(tag)
  for (const tag of tagsOfValue(field, value)) draft.tags.add(tag)
}

/** Unset is absent, and an unticked checkbox as good as unset, so that everybody has one form only. */
const store = (draft: Draft, { key }: OwnerField, value: FieldValue): void => {
  if (value === null || value === false) draft.values.delete(key)
  else draft.values.set(key, value)
}
