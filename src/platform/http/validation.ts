import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { type FieldError, invalid, MAX_ID, notFound, Refused } from '../../kernel/index.ts'
import { badParameter } from './errors.ts'

type Values = Record<string, unknown>
type SchemaNode = {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly items?: SchemaNode
  readonly anyOf?: readonly SchemaNode[]
}
type Problem = {
  readonly keyword: string
  readonly instancePath: string
  readonly message: string
  readonly params: object
}

/** Compiled when first needed: hundreds of routes would otherwise cost the start some 100 ms. */
const compiled = (schema: TSchema): (() => Validator) => {
  let validator: Validator | undefined
  return () => (validator ??= Compile(schema) as unknown as Validator)
}

const asNode = (schema: TSchema): SchemaNode => schema as unknown as SchemaNode

/** A JSON body against its schema: no coercion, unknown keys pass. Throws a 422 that names the fields. */
export const bodyCheck = (schema: TSchema): ((body: unknown) => void) => {
  const validator = compiled(schema)
  return (body) => {
    if (validator().Check(body)) return
    const problems = validator().Errors(body) as unknown as readonly Problem[]
    throw new Refused(invalid(...fieldErrors(problems, wrapperOf(schema))))
  }
}

/** `ticket` of `{"ticket": {…}}`: fields are named from inside the wrapper. */
const wrapperOf = (schema: TSchema): string | undefined => {
  const [first, ...others] = Object.entries(asNode(schema).properties ?? {})
  return first !== undefined && others.length === 0 && first[1].type === 'object' ? first[0] : undefined
}

const MAX_DETAILS = 20

const fieldErrors = (problems: readonly Problem[], wrapper: string | undefined): FieldError[] => {
  const errors = problems.filter(isTelling).flatMap((problem) => fieldErrorsOf(problem, wrapper))
  const seen = new Set<string>()
  const distinct = errors.filter(({ field }) => !seen.has(field) && seen.add(field))
  return distinct.length > 0 ? distinct.slice(0, MAX_DETAILS) : [fieldError('base', 'is invalid', 'type')]
}

/** "schema is false" says nothing beside the `additionalProperties` error that comes with it. */
const isTelling = (problem: Problem): boolean => problem.keyword !== 'boolean'

const fieldErrorsOf = (problem: Problem, wrapper: string | undefined): FieldError[] => {
  const { requiredProperties, additionalProperties } = problem.params as Record<string, string[] | undefined>
  const at = (key?: string): string => fieldName(problem.instancePath, key, wrapper)
  if (requiredProperties !== undefined)
    return requiredProperties.map((key) => fieldError(at(key), 'cannot be blank', 'required'))
  if (additionalProperties !== undefined)
    return additionalProperties.map((key) => fieldError(at(key), 'is not known', 'additionalProperties'))
  return [fieldError(at(), problem.message, problem.keyword)]
}

const fieldName = (instancePath: string, key: string | undefined, wrapper: string | undefined): string => {
  const path = instancePath.split('/').slice(1).map(unescapePointer)
  if (key !== undefined) path.push(key)
  const inside = path.length > 1 && path[0] === wrapper ? path.slice(1) : path
  return inside.join('.') || 'base'
}

const unescapePointer = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~')

const ERROR_CODES: Readonly<Record<string, FieldError['error']>> = {
  required: 'BlankValue',
  minLength: 'BlankValue',
  maxLength: 'TooLong',
  maxItems: 'TooLong',
  format: 'InvalidFormat',
  pattern: 'InvalidFormat',
}

const fieldError = (field: string, problem: string, keyword: string): FieldError => ({
  field,
  error: ERROR_CODES[keyword] ?? 'InvalidValue',
  description: `${field}: ${problem}`,
})

/** Path parameters: typed by their schema; an id that we cannot have issued names nothing, hence 404. */
export const paramsReader = (schema: TSchema): ((raw: Values) => Values) => {
  const properties = Object.entries(asNode(schema).properties ?? {})
  const validator = compiled(schema)
  return (raw) => {
    const values: Values = {}
    for (const [name, node] of properties) values[name] = pathValue(raw[name], node)
    if (validator().Check(values)) return values
    throw firstBadParameter(validator(), values)
  }
}

const pathValue = (text: unknown, node: SchemaNode): unknown => {
  if (typeof text !== 'string' || text.includes('\0')) throw new Refused(notFound)
  if (node.type !== 'integer') return text
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!(value < MAX_ID)) throw new Refused(notFound)
  return value
}

/** Query parameters: those declared are typed by their schema, the others stay as they came. */
export const queryReader = (schema: TSchema): ((raw: Values) => Values) => {
  const converters = Object.entries(asNode(schema).properties ?? {}).flatMap(([name, node]) => {
    const convert = converterOf(node)
    return convert === undefined ? [] : [{ name, convert }]
  })
  const validator = compiled(schema)
  return (raw) => {
    for (const { name, convert } of converters) {
      if (raw[name] === undefined) continue
      const value = convert(raw[name])
      if (value === undefined) delete raw[name]
      else raw[name] = value
    }
    refuseNul(raw)
    if (validator().Check(raw)) return raw
    throw firstBadParameter(validator(), raw)
  }
}

/** PostgreSQL cannot hold NUL, so nothing that is asked for with one exists. */
export const refuseNul = (query: Values): void => {
  for (const name in query) {
    const value = query[name]
    const texts = Array.isArray(value) ? value : [value]
    if (texts.some((text) => typeof text === 'string' && text.includes('\0')))
      throw new Refused(badParameter(name.replaceAll('\0', ''), 'must not contain the character NUL'))
  }
}

type Convert = (value: unknown) => unknown

/** How a declared parameter is read from text; `undefined` when it stays text. */
const converterOf = (node: SchemaNode): Convert | undefined => {
  const types = typesOf(node)
  if (types.has('string')) return undefined
  if (types.has('integer') || types.has('number')) return numberFrom
  if (types.has('boolean')) return booleanFrom
  if (types.has('array')) return (value) => (Array.isArray(value) ? value : [value])
  return undefined
}

const typesOf = (node: SchemaNode): ReadonlySet<string> =>
  new Set([node.type ?? [], ...(node.anyOf ?? []).map((branch) => [...typesOf(branch)])].flat())

/** Clients send the word of their language for "not given". */
const isAbsent = (value: unknown): boolean => value === '' || value === 'None' || value === 'null'

const numberFrom: Convert = (value) => {
  if (isAbsent(value)) return undefined
  return typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,10})?$/.test(value) ? Number(value) : value
}

const booleanFrom: Convert = (value) => {
  if (isAbsent(value)) return undefined
  const text = typeof value === 'string' ? value.toLowerCase() : value
  if (text === 'true' || text === '1') return true
  return text === 'false' || text === '0' ? false : value
}

const firstBadParameter = (validator: Validator, values: Values): Refused => {
  const problems = validator.Errors(values) as unknown as readonly Problem[]
  const problem = problems.find(isTelling)
  const { requiredProperties, additionalProperties } = (problem?.params ?? {}) as Record<string, string[]>
  if (requiredProperties?.[0] !== undefined) return parameter(requiredProperties[0], 'is required')
  if (additionalProperties?.[0] !== undefined) return parameter(additionalProperties[0], 'is not known')
  const name = unescapePointer(problem?.instancePath.split('/')[1] ?? '')
  return parameter(name, problem?.message ?? 'is invalid')
}

const parameter = (name: string, must: string): Refused => new Refused(badParameter(name, must))
