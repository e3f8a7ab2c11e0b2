import { timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { forbidden, type Refusal, Refused } from '../../kernel/index.ts'
import { isFormMedia } from './body.ts'
import { type Authenticate, anonymousCaller, type Caller, type Credentials } from './caller.ts'
import { parseCookies } from './cookies.ts'
import { type Bucket, type Rates, rateLimited } from './rates.ts'
import type { Route } from './route.ts'

export type GateDeps = {
  readonly authenticate: Authenticate
  readonly rates: Rates
  readonly originOf: (request: FastifyRequest) => string
  readonly baseOrigin: string
}

const unauthenticated: Refusal = { code: 'unauthenticated', message: 'Credentials are missing or wrong' }

const refusedScope: Refusal = {
  code: 'forbidden',
  message: 'The credential does not hold the scope that this request needs.',
}
const refusedOrigin: Refusal = {
  code: 'forbidden',
  message:
    'A request that writes with a session cookie needs its X-CSRF-Token and must come from our own pages.',
}

/**
 * Who may pass to a route: credentials, then rate, then permission; before a byte of the body is read. Leaves the
 * caller on the request.
 */
export const gateOf = (route: Route, deps: GateDeps) => {
  const permitted = permissionCheck(route)
  const needsCsrf = route.method !== 'GET'
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    request.matched = route
    const { ip } = request
    const caller = await deps.authenticate(new AskedCredentials(request, ip)).catch((error: unknown) => {
      if (route.toleratesBadCredentials && isUnauthenticated(error)) return anonymousCaller(ip)
      throw error
    })
    request.caller = caller
    const bucket = deps.rates.bucketFor(route.rate, caller, ip)
    const took = bucket.take()
    const isAllowed = typeof took === 'boolean' ? took : await took
    tellRate(bucket, reply)
    if (route.rate === 'export') tellExportRate(bucket, reply)
    if (!isAllowed) throw rateLimited(bucket)
    permitted(caller)
    if (needsCsrf) checkCsrf(route, caller, request, deps)
  }
}

const isUnauthenticated = (error: unknown): boolean =>
  error instanceof Refused && error.refusal.code === 'unauthenticated'

/** Who calls, outside the gate: for the operator's routes, which no rate counts. */
export const credentialsOf = (request: FastifyRequest): Credentials =>
  new AskedCredentials(request, request.ip)

/** A class, because a getter in an object literal cost more than the rest of the gate; most callers bring no cookie. */
class AskedCredentials implements Credentials {
  readonly method: string
  readonly url: string
  readonly headers: FastifyRequest['headers']
  readonly ip: string

  constructor(request: FastifyRequest, ip: string) {
    this.method = request.method
    this.url = request.originalUrl
    this.headers = request.headers
    this.ip = ip
  }

  get cookies(): Record<string, string> {
    return parseCookies(this.headers.cookie)
  }
}

const tellRate = (bucket: Bucket, reply: FastifyReply): void => {
  const limit = String(bucket.limit)
  const remaining = String(bucket.remaining())
  reply.header('x-rate-limit', limit)
  reply.header('x-rate-limit-remaining', remaining)
  reply.header('ratelimit-limit', limit)
  reply.header('ratelimit-remaining', remaining)
  reply.header('ratelimit-reset', String(bucket.resetSeconds()))
}

/** Budgets of single routes have a header of their own on the wire (zendesk-api.md 1.3). */
const tellExportRate = (bucket: Bucket, reply: FastifyReply): void => {
  reply.header(
    'zendesk-ratelimit-incremental-exports',
    `total=${bucket.limit}; remaining=${bucket.remaining()}; resets=${bucket.resetSeconds()}`,
  )
}

/** A named permission, `signed_in` or `public`; and the scope, for callers who hold a credential. */
const permissionCheck = ({ permission, scope }: Route): ((caller: Caller) => void) => {
  const verb = scope.slice(scope.indexOf(':') + 1)
  const inScope = ({ scopes }: Caller): boolean =>
    scope === 'none' || scopes.has('*') || scopes.has(scope) || scopes.has(verb)
  return (caller) => {
    if (caller.credential === 'none') {
      if (permission === 'public') return
      throw new Refused(unauthenticated)
    }
    if (!inScope(caller)) throw new Refused(refusedScope)
    const isOpen = permission === 'public' || permission === 'signed_in'
    if (!isOpen && !caller.permissions.has(permission)) throw new Refused(forbidden)
  }
}

/**
 * A browser sends cookies along with whatever page asks it to; only our own pages know the token and bear our origin.
 * Signing in has no session yet, but a foreign page must not sign a browser in either.
 */
const checkCsrf = (route: Route, caller: Caller, request: FastifyRequest, deps: GateDeps): void => {
  const { origin } = request.headers
  const isSession = caller.credential === 'session'
  if (!isSession && (route.rate !== 'login' || origin === undefined)) return
  const isOurs = origin === deps.baseOrigin || (origin !== undefined && origin === deps.originOf(request))
  const token = request.headers['x-csrf-token']
  if (isOurs && (!isSession || isLater(route, request) || isSameText(token, caller.csrfToken))) return
  throw new Refused(refusedOrigin)
}

/** The token of a form stands in its body, which nobody has read yet: `checkFormToken` looks at it then. */
const isLater = (route: Route, { headers }: FastifyRequest): boolean =>
  route.form === true && headers['x-csrf-token'] === undefined && isFormMedia(headers['content-type'])

/** What the gate left for when the body of a form is there. */
export const checkFormToken = (route: Route, request: FastifyRequest): void => {
  const { caller } = request
  if (route.method === 'GET' || caller.credential !== 'session') return
  if (!isLater(route, request)) return
  const { authenticity_token: token } = (request.body ?? {}) as { authenticity_token?: unknown }
  if (!isSameText(token, caller.csrfToken)) throw new Refused(refusedOrigin)
}

const isSameText = (given: unknown, expected: string | undefined): boolean => {
  if (typeof given !== 'string' || !expected) return false
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
