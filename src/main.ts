import type { FastifyInstance } from 'fastify'
import { assemble, type GroundOverrides, type House, MIGRATIONS } from './assemble.ts'
import { buildDomains, type Domains } from './domains.ts'
import { isProcessAlive } from './platform/db/index.ts'
import type { Ground } from './platform/ground.ts'
import { createDrain, createServer, type Drain, serveHealth } from './platform/http/index.ts'
import { settleBy } from './platform/loop/index.ts'
import type { Module, Service } from './platform/module.ts'
import { readinessChecks, workersOf } from './platform/runtime/index.ts'
import type { Settings } from './platform/settings/index.ts'
import { processMetrics } from './platform/telemetry/index.ts'

/** A whole Mainstay in this process. */
export type Mainstay = {
  readonly ground: Ground
  readonly modules: readonly Module[]
  /** Listens once started, where the process has the role `web`; tests may `inject` at once. */
  readonly server: FastifyInstance
  /** Begins to serve and to work, as the roles say; answers with the address, `null` without the role `web`. */
  start(): Promise<string | null>
  /** Unready at once; ends what is under way, at most 30 s; gives leases back; the last one out stops the database. */
  stop(): Promise<void>
}

export type ComposeOverrides = GroundOverrides & {
  readonly domains?: (ground: Ground) => Domains
  readonly checkReplies?: boolean
  /** Shorter than in earnest, for tests. */
  readonly drain?: { readonly noticeMs?: number; readonly drainMs?: number }
}

/** The composition root: builds everything, starts nothing. Throws where a route does not say who may call it. */
export const compose = async (settings: Settings, overrides: ComposeOverrides = {}): Promise<Mainstay> => {
  const { domains = buildDomains, checkReplies = false, drain: limits = {}, ...parts } = overrides
  const house = await assemble(settings, domains, parts)
  try {
    return furnish(house, { checkReplies, limits })
  } catch (error) {
    await house.close()
    throw error
  }
}

type Options = {
  readonly checkReplies: boolean
  readonly limits: NonNullable<ComposeOverrides['drain']>
}

const furnish = (house: House<Domains>, { checkReplies, limits }: Options): Mainstay => {
  const { ground, database, modules } = house
  const workers = workersOf({ ground, address: database.db.address, session: database.session, modules })
  house.onWake(workers.wake)
  const services = [...workers.services, ...modules.flatMap(({ services = [] }) => services)].filter(
    ({ roles }) => roles.some((role) => ground.settings.roles.has(role)),
  )
  const drain = createDrain(limits)
  const server = serverOf(house, { services, drain, checkReplies })

  const start = async (): Promise<string | null> => {
    processMetrics(ground.metrics)
    await workers.listen()
    for (const service of services) await service.start()
    const { roles, host, port } = ground.settings
    await server.ready()
    return roles.has('web') ? server.listen({ host, port }) : null
  }
  let stopping: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    const ended = [drain.stop(server), ...services.map((service) => stopService(ground, service))]
    if (!(await settleBy(Promise.all(ended), STOP_MS))) ground.log.warn('stopped before everything had ended')
    await house.close()
  }
  return {
    ground,
    modules,
    server,
    start,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

const STOP_MS = 33_000

/** One that cannot stop must not keep the others from it. */
const stopService = async ({ log }: Ground, service: Service): Promise<void> => {
  try {
    await service.stop()
  } catch (error) {
    log.error({ err: error, service: service.name }, 'a service did not stop in order')
  }
}

type Serving = {
  readonly services: readonly Service[]
  readonly drain: Drain
  readonly checkReplies: boolean
}

const serverOf = (house: House<Domains>, { services, drain, checkReplies }: Serving): FastifyInstance => {
  const { ground, database, domains, modules } = house
  const { db, identity } = database
  const { authenticate, permissions, rates } = domains
  const server = createServer({
    ground,
    routes: modules.flatMap(({ routes = [] }) => routes),
    permissions,
    authenticate,
    ...(rates === undefined ? {} : { rates }),
    process: { id: identity.id, isAlive: (id) => isProcessAlive(db, id) },
    checkReplies,
  })
  serveHealth(server, {
    checks: readinessChecks(db, MIGRATIONS, services),
    metrics: ground.metrics,
    authenticate,
    adminPermission: 'system.observe',
    isDraining: drain.isDraining,
  })
  return server
}
