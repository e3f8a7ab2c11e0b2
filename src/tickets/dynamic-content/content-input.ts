import { type Static, Type } from 'typebox'
import type { Id } from '../../kernel/index.ts'
import { cleanName, findLocaleById } from '../../people/core/index.ts'
import { placeholdersOf } from '../../rules/core/index.ts'
import { collecting } from '../fields/field-input.ts'

const id = Type.Optional(Type.Union([Type.Integer(), Type.Null()]))
const text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))

export const VariantInput = Type.Object({ id, locale_id: id, content: text, active: flag, default: flag })
export type VariantInput = Static<typeof VariantInput>

export const ItemInput = Type.Object({
  name: text,
  default_locale_id: id,
  /** Short for one variant in the default language. */
  content: text,
  variants: Type.Optional(Type.Array(VariantInput, { maxItems: 100 })),
})
export type ItemInput = Static<typeof ItemInput>

/** A variant as it was wished for; absent parts stay as they are. */
export type WishedVariant = {
  readonly localeId?: Id
  readonly content?: string
  readonly active?: boolean
  readonly isDefault?: boolean
}

export type WishedItem = {
  readonly name: string
  readonly key: string
  readonly defaultLocaleId: Id
  readonly variants: readonly WishedVariant[]
}

const MAX_NAME = 255
const MAX_CONTENT = 65_536

type Wrong = Parameters<Parameters<typeof collecting>[0]>[0]

/** Reads a new item: a name that makes a key, and at least the words in its default language. */
export const readItemInput = (input: ItemInput): WishedItem =>
  collecting((wrong) => {
    const name = nameOf(input.name, wrong)
    const key = keyOf(name)
    if (name !== '' && key === '') wrong('name', 'Name: must hold letters or digits')
    const given = input.variants ?? []
    const first = given.find((variant) => variant.default) ?? given[0]
    const defaultLocaleId = localeOf('default_locale_id', input.default_locale_id ?? first?.locale_id, wrong)
    const variants = given.map((variant, index) => readVariant(variant, `variants[${index}].`, true, wrong))
    if (given.length === 0)
      variants.push(
        readVariant({ locale_id: defaultLocaleId, content: input.content ?? null }, '', true, wrong),
      )
    if (given.length > 0 && !variants.some(({ localeId }) => localeId === defaultLocaleId))
      wrong('variants', 'Variants: need one in the default language')
    if (new Set(variants.map(({ localeId }) => localeId)).size < variants.length)
      wrong('variants', 'Variants: can have one of each language', 'DuplicateValue')
    return { name, key, defaultLocaleId, variants }
  })

export const readNameInput = ({ name }: ItemInput): string => collecting((wrong) => nameOf(name, wrong))

export const readVariantInput = (input: VariantInput, isNew: boolean): WishedVariant =>
  collecting((wrong) => readVariant(input, '', isNew, wrong))

const nameOf = (name: string | null | undefined, wrong: Wrong): string => {
  const clean = cleanName(name ?? '')
  if (clean === '') wrong('name', 'Name: cannot be blank', 'BlankValue')
  if (clean.length > MAX_NAME)
    wrong('name', `Name: is too long (maximum is ${MAX_NAME} characters)`, 'TooLong')
  return clean
}

/** `Out of office` is written `{{dc.out_of_office}}`. */
const keyOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')

const localeOf = (field: string, localeId: Id | null | undefined, wrong: Wrong): Id => {
  if (typeof localeId === 'number' && findLocaleById(localeId)) return localeId
  wrong(field, `${field === 'default_locale_id' ? 'Default locale' : 'Locale'}: does not exist`)
  return 0
}

const readVariant = (input: VariantInput, at: string, isNew: boolean, wrong: Wrong): WishedVariant => {
  const { locale_id: locale, content, active, default: isDefault } = input
  if ((isNew && !content) || content === '') wrong(`${at}content`, 'Content: cannot be blank', 'BlankValue')
  if (content) checkContent(content, `${at}content`, wrong)
  return {
    ...(isNew || locale != null ? { localeId: localeOf(`${at}locale_id`, locale, wrong) } : {}),
    ...(content == null ? {} : { content }),
    ...(active == null ? {} : { active }),
    ...(isDefault == null ? {} : { isDefault }),
  }
}

const checkContent = (content: string, field: string, wrong: Wrong): void => {
  if (content.length > MAX_CONTENT)
    wrong(field, `Content: is too long (maximum is ${MAX_CONTENT} characters)`, 'TooLong')
  const read = placeholdersOf(content.slice(0, MAX_CONTENT))
  if (!read.ok) wrong(field, `Content: cannot be read: ${read.error}`)
}
