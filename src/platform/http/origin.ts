import type { Settings } from '../settings/settings.ts'

/** What a request says about the address it was sent to. Forwarded values only from a listed peer. */
export type AskedAddress = { readonly host: string | undefined; readonly protocol: 'http' | 'https' }

const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/
const HOST = /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/

/**
 * Makes the function that says what the wire's own links start with (`security.md` 4): the host that the client used
 * where it is the base URL's, loopback or listed in `MAINSTAY_HOSTS`, else the base URL.
 */
export const originEcho = (
  settings: Pick<Settings, 'baseUrl' | 'hosts'>,
): ((asked: AskedAddress) => string) => {
  const base = new URL(settings.baseUrl)
  const listed = new Set(settings.hosts.map((host) => host.toLowerCase()))
  const find = ({ host, protocol }: AskedAddress): string => {
    const asked = host?.toLowerCase()
    if (asked === undefined || asked === base.host) return base.origin
    if (LOOPBACK.test(asked)) return `${protocol}://${asked}`
    if (!HOST.test(asked)) return base.origin
    return listed.has(asked) || listed.has(asked.replace(/:\d+$/, ''))
      ? `${protocol}://${asked}`
      : base.origin
  }
  let last: AskedAddress & { readonly origin: string } = {
    host: undefined,
    protocol: 'http',
    origin: base.origin,
  }
  return ({ host, protocol }) => {
    if (host !== last.host || protocol !== last.protocol)
      last = { host, protocol, origin: find({ host, protocol }) }
    return last.origin
  }
}
