import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { sql } from '../../src/platform/db/index.ts'
import { type Desk, freePort, startDesk } from '../support/desk.ts'
import { openHouse } from './house.ts'
import { proven, sized } from './size.ts'

const OUTAGES = sized(1, 3, 20)
const STOPS = sized(1, 3, 20)

let desk: Desk | undefined
afterEach(async () => {
  await desk?.stop()
  desk = undefined
})

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** What a mail server says at the end of one mail, by its first digit group. */
const mailOnce = (port: number, marker: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const lines = [
      'EHLO a.example',
      'MAIL FROM:<carol@customer.example>',
      'RCPT TO:<support@desk.example>',
      'DATA',
      `From: carol@customer.example\r\nSubject: x\r\nMessage-ID: <${marker}@a>\r\n\r\n${marker}\r\n.`,
    ]
    let said = ''
    const end = (answer: string): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(20_000, () => end('silence'))
    socket.on('error', () => end('error'))
    socket.on('close', () => end('closed'))
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const last = /(?:^|\n)(\d{3}) [^\n]*\r\n$/.exec(said)?.[1]
      if (last === undefined) return
      said = ''
      const next = lines.shift()
      if (next === undefined || last.startsWith('4') || last.startsWith('5')) return end(last)
      socket.write(`${next}\r\n`)
    })
  })

/** Fails after a time in which what is awaited should have come. */
const hangs = async (what: string): Promise<never> => {
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())
  throw new Error(`${what} within ${PATIENCE_MS} ms`)
}

type Seen = {
  readonly status: number
  readonly retryAfter: string | null
  readonly connection: string | null
}

const statusOf = async (url: string, headers: Record<string, string> = {}): Promise<Seen> => {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(20_000) })
  await answer.text()
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    connection: answer.headers.get('connection'),
  }
}

/** A database behind a wire that can be cut. */
const openWire = async (url: string) => {
  const [, user, database, query] = /^postgres:\/\/([^@]*)@\/([^?]*)\?(.*)$/.exec(url)!
  const where = new URLSearchParams(query)
  const path = `${where.get('host')}/.s.PGSQL.${where.get('port')}`
  const sockets = new Set<Socket>()
  const server = createServer((outside) => {
    const inside = connect(path)
    for (const socket of [outside, inside]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    outside.on('close', () => inside.destroy())
    inside.on('close', () => outside.destroy())
    outside.pipe(inside)
    inside.pipe(outside)
  })
  const port = await freePort()
  const listen = async (): Promise<void> => void (await once(server.listen(port, '127.0.0.1'), 'listening'))
  await listen()
  return {
    url: `postgres://${user}@127.0.0.1:${port}/${database}`,
    listen,
    cut: async (): Promise<void> => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** Longer than any request takes: what has not ended by then hangs, and the proof says so instead of waiting. */
const PATIENCE_MS = 60_000
/** What a client is told while it should come again. */
const COME_AGAIN = new Set([409, 503])

/**
 * Clients that repeat each write under its key until they are told that it is done. One that is told something else,
 * or nothing, ends with that.
 */
const startClients = (url: string, token: string) => {
  let running = true
  let acknowledged = 0
  const wrong: string[] = []
  const client = async (name: number): Promise<void> => {
    for (let n = 0; running; n++)
      for (let done = false; !done; ) {
        const answer = await fetch(`${url}/api/v2/tickets`, {
          signal: AbortSignal.timeout(PATIENCE_MS),
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'idempotency-key': `${name}-${n}`,
          },
          body: JSON.stringify({ ticket: { subject: 'x', comment: { body: `mark ${name}-${n}` } } }),
        })
        const text = await answer.text()
        done = answer.status === 201
        if (done) acknowledged += 1
        else if (COME_AGAIN.has(answer.status)) await pause(50)
        else return void wrong.push(`${answer.status} ${text}`)
      }
  }
  const clients = [0, 1, 2, 3].map((name) =>
    client(name).catch((error: unknown) => void wrong.push(String(error))),
  )
  return {
    acknowledged: () => acknowledged,
    /** What went wrong, after every client has ended. */
    stop: async (): Promise<string[]> => {
      running = false
      await Promise.all(clients)
      return wrong
    },
  }
}

it(`says 503, 451 and unready while the database is away, and loses nothing (${OUTAGES})`, async () => {
  const smtpPort = await freePort()
  let wire: Awaited<ReturnType<typeof openWire>> | undefined
  const house = await openHouse(
    { smtpPort, logLevel: 'silent', supportAddresses: ['support@desk.example'] },
    async (url) => {
      wire = await openWire(url)
      return wire.url
    },
  )
  let clients: ReturnType<typeof startClients> | undefined
  try {
    const { people } = house.domains
    await people.createUser({ email: 'olga@desk.example', name: 'Olga', role: 'owner' })
    const { secret } = await people.createToken({ email: 'olga@desk.example' })
    const url = (await house.mainstay.start())!
    clients = startClients(url, secret)
    for (let n = 0; n < OUTAGES; n++) {
      await pause(500)
      await wire!.cut()
      const [alive, ready, api, mail] = await Promise.all([
        statusOf(`${url}/healthz`),
        statusOf(`${url}/readyz`),
        statusOf(`${url}/api/v2/tickets`, { authorization: `Bearer ${secret}` }),
        mailOnce(smtpPort, `outage-${n}`),
      ])
      expect(alive.status).toBe(200)
      expect(ready.status).toBe(503)
      expect(api).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) })
      expect(mail).toBe('451')
      await wire!.listen()
      await vi.waitFor(async () => expect((await statusOf(`${url}/readyz`)).status).toBe(200), {
        timeout: 15_000,
      })
      expect(await mailOnce(smtpPort, `after-${n}`)).toBe('250')
    }
    expect(await clients.stop()).toEqual([])
    const marks = await house.db.rows(
      sql<{ body: string }>`select body from comments where body like 'mark %'`,
    )
    expect(new Set(marks.map(({ body }) => body)).size).toBe(marks.length)
    expect(marks).toHaveLength(clients.acknowledged())
    proven(
      'C-14',
      'database away under load',
      `${OUTAGES} outages, ${marks.length} writes, none lost or doubled`,
    )
  } finally {
    await wire?.listen().catch(() => undefined)
    await clients?.stop()
    await house.close()
    await wire?.cut()
  }
}, 600_000)

it(`fails no request that it took when it is told to stop, and ends with 0 (${STOPS})`, async () => {
  desk = await startDesk({ MAINSTAY_LOG_LEVEL: 'silent' })
  const authorization = `Bearer ${desk.token}`
  let answered = 0
  for (let n = 0; n < STOPS; n++) {
    const wrong: string[] = []
    let isRunning = true
    // A load balancer asks who is ready and sends nothing new to who is not.
    const balancer = async (): Promise<void> => {
      while (isRunning) {
        const ready = await fetch(`${desk!.url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
          ({ status }) => status === 200,
          () => false,
        )
        isRunning &&= ready
        await pause(50)
      }
    }
    const client = async (): Promise<void> => {
      while (isRunning) {
        try {
          const answer = await fetch(`${desk!.url}/api/v2/tickets`, {
            method: 'POST',
            signal: AbortSignal.timeout(PATIENCE_MS),
            headers: { authorization, 'content-type': 'application/json' },
            body: JSON.stringify({ ticket: { subject: 'x', comment: { body: 'x' } } }),
          })
          await answer.text()
          if (answer.status !== 201) wrong.push(String(answer.status))
          answered += 1
        } catch (error) {
          wrong.push(String((error as { cause?: { code?: string } }).cause?.code ?? error))
          return
        }
      }
    }
    const clients = [balancer(), ...Array.from({ length: 8 }, client)]
    await pause(700)
    const server = desk.server()
    const exited = once(server, 'exit')
    server.kill('SIGTERM')
    // What is answered while it drains also ends its connection, so that nothing new is sent into it.
    await vi.waitFor(
      async () =>
        expect(await statusOf(`${desk!.url}/readyz`)).toMatchObject({ status: 503, connection: 'close' }),
      { timeout: 10_000, interval: 10 },
    )
    const [code] = await Promise.race([exited, hangs('The server did not end')])
    await Promise.all(clients)
    expect(wrong).toEqual([])
    expect(code).toBe(0)
    await desk.restart()
  }
  const { body } = await desk.api<{ count: { value: number } }>('GET', '/api/v2/tickets/count')
  expect(body.count.value).toBe(answered)
  proven('C-32', 'told to stop under load', `${STOPS} stops, ${answered} requests`)
}, 600_000)
