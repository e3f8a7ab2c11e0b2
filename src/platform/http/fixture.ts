import { randomBytes } from 'node:crypto'
import pino from 'pino'
import { instantOf, Refused } from '../../kernel/index.ts'
import type { Db } from '../db/db.ts'
import { keysFrom } from '../keys/index.ts'
import { createRegistry } from '../telemetry/index.ts'
import type { Authenticate, Caller } from './caller.ts'
import { anonymousCaller } from './caller.ts'
import type { Bucket, Rates } from './rates.ts'
import { createServer, type ServerDeps } from './server.ts'

/** For this room's tests: a server over made-up routes and callers. */

const endless: Bucket = { limit: 700, take: () => true, remaining: () => 699, resetSeconds: () => 17 }
export const noLimits: Rates = { bucketFor: () => endless, login: async () => {} }

const unused = (): never => {
  throw new Error('this test has no database')
}
export const noDatabase: Db = { query: unused, rows: unused, one: unused, transaction: unused }

export const agent = (over: Partial<Caller> = {}): Caller => ({
  userId: 7,
  permissions: new Set(['tickets.view']),
  scopes: new Set(['*']),
  credential: 'token',
  rateKey: 'token:7',
  viewer: undefined,
  ...over,
})

const CALLERS: Readonly<Record<string, Caller>> = {
  agent: agent(),
  reader: agent({ scopes: new Set(['read']) }),
  other: agent({ userId: 8, rateKey: 'token:8' }),
  tickets: agent({ scopes: new Set(['tickets:write']) }),
  end_user: agent({ userId: 9, permissions: new Set(), rateKey: 'token:9' }),
  admin: agent({ userId: 1, permissions: new Set(['tickets.view', 'settings.manage']) }),
}

/** Bearer NAME is the caller of that name; cookie `session=ok` a session; anything else is wrong. */
export const byName: Authenticate = async ({ headers, cookies, ip }) => {
  if (cookies.session === 'ok') return agent({ credential: 'session', csrfToken: 'right' })
  if (headers.authorization === undefined) return anonymousCaller(ip)
  const caller = CALLERS[headers.authorization.replace('Bearer ', '')]
  if (caller === undefined) throw new Refused({ code: 'unauthenticated', message: 'wrong' })
  return caller
}

export const as = (name: string): Record<string, string> => ({ authorization: `Bearer ${name}` })

export const settings = {
  baseUrl: 'http://desk.example.com',
  hosts: ['other.example.com'],
  trustedProxies: [] as string[],
  rateLimitPerMinute: 100_000,
  exportsPerMinute: 100_000,
}

type Over = Partial<Omit<ServerDeps, 'ground'>> & {
  readonly ground?: Partial<ServerDeps['ground']>
  readonly settings?: Partial<ServerDeps['ground']['settings']>
}

export const serverOf = (routes: ServerDeps['routes'], over: Over = {}) =>
  createServer({
    routes,
    permissions: new Set(['tickets.view', 'settings.manage']),
    authenticate: byName,
    rates: noLimits,
    process: { id: 1, isAlive: async () => true },
    checkReplies: true,
    ...over,
    ground: {
      settings: { ...settings, ...over.settings } as ServerDeps['ground']['settings'],
      db: noDatabase,
      clock: { now: () => instantOf(1_700_000_000_000) },
      log: pino({ level: 'silent' }),
      metrics: createRegistry(),
      keys: keysFrom(Buffer.alloc(32, 7)),
      randomBytes,
      ...over.ground,
    },
  })
