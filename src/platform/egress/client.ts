import { lookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { Agent, buildConnector, request as send } from 'undici'
import { err, ok, type Result } from '../../kernel/index.ts'
import { classify } from './address.ts'
import { bodyUpTo } from './body.ts'
import { connectionFailure, SecondThoughts } from './connection-failure.ts'
import { cleanHeaders } from './headers.ts'
import { nextHop } from './redirect.ts'
import {
  type EgressError,
  failure,
  type Resolve,
  type ResolvedAddress,
  readTarget,
  resolveTarget,
  type TargetRules,
} from './target.ts'

export type EgressMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type EgressRequest = {
  readonly url: string
  readonly method?: EgressMethod
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** From the call to the last byte of the answer, redirects included; 15 s unless said. */
  readonly timeoutMs?: number
  /** Of the answer's body; 1 MB unless said. */
  readonly maxBytes?: number
  /** Redirects followed, each checked anew: 0 unless said, 3 at most. */
  readonly maxRedirects?: number
  readonly allowHttp?: boolean
  /** The owner of the installation opted in to this target. Link-local and metadata stay out of reach. */
  readonly allowPrivate?: boolean
  readonly ports?: readonly number[]
  /** Gives the call up from outside: on shutdown. */
  readonly signal?: AbortSignal
}

export type EgressReply = {
  readonly status: number
  /** Names in lower case; of a header sent twice all values, joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Where the answer came from, after redirects. */
  readonly url: string
}

export type EgressOptions = {
  readonly resolve?: Resolve
}

/**
 * The one way to addresses that users had a hand in (webhooks, images, metadata, calendars): TLS, listed ports,
 * resolved once and connected to just those addresses, none of them private; no cookies, no proxy of the
 * environment, no credentials but those given.
 */
export interface Egress {
  fetch(request: EgressRequest): Promise<Result<EgressReply, EgressError>>
  /** For protocols other than HTTP: the addresses to connect to instead of the name. */
  resolve(hostname: string, allowPrivate?: boolean): Promise<Result<readonly ResolvedAddress[], EgressError>>
}

const TIMEOUT_MS = 15_000
const MAX_BYTES = 1_000_000
const MAX_REDIRECTS = 3

const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }))

export const createEgress = (options: EgressOptions = {}): Egress => {
  const resolve = options.resolve ?? systemResolve
  return {
    resolve: (hostname, allowPrivate = false) => resolveTarget(hostname, resolve, allowPrivate),
    fetch: async (request) => {
      const timeout = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS)
      const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal])
      try {
        return await unlessAborted(signal, follow({ ...request, signal }, resolve))
      } catch (error) {
        return err(connectionFailure(error, timeout.aborted))
      }
    },
  }
}

type Bounded = EgressRequest & { readonly signal: AbortSignal }

const follow = async (request: Bounded, resolve: Resolve): Promise<Result<EgressReply, EgressError>> => {
  const allowed = Math.min(request.maxRedirects ?? 0, MAX_REDIRECTS)
  let hop: Bounded = request
  for (let redirects = 0; ; redirects++) {
    const answer = await hopOnce(hop, resolve)
    if (!answer.ok || allowed === 0) return answer
    const next = nextHop(hop, answer.value)
    if (next === undefined) return answer
    if (redirects === allowed) return err(failure('redirect', `There were more than ${allowed} redirects.`))
    hop = { ...next, signal: request.signal }
  }
}

const hopOnce = async (request: Bounded, resolve: Resolve): Promise<Result<EgressReply, EgressError>> => {
  const { allowHttp = false, allowPrivate = false, ports } = request
  const rules: TargetRules = { allowHttp, allowPrivate, ports }
  const target = readTarget(request.url, rules)
  if (!target.ok) return target
  const headers = cleanHeaders(request.headers ?? {})
  if (!headers.ok) return headers
  const addresses = await resolveTarget(target.value.hostname, resolve, allowPrivate)
  if (!addresses.ok) return addresses
  request.signal.throwIfAborted()
  return sendPinned({ ...request, headers: headers.value }, target.value, addresses.value)
}

const sendPinned = async (
  request: Bounded,
  url: URL,
  addresses: readonly ResolvedAddress[],
): Promise<Result<EgressReply, EgressError>> => {
  const dispatcher = pinnedAgent(addresses, request.allowPrivate ?? false)
  try {
    const answer = await send(url, {
      dispatcher,
      method: request.method ?? 'GET',
      headers: { 'user-agent': 'Mainstay', 'accept-encoding': 'identity', ...request.headers },
      body: request.body ?? null,
      signal: request.signal,
    })
    const body = await bodyUpTo(answer.body, request.maxBytes ?? MAX_BYTES)
    if (!body.ok) return body
    return ok({ status: answer.statusCode, headers: flat(answer.headers), body: body.value, url: url.href })
  } finally {
    // Not `close`: that would wait for what the other side still wants to say.
    await dispatcher.destroy()
  }
}

const flat = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )

/** An agent for one request that connects to the checked addresses and to nothing else. */
const pinnedAgent = (addresses: readonly ResolvedAddress[], allowPrivate: boolean): Agent => {
  const pinned: LookupFunction = (_hostname, options, callback) => {
    if (options.all) callback(null, [...addresses])
    else callback(null, addresses[0]!.address, addresses[0]!.family)
  }
  const connect = buildConnector({
    lookup: pinned,
    rejectUnauthorized: true,
    autoSelectFamily: true,
  })
  return new Agent({
    pipelining: 0,
    connect: (target, callback) =>
      connect(target, (error, socket) => {
        if (error !== null) return callback(error, null)
        const reached = classify(socket.remoteAddress ?? '')
        if (reached === 'public' || (reached === 'private' && allowPrivate)) return callback(null, socket)
        socket.destroy()
        callback(new SecondThoughts(), null)
      }),
  })
}

/** Name resolution cannot be called off, so the call does not wait for it past its time. */
const unlessAborted = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> => {
  const aborted = new Promise<never>((_resolve, reject) => {
    const stop = (): void => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.catch(() => undefined).finally(() => signal.removeEventListener('abort', stop))
  })
  return Promise.race([work, aborted])
}
