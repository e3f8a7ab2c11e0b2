import { type Id, invalidField, type JsonObject, notFound, Refused, toIso } from '../../kernel/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../platform/policy/index.ts'
import { DYNAMIC_CONTENT, type StoredVariant, variantsBody, variantsOf } from '../core/dynamic-content.ts'
import { type Editing, getDocument } from '../policy-edit.ts'
import {
  type ItemInput,
  readItemInput,
  readNameInput,
  readVariantInput,
  type VariantInput,
  type WishedVariant,
} from './content-input.ts'

const MAX_ITEMS = 2000

export const getItem = (policy: PolicySnapshot, id: Id): PolicyDocument =>
  getDocument(policy, DYNAMIC_CONTENT, id)

export const getVariant = (item: PolicyDocument, id: Id): StoredVariant => {
  const variant = variantsOf(item.body).find((one) => one.id === id)
  if (variant === undefined) throw new Refused(notFound)
  return variant
}

export const createItem = async (editing: Editing, input: ItemInput): Promise<PolicyDocument> => {
  const { policy, at, nextId } = editing
  const { name, key, defaultLocaleId, variants } = readItemInput(input)
  const items = policy.documents(DYNAMIC_CONTENT)
  if (items.length >= MAX_ITEMS)
    throw new Refused(invalidField('base', `Dynamic content: there can be at most ${MAX_ITEMS} items`))
  if (items.some(({ body }) => body.key === key))
    throw new Refused(invalidField('name', 'Name: has already been taken', 'DuplicateValue'))
  const made: StoredVariant[] = []
  for (const variant of variants) made.push(await newVariant(editing, variant))
  const item = { kind: DYNAMIC_CONTENT, id: await nextId() }
  const now = toIso(at)
  return save(editing, item, {
    name,
    key,
    default_locale_id: defaultLocaleId,
    variants: variantsBody(made),
    created_at: now,
    updated_at: now,
  })
}

/** The key stays as it was: texts that name it go on naming it. */
export const renameItem = async (editing: Editing, id: Id, input: ItemInput): Promise<PolicyDocument> => {
  const item = getItem(editing.policy, id)
  return touched(editing, item, { name: readNameInput(input) })
}

export const removeItem = async ({ policy, edit }: Editing, id: Id): Promise<void> => {
  const item = getItem(policy, id)
  const users = usersOf(policy, String(item.body.key))
  if (users.length > 0)
    throw new Refused(invalidField('base', `Dynamic content: is used by ${users.join(', ')}`))
  await edit([{ kind: DYNAMIC_CONTENT, id, body: null }])
}

const USING = ['trigger', 'automation', 'macro'] as const
const MAX_NAMED = 5

/** Rules that name a key in their texts: deleting it would make them silent. */
const usersOf = (policy: PolicySnapshot, key: string): string[] => {
  const reference = new RegExp(`\\bdc\\.${key}\\b`, 'i')
  return USING.flatMap((kind) =>
    policy
      .documents(kind)
      .filter(({ body }) => reference.test(JSON.stringify(body.actions ?? null)))
      .map(({ id, body }) => `${kind} ${JSON.stringify(body.title ?? id)}`),
  ).slice(0, MAX_NAMED)
}

export const addVariants = async (
  editing: Editing,
  itemId: Id,
  inputs: readonly VariantInput[],
): Promise<readonly StoredVariant[]> => {
  const item = getItem(editing.policy, itemId)
  const made: StoredVariant[] = []
  const wishes = inputs.map((input) => readVariantInput(input, true))
  for (const wish of wishes) made.push(await newVariant(editing, wish))
  const chosen = wishes.find(({ isDefault }) => isDefault)?.localeId
  await saveVariants(editing, item, [...variantsOf(item.body), ...made], chosen)
  return made
}

/** Changes variants by their ids; all of them, or none. */
export const changeVariants = async (
  editing: Editing,
  itemId: Id,
  inputs: readonly (VariantInput & { readonly id: Id })[],
): Promise<readonly StoredVariant[]> => {
  const item = getItem(editing.policy, itemId)
  const changed = new Map<Id, StoredVariant>()
  let chosen: Id | undefined
  for (const input of inputs) {
    const standing = getVariant(item, input.id)
    const wish = readVariantInput(input, false)
    const variant = withWish(changed.get(input.id) ?? standing, wish, toIso(editing.at))
    changed.set(input.id, variant)
    if (wish.isDefault) chosen = variant.locale_id
  }
  const variants = variantsOf(item.body).map((variant) => changed.get(variant.id) ?? variant)
  await saveVariants(editing, item, variants, chosen)
  return [...changed.values()]
}

export const removeVariant = async (editing: Editing, itemId: Id, id: Id): Promise<void> => {
  const item = getItem(editing.policy, itemId)
  const variant = getVariant(item, id)
  if (variant.locale_id === item.body.default_locale_id)
    throw new Refused(invalidField('base', 'Variant: that of the default language cannot be deleted'))
  await saveVariants(
    editing,
    item,
    variantsOf(item.body).filter((one) => one.id !== id),
  )
}

const newVariant = async ({ nextId, at }: Editing, wish: WishedVariant): Promise<StoredVariant> => ({
  id: await nextId(),
  locale_id: wish.localeId ?? 0,
  content: wish.content ?? '',
  active: wish.active ?? true,
  created_at: toIso(at),
  updated_at: toIso(at),
})

const withWish = (variant: StoredVariant, wish: WishedVariant, now: string): StoredVariant => {
  const changed = {
    ...variant,
    locale_id: wish.localeId ?? variant.locale_id,
    content: wish.content ?? variant.content,
    active: wish.active ?? variant.active,
  }
  return JSON.stringify(changed) === JSON.stringify(variant) ? variant : { ...changed, updated_at: now }
}

const saveVariants = async (
  editing: Editing,
  item: PolicyDocument,
  variants: readonly StoredVariant[],
  defaultLocaleId: Id = Number(item.body.default_locale_id),
): Promise<void> => {
  const languages = variants.map((variant) => variant.locale_id)
  if (new Set(languages).size < languages.length)
    throw new Refused(invalidField('locale_id', 'Locale: has already been taken', 'DuplicateValue'))
  const isThere = variants.some((variant) => variant.locale_id === defaultLocaleId && variant.active)
  if (!isThere)
    throw new Refused(invalidField('active', 'Active: the variant of the default language must stay in use'))
  await touched(editing, item, { variants: variantsBody(variants), default_locale_id: defaultLocaleId })
}

const touched = (editing: Editing, item: PolicyDocument, set: JsonObject): Promise<PolicyDocument> => {
  const changed = { ...item.body, ...set }
  const isSame = JSON.stringify(changed) === JSON.stringify(item.body)
  return save(editing, item, isSame ? item.body : { ...changed, updated_at: toIso(editing.at) })
}

const save = async (
  { edit }: Editing,
  { kind, id }: Pick<PolicyDocument, 'kind' | 'id'>,
  body: JsonObject,
): Promise<PolicyDocument> => {
  await edit([{ kind, id, body }])
  return { kind, id, body }
}
