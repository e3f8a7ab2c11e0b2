import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { as, serverOf } from './fixture.ts'
import type { Bucket, Rates } from './rates.ts'
import { type Method, type RateClass, route } from './route.ts'

type Made = {
  permission?: string
  scope?: string
  rate?: RateClass
  toleratesBadCredentials?: true
}

const made = (method: Method, path: string, over: Made = {}) =>
  route({
    method,
    path,
    operation: `${method}${path}`,
    summary: 'For tests',
    permission: 'tickets.view',
    scope: method === 'GET' ? 'tickets:read' : 'tickets:write',
    rate: method === 'GET' ? 'read' : 'write',
    audit: 'none',
    ...(method === 'POST' ? { body: Type.Object({ needed: Type.String() }) } : {}),
    response: { 200: Type.Object({ user: Type.Union([Type.Integer(), Type.Null()]) }) },
    ...over,
    handler: async ({ caller }) => ({ body: { user: caller.userId } }),
  })

const routes = [
  made('GET', '/api/v2/tickets'),
  made('POST', '/api/v2/tickets'),
  made('PUT', '/api/v2/tickets/:id'),
  made('GET', '/api/v2/settings', { permission: 'settings.manage', scope: 'settings:read' }),
  made('GET', '/api/v2/mine', { permission: 'signed_in' }),
  made('GET', '/api/v2/open', { permission: 'public', scope: 'none' }),
  made('GET', '/api/v2/users/me', {
    permission: 'public',
    scope: 'users:read',
    toleratesBadCredentials: true,
  }),
  made('POST', '/api/v2/sign_in', { permission: 'public', scope: 'none', rate: 'login' }),
]
const app = serverOf(routes)
const payload = { needed: 'x' }

const call = async (method: Method, url: string, headers: Record<string, string> = {}) => {
  const reply = await app.inject({ method, url, headers, ...(method === 'POST' ? { payload } : {}) })
  return reply.statusCode
}

test('without credentials a protected route is a 401 with a challenge, whatever else is wrong', async () => {
  const reply = await app.inject({ method: 'POST', url: '/api/v2/tickets', payload: {} })
  expect([reply.statusCode, reply.json()]).toEqual([401, { error: "Couldn't authenticate you" }])
  expect(reply.headers['www-authenticate']).toMatch(/^Basic /)
  expect(await call('GET', '/api/v2/mine')).toBe(401)
})

test('a browser gets no challenge, because it would answer with its own dialogue', async () => {
  const reply = await app.inject({ url: '/api/v2/mine', headers: { 'sec-fetch-site': 'same-origin' } })
  expect(reply.statusCode).toBe(401)
  expect(reply.headers).not.toHaveProperty('www-authenticate')
})

test('wrong credentials are a 401 even where none are needed, but not where the wire says otherwise', async () => {
  expect(await call('GET', '/api/v2/open')).toBe(200)
  expect(await call('GET', '/api/v2/open', as('nobody'))).toBe(401)
  const me = await app.inject({ url: '/api/v2/users/me.json', headers: as('nobody') })
  expect([me.statusCode, me.json()]).toEqual([200, { user: null }])
})

test('a permission that is not held is a 403 before the body is looked at', async () => {
  expect(await call('GET', '/api/v2/tickets', as('agent'))).toBe(200)
  expect(await call('GET', '/api/v2/tickets', as('end_user'))).toBe(403)
  expect(await call('GET', '/api/v2/settings', as('agent'))).toBe(403)
  expect(await call('GET', '/api/v2/settings', as('admin'))).toBe(200)
  expect(await call('GET', '/api/v2/mine', as('end_user'))).toBe(200)
  const reply = await app.inject({
    method: 'POST',
    url: '/api/v2/tickets',
    payload: '{',
    headers: as('end_user'),
  })
  expect(reply.json()).toEqual({ error: 'Forbidden', description: 'You do not have access to this page.' })
})

test('scopes: everything, a verb, or a resource and a verb', async () => {
  expect(await call('GET', '/api/v2/tickets', as('reader'))).toBe(200)
  expect(await call('POST', '/api/v2/tickets', as('reader'))).toBe(403)
  expect(await call('POST', '/api/v2/tickets', as('tickets'))).toBe(200)
  expect(await call('GET', '/api/v2/tickets', as('tickets'))).toBe(403)
  expect(await call('GET', '/api/v2/users/me', as('tickets'))).toBe(403)
  expect(await call('GET', '/api/v2/open', as('tickets'))).toBe(200)
})

const session = { cookie: 'other=1; session=ok' }
const ours = 'http://desk.example.com'

test('a session reads without more, and writes with its token from our own pages only', async () => {
  const write = (headers: Record<string, string>) =>
    call('POST', '/api/v2/tickets', { ...session, ...headers })
  expect(await call('GET', '/api/v2/tickets', session)).toBe(200)
  expect(await write({ 'x-csrf-token': 'right', origin: ours })).toBe(200)
  expect(await write({})).toBe(403)
  expect(await write({ origin: ours })).toBe(403)
  expect(await write({ 'x-csrf-token': 'wrong', origin: ours })).toBe(403)
  expect(await write({ 'x-csrf-token': 'right' })).toBe(403)
  expect(await write({ 'x-csrf-token': 'right', origin: 'null' })).toBe(403)
  expect(await write({ 'x-csrf-token': 'right', origin: 'http://evil.example.com' })).toBe(403)
  const evil = { 'x-csrf-token': 'right', origin: 'http://evil.example.com', host: 'evil.example.com' }
  expect(await write(evil)).toBe(403)
  const local = { 'x-csrf-token': 'right', origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }
  expect(await write(local)).toBe(200)
  expect(await call('PUT', '/api/v2/tickets/1', session)).toBe(403)
})

test('a token needs no CSRF token', async () => {
  expect(await call('POST', '/api/v2/tickets', { ...as('agent'), origin: 'http://evil.example.com' })).toBe(
    200,
  )
})

test('a foreign page cannot sign a browser in', async () => {
  expect(await call('POST', '/api/v2/sign_in', { origin: ours, host: 'desk.example.com' })).toBe(200)
  expect(await call('POST', '/api/v2/sign_in')).toBe(200)
  expect(await call('POST', '/api/v2/sign_in', { origin: 'http://evil.example.com' })).toBe(403)
})

test('rate headers are on every reply past the credentials; an empty budget is a 429', async () => {
  const headers = (await app.inject({ url: '/api/v2/tickets', headers: as('end_user') })).headers
  expect(headers).toMatchObject({
    'x-rate-limit': '700',
    'x-rate-limit-remaining': '699',
    'ratelimit-limit': '700',
    'ratelimit-remaining': '699',
    'ratelimit-reset': '17',
  })
  const empty: Bucket = { limit: 5, take: () => false, remaining: () => 0, resetSeconds: () => 42 }
  const rates: Rates = { bucketFor: () => empty, login: async () => {} }
  const reply = await serverOf(routes, { rates }).inject({ url: '/api/v2/tickets', headers: as('end_user') })
  expect(reply.statusCode).toBe(429)
  expect(reply.headers).toMatchObject({ 'retry-after': '42', 'x-rate-limit-remaining': '0' })
  expect(reply.json()).toEqual({
    error: 'APIRateLimitExceeded',
    description: 'Number of allowed API requests per minute exceeded',
  })
})

test('of an export they are told under the name of its budget too', async () => {
  const exporting = serverOf([{ ...made('GET', '/api/v2/tickets'), rate: 'export' }])
  const headers = (await exporting.inject({ url: '/api/v2/tickets', headers: as('end_user') })).headers
  expect(headers['zendesk-ratelimit-incremental-exports']).toBe('total=700; remaining=699; resets=17')
})

test('a check that throws denies', async () => {
  const broken = serverOf(routes, {
    authenticate: async () => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' })
    },
  })
  const reply = await broken.inject('/api/v2/open')
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '1'])
  const bug = serverOf(routes, { authenticate: () => Promise.reject(new TypeError('bug')) })
  expect((await bug.inject('/api/v2/open')).statusCode).toBe(500)
})
