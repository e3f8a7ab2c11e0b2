import { type Instant, instantOf } from '../../kernel/index.ts'
import type { EgressMethod, EgressRequest } from '../../platform/egress/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { type Content, readRetryAfter, type Try } from './core/index.ts'
import { signatureHeaders } from './sign.ts'
import type { Authentication, WebhookSettings } from './store.ts'

const TIMEOUT_MS = 12_000
/** Of an answer as much is kept as tells what went wrong. */
const MAX_KEPT_CHARACTERS = 10_000
const MAX_ANSWER_BYTES = 1_000_000
const MAX_KEPT_HEADERS = 50

/** An endpoint with its secrets laid open. */
export type Endpoint = Pick<
  WebhookSettings,
  'endpoint' | 'http_method' | 'authentication' | 'custom_headers'
> & {
  readonly id: string
  readonly credential: string | null
  readonly secrets: readonly string[]
}

export type Message = Content & { readonly invocationId: string; readonly method: string }

/** What one call came to, as it is kept. */
export type Called = {
  readonly result: Try
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>> | null
  readonly body: string | null
  readonly error: string | null
}

type Caller = {
  readonly ground: Pick<Ground, 'egress' | 'settings'>
  readonly timeoutMs?: number
}

/**
 * Sends a message once, by the one way out: no redirects, 12 s, no private address unless the operator lists the host. Of
 * what was sent everything but secrets is kept.
 */
export const call = async (
  { ground: { egress, settings }, timeoutMs = TIMEOUT_MS }: Caller,
  endpoint: Endpoint,
  message: Message,
  at: Instant,
): Promise<Called> => {
  const shown = shownHeaders(endpoint, message, at)
  const answer = await egress.fetch({
    ...target(settings.webhookHosts, urlOf(endpoint.endpoint, message.query)),
    method: message.method as EgressMethod,
    headers: { ...shown, ...authentication(endpoint.authentication, endpoint.credential) },
    ...(message.body === null ? {} : { body: message.body }),
    timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
  })
  if (!answer.ok) return failed(shown, answer.error)
  const { status, headers, body } = answer.value
  const retryAfterMs = readRetryAfter(headers['retry-after'], at)
  return {
    result: { kind: 'answer', status, retryAfterMs },
    requestHeaders: shown,
    status,
    headers: Object.fromEntries(Object.entries(headers).slice(0, MAX_KEPT_HEADERS)),
    body: kept(body),
    error: null,
  }
}

/** Hosts that the operator lists may be private, speak plain HTTP, and use any port. */
export const target = (
  listed: readonly string[],
  url: string,
): Pick<EgressRequest, 'url' | 'allowHttp' | 'allowPrivate' | 'ports'> => {
  const read = URL.canParse(url) ? new URL(url) : undefined
  const isListed = read !== undefined && listed.some((host) => host.toLowerCase() === read.hostname)
  if (!isListed) return { url }
  const standard = read.protocol === 'http:' ? 80 : 443
  return { url, allowHttp: true, allowPrivate: true, ports: [Number(read.port || standard)] }
}

const urlOf = (endpoint: string, query: string | null): string => {
  if (query === null || query === '') return endpoint
  return `${endpoint}${endpoint.includes('?') ? '&' : '?'}${query}`
}

const shownHeaders = (
  { id, custom_headers: custom, secrets }: Endpoint,
  { invocationId, contentType, body }: Message,
  at: Instant,
): Readonly<Record<string, string>> => ({
  ...lowerCase(custom ?? {}),
  'user-agent': 'Zendesk Webhook',
  ...(contentType === null ? {} : { 'content-type': contentType }),
  ...signatureHeaders({ webhookId: id, invocationId, at, body: body ?? '', secrets }),
})

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

const authentication = (how: Authentication | null, credential: string | null): Record<string, string> => {
  if (how === null || credential === null) return {}
  if (how.type === 'bearer_token') return { authorization: `Bearer ${credential}` }
  if (how.type === 'api_key') return { [(how.name ?? '').toLowerCase()]: credential }
  return { authorization: `Basic ${Buffer.from(`${how.username}:${credential}`).toString('base64')}` }
}

const REFUSED: ReadonlySet<string> = new Set(['bad_url', 'bad_request', 'port', 'address', 'redirect'])

const failed = (
  requestHeaders: Readonly<Record<string, string>>,
  { reason, message }: { readonly reason: string; readonly message: string },
): Called => ({
  result: { kind: reason === 'timeout' ? 'timeout' : REFUSED.has(reason) ? 'refused' : 'unreachable' },
  requestHeaders,
  status: null,
  headers: null,
  body: null,
  error: message,
})

/** Text that the database takes: without NUL, cut. */
const kept = (body: Buffer): string =>
  body.toString('utf8').replaceAll('\u0000', '').slice(0, MAX_KEPT_CHARACTERS).toWellFormed()

/** The secrets that sign now, opened. */
export const endpointOf = (
  { keys, clock }: Pick<Ground, 'keys' | 'clock'>,
  webhook: Omit<Endpoint, 'credential' | 'secrets'> & {
    readonly credentials: Buffer | null
    readonly secret: Buffer
    readonly previous_secret: Buffer | null
    readonly previous_secret_until: Instant | null
  },
): Endpoint => {
  const open = (sealed: Buffer | null): string | null =>
    sealed === null ? null : (keys.open(WEBHOOK_KEY, sealed)?.toString('utf8') ?? null)
  const isPreviousGood = (webhook.previous_secret_until ?? instantOf(0)) > clock.now()
  const secrets = [open(webhook.secret), isPreviousGood ? open(webhook.previous_secret) : null]
  return {
    id: webhook.id,
    endpoint: webhook.endpoint,
    http_method: webhook.http_method,
    authentication: webhook.authentication,
    custom_headers: webhook.custom_headers,
    credential: open(webhook.credentials),
    secrets: secrets.filter((secret) => secret !== null),
  }
}

/** The purpose that secrets of webhooks are sealed under. */
export const WEBHOOK_KEY = 'webhook'
