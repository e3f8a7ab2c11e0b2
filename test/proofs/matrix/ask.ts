import type { Route } from '../../../src/platform/http/index.ts'
import type { Answered } from '../house.ts'
import type { World } from '../world.ts'
import type { Declared } from './cells.ts'
import { headersOf, type Principal } from './principals.ts'

/** On a machine that is busy with other things the database may seem gone for a moment: no cell is about that. */
const TRIES = 5

/** Asks a route for one of its things, as the matrix declares it. */
export const askCell = async (
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
  const asked = { method: route.method, url: path + query, body, headers: headersOf(world, principal) }
  let answer = await world.call(asked)
  for (let tries = 1; answer.status === 503 && tries < TRIES; tries++) answer = await world.call(asked)
  return answer
}
