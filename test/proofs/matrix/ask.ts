import type { Route } from '../../../src/platform/http/index.ts'
import type { Answered } from '../house.ts'
import type { World } from '../world.ts'
import type { Declared } from './cells.ts'
import { headersOf, type Principal } from './principals.ts'

/** Asks a route once for one of its things, as the matrix declares it. */
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
  return world.call({
    method: route.method,
    url: path + query,
    body,
    headers: headersOf(world, principal),
  })
}

const TRIES = 5

/** As `askCell`, on a machine that is busy with other things: there the database may seem gone for a moment. */
export const askPatiently = async (...asked: Parameters<typeof askCell>): Promise<Answered> => {
  let answer = await askCell(...asked)
  for (let tries = 1; answer.status === 503 && tries < TRIES; tries++) answer = await askCell(...asked)
  return answer
}
