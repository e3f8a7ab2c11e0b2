/**
 * How many tickets a second the API makes: HTTP, authentication, load, decide with the standard triggers and as many
 * others as make a hundred, save, on the embedded PostgreSQL with everything that makes it durable, while the receipts
 * leave to a sink. Limit: pgbench (`-M prepared`) running the same load and save statements, with parameters caught
 * from a real create, on the same tables in the same run.
 * Run: `node bench/create.ts [seconds for each limit] [triggers beside the standard ones]`.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { type AllDomains, buildDomains } from '../src/domains.ts'
import { compose } from '../src/main.ts'
import { type Database, type Db, sql } from '../src/platform/db/index.ts'
import { createServer } from '../src/platform/http/index.ts'
import { readSettings } from '../src/platform/settings/index.ts'
import { createRegistry } from '../src/platform/telemetry/index.ts'
import type { CreateLoad } from './support/create-load.ts'
import { figure, ms, percentile, perSecond } from './support/figures.ts'
import { realisticTriggers } from './support/rules.ts'
import { startSink } from './support/sink.ts'

const run = promisify(execFile)
const SECONDS = Number(process.argv[2] ?? 5)
const TRIGGERS = Number(process.argv[3] ?? 95)
const WARM = 300
const CREATES = { 1: 1500, 8: 5000 } as const
const dataDir = await mkdtemp(join(tmpdir(), 'bench-create-'))

const sink = await startSink()
const read = readSettings({}, [
  ...['--data-dir', dataDir, '--port', '0', '--smtp-port', '0', '--log-level', 'error'],
  ...['--smtp-relay', sink.url],
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
const { people } = domains

await people.createUser({ email: 'agent@desk.example', name: 'Bo', role: 'agent' })
const { secret: token } = await people.createToken({ email: 'agent@desk.example' })
await ground.db.transaction(async (tx) => {
  const why = { authorId: null, reason: 'bench', at: ground.clock.now() }
  const edits = []
  for (const body of realisticTriggers(TRIGGERS))
    edits.push({ kind: 'trigger', id: await ground.policy.nextId(tx), body })
  await ground.policy.edit(tx, why, edits)
})
/** So many customers that none is written to more often than the rules of automatic mail allow. */
const customers = await ground.db.rows(sql<{ id: number }>`
  with made as (
    insert into users (name, email, verified, created_at, updated_at)
    select 'Customer ' || n, 'c' || n || '@acme.example', true, now(), now() from generate_series(1, 10000) n
    returning id, email)
  insert into user_identities (user_id, type, value, key, verified, is_primary, created_at, updated_at)
  select id, 'email', email, email, true, true, now(), now() from made returning user_id as id`)
const bodies = customers.map(({ id }) =>
  JSON.stringify({
    ticket: {
      subject: 'The printer is on fire',
      comment: { body: 'It started this morning, right after the update. '.repeat(8) },
      requester_id: id,
      priority: 'high',
      tags: ['printer', 'fire'],
    },
  }),
)

const load = (width: 1 | 8): Promise<{ samples: number[]; elapsedMs: number }> =>
  new Promise((resolve, reject) => {
    const workerData: CreateLoad = { url, token, bodies, warm: WARM, count: CREATES[width], width }
    const worker = new Worker(new URL('./support/create-load.ts', import.meta.url), { workerData })
    worker.once('message', resolve)
    worker.once('error', reject)
  })

type Caught = { readonly text: string; readonly params: readonly unknown[] }

/** A ticket number that occurs nowhere else in what a create says, so that it can be replaced in it. */
const MARK = 424_242_424_242

/** Makes one ticket by a door whose statements are listened to. */
const catchStatements = async (): Promise<Caught[]> => {
  const caught: Caught[] = []
  const listening: Db = {
    ...ground.db,
    query: (statement, params = []) => {
      if (/^tickets_(?:load_new|save)/.test(statement.name)) caught.push({ text: statement.text, params })
      return ground.db.query(statement, params)
    },
  }
  const heard = buildDomains({ ...ground, db: listening, metrics: createRegistry() })
  const app = createServer({
    ground,
    routes: heard.modules.flatMap(({ routes = [] }) => routes),
    permissions: heard.permissions,
    authenticate: heard.authenticate,
    process: { id: ground.identity.id, isAlive: async () => false },
  })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const create = () =>
    app.inject({ method: 'POST', url: '/api/v2/tickets', headers, payload: bodies[0] ?? '' })
  const first = (await create()).json<{ ticket: { id: number } }>().ticket.id
  caught.length = 0
  await ground.db.rows(sql`select setval('ticket_ids', ${MARK - 1})`)
  await create()
  await ground.db.rows(sql`select setval('ticket_ids', ${first + 1_000_000})`)
  return caught
}

/** As pgbench takes a value; arrays as PostgreSQL writes them. */
const asText = (value: unknown): string => {
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`
  return Array.isArray(value) ? `{${value.join(',')}}` : String(value)
}

/**
 * A script of both statements. Each round puts the ticket number that its load drew where the caught one stood: that
 * costs the server a text replacement, and nothing else differs.
 */
const scriptOf = (caught: readonly Caught[]): { script: string; variables: string[] } => {
  const variables: string[] = []
  const statements = caught.map(({ text, params }, statement) =>
    text.replace(/\$(\d+)/g, (_, number: string) => {
      const value = params[Number(number) - 1]
      if (value === null) return 'null'
      const name = `p${statement}_${number}`
      if (!variables.some((known) => known.startsWith(`${name}=`))) variables.push(`${name}=${asText(value)}`)
      return statement > 0 && String(value).includes(String(MARK))
        ? `replace(:${name}::text, '${MARK}', :l_ticket_id::text)`
        : `:${name}`
    }),
  )
  return { script: `${statements[0]}\n\\gset l_\n${statements.slice(1).join(';\n')};\n`, variables }
}

/** What pgbench left to be told is nobody's: it must not leave while we are measured. */
const forget = async (): Promise<void> => {
  await ground.db.rows(sql`update outbox set state = 'cancelled', ended_at = now() where id in (
    select id from outbox where state = 'waiting' and lease_owner is null for update skip locked)`)
  await settled()
}

/** Milliseconds until the outbox has nothing left to say. */
const settled = async (): Promise<number> => {
  const start = performance.now()
  for (;;) {
    const row = await ground.db.one(
      sql<{ count: number }>`select count(*) as count from outbox where state = 'waiting'`,
    )
    if (row?.count === 0) return performance.now() - start
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Creates a second of pgbench; undefined where this machine has none. */
const limit = async (
  file: string,
  variables: readonly string[],
  width: number,
): Promise<number | undefined> => {
  const { socket } = (ground.db as Database).address as {
    socket: { host: string; port: number; user: string; database: string }
  }
  const where = ['-h', socket.host, '-p', String(socket.port), '-U', socket.user]
  const how = ['-n', '-M', 'prepared', '-c', String(width), '-j', '1', '-T', String(SECONDS), '-f', file]
  const values = variables.flatMap((variable) => ['-D', variable])
  try {
    const { stdout } = await run('pgbench', [...where, ...how, ...values, socket.database], {
      maxBuffer: 1e8,
    })
    return Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    process.stdout.write(
      'There is no limit to compare with: pgbench is not installed (Debian: postgresql-contrib).\n',
    )
    return undefined
  }
}

try {
  const triggers = (await ground.policy.current()).documents('trigger').length
  process.stdout.write(`${triggers} triggers\n`)
  const { script, variables } = scriptOf(await catchStatements())
  const file = join(dataDir, 'create.sql')
  await writeFile(file, script)
  for (const width of [1, 8] as const) {
    await forget()
    const before = await limit(file, variables, width)
    await forget()
    const mailsBefore = await sink.count()
    const cpuBefore = process.threadCpuUsage()
    const { samples, elapsedMs } = await load(width)
    const { user, system } = process.threadCpuUsage(cpuBefore)
    const mails = (await sink.count()) - mailsBefore
    const drained = await settled()
    const after = await limit(file, variables, width)
    const rate = (samples.length * 1000) / elapsedMs
    const best = before === undefined || after === undefined ? undefined : (before + after) / 2
    figure(
      `tickets made by API, ${width} at a time (p50 ${ms(percentile(samples, 50))}, p95 ${ms(percentile(samples, 95))})`,
      perSecond(samples.length, elapsedMs),
      best === undefined ? 'none' : `pgbench ${Math.round(best)}/s, ratio ${(rate / best).toFixed(2)}`,
      width === 8 ? '≥ 0.35 and ≥ 600/s' : '≥ 0.35',
    )
    // Of the thread that serves, receipts and the first warm ones included: on a busy machine it says more than the rate.
    const cpuMs = (user + system) / 1000 / (samples.length + WARM)
    figure('  processor time of the server for one ticket', ms(cpuMs), '—', '—')
    figure(
      `  receipts that left meanwhile, and until all had left`,
      `${mails}`,
      `${ms(drained)} later`,
      'all leave',
    )
  }
} finally {
  await mainstay.stop()
  await sink.close()
  await rm(dataDir, { recursive: true, force: true })
}
