import { afterAll, beforeAll, expect, it } from 'vitest'
import type { JsonObject } from '../../src/kernel/index.ts'
import { sql } from '../../src/platform/db/index.ts'
import type { Route } from '../../src/platform/http/index.ts'
import { askPatiently } from './matrix/ask.ts'
import { type Declared, declared, expectedStatus, namesOf } from './matrix/cells.ts'
import { type Principal, personOf } from './matrix/principals.ts'
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

/** Who of these comes first that may. */
const DOERS: readonly Principal[] = ['admin', 'owner', 'agent', 'carol', 'zoe']

/** Writes that find nothing to change in the world of the proofs, and so leave nothing. */
const NOTHING_TO_DO: ReadonlySet<string> = new Set([
  // In this order they stand already.
  'ReorderUserFields',
  'ReorderOrganizationFields',
  'ReorderSLAPolicies',
  'ReorderGroupSLAPolicies',
  'ReorderTicketForms',
  // A token has no session to end.
  'SignOut',
  // Who follows already goes on following.
  'CreateOrganizationSubscription',
  // No such tag, and no warning to trust in spite of.
  'RemoveTicketTags',
  'TrustTicketAudit',
  // The policies of today are those that the tickets were judged by.
  'ReevaluateTicketClock',
  'ReevaluateManyTicketClocks',
])

/** Whoever signs in is known afterwards only. */
const BY_SOMEBODY_ELSE: ReadonlySet<string> = new Set(['SignIn'])

type Cell = { readonly principal: Principal; readonly name: string }

const cellOf = (route: Route, what: Declared): Cell | undefined =>
  DOERS.flatMap((principal) => namesOf(what).map((name) => ({ principal, name }))).find(
    ({ principal, name }) => expectedStatus(route, what, principal, name) < 300,
  )

type Trace = { readonly actor_id: number | null; readonly has_origin: boolean }

const marks = async (): Promise<{ log: number; audits: number }> =>
  (await world.db.one(sql<{ log: number; audits: number }>`select
    (select coalesce(max(id), 0) from audit_log) as log, (select coalesce(max(id), 0) from audits) as audits`))!

/** What was left in either log since: by whom, and whether it says from where. */
const tracesSince = (mark: { log: number; audits: number }): Promise<Trace[]> =>
  world.db.rows(sql<Trace>`
    select actor_id, ip is not null as has_origin from audit_log where id > ${mark.log}
    union all select author_id, true from audits where id > ${mark.audits}`)

/** Does what was queued: a bulk job leaves its rows when it runs. */
const runJobs = async (): Promise<void> => {
  const queued = await world.db.rows(sql<{ name: string; payload: JsonObject }>`
    select t.identifier as name, j.payload
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    order by j.id`)
  const jobs = new Map(
    world.mainstay.modules.flatMap((module) => module.jobs ?? []).map((job) => [job.name, job]),
  )
  for (const { name, payload } of queued) await jobs.get(name)?.run(payload, { id: '1', attempt: 1 })
  await world.db.rows(sql`delete from graphile_worker._private_jobs`)
}

const faultOf = async (route: Route, what: Declared): Promise<string | undefined> => {
  const cell = cellOf(route, what)
  if (cell === undefined) return undefined
  const { principal, name } = cell
  const told = `${route.method} ${route.path} by ${principal}`
  const mark = await marks()
  const answer = await askPatiently(world, route, what, principal, name)
  if (answer.text.includes('"job_status"')) await runJobs()
  const traces = await tracesSince(mark)
  await rows.restore()
  if (traces.length === 0) return NOTHING_TO_DO.has(route.operation) ? undefined : `${told}: leaves no row`
  const person = personOf(principal)
  const actorId = person === undefined ? null : world.people[person]
  const isSigned = traces.some((trace) => trace.actor_id === actorId && trace.has_origin)
  return isSigned || BY_SOMEBODY_ELSE.has(route.operation)
    ? undefined
    : `${told}: no row says who and from where`
}

it('every write that says so leaves who did it, and from where', async () => {
  const faults: string[] = []
  let writes = 0
  for (const route of world.routes) {
    const what = declared.get(route.operation)
    if (what === undefined || route.audit === 'none') continue
    writes += 1
    const fault = await faultOf(route, what)
    if (fault !== undefined) faults.push(fault)
  }
  expect(faults).toEqual([])
  proven('C-30', 'every write leaves an audit row with actor and origin', `${writes} routes`)
}, 120_000)

it('no write keeps silent but those that say so', () => {
  const silent = world.routes.filter(({ method, audit }) => method !== 'GET' && audit === 'none')
  expect(silent.map(({ operation }) => operation).sort()).toMatchInlineSnapshot(`
    [
      "AutocompleteProblems",
      "CalculateBusinessTime",
      "CheckReply",
      "CountPreviewTickets",
      "CreateDraft",
      "DeleteDraft",
      "DeleteTicketDraft",
      "DeleteUpload",
      "PreviewView",
      "SaveDraft",
      "SaveTicketDraft",
      "SkipTicket",
      "SupposeSLAPolicies",
      "TestMailbox",
      "TestWebhook",
      "UploadFile",
    ]
  `)
})
