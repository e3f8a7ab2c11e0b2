import type { TSchema } from 'typebox'
import { nameSchemas } from './openapi-schemas.ts'
import type { Route } from './route.ts'

type Node = {
  readonly type?: unknown
  readonly description?: unknown
  /** Of what is no JSON: pages. */
  readonly contentMediaType?: string
  readonly required?: readonly string[]
} & {
  readonly properties?: Readonly<Record<string, object>>
}

/** The OpenAPI 3.1 document of the routes; permission, scope, rate class and audit event are `x-` fields. */
export const openApiDocument = (routes: readonly Route[], origin: string): object => {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  const { value, schemas } = nameSchemas(paths)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mainstay',
      version: 'v2',
      description: 'The API of a support desk, compatible with Zendesk v2. Every path may end in .json.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: origin }],
    paths: value,
    components: { securitySchemes, schemas: { Error: errorSchema, ...schemas }, responses: errorResponses },
  }
}

const securitySchemes = {
  token: { type: 'http', scheme: 'basic', description: 'User: {email}/token. Password: an API token.' },
  bearer: { type: 'http', scheme: 'bearer', description: 'An API or OAuth token.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-mainstay_session',
    description: 'Writes bring X-CSRF-Token besides.',
  },
}

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      anyOf: [
        { type: 'string' },
        {
          type: 'object',
          required: ['title', 'message'],
          properties: { title: { type: 'string' }, message: { type: 'string' } },
        },
      ],
    },
    description: { type: 'string' },
    details: { type: 'object', description: 'By field: what is wrong with it' },
    max_count: { type: 'integer' },
    request_id: { type: 'string' },
  },
}

const failing = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
})

const errorResponses = {
  BadRequest: failing('A parameter or the form of the request is wrong'),
  Unauthenticated: failing('Credentials are missing or wrong'),
  Forbidden: failing('The caller may not do this'),
  NotFound: failing('Nothing that the caller can see is there'),
  Invalid: failing('The content is wrong; details name the fields'),
  TooManyRequests: failing('The rate limit is used up; Retry-After says when to come back'),
  Unavailable: failing('Try again after Retry-After'),
}

const refers = (name: keyof typeof errorResponses) => ({ $ref: `#/components/responses/${name}` })

const operationOf = (route: Route): object => {
  const { operation, summary, permission, scope, rate, audit } = route
  const credentials = [{ token: [] }, { bearer: [] }, { session: [] }]
  const body = requestBodyOf(route)
  return {
    operationId: operation,
    summary,
    tags: [tagOf(route.path)],
    parameters: [...parametersOf('path', pathSchema(route)), ...parametersOf('query', route.query)],
    ...(body === undefined ? {} : { requestBody: body }),
    responses: { ...responsesOf(route), ...failuresOf(route) },
    security: permission === 'public' ? [{}, ...credentials] : credentials,
    'x-permission': permission,
    'x-scope': scope,
    'x-rate-class': rate,
    'x-audit-event': audit,
  }
}

/** The resource: the first word of the path behind `/api/v2`. */
const tagOf = (path: string): string =>
  path
    .replace(/^\/api\/v2\//, '')
    .replace(/^\//, '')
    .split('/')[0] || 'root'

/** Every parameter of the path, typed where the route says how. */
const pathSchema = ({ path, params }: Route): TSchema => {
  const declared = (params as Node | undefined)?.properties ?? {}
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  const properties = Object.fromEntries(names.map((name) => [name, declared[name] ?? { type: 'string' }]))
  return { type: 'object', required: names, properties } as unknown as TSchema
}

const parametersOf = (where: 'path' | 'query', schema: TSchema | undefined): object[] => {
  const { properties = {}, required = [] } = (schema ?? {}) as Node
  return Object.entries(properties).map(([name, node]) => {
    const { description, ...rest } = node as Node
    return {
      name,
      in: where,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    }
  })
}

const requestBodyOf = ({ body, rawBody, form, multipart }: Route): object | undefined => {
  if (rawBody === true) return { required: true, content: { '*/*': { schema: {} } } }
  if (body === undefined) return undefined
  const asForm = form === true ? { 'application/x-www-form-urlencoded': { schema: body } } : {}
  const asMultipart = multipart === true ? { 'multipart/form-data': { schema: body } } : {}
  return { required: true, content: { 'application/json': { schema: body }, ...asForm, ...asMultipart } }
}

const responsesOf = ({ response }: Route): Record<string, object> =>
  Object.fromEntries(
    Object.entries(response).map(([status, schema]) => {
      const isEmpty = status === '204' || (schema as Node).type === 'null'
      const media = (schema as Node).contentMediaType ?? 'application/json'
      const content = isEmpty ? {} : { content: { [media]: { schema } } }
      return [
        status,
        { description: String((schema as Node).description ?? descriptionOf(status)), ...content },
      ]
    }),
  )

const descriptionOf = (status: string): string =>
  ({ '200': 'Done', '201': 'Created', '202': 'Accepted', '204': 'Done, nothing to say' })[status] ??
  'Answered'

const failuresOf = (route: Route): Record<string, object> => ({
  '400': refers('BadRequest'),
  ...(route.permission === 'public' ? {} : { '401': refers('Unauthenticated'), '403': refers('Forbidden') }),
  ...(route.path.includes(':') ? { '404': refers('NotFound') } : {}),
  ...(route.body === undefined ? {} : { '422': refers('Invalid') }),
  '429': refers('TooManyRequests'),
  '503': refers('Unavailable'),
})
