import { type TSchema, Type } from 'typebox'
import { expect, test } from 'vitest'
import { serverOf } from './fixture.ts'
import { openApiDocument } from './openapi.ts'
import { route } from './route.ts'

const common = { permission: 'tickets.view', rate: 'read', audit: 'none', summary: 'For tests' } as const
const routes = [
  route({
    ...common,
    method: 'GET',
    path: '/api/v2/tickets/:id/comments',
    operation: 'ListComments',
    scope: 'tickets:read',
    params: Type.Object({ id: Type.Integer() }),
    query: Type.Object({
      needed: Type.String(),
      sort: Type.Optional(Type.String({ description: 'What to sort by' })),
    }),
    response: { 200: Type.Object({ comments: Type.Array(Type.Unknown()) }) },
    handler: async () => ({ body: { comments: [] } }),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/api/v2/requests',
    operation: 'CreateRequest',
    permission: 'public',
    scope: 'none',
    rate: 'anonymous',
    audit: 'ticket_created',
    body: Type.Object({ request: Type.Object({ subject: Type.String() }) }),
    response: { 201: Type.Object({ request: Type.Object({}) }) },
    handler: async () => ({ status: 201, body: { request: {} } }),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/api/v2/uploads',
    operation: 'Upload',
    scope: 'uploads:write',
    rawBody: true,
    response: { 201: Type.Object({}) },
    handler: async () => ({ status: 201, body: {} }),
  }),
  route({
    ...common,
    method: 'DELETE',
    path: '/api/v2/tickets/:id/comments',
    operation: 'DeleteComments',
    scope: 'tickets:write',
    response: { 204: Type.Null() },
    handler: async () => ({ status: 204 }),
  }),
]

type Document = {
  openapi: string
  info: object
  servers: { url: string }[]
  paths: Record<string, Record<string, Record<string, unknown>>>
  components: { securitySchemes: object; schemas: object; responses: object }
}
const documentOf = () =>
  JSON.parse(JSON.stringify(openApiDocument(routes, 'http://desk.example.com'))) as Document

/** Every `$ref` in the document, which must lead somewhere in it. */
const refs = (node: unknown): string[] =>
  typeof node !== 'object' || node === null
    ? []
    : Object.entries(node).flatMap(([key, value]) => (key === '$ref' ? [String(value)] : refs(value)))

const at = (document: unknown, pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce((node, key) => (node as Record<string, unknown> | undefined)?.[key], document)

test('the document has the shape of OpenAPI 3.1', () => {
  const document = documentOf()
  expect(document.openapi).toBe('3.1.0')
  expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
  expect(Object.keys(document.paths)).toEqual([
    '/api/v2/tickets/{id}/comments',
    '/api/v2/requests',
    '/api/v2/uploads',
  ])
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(routes.length)
  for (const { path, method, operation } of operations) {
    expect(['get', 'post', 'put', 'patch', 'delete']).toContain(method)
    expect(Object.keys(operation.responses as object).every((status) => /^[1-5]\d\d$/.test(status))).toBe(
      true,
    )
    const parameters = operation.parameters as {
      name: string
      in: string
      required: boolean
      schema: object
    }[]
    const inPath = parameters.filter((parameter) => parameter.in === 'path')
    expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? [])
    expect(inPath.every(({ required }) => required)).toBe(true)
    expect(new Set(parameters.map(({ name, in: where }) => where + name)).size).toBe(parameters.length)
    for (const requirement of operation.security as object[])
      for (const scheme of Object.keys(requirement))
        expect(document.components.securitySchemes).toHaveProperty(scheme)
    for (const response of Object.values(
      operation.responses as Record<string, { description?: string; $ref?: string }>,
    ))
      expect(response.$ref ?? response.description).toBeTruthy()
  }
  const all = refs(document)
  expect(all.length).toBeGreaterThan(0)
  for (const ref of all) expect(at(document, ref), ref).toBeDefined()
})

test('who may call it and what it costs stands at each operation', () => {
  const { paths } = documentOf()
  expect(paths['/api/v2/tickets/{id}/comments']?.get).toMatchObject({
    operationId: 'ListComments',
    tags: ['tickets'],
    'x-permission': 'tickets.view',
    'x-scope': 'tickets:read',
    'x-rate-class': 'read',
    'x-audit-event': 'none',
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
      { name: 'needed', in: 'query', required: true, schema: { type: 'string' } },
      {
        name: 'sort',
        in: 'query',
        required: false,
        description: 'What to sort by',
        schema: { type: 'string' },
      },
    ],
  })
  expect(paths['/api/v2/requests']?.post).toMatchObject({
    security: [{}, { token: [] }, { bearer: [] }, { session: [] }],
    requestBody: { content: { 'application/json': { schema: { required: ['request'] } } } },
  })
  expect(paths['/api/v2/uploads']?.post).toMatchObject({ requestBody: { content: { '*/*': {} } } })
  expect(paths['/api/v2/tickets/{id}/comments']?.delete).toMatchObject({
    parameters: [{ name: 'id', in: 'path', schema: { type: 'string' } }],
    responses: { '204': { description: expect.any(String) } },
  })
})

test('GET /api/openapi.json gives it to everybody', async () => {
  const reply = await serverOf(routes).inject('/api/openapi.json')
  expect(reply.statusCode).toBe(200)
  expect(reply.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(reply.json()).toEqual(documentOf())
})

test('a schema with a title stands once, under its name', () => {
  const Pet = Type.Object({ title: Type.String() }, { title: 'Pet' })
  const House = Type.Object(
    { pets: Type.Array(Pet), first: Type.Union([Pet, Type.Null()]) },
    { title: 'House' },
  )
  const showing = (schema: TSchema) => [{ ...routes[0]!, response: { 200: schema } }]
  const document = openApiDocument(showing(Type.Object({ house: House })), 'http://desk') as {
    paths: object
    components: { schemas: Record<string, object> }
  }
  const pet = { $ref: '#/components/schemas/Pet' }
  expect(document.components.schemas.Pet).toEqual({
    type: 'object',
    required: ['title'],
    properties: { title: { type: 'string' } },
  })
  expect(document.components.schemas.House).toMatchObject({
    properties: { pets: { items: pet }, first: { anyOf: [pet, { type: 'null' }] } },
  })
  expect(JSON.stringify(document.paths)).toContain('"house":{"$ref":"#/components/schemas/House"}')
  const Other = Type.Object({ name: Type.String() }, { title: 'Pet' })
  expect(() => openApiDocument(showing(Type.Object({ a: Pet, b: Other })), '')).toThrow('Pet')
})
