import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { diskBlobs } from '../../src/platform/blobs/index.ts'
import { type SettableClock, settableClock } from '../../src/platform/clock/index.ts'
import type { Db } from '../../src/platform/db/index.ts'
import { createEgress } from '../../src/platform/egress/index.ts'
import type { Ground } from '../../src/platform/ground.ts'
import { keysFrom } from '../../src/platform/keys/index.ts'
import { createPolicyStore, installStandardPolicy, type PolicyKind } from '../../src/platform/policy/index.ts'
import type { Settings } from '../../src/platform/settings/settings.ts'
import { testDatabase } from './database.ts'
import { testProcess } from './identity.ts'

/** A Saturday, so that nothing about office hours holds by luck. */
export const TEST_NOW = '2026-01-31T08:00:00Z'

export type EnqueuedJob = { readonly name: string; readonly payload: object; readonly key?: string }

export type TestGround = Ground & {
  readonly db: Awaited<ReturnType<typeof testDatabase>>
  readonly clock: SettableClock
  /** What `enqueue` was given. */
  readonly jobs: EnqueuedJob[]
  close(): Promise<void>
}

export type TestGroundOptions = Partial<Omit<Ground, 'db' | 'address' | 'clock' | 'settings'>> & {
  readonly settings?: Partial<Settings>
  /** Kinds whose standard documents stand as version 1; without any the policy is empty (version 0). */
  readonly policyKinds?: readonly PolicyKind[]
}

/** The ground of a domain's tests: a database and a blob directory of its own, a clock that stands at `TEST_NOW`. */
export const testGround = async (options: TestGroundOptions = {}): Promise<TestGround> => {
  const { settings, policyKinds = [], ...overrides } = options
  const db = await testDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'mainstay-ground-'))
  const self = await testProcess(db)
  const clock = settableClock(TEST_NOW)
  if (policyKinds.length > 0) await installStandardPolicy(db, policyKinds, clock.now())
  const jobs: EnqueuedJob[] = []
  return {
    settings: { ...testSettings(dataDir), ...settings },
    blobs: diskBlobs(join(dataDir, 'blobs'), { isFull: async () => false }),
    keys: keysFrom(Buffer.from('the secret of the tests, which everybody may know')),
    policy: createPolicyStore(db, policyKinds),
    // No test reaches the world: no name resolves.
    egress: createEgress({ resolve: async () => [] }),
    wake: () => undefined,
    log: pino({ level: 'silent' }),
    metrics: new Registry(),
    randomBytes,
    enqueue: async (_tx: Db, name: string, payload: object, job: { readonly key?: string } = {}) => {
      jobs.push({ name, payload, ...job })
    },
    identity: self.identity,
    ...overrides,
    db,
    address: db.address,
    clock,
    jobs,
    close: async () => {
      await self.die()
      await db.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The defaults of `docs/configuration.md`, with ports that nothing listens on. */
export const testSettings = (dataDir: string): Settings => ({
  roles: new Set(['web', 'worker', 'mail']),
  host: '127.0.0.1',
  port: 0,
  smtpHost: '127.0.0.1',
  smtpPort: 0,
  smtpTls: undefined,
  dataDir,
  databaseUrl: undefined,
  databasePoolSize: 5,
  baseUrl: 'http://localhost:3000',
  hosts: [],
  supportAddresses: ['support@example.com'],
  smtpRelay: undefined,
  mailUnauthenticated: 'suspend',
  mailBoundaryHosts: [],
  mailboxHosts: [],
  webhookHosts: [],
  trustedProxies: [],
  insecureHttp: false,
  key: undefined,
  rateLimitPerMinute: 100_000,
  exportsPerMinute: 100_000,
  draftDays: 90,
  logLevel: 'silent',
})
