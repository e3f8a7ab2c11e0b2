import type { EgressReply, EgressRequest } from './client.ts'

const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** What every origin may hear; any other header may hold a secret of the first one. */
const HARMLESS = new Set(['accept', 'accept-language', 'content-type', 'user-agent'])

/**
 * The request that a redirect asks for (RFC 9110, 15.4); undefined where the answer is none. Its URL is checked like
 * any other. Another origin gets only harmless headers, and a body only under 307 and 308, as browsers do.
 */
export const nextHop = (request: EgressRequest, reply: EgressReply): EgressRequest | undefined => {
  const { location } = reply.headers
  if (!REDIRECTS.has(reply.status) || location === undefined) return undefined
  const url = URL.canParse(location, reply.url) ? new URL(location, reply.url).href : location
  const { body, headers = {}, method = 'GET', ...rest } = request
  const isSameOrigin = URL.canParse(url) && new URL(url).origin === new URL(reply.url).origin
  const kept = isSameOrigin ? headers : without(headers, (name) => !HARMLESS.has(name))
  if (reply.status === 307 || reply.status === 308) {
    return { ...rest, url, method, headers: kept, ...(body === undefined ? {} : { body }) }
  }
  const bodiless = without(kept, (name) => name.startsWith('content-'))
  return { ...rest, url, method: method === 'HEAD' ? 'HEAD' : 'GET', headers: bodiless }
}

const without = (
  headers: Readonly<Record<string, string>>,
  isDropped: (name: string) => boolean,
): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !isDropped(name.toLowerCase())))
