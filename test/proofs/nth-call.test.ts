import { afterAll, beforeAll, expect, it } from 'vitest'
import { MINUTE_MS } from '../../src/kernel/index.ts'
import { sql } from '../../src/platform/db/index.ts'
import type { Route } from '../../src/platform/http/index.ts'
import type { Timer } from '../../src/platform/module.ts'
import { type Answered, bearer } from './house.ts'
import { askCell } from './matrix/ask.ts'
import { type Declared, declared, expectedStatus, namesOf } from './matrix/cells.ts'
import type { Principal } from './matrix/principals.ts'
import { type Break, losingCall, watchFiles } from './nth-call.ts'
import { type Rows, watchRows } from './rows.ts'
import { proven, sized } from './size.ts'
import { openWorld, type World } from './world.ts'

/** What a desk lives by; the long run takes every write there is. */
const CORE: ReadonlySet<string> = new Set([
  'CreateTicket',
  'UpdateTicket',
  'DeleteTicket',
  'MergeTickets',
  'CreateRequest',
  'UpdateRequest',
  'CreateUser',
  'CreateOrganization',
  'UploadFile',
  'RecoverSuspendedTicket',
  'RedactTicketComment',
  'RedactTicketCommentAttachment',
  'CreateManyTickets',
])
const DOERS: readonly Principal[] = ['admin', 'owner', 'agent', 'carol', 'zoe']
const BREAKS: readonly Break[] = ['before', 'after']

let world: World
let rows: Rows
let shown: string
beforeAll(async () => {
  world = await openWorld()
  watchFiles(world.mainstay.ground.blobs)
  rows = await watchRows(world.db)
  await rows.keep()
  shown = await plainColumns()
}, 60_000)
afterAll(() => world?.close())

/** A query for all that is the same each time one does the same: no ids, times, salts, digests. */
const plainColumns = async (): Promise<string> => {
  const columns = await world.db.rows(sql<{ table: string; column: string }>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and data_type in ('text', 'boolean', 'smallint', 'ARRAY')
      and column_name !~ '(^|_)(id|ids|key|hash|salt|blob|token|sha256|message_id|secret|storage)$'
      and column_name not in ('clocks', 'metric_events', 'ulid', 'identifier')`)
  const byTable = Map.groupBy(columns, ({ table }) => table)
  return rows.tables
    .map((table) => {
      const plain = (byTable.get(table) ?? []).map(({ column }) => `${column}::text`)
      return `select '${table}' as name, count(*)::int as count,
        coalesce(md5(string_agg(concat_ws('|', ${['null', ...plain]}), ';' order by concat_ws('|', ${['null', ...plain]}))), '') as sum
        from ${table}`
    })
    .join(' union all ')
}

const look = async (): Promise<string> => JSON.stringify(await world.db.rows(sql`${sql.raw(shown)}`))

type Cell = {
  readonly route: Route
  readonly what: Declared
  readonly principal: Principal
  readonly name: string
}

const cellOf = (route: Route): Cell | undefined => {
  const what = declared.get(route.operation)
  if (what === undefined) return undefined
  const cell = DOERS.flatMap((principal) => namesOf(what).map((name) => ({ principal, name }))).find(
    ({ principal, name }) => expectedStatus(route, what, principal, name) < 300,
  )
  return cell && { route, what, ...cell }
}

const ask = ({ route, what, principal, name }: Cell): Promise<Answered> => {
  // So that nobody has tried too often.
  if (route.rate === 'login') world.clock.advance(15 * MINUTE_MS)
  return askCell(world, route, what, principal, name)
}

/** Loses one call after the other of a write; each time it is there whole or not at all, and never called done when not. */
const faultsOf = async (cell: Cell): Promise<{ readonly calls: number; readonly faults: string[] }> => {
  const before = await look()
  const plain = await ask(cell)
  const complete = await look()
  await rows.restore()
  const told = `${cell.route.operation} by ${cell.principal}`
  if (plain.status >= 300)
    return { calls: 0, faults: [`${told}: ${plain.status} ${plain.text.slice(0, 200)}`] }
  const faults: string[] = []
  let calls = 0
  for (const how of BREAKS)
    for (let n = 1; ; n++) {
      const { result, happened } = await losingCall(n, how, () => ask(cell))
      const after = await look()
      await rows.restore()
      if (!happened) break
      calls += 1
      const lost = `${told}, call ${n} lost ${how}: ${result.status}`
      if (after !== before && after !== complete)
        faults.push(`${lost}, and only half of it there, without ${differing(complete, after)}`)
      else if (result.status < 300 && after !== complete) faults.push(`${lost}, and nothing there`)
      else if (result.status >= 300 && result.status < 500 && result.status !== 409)
        faults.push(`${lost} ${result.text}`)
    }
  return { calls, faults }
}

/** The tables that are not as after all of it. */
const differing = (...states: readonly string[]): string => {
  const [complete, after] = states.map(
    (state) => JSON.parse(state) as { name: string; count: number; sum: string }[],
  )
  return after!
    .filter((row, at) => row.count !== complete![at]!.count || row.sum !== complete![at]!.sum)
    .map(({ name, count }) => `${name} (${count})`)
    .join(', ')
}

it('is whole or absent, whichever call to the database or to files is lost', async () => {
  const writes = world.routes.filter(
    ({ method, operation, audit }) =>
      method !== 'GET' && (sized(0, 1) === 1 ? audit !== 'none' || CORE.has(operation) : CORE.has(operation)),
  )
  const faults: string[] = []
  let [scenarios, calls] = [0, 0]
  for (const route of writes) {
    const cell = cellOf(route)
    if (cell === undefined) continue
    const found = await faultsOf(cell)
    scenarios += 1
    calls += found.calls
    faults.push(...found.faults)
  }
  expect(faults).toEqual([])
  expect(scenarios).toBeGreaterThanOrEqual(10)
  proven('C-08', 'the nth call to the database or to files is lost', `${scenarios} writes, ${calls} calls`)
}, 1_800_000)

/** Tasks that are due, as the worker claims them; by hand, because no worker runs here. */
const dueTasks = async (count: number): Promise<Timer[]> => {
  const headers = bearer(world.tokens.admin)
  const due_at = new Date(world.clock.now() + MINUTE_MS).toISOString()
  for (let n = 0; n < count; n++) {
    const ticket = { subject: 'Call back', type: 'task', due_at, comment: { body: 'x', public: false } }
    const { status } = await world.call({ method: 'POST', url: '/api/v2/tickets', body: { ticket }, headers })
    expect(status).toBe(201)
  }
  world.clock.advance(2 * MINUTE_MS)
  const found = await world.db.rows(sql<Omit<Timer, 'attempt'>>`select ticket_id as "ticketId", kind, key,
    due_at as "dueAt", payload from timers order by ticket_id desc limit ${count}`)
  return found.map((timer) => ({ ...timer, attempt: 1 }))
}

const countTold = async (timers: readonly Timer[]): Promise<number[]> => {
  const told = await world.db.rows(sql<{
    id: number
    times: number
  }>`select ticket_id as id, count(*)::int as times
    from audits where ticket_id = any(${timers.map(({ ticketId }) => ticketId)}::bigint[])
      and events::text like '%due_date_passed%' group by 1`)
  return told.map(({ times }) => times)
}

it.each([
  ['alone', 1],
  ['together', 3],
] as const)(
  'timers that fire %s take effect once, whichever call is lost',
  async (how, count) => {
    const handler = world.mainstay.modules
      .flatMap(({ timers = [] }) => timers)
      .find(({ fireTogether }) => fireTogether !== undefined)!
    const fire = (timers: readonly Timer[]): Promise<unknown> =>
      how === 'alone' ? handler.fire(timers[0]!) : handler.fireTogether!(timers)
    let calls = 0
    for (const lost of BREAKS)
      for (let n = 1; ; n++) {
        const timers = await dueTasks(count)
        const { happened } = await losingCall(n, lost, () => fire(timers).catch(() => undefined))
        // The worker that was not told comes again, with each by itself.
        for (const timer of timers) await handler.fire(timer)
        const told = await countTold(timers)
        await rows.restore()
        expect(told, `call ${n} lost ${lost}`).toEqual(Array(count).fill(1))
        if (!happened) break
        calls += 1
      }
    expect(calls).toBeGreaterThan(2)
    proven('C-08', 'the nth call of timers is lost', `${count} timers, ${calls} calls`)
  },
  60_000,
)
