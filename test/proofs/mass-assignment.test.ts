import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/platform/db/index.ts'
import type { Route } from '../../src/platform/http/index.ts'
import type { Answered } from './house.ts'
import { declared } from './matrix/cells.ts'
import { headersOf, type Principal } from './matrix/principals.ts'
import { MISSING } from './matrix/table.ts'
import { type Rows, type RowsOf, watchRows } from './rows.ts'
import { proven, sized } from './size.ts'
import { openWorld, PASSWORD, type World } from './world.ts'

/** Names that a careless model would take, beside those of all columns. */
const RESERVED =
  `id ids url uuid _id type kind role role_id role_type roles is_admin admin owner superuser permissions scopes scope
  account account_id tenant_id brand_id created_at updated_at deleted_at created_by updated_by author author_id submitter_id
  requester_id user_id user actor actor_id via via_id channel ip request_id session session_id token tokens hash secret
  password password_hash password_digest salt csrf_token verified email_verified active enabled suspended moderator
  confirmed approved is_public public private version seq chain lock_version position mail_epoch policy_version
  organization_id shared_tickets ticket_restriction constructor prototype toString hasOwnProperty`.split(
    /\s+/,
  )

const ALL_ROLES: readonly Principal[] = ['carol', 'agent', 'owner', 'light', 'groups', 'admin']
const ROLES = ALL_ROLES.slice(0, sized(3, 6))
/** What nobody may have meant: it stands nowhere afterwards. */
const NUMBER = 424242424242
const WORD = 'mass-canary-b1946ac9'

let world: World
let rows: Rows
let columns: string[]
beforeAll(async () => {
  world = await openWorld()
  rows = await watchRows(world.db)
  const found = await world.db.rows(sql<{ name: string }>`select distinct column_name as name
    from information_schema.columns where table_schema = 'public' and table_name not like 'kept_%'`)
  columns = found.map(({ name }) => name)
  await rows.keep()
}, 60_000)
afterAll(() => world?.close())

type Node = {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly additionalProperties?: unknown
}
const nodeOf = (route: Route): Node => (route.body ?? {}) as Node

/** The body of a route's declared example, with every name that its schema does not know, at the top and inside. */
const stuffed = (route: Route, base: object, value: unknown): object => {
  const known = nodeOf(route)
  const inner = Object.entries(known.properties ?? {}).filter(([, node]) => node.properties !== undefined)
  const strange = (node: Node): object =>
    Object.fromEntries(
      [...new Set([...columns, ...RESERVED])]
        .filter((name) => !Object.hasOwn(node.properties ?? {}, name))
        .map((name) => [name, value]),
    )
  const body: Record<string, unknown> = { ...strange(known), ...base }
  for (const [key, node] of inner)
    if (Object.hasOwn(base, key)) body[key] = { ...strange(node), ...(body[key] as object) }
  return body
}

const askWith = (route: Route, principal: Principal, name: string, body: object): Promise<Answered> => {
  const { row } = declared.get(route.operation)!
  const params = row.things?.params(world, name, principal) ?? {}
  const path = route.path.replaceAll(/:(\w+)/g, (_, param: string) => String(params[param]))
  const query = typeof row.query === 'function' ? row.query(world, name) : (row.query ?? '')
  return world.call({ method: route.method, url: path + query, body, headers: headersOf(world, principal) })
}

const exampleOf = (route: Route, principal: Principal, name: string): object => {
  const { body } = declared.get(route.operation)!.row
  return (typeof body === 'function' ? body(world, name, principal) : body) as object
}

/** Which columns of rows that stood before differ now, and what new rows say in their booleans. */
const traces = async (before: RowsOf): Promise<string[]> => {
  const after = await rows.read(rows.tables)
  const found = new Set<string>()
  for (const table of changedIn(before, after)) {
    const old = new Map(before[table]!.map((row) => [keyOf(row), row]))
    for (const row of after[table]!) {
      const was = old.get(keyOf(row))
      for (const [column, value] of Object.entries(row)) {
        if (was === undefined) {
          if (typeof value === 'boolean') found.add(`new ${table}.${column} ${value}`)
        } else if (JSON.stringify(was[column]) !== JSON.stringify(value)) found.add(`${table}.${column}`)
      }
    }
  }
  return [...found].sort()
}

const keyOf = (row: Record<string, unknown>): string =>
  [row.ticket_id, row.id, row.seq, row.version, row.token, row.kind].join('/')

/** Tables that were written to. */
const changedIn = (before: RowsOf, after: RowsOf): string[] =>
  rows.tables.filter((table) => before[table] !== after[table])

const holding = async (before: RowsOf, text: string): Promise<string[]> => {
  const after = await rows.read(rows.tables)
  return changedIn(before, after).filter((table) => JSON.stringify(after[table]).includes(text))
}

const faultsOf = async (route: Route): Promise<string[]> => {
  const faults: string[] = []
  const { row } = declared.get(route.operation)!
  const before = await rows.read(rows.tables)
  for (const principal of ROLES) {
    const names = (row.things?.names ?? ['']).filter(
      (name) => name !== MISSING && (row.things?.sees(principal, name) ?? true),
    )
    const name = names.find((one) => row.refused?.(principal, one) !== true) ?? names[0]
    if (name === undefined) continue
    const base = exampleOf(route, principal, name)
    const plain = await askWith(route, principal, name, base)
    const usual = await traces(before)
    await rows.restore()
    for (const value of [NUMBER, WORD, true]) {
      const told = `${principal} ${route.operation} ${typeof value}`
      const answer = await askWith(route, principal, name, stuffed(route, base, value))
      if (answer.status >= 500) faults.push(`${told}: ${answer.status} ${answer.text}`)
      if (answer.status < 300 && plain.status >= 300)
        faults.push(`${told}: ${answer.status}, plainly ${plain.status}`)
      const touched = await traces(before)
      const more = touched.filter((trace) => !usual.includes(trace))
      if (more.length > 0) faults.push(`${told} touched ${more}`)
      if (value !== true) {
        const tables = await holding(before, String(value))
        if (tables.length > 0) faults.push(`${told} stands in ${tables}`)
      }
      if (touched.length > 0) await rows.restore()
    }
  }
  return faults
}

describe('what a write may set', () => {
  it('is what its schema lists: every other name of a column changes nothing', async () => {
    const routes = world.routes.filter(
      ({ method, body, operation }) => method !== 'GET' && body !== undefined && operation !== 'SignIn',
    )
    expect(routes.length).toBeGreaterThan(20)
    const faults: string[] = []
    for (const route of routes) faults.push(...(await faultsOf(route)))
    expect(faults).toEqual([])
    const told = `${routes.length} routes, ${columns.length + RESERVED.length} names, ${ROLES.length} roles`
    proven('T-09', 'names that no write takes', told)
    proven('C-21', 'fields in are those declared', told)
  }, 300_000)

  /** Everything that a user can be written with, at once. */
  const all = {
    name: 'Changed',
    email: 'changed@customer.example',
    phone: '+1 555 0199',
    alias: 'Al',
    details: 'd',
    notes: 'n',
    signature: 's',
    external_id: 'e',
    time_zone: 'Europe/Berlin',
    locale: 'en-US',
    tags: ['t'],
    role: 'admin',
    custom_role_id: 4,
    verified: true,
    skip_verify_email: true,
    suspended: true,
    ticket_restriction: 'requested',
    only_private_comments: true,
    moderator: true,
    password: 'nine purple kettles whistle',
  }
  const OWN = ['alias', 'locale', 'name', 'phone', 'signature', 'time_zone', 'updated_at']
  const GOVERNED = [...OWN, 'details', 'external_id', 'notes', 'tags']
  const MANAGED = [
    ...GOVERNED,
    'moderator',
    'only_private_comments',
    'role_id',
    'suspended',
    'ticket_restriction',
    'verified',
  ]
  const SELF = 'self'

  it.each([
    ['carol', SELF, OWN],
    ['light', SELF, OWN],
    ['agent', SELF, OWN],
    ['agent', 'carol', GOVERNED],
    ['admin', SELF, GOVERNED],
    ['admin', 'agent', MANAGED],
    ['owner', SELF, GOVERNED],
    ['owner', 'admin', MANAGED],
  ] as const)('%s changes of %s only what is declared', async (principal, of, writable) => {
    const id = world.people[of === SELF ? principal : of]
    const sent = { ...all, organization_id: world.ids.share, organization_ids: [world.ids.share] }
    const read = async (): Promise<Record<string, unknown>> =>
      (
        await world.db.rows(
          sql<{ row: Record<string, unknown> }>`select to_jsonb(u) as row from users u where id = ${id}`,
        )
      )[0]!.row
    const before = await read()
    const answer = await world.call({
      method: 'PUT',
      url: `/api/v2/users/${id}`,
      body: { user: sent },
      headers: headersOf(world, principal),
    })
    const after = await read()
    await rows.restore()
    const changed = Object.keys(after).filter(
      (key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]),
    )
    const reach = ['organization_id', 'verified', 'email']
    const isReach = (key: string): boolean => writable !== OWN && reach.includes(key)
    expect(
      changed.filter((key) => !(writable as readonly string[]).includes(key) && !isReach(key)),
      answer.text,
    ).toEqual([])
    expect(after.password_hash).toBe(before.password_hash)
    expect(PASSWORD).not.toBe(all.password)
  })
})
