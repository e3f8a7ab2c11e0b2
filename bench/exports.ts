import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { type AllDomains, buildDomains } from '../src/domains.ts'
import { compose } from '../src/main.ts'
import { type Db, sql } from '../src/platform/db/index.ts'
import { readSettings } from '../src/platform/settings/index.ts'
import { figure } from './support/figures.ts'

/**
 * Exports from the first row to the last, by cursor and by time, through HTTP, rows a second. Limit: the same rows by
 * plain SQL in pages of as many, whole rows as JSON, in the same run.
 * Run: `node bench/exports.ts [tickets]`.
 */
const TICKETS = Number(process.argv[2] ?? 20_000)
const TEMPLATES = 20
const PAGE = 1000
const dataDir = await mkdtemp(join(tmpdir(), 'bench-exports-'))
const read = readSettings({}, [
  ...['--data-dir', dataDir, '--port', '0', '--smtp-port', '0', '--log-level', 'error'],
  ...['--exports-per-minute', '1000000'],
])
if (!read.ok) throw new Error(read.error.join('\n'))
let domains: AllDomains | undefined
const mainstay = await compose(read.value, {
  domains: (ground) => {
    domains = buildDomains(ground)
    return domains
  },
})
const { db } = mainstay.ground
const url = await mainstay.start()
if (url === null || domains === undefined) throw new Error('no address')
await domains.people.createUser({ email: 'ada@desk.example', name: 'Ada', role: 'admin' })
const { secret: token } = await domains.people.createToken({ email: 'ada@desk.example' })
const pool = new Pool(url, { connections: 1 })
const call = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => {
  const answer = await pool.request({
    path,
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.body.text()
  if (answer.statusCode >= 300) throw new Error(`${path} answered ${answer.statusCode}: ${text}`)
  return JSON.parse(text)
}

// Some tickets are made in earnest; the others are their copies, with their audits and comments, in the same feed.
for (let n = 0; n < TEMPLATES; n++) {
  const { ticket } = await call('POST', '/api/v2/tickets', {
    ticket: {
      subject: `The printer is on fire (${n})`,
      comment: { body: 'It started this morning, right after the update. '.repeat(8) },
      requester: { name: `Customer ${n}`, email: `c${n}@customer.example` },
      tags: ['printer', 'fire'],
    },
  })
  for (const priority of ['high', 'urgent', 'normal'])
    await call('PUT', `/api/v2/tickets/${ticket.id}`, {
      ticket: { priority, comment: { body: 'We are looking into it. '.repeat(8) } },
    })
}

const COPY_FROM = 1_000_000_000
const columnsOf = async (table: string): Promise<string[]> =>
  (
    await db.rows(sql<{ name: string }>`select column_name::text as name from information_schema.columns
      where table_name = ${table} and table_schema = 'public' and is_generated = 'NEVER' order by ordinal_position`)
  ).map(({ name }) => name)

/** Copies rows of a table; in the copy some columns say something else. */
const copied = async (
  tx: Db,
  table: string,
  changed: Record<string, ReturnType<typeof sql>>,
): Promise<void> => {
  const names = await columnsOf(table)
  const values = names.map((name) => changed[name] ?? sql.ref(`o.${name}`))
  await tx.rows(sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    select ${sql.join(values)} from ${sql.table(table)} o
    cross join generate_series(1, ${Math.ceil(TICKETS / TEMPLATES)}::int) n`)
}
const copyId = sql`${COPY_FROM}::bigint + o.ticket_id * 1000000 + n`
await db.transaction(async (tx) => {
  await copied(tx, 'audits', { ticket_id: copyId, id: sql`${COPY_FROM}::bigint + o.id * 1000000 + n` })
  await copied(tx, 'comments', { ticket_id: copyId })
  await copied(tx, 'tickets', { ticket_id: copyId })
  await tx.rows(sql`insert into feed (position, subject, subject_id, seq, at)
    select (select coalesce(max(position), 0) from feed) + row_number() over (order by a.seq, a.ticket_id), 'ticket',
      a.ticket_id, a.seq,
      now() - interval '1 hour' + interval '30 minutes' * percent_rank() over (order by a.seq, a.ticket_id)
    from audits a where a.ticket_id > ${COPY_FROM}`)
})
await db.transaction(async (tx) => {
  await copied(tx, 'users', {
    id: sql`${COPY_FROM}::bigint + o.id * 1000000 + n`,
    external_id: sql`null`,
    email: sql`null`,
  })
  await tx.rows(sql`insert into feed (position, subject, subject_id, seq, at)
    select (select max(position) from feed) + row_number() over (order by u.id), 'user', u.id, 0,
      now() - interval '20 minutes' from users u where u.id > ${COPY_FROM}`)
})
for (const table of ['tickets', 'audits', 'comments', 'users', 'feed'])
  await db.rows(sql`vacuum analyze ${sql.table(table)}`)

type Walked = { readonly rows: number; readonly seconds: number }
const timed = async (work: () => Promise<number>): Promise<Walked> => {
  const start = performance.now()
  const rows = await work()
  return { rows, seconds: (performance.now() - start) / 1000 }
}

const walk = (key: string, start: string, link: 'after_url' | 'next_page'): Promise<Walked> =>
  timed(async () => {
    let rows = 0
    for (let path = `/api/v2/incremental/${start}`; ; ) {
      const page = await call('GET', path)
      rows += page[key].length
      if (page.end_of_stream) return rows
      path = String(page[link]).replace(/^https?:\/\/[^/]+/, '')
    }
  })

/** Whole rows as JSON, in pages in the order of their keys: nothing less can be an export. */
const raw = (table: string, keys: readonly string[]): Promise<Walked> =>
  timed(async () => {
    const columns = sql.join(keys.map((key) => sql.ref(key)))
    let last = keys.map(() => 0)
    for (let rows = 0; ; ) {
      const after = sql.join(last.map((value) => sql`${value}::bigint`))
      const [page] = await db.rows(sql<{ rows: Record<string, number>[] }>`
        select coalesce(jsonb_agg(to_jsonb(p)), '[]') as rows from (select * from ${sql.table(table)}
          where (${columns}) > (${after}) order by ${columns} limit ${PAGE}) p`)
      const found = page!.rows
      rows += found.length
      JSON.stringify(found)
      if (found.length < PAGE) return rows
      last = keys.map((key) => found.at(-1)![key]!)
    }
  })

const report = (name: string, ours: Walked, limit: Walked): void => {
  const [mine, theirs] = [ours, limit].map(({ rows, seconds }) => rows / seconds) as [number, number]
  const share = `${Math.round(theirs)}/s (${(mine / theirs).toFixed(2)} x)`
  figure(`${name}, ${ours.rows} rows`, `${Math.round(mine)}/s`, share, '0.2 x')
}

const rawTickets = await raw('tickets', ['ticket_id'])
const rawAudits = await raw('audits', ['ticket_id', 'seq'])
const rawUsers = await raw('users', ['id'])
report('tickets by cursor', await walk('tickets', 'tickets/cursor?start_time=0', 'after_url'), rawTickets)
report('tickets by time', await walk('tickets', 'tickets?start_time=0', 'next_page'), rawTickets)
report(
  'tickets with metrics and users',
  await walk('tickets', 'tickets/cursor?start_time=0&include=metric_sets,users', 'after_url'),
  rawTickets,
)
report('events by time', await walk('ticket_events', 'ticket_events?start_time=0', 'next_page'), rawAudits)
report(
  'events with comments',
  await walk('ticket_events', 'ticket_events?start_time=0&include=comment_events', 'next_page'),
  rawAudits,
)
report('users by cursor', await walk('users', 'users/cursor?start_time=0', 'after_url'), rawUsers)
await pool.close()
await mainstay.stop()
await rm(dataDir, { recursive: true, force: true })
