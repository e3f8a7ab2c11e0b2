import { pino } from 'pino'
import { assemble, type House } from '../assemble.ts'
import { type AllDomains, buildDomains } from '../domains.ts'
import { createLogger } from '../platform/log/index.ts'
import type { Settings } from '../platform/settings/index.ts'

/** Lends a command the ground and the domains, beside a running server or alone. Logs go to standard error. */
export const withHouse = async <T>(
  settings: Settings,
  work: (house: House<AllDomains>) => Promise<T>,
): Promise<T> => {
  const quiet = { logLevel: settings.logLevel === 'info' ? 'warn' : settings.logLevel } as const
  const log = createLogger(quiet, pino.destination({ fd: 2, sync: true }))
  // A command asks one thing after another.
  const house = await assemble({ ...settings, databasePoolSize: 2 }, buildDomains, { log })
  try {
    return await work(house)
  } finally {
    await house.close()
  }
}
