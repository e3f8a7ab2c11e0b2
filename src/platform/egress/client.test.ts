import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createEgress, type EgressRequest } from './client.ts'
import type { Resolve } from './target.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
let port: number
let answer: Answer
const asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = []

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    asked.push({ method: request.method!, url: request.url!, headers: request.headers, body })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(() => asked.splice(0))
afterAll(() => server.close())

const LOCAL: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]
const resolvesTo =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

/** A request to the local server, as the owner's opt-in allows it. */
const local = (path = '/', more: Partial<EgressRequest> = {}): EgressRequest => ({
  url: `http://desk.example:${port}${path}`,
  allowHttp: true,
  allowPrivate: true,
  ports: [port],
  ...more,
})

const reasonOf = async (request: EgressRequest, resolve: Resolve = LOCAL): Promise<string> => {
  const result = await createEgress({ resolve }).fetch(request)
  return result.ok ? `answered ${result.value.status}` : result.error.reason
}

describe('what is refused before anything is sent', () => {
  it.each([
    ['bad_url', 'not a url'],
    ['bad_url', '/path'],
    ['bad_url', 'http://example.com/'],
    ['bad_url', 'ftp://example.com/'],
    ['bad_url', 'file:///etc/passwd'],
    ['bad_url', 'data:text/plain,x'],
    ['bad_url', 'https://user:pass@example.com/'],
    ['bad_url', 'https://user@example.com/'],
    ['port', 'https://example.com:22/'],
    ['port', 'https://example.com:80/'],
    ['port', 'https://example.com:5432/'],
    ['address', 'https://127.0.0.1/'],
    ['address', 'https://127.1/'],
    ['address', 'https://2130706433/'],
    ['address', 'https://0x7f000001/'],
    ['address', 'https://0177.0.0.1/'],
    ['address', 'https://0/'],
    ['address', 'https://[::1]/'],
    ['address', 'https://[::ffff:127.0.0.1]/'],
    ['address', 'https://[::ffff:7f00:1]/'],
    ['address', 'https://[64:ff9b::7f00:1]/'],
    ['address', 'https://[fe80::1]/'],
    ['address', 'https://169.254.169.254/latest/meta-data/'],
    ['address', 'https://１２７.0.0.1/'],
    ['address', 'https://10.0.0.1./'],
  ])('%s: %s', async (reason, url) => {
    expect(await reasonOf({ url })).toBe(reason)
    expect(asked).toEqual([])
  })

  it('names that lead to a private address, in whole or in part, or nowhere', async () => {
    const url = 'https://rebinding.example/'
    expect(await reasonOf({ url }, resolvesTo('10.1.2.3'))).toBe('address')
    expect(await reasonOf({ url }, resolvesTo('8.8.8.8', '127.0.0.1'))).toBe('address')
    expect(await reasonOf({ url }, resolvesTo('8.8.8.8', '::1'))).toBe('address')
    expect(await reasonOf({ url }, resolvesTo('not an address'))).toBe('address')
    expect(await reasonOf({ url }, resolvesTo())).toBe('name')
    expect(await reasonOf({ url }, () => Promise.reject(new Error('ENOTFOUND')))).toBe('name')
  })

  it('metadata even where private addresses are allowed', async () => {
    const url = 'https://target.example/'
    for (const address of [
      '169.254.169.254',
      'fd00:ec2::254',
      '100.100.100.200',
      '0.0.0.0',
      '::ffff:127.0.0.1',
    ]) {
      expect(await reasonOf({ url, allowPrivate: true }, resolvesTo(address)), address).toBe('address')
    }
  })

  it.each([
    [{ 'x-a': 'one\r\nx-b: two' }],
    [{ 'x-a': 'one\ntwo' }],
    [{ 'x-a': '\u0000' }],
    [{ 'x-a': '\u2028' }],
    [{ 'bad name': 'x' }],
    [{ Host: 'other.example' }],
    [{ 'Transfer-Encoding': 'chunked' }],
    [{ 'content-length': '5' }],
    [{ 'Proxy-Authorization': 'x' }],
  ])('headers such as %j', async (headers) => {
    expect(await reasonOf(local('/', { headers }))).toBe('bad_request')
    expect(asked).toEqual([])
  })
})

describe('a request', () => {
  it('goes out as given, with nothing of ours or of the environment', async () => {
    process.env.HTTP_PROXY = 'http://127.0.0.1:1/'
    answer = (_request, response) => {
      response.writeHead(201, { 'X-Reply': 'yes', 'Set-Cookie': ['a=1', 'b=2'] }).end('hello')
    }
    const request = local('/hook?a=1#fragment', {
      method: 'POST',
      headers: { 'X-Sign': 's' },
      body: 'payload',
    })
    const result = await createEgress({ resolve: LOCAL }).fetch(request)
    delete process.env.HTTP_PROXY
    expect(result).toMatchObject({
      ok: true,
      value: { status: 201, headers: { 'x-reply': 'yes', 'set-cookie': 'a=1, b=2' } },
    })
    expect(result.ok && `${result.value.body}`).toBe('hello')
    expect(asked).toHaveLength(1)
    const { headers, ...rest } = asked[0]!
    expect(rest).toEqual({ method: 'POST', url: '/hook?a=1', body: 'payload' })
    expect(Object.keys(headers).sort()).toEqual(
      ['accept-encoding', 'connection', 'content-length', 'host', 'user-agent', 'x-sign'].sort(),
    )
    expect(headers.host).toBe(`desk.example:${port}`)
  })

  it('resolves the name once and connects to just that: a rebinding name gets no second answer', async () => {
    let questions = 0
    const rebinding: Resolve = async () => {
      questions++
      return [{ address: questions === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }]
    }
    answer = (_request, response) => response.end('ok')
    expect(await reasonOf(local(), rebinding)).toBe('answered 200')
    expect(questions).toBe(1)
  })

  it('fails with a name: nobody listens, no TLS there, broken off', async () => {
    expect(await reasonOf({ ...local(), url: 'http://desk.example:1/', ports: [1] })).toBe('connection')
    expect(await reasonOf({ ...local(), url: `https://desk.example:${port}/` })).toBe('tls')
    answer = (_request, response) => response.destroy()
    expect(await reasonOf(local())).toBe('connection')
  })

  it('ends at its time, whoever makes it wait: the name, the head of the answer, its body', async () => {
    const timeoutMs = 50
    expect(await reasonOf(local('/', { timeoutMs }), () => new Promise(() => undefined))).toBe('timeout')
    answer = () => undefined
    expect(await reasonOf(local('/', { timeoutMs }))).toBe('timeout')
    answer = (_request, response) => response.writeHead(200).write('some')
    expect(await reasonOf(local('/', { timeoutMs }))).toBe('timeout')
  })

  it('can be given up from outside', async () => {
    answer = () => undefined
    const abort = new AbortController()
    const reason = reasonOf(local('/', { signal: abort.signal }))
    abort.abort()
    expect(await reason).toBe('connection')
  })

  it('takes as many bytes as allowed, and not one more', async () => {
    answer = (_request, response) => response.end('x'.repeat(1000))
    expect(await reasonOf(local('/', { maxBytes: 1000 }))).toBe('answered 200')
    expect(await reasonOf(local('/', { maxBytes: 999 }))).toBe('too_large')
    answer = (_request, response) => response.end('x'.repeat(1_000_001))
    expect(await reasonOf(local())).toBe('too_large')
  })
})

describe('redirects', () => {
  const chain =
    (length: number): Answer =>
    (request, response) => {
      const step = Number(request.url!.slice(1))
      if (step >= length) response.end('there')
      else response.writeHead(302, { location: `/${step + 1}` }).end()
    }

  it('are not followed unless asked, and then three at most', async () => {
    answer = chain(1)
    expect(await reasonOf(local('/0'))).toBe('answered 302')
    answer = chain(3)
    expect(await reasonOf(local('/0', { maxRedirects: 3 }))).toBe('answered 200')
    answer = chain(4)
    expect(await reasonOf(local('/0', { maxRedirects: 9 }))).toBe('redirect')
  })

  it.each([
    ['address', 'http://169.254.169.254/'],
    ['address', 'http://[64:ff9b::7f00:1]/'],
    ['bad_url', 'file:///etc/passwd'],
    ['bad_url', 'http://user:pass@desk.example/'],
    ['port', 'http://desk.example:22/'],
  ])('are checked like any address (%s): %s', async (reason, location) => {
    answer = (_request, response) => response.writeHead(302, { location }).end()
    const ports = [port, 80]
    expect(await reasonOf(local('/', { maxRedirects: 3, ports }))).toBe(reason)
    expect(asked).toHaveLength(1)
  })

  it('resolve anew: a name that now leads elsewhere is refused', async () => {
    let questions = 0
    const rebinding: Resolve = async () => [
      { address: ++questions === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 },
    ]
    answer = chain(1)
    expect(await reasonOf(local('/0', { maxRedirects: 3 }), rebinding)).toBe('address')
    expect(asked).toHaveLength(1)
  })

  it('carry credentials within one origin only, and a body only under 307 and 308', async () => {
    const headers = {
      authorization: 'Bearer x',
      'x-api-key': 'k',
      'content-type': 'text/plain',
      accept: 'a/b',
    }
    const follow = async (status: number, location: string) => {
      asked.splice(0)
      answer = (request, response) => {
        if (request.url === '/start') response.writeHead(status, { location }).end()
        else response.end()
      }
      await createEgress({ resolve: LOCAL }).fetch(
        local('/start', { method: 'POST', headers, body: 'b', maxRedirects: 1 }),
      )
      const { authorization, accept, 'x-api-key': key, 'content-type': type } = asked[1]!.headers
      return [asked[1]!.method, asked[1]!.body, authorization, key, type, accept]
    }
    expect(await follow(302, '/end')).toEqual(['GET', '', 'Bearer x', 'k', undefined, 'a/b'])
    expect(await follow(307, '/end')).toEqual(['POST', 'b', 'Bearer x', 'k', 'text/plain', 'a/b'])
    const elsewhere = `http://other.example:${port}/end`
    expect(await follow(308, elsewhere)).toEqual(['POST', 'b', undefined, undefined, 'text/plain', 'a/b'])
  })
})

it('gives the checked addresses of a name to other protocols', async () => {
  const egress = createEgress({ resolve: resolvesTo('8.8.8.8') })
  expect(await egress.resolve('imap.example')).toEqual({
    ok: true,
    value: [{ address: '8.8.8.8', family: 4 }],
  })
  expect(await egress.resolve('127.0.0.1')).toMatchObject({ ok: false, error: { reason: 'address' } })
  expect(await egress.resolve('127.0.0.1', true)).toMatchObject({ ok: true })
})
