import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Route } from '../../src/platform/http/index.ts'
import { type Answered, bearer, type Sent } from './house.ts'
import { declared } from './matrix/cells.ts'
import { type Rows, watchRows } from './rows.ts'
import { proven } from './size.ts'
import { emailOf, openWorld, PASSWORD, type World } from './world.ts'

const OURS = 'http://localhost:3000'
const FOREIGN = 'https://evil.example'

let world: World
let rows: Rows
beforeAll(async () => {
  world = await openWorld()
  rows = await watchRows(world.db)
  await rows.keep()
}, 60_000)
afterAll(() => world?.close())

/** A route's declared example, asked for by whoever the headers say; of the first thing that stands. */
const example = (route: Route): Sent => {
  const row = declared.get(route.operation)?.row
  const name = row?.things?.names[0] ?? ''
  const params = row?.things?.params(world, name, 'owner') ?? {}
  const query = typeof row?.query === 'function' ? row.query(world, name) : (row?.query ?? '')
  const body = typeof row?.body === 'function' ? row.body(world, name, 'owner') : row?.body
  return {
    method: route.method,
    url: route.path.replaceAll(/:(\w+)/g, (_, p: string) => String(params[p] ?? 1)) + query,
    body,
  }
}

const call = (sent: Sent, headers: Record<string, string>): Promise<Answered> =>
  world.call({ ...sent, headers: { ...sent.headers, ...headers } })

const headerFaults = (told: string, { headers }: Pick<Answered, 'headers'>): string[] => {
  const policy = String(headers['content-security-policy'] ?? '')
  return [
    [policy.includes('default-src'), 'no content security policy'],
    [!/unsafe-(?:inline|eval)/.test(policy), 'an unsafe policy'],
    [policy.includes("frame-ancestors 'none'"), 'may be framed'],
    [headers['x-content-type-options'] === 'nosniff', 'may be sniffed'],
    // Forms of ours tell ourselves where they come from; other sites are told nothing.
    [/^(?:no-referrer|same-origin)$/.test(String(headers['referrer-policy'])), 'tells where one came from'],
    [String(headers['cache-control'] ?? '').includes('no-store'), 'may be stored'],
  ].flatMap(([holds, fault]) => (holds ? [] : [`${told}: ${String(fault)}`]))
}

/** Where a file of a ticket is fetched. */
const urlOfFile = async (): Promise<string> => {
  const shown = await call(
    { method: 'GET', url: `/api/v2/attachments/${world.ids['open file own']}` },
    bearer(world.tokens.owner),
  )
  return (JSON.parse(shown.text).attachment.content_url as string).slice(OURS.length)
}

describe('headers', () => {
  it('are on every answer: of each route signed in and not, on errors, and on what is no route', async () => {
    const faults: string[] = []
    let answers = 0
    const file = await urlOfFile()
    const look = async (sent: Sent, headers: Record<string, string> = {}): Promise<void> => {
      const answer = await call(sent, headers)
      answers += 1
      // What takes no body at all is really done.
      if (sent.method !== 'GET' && answer.status < 300) await rows.restore()
      faults.push(...headerFaults(`${sent.method} ${sent.url.slice(0, 60)} ${answer.status}`, answer))
    }
    for (const route of world.routes) {
      await look(example(route))
      if (route.method === 'GET') await look(example(route), bearer(world.tokens.owner))
      await look(
        { ...example(route), body: '{' },
        { ...bearer(world.tokens.owner), 'content-type': 'application/json' },
      )
    }
    const others = [
      '/',
      '/nothing',
      '/api/v2/nothing',
      '/healthz',
      '/readyz',
      '/metrics',
      '/api/openapi.json',
      '/%zz',
      `/${'x'.repeat(9000)}`,
    ]
    for (const url of others) await look({ method: 'GET', url })
    for (const method of ['HEAD', 'OPTIONS', 'PUT', 'TRACE']) await look({ method, url: '/api/v2/tickets' })
    await look({ method: 'GET', url: file })
    expect(faults).toEqual([])
    proven('C-43', 'headers on every answer', `${answers} answers of ${world.routes.length} routes`)
  }, 60_000)

  it('are on what is no HTTP at all', async () => {
    const address = await world.mainstay.server.listen({ host: '127.0.0.1', port: 0 })
    const { port } = new URL(address)
    for (const bytes of ['HELO\r\n\r\n', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`]) {
      const socket = connect(Number(port), '127.0.0.1')
      let answer = ''
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString()
      })
      socket.write(bytes)
      await once(socket, 'close')
      const [head = ''] = answer.split('\r\n\r\n')
      const headers = Object.fromEntries(
        head
          .split('\r\n')
          .slice(1)
          .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
      )
      expect(headerFaults(head.slice(0, 30), { headers })).toEqual([])
    }
  })
})

type Session = { readonly cookie: string; readonly csrf: string }
const signIn = async (email: string): Promise<Session> => {
  const answer = await world.call({
    method: 'POST',
    url: '/api/v2/sign_in',
    body: { email, password: PASSWORD },
  })
  const cookie = String(answer.headers['set-cookie']).split(';')[0]!
  return { cookie, csrf: JSON.parse(answer.text).session.authenticity_token }
}

describe('a session cookie', () => {
  it('writes nothing without our own origin and the token, by any route', async () => {
    const { cookie, csrf } = await signIn(emailOf('owner'))
    const before = await rows.digest()
    const forged: Record<string, string>[] = [
      { origin: FOREIGN, 'x-csrf-token': csrf },
      { origin: FOREIGN },
      { origin: 'null', 'x-csrf-token': csrf },
      { origin: `${OURS}.evil.example`, 'x-csrf-token': csrf },
      { 'x-csrf-token': csrf },
      { origin: OURS },
      { origin: OURS, 'x-csrf-token': '' },
      { origin: OURS, 'x-csrf-token': `${csrf}x` },
      { origin: OURS, 'content-type': 'text/plain' },
      { origin: FOREIGN, 'content-type': 'application/x-www-form-urlencoded' },
      { origin: FOREIGN, host: 'evil.example', 'x-csrf-token': csrf },
    ]
    const writes = world.routes.filter(({ method }) => method !== 'GET')
    const faults: string[] = []
    for (const route of writes)
      for (const headers of forged) {
        // Signing in has no session to steal: what counts there is whose page it comes from.
        if (route.rate === 'login' && (headers.origin === undefined || headers.origin === OURS)) continue
        const answer = await call(example(route), { cookie, ...headers })
        if (answer.status !== 403)
          faults.push(`${route.method} ${route.path} ${JSON.stringify(headers)}: ${answer.status}`)
      }
    expect(faults).toEqual([])
    expect(await rows.digest()).toEqual(before)
    const good = await call(
      { method: 'POST', url: '/api/v2/groups', body: { group: { name: 'By session' } } },
      { cookie, origin: OURS, 'x-csrf-token': csrf },
    )
    expect(good.status).toBe(201)
    proven(
      'T-16',
      'forged writes with a session cookie',
      `${writes.length} routes x ${forged.length} forgeries`,
    )
  }, 60_000)

  it('and every GET leave the rows as they are', async () => {
    const { cookie } = await signIn(emailOf('admin'))
    const gets = world.routes.filter(({ method }) => method === 'GET')
    const before = await rows.digest()
    world.clock.advance(3_600_000)
    for (const route of gets) {
      const answer = await call(example(route), { cookie })
      expect(answer.status, route.path).toBeLessThan(500)
    }
    const { audit_log: _audit, ...after } = await rows.digest()
    expect(after).toEqual(
      Object.fromEntries(Object.entries(before).filter(([table]) => table !== 'audit_log')),
    )
    proven('T-16', 'no GET changes a row', `${gets.length} routes`)
  }, 60_000)
})

describe('where a request says it was sent to', () => {
  it('is in no answer and no link', async () => {
    const forged: Record<string, string>[] = [
      { host: 'evil.example' },
      { host: 'evil.example:3000' },
      { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
      { forwarded: 'host=evil.example' },
      { host: 'localhost:3000@evil.example' },
      { host: 'localhost.evil.example' },
      { 'x-original-url': '/evil.example', 'x-rewrite-url': '/evil.example' },
    ]
    const gets = world.routes.filter(({ method }) => method === 'GET')
    const faults: string[] = []
    for (const route of gets)
      for (const headers of forged) {
        const answer = await call(example(route), { ...bearer(world.tokens.owner), ...headers })
        if (`${answer.text}${JSON.stringify(answer.headers)}`.includes('evil.example'))
          faults.push(`${route.path} ${JSON.stringify(headers)}`)
      }
    for (const headers of forged) {
      const made = await call(
        {
          method: 'POST',
          url: '/api/v2/groups',
          body: { group: { name: `Host ${JSON.stringify(headers).length}` } },
        },
        { ...bearer(world.tokens.owner), ...headers },
      )
      if (JSON.stringify(made.headers).includes('evil.example')) faults.push('location')
    }
    expect(faults).toEqual([])
    proven('T-24', 'forged Host and X-Forwarded-*', `${gets.length} routes x ${forged.length} headers`)
  }, 60_000)
})

/** Where a browser may be lured to after it signed in, in the ways in which checks of that are fooled. */
const LURES: readonly string[] = [
  ...[
    'evil.example',
    'evil.example:443',
    'localhost:3000@evil.example',
    'localhost:3000.evil.example',
    'ev\u0131l.example',
  ]
    .concat(['0x7f.1', '[::1]', '%65vil.example', 'evil%E3%80%82example', 'evil.example%00.localhost'])
    .flatMap((host) => [
      ...[
        `https://${host}`,
        `http://${host}/`,
        `//${host}`,
        `///${host}`,
        `/\\${host}`,
        `\\\\${host}`,
        `/%2f${host}`,
      ],
      ...[`https:${host}`, `/./${host}/..//${host}`, ` //${host}`, `\t//${host}`, `/\n/${host}`],
    ]),
  ...[
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'mailto:a@evil.example',
    '',
    '/',
  ],
  ...[
    '/oauth/authorizations/new\r\nLocation: //evil.example',
    '/oauth/authorizations/new',
    '/access/sign_in',
  ],
]

describe('signing in on a page', () => {
  it('leads to no place that is not ours', async () => {
    const faults: string[] = []
    for (const [n, return_to] of LURES.entries()) {
      // So that nobody has tried too often.
      if (n % 20 === 0) world.clock.advance(15 * 60_000)
      const body = new URLSearchParams({ email: emailOf('zoe'), password: PASSWORD, return_to }).toString()
      const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: OURS }
      const answer = await call({ method: 'POST', url: '/access/sign_in', body }, headers)
      if (answer.status !== 400 || answer.headers.location !== undefined)
        faults.push(`${JSON.stringify(return_to)}: ${answer.status} ${String(answer.headers.location)}`)
    }
    expect(faults).toEqual([])
    proven('T-24', 'places to go on to after signing in', `${LURES.length} lures`)
  }, 60_000)
})

describe('signing in', () => {
  const attempt = (email: string, headers: Record<string, string> = {}): Promise<Answered> =>
    call(
      { method: 'POST', url: '/api/v2/sign_in', body: { email, password: 'not the right one at all' } },
      headers,
    )

  it('says the same of accounts that there are and of others', async () => {
    const known = await attempt(emailOf('carol'))
    for (const email of ['nobody@customer.example', emailOf('suspended'), emailOf('removed'), 'x', '']) {
      const other = await attempt(email)
      expect([other.status, other.text]).toEqual([known.status, known.text])
      expect(Object.keys(other.headers).sort()).toEqual(Object.keys(known.headers).sort())
    }
    expect(known.status).toBe(401)
    proven('T-15', 'known and unknown accounts', 'byte-equal, 6 kinds')
  })

  it('is refused the eleventh time in 15 minutes, whatever address the request claims', async () => {
    for (const email of [emailOf('cleo'), 'no-such@customer.example']) {
      const statuses: number[] = []
      for (let n = 0; n < 11; n++)
        statuses.push(
          (await attempt(email, { 'x-forwarded-for': `203.0.113.${n}`, forwarded: `for=203.0.113.${n}` }))
            .status,
        )
      expect(statuses).toEqual([...Array<number>(10).fill(401), 429])
    }
    const right = await world.call({
      method: 'POST',
      url: '/api/v2/sign_in',
      body: { email: emailOf('cleo'), password: PASSWORD },
    })
    expect(right.status).toBe(429)
    world.clock.advance(15 * 60_000)
    const later = await world.call({
      method: 'POST',
      url: '/api/v2/sign_in',
      body: { email: emailOf('cleo'), password: PASSWORD },
    })
    expect(later.status).toBe(200)
    proven('T-15', 'the 11th failed sign-in', '429, known and unknown')
  }, 30_000)

  it('is refused to one address past 100 tries, whatever it claims to be', async () => {
    world.clock.advance(15 * 60_000)
    const statuses: number[] = []
    for (let n = 0; n < 101; n++)
      statuses.push(
        (await attempt(`n${n}@customer.example`, { 'x-forwarded-for': `203.0.113.${n % 50}` })).status,
      )
    expect(statuses.filter((status) => status === 401)).toHaveLength(100)
    expect(statuses.at(-1)).toBe(429)
  }, 60_000)
})
