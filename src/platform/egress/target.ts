import { isIP } from 'node:net'
import { err, ok, type Result } from '../../kernel/index.ts'
import { classify } from './address.ts'

/**
 * Why an outside call did not come to an answer. The first five are decisions of ours, taken before anything was
 * sent; they will be the same next time.
 *
 * - `bad_url`, `bad_request`: it cannot be read, or holds credentials; a header holds what none may
 * - `port`, `address`, `redirect`: not listed; not public; too many or not allowed
 * - `name`, `timeout`, `connection`, `tls`, `too_large`: the world's side
 */
export type EgressError = {
  readonly reason:
    | 'bad_url'
    | 'bad_request'
    | 'port'
    | 'address'
    | 'redirect'
    | 'name'
    | 'timeout'
    | 'connection'
    | 'tls'
    | 'too_large'
  /** One sentence for the person who set the address; names no address that resolution found. */
  readonly message: string
}

export const failure = (reason: EgressError['reason'], message: string): EgressError => ({ reason, message })

export type TargetRules = {
  /** Plain `http:` may be used too. */
  readonly allowHttp: boolean
  /** The owner opted in: loopback, private and unique local addresses may be reached. */
  readonly allowPrivate: boolean
  /** Ports that may be used instead of the listed ones. */
  readonly ports: readonly number[] | undefined
}

const PORTS: Readonly<Record<string, readonly number[]>> = { 'https:': [443, 8443], 'http:': [80, 8080] }

/** Reads a URL and holds it against the rules, before any name is resolved. */
export const readTarget = (text: string, rules: TargetRules): Result<URL, EgressError> => {
  if (!URL.canParse(text)) return err(failure('bad_url', 'This is not a complete URL.'))
  const url = new URL(text)
  const isAllowed = url.protocol === 'https:' || (url.protocol === 'http:' && rules.allowHttp)
  if (!isAllowed) {
    return err(failure('bad_url', `The URL must start with https://${rules.allowHttp ? ' or http://' : ''}.`))
  }
  if (url.username !== '' || url.password !== '') {
    return err(failure('bad_url', 'The URL must not hold a user name or password.'))
  }
  const port = url.port === '' ? PORTS[url.protocol]![0]! : Number(url.port)
  const listed = rules.ports ?? PORTS[url.protocol]!
  if (!listed.includes(port)) {
    return err(failure('port', `Port ${port} is not allowed; use ${listed.join(' or ')}.`))
  }
  url.hash = ''
  return ok(url)
}

export type ResolvedAddress = { readonly address: string; readonly family: 4 | 6 }

/** Turns a name into its addresses. Throws when there are none. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>

/**
 * The addresses that a host may be reached at. One that must not be reached refuses the host as a whole: an honest
 * name does not mix them, a rebinding one does.
 */
export const resolveTarget = async (
  hostname: string,
  resolve: Resolve,
  allowPrivate: boolean,
): Promise<Result<readonly ResolvedAddress[], EgressError>> => {
  const addresses = await addressesOf(hostname, resolve)
  if (addresses.length === 0) return err(failure('name', `The name ${hostname} could not be resolved.`))
  const isReachable = addresses.every(({ address }) => {
    const found = classify(address)
    return found === 'public' || (found === 'private' && allowPrivate)
  })
  if (isReachable) return ok(addresses)
  return err(failure('address', `${hostname} is not an address on the public internet.`))
}

/** `URL` has brought every notation of an IPv4 address (octal, hex, one number) to four decimal parts. */
const addressesOf = async (hostname: string, resolve: Resolve): Promise<readonly ResolvedAddress[]> => {
  const bare = hostname.replace(/^\[|\]$/g, '')
  const family = isIP(bare)
  if (family === 4 || family === 6) return [{ address: bare, family }]
  try {
    return await resolve(bare)
  } catch {
    // Whatever the resolver says, the name leads nowhere now.
    return []
  }
}
