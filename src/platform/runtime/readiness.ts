import { type Database, pendingMigrations, sql } from '../db/index.ts'
import type { ReadinessCheck } from '../http/index.ts'
import type { Service } from '../module.ts'

/** What must hold before requests are sent to this process. */
export const readinessChecks = (
  db: Database,
  migrationsDir: string,
  services: readonly Service[],
): ReadinessCheck[] => [
  {
    name: 'database',
    check: async () => {
      await db.rows(sql`select 1`)
      return undefined
    },
  },
  {
    name: 'migrations',
    check: async () => {
      const missing = await pendingMigrations(db, migrationsDir)
      return missing.length === 0 ? undefined : `The database lacks ${missing.join(', ')}`
    },
  },
  {
    name: 'workers',
    check: async () => {
      const silent = services.filter(({ isBeating }) => isBeating?.() === false).map(({ name }) => name)
      return silent.length === 0 ? undefined : `Not at work: ${silent.join(', ')}`
    },
  },
  {
    name: 'outside',
    isAdvice: true,
    check: async () => services.flatMap((service) => service.alarm?.() ?? []).join('. ') || undefined,
  },
]
