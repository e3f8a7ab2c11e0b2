import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Route } from './route.ts'

const SLOW_MS = 1000

/** One line a slow request; one for every request at level `debug`, because metrics already count them. */
export const requestLog =
  (log: Logger) =>
  (route: Route, request: FastifyRequest, reply: FastifyReply): void => {
    const isSlow = reply.elapsedTime > SLOW_MS
    if (!isSlow && !log.isLevelEnabled('debug')) return
    const line = {
      requestId: request.id,
      method: route.method,
      route: route.path,
      operation: route.operation,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      userId: request.caller?.userId ?? null,
    }
    if (isSlow) log.warn(line, 'slow request')
    else log.debug(line, 'request')
  }
