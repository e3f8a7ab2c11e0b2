import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { type AllDomains, buildDomains } from '../src/domains.ts'
import { instantOf } from '../src/kernel/index.ts'
import { compose } from '../src/main.ts'
import { STANDARD_WEIGHTS } from '../src/people/core/index.ts'
import { sql } from '../src/platform/db/index.ts'
import { readSettings } from '../src/platform/settings/index.ts'
import { createPolicies } from '../src/tickets/policies.ts'
import { pageOf, ticketsOf } from '../src/tickets/views/page.ts'
import { countWhere } from '../src/tickets/views/store.ts'
import { viewOf } from '../src/tickets/views/view.ts'
import { figure, lanes, ms, percentile } from './support/figures.ts'

/**
 * Thirty views of an agent in five of twenty groups: the first page of each through HTTP (thirty rows by their columns),
 * and the counts of all, asked over and over while the clock of their keeping runs. Limit: the very statements alone, in
 * the same run. A ticket in thirty-three is unsolved.
 * Run: `node bench/views.ts [tickets]`; a million for the figure that counts.
 */
const TICKETS = Number(process.argv[2] ?? 30_000)
const TEMPLATES = 40
const ROUNDS = 10
const dataDir = await mkdtemp(join(tmpdir(), 'bench-views-'))
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

// Some tickets are made in earnest; the others are their copies, each with a group, a status, tags and moments of its own.
const groupIds: number[] = []
for (let n = 1; n <= 20; n++) {
  const { group } = JSON.parse(await call('POST', '/api/v2/groups', { group: { name: `Group ${n}` } }))
  groupIds.push(group.id)
  if (n <= 5)
    await call('POST', '/api/v2/group_memberships', {
      group_membership: { user_id: agent.id, group_id: group.id },
    })
}
const agentIds = [agent.id]
for (let n = 1; n < 50; n++)
  agentIds.push(
    (await people.createUser({ email: `a${n}@desk.example`, name: `Agent ${n}`, role: 'agent' })).id,
  )
for (let n = 0; n < TEMPLATES; n++)
  await call('POST', '/api/v2/tickets', {
    ticket: {
      subject: `The printer is on fire (${n})`,
      comment: { body: 'It started this morning, right after the update. '.repeat(8) },
      requester: { name: `Customer ${n}`, email: `c${n}@customer.example` },
      tags: ['printer'],
    },
  })

const COPY_FROM = 1_000_000_000
const columnsOf = async (table: string, changed: Record<string, string>): Promise<string> => {
  const rows = await ground.db.rows(sql<{ name: string }>`
    select attname as name from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
    order by attnum`)
  return rows.map(({ name }) => changed[name] ?? `o.${name}`).join(', ')
}
const CHUNK = 20_000
const copied = (
  from: number,
) => sql`(select n, n % 33 = 0 as is_open, (hashint8(n) & 1048575) as r, (hashint8(n * 7) & 1048575) as s,
    (select array_agg(ticket_id order by ticket_id) from tickets where ticket_id <= ${COPY_FROM})[1 + n % ${TEMPLATES}] as source
  from generate_series(${from}::int, ${Math.min(from + CHUNK - 1, TICKETS)}::int) n) c`
const AGE = `case when c.is_open then c.r * interval '1 second' else (c.r * 60) * interval '1 second' end`
const tickets = await columnsOf('tickets', {
  ticket_id: `${COPY_FROM} + c.n`,
  status: 'case when c.is_open then (c.n / 33) % 4 when c.n % 50 = 0 then 4 else 5 end',
  priority: '1 + c.s % 4',
  group_id: `(array[${groupIds.join(',')}]::bigint[])[1 + c.r % 20]`,
  assignee_id: `case when c.s % 5 > 0 then (array[${agentIds.join(',')}]::bigint[])[1 + c.s % 50] end`,
  tags: `array['printer', 'tag' || c.r % 200, 'topic' || c.s % 20]`,
  created_at: `now() - (${AGE}) * 2`,
  updated_at: `now() - (${AGE})`,
  status_at: `now() - (${AGE})`,
  solved_at: `case when not c.is_open then now() - (${AGE}) end`,
  closed_at: `case when not c.is_open and c.n % 50 <> 0 then now() - (${AGE}) end`,
  next_breach_at: `case when c.is_open then now() + (c.s - 200000) * interval '1 second' end`,
  upcoming_breach_at: `case when c.is_open then now() + (c.s - 200000) * interval '1 second' end`,
})
const comments = await columnsOf('comments', { ticket_id: `${COPY_FROM} + c.n` })
for (let from = 1; from <= TICKETS; from += CHUNK) {
  const chunk = copied(from)
  await ground.db.rows(
    sql`insert into tickets select ${sql.raw(tickets)} from ${chunk} join tickets o on o.ticket_id = c.source`,
  )
  await ground.db.rows(
    sql`insert into comments select ${sql.raw(comments)} from ${chunk} join comments o on o.ticket_id = c.source`,
  )
}
for (const table of ['tickets', 'comments']) await ground.db.rows(sql`vacuum analyze ${sql.table(table)}`)

type Clause = readonly [field: string, operator: string, value: string]
const UNSOLVED: Clause = ['status', 'less_than', 'solved']
const byBreach = { sort_by: 'sla_next_breach_at', sort_order: 'asc' }
const byNews = { sort_by: 'updated', sort_order: 'desc' }
const views: { title: string; all: readonly Clause[]; output: object }[] = [
  { title: 'my unsolved', all: [UNSOLVED, ['assignee_id', 'is', 'current_user']], output: byBreach },
  {
    title: 'unassigned in my groups',
    all: [UNSOLVED, ['assignee_id', 'is', ''], ['group_id', 'is', 'current_groups']],
    output: byBreach,
  },
  { title: 'all unsolved', all: [UNSOLVED], output: byBreach },
  { title: 'unsolved, by weight', all: [UNSOLVED], output: { sort_by: 'score', sort_order: 'desc' } },
  {
    title: 'unsolved in my groups, grouped',
    all: [UNSOLVED, ['group_id', 'is', 'current_groups']],
    output: { ...byBreach, group_by: 'priority', group_order: 'desc' },
  },
  { title: 'recently updated', all: [['status', 'less_than', 'closed']], output: byNews },
  {
    title: 'not closed, updated today',
    all: [
      ['status', 'is_not', 'closed'],
      ['updated_at', 'less_than', '24'],
    ],
    output: byNews,
  },
  { title: 'pending', all: [['status', 'is', 'pending']], output: byNews },
  { title: 'new', all: [['status', 'is', 'new']], output: { sort_by: 'created', sort_order: 'asc' } },
  {
    title: 'on hold for two days',
    all: [
      ['status', 'is', 'hold'],
      ['HOLD', 'greater_than', '48'],
    ],
    output: byNews,
  },
  {
    title: 'recently solved',
    all: [
      ['status', 'is', 'solved'],
      ['SOLVED', 'less_than', '168'],
    ],
    output: { sort_by: 'solved', sort_order: 'desc' },
  },
  { title: 'solved', all: [['status', 'is', 'solved']], output: byNews },
  { title: 'closed', all: [['status', 'is', 'closed']], output: byNews },
  { title: 'all but new', all: [['status', 'is_not', 'new']], output: byNews },
  {
    title: 'breach within four hours',
    all: [UNSOLVED, ['until_sla_next_breach_at', 'less_than', '4']],
    output: byBreach,
  },
  { title: 'rare tag, unsolved', all: [UNSOLVED, ['current_tags', 'includes', 'tag7']], output: byBreach },
  { title: 'common tag, unsolved', all: [UNSOLVED, ['current_tags', 'includes', 'topic3']], output: byNews },
  {
    title: 'tag, any status',
    all: [
      ['status', 'is_not', 'new'],
      ['current_tags', 'includes', 'tag9'],
    ],
    output: byNews,
  },
  { title: 'no tag', all: [UNSOLVED, ['current_tags', 'not_includes', 'printer']], output: byBreach },
  { title: 'urgent', all: [UNSOLVED, ['priority', 'is', 'urgent']], output: byBreach },
  { title: 'unsolved, by requester', all: [UNSOLVED], output: { sort_by: 'requester', sort_order: 'asc' } },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => ({
    title: `group ${n}`,
    all: [UNSOLVED, ['group_id', 'is', String(groupIds[n])] as const],
    output: byBreach,
  })),
]
const columns = ['nice_id', 'subject', 'requester', 'priority', 'status', 'group', 'assignee', 'updated']
const ids: number[] = []
for (const { title, all, output } of views) {
  const view = {
    title,
    all: all.map(([field, operator, value]) => ({ field, operator, value })),
    output: { ...output, columns: [...columns, 'sla_next_breach_at'] },
  }
  ids.push(JSON.parse(await call('POST', '/api/v2/views', { view })).view.id)
}

const snapshot = await ground.policy.current()
const policy = await createPolicies(ground).at(snapshot.version)
const viewer = await people.viewer(agent.id)
const looking = () => ({ viewer, policy, weights: STANDARD_WEIGHTS, at: instantOf(Date.now()) })
const meant = ids.map((id) => {
  const view = viewOf(snapshot.document('view', id)!, policy)
  if (!view.ok) throw new Error(view.error.join('\n'))
  return view.value
})
const bare = async (n: number): Promise<void> =>
  void (await pageOf(
    { ground },
    meant[n % meant.length]!,
    looking(),
    { per_page: '30' },
    { lastComments: true },
    async () => null,
  ))
const bareCount = async (n: number): Promise<void> =>
  void (await countWhere(ground.db, ticketsOf(meant[n % meant.length]!.conditions, looking())))
const page = async (n: number): Promise<void> =>
  void (await call('GET', `/api/v2/views/${ids[n % ids.length]}/execute?per_page=30`))
let isFresh = 0
const count = async (n: number): Promise<void> => {
  const { view_count: counted } = JSON.parse(await call('GET', `/api/v2/views/${ids[n % ids.length]}/count`))
  if (counted.fresh) isFresh += 1
}

const worst = (samples: readonly number[]): string => {
  const byView = ids.map((_, n) =>
    percentile(
      samples.filter((_, at) => at % ids.length === n),
      95,
    ),
  )
  const slowest = Math.max(...byView)
  return `${ms(slowest)} (${views[byView.indexOf(slowest)]!.title})`
}
const all = ids.length * ROUNDS
await lanes(ids.length * 2, 1, page)
await lanes(ids.length * 2, 1, bare)
const pages = await lanes(all, 1, page)
const barePages = await lanes(all, 1, bare)
const p95 = (samples: readonly number[]): string => ms(percentile(samples, 95))
figure(
  `page of 30 views, ${TICKETS} tickets, p95`,
  p95(pages.samples),
  `statement ${p95(barePages.samples)}`,
  '≤ 15 ms',
)
figure('  the slowest view', worst(pages.samples), `statement ${worst(barePages.samples)}`, '')
await lanes(ids.length, 1, count)
isFresh = 0
const counts = await lanes(all, 1, count)
const bareCounts = await lanes(all, 1, bareCount)
figure(
  `count of 30 views, ${TICKETS} tickets, p95`,
  p95(counts.samples),
  `statement ${p95(bareCounts.samples)}`,
  '≤ 50 ms',
)
figure('  the longest', ms(Math.max(...counts.samples)), `statement ${worst(bareCounts.samples)}`, '≤ 50 ms')
figure('  told fresh', `${Math.round((isFresh * 100) / all)} %`, '', '')
await pool.close()
await mainstay.stop()
await rm(dataDir, { recursive: true, force: true })
