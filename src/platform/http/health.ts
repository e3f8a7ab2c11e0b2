import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'
import { Refused } from '../../kernel/index.ts'
import type { Authenticate } from './caller.ts'
import { failureOf } from './errors.ts'
import { credentialsOf } from './gate.ts'

/** One thing that must hold before requests are sent here. */
export type ReadinessCheck = {
  readonly name: string
  /** Shown to administrators; the process is ready all the same. */
  readonly isAdvice?: boolean
  /** `undefined` when it holds, else one sentence that says what is wrong. A throw is wrong too. */
  check(): Promise<string | undefined>
}

export type HealthDeps = {
  readonly checks: readonly ReadinessCheck[]
  readonly metrics: Registry
  readonly authenticate: Authenticate
  /** Who holds it sees the details and the metrics from anywhere. */
  readonly adminPermission: string
  /** True from the moment when the process is asked to stop. */
  readonly isDraining: () => boolean
}

const CHECK_TIMEOUT_MS = 2000

/**
 * `GET /healthz`: alive; asks nobody, the database least of all. `GET /readyz`: every check holds and nothing drains;
 * which one fails is told to loopback and administrators. `GET /metrics`: Prometheus, for the same two. They stand
 * outside rates and sessions, so that they answer when nothing else does.
 */
export const serveHealth = (app: FastifyInstance, deps: HealthDeps): void => {
  app.get('/healthz', (_request, reply) => reply.send({ status: 'ok' }))

  app.get('/readyz', async (request, reply) => {
    const results = await Promise.all([...deps.checks, draining(deps)].map(resultOf))
    const isReady = results.every(({ problem, isAdvice }) => problem === null || isAdvice)
    if (!isReady) reply.code(503).header('retry-after', '1')
    const status = isReady ? 'ready' : 'unready'
    const checks = results.map(({ name, problem }) => ({ name, problem }))
    return reply.send((await mayLook(request, deps)) ? { status, checks } : { status })
  })

  app.get('/metrics', async (request, reply) => {
    if (await mayLook(request, deps))
      return reply.header('content-type', deps.metrics.contentType).send(await deps.metrics.metrics())
    return refuse(reply)
  })
}

const draining = ({ isDraining }: HealthDeps): ReadinessCheck => ({
  name: 'serving',
  check: async () => (isDraining() ? 'The process is stopping' : undefined),
})

/** A check that hangs is one that fails. */
const resultOf = async ({
  name,
  check,
  isAdvice = false,
}: ReadinessCheck): Promise<{ name: string; problem: string | null; isAdvice: boolean }> => {
  const { promise: timeout, resolve } = Promise.withResolvers<string>()
  const timer = setTimeout(resolve, CHECK_TIMEOUT_MS, `No answer within ${CHECK_TIMEOUT_MS} ms`)
  // What was thrown may quote what must not be shown; the log of the part that failed has it.
  const answer = check().catch(() => 'The check failed')
  try {
    return { name, problem: (await Promise.race([answer, timeout])) ?? null, isAdvice }
  } finally {
    clearTimeout(timer)
  }
}

const mayLook = async (request: FastifyRequest, deps: HealthDeps): Promise<boolean> => {
  if (isLocal(request)) return true
  if (request.headers.authorization === undefined && request.headers.cookie === undefined) return false
  try {
    const { permissions, scopes } = await deps.authenticate(credentialsOf(request))
    return permissions.has(deps.adminPermission) && (scopes.has('*') || scopes.has('read'))
  } catch {
    // Wrong credentials, or no database to hold them against: not shown to be an administrator.
    return false
  }
}

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/
const LOOPBACK_HOST = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/

/** From this machine, and not handed on by a proxy on it. */
const isLocal = ({ raw, headers }: FastifyRequest): boolean =>
  LOOPBACK.test(raw.socket.remoteAddress ?? '') &&
  LOOPBACK_HOST.test(headers.host ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined &&
  headers.via === undefined

const refuse = (reply: FastifyReply): FastifyReply => {
  const { status, body } = failureOf(forbiddenMetrics.refusal)
  return reply.code(status).send(body)
}

const forbiddenMetrics = new Refused({
  code: 'forbidden',
  message: 'Metrics are shown to this machine and to administrators.',
})
