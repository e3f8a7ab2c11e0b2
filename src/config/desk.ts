import { calendar } from '../calendar/index.ts'
import { endpoints } from '../connect/index.ts'
import { Refused } from '../kernel/index.ts'
import { SYSTEM } from '../people/core/index.ts'
import { type People, people } from '../people/index.ts'
import { type Db, sql } from '../platform/db/index.ts'
import type { Ground } from '../platform/ground.ts'
import { askRoute, type Caller, type Method, type Route } from '../platform/http/index.ts'
import { draftOver, type PolicyDraft, type PolicySnapshot } from '../platform/policy/index.ts'
import { createRegistry } from '../platform/telemetry/index.ts'
import { sla } from '../sla/index.ts'
import { catalogueIn, tickets } from '../tickets/index.ts'
import type { SchemaNode } from './core/index.ts'

/** A desk under change: the routes of all kinds, on a draft of its policy and inside one transaction. */
export type Desk = {
  readonly tx: Db
  readonly draft: PolicyDraft
  readonly people: People
  /** The policy as it would stand by now. */
  policy(): Promise<PolicySnapshot>
  /** Asks a route for its reply's body; throws `Refused` as it does. */
  ask(method: Method, path: string, asked?: Asked): Promise<unknown>
  /** Which way of changing one of these there is. */
  changing(path: string): Method
  /** What a route that makes one takes under a key of its body. */
  schemaOf(path: string, key: string): SchemaNode
}

type Asked = { readonly params?: Readonly<Record<string, string>>; readonly body?: unknown }

/** Mainstay itself, by command: it may do everything. Drafts name no author, but some routes ask who is there. */
const OPERATOR: Caller = {
  userId: 0,
  permissions: new Set([...SYSTEM.permissions, 'public', 'signed_in']),
  scopes: new Set(['*']),
  credential: 'token',
  rateKey: 'cli',
  viewer: SYSTEM,
}

const BY_COMMAND = {
  caller: OPERATOR,
  ip: '127.0.0.1',
  requestId: 'cli',
  headers: {},
  origin: 'http://localhost',
} as const

/** Builds the desk that a tree is applied to; nobody is woken by what may be taken back. */
export const deskOn = (ground: Ground, tx: Db, standing: PolicySnapshot): Desk => {
  const draft = draftOver(ground.policy, { standing })
  const within: Ground = {
    ...ground,
    db: tx,
    policy: draft.store,
    metrics: createRegistry(),
    wake: () => undefined,
  }
  const door = people(within)
  const routes = routesOf(within, door)
  const find = (method: Method, path: string): Route => {
    const route = routes.get(`${method} ${path}`)
    if (route === undefined) throw new Error(`There is no route ${method} ${path}`)
    return route
  }
  return {
    tx,
    draft,
    people: door,
    policy: () => draft.store.current(),
    ask: async (method, path, { params = {}, body } = {}) =>
      (await askRoute(find(method, path), { ...BY_COMMAND, params, body })).body,
    changing: (path) => (routes.has(`PUT ${path}/:id`) ? 'PUT' : 'PATCH'),
    schemaOf: (path, key) => (find('POST', path).body as SchemaNode).properties![key]!,
  }
}

const routesOf = (ground: Ground, door: People): ReadonlyMap<string, Route> => {
  const ticketsDoor = tickets(ground, door, { endpoints: endpoints(ground) })
  const needs = { catalogue: catalogueIn, deskValues: ticketsDoor.deskValues }
  const modules = [door.module, calendar(ground).module, sla(ground, needs).module, ticketsDoor.module]
  const routes = modules.flatMap((module) => module.routes ?? [])
  return new Map(routes.map((route) => [`${route.method} ${route.path}`, route]))
}

/** One write of many in a transaction: where it is refused, the others go on as if it had not been tried. */
export const attempted = async <T>(tx: Db, work: () => Promise<T>): Promise<T> => {
  await tx.rows(sql`savepoint config_document`)
  try {
    const value = await work()
    await tx.rows(sql`release savepoint config_document`)
    return value
  } catch (error) {
    if (error instanceof Refused) await tx.rows(sql`rollback to savepoint config_document`)
    throw error
  }
}
