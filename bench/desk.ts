/**
 * What an agent waits for on a desk of 100,000 tickets: the page of a ticket, a list, one ticket, a bulk update.
 * Limit: a bare `node:http` server that runs the same statements for the same tickets, and answers the same JSON. Both
 * are measured by turns, with the processor time of the thread that answers: on a busy machine that says more.
 * `node bench/desk.ts [TICKETS] [DATA_DIR]`: the desk is lived here, and stays in DATA_DIR for the next time if given.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type AllDomains, buildDomains } from '../src/domains.ts'
import { compose } from '../src/main.ts'
import { type Database, sql } from '../src/platform/db/index.ts'
import { createServer } from '../src/platform/http/index.ts'
import { readSettings } from '../src/platform/settings/index.ts'
import { createRegistry } from '../src/platform/telemetry/index.ts'
import { figure, ms, percentile, perSecond } from './support/figures.ts'
import type { ReadLoad } from './support/read-load.ts'
import { listenTo, type Replay, startBareServer } from './support/replay.ts'

const TICKETS = Number(process.argv[2] ?? 100_000)
const given = process.argv[3]
const PAGES = 200
const VISITS = 400
const ROUNDS = 4
/** Visits before each round that are not counted. */
const WARM = 10
const BULKS = 20

const dir = given ?? (await mkdtemp(join(tmpdir(), 'bench-desk-')))
await mkdir(dir, { recursive: true })
// So that the user whom PostgreSQL runs as under root gets in.
await chmod(dir, 0o711)

const seed = (): void => {
  const cli = resolve(import.meta.dirname, '../src/cli/main.ts')
  const startedAt = performance.now()
  const args = ['seed', '--tickets', String(TICKETS), '--months', '12', '--data-dir', dir]
  execFileSync(process.execPath, [cli, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  const elapsedMs = performance.now() - startedAt
  figure('tickets lived by seed', perSecond(TICKETS, elapsedMs), '—', '333/s (100,000 in 300 s)')
}
if (!existsSync(join(dir, 'pg'))) seed()

const read = readSettings({}, [
  ...['--data-dir', dir, '--port', '0', '--smtp-port', '0', '--log-level', 'error'],
])
if (!read.ok) throw new Error(read.error.join('\n'))
let domains: AllDomains | undefined
const mainstay = await compose(read.value, {
  domains: (ground) => {
    domains = buildDomains(ground)
    return domains
  },
})
const { ground } = mainstay
const url = await mainstay.start()
if (url === null || domains === undefined) throw new Error('no address')
const email = `bench-${process.pid}-${Date.now()}@desk.example`
await domains.people.createUser({ email, name: 'Bo Bench', role: 'agent' })
const { secret: token } = await domains.people.createToken({ email })

/** The reads of the screens, asked once by a door whose statements are listened to. */
const catchReplays = async (paths: readonly string[]): Promise<ReadonlyMap<string, Replay>> => {
  const { db, caught } = listenTo(ground.db)
  const heard = buildDomains({ ...ground, db, metrics: createRegistry() })
  const app = createServer({
    ground,
    routes: heard.modules.flatMap(({ routes = [] }) => routes),
    permissions: heard.permissions,
    authenticate: heard.authenticate,
    process: { id: ground.identity.id, isAlive: async () => false },
  })
  const replays = new Map<string, Replay>()
  for (const path of paths) {
    caught.length = 0
    const answer = await app.inject({
      method: 'GET',
      url: path,
      headers: { authorization: `Bearer ${token}` },
    })
    if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}: ${answer.body}`)
    replays.set(path, { statements: [...caught], body: answer.json() })
  }
  await app.close()
  return replays
}

type Measured = { readonly samples: number[]; readonly elapsedMs: number; readonly cpuMs: number }

/** One round; asked for from a thread of its own, so that its processor time is not counted. */
const load = async (from: string, visits: ReadLoad['visits'], width = 1): Promise<Measured> => {
  const count = VISITS / ROUNDS
  const before = process.threadCpuUsage()
  const { samples, elapsedMs } = await lanesOf({ url: from, token, visits, width, warm: WARM, count })
  const { user, system } = process.threadCpuUsage(before)
  return { samples, elapsedMs, cpuMs: ((user + system) / 1000) * (count / (WARM + count)) }
}

const sumOf = (rounds: readonly Measured[]): Measured => ({
  samples: rounds.flatMap(({ samples }) => samples),
  elapsedMs: rounds.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
  cpuMs: rounds.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
})

/** The bare server and ours by turns, so that both meet the same moments of a busy machine. */
const byTurns = async (
  visits: ReadLoad['visits'],
  width = 1,
): Promise<{ limit: Measured; ours: Measured }> => {
  const [limit, ours]: [Measured[], Measured[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    limit.push(await load(bare.url, visits, width))
    ours.push(await load(url, visits, width))
  }
  return { limit: sumOf(limit), ours: sumOf(ours) }
}

const told = ({ samples, cpuMs }: Pick<Measured, 'samples' | 'cpuMs'>): string =>
  `p50 ${ms(percentile(samples, 50))} p95 ${ms(percentile(samples, 95))} cpu ${ms(cpuMs / samples.length)}`

const lanesOf = (workerData: ReadLoad): Promise<{ samples: number[]; elapsedMs: number }> =>
  new Promise((done, fail) => {
    const worker = new Worker(new URL('./support/read-load.ts', import.meta.url), { workerData })
    worker.once('message', done)
    worker.once('error', fail)
  })

/** Some of all tickets, and whom each one's page names. */
const chosen = await ground.db.rows(sql<{ id: number; people: string }>`
  select t.ticket_id as id, array_to_string(array(
    select distinct person from unnest(array[t.requester_id, t.submitter_id, t.assignee_id] ||
      array(select c.author_id from comments c where c.ticket_id = t.ticket_id)) as person
    where person > 0), ',') as people
  from tickets t where t.status < 6 order by hashint8(t.ticket_id) limit ${PAGES}`)
const pageOf = ({ id, people }: { id: number; people: string }): string[][] => [
  [`/api/v2/tickets/${id}.json`, `/api/v2/tickets/${id}/comments.json`, `/api/v2/tickets/${id}/audits.json`],
  [`/api/v2/users/show_many.json?ids=${people}`],
]
const pages = chosen.map(pageOf)
const singles = chosen.map(({ id }) => [[`/api/v2/tickets/${id}.json`]])
/** Pages of the list from its beginning to its last hundredth. */
const listed = ['', '&sort=-updated_at'].flatMap((sort) =>
  Array.from({ length: 10 }, (_, n) => [
    [`/api/v2/tickets.json?include=users&per_page=100&page=${n * 10 + 1}${sort}`],
  ]),
)
const cursored = ['id', '-updated_at'].map((sort) => [
  [`/api/v2/tickets.json?include=users&page%5Bsize%5D=100&sort=${sort}`],
])

const replays = await catchReplays([...pages, ...listed, ...cursored].flat(2))
const bare = await startBareServer(ground.db as Database, replays)

const compare = async (what: string, visits: ReadLoad['visits'], aim: string): Promise<void> => {
  const { limit, ours } = await byTurns(visits)
  figure(what, told(ours), `bare ${told(limit)}`, aim)
}

const bulk = async (n: number): Promise<number> => {
  const rows = await ground.db.rows(sql<{ id: number }>`
    select ticket_id as id from tickets where status < 5 order by hashint8(ticket_id) offset ${n * 100} limit 100`)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const startedAt = performance.now()
  const path = `${url}/api/v2/tickets/update_many.json?ids=${rows.map(({ id }) => id).join(',')}`
  const body = JSON.stringify({
    ticket: { additional_tags: [`bulk_${n}`], priority: n % 2 ? 'high' : 'low' },
  })
  const answer = await fetch(path, { method: 'PUT', headers, body })
  let { job_status: job } = (await answer.json()) as {
    job_status: { url: string; status: string; results: [] }
  }
  while (job.status === 'queued' || job.status === 'working') {
    await new Promise((done) => setTimeout(done, 5))
    job = ((await (await fetch(job.url, { headers })).json()) as { job_status: typeof job }).job_status
  }
  const took = performance.now() - startedAt
  const updated = (job.results as { success?: boolean }[]).filter(({ success }) => success).length
  if (job.status !== 'completed' || updated !== 100)
    throw new Error(`bulk: ${JSON.stringify(job).slice(0, 500)}`)
  return took
}

try {
  const size = await ground.db.one(sql<{ count: number }>`select count(*) as count from tickets`)
  process.stdout.write(`${size?.count} tickets, load ${loadavg()[0]?.toFixed(1)}\n`)
  await compare('page of a ticket: four reads', pages, 'p95 ≤ 10 ms')
  await compare('list of 100 with users, by cursor', cursored, 'p95 ≤ 15 ms')
  await compare('list of 100 with users, by number, with its count', listed, 'p95 ≤ 15 ms')
  const { limit, ours } = await byTurns(singles, 8)
  const [rate, most] = [ours, limit].map(({ elapsedMs }) => (VISITS * 1000) / elapsedMs) as [number, number]
  figure(
    `tickets read a second, 8 at a time (${told(ours)})`,
    `${Math.round(rate)}/s`,
    `bare ${Math.round(most)}/s`,
    `≥ 0.50 of it, is ${(rate / most).toFixed(2)}`,
  )
  const bulks: number[] = []
  const before = process.threadCpuUsage()
  for (let n = 0; n < BULKS; n++) bulks.push(await bulk(n))
  const { user, system } = process.threadCpuUsage(before)
  figure(
    'bulk update of 100 tickets, until it is completed',
    told({ samples: bulks, cpuMs: (user + system) / 1000 }),
    '—',
    'p95 ≤ 150 ms',
  )
  process.stdout.write(`load ${loadavg()[0]?.toFixed(1)}\n`)
} finally {
  await bare.close()
  await mainstay.stop()
  if (given === undefined) await rm(dir, { recursive: true, force: true })
}
