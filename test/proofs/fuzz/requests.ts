import type { Id } from '../../../src/kernel/index.ts'
import type { Parsed, Sent } from '../house.ts'
import type { Random } from '../random.ts'
import { oddJson, oddText } from './odd-values.ts'

type Schema = {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly const?: unknown
}
export type Operation = {
  readonly method: string
  readonly path: string
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[]
  readonly body: Schema | undefined
}

/** All operations of an OpenAPI document. */
export const operationsOf = (document: Parsed): Operation[] =>
  Object.entries<Parsed>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Parsed>(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      parameters: operation.parameters ?? [],
      body: operation.requestBody?.content?.['application/json']?.schema,
    })),
  )

/** Ids that stand, by the resource that a path begins with. */
export type KnownIds = Readonly<Record<string, readonly (Id | string)[]>>

/** A request of an operation, mostly of its shape, with something odd in it. */
export const oddRequest = (random: Random, operation: Operation, ids: KnownIds): Sent => {
  const resource = operation.path.split('/')[3] ?? ''
  const own = ids[resource] ?? []
  const path = operation.path.replaceAll(/\{(\w+)\}/g, () =>
    random.chance(0.85)
      ? String(random.pick(own.length > 0 && random.chance(0.8) ? own : Object.values(ids).flat()))
      : encoded(oddText(random).slice(0, 2000)),
  )
  return {
    method: operation.method,
    url: path + random.pick(['', '', '', '.json', '/']) + queryOf(random, operation),
    ...payloadOf(random, operation),
  }
}

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed())

const STRANGE_NAMES = ['__proto__', 'constructor', 'a[b][c]', '', 'page', 'page', 'sort']

const queryOf = (random: Random, { parameters }: Operation): string => {
  const names = parameters.filter((one) => one.in === 'query' && random.chance(0.4)).map(({ name }) => name)
  if (random.chance(0.1)) names.push(random.pick(STRANGE_NAMES))
  const oddValue = (): string => (random.chance(0.1) ? '%ff%00%zz' : encoded(oddText(random).slice(0, 3000)))
  return names.length === 0 ? '' : `?${names.map((name) => `${encoded(name)}=${oddValue()}`).join('&')}`
}

type Payload = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }

const TYPES: readonly string[] = [
  ...Array<string>(12).fill('application/json'),
  'application/json; charset=utf-16',
  'application/json;charset=latin1',
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/vnd.api+json',
  '',
]

const payloadOf = (random: Random, { method, body }: Operation): Payload => {
  if (method === 'GET') return {}
  if (body === undefined) return random.chance(0.5) ? {} : { body: oddText(random).toWellFormed() }
  const taste = { random, oddness: random.pick([0, 0.03, 0.15]), share: random.pick([0.1, 0.3, 0.7]) }
  const text = random.chance(0.9) ? shaped(taste, body, 0) : oddJson(random)
  return { body: bytesOf(random, text), headers: { 'content-type': random.pick(TYPES) } }
}

const bytesOf = (random: Random, text: string): Buffer => {
  const kind = random.int(30)
  if (kind === 0) return Buffer.from(text, 'utf16le')
  if (kind === 1) return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])
  if (kind === 2) return Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe, 0xc3])])
  if (kind === 3) return Buffer.from(text).subarray(0, Math.max(1, text.length - 1 - random.int(5)))
  return Buffer.from(text)
}

/** How far a request strays from its schema, and how many of the optional members it has. */
type Taste = { readonly random: Random; readonly oddness: number; readonly share: number }

/** JSON that follows a schema, but for some odd values. */
const shaped = (taste: Taste, schema: Schema, depth: number): string => {
  const { random, oddness } = taste
  if (depth > 0 && random.chance(oddness)) return oddJson(random, 2)
  if (schema.anyOf !== undefined) return shaped(taste, random.pick(schema.anyOf), depth + 1)
  if (schema.allOf !== undefined) return joined(schema.allOf.map((one) => shaped(taste, one, 0)))
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const type = Array.isArray(schema.type) ? random.pick<string>(schema.type) : schema.type
  switch (type) {
    case 'object':
      return objectOf(taste, schema, depth)
    case 'array':
      return `[${Array.from({ length: random.int(4) }, () => shaped(taste, schema.items ?? {}, depth + 1)).join(',')}]`
    case 'integer':
    case 'number':
      return random.chance(1 - oddness) ? String(1 + random.int(1100)) : oddJson(random, 4)
    case 'boolean':
      return random.pick(['true', 'false'])
    case 'null':
      return 'null'
    default:
      return JSON.stringify(random.chance(0.8 - 2 * oddness) ? random.pick(WORDS) : oddText(random))
  }
}

const WORDS = [
  'open',
  'pending',
  'solved',
  'high',
  'normal',
  'question',
  'task',
  'email',
  'agent',
  'admin',
  'put',
  'Words',
  '1',
]

/** Members of several objects in one. */
const joined = (objects: readonly string[]): string =>
  `{${objects
    .map((text) => text.slice(1, -1))
    .filter((text) => text !== '')
    .join(',')}}`

const objectOf = (taste: Taste, { properties = {} }: Schema, depth: number): string => {
  const { random, oddness } = taste
  const share = depth === 0 ? 1 : taste.share
  const members = Object.entries(properties)
    .filter(() => random.chance(share))
    .map(([name, schema]) => `${JSON.stringify(name)}:${shaped(taste, schema, depth + 1)}`)
  if (random.chance(oddness / 3)) members.push('"__proto__":{"polluted":true}')
  return `{${members.join(',')}}`
}
