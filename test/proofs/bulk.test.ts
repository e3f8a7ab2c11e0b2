import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from '../../src/platform/db/index.ts'
import type { Parsed } from './house.ts'
import { headersOf, type Principal } from './matrix/principals.ts'
import { NO_ID } from './matrix/table.ts'
import { type Rows, watchRows } from './rows.ts'
import { proven } from './size.ts'
import { openWorld, type TicketName, type World } from './world.ts'

let world: World
let rows: Rows
beforeAll(async () => {
  world = await openWorld()
  rows = await watchRows(world.db)
  await rows.keep()
}, 60_000)
afterAll(() => world?.close())

const TICKETS: readonly TicketName[] = [
  'own',
  'colleague',
  'shared',
  'elsewhere',
  'assigned',
  'internal',
  'formers',
  'deleted',
]
const HIDDEN: readonly (readonly [Principal, readonly TicketName[]])[] = [
  ['groups', ['elsewhere', 'assigned', 'deleted']],
  ['assigned', ['own', 'colleague', 'shared', 'elsewhere', 'internal', 'formers', 'deleted']],
  ['organization', ['shared', 'elsewhere', 'assigned', 'formers', 'deleted']],
  ['agent', ['deleted']],
  ['owner', ['deleted']],
]

type Queued = { readonly name: string; readonly payload: Parsed }

/** Queues as somebody, does the queued work at once, and tells what became of each member. */
const outcomesOf = async (
  principal: Principal,
  method: string,
  url: string,
  body: unknown,
  meanwhile?: () => Promise<void>,
): Promise<Parsed[]> => {
  const answer = await world.call({ method, url, body, headers: headersOf(world, principal) })
  expect(answer.status, answer.text).toBe(200)
  const { id } = JSON.parse(answer.text).job_status
  const [queued] = await world.db.rows(sql<Queued>`select t.identifier as name, j.payload
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where j.payload->>'jobId' = ${id}`)
  await meanwhile?.()
  const job = world.mainstay.modules
    .flatMap(({ jobs = [] }) => jobs)
    .find(({ name }) => name === queued!.name)!
  await job.run(queued!.payload, { attempt: 1 } as never)
  const shown = await world.call({
    method: 'GET',
    url: `/api/v2/job_statuses/${id}`,
    headers: headersOf(world, 'owner'),
  })
  const job_status = JSON.parse(shown.text).job_status
  expect(job_status.status).toBe('completed')
  return job_status.results
}

const nameless = (outcome: Parsed): string => JSON.stringify({ ...outcome, id: 0, index: 0 })

it.each(HIDDEN)(
  'a job of %s tells of tickets that they do not see what it tells of none',
  async (principal, hidden) => {
    const ids = [...TICKETS.map((name) => world.ids[`ticket ${name}`]), NO_ID]
    const before = await rows.read(['tickets'])
    const results = await outcomesOf(principal, 'PUT', `/api/v2/tickets/update_many?ids=${ids}`, {
      ticket: { priority: 'high' },
    })
    const after = await rows.read(['tickets'])
    await rows.restore()
    const missing = nameless(results.at(-1))
    expect(
      results.flatMap((one, index) =>
        nameless(one) === missing && index < TICKETS.length ? [TICKETS[index]] : [],
      ),
    ).toEqual(hidden)
    const changed = after.tickets!.filter(
      (row) => !before.tickets!.some((was) => JSON.stringify(was) === JSON.stringify(row)),
    )
    expect(changed).toHaveLength(TICKETS.length - hidden.length)
    proven('C-20', 'results of a bulk job', `${principal}: ${ids.length} tickets`)
  },
)

it('a job has the rights of the moment in which it runs', async () => {
  const ids = [world.ids['ticket own'], world.ids['ticket elsewhere']]
  const lose = async (): Promise<void> => {
    const answer = await world.call({
      method: 'PUT',
      url: `/api/v2/users/${world.people.agent}`,
      body: { user: { role: 'end-user' } },
      headers: headersOf(world, 'owner'),
    })
    expect(answer.status).toBe(200)
  }
  const results = await outcomesOf(
    'agent',
    'PUT',
    `/api/v2/tickets/update_many?ids=${ids}`,
    { ticket: { priority: 'urgent' } },
    lose,
  )
  const { tickets } = await rows.read(['tickets'])
  await rows.restore()
  expect(results.map(({ success }) => success ?? false)).toEqual([false, false])
  expect(tickets!.every(({ priority }) => priority === null)).toBe(true)
})
