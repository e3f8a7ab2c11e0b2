import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commentBody } from '../../src/channels/core/index.ts'
import { readMail } from '../../src/channels/mail/parse/read-mail.ts'
import { sql } from '../../src/platform/db/index.ts'
import { cutHtml, MAX_HTML_BYTES } from '../../src/platform/html/limits.ts'
import { type Answered, bearer, openHouse, type ProofHouse } from './house.ts'
import { proven } from './size.ts'
import { asking } from './world.ts'

let house: ProofHouse
let token: string
let ticketId: number
beforeAll(async () => {
  house = await openHouse()
  const people = house.domains.people
  await people.createUser({
    email: 'olga@desk.example',
    name: 'Olga',
    role: 'owner',
    password: 'seven green lanterns hum',
  })
  token = (await people.createToken({ email: 'olga@desk.example' })).secret
  const made = await asking(house.call, token)('POST', '/tickets', {
    ticket: { subject: 'x', comment: { body: 'x' } },
  })
  ticketId = made.ticket.id
}, 60_000)
afterAll(() => house?.close())

const send = (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> =>
  house.call({ method, url: `/api/v2${path}`, body, headers: { ...bearer(token), ...headers } })
const json = (text: string) => ({ body: text, headers: { 'content-type': 'application/json' } })
const put = (text: string): Promise<Answered> =>
  send('PUT', `/tickets/${ticketId}`, json(text).body, json(text).headers)

/** A body of a ticket that has exactly so many bytes. */
const bodyOf = (bytes: number): string => {
  const frame = '{"ticket":{"metadata":{"pad":""}}}'
  return frame.replace('""', `"${'p'.repeat(bytes - frame.length)}"`)
}
const many = (bytes: number): string => {
  const frame = '{"tickets":[{"id":1,"metadata":{"pad":""}}]}'
  return frame.replace('""', `"${'p'.repeat(bytes - frame.length)}"`)
}
const nested = (levels: number): string =>
  `{"ticket":{"metadata":{"a":${'['.repeat(levels - 3)}${']'.repeat(levels - 3)}}}}`
const keyed = (keys: number): string =>
  `{"ticket":{"x":{${Array.from({ length: keys - 2 }, (_, n) => `"k${n}":1`).join(',')}}}}`
const idsOf = (count: number): string => Array.from({ length: count }, (_, n) => 8_000_000 + n).join(',')
const text = (length: number): string => 'é'.repeat(Math.floor(length / 2)) + 'x'.repeat(length % 2)

const MB = 1024 * 1024

/** An upload of so many files: one is sent, the others are written beside it. */
const uploadOf = async (files: number): Promise<string> => {
  const { text: answer } = await house.call({
    method: 'POST',
    url: '/api/v2/uploads?filename=a.txt',
    body: Buffer.from('x'),
    headers: { ...bearer(token), 'content-type': 'text/plain' },
  })
  const { upload } = JSON.parse(answer)
  await house.db.rows(sql`insert into upload_files (upload_id, blob, file_name, content_type, size, sha256, created_at)
    select upload_id, blob || n, file_name, content_type, size, sha256, created_at
    from upload_files, generate_series(2, ${files}) n where id = ${upload.attachment.id}`)
  return upload.token
}

type Limit = {
  readonly what: string
  readonly limit: number
  readonly ask: (n: number) => Promise<Answered>
  readonly within: number
  readonly beyond: number
}

/** Each is asked one below, at, and one above its limit. */
const LIMITS: readonly Limit[] = [
  { what: 'JSON body, bytes', limit: MB, ask: (n) => put(bodyOf(n)), within: 200, beyond: 413 },
  {
    what: 'bulk body, bytes',
    limit: 8 * MB,
    ask: (n) => send('PUT', '/tickets/update_many', many(n), json('').headers),
    within: 200,
    beyond: 413,
  },
  { what: 'JSON depth', limit: 32, ask: (n) => put(nested(n)), within: 200, beyond: 400 },
  { what: 'JSON keys', limit: 2000, ask: (n) => put(keyed(n)), within: 200, beyond: 400 },
  {
    what: 'URL, bytes',
    limit: 8192,
    ask: (n) => send('GET', `/tickets?x=${'u'.repeat(n - '/api/v2/tickets?x='.length)}`),
    within: 200,
    beyond: 414,
  },
  {
    what: 'bulk creates',
    limit: 100,
    ask: (n) =>
      send('POST', '/tickets/create_many', {
        tickets: Array.from({ length: n }, () => ({ subject: 'x', comment: { body: 'x' } })),
      }),
    within: 200,
    beyond: 400,
  },
  {
    what: 'bulk updates by ids',
    limit: 100,
    ask: (n) => send('PUT', `/tickets/update_many?ids=${idsOf(n)}`, { ticket: {} }),
    within: 200,
    beyond: 400,
  },
  {
    what: 'bulk updates in a list',
    limit: 100,
    ask: (n) =>
      send('PUT', '/tickets/update_many', {
        tickets: Array.from({ length: n }, (_, id) => ({ id: id + 1 })),
      }),
    within: 200,
    beyond: 400,
  },
  {
    what: 'show_many tickets',
    limit: 100,
    ask: (n) => send('GET', `/tickets/show_many?ids=${idsOf(n)}`),
    within: 200,
    beyond: 400,
  },
  {
    what: 'show_many users',
    limit: 100,
    ask: (n) => send('GET', `/users/show_many?ids=${idsOf(n)}`),
    within: 200,
    beyond: 400,
  },
  {
    what: 'show_many organizations',
    limit: 100,
    ask: (n) => send('GET', `/organizations/show_many?ids=${idsOf(n)}`),
    within: 200,
    beyond: 400,
  },
  {
    what: 'suspended mails at once',
    limit: 100,
    ask: (n) => send('PUT', `/suspended_tickets/recover_many?ids=${idsOf(n)}`),
    within: 200,
    beyond: 400,
  },
  {
    what: 'comment, bytes',
    limit: 65_536,
    ask: (n) => put(JSON.stringify({ ticket: { comment: { body: text(n) } } })),
    within: 200,
    beyond: 422,
  },
  {
    what: 'subject, characters',
    limit: 1000,
    ask: (n) => put(JSON.stringify({ ticket: { subject: 's'.repeat(n) } })),
    within: 200,
    beyond: 422,
  },
  {
    what: 'CCs',
    limit: 48,
    ask: (n) =>
      put(
        JSON.stringify({
          ticket: {
            email_ccs: Array.from({ length: n }, (_, i) => ({
              user_email: `cc${i}@customer.example`,
              action: 'put',
            })),
          },
        }),
      ),
    within: 200,
    beyond: 422,
  },
  {
    what: 'name, characters',
    limit: 255,
    ask: (n) => send('POST', '/users', { user: { name: 'x', phone: '1'.repeat(n) } }),
    within: 201,
    beyond: 422,
  },
  {
    what: 'notes, characters',
    limit: 65_536,
    ask: (n) => send('POST', '/users', { user: { name: 'x', notes: '1'.repeat(n) } }),
    within: 201,
    beyond: 422,
  },
  {
    what: 'Idempotency-Key, characters',
    limit: 255,
    ask: (n) =>
      send('POST', '/groups', { group: { name: `Key ${n}` } }, { 'idempotency-key': 'k'.repeat(n) }),
    within: 201,
    beyond: 400,
  },
  {
    what: 'token description, characters',
    limit: 255,
    ask: (n) => send('POST', '/api_tokens', { api_token: { description: 'd'.repeat(n) } }),
    within: 201,
    beyond: 422,
  },
  {
    what: 'file, bytes',
    limit: 50 * MB,
    ask: (n) =>
      house.call({
        method: 'POST',
        url: '/api/v2/uploads?filename=a.bin',
        body: Buffer.alloc(n),
        headers: { ...bearer(token), 'content-type': 'application/octet-stream' },
      }),
    within: 201,
    beyond: 413,
  },
  {
    what: 'files of a comment',
    limit: 1000,
    ask: async (n) =>
      put(JSON.stringify({ ticket: { comment: { body: 'x', uploads: [await uploadOf(n)] } } })),
    within: 200,
    beyond: 422,
  },
  {
    what: 'records reached by pages',
    limit: 10_000,
    ask: (n) => send('GET', `/tickets?per_page=1&page=${n}`),
    within: 200,
    beyond: 400,
  },
]

describe('limits', () => {
  it.each(LIMITS)(
    '$what: $limit',
    async ({ limit, ask, within, beyond }) => {
      const statuses = [await ask(limit - 1), await ask(limit), await ask(limit + 1)].map(
        ({ status }) => status,
      )
      expect(statuses).toEqual([within, within, beyond])
    },
    30_000,
  )

  it('pages: what is asked above 100 is cut to 100', async () => {
    for (const [asked, size] of [
      [99, 99],
      [100, 100],
      [101, 100],
    ] as const) {
      const { text: body } = await send('GET', `/tickets?per_page=${asked}`)
      expect(JSON.parse(body).tickets.length).toBeLessThanOrEqual(size)
      const cursor = await send('GET', `/tickets?page[size]=${asked}`)
      expect(JSON.parse(cursor.text).tickets.length).toBeLessThanOrEqual(size)
    }
  })

  it('file name: 255 characters, the rest is cut', async () => {
    const lengths: number[] = []
    for (const asked of [254, 255, 256]) {
      const { text: answer } = await house.call({
        method: 'POST',
        url: `/api/v2/uploads?filename=${'n'.repeat(asked)}`,
        body: Buffer.from('x'),
        headers: { ...bearer(token), 'content-type': 'text/plain' },
      })
      lengths.push(JSON.parse(answer).upload.attachment.file_name.length)
    }
    expect(lengths).toEqual([254, 255, 255])
  })

  it('headers: 32 kB', async () => {
    const address = new URL(await house.mainstay.server.listen({ host: '127.0.0.1', port: 0 }))
    const statusOf = async (bytes: number): Promise<string> => {
      const socket = connect(Number(address.port), '127.0.0.1')
      let answer = ''
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString()
      })
      const frame = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: \r\n\r\n'
      socket.write(frame.replace('X: ', `X: ${'h'.repeat(bytes - frame.length)}`))
      await once(socket, 'close')
      return answer.slice(9, 12)
    }
    // The parser counts a little less than all bytes of the head.
    expect(await statusOf(32 * 1024 - 1)).toBe('200')
    expect(await statusOf(33 * 1024)).toBe('431')
  })

  it('requests of a credential in a minute, and of an address without one', async () => {
    const small = await openHouse({ rateLimitPerMinute: 30 })
    try {
      await small.domains.people.createUser({ email: 'olga@desk.example', name: 'Olga', role: 'owner' })
      const { secret } = await small.domains.people.createToken({ email: 'olga@desk.example' })
      const statuses: number[] = []
      for (let n = 0; n < 31; n++)
        statuses.push(
          (await small.call({ method: 'GET', url: '/api/v2/users/me', headers: bearer(secret) })).status,
        )
      expect(statuses).toEqual([...Array<number>(30).fill(200), 429])
      const files: number[] = []
      for (let n = 0; n < 61; n++)
        files.push((await small.call({ method: 'GET', url: '/attachments/token/x' })).status)
      expect(files).toEqual([...Array<number>(60).fill(404), 429])
    } finally {
      await small.close()
    }
  })
})

describe('limits of a mail', () => {
  const headed = (count: number): Buffer =>
    Buffer.from(
      `From: a@b.example\r\n${Array.from({ length: count - 1 }, (_, n) => `X-H${n}: 1\r\n`).join('')}\r\nx`,
    )
  const parted = (count: number): Buffer =>
    Buffer.from(
      `From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n${'--B\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(count - 1)}--B--\r\n`,
    )
  const leveled = (levels: number): Buffer => {
    let mail = 'Content-Type: text/plain\r\n\r\nx\r\n'
    for (let n = levels; n > 0; n--)
      mail = `Content-Type: multipart/mixed; boundary=B${n}\r\n\r\n--B${n}\r\n${mail}--B${n}--\r\n`
    return Buffer.from(`From: a@b.example\r\nMIME-Version: 1.0\r\n${mail}`)
  }
  const isRead = (raw: Buffer): Promise<boolean> =>
    readMail(raw).then(
      () => true,
      () => false,
    )

  it.each([
    ['headers', 1000, headed],
    ['parts', 1000, parted],
    ['levels', 64, leveled],
  ] as const)('%s: %i', async (_what, limit, make) => {
    expect([await isRead(make(limit - 1)), await isRead(make(limit)), await isRead(make(limit + 1))]).toEqual(
      [true, true, false],
    )
  })

  it('HTML: 5 MB, the rest is cut', () => {
    expect([-1, 0, 1].map((n) => cutHtml('h'.repeat(MAX_HTML_BYTES + n)).length)).toEqual([
      MAX_HTML_BYTES - 1,
      MAX_HTML_BYTES,
      MAX_HTML_BYTES,
    ])
  })

  it('comment: 64 kB, cut without half a character', async () => {
    for (const [bytes, expected] of [
      [65_535, 65_535],
      [65_536, 65_536],
      [65_537, 65_536],
    ] as const) {
      const { mail } = await readMail(
        Buffer.from(
          `From: a@b.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${'w'.repeat(bytes)}`,
        ),
      )
      const { text: kept } = commentBody(mail, (one) => one)
      expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(expected)
    }
  })

  it('are all told', () => proven('C-13', 'limits at n-1, n, n+1', `${LIMITS.length + 10} limits`))
})
