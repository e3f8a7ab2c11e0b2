import { type Static, type TSchema, Type } from 'typebox'
import { type FieldError, invalid, type JsonObject, Refused } from '../../kernel/index.ts'
import { cleanName, compilePattern } from '../../people/core/index.ts'
import { canonicalTag, FIELD_TYPES, isSystemField } from '../core/index.ts'

const optional = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))
const text = optional(Type.String())
const flag = optional(Type.Boolean())

export const OptionInput = Type.Object({
  id: optional(Type.Union([Type.Integer(), Type.String({ maxLength: 20 })])),
  name: text,
  raw_name: text,
  value: text,
  default: flag,
})
export type OptionInput = Static<typeof OptionInput>

export const MAX_OPTIONS = 2000

/** What a client may send of a field; other keys are passed over. */
export const FieldInput = Type.Object({
  type: text,
  title: text,
  raw_title: text,
  title_in_portal: text,
  raw_title_in_portal: text,
  description: text,
  raw_description: text,
  agent_description: text,
  position: optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  active: flag,
  required: flag,
  collapsed_for_agents: flag,
  visible_in_portal: flag,
  editable_in_portal: flag,
  required_in_portal: flag,
  regexp_for_validation: text,
  tag: text,
  relationship_target_type: text,
  custom_field_options: optional(Type.Array(OptionInput, { maxItems: MAX_OPTIONS })),
})
export type FieldInput = Static<typeof FieldInput>

/** An option as asked for; without an id of the field it is a new one, unless one has its value. */
export type WishedOption = {
  readonly id: number | undefined
  readonly name: string
  readonly value: string
  readonly isDefault: boolean
}

export type FieldWish = {
  /** Keys of the policy document; those that were not given are absent. */
  readonly body: JsonObject
  readonly options: readonly WishedOption[] | undefined
}

const MAX_TITLE = 255
const MAX_DESCRIPTION = 65_536
const MAX_PATTERN = 1024

export const hasOptions = (type: unknown): boolean => type === 'tagger' || type === 'multiselect'

type Wrong = (field: string, description: string, error?: FieldError['error']) => void

/** Reads a field against what stands (`undefined`: nothing yet). Its type is said once, at the beginning. */
export const readFieldInput = (input: FieldInput, standing: JsonObject | undefined): FieldWish =>
  collecting((wrong) => {
    const isNew = standing === undefined
    const type = isNew ? typeOf(input, wrong) : String(standing.type)
    const body = {
      ...(isNew ? { type } : {}),
      ...flagsOf(input),
      ...given('title', titleOf(input, isNew, wrong)),
      ...given(
        'title_in_portal',
        shortText('title_in_portal', input.title_in_portal ?? input.raw_title_in_portal, wrong),
      ),
      ...given('description', longText('description', input.description ?? input.raw_description, wrong)),
      ...given('agent_description', longText('agent_description', input.agent_description, wrong)),
      ...given('position', input.position ?? undefined),
      ...given('regexp_for_validation', type === 'regexp' ? patternOf(input, isNew, wrong) : undefined),
      ...given('tag', type === 'checkbox' ? tagOf(input, wrong) : undefined),
      ...given('relationship_target_type', type === 'lookup' ? targetOf(input, isNew, wrong) : undefined),
    }
    if (isSystemField(type) && input.active === false)
      wrong('active', 'Active: this field cannot be switched off')
    const options = hasOptions(type)
      ? optionsOf(keptOptions(input.custom_field_options, standing), wrong)
      : undefined
    return { body: body as JsonObject, options }
  })

/** Reads one option alone. */
export const readOptionInput = (input: OptionInput): WishedOption =>
  collecting((wrong) => readOption(input, wrong))

/** Runs a reading, and throws everything that was found wrong at once. */
export const collecting = <T>(read: (wrong: Wrong) => T): T => {
  const problems: FieldError[] = []
  const value = read((field, description, error = 'InvalidValue') => {
    problems.push({ field, error, description })
  })
  if (problems.length > 0) throw new Refused(invalid(...problems))
  return value
}

export const given = (name: string, value: unknown): Record<string, unknown> =>
  value === undefined ? {} : { [name]: value }

const FLAGS = [
  'active',
  'required',
  'collapsed_for_agents',
  'visible_in_portal',
  'editable_in_portal',
  'required_in_portal',
] as const

const flagsOf = (input: FieldInput): Record<string, boolean> =>
  Object.fromEntries(FLAGS.flatMap((name) => (input[name] == null ? [] : [[name, input[name]]])))

const typeOf = ({ type }: FieldInput, wrong: Wrong): string => {
  if (type == null || type === '') wrong('type', 'Type: cannot be blank', 'BlankValue')
  else if (!FIELD_TYPES.some((known) => known === type))
    wrong('type', `Type: ${type.slice(0, 40)} is not a type of ticket fields`)
  return type ?? ''
}

const titleOf = (input: FieldInput, isNew: boolean, wrong: Wrong): string | undefined => {
  const asked = input.title ?? input.raw_title
  if (asked == null && !isNew) return undefined
  if (cleanName(asked ?? '') === '') wrong('title', 'Title: cannot be blank', 'BlankValue')
  return shortText('title', asked, wrong)
}

export const shortText = (
  name: string,
  value: string | null | undefined,
  wrong: Wrong,
): string | undefined => {
  if (value == null) return undefined
  if (value.length > MAX_TITLE)
    wrong(name, `${sentence(name)}: is too long (maximum is ${MAX_TITLE} characters)`, 'TooLong')
  return cleanName(value)
}

const longText = (name: string, value: string | null | undefined, wrong: Wrong): string | undefined => {
  if (value != null && value.length > MAX_DESCRIPTION)
    wrong(name, `${sentence(name)}: is too long (maximum is ${MAX_DESCRIPTION} characters)`, 'TooLong')
  return value ?? undefined
}

const sentence = (name: string): string => {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const patternOf = (
  { regexp_for_validation: pattern }: FieldInput,
  isNew: boolean,
  wrong: Wrong,
): string | undefined => {
  const name = 'regexp_for_validation'
  if (pattern === undefined && !isNew) return undefined
  if (pattern == null || pattern === '') wrong(name, 'Regexp for validation: cannot be blank', 'BlankValue')
  else if (pattern.length > MAX_PATTERN) wrong(name, 'Regexp for validation: is too long', 'TooLong')
  else {
    const compiled = compilePattern(pattern)
    if (!compiled.ok) wrong(name, `Regexp for validation: ${compiled.error}`, 'InvalidFormat')
  }
  return pattern ?? ''
}

const TARGETS = ['zen:user', 'zen:organization', 'zen:ticket']

/** What a lookup leads to: a person, an organization, a ticket, or records of a custom object. */
const targetOf = (
  { relationship_target_type: target }: FieldInput,
  isNew: boolean,
  wrong: Wrong,
): string | undefined => {
  const name = 'relationship_target_type'
  if (target == null && !isNew) return undefined
  if (!target) wrong(name, 'Relationship target type: cannot be blank', 'BlankValue')
  else if (!TARGETS.includes(target) && !/^zen:custom_object:[a-z0-9_]{1,80}$/.test(target))
    wrong(name, `Relationship target type: must be one of ${TARGETS.join(', ')} or zen:custom_object:{key}`)
  return target ?? undefined
}

const tagOf = ({ tag }: FieldInput, wrong: Wrong): string | undefined => {
  if (tag == null) return undefined
  if (tag.length > MAX_TITLE) wrong('tag', `Tag: is too long (maximum is ${MAX_TITLE} characters)`, 'TooLong')
  return canonicalTag(tag)
}

/**
 * What a list leaves out of an option that it names by id stays as it is: zenpy sends of each option the id, and what
 * was changed.
 */
const keptOptions = (
  inputs: FieldInput['custom_field_options'],
  standing: JsonObject | undefined,
): FieldInput['custom_field_options'] => {
  const known = standing?.custom_field_options
  if (!inputs || !Array.isArray(known)) return inputs
  const byId = new Map((known as OptionInput[]).map((option) => [String(option.id), option]))
  return inputs.map((input) => ({ ...byId.get(String(input.id)), ...input }))
}

const optionsOf = (
  inputs: readonly OptionInput[] | null | undefined,
  wrong: Wrong,
): readonly WishedOption[] | undefined => {
  if (inputs == null) return undefined
  const options = inputs.map((option) => readOption(option, wrong))
  if (new Set(options.map(({ value }) => value)).size < options.length)
    wrong('custom_field_options', 'Options: two of them have the same value', 'DuplicateValue')
  if (options.filter(({ isDefault }) => isDefault).length > 1)
    wrong('custom_field_options', 'Options: only one of them can be the default')
  return options
}

const readOption = (input: OptionInput, wrong: Wrong): WishedOption => {
  const value = canonicalTag(input.value ?? '')
  const name = cleanName(input.name ?? input.raw_name ?? '')
  if (value === '') wrong('custom_field_options', 'Options: each needs a value', 'BlankValue')
  if (name === '') wrong('custom_field_options', 'Options: each needs a name', 'BlankValue')
  if (value.length > MAX_TITLE || name.length > MAX_TITLE)
    wrong('custom_field_options', `Options: names and values have at most ${MAX_TITLE} characters`, 'TooLong')
  const id = Number(input.id ?? 0)
  return {
    id: Number.isSafeInteger(id) && id > 0 ? id : undefined,
    name,
    value,
    isDefault: input.default === true,
  }
}
