import { type EgressError, failure } from './target.ts'

/** A connection was made to an address that was not meant: it is closed before a byte is sent. */
export class SecondThoughts extends Error {}

/** Says in one of our words what went wrong with a connection. `timedOut`: it was our own clock that ended it. */
export const connectionFailure = (error: unknown, timedOut: boolean): EgressError => {
  if (timedOut) return failure('timeout', 'There was no complete answer in time.')
  if (error instanceof SecondThoughts) {
    return failure('address', 'The connection led to an address that is not public.')
  }
  const code = codeOf(error)
  if (TIMEOUTS.has(code)) return failure('timeout', 'There was no complete answer in time.')
  if (TLS.test(code)) return failure('tls', `The other side's certificate or TLS is not in order (${code}).`)
  return failure('connection', `The connection failed${code === '' ? '' : ` (${code})`}.`)
}

const TIMEOUTS = new Set([
  ...['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'],
])

/** OpenSSL's verification errors as Node names them, and Node's own. */
const TLS = /CERT|TLS|SSL|UNABLE_TO_|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO/

const codeOf = (error: unknown): string => {
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}
