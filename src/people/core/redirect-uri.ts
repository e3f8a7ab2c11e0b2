import { err, ok, type Result } from '../../kernel/index.ts'

export const MAX_REDIRECT_URIS = 20
const MAX_LENGTH = 2000
/** Schemes that browsers run or open themselves. */
const DANGEROUS = /^(?:javascript|data|vbscript|file|blob|about|view-source|ws|wss|ftp|mailto):/i
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])
/** RFC 8252 7.1: programs on a device take a scheme of a domain of theirs, `com.example.app:/callback`. */
const PRIVATE_USE = /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:$/

/**
 * Whether a client may be sent back to this address: `https`, `http` on loopback, or a private-use scheme; whole,
 * without a fragment or credentials. It is kept as it came, because it must be met to the letter (RFC 9700 2.1).
 */
export const readRedirectUri = (text: string): Result<string, string> => {
  if (text.length > MAX_LENGTH) return err(`is too long (maximum is ${MAX_LENGTH} characters)`)
  if (!/^[\x21-\x7e]+$/.test(text) || DANGEROUS.test(text)) return err('is not an address to come back to')
  const url = URL.parse(text)
  if (url === null) return err('is not an absolute address')
  if (text.includes('#')) return err('must not have a fragment')
  if (url.username !== '' || url.password !== '') return err('must not hold credentials')
  const isSafe =
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && LOOPBACK.has(url.hostname)) ||
    PRIVATE_USE.test(url.protocol)
  return isSafe
    ? ok(text)
    : err('must be https, http on loopback, or a private-use scheme such as com.example.app')
}

/** What a policy for forms names it by: an origin, or a scheme. */
export const leadsTo = (redirectUri: string): string => {
  const url = new URL(redirectUri)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : url.protocol
}

/** The address with an answer in its query; what the client put there stays. */
export const answerTo = (
  redirectUri: string,
  answer: Readonly<Record<string, string | undefined>>,
): string => {
  const given = Object.entries(answer).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const query = new URLSearchParams(given).toString()
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query}`
}
