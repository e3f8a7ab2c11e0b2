import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { Logger } from 'pino'
import { refuseHalfRestored } from './platform/backup/index.ts'
import { diskBlobs } from './platform/blobs/index.ts'
import { systemClock } from './platform/clock/index.ts'
import { migrate, pendingMigrations } from './platform/db/index.ts'
import { createEgress } from './platform/egress/index.ts'
import type { Ground } from './platform/ground.ts'
import { enqueue, installQueue, isQueueInstalled } from './platform/jobs/index.ts'
import { createKeys } from './platform/keys/index.ts'
import { createLogger } from './platform/log/index.ts'
import type { Module } from './platform/module.ts'
import { createPolicyStore, installStandardPolicy, type PolicyKind } from './platform/policy/index.ts'
import { type OpenDatabase, openDatabase, platformModule } from './platform/runtime/index.ts'
import type { Settings } from './platform/settings/index.ts'
import { createRegistry } from './platform/telemetry/index.ts'

export const MIGRATIONS = resolve(import.meta.dirname, '../migrations')

/** Parts of the ground that a test or the simulator brings itself. */
export type GroundOverrides = Partial<
  Pick<Ground, 'clock' | 'blobs' | 'egress' | 'log' | 'metrics' | 'randomBytes'>
>

/** The ground and the domains upon it, before anything serves or works in the background. */
export type House<Domains> = {
  readonly ground: Ground
  readonly database: OpenDatabase
  readonly domains: Domains
  readonly modules: readonly Module[]
  /** Migrations that were applied on the way. */
  readonly migrated: readonly string[]
  /** Whom `ground.wake` wakes. */
  onWake(wake: () => void): void
  close(): Promise<void>
}

/**
 * Opens the database (bringing it to this release), builds the ground and the domains, and installs the policy that
 * the database lacks. Commands do their work on it; `compose` serves it.
 */
export const assemble = async <Domains extends { readonly modules: readonly Module[] }>(
  settings: Settings,
  buildDomains: (ground: Ground) => Domains,
  overrides: GroundOverrides = {},
): Promise<House<Domains>> => {
  const log = overrides.log ?? createLogger(settings)
  const random = overrides.randomBytes ?? randomBytes
  const database = await openDatabase(settings, log, random)
  try {
    await refuseHalfRestored(database.db)
    const migrated = await bringUpToDate(database, log)
    const kinds: PolicyKind[] = []
    const wakes: (() => void)[] = []
    const ground: Ground = {
      ...groundOf(settings, database, kinds),
      wake: () => {
        for (const wake of wakes) wake()
      },
      ...overrides,
      log,
    }
    const domains = buildDomains(ground)
    const modules = withPlatform(ground, domains.modules)
    kinds.push(...modules.flatMap(({ policyKinds = [] }) => policyKinds))
    await installStandardPolicy(database.db, kinds, ground.clock.now())
    const onWake = (wake: () => void): void => void wakes.push(wake)
    return { ground, database, domains, modules, migrated, onWake, close: database.close }
  } catch (error) {
    await database.close()
    throw error
  }
}

const bringUpToDate = async ({ db }: OpenDatabase, log: Logger): Promise<string[]> => {
  const isBehind = (await pendingMigrations(db, MIGRATIONS)).length > 0
  const migrated = isBehind ? await migrate(db, MIGRATIONS) : []
  for (const migration of migrated) log.info({ migration }, 'migrated')
  if (!(await isQueueInstalled(db))) await installQueue(db.address, log)
  return migrated
}

const groundOf = (
  settings: Settings,
  { db, identity }: OpenDatabase,
  kinds: readonly PolicyKind[],
): Omit<Ground, 'log' | 'wake'> => ({
  settings,
  db,
  address: db.address,
  identity,
  clock: systemClock,
  blobs: diskBlobs(join(settings.dataDir, 'blobs')),
  keys: createKeys(settings),
  policy: createPolicyStore(db, kinds),
  egress: createEgress(),
  metrics: createRegistry(),
  randomBytes,
  enqueue,
})

const withPlatform = (ground: Ground, modules: readonly Module[]): Module[] => {
  const blobColumns = modules.flatMap(({ blobColumns = [] }) => blobColumns)
  return [platformModule(ground, blobColumns), ...modules]
}
