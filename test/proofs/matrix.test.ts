import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Route } from '../../src/platform/http/index.ts'
import type { Answered, Parsed } from './house.ts'
import { askCell } from './matrix/ask.ts'
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

/** All cells of a route, one principal after the other; whatever was written is taken back. */
const faultsOf = async (route: Route, what: Declared): Promise<{ cells: number; faults: string[] }> => {
  const faults: string[] = []
  let cells = 0
  const missingName = missingOf(what)
  let isRefused = false
  for (const principal of PRINCIPALS) {
    const missing =
      missingName === undefined ? undefined : await askCell(world, route, what, principal, missingName)
    for (const name of namesFor(what, principal)) {
      const known = name === missingName && route.method === 'GET' ? missing : undefined
      const answer = known ?? (await askCell(world, route, what, principal, name))
      cells += 1
      if (isOutside(principal) && answer.status < 300) noteFields(answer)
      const fault = faultOf({ ...what, route, principal, name }, answer, missing)
      if (fault !== undefined) faults.push(fault)
      if (route.method !== 'GET' && answer.status < 300) await rows.restore()
      else isRefused ||= route.method !== 'GET'
    }
  }
  if (isRefused) faults.push(...(await writtenByNobody(route.operation)))
  return { cells, faults }
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

describe('every route, for everybody, of everything', () => {
  it('is declared in the matrix, and nothing else is', () => {
    const operations = world.routes.map(({ operation }) => operation)
    expect([...declared.keys()].sort()).toEqual(operations.sort())
  })

  it('answers each cell as declared, and what is not visible as what does not exist', async () => {
    let cells = 0
    const faults: string[] = []
    for (const route of world.routes) {
      const what = declared.get(route.operation)
      if (what === undefined) continue
      const found = await faultsOf(route, what)
      cells += found.cells
      faults.push(...found.faults)
    }
    expect(faults).toEqual([])
    expect(cells).toBeGreaterThan(5000)
    proven(
      'C-20',
      'every route, for everybody, of everything',
      `${cells} cells of ${world.routes.length} routes`,
    )
    proven('C-21', 'fields out are those declared', `replies of ${world.routes.length} routes`)
  }, 300_000)

  it('gives customers the fields that are listed, and no other', async () => {
    await expect(`${[...given].sort().join('\n')}\n`).toMatchFileSnapshot('matrix/customer-fields.txt')
    proven('C-21', 'customers get the fields that are listed', `${given.size} fields`)
  })
})
