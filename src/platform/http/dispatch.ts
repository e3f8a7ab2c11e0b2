import type { FastifyReply, FastifyRequest } from 'fastify'
import { notFound, Refused } from '../../kernel/index.ts'
import type { Answered } from './answered.ts'
import { bodyStream } from './body-stream.ts'
import { checkFormToken } from './gate.ts'
import { replyCheck } from './reply-check.ts'
import type { ApiReply, ApiRequest, IdempotencyClaim, Route } from './route.ts'
import { bodyCheck, paramsReader, queryReader, refuseNul } from './validation.ts'

export type AnyRequest = ApiRequest<unknown, unknown, unknown>
export type Handler = (request: AnyRequest) => Promise<ApiReply>

/** Runs a POST that bears an `Idempotency-Key` at most once; see `idempotency.ts`. */
export type RunOnce = (request: FastifyRequest, work: RepeatableWork, retell?: Retell) => Promise<ApiReply>
/** Makes the route's own answer of the body that was found at a location. */
export type Retell = (found: unknown) => Promise<unknown>
export type RepeatableWork = (claim: IdempotencyClaim) => Promise<ApiReply>

export type DispatchDeps = {
  readonly originOf: (request: FastifyRequest) => string
  readonly checkReplies: boolean
  readonly runOnce: RunOnce
  readonly answered: Answered
}

/** The claim of a request that came without a key. */
export const noClaim: IdempotencyClaim = { id: null, locate: async () => {} }

type Values = Record<string, unknown>

/** What Fastify calls for a route: validates, hands over to the domain, sends its reply. */
export const dispatchOf = (route: Route, deps: DispatchDeps) => {
  const read = readerOf(route)
  const check = deps.checkReplies ? replyCheck(route) : undefined
  const handle = route.handler as unknown as Handler
  const isPost = route.method === 'POST'
  const { retell } = route
  const retelling = (request: FastifyRequest): Retell | undefined =>
    retell && ((found) => retell({ caller: request.caller, origin: deps.originOf(request) }, found))

  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (route.form === true) checkFormToken(route, request)
    const { params, query } = read(request)
    const work: RepeatableWork = async (claim) => {
      const stream = route.rawBody === true ? bodyStream(request.raw) : undefined
      const answering = handle({
        caller: request.caller,
        params,
        query,
        body: request.body,
        stream,
        headers: request.headers as AnyRequest['headers'],
        ip: request.ip,
        requestId: request.id,
        origin: deps.originOf(request),
        url: request.originalUrl,
        idempotency: claim,
      })
      return stream === undefined ? answering : answering.finally(() => stream.destroy())
    }
    const keyed = isPost && request.headers['idempotency-key'] !== undefined
    const answer = keyed ? await deps.runOnce(request, work, retelling(request)) : await work(noClaim)
    const json = answer.body === undefined ? undefined : JSON.stringify(answer.body)
    const status = answer.status ?? (json === undefined && answer.stream === undefined ? 204 : 200)
    if (answer.stream === undefined) check?.(status, json)
    deps.answered(request, status)
    return send(reply.code(status), answer, json)
  }
}

/** Parameters, query, body: typed and checked, in this order. */
const readerOf = (route: Route): ((request: FastifyRequest) => { params: Values; query: Values }) => {
  const readParams = route.params === undefined ? plainParams : paramsReader(route.params)
  const readQuery = route.query === undefined ? plainQuery : queryReader(route.query)
  const checkBody = route.body === undefined ? undefined : bodyCheck(route.body)
  return (request) => {
    const params = readParams(request.params as Values)
    const query = readQuery(request.query as Values)
    if (checkBody !== undefined) {
      // No body is an empty one: the answer then names what is missing, and what is optional may be left out.
      if (request.body === undefined) request.body = {}
      checkBody(request.body)
    }
    return { params, query }
  }
}

const plainParams = (params: Values): Values => {
  for (const name in params) if (String(params[name]).includes('\0')) throw new Refused(notFound)
  return params
}

const plainQuery = (query: Values): Values => {
  refuseNul(query)
  return query
}

const JSON_TYPE = 'application/json; charset=utf-8'

/**
 * Sends what a handler answered. Plain `JSON.stringify`: compiled serialisers brought nothing at the size of a ticket
 * and silently drop what their schema does not list.
 */
const send = (reply: FastifyReply, { headers, stream }: ApiReply, json: string | undefined): FastifyReply => {
  if (json !== undefined) reply.header('content-type', JSON_TYPE)
  if (headers !== undefined) reply.headers(headers)
  return reply.send(stream ?? json)
}
