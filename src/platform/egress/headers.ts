import { err, ok, type Result } from '../../kernel/index.ts'
import { type EgressError, failure } from './target.ts'

const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/
/** Visible ASCII and blanks inside: no CR, LF, NUL, and none of what a later hop could read as a line's end. */
const VALUE = /^[\t\x20-\x7e]*$/

/** What the client alone decides: where the request goes and how it is framed. */
const OURS = new Set([
  ...['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'expect', 'te', 'trailer'],
  ...['keep-alive', 'proxy-authorization', 'proxy-connection', 'accept-encoding'],
])

/** Headers with names in lower case, or why they cannot be sent. */
export const cleanHeaders = (
  headers: Readonly<Record<string, string>>,
): Result<Record<string, string>, EgressError> => {
  const clean: Record<string, string> = Object.create(null)
  for (const [given, value] of Object.entries(headers)) {
    const name = given.toLowerCase()
    if (!NAME.test(name)) return err(failure('bad_request', `${JSON.stringify(given)} is no header name.`))
    if (OURS.has(name)) return err(failure('bad_request', `The header ${name} cannot be set.`))
    if (!VALUE.test(value)) {
      return err(failure('bad_request', `The header ${name} holds a character that is not allowed.`))
    }
    clean[name] = value
  }
  return ok(clean)
}
