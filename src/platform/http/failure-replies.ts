import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ground } from '../ground.ts'
import type { Answered } from './answered.ts'
import { type Failure, internalError, knownFailure } from './errors.ts'
import { standardHeaders } from './security-headers.ts'

/** Answers whatever was thrown; a bug becomes a 500 with the request's id, and one line in the log. */
export const failureReplies = ({ settings, log }: Pick<Ground, 'settings' | 'log'>, answered: Answered) => {
  const headers = Object.entries(standardHeaders(settings))

  /** Gives a reply the headers that every reply has. */
  const dress = (request: FastifyRequest, reply: FastifyReply): void => {
    for (const [name, value] of headers) reply.header(name, value)
    reply.header('x-request-id', request.id)
    reply.header('x-zendesk-request-id', request.id)
  }

  const send = (failure: Failure, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    reply.code(failure.status)
    reply.header('content-type', 'application/json; charset=utf-8')
    for (const [name, value] of Object.entries(failure.headers ?? {})) {
      // A browser would answer this challenge with its own dialogue, over our sign-in page.
      if (name === 'www-authenticate' && request.headers['sec-fetch-site'] !== undefined) continue
      reply.header(name, value)
    }
    answered(request, failure.status)
    return reply.send(JSON.stringify(failure.body))
  }

  const answer = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const known = knownFailure(error)
    if (known === undefined) log.error({ requestId: request.id, err: error }, 'request failed')
    // A URL that cannot be decoded is refused before the hook that dresses replies.
    if (!reply.hasHeader('x-request-id')) dress(request, reply)
    return send(known ?? internalError(request.id), request, reply)
  }

  return { dress, send, answer }
}
