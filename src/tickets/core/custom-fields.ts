import { readCustomValue, tagsOfValue } from '../../people/core/index.ts'
import type { Attempt, Draft } from './attempt.ts'
import type { Policy, TicketField } from './policy.ts'
import { checkTagCount, readTags, sortedTags } from './tags.ts'
import type { FieldValue } from './ticket.ts'

/** Applies what a Change says of tags, then of custom fields; where the two disagree the field wins. */
export const applyTagsAndFields = (attempt: Attempt): void => {
  const { draft, change, policy, errors } = attempt
  const wanted = readTags(change.tags, errors)
  const kept = wanted.set ?? draft.tags
  const removed = new Set(wanted.remove)
  setTags(
    draft,
    policy,
    sortedTags([...kept, ...(wanted.add ?? [])]).filter((tag) => !removed.has(tag)),
  )
  for (const [id, raw] of Object.entries(change.fields ?? {})) applyField(attempt, policy.fields.get(id), raw)
  checkTagCount(draft.tags, errors)
}

/** Makes these the ticket's tags; fields that a tag stands for follow. */
export const setTags = (draft: Draft, policy: Policy, tags: readonly string[]): void => {
  const before = draft.tags
  draft.tags = tags
  if (policy.fieldsByTag.size === 0) return
  for (const tag of before) if (!tags.includes(tag)) clearTagged(draft, policy, tag)
  for (const tag of tags) if (!before.includes(tag)) chooseTagged(draft, policy, tag)
}

/** Gives a field a canonical value; the tags that stand for the old value make room for those of the new. */
export const setField = (draft: Draft, policy: Policy, field: TicketField, value: FieldValue): void => {
  const old = tagsOfValue(field, draft.fields[field.id] ?? null)
  writeField(draft, field, value)
  const now = tagsOfValue(field, value)
  if (old.length === 0 && now.length === 0) return
  const gone = old.filter((tag) => !isBacked(draft, policy, tag))
  draft.tags = sortedTags([...draft.tags.filter((tag) => !gone.includes(tag)), ...now])
}

export const isBlankValue = (value: FieldValue | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === '' ||
  (Array.isArray(value) && value.length === 0)

const applyField = (attempt: Attempt, field: TicketField | undefined, raw: unknown): void => {
  if (!field?.active) return
  const { acting, draft, policy, errors } = attempt
  if (!acting.isStaff && !acting.isSystem && !(field.visibleInPortal && field.editableInPortal)) return
  const value = readCustomValue(field, raw)
  if (value.ok) return void setField(draft, policy, field, value.value)
  errors.push({
    field: 'base',
    error: 'InvalidValue',
    description: `${field.title}: ${value.error}`,
    ticketFieldId: field.id,
    ticketFieldType: field.type,
  })
}

/** An unset field is absent, so that a ticket has one form only. */
const writeField = (draft: Draft, field: TicketField, value: FieldValue): void => {
  const isUnset = value === null || (value === false && draft.fields[field.id] === undefined)
  const { [String(field.id)]: _, ...rest } = draft.fields
  draft.fields = isUnset ? rest : { ...rest, [field.id]: value }
}

const chooseTagged = (draft: Draft, policy: Policy, tag: string): void => {
  for (const { field } of policy.fieldsByTag.get(tag) ?? []) {
    if (field.type === 'checkbox') writeField(draft, field, true)
    else if (field.type === 'tagger') setField(draft, policy, field, tag)
    else writeField(draft, field, inOrder(field, [...chosen(draft, field), tag]))
  }
}

const clearTagged = (draft: Draft, policy: Policy, tag: string): void => {
  for (const { field } of policy.fieldsByTag.get(tag) ?? []) {
    const value = draft.fields[field.id] ?? null
    if (!tagsOfValue(field, value).includes(tag)) continue
    const rest = chosen(draft, field).filter((option) => option !== tag)
    if (field.type === 'checkbox') writeField(draft, field, false)
    else writeField(draft, field, field.type === 'tagger' || rest.length === 0 ? null : rest)
  }
}

const chosen = (draft: Draft, field: TicketField): readonly string[] => {
  const value = draft.fields[field.id]
  return Array.isArray(value) ? value : []
}

const inOrder = (field: TicketField, values: readonly string[]): readonly string[] =>
  field.options.map((option) => option.value).filter((value) => values.includes(value))

const isBacked = (draft: Draft, policy: Policy, tag: string): boolean =>
  (policy.fieldsByTag.get(tag) ?? []).some(({ field }) =>
    tagsOfValue(field, draft.fields[field.id] ?? null).includes(tag),
  )
