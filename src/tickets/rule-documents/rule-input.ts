import { type Static, Type } from 'typebox'
import { type FieldError, invalid, type Json, type JsonObject, Refused } from '../../kernel/index.ts'
import { cleanName } from '../../people/core/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import {
  type Action,
  type Catalogue,
  type Conditions,
  contradictions,
  isTooLarge,
  parseActions,
  parseConditions,
} from '../../rules/core/index.ts'

const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))

/** What a client may send of a trigger or an automation. What is wrong inside conditions and actions is told clause by clause. */
export const ruleInput = {
  title: Text,
  raw_title: Text,
  active: Flag,
  position: Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000_000 }), Type.Null()])),
  conditions: Type.Optional(Type.Unknown()),
  all: Type.Optional(Type.Unknown()),
  any: Type.Optional(Type.Unknown()),
  actions: Type.Optional(Type.Unknown()),
}
const RuleInput = Type.Object(ruleInput)
type RuleInput = Static<typeof RuleInput>

/** What conditions and actions mean. */
export type ReadRule = { readonly conditions: Conditions; readonly actions: readonly Action[] }

type Reading = {
  readonly kind: 'trigger' | 'automation'
  readonly catalogue: Catalogue
  /** What else would be wrong with it. */
  readonly check: (rule: ReadRule, body: JsonObject) => readonly FieldError[]
}

/**
 * Reads what is said of a rule over what stands. Conditions and actions are replaced together when either is sent, as
 * elsewhere. A rule that can never do what it says is refused.
 */
export const readRuleInput = (
  input: RuleInput,
  standing: PolicyDocument | undefined,
  own: JsonObject,
  reading: Reading,
): JsonObject => {
  const errors: FieldError[] = []
  const title = titleOf(input, standing, errors)
  const said = partsOf(input, standing)
  const body: JsonObject = {
    ...standing?.body,
    title,
    active: input.active ?? standing?.body.active ?? true,
    ...(input.position == null ? {} : { position: input.position }),
    ...own,
    ...said,
  }
  if (standing === undefined || said !== undefined || body.active !== false)
    errors.push(...wrongIn(body, reading))
  if (errors.length > 0) throw new Refused(invalid(...errors))
  return body
}

const titleOf = (input: RuleInput, standing: PolicyDocument | undefined, errors: FieldError[]): string => {
  const given = input.title ?? input.raw_title
  if (given == null && standing !== undefined) return String(standing.body.title ?? '')
  const title = cleanName(given ?? '')
  if (title === '')
    errors.push({ field: 'title', error: 'BlankValue', description: 'Title: cannot be blank' })
  return title
}

/** Conditions and actions in the form that is kept; undefined: nothing is said of them. */
const partsOf = (
  { conditions, all, any, actions }: RuleInput,
  standing: PolicyDocument | undefined,
): JsonObject | undefined => {
  const isSaid = [conditions, all, any, actions].some((part) => part !== undefined)
  if (!isSaid && standing !== undefined) return undefined
  const lists = all === undefined && any === undefined ? ((conditions ?? {}) as JsonObject) : { all, any }
  return {
    conditions: { all: clauses((lists as JsonObject).all), any: clauses((lists as JsonObject).any) },
    actions: Array.isArray(actions) ? actions.map(action) : ((actions ?? []) as Json),
  }
}

const clauses = (list: Json | undefined): Json =>
  Array.isArray(list) ? list.map((clause) => picked(clause, ['field', 'operator', 'value'])) : (list ?? [])

const action = (given: Json): Json => picked(given, ['field', 'value'])

const picked = (given: Json, names: readonly string[]): Json => {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) return given
  const object = given as JsonObject
  return Object.fromEntries(
    names.flatMap((name) => (object[name] === undefined ? [] : [[name, written(object[name] as Json)]])),
  )
}

/** Numbers and yes and no are kept as texts, alone and in lists: that is how the wire shows them. */
const written = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(written)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

const wrongIn = (body: JsonObject, { kind, catalogue, check }: Reading): readonly FieldError[] => {
  if (isTooLarge(body)) return [told('base: a rule can have at most 65 kB')]
  const conditions = parseConditions(body, { place: kind, catalogue })
  const actions = parseActions(body.actions, { place: kind, catalogue })
  const problems = [...(conditions.ok ? [] : conditions.error), ...(actions.ok ? [] : actions.error)]
  if (!conditions.ok || !actions.ok) return problems.map(told)
  const never = contradictions(conditions.value).map(({ message }) => told(`conditions: ${message}`))
  return [...never, ...check({ conditions: conditions.value, actions: actions.value }, body)]
}

/** `all[2]: unknown operator "foo"` is about the field `all[2]`. */
const told = (problem: string): FieldError => {
  const [, field, description] = /^([a-z]+(?:\[\d+\])?): (.*)$/s.exec(problem) ?? [null, 'base', problem]
  return { field: field ?? 'base', error: 'InvalidValue', description: `${field}: ${description}` }
}

/** What conditions and actions of a rule that stands mean; undefined where the desk has lost what they name. */
export const rulePartsOf = (
  { body }: Pick<PolicyDocument, 'body'>,
  { kind, catalogue }: Pick<Reading, 'kind' | 'catalogue'>,
): ReadRule | undefined => {
  const conditions = parseConditions(body, { place: kind, catalogue })
  const actions = parseActions(body.actions, { place: kind, catalogue })
  return conditions.ok && actions.ok ? { conditions: conditions.value, actions: actions.value } : undefined
}
