import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import type { DestinationStream } from 'pino'
import { type AllDomains, buildDomains } from '../../src/domains.ts'
import { compose, type Mainstay } from '../../src/main.ts'
import { type SettableClock, settableClock } from '../../src/platform/clock/index.ts'
import type { Route } from '../../src/platform/http/index.ts'
import { createLogger } from '../../src/platform/log/index.ts'
import type { Settings } from '../../src/platform/settings/index.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { TEST_NOW, testSettings } from '../support/ground.ts'

/** The whole product in this process, over a database of its own; nothing runs until `start` unless it is injected. */
export type ProofHouse = {
  readonly mainstay: Mainstay
  readonly app: FastifyInstance
  readonly routes: readonly Route[]
  readonly domains: AllDomains
  readonly db: TestDatabase
  readonly clock: SettableClock
  /** Everything that was logged, a line each. */
  readonly logged: string[]
  readonly call: Call
  close(): Promise<void>
}

export type Sent = {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is when it is text or bytes, else as JSON. */
  readonly body?: unknown
}
export type Answered = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}
export type Call = (sent: Sent) => Promise<Answered>

/** JSON of any shape: what is in it is held by the schemas of the routes. */
export type Parsed = ReturnType<JSON['parse']>

/** `through` may put something between the house and its database. */
export const openHouse = async (
  settings: Partial<Settings> = {},
  through: (url: string) => Promise<string> = async (url) => url,
): Promise<ProofHouse> => {
  const db = await testDatabase({ poolSize: 4 })
  const dataDir = await mkdtemp(join(tmpdir(), 'mainstay-proof-'))
  const clock = settableClock(TEST_NOW)
  const logged: string[] = []
  const stream: DestinationStream = { write: (line) => void logged.push(line) }
  let domains: AllDomains | undefined
  const mainstay = await compose(
    {
      ...testSettings(dataDir),
      databaseUrl: await through(db.url),
      databasePoolSize: 4,
      supportAddresses: ['support@desk.example'],
      rateLimitPerMinute: 100_000_000,
      exportsPerMinute: 100_000_000,
      logLevel: 'debug',
      ...settings,
    },
    {
      clock,
      log: createLogger({ logLevel: settings.logLevel ?? 'debug' }, stream),
      drain: { noticeMs: 0, drainMs: 5000 },
      // A reply that differs from what its route declares is a 500 here.
      checkReplies: true,
      domains: (ground) => {
        domains = buildDomains(ground)
        return domains
      },
    },
  )
  return {
    mainstay,
    app: mainstay.server,
    routes: mainstay.modules.flatMap(({ routes = [] }) => routes),
    domains: domains!,
    db,
    clock,
    logged,
    call: callOf(mainstay.server),
    close: async () => {
      await mainstay.stop()
      await db.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const isRaw = (body: unknown): body is string | Buffer => typeof body === 'string' || Buffer.isBuffer(body)

export const callOf =
  (app: FastifyInstance): Call =>
  async ({ method, url, headers = {}, body }) => {
    const type = body === undefined || isRaw(body) ? {} : { 'content-type': 'application/json' }
    const answer = await app.inject({
      method: method as NonNullable<InjectOptions['method']>,
      url,
      headers: { host: 'localhost:3000', ...type, ...headers },
      ...(body === undefined ? {} : { payload: isRaw(body) ? body : JSON.stringify(body) }),
    })
    return { status: answer.statusCode, headers: answer.headers, text: answer.payload }
  }

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` })
