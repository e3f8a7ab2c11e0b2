import type { Route } from './route.ts'

/** Permissions that are no right of a person: open to all, and to all who have signed in. */
export const OPEN_PERMISSIONS: ReadonlySet<string> = new Set(['public', 'signed_in'])

const RATES: ReadonlySet<string> = new Set([
  'read',
  'write',
  'bulk',
  'export',
  'upload',
  'login',
  'anonymous',
])
const SCOPE = /^(?:none|[a-z_]+:(?:read|write)|read|write)$/

/**
 * Refuses a set of routes in which one does not say who may call it, under which scope, at what rate and what it
 * leaves in the audit log; or where two collide. Throws one error that lists every fault.
 */
export const checkRoutes = (
  routes: readonly Route[],
  catalogue: { readonly permissions: ReadonlySet<string> },
): void => {
  const faults = [...routes.flatMap((route) => faultsOf(route, catalogue.permissions)), ...collisions(routes)]
  if (faults.length > 0) throw new Error(`These routes cannot be served:\n${faults.join('\n')}`)
}

const nameOf = ({ method, path, operation }: Route): string => `${method} ${path} (${operation || 'unnamed'})`

const faultsOf = (route: Route, permissions: ReadonlySet<string>): string[] => {
  const { permission, scope, rate, audit, operation, summary, response } = route
  const faults = [
    !permission && 'says no permission',
    permission && !OPEN_PERMISSIONS.has(permission) && !permissions.has(permission)
      ? `needs the permission ${permission}, which is not in the catalogue`
      : false,
    !scope && 'says no scope',
    scope && !SCOPE.test(scope) && `has the scope ${scope}, which is neither none nor resource:read|write`,
    scope === 'none' && permission !== 'public' && 'says scope none but is not public',
    !RATES.has(rate) && 'says no rate class',
    !audit && 'says no audit event (write none)',
    !operation && 'has no operation name',
    !summary && 'has no summary',
    (!response || Object.keys(response).length === 0) && 'declares no response',
    route.method === 'GET' && route.body !== undefined && 'is a GET with a body',
    !route.path.startsWith('/') && 'has a path that does not start with a slash',
  ]
  return faults
    .filter((fault) => typeof fault === 'string' && fault !== '')
    .map((f) => `${nameOf(route)} ${f}`)
}

const collisions = (routes: readonly Route[]): string[] => [
  ...repeated(
    routes,
    (route) => `${route.method} ${route.path.replaceAll(/:\w+/g, ':')}`,
    'the same address',
  ),
  ...repeated(routes, (route) => route.operation, 'the same operation name'),
]

const repeated = (routes: readonly Route[], keyOf: (route: Route) => string, what: string): string[] => {
  const first = new Map<string, Route>()
  return routes.flatMap((route) => {
    const key = keyOf(route)
    const other = first.get(key)
    if (other === undefined) first.set(key, route)
    return other === undefined || key === '' ? [] : [`${nameOf(route)} has ${what} as ${nameOf(other)}`]
  })
}
