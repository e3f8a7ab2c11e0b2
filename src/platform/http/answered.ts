import type { FastifyRequest } from 'fastify'
import type { Ground } from '../ground.ts'
import { httpMetrics } from '../telemetry/http-metrics.ts'

/** Told of each reply to a known route, as it is handed to the socket. */
export type Answered = (request: FastifyRequest, status: number) => void

const SLOW_MS = 1000

/**
 * Counts replies and logs the slow ones; every one at level `debug`, because the metrics count them already. Called
 * where replies are sent: Fastify's hook after the reply cost as much as matching and validating together.
 */
export const answeredBy = ({ metrics, log }: Pick<Ground, 'metrics' | 'log'>): Answered => {
  const { observe } = httpMetrics(metrics)
  return (request, status) => {
    const { matched, caller } = request
    if (matched === undefined) return
    const elapsedMs = performance.now() - request.arrivedAt
    observe(matched.method, matched.path, status, elapsedMs)
    const isSlow = elapsedMs > SLOW_MS
    if (!isSlow && !log.isLevelEnabled('debug')) return
    const line = {
      requestId: request.id,
      method: matched.method,
      route: matched.path,
      operation: matched.operation,
      status,
      durationMs: Math.round(elapsedMs),
      userId: caller?.userId ?? null,
    }
    if (isSlow) log.warn(line, 'slow request')
    else log.debug(line, 'request')
  }
}
