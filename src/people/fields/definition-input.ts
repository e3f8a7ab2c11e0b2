import { type Static, Type } from 'typebox'
import { type FieldError, invalid, type JsonObject, Refused } from '../../kernel/index.ts'
import { canonicalTag, cleanName, compilePattern, OWNER_FIELD_TYPES } from '../core/index.ts'
import { flagIn, idIn, nullable, readId, textIn } from '../wire.ts'

export const OptionWrite = Type.Object({ id: idIn, name: textIn, value: textIn })
export type OptionWrite = Static<typeof OptionWrite>

/** What a client may send of a field; other keys are passed over. */
export const FieldWrite = Type.Object({
  key: textIn,
  type: textIn,
  title: textIn,
  raw_title: textIn,
  description: textIn,
  raw_description: textIn,
  position: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 1_000_000 }))),
  active: flagIn,
  regexp_for_validation: textIn,
  tag: textIn,
  custom_field_options: Type.Optional(nullable(Type.Array(OptionWrite, { maxItems: 2000 }))),
})
export type FieldWrite = Static<typeof FieldWrite>

const KEY = /^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$/
const MAX_TITLE = 255
const MAX_DESCRIPTION = 65_536
const MAX_PATTERN = 1024

/** An option as asked for; without an id of the field it is a new one, unless one has its value. */
export type WishedOption = { readonly id: number | undefined; readonly name: string; readonly value: string }

export type FieldInput = {
  /** Keys of the policy document; those that were not given are absent. */
  readonly body: JsonObject
  readonly options: readonly WishedOption[] | undefined
}

/** Reads a body against what stands (`undefined`: nothing yet). Key and type are said once, at the beginning. */
export const readDefinition = (write: FieldWrite, standing: JsonObject | undefined): FieldInput => {
  const problems: FieldError[] = []
  const wrong: Wrong = (field, description, error = 'InvalidValue') => {
    problems.push({ field, error, description })
  }
  const type = standing === undefined ? typeOf(write, wrong) : String(standing.type)
  const body = {
    ...(standing === undefined ? { type, key: keyOf(write, wrong) } : {}),
    ...given('title', titleOf(write, standing === undefined, wrong)),
    ...given('description', descriptionOf(write, wrong)),
    ...given('position', write.position ?? undefined),
    ...given('active', write.active ?? undefined),
    ...given('regexp_for_validation', patternOf(write, type, standing === undefined, wrong)),
    ...given('tag', type === 'checkbox' ? tagOf(write, wrong) : undefined),
  }
  const options = hasOptions(type) ? optionsOf(write.custom_field_options, wrong) : undefined
  if (problems.length > 0) throw new Refused(invalid(...problems))
  return { body: body as JsonObject, options }
}

export const hasOptions = (type: unknown): boolean => type === 'dropdown' || type === 'multiselect'

type Wrong = (field: string, description: string, error?: FieldError['error']) => void

const given = (name: string, value: unknown): Record<string, unknown> =>
  value === undefined ? {} : { [name]: value }

const typeOf = ({ type }: FieldWrite, wrong: Wrong): string => {
  const asked = type ?? 'text'
  if (!OWNER_FIELD_TYPES.some((known) => known === asked))
    wrong('type', `Type: ${asked.slice(0, 40)} is not a type of these fields`)
  return asked
}

const keyOf = ({ key }: FieldWrite, wrong: Wrong): string => {
  if (key === undefined || key === null || key === '') wrong('key', 'Key: cannot be blank', 'BlankValue')
  else if (!KEY.test(key))
    wrong('key', 'Key: can have letters, digits, _ and - only, 255 at most', 'InvalidFormat')
  return key ?? ''
}

const titleOf = (write: FieldWrite, isNew: boolean, wrong: Wrong): string | undefined => {
  const text = write.title ?? write.raw_title
  if (!isNew && (text === undefined || text === null)) return undefined
  const title = cleanName(text ?? '')
  if (title === '') wrong('title', 'Title: cannot be blank', 'BlankValue')
  if ((text ?? '').length > MAX_TITLE)
    wrong('title', `Title: is too long (maximum is ${MAX_TITLE} characters)`, 'TooLong')
  return title
}

const descriptionOf = (write: FieldWrite, wrong: Wrong): string | undefined => {
  const text = write.description ?? write.raw_description ?? undefined
  if ((text ?? '').length > MAX_DESCRIPTION) wrong('description', 'Description: is too long', 'TooLong')
  return text
}

const patternOf = (
  { regexp_for_validation: text }: FieldWrite,
  type: string,
  isNew: boolean,
  wrong: Wrong,
): string | undefined => {
  const name = 'regexp_for_validation'
  if (type !== 'regexp' || (!isNew && text === undefined)) return undefined
  if (text === undefined || text === null || text === '')
    wrong(name, 'Regexp for validation: cannot be blank', 'BlankValue')
  else if (text.length > MAX_PATTERN) wrong(name, 'Regexp for validation: is too long', 'TooLong')
  else {
    const pattern = compilePattern(text)
    if (!pattern.ok) wrong(name, `Regexp for validation: ${pattern.error}`, 'InvalidFormat')
  }
  return text ?? ''
}

const tagOf = ({ tag }: FieldWrite, wrong: Wrong): string | undefined => {
  if (tag === undefined || tag === null) return undefined
  if (tag.length > MAX_TITLE) wrong('tag', 'Tag: is too long (maximum is 255 characters)', 'TooLong')
  return canonicalTag(tag)
}

const optionsOf = (
  list: readonly OptionWrite[] | null | undefined,
  wrong: Wrong,
): readonly WishedOption[] | undefined => {
  if (list === undefined || list === null) return undefined
  const options = list.map((option) => readOption(option, wrong))
  const values = new Set(options.map(({ value }) => value))
  if (values.size < options.length)
    wrong('custom_field_options', 'Options: two of them have the same value', 'DuplicateValue')
  return options
}

const readOption = ({ id, name, value }: OptionWrite, wrong: Wrong): WishedOption => {
  const tag = canonicalTag(value ?? '')
  const label = cleanName(name ?? '') || (value ?? '').trim()
  if (tag === '') wrong('custom_field_options', 'Options: each needs a value', 'BlankValue')
  if (tag.length > MAX_TITLE || label.length > MAX_TITLE)
    wrong('custom_field_options', 'Options: names and values have at most 255 characters', 'TooLong')
  return { id: readId(id) || undefined, name: label, value: tag }
}

/** Reads one option alone. */
export const readOptionAlone = (write: OptionWrite): WishedOption => {
  const problems: FieldError[] = []
  const option = readOption(write, (field, description, error = 'InvalidValue') => {
    problems.push({ field, error, description })
  })
  if (problems.length > 0) throw new Refused(invalid(...problems))
  return option
}
