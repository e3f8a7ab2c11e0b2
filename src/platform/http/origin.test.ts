import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { serverOf } from './fixture.ts'
import { originEcho } from './origin.ts'
import { route } from './route.ts'

const whoami = route({
  method: 'GET',
  path: '/api/v2/where',
  operation: 'Where',
  summary: 'For tests',
  permission: 'public',
  scope: 'none',
  rate: 'read',
  audit: 'none',
  response: { 200: Type.Object({ origin: Type.String(), ip: Type.String() }) },
  handler: async ({ origin, ip }) => ({ body: { origin, ip } }),
})

const asked = async (
  headers: Record<string, string>,
  trustedProxies: string[] = [],
  remoteAddress = '10.0.0.9',
) =>
  (
    await serverOf([whoami], { settings: { trustedProxies } }).inject({
      url: '/api/v2/where',
      headers,
      remoteAddress,
    })
  ).json()

test.each([
  ['desk.example.com', 'http://desk.example.com'],
  ['DESK.example.com', 'http://desk.example.com'],
  ['127.0.0.1:41234', 'http://127.0.0.1:41234'],
  ['localhost:3000', 'http://localhost:3000'],
  ['[::1]:3000', 'http://[::1]:3000'],
  ['other.example.com', 'http://other.example.com'],
  ['other.example.com:8080', 'http://other.example.com:8080'],
  ['evil.example.com', 'http://desk.example.com'],
  ['desk.example.com.evil.org', 'http://desk.example.com'],
  ['localhost.evil.org', 'http://desk.example.com'],
  ['127.0.0.1:3000/../evil', 'http://desk.example.com'],
  ['other.example.com@evil.org', 'http://desk.example.com'],
])('asked as "%s", links start with %s', async (host, origin) => {
  expect((await asked({ host })).origin).toBe(origin)
})

test('forwarded addresses count from listed peers only', async () => {
  const headers = {
    host: 'internal:3000',
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-host': 'other.example.com',
    'x-forwarded-proto': 'https',
  }
  expect(await asked(headers)).toEqual({ origin: 'http://desk.example.com', ip: '10.0.0.9' })
  expect(await asked(headers, ['10.0.0.1'])).toEqual({ origin: 'http://desk.example.com', ip: '10.0.0.9' })
  expect(await asked(headers, ['10.0.0.0/24'])).toEqual({
    origin: 'https://other.example.com',
    ip: '203.0.113.7',
  })
})

test("the base URL's own host keeps its scheme, because TLS ends before us", () => {
  const echo = originEcho({ baseUrl: 'https://desk.example.com', hosts: [] })
  expect(echo({ host: 'desk.example.com', protocol: 'http' })).toBe('https://desk.example.com')
  expect(echo({ host: '', protocol: 'http' })).toBe('https://desk.example.com')
  expect(echo({ host: undefined, protocol: 'http' })).toBe('https://desk.example.com')
})
