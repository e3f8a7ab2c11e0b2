import type { Route } from '../../../src/platform/http/index.ts'
import type { Answered } from '../house.ts'
import type { World } from '../world.ts'
import type { Declared } from './cells.ts'
import { headersOf, type Principal } from './principals.ts'

/** Asks a route for one of its things, as the matrix declares it. */
export const askCell = (
  world: World,
  route: Route,
  { row }: Declared,
  principal: Principal,
  name: string,
): Promise<Answered> => {
  const params = row.things?.params(world, name, principal) ?? {}
  const path = route.path.replaceAll(/:(\w+)/g, (_, param: string) => String(params[param]))
  const query = typeof row.query === 'function' ? row.query(world, name) : (row.query ?? '')
  const body = typeof row.body === 'function' ? row.body(world, name, principal) : row.body
  return world.call({ method: route.method, url: path + query, body, headers: headersOf(world, principal) })
}
