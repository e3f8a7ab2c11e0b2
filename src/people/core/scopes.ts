/** `*`, `read`, `write`, those of one resource (`tickets:read`, `users:write`), and to act for end users. */
const SCOPE = /^(?:\*|read|write|impersonate|[a-z_]{1,40}:(?:read|write))$/

/** To act for an end user (`X-On-Behalf-Of`): no other scope but `*` brings it. */
export const IMPERSONATE = 'impersonate'

export const isScope = (text: string): boolean => SCOPE.test(text)

/** Whether holders of `held` hold `scope` as well. */
export const grantsScope = (held: ReadonlySet<string>, scope: string): boolean =>
  held.has('*') || held.has(scope) || held.has(scope.slice(scope.indexOf(':') + 1))

/** The scopes of a text of OAuth (RFC 6749 3.3), each once; `undefined` where one is none. */
export const readScopes = (text: string): readonly string[] | undefined => {
  const scopes = [...new Set(text.split(' ').filter((scope) => scope !== ''))]
  return scopes.every(isScope) ? scopes : undefined
}

/** What a scope lets its holder do, for people. */
export const scopeInWords = (scope: string): string => {
  if (scope === '*') return 'Do everything that you may do'
  if (scope === 'read') return 'Read everything that you may read'
  if (scope === 'write') return 'Change everything that you may change'
  if (scope === IMPERSONATE) return 'Act for end users, where you may'
  const [resource = '', verb] = scope.split(':')
  return `${verb === 'read' ? 'Read' : 'Change'} ${resource.replaceAll('_', ' ')}`
}

const TOKEN = /^mst_[A-Za-z0-9_-]{43}$/

/** Whether a text has the form of an API token: `mst_` and 256 bits. */
export const isTokenText = (text: string): boolean => TOKEN.test(text)
