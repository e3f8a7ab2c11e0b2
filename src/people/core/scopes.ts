/** `*`, `read`, `write`, or those of one resource: `tickets:read`, `users:write`. */
const SCOPE = /^(?:\*|read|write|[a-z_]{1,40}:(?:read|write))$/

export const isScope = (text: string): boolean => SCOPE.test(text)

/** Whether holders of `held` hold `scope` as well. */
export const grantsScope = (held: ReadonlySet<string>, scope: string): boolean =>
  held.has('*') || held.has(scope) || held.has(scope.slice(scope.indexOf(':') + 1))

const TOKEN = /^mst_[A-Za-z0-9_-]{43}$/

/** Whether a text has the form of an API token: `mst_` and 256 bits. */
export const isTokenText = (text: string): boolean => TOKEN.test(text)
