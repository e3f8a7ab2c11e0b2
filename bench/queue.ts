import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { type AllDomains, buildDomains } from '../src/domains.ts'
import { compose } from '../src/main.ts'
import { sql } from '../src/platform/db/index.ts'
import { readSettings } from '../src/platform/settings/index.ts'
import { listTickets, type TicketSort } from '../src/tickets/store.ts'
import { figure, lanes, ms, percentile } from './support/figures.ts'

/**
 * The queue of somebody in five of twenty groups: unsolved, the first hundred by next breach, and by weight, through
 * HTTP. Limit: the very query alone, in the same run. A ticket in thirty-three is unsolved.
 * Run: `node bench/queue.ts [tickets]`; a million for the figure that counts.
 */
const TICKETS = Number(process.argv[2] ?? 20_000)
const TEMPLATES = 40
const ASKED = 300
const dataDir = await mkdtemp(join(tmpdir(), 'bench-queue-'))
const read = readSettings({}, [
  ...['--data-dir', dataDir, '--port', '0', '--smtp-port', '0', '--log-level', 'error'],
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
const agent = await people.createUser({ email: 'agent@desk.example', name: 'Bo', role: 'admin' })
const { secret: token } = await people.createToken({ email: 'agent@desk.example' })
const pool = new Pool(url, { connections: 1 })
const call = async (method: 'GET' | 'POST', path: string, body?: object): Promise<string> => {
  const answer = await pool.request({
    path,
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.body.text()
  if (answer.statusCode >= 300) throw new Error(`${path} answered ${answer.statusCode}: ${text}`)
  return text
}

// Some tickets are made in earnest; the others are their copies, each with a group, a status and a breach of its own.
const groupIds: number[] = []
for (let n = 1; n <= 20; n++)
  groupIds.push(JSON.parse(await call('POST', '/api/v2/groups', { group: { name: `Group ${n}` } })).group.id)
const target = (metric: string, minutes: number) => ({
  priority: 'high',
  metric,
  target: minutes,
  business_hours: false,
})
await call('POST', '/api/v2/slas/policies', {
  sla_policy: {
    title: 'All',
    filter: { all: [], any: [] },
    policy_metrics: [target('first_reply_time', 240), target('total_resolution_time', 2880)],
  },
})
for (let n = 0; n < TEMPLATES; n++)
  await call('POST', '/api/v2/tickets', {
    ticket: {
      subject: `The printer is on fire (${n})`,
      comment: { body: 'It started this morning, right after the update. '.repeat(8) },
      requester: { name: `Customer ${n}`, email: `c${n}@customer.example` },
      priority: 'high',
      tags: ['printer', 'fire'],
    },
  })

const COPY_FROM = 1_000_000_000
const columnsOf = async (table: string, changed: Record<string, string>): Promise<string> => {
  const rows = await ground.db.rows(sql<{ name: string }>`
    select attname as name from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
    order by attnum`)
  return rows.map(({ name }) => changed[name] ?? `o.${name}`).join(', ')
}
const copied = sql`(select n, (select array_agg(ticket_id order by ticket_id) from tickets)[1 + n % ${TEMPLATES}] as source
  from generate_series(1, ${TICKETS}::int) n) c`
const tickets = await columnsOf('tickets', {
  ticket_id: `${COPY_FROM} + c.n`,
  status: 'case when c.n % 33 = 0 then 1 else 5 end',
  group_id: `(array[${groupIds.join(',')}]::bigint[])[1 + (hashint8(c.n) & 1048575) % 20]`,
  next_breach_at: `case when c.n % 33 = 0 then now() + ((hashint8(c.n * 7) & 1048575) - 200000) * interval '1 second' end`,
})
const comments = await columnsOf('comments', { ticket_id: `${COPY_FROM} + c.n` })
await ground.db.rows(
  sql`insert into tickets select ${sql.raw(tickets)} from ${copied} join tickets o on o.ticket_id = c.source`,
)
await ground.db.rows(
  sql`insert into comments select ${sql.raw(comments)} from ${copied} join comments o on o.ticket_id = c.source`,
)
for (const table of ['tickets', 'comments']) await ground.db.rows(sql`vacuum analyze ${sql.table(table)}`)

const mine = groupIds.slice(0, 5)
const viewer = await people.viewer(agent.id)
const measure = async (sort: TicketSort, isDescending: boolean, aim: string): Promise<void> => {
  const path = `/api/v2/tickets?group_ids=${mine.join(',')}&sort=${isDescending ? '-' : ''}${sort}&page[size]=100`
  const ask = async (): Promise<void> => void (await call('GET', path))
  const bare = async (): Promise<void> => {
    const order = { by: sort, isDescending }
    const paging = {
      mode: 'cursor',
      size: 100,
      after: undefined,
      before: undefined,
      order,
      isOrderAsked: true,
    } as const
    const { rows } = await listTickets(ground.db, viewer, { by: 'queue', groupIds: mine }, paging)
    if (rows.length !== 100) throw new Error(`a page of ${rows.length}: take more tickets`)
  }
  await lanes(50, 1, ask)
  await lanes(50, 1, bare)
  const asked = await lanes(ASKED, 1, ask)
  const limit = await lanes(ASKED, 1, bare)
  figure(
    `queue by ${sort}, 100 of ${TICKETS}, p95`,
    ms(percentile(asked.samples, 95)),
    `query ${ms(percentile(limit.samples, 95))}`,
    aim,
  )
}
await measure('sla_next_breach_at', false, '≤ 8 ms')
await measure('weight', true, '')
await pool.close()
await mainstay.stop()
await rm(dataDir, { recursive: true, force: true })
