/** Makes the types of a client of an OpenAPI 3.1 document, in the shape of openapi-typescript, which openapi-fetch reads. */

type Node = { readonly [key: string]: unknown }
type Parameter = {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: Node
}
type Media = { readonly [type: string]: { readonly schema: Node } }
type Answer = { readonly $ref?: string; readonly content?: Media }
type Operation = {
  readonly operationId: string
  readonly summary: string
  readonly parameters: readonly Parameter[]
  readonly requestBody?: { readonly content: Media }
  readonly responses: { readonly [status: string]: Answer }
}
export type OpenApiDocument = {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } }
  readonly components: {
    readonly schemas: { readonly [name: string]: Node }
    readonly responses: { readonly [name: string]: Answer }
  }
}

/** The text of `schema.d.ts`. */
export const openApiTypes = ({ paths, components }: OpenApiDocument): string => {
  const operations = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .toSorted((a, b) => (a.operationId < b.operationId ? -1 : 1))
  return [
    '// Made from /api/openapi.json; after a change of a route: npx vitest run test/house/api.test.ts -u',
    '',
    'export interface paths {',
    ...Object.entries(paths)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(pathType),
    '}',
    '',
    'export interface operations {',
    ...operations.map(operationType),
    '}',
    '',
    'export interface components {',
    `schemas: {\n${Object.entries(components.schemas)
      .map(([name, node]) => `${name}: ${typeOf(node)}`)
      .join('\n')}\n}`,
    `responses: {\n${Object.entries(components.responses)
      .map(([name, answer]) => `${name}: ${answerType(answer)}`)
      .join('\n')}\n}`,
    '}',
    '',
  ].join('\n')
}

const pathType = ([path, methods]: [string, Readonly<Record<string, Operation>>]): string => {
  const members = Object.entries(methods).map(
    ([method, { operationId }]) => `${method}: operations[${JSON.stringify(operationId)}]`,
  )
  return `${JSON.stringify(path)}: { ${members.join('; ')} }`
}

const operationType = (operation: Operation): string =>
  [
    `/** ${operation.summary} */`,
    `${operation.operationId}: {`,
    `parameters: { query${parametersType(operation, 'query')}; header?: never; path${parametersType(operation, 'path')}; cookie?: never }`,
    operation.requestBody === undefined
      ? 'requestBody?: never'
      : `requestBody: { content: ${mediaType(operation.requestBody.content)} }`,
    `responses: {\n${Object.entries(operation.responses)
      .map(([status, answer]) => `${status}: ${answerType(answer)}`)
      .join('\n')}\n}`,
    '}',
  ].join('\n')

const parametersType = ({ parameters }: Operation, where: string): string => {
  const ours = parameters.filter((parameter) => parameter.in === where)
  if (ours.length === 0) return '?: never'
  const mark = ours.some(({ required }) => required === true) ? '' : '?'
  const members = ours.map(
    ({ name, required, schema }) => `${keyOf(name)}${required === true ? '' : '?'}: ${typeOf(schema)}`,
  )
  return `${mark}: { ${members.join('; ')} }`
}

const answerType = ({ $ref, content }: Answer): string => {
  if ($ref !== undefined) return referenceOf($ref)
  const headers = 'headers: { [name: string]: unknown }'
  return content === undefined
    ? `{ ${headers}; content?: never }`
    : `{ ${headers}; content: ${mediaType(content)} }`
}

const mediaType = (content: Media): string =>
  `{ ${Object.entries(content)
    .map(([media, { schema }]) => `${JSON.stringify(media)}: ${media === '*/*' ? 'unknown' : typeOf(schema)}`)
    .join('; ')} }`

/** `#/components/schemas/Ticket`: `components["schemas"]["Ticket"]`. */
const referenceOf = (ref: string): string => {
  const [kind, name] = ref.replace('#/components/', '').split('/')
  return `components[${JSON.stringify(kind)}][${JSON.stringify(name)}]`
}

const SIMPLE: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
}

const typeOf = (node: Node): string => {
  const { $ref, type, anyOf, allOf, enum: values } = node
  if (typeof $ref === 'string') return referenceOf($ref)
  if ('const' in node) return JSON.stringify(node.const)
  if (Array.isArray(values)) return union(values.map((value) => JSON.stringify(value)))
  if (Array.isArray(anyOf)) return union(anyOf.map(typeOf))
  if (Array.isArray(allOf)) return allOf.map(typeOf).join(' & ')
  if (Array.isArray(type)) return union(type.map((one) => typeOf({ ...node, type: one })))
  if (type === 'array') return `(${typeOf((node.items ?? {}) as Node)})[]`
  if (type === 'object' || 'properties' in node) return objectType(node)
  return SIMPLE[String(type)] ?? 'unknown'
}

const union = (members: readonly string[]): string => [...new Set(members)].join(' | ') || 'never'

const objectType = (node: Node): string => {
  const properties = (node.properties ?? {}) as Readonly<Record<string, Node>>
  const required = new Set((node.required ?? []) as string[])
  // What is always null is left out, as openapi-fetch leaves it out of answers.
  const members = Object.entries(properties)
    .filter(([, { type }]) => type !== 'null')
    .map(([name, inner]) => `${keyOf(name)}${required.has(name) ? '' : '?'}: ${typeOf(inner)}`)
  return `{ ${[...members, ...rest(node, members.length > 0)].join('; ')} }`
}

/** What may stand under other names; beside known ones of other types that can only be unknown. */
const rest = ({ additionalProperties: other, patternProperties }: Node, hasMembers: boolean): string[] => {
  const [named] = Object.values((patternProperties ?? {}) as Record<string, Node>)
  const schema = named ?? (other === true || other === undefined ? undefined : other)
  if (schema === undefined && other !== true && hasMembers) return []
  const type =
    typeof schema === 'object' && schema !== null && !hasMembers ? typeOf(schema as Node) : 'unknown'
  return other === false ? [] : [`[key: string]: ${type}`]
}

const keyOf = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name))
