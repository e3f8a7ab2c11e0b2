import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify'
import type { Ground } from '../ground.ts'
import { type Answered, answeredBy } from './answered.ts'
import { askingAs } from './ask-as.ts'
import { DEFAULT_BODY_LIMIT, takeBody } from './body.ts'
import type { Authenticate, Caller } from './caller.ts'
import { answerMalformed } from './client-errors.ts'
import { type DispatchDeps, dispatchOf } from './dispatch.ts'
import { HttpFailure, invalidEndpoint } from './errors.ts'
import { failureReplies } from './failure-replies.ts'
import { type GateDeps, gateOf } from './gate.ts'
import { createRunOnce, type ProcessIdentity } from './idempotency.ts'
import { openApiDocument } from './openapi.ts'
import { originEcho } from './origin.ts'
import { createRates, type Rates } from './rates.ts'
import { checkRoutes } from './registry.ts'
import type { Route } from './route.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
    /** What was matched; undefined for an unknown path. */
    matched: Route | undefined
    /** Of `performance.now()`. */
    arrivedAt: number
    /** The body as it came, kept for POSTs with an `Idempotency-Key`. */
    bodyBytes: Buffer | undefined
  }
}

export type ServerDeps = {
  readonly ground: Pick<Ground, 'settings' | 'db' | 'clock' | 'keys' | 'log' | 'metrics' | 'randomBytes'>
  readonly routes: readonly Route[]
  /** The catalogue of permissions that routes may name. */
  readonly permissions: ReadonlySet<string>
  readonly authenticate: Authenticate
  /** Who we are among the processes of this database: for the claims of `Idempotency-Key`. */
  readonly process: ProcessIdentity
  /** Shared with people, whose sign-in counts its tries; made here unless given. */
  readonly rates?: Rates
  /** Tests: a reply that differs from its declared schema is a 500 that names the difference. */
  readonly checkReplies?: boolean
}

export const MAX_URL_BYTES = 8 * 1024
export const MAX_HEADER_BYTES = 32 * 1024
const KEEP_ALIVE_MS = 72_000
const REQUEST_TIMEOUT_MS = 300_000

/** Builds the HTTP server of the given routes; refuses a set of routes that `checkRoutes` faults. */
export const createServer = (deps: ServerDeps): FastifyInstance => {
  checkRoutes(deps.routes, deps)
  const answered = answeredBy(deps.ground)
  const failures = failureReplies(deps.ground, answered)
  const app = Fastify({
    ...limits,
    logger: false,
    genReqId: requestIds(deps.ground.randomBytes(6).toString('hex')),
    rewriteUrl: (request) => routedUrl(request.url ?? '/'),
    trustProxy: trusted(deps.ground.settings.trustedProxies),
    clientErrorHandler: answerMalformed,
    frameworkErrors: failures.answer,
  })
  app.decorateRequest('caller')
  app.decorateRequest('bodyBytes')
  app.decorateRequest('matched')
  app.decorateRequest('arrivedAt', 0)
  app.setErrorHandler<FastifyError>(failures.answer)
  app.setNotFoundHandler((request, reply) => failures.send(invalidEndpoint, request, reply))
  app.addHook('onRequest', (request, reply, done) => {
    request.arrivedAt = performance.now()
    failures.dress(request, reply)
    done(request.originalUrl.length > MAX_URL_BYTES ? urlTooLong() : undefined)
  })
  takeBodies(app, deps.routes)
  serveRoutes(app, deps, answered)
  serveDescription(app, deps)
  return app
}

const limits = {
  routerOptions: { maxParamLength: 2 * MAX_HEADER_BYTES },
  bodyLimit: DEFAULT_BODY_LIMIT,
  keepAliveTimeout: KEEP_ALIVE_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
  forceCloseConnections: 'idle',
  // While draining, what an open connection still asks is answered, then the connection is closed.
  return503OnClosing: false,
  http: { maxHeaderSize: MAX_HEADER_BYTES },
} as const

const trusted = (peers: readonly string[]): string[] | false => (peers.length > 0 ? [...peers] : false)

const serveRoutes = (app: FastifyInstance, deps: ServerDeps, answered: Answered): void => {
  const { settings, db, clock } = deps.ground
  const echo = originEcho(settings)
  const originOf = (request: FastifyRequest): string =>
    echo({ host: request.host, protocol: request.protocol === 'https' ? 'https' : 'http' })
  const gate: GateDeps = {
    authenticate: deps.authenticate,
    rates: deps.rates ?? createRates({ db, clock, settings }),
    originOf,
    baseOrigin: new URL(settings.baseUrl).origin,
  }
  const runOnce = createRunOnce({
    ground: deps.ground,
    process: deps.process,
    askAs: askingAs(app),
    originOf,
  })
  const dispatch: DispatchDeps = { originOf, checkReplies: deps.checkReplies ?? false, runOnce, answered }
  for (const route of deps.routes) {
    app.route({
      method: route.method,
      url: route.path,
      onRequest: gateOf(route, gate),
      handler: dispatchOf(route, dispatch),
    })
  }
}

/** `GET /api/openapi.json`; written when first asked for. */
const serveDescription = (app: FastifyInstance, { routes, ground }: ServerDeps): void => {
  let text: string | undefined
  app.get('/api/openapi', (_request, reply) => {
    text ??= JSON.stringify(openApiDocument(routes, ground.settings.baseUrl))
    return reply.header('content-type', 'application/json; charset=utf-8').send(text)
  })
}

/** One parser for every media type, because what a body may be is said by the route. */
const takeBodies = (app: FastifyInstance, routes: readonly Route[]): void => {
  const routeOf = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]))
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: FastifyRequest['raw']) => {
    const { method, url } = request.routeOptions
    const route = routeOf.get(`${method} ${url}`)
    return route === undefined || route.rawBody === true ? undefined : takeBody(route, request, payload)
  })
}

/** Unique over processes and restarts, and cheap: a random prefix and a counter. */
const requestIds = (prefix: string): (() => string) => {
  let count = 0
  return () => `${prefix}-${(count++).toString(36)}`
}

/**
 * The path that routes are matched by: without one trailing `.json` under `/api`, where ids may carry it too, and
 * without a trailing slash.
 */
export const routedUrl = (url: string): string => {
  const question = url.indexOf('?')
  const asked = question === -1 ? url : url.slice(0, question)
  let path = withoutSlash(asked)
  if (path.endsWith('.json') && path.startsWith('/api/')) path = withoutSlash(path.slice(0, -5))
  if (path.length === asked.length) return url
  return question === -1 ? path : path + url.slice(question)
}

const withoutSlash = (path: string): string =>
  path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path

const urlTooLong = (): HttpFailure =>
  new HttpFailure(414, { error: 'URITooLong', description: `The URL is longer than ${MAX_URL_BYTES} bytes` })
