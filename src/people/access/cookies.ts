import type { Settings } from '../../platform/settings/settings.ts'

/** Over TLS: the browser takes it only from us, for us, for every path. */
const SECURE_NAME = '__Host-mainstay'
/** Over plain HTTP, where browsers refuse the prefix. */
const PLAIN_NAME = 'mainstay_session'

const isLoopback = (ip: string): boolean => /^(?:127\.|::1$|::ffff:127\.)/.test(ip)

type Web = Pick<Settings, 'baseUrl' | 'insecureHttp'>

/** Plain HTTP carries sign-ins on loopback only, or where the operator says so (`MAINSTAY_INSECURE_HTTP`). */
export const maySignInOver = (settings: Web, origin: string, ip: string): boolean =>
  origin.startsWith('https:') || isLoopback(ip) || settings.insecureHttp

/** The session's secret out of a request's cookies. The plain name counts only where it could have been given. */
export const readSessionCookie = (
  settings: Web,
  cookies: Readonly<Record<string, string>>,
  ip: string,
): string | undefined => {
  const isPlainTaken = !settings.baseUrl.startsWith('https:') || isLoopback(ip) || settings.insecureHttp
  const secret = cookies[SECURE_NAME] ?? (isPlainTaken ? cookies[PLAIN_NAME] : undefined)
  return secret !== undefined && /^[A-Za-z0-9_-]{43}$/.test(secret) ? secret : undefined
}

/** `Set-Cookie` for a new session; `maxAgeSeconds` 0 takes it away. */
export const sessionCookie = (origin: string, secret: string, maxAgeSeconds: number): string =>
  origin.startsWith('https:')
    ? `${SECURE_NAME}=${secret}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax; Secure`
    : `${PLAIN_NAME}=${secret}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`
