import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import type { Route } from './route.ts'

type SchemaNode = { readonly [key: string]: unknown }

/**
 * Holds every reply of a route against its declared schema, both ways: a documented property that is missing and a
 * property that is not documented both throw, naming the path. For tests; production sends what the handler gave.
 */
export const replyCheck = (route: Route): ((status: number, json: string | undefined) => void) => {
  const validators = new Map<string, Validator>()
  return (status, json) => {
    const schema = route.response[status]
    if (schema === undefined)
      throw new Error(`${route.operation} answered ${status}, which it does not declare`)
    if (json === undefined) return
    const key = String(status)
    let validator = validators.get(key)
    if (validator === undefined) {
      validator = Compile(closed(schema) as unknown as TSchema) as unknown as Validator
      validators.set(key, validator)
    }
    const body: unknown = JSON.parse(json)
    if (validator.Check(body)) return
    throw new Error(`${route.operation} ${status}: ${complaint(validator, body)}`)
  }
}

type Problem = { keyword: string; instancePath: string; message: string }

/** The deepest problem is the cause; "must match a schema in anyOf" is only its echo. */
const complaint = (validator: Validator, body: unknown): string => {
  const problems = (validator.Errors(body) as unknown as Problem[]).filter((p) => p.keyword !== 'boolean')
  const depth = (path: string): number => path.split('/').length
  const sorted = problems.toSorted((a, b) => depth(b.instancePath) - depth(a.instancePath))
  const lines = sorted.slice(0, 5).map((p) => `${p.instancePath || '/'} ${p.message}${params(p)}`)
  return lines.join('; ')
}

const params = (problem: Problem): string => {
  const { additionalProperties, unevaluatedProperties } = (
    problem as unknown as { params: Record<string, string[]> }
  ).params
  const names = additionalProperties ?? unevaluatedProperties
  return names === undefined ? '' : ` (${names.join(', ')})`
}

/** The same schema where an object that lists its properties allows no others. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const node = schema as SchemaNode
  const entries = Object.entries(node).map(([key, value]) => [key, closedChild(key, value)])
  return { ...Object.fromEntries(entries), ...closing(node) }
}

/** Members of an intersection stay open, because each sees the properties of the others. */
const closedChild = (key: string, value: unknown): unknown => {
  if (key === 'properties' || key === '$defs' || key === 'patternProperties')
    return Object.fromEntries(Object.entries(value as SchemaNode).map(([name, node]) => [name, closed(node)]))
  if (key === 'allOf') return (value as unknown[]).map(openMember)
  if (key === 'anyOf' || key === 'oneOf' || key === 'items' || key === 'additionalProperties')
    return closed(value)
  return value
}

const openMember = (member: unknown): unknown => {
  const node = closed(member) as Record<string, unknown>
  const { additionalProperties: _a, unevaluatedProperties: _u, ...open } = node
  return 'additionalProperties' in (member as object) ? node : open
}

const closing = (node: SchemaNode): object => {
  if ('allOf' in node && !('unevaluatedProperties' in node)) return { unevaluatedProperties: false }
  const lists = 'properties' in node && !('patternProperties' in node)
  return lists && !('additionalProperties' in node) ? { additionalProperties: false } : {}
}
