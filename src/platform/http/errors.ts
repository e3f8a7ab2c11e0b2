import { type Refusal, Refused } from '../../kernel/index.ts'
import { isConnectionLost, isDiskFull, isSerializationFailure, isStatementTimeout } from '../db/db-error.ts'

/** An answer that says why a request was not served, ready for the wire. */
export type Failure = {
  readonly status: number
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}

/** A failure that only HTTP itself knows (an unknown route, a media type, a line too long), on its way up. */
export class HttpFailure extends Error {
  readonly failure: Failure
  constructor(status: number, body: object, headers?: Readonly<Record<string, string>>) {
    super(`HTTP ${status}`)
    this.name = 'HttpFailure'
    this.failure = headers === undefined ? { status, body } : { status, body, headers }
  }
}

export const invalidEndpoint: Failure = {
  status: 404,
  body: { error: 'InvalidEndpoint', description: 'Not found' },
}

const titled = (title: string, message: string) => ({ error: { title, message } })
const named = (error: string, description: string) => ({ error, description })

/** A parameter of the URL that cannot be read: 400, named in the sentence that the wire uses for it. */
export const badParameter = (name: string, must: string): Refusal => ({
  code: 'bad_request',
  message: `You passed an invalid value for the ${name} attribute. Invalid parameter: ${name} ${must}`,
})

/** `details` of a 422: the errors of each field, under its name. */
const detailsOf = (refusal: Refusal): Record<string, object[]> => {
  const details: Record<string, object[]> = Object.create(null)
  for (const { field, error, description, ticketFieldId, ticketFieldType } of refusal.details ?? []) {
    details[field] ??= []
    details[field].push({
      description,
      error,
      ...(ticketFieldId === undefined ? {} : { ticket_field_id: ticketFieldId }),
      ...(ticketFieldType === undefined ? {} : { ticket_field_type: ticketFieldType }),
    })
  }
  return details
}

const retryAfter = (seconds: number): Record<string, string> => ({
  'retry-after': String(Math.max(1, Math.ceil(seconds))),
})

/** The wire's status, body and headers of a refusal (zendesk-api.md 1.3); the only place that knows them. */
export const failureOf = (refusal: Refusal): Failure => {
  const { code, message } = refusal
  switch (code) {
    case 'invalid':
      return { status: 422, body: { ...named('RecordInvalid', message), details: detailsOf(refusal) } }
    case 'bad_request':
      return { status: 400, body: titled('Invalid attribute', message) }
    case 'too_many': {
      const count = refusal.maxCount === undefined ? {} : { max_count: refusal.maxCount }
      return { status: 400, body: { ...named('TooManyValues', message), ...count } }
    }
    case 'unauthenticated':
      return {
        status: 401,
        body: { error: "Couldn't authenticate you" },
        headers: { 'www-authenticate': 'Basic realm="Mainstay", charset="UTF-8"' },
      }
    case 'forbidden':
      return { status: 403, body: named('Forbidden', message) }
    case 'not_found':
      return { status: 404, body: named('RecordNotFound', 'Not found') }
    case 'conflict':
      return {
        status: 409,
        body: {
          ...named('UpdateConflict', message),
          ...(refusal.details === undefined ? {} : { details: detailsOf(refusal) }),
        },
      }
    case 'idempotency_mismatch':
      return { status: 400, body: named('IdempotentRequestError', message) }
    case 'in_progress':
      return { status: 409, body: named('IdempotentRequestInProgress', message), headers: retryAfter(1) }
    case 'too_large':
      return { status: 413, body: named('RequestEntityTooLarge', message) }
    case 'rate_limited':
      return {
        status: 429,
        body: named('APIRateLimitExceeded', 'Number of allowed API requests per minute exceeded'),
        headers: retryAfter(refusal.retryAfterSeconds ?? 60),
      }
    case 'unavailable':
      return {
        status: 503,
        body: named('ServiceUnavailable', message),
        headers: retryAfter(refusal.retryAfterSeconds ?? 1),
      }
    case 'out_of_space':
      return { status: 507, body: named('InsufficientStorage', message) }
  }
}

type CodedError = { readonly code?: unknown; readonly syscall?: unknown }

/** A blob that is missing is `ENOENT` too, but a bug; the socket of a stopped database is not. */
const isDatabaseGone = (error: CodedError): boolean =>
  isConnectionLost(error) && (error.code !== 'ENOENT' || error.syscall === 'connect')

const unavailable = (message: string): Refusal => ({ code: 'unavailable', message, retryAfterSeconds: 1 })

/** The refusal behind an error that is not ours but whose meaning is known; `undefined` for a bug. */
const brokenWorld = (error: CodedError): Refusal | undefined => {
  if (isDatabaseGone(error)) return unavailable('The database cannot be reached. Try again shortly.')
  if (error.code === 'ENOSPC' || isDiskFull(error))
    return { code: 'out_of_space', message: 'There is no space left to store this.' }
  if (isSerializationFailure(error)) return { code: 'conflict', message: 'Database collision' }
  if (isStatementTimeout(error)) return unavailable('The request took too long and was stopped.')
  return undefined
}

/** What Fastify refuses before a handler runs. */
const frameworkFailure = ({ code }: CodedError): Failure | undefined => {
  switch (code) {
    case 'FST_ERR_BAD_URL':
      return { status: 400, body: titled('Invalid URL', 'The path is not valid percent-encoded UTF-8') }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return unsupportedMediaType
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return { status: 400, body: titled('Invalid body', 'The body is not as long as Content-Length says') }
    default:
      return undefined
  }
}

export const unsupportedMediaType: Failure = {
  status: 415,
  body: named('UnsupportedMediaType', 'Send the body as application/json'),
}

/** The known failure behind anything thrown, or `undefined` when it is a bug: answer 500 and log it. */
export const knownFailure = (error: unknown): Failure | undefined => {
  if (error instanceof Refused) return failureOf(error.refusal)
  if (error instanceof HttpFailure) return error.failure
  if (typeof error !== 'object' || error === null) return undefined
  const refusal = brokenWorld(error)
  return refusal === undefined ? frameworkFailure(error) : failureOf(refusal)
}

/** The answer to a bug: the id leads to the log line, nothing else is told. */
export const internalError = (requestId: string): Failure => ({
  status: 500,
  body: {
    error: 'InternalError',
    description: 'Something went wrong on our side. Quote the request id when you report it.',
    request_id: requestId,
  },
})
