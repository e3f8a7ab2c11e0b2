import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Route } from '../../src/platform/http/index.ts'
import type { Answered, Parsed } from './house.ts'
import { askPatiently } from './matrix/ask.ts'
import { type Declared, declared, expectedStatus, missingOf, namesOf } from './matrix/cells.ts'
import { CUSTOMERS, LOCKED_OUT, PRINCIPALS, type Principal } from './matrix/principals.ts'
import { type Rows, watchRows } from './rows.ts'
import { proven, sized } from './size.ts'
import { openWorld, type World } from './world.ts'

let world: World
let rows: Rows
let kept: Record<string, string>
beforeAll(async () => {
  world = await openWorld()
  rows = await watchRows(world.db)
  await rows.keep()
  kept = await rows.digest()
}, 60_000)
afterAll(() => world?.close())

/** What is wrong with a cell's answer, if anything is. */
const faultOf = (cell: Cell, answer: Answered, missing: Answered | undefined): string | undefined => {
  const { route, row, principal, name } = cell
  const told = `${principal} ${route.method} ${route.path} ${name}:`
  const expected = expectedStatus(route, cell, principal, name)
  if (answer.status !== expected)
    return `${told} ${answer.status}, not ${expected} ${answer.text.slice(0, 160)}`
  if (expected === 404 && missing !== undefined && answer.text !== missing.text)
    return `${told} told apart from what does not exist: ${answer.text.slice(0, 160)}`
  if (expected === 403 && missing?.status === 403 && answer.text !== missing.text)
    return `${told} another 403 than for what does not exist: ${answer.text.slice(0, 160)}`
  if (answer.status !== row.status || (row.shows ?? row.counts) === undefined) return undefined
  return contentFault(cell, JSON.parse(answer.text), told)
}

const contentFault = ({ row, principal }: Cell, body: Parsed, told: string): string | undefined => {
  if (row.shows !== undefined) {
    const shown = body[row.shows.key].map((one: { id: number | string }) => one.id).sort()
    const expected = [...row.shows.ids(world, principal)].sort()
    if (JSON.stringify(shown) !== JSON.stringify(expected)) return `${told} shows ${shown}, not ${expected}`
  }
  const count = row.counts?.(principal)
  if (count !== undefined && body.count.value !== count)
    return `${told} counts ${body.count.value}, not ${count}`
  return undefined
}

type Cell = Declared & { readonly route: Route; readonly principal: Principal; readonly name: string }

/** Who is no one is told so whatever they name; in a quick run one name says it. */
const namesFor = (what: Declared, principal: Principal): readonly string[] =>
  isNobody(principal) ? namesOf(what).slice(0, sized(1, 1000)) : namesOf(what)

const isNobody = (principal: Principal): boolean =>
  principal === 'anonymous' || LOCKED_OUT.includes(principal)

/** How many cells are asked at a time that write nothing. */
const LANES = 4

/** Calls `work` for each item, a few at a time. */
const inLanes = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const left = items.values()
  const lane = async (): Promise<void> => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

/** All cells of a route: those that write nothing side by side, then one after the other what is to be taken back. */
const faultsOf = async (route: Route, what: Declared): Promise<{ cells: number; faults: string[] }> => {
  const faults: string[] = []
  const missing = await missingFor(route, what)
  const cells = PRINCIPALS.flatMap((principal) =>
    namesFor(what, principal).map((name): Cell => ({ ...what, route, principal, name })),
  )
  const judge = async (cell: Cell): Promise<void> => {
    const { principal, name } = cell
    const known = name === missingOf(what) ? missing.get(principal) : undefined
    const answer = known ?? (await askPatiently(world, route, what, principal, name))
    if (isOutside(principal) && answer.status < 300) noteFields(answer)
    const fault = faultOf(cell, answer, missing.get(principal))
    if (fault !== undefined) faults.push(fault)
  }
  await inLanes(
    cells.filter((cell) => !writes(cell)),
    judge,
  )
  if (route.method !== 'GET') faults.push(...(await writtenByNobody(route.operation)))
  for (const cell of cells.filter(writes)) {
    await judge(cell)
    await rows.restore()
  }
  return { cells: cells.length, faults }
}

const writes = ({ route, principal, name, ...what }: Cell): boolean =>
  route.method !== 'GET' && expectedStatus(route, what, principal, name) < 300

/** What each is told of what does not exist: the cell of that name, which the others are held against. */
const missingFor = async (route: Route, what: Declared): Promise<Map<Principal, Answered>> => {
  const answers = new Map<Principal, Answered>()
  const name = missingOf(what)
  if (name === undefined) return answers
  await inLanes(PRINCIPALS, async (principal) => {
    answers.set(principal, await askPatiently(world, route, what, principal, name))
  })
  return answers
}

const isOutside = (principal: Principal): boolean =>
  CUSTOMERS.includes(principal) || principal === 'anonymous'

/** Names of all that customers and strangers were given a value of, wherever it stood. */
const given = new Set<string>()
const noteFields = ({ headers, text }: Answered): void => {
  if (String(headers['content-type']).startsWith('application/json') && text !== '')
    note(JSON.parse(text), '')
}
const note = (value: Parsed, place: string): void => {
  if (Array.isArray(value)) {
    for (const item of value) note(item, place)
    return
  }
  if (value === null) return
  if (typeof value !== 'object') return void given.add(place)
  for (const [name, inner] of Object.entries<Parsed>(value)) {
    // A name that is an id stands for all of them.
    const said = /^\d+$/.test(name) ? '#' : name
    note(inner, place === '' ? said : `${place}.${said}`)
  }
}

/** A refused write leaves no row changed. */
const writtenByNobody = async (told: string): Promise<string[]> => {
  const now = await rows.digest()
  const changed = Object.keys(now).filter((table) => now[table] !== kept[table])
  if (changed.length === 0) return []
  await rows.restore()
  return [`${told}: refused, yet ${changed} changed`]
}

/** Each a test of its own, with a limit of its own. */
const SCOPES = [...new Set([...declared.values()].map(({ scope }) => scope))]
const asked = { cells: 0, routes: 0, seconds: 0 }

describe('every route, for everybody, of everything', () => {
  it('is declared in the matrix, and nothing else is', () => {
    const operations = world.routes.map(({ operation }) => operation)
    expect([...declared.keys()].sort()).toEqual(operations.sort())
  })

  it.each(SCOPES)(
    'answers each cell of %s as declared, and what is not visible as what does not exist',
    async (scope) => {
      const startedMs = performance.now()
      const faults: string[] = []
      for (const route of world.routes) {
        const what = declared.get(route.operation)
        if (what === undefined || what.scope !== scope) continue
        const found = await faultsOf(route, what)
        asked.cells += found.cells
        asked.routes += 1
        faults.push(...found.faults)
      }
      asked.seconds += (performance.now() - startedMs) / 1000
      expect(faults).toEqual([])
    },
    300_000,
  )

  it('leaves no cell out', () => {
    expect(asked.routes).toBe(declared.size)
    expect(asked.cells).toBeGreaterThan(5000)
    const size = `${asked.cells} cells of ${asked.routes} routes`
    proven('C-20', 'every route, for everybody, of everything', size, asked.seconds)
    proven('C-21', 'fields out are those declared', `replies of ${asked.routes} routes`, asked.seconds)
  })

  it('gives customers the fields that are listed, and no other', async () => {
    await expect(`${[...given].sort().join('\n')}\n`).toMatchFileSnapshot('matrix/customer-fields.txt')
    proven('C-21', 'customers get the fields that are listed', `${given.size} fields`)
  })
})
