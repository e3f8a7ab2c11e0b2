import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Route } from '../../src/platform/http/index.ts'
import type { Answered } from './house.ts'
import { type Declared, declared, expectedStatus, namesOf } from './matrix/cells.ts'
import { headersOf, type Principal } from './matrix/principals.ts'
import { type Rows, watchRows } from './rows.ts'
import { proven } from './size.ts'
import { openWorld, type World } from './world.ts'

let world: World
let rows: Rows
beforeAll(async () => {
  world = await openWorld()
  rows = await watchRows(world.db)
  await rows.keep()
}, 60_000)
afterAll(() => world?.close())

const DOERS: readonly Principal[] = ['admin', 'owner', 'agent', 'carol', 'zoe']

type Node = {
  readonly type?: string
  readonly maxLength?: number
  readonly maxItems?: number
  readonly items?: Node
  readonly anyOf?: readonly Node[]
  readonly properties?: Readonly<Record<string, Node>>
}
type Limit = {
  readonly route: Route
  readonly where: 'body' | 'query'
  readonly path: readonly string[]
  readonly limit: number
  readonly of: (size: number) => unknown
}

/** Strings of a length, and lists of plain items; of alternatives those that are strings. */
const limitOf = (node: Node): Pick<Limit, 'limit' | 'of'> | undefined => {
  if (node.maxLength !== undefined) return { limit: node.maxLength, of: (size) => '1'.repeat(size) }
  if (node.maxItems !== undefined && PLAIN.has(node.items?.type ?? '')) {
    const item = node.items?.type === 'string' ? '1' : 1
    return { limit: node.maxItems, of: (size) => Array.from({ length: size }, () => item) }
  }
  const found = node.anyOf?.flatMap((one) => (one.maxLength === undefined ? [] : limitOf(one)))
  return found?.[0]
}
const PLAIN: ReadonlySet<string> = new Set(['string', 'integer', 'number'])

const limitsIn = (
  node: Node | undefined,
  path: readonly string[] = [],
): Pick<Limit, 'path' | 'limit' | 'of'>[] =>
  Object.entries(node?.properties ?? {}).flatMap(([name, inner]) => {
    const own = limitOf(inner)
    const at = [...path, name]
    return [...(own === undefined ? [] : [{ path: at, ...own }]), ...limitsIn(inner, at)]
  })

const limitsOf = (route: Route): Limit[] =>
  (['body', 'query'] as const).flatMap((where) =>
    limitsIn(route[where] as Node | undefined).map((found) => ({ route, where, ...found })),
  )

/** Schemas only bound what these may be; the limit proper is narrower, and said in `limits.test.ts` or their room's tests. */
const NARROWER: ReadonlySet<string> = new Set(['subject', 'party.name', 'party.reference'])
const isNarrower = (path: readonly string[]): boolean =>
  NARROWER.has(path.at(-1)!) || NARROWER.has(path.join('.'))

type Cell = { readonly what: Declared; readonly principal: Principal; readonly name: string }
const cellOf = (route: Route): Cell | undefined => {
  const what = declared.get(route.operation)
  if (what === undefined) return undefined
  const cell = DOERS.flatMap((principal) => namesOf(what).map((name) => ({ principal, name }))).find(
    ({ principal, name }) => expectedStatus(route, what, principal, name) < 300,
  )
  return cell && { what, ...cell }
}

/** The declared example of the route with one value of some size in its place. */
const askWith = async ({ route, where, path, of }: Limit, cell: Cell, size: number): Promise<Answered> => {
  const { what, principal, name } = cell
  const { row } = what
  const params = row.things?.params(world, name, principal) ?? {}
  const url = route.path.replaceAll(/:(\w+)/g, (_, param: string) => String(params[param]))
  const query = new URLSearchParams(
    typeof row.query === 'function' ? row.query(world, name) : (row.query ?? ''),
  )
  const example = typeof row.body === 'function' ? row.body(world, name, principal) : row.body
  const body = structuredClone(example) as Record<string, unknown> | undefined
  if (where === 'query') query.set(path[0]!, String(of(size)))
  else put(body ?? {}, path, of(size))
  const answer = await world.call({
    method: route.method,
    url: query.size === 0 ? url : `${url}?${query}`,
    body,
    headers: headersOf(world, principal),
  })
  if (route.method !== 'GET' && answer.status < 300) await rows.restore()
  return answer
}

const put = (into: Record<string, unknown>, [name, ...rest]: readonly string[], value: unknown): void => {
  if (rest.length === 0) into[name!] = value
  else {
    into[name!] = { ...(into[name!] as object | undefined) }
    put(into[name!] as Record<string, unknown>, rest, value)
  }
}

/** Too long, and that of this very field. */
const isTooLong = ({ status, text }: Answered, path: readonly string[]): boolean =>
  status >= 400 && status < 500 && text.includes(path.at(-1)!) && /TooLong|must not have more than/.test(text)

it('are held where routes declare them: below and at the limit nothing is too long, above it is', async () => {
  const faults: string[] = []
  let count = 0
  for (const route of world.routes) {
    const cell = cellOf(route)
    if (cell === undefined) continue
    for (const limit of limitsOf(route)) {
      count += 1
      const told = `${route.operation} ${limit.where} ${limit.path.join('.')} ${limit.limit}`
      for (const size of [limit.limit - 1, limit.limit]) {
        const answer = await askWith(limit, cell, size)
        if (answer.status >= 500 || (isTooLong(answer, limit.path) && !isNarrower(limit.path)))
          faults.push(`${told}: ${size} is ${answer.status} ${answer.text.slice(0, 150)}`)
      }
      const above = await askWith(limit, cell, limit.limit + 1)
      if (!isTooLong(above, limit.path))
        faults.push(`${told}: above is ${above.status} ${above.text.slice(0, 150)}`)
    }
  }
  expect(faults).toEqual([])
  expect(count).toBeGreaterThan(60)
  proven('C-13', 'declared limits at n-1, n, n+1', `${count} limits`)
}, 300_000)
