import { connect } from 'node:net'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { invalidField, notFound, Refused } from '../../kernel/index.ts'
import { as, serverOf } from './fixture.ts'
import { type Route, route } from './route.ts'

const Ticket = Type.Object({ id: Type.Integer(), subject: Type.Union([Type.String(), Type.Null()]) })
const TicketReply = Type.Object({ ticket: Ticket })

const declared = {
  permission: 'tickets.view',
  scope: 'tickets:read',
  rate: 'read',
  audit: 'none',
  summary: 'For tests',
} as const

const show = route({
  ...declared,
  method: 'GET',
  path: '/api/v2/tickets/:id',
  operation: 'ShowTicket',
  params: Type.Object({ id: Type.Integer() }),
  response: { 200: TicketReply },
  handler: async ({ params }) => {
    if (params.id === 404) throw new Refused(notFound)
    if (params.id === 500) throw new Error('select secret from vault')
    return { body: { ticket: { id: params.id, subject: null } } }
  },
})

const list = route({
  ...declared,
  method: 'GET',
  path: '/api/v2/tickets',
  operation: 'ListTickets',
  query: Type.Object({
    limit: Type.Optional(Type.Integer()),
    open: Type.Optional(Type.Boolean()),
    sort: Type.Optional(Type.String()),
  }),
  response: { 200: Type.Object({ query: Type.Record(Type.String(), Type.Unknown()), url: Type.String() }) },
  handler: async ({ query, url }) => ({ body: { query, url } }),
})

const create = route({
  ...declared,
  scope: 'tickets:write',
  rate: 'write',
  method: 'POST',
  path: '/api/v2/tickets',
  operation: 'CreateTicket',
  body: Type.Object({
    ticket: Type.Object({
      subject: Type.Optional(Type.String({ maxLength: 10 })),
      comment: Type.Object({ body: Type.String({ minLength: 1 }) }),
      extra: Type.Optional(Type.Unknown()),
    }),
  }),
  response: { 201: Type.Object({ got: Type.Unknown() }) },
  handler: async ({ body }) => {
    if (body.ticket.subject === 'refuse')
      throw new Refused({
        ...invalidField('custom_fields', 'Colour: is not one of the options'),
        details: [
          {
            field: 'custom_fields',
            error: 'InvalidValue',
            description: 'Colour: is not one of the options',
            ticketFieldId: 12,
            ticketFieldType: 'tagger',
          },
        ],
      })
    return {
      status: 201,
      body: { got: body },
      headers: { location: 'http://desk.example.com/api/v2/tickets/1.json' },
    }
  },
})

const remove = route({
  ...declared,
  scope: 'tickets:write',
  rate: 'write',
  method: 'DELETE',
  path: '/api/v2/tickets/:id',
  operation: 'DeleteTicket',
  params: Type.Object({ id: Type.Integer() }),
  response: { 204: Type.Null() },
  handler: async () => ({ status: 204 }),
})

const upload = route({
  ...declared,
  scope: 'uploads:write',
  rate: 'upload',
  method: 'POST',
  path: '/api/v2/uploads',
  operation: 'Upload',
  rawBody: true,
  response: { 201: Type.Object({ bytes: Type.Integer() }) },
  handler: async ({ stream }) => {
    let bytes = 0
    for await (const chunk of stream ?? []) bytes += (chunk as Buffer).length
    return { status: 201, body: { bytes } }
  },
})

const bulk = route({
  ...declared,
  scope: 'tickets:write',
  rate: 'bulk',
  method: 'POST',
  path: '/api/v2/tickets/create_many',
  operation: 'CreateManyTickets',
  bodyLimit: 2 * 1024 * 1024,
  body: Type.Object({ tickets: Type.Optional(Type.Array(Type.Unknown())) }),
  response: { 200: Type.Object({ count: Type.Integer() }) },
  handler: async ({ body }) => ({ body: { count: body.tickets?.length ?? 0 } }),
})

const routes: Route[] = [show, list, create, remove, upload, bulk]
const app = serverOf(routes)
const get = (url: string, headers: Record<string, string> = as('agent')) =>
  app.inject({ method: 'GET', url, headers })
const post = (payload: string | object, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/api/v2/tickets',
    payload,
    headers: { 'content-type': 'application/json', ...as('agent'), ...headers },
  })

test('a path answers with and without .json, a trailing slash, and a query', async () => {
  const paths = [
    '/api/v2/tickets/5',
    '/api/v2/tickets/5.json',
    '/api/v2/tickets/5/',
    '/api/v2/tickets/5.json?x=1.json',
  ]
  for (const url of paths) {
    const reply = await get(url)
    expect([url, reply.statusCode, reply.json()]).toEqual([url, 200, { ticket: { id: 5, subject: null } }])
  }
})

test('.json is stripped once, and only under /api', async () => {
  expect((await get('/api/v2/tickets/5.json.json')).statusCode).toBe(404)
  expect((await get('/other.json')).json()).toEqual({ error: 'InvalidEndpoint', description: 'Not found' })
})

test('an unknown route and an unknown method are InvalidEndpoint', async () => {
  const unknown = { error: 'InvalidEndpoint', description: 'Not found' }
  const reply = await get('/api/v2/nothing.json')
  expect([reply.statusCode, reply.json()]).toEqual([404, unknown])
  const patch = await app.inject({ method: 'PATCH', url: '/api/v2/tickets', headers: as('agent') })
  expect([patch.statusCode, patch.json()]).toEqual([404, unknown])
  const posted = await app.inject({
    method: 'POST',
    url: '/api/v2/nope',
    payload: '{broken',
    headers: { 'content-type': 'application/json' },
  })
  expect(posted.statusCode).toBe(404)
})

test.each([
  '9223372036854775807',
  '9000000000000000',
  'abc',
  '-1',
  '1.5',
  '99999999999999999999',
  '%00',
  '5%00',
])('an id that we cannot have issued is not found: %s', async (id) => {
  const reply = await get(`/api/v2/tickets/${id}`)
  expect([reply.statusCode, reply.json()]).toEqual([
    404,
    { error: 'RecordNotFound', description: 'Not found' },
  ])
})

test('query parameters are typed, unknown ones pass, and words for "not given" count as such', async () => {
  const query = async (text: string) => (await get(`/api/v2/tickets?${text}`)).json().query
  expect(await query('limit=5&open=True&other=7&include=None')).toEqual({
    limit: 5,
    open: true,
    other: '7',
    include: 'None',
  })
  expect(await query('limit=None&open=&page%5Bsize%5D=2')).toEqual({ 'page[size]': '2' })
})

test.each([
  ['limit=abc', 'limit'],
  ['limit=1.5', 'limit'],
  ['open=maybe', 'open'],
  ['sort=a&sort=b', 'sort'],
  ['other=%00', 'other'],
])('a bad parameter is a 400 that names it: %s', async (text, name) => {
  const reply = await get(`/api/v2/tickets?${text}`)
  expect(reply.statusCode).toBe(400)
  expect(reply.json().error.title).toBe('Invalid attribute')
  expect(reply.json().error.message).toContain(`for the ${name} attribute`)
})

test('the handler sees the address as it was asked', async () => {
  expect((await get('/api/v2/tickets.json?sort=x')).json().url).toBe('/api/v2/tickets.json?sort=x')
})

test('a body is passed on whole: nothing is coerced, dropped or filled in', async () => {
  const ticket = { comment: { body: 'Hi', html: '<b>' }, id: 4, url: 'x', extra: [1, '2', null] }
  const reply = await post({ ticket })
  expect([reply.statusCode, reply.json().got]).toEqual([201, { ticket }])
  expect(reply.headers.location).toBe('http://desk.example.com/api/v2/tickets/1.json')
})

test('what is wrong with a body is a 422 whose details are keyed by field', async () => {
  const reply = await post({ ticket: { subject: 'far too long for this', comment: {} } })
  expect(reply.statusCode).toBe(422)
  expect(reply.json()).toMatchObject({ error: 'RecordInvalid', description: 'Record validation errors' })
  expect(reply.json().details).toEqual({
    subject: [{ description: 'subject: must not have more than 10 characters', error: 'TooLong' }],
    'comment.body': [{ description: 'comment.body: cannot be blank', error: 'BlankValue' }],
  })
  expect((await post({})).json().details.ticket[0].error).toBe('BlankValue')
  expect((await post('[]')).statusCode).toBe(422)
  expect((await post('')).json().details.ticket[0].error).toBe('BlankValue')
  expect((await post('null')).json().details.base[0].error).toBe('InvalidValue')
  expect(
    (await post({ ticket: { subject: 5, comment: { body: 'x' } } })).json().details.subject,
  ).toHaveLength(1)
})

test('a refusal of a domain carries the ticket field', async () => {
  const reply = await post({ ticket: { subject: 'refuse', comment: { body: 'x' } } })
  expect(reply.json().details.custom_fields).toEqual([
    {
      description: 'Colour: is not one of the options',
      error: 'InvalidValue',
      ticket_field_id: 12,
      ticket_field_type: 'tagger',
    },
  ])
})

test('broken JSON is a 400 that does not quote it', async () => {
  const reply = await post('{"ticket": {"password": hunter2}}')
  expect(reply.statusCode).toBe(400)
  expect(reply.json().error.title).toBe('Invalid JSON')
  expect(reply.body).not.toContain('hunter2')
})

test('keys that poison prototypes are refused', async () => {
  for (const extra of ['{"__proto__": {"a": 1}}', '{"constructor": {"prototype": {"a": 1}}}']) {
    const reply = await post(`{"ticket": {"comment": {"body": "x"}, "extra": ${extra}}}`)
    expect([extra, reply.statusCode]).toEqual([extra, 400])
  }
  expect(
    (await post('{"ticket": {"comment": {"body": "x"}, "extra": {"constructor": "Lego"}}}')).statusCode,
  ).toBe(201)
})

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`
const withExtra = (extra: string): string => `{"ticket":{"comment":{"body":"x"},"extra":${extra}}}`

test('depth 32 passes, 33 does not', async () => {
  expect((await post(withExtra(nested(30)))).statusCode).toBe(201)
  expect((await post(withExtra(nested(31)))).statusCode).toBe(400)
  expect((await post(withExtra(nested(100_000)))).statusCode).toBe(400)
})

test('2,000 keys pass, 2,001 do not', async () => {
  const keys = (count: number): string =>
    withExtra(JSON.stringify(Object.fromEntries(Array.from({ length: count - 4 }, (_, i) => [`k${i}`, i]))))
  expect((await post(keys(2000))).statusCode).toBe(201)
  expect((await post(keys(2001))).statusCode).toBe(400)
})

test('a body of 1 MB passes, one byte more is a 413', async () => {
  const frame = withExtra('""').length
  const sized = (bytes: number): string => withExtra(JSON.stringify('x'.repeat(bytes - frame)))
  expect(sized(1_048_576)).toHaveLength(1_048_576)
  expect((await post(sized(1_048_576))).statusCode).toBe(201)
  expect((await post(sized(1_048_577))).statusCode).toBe(413)
})

test('a route may take more bytes, and with them more keys', async () => {
  const send = (payload: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v2/tickets/create_many.json',
      payload,
      headers: { 'content-type': 'application/json', ...as('agent') },
    })
  const tickets = (count: number, text = ''): string =>
    JSON.stringify({ tickets: Array.from({ length: count }, () => ({ text })) })
  expect((await send(tickets(1, 'x'.repeat(1_900_000)))).json()).toEqual({ count: 1 })
  expect((await send(tickets(1, 'x'.repeat(2_100_000)))).statusCode).toBe(413)
  expect((await send(tickets(3999))).statusCode).toBe(200)
  expect((await send(tickets(4000))).statusCode).toBe(400)
})

test('HEAD answers as GET does, without a body', async () => {
  const reply = await app.inject({ method: 'HEAD', url: '/api/v2/tickets/5.json', headers: as('reader') })
  expect([reply.statusCode, reply.body]).toEqual([200, ''])
})

test('NUL is refused by field, half a surrogate pair is made well', async () => {
  const nul = await post('{"ticket": {"subject": "a\\u0000b", "comment": {"body": "x"}}}')
  expect([nul.statusCode, Object.keys(nul.json().details)]).toEqual([422, ['ticket.subject']])
  const half = await post('{"ticket": {"subject": "a\\ud800b", "comment": {"body": "\\ud83d\\ude00"}}}')
  expect(half.json().got.ticket).toEqual({ subject: 'a\ufffdb', comment: { body: '😀' } })
})

test('a body that is not JSON is a 415; where none is taken it is ignored', async () => {
  expect((await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' })).statusCode).toBe(415)
  expect((await post('{}', { 'content-type': 'application/vnd.api+json' })).statusCode).toBe(422)
  for (const payload of ['{"ids": [1]}', '{broken', '']) {
    const headers = { 'content-type': 'application/json', ...as('agent') }
    const reply = await app.inject({ method: 'DELETE', url: '/api/v2/tickets/1.json', payload, headers })
    expect([reply.statusCode, reply.body]).toEqual([204, ''])
  }
})

test('an upload route gets the bytes whatever their type', async () => {
  for (const type of ['application/json', 'image/png', 'text/plain', undefined]) {
    const headers = { ...as('agent'), ...(type === undefined ? {} : { 'content-type': type }) }
    const reply = await app.inject({
      method: 'POST',
      url: '/api/v2/uploads.json?filename=a.json',
      payload: '{x',
      headers,
    })
    expect([type, reply.statusCode, reply.json()]).toEqual([type, 201, { bytes: 2 }])
  }
})

test('a URL of 8,192 bytes passes, a longer one is a 414', async () => {
  const url = (bytes: number): string => '/api/v2/tickets?x='.padEnd(bytes, 'y')
  expect((await get(url(8192))).statusCode).toBe(200)
  expect((await get(url(8193))).statusCode).toBe(414)
})

test('a path that is no UTF-8 is a 400 with the usual headers', async () => {
  const reply = await get('/api/v2/tickets/%ff')
  expect(reply.statusCode).toBe(400)
  expect(reply.headers['x-content-type-options']).toBe('nosniff')
})

test('a bug is a 500 with the request id; its text stays in the log, once', async () => {
  const lines: string[] = []
  const { default: pino } = await import('pino')
  const log = pino({}, { write: (line) => void lines.push(line) })
  const reply = await serverOf(routes, { ground: { log } }).inject({
    url: '/api/v2/tickets/500',
    headers: as('agent'),
  })
  expect(reply.statusCode).toBe(500)
  expect(reply.json()).toMatchObject({
    error: 'InternalError',
    request_id: reply.headers['x-zendesk-request-id'],
  })
  expect(reply.body).not.toContain('secret')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('select secret from vault')
})

test('every reply carries the security headers and its id', async () => {
  for (const url of ['/api/v2/tickets/5', '/api/v2/tickets/404', '/nothing']) {
    const { headers } = await get(url)
    expect(headers['x-request-id']).toBe(headers['x-zendesk-request-id'])
    expect(headers['x-zendesk-api-version']).toBe('v2')
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers).not.toHaveProperty('access-control-allow-origin')
    expect(headers).not.toHaveProperty('strict-transport-security')
  }
  const secure = serverOf(routes, { settings: { baseUrl: 'https://desk.example.com' } })
  expect((await secure.inject('/')).headers['strict-transport-security']).toMatch(/^max-age=\d+/)
})

test('request ids differ', async () => {
  const ids = await Promise.all([1, 2, 3].map(async () => (await get('/')).headers['x-request-id']))
  expect(new Set(ids).size).toBe(3)
})

const onSocket = async (head: string): Promise<string> => {
  const server = serverOf(routes)
  await server.listen({ host: '127.0.0.1', port: 0 })
  const address = server.server.address() as { port: number }
  try {
    return await new Promise((resolve, reject) => {
      const socket = connect(address.port, '127.0.0.1', () => socket.write(head))
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('close', () => resolve(text))
      socket.on('error', reject)
    })
  } finally {
    await server.close()
  }
}

test('headers of 32 kB are a 431, and nonsense is a 400', async () => {
  const padded = (bytes: number): string =>
    `GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Pad: ${'y'.repeat(bytes)}\r\n\r\n`
  expect(await onSocket(padded(32_000))).toMatch(/^HTTP\/1\.1 404 /)
  expect(await onSocket(padded(33_000))).toMatch(/^HTTP\/1\.1 431 /)
  expect(await onSocket('HELO there\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
})
