import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildDomains } from '../src/domains.ts'
import { type JsonObject, plusMs, wholeSecond } from '../src/kernel/index.ts'
import { compose } from '../src/main.ts'
import { sql } from '../src/platform/db/index.ts'
import { readSettings } from '../src/platform/settings/index.ts'
import { openRound, readUnder } from '../src/tickets/automations/looking.ts'
import { candidatesQuery } from '../src/tickets/automations/store.ts'
import { askedOf, sweepAutomations } from '../src/tickets/automations/sweep.ts'
import { createCommit } from '../src/tickets/commit.ts'
import { noChange } from '../src/tickets/core/index.ts'
import { createPolicies } from '../src/tickets/policies.ts'
import { figure, ms, percentile } from './support/figures.ts'

/**
 * How long it takes to look for tickets on which automations have to act: 20 automations, on tickets of which one in 33 is
 * unsolved and one in 20 solved and not closed yet: all of them, then what is new since; then a sweep that acts. Limit: 1 s for each
 * minute of wall time; sweeps come every 45 s.
 * Run: `node bench/automations.ts [tickets] [explain]`; a million for the figure that counts.
 */
const TICKETS = Number(process.argv[2] ?? 100_000)
const isExplaining = process.argv[3] === 'explain'
const ROUNDS = 20
const dataDir = await mkdtemp(join(tmpdir(), 'bench-automations-'))
const read = readSettings({}, [
  ...['--data-dir', dataDir, '--port', '0', '--smtp-port', '0', '--log-level', 'error', '--role', 'web'],
])
if (!read.ok) throw new Error(read.error.join('\n'))
const mainstay = await compose(read.value, { domains: buildDomains })
const { ground } = mainstay
await mainstay.start()
const policies = createPolicies(ground)
const commit = createCommit(ground, policies)
const room = { ground, policies, commit, onCommitted: () => undefined }

// One ticket is made in earnest, the others are its copies: one in 33 unsolved, one in 20 solved, the rest closed.
const at = ground.clock.now()
await ground.db.rows(sql`insert into users (id, name, role_id, verified, created_at, updated_at)
  values (900, 'Carol', 1, true, now(), now())`)
const made = await commit(
  {
    ...noChange,
    kind: 'create',
    actor: { kind: 'system' },
    via: { channel: 'api', source: { from: {}, to: {}, rel: null } },
    requesterId: 900,
    set: { subject: 'The printer is on fire' },
    comment: { text: 'Smoke.', html: '<p>Smoke.</p>', authorId: 900, attachments: [] },
  },
  {},
)
if (!made.ok) throw new Error(made.error.message)
const STATUS = 'case when c.n % 33 = 0 then c.n / 33 % 4 when c.n % 20 = 0 then 4 else 5 end'
const AGE = "now() - ((hashint8(c.n) & 1048575) % 500) * interval '1 hour'"
const changed: Readonly<Record<string, string>> = {
  ticket_id: '1000000 + c.n',
  status: STATUS,
  status_at: AGE,
  updated_at: AGE,
  assigned_at: AGE,
  requester_updated_at: AGE,
  clocks: 'null',
  tags: "case when c.n % 7 = 0 then '{vip}'::text[] else '{done}' end",
  priority: 'c.n % 4 + 1',
}
const rows = await ground.db.rows(sql<{ name: string }>`
  select attname as name from pg_attribute where attrelid = 'tickets'::regclass and attnum > 0 and not attisdropped
  order by attnum`)
const columns = rows.map(({ name }) => changed[name] ?? `o.${name}`).join(', ')
const CHUNK = 20_000
for (let from = 1; from <= TICKETS; from += CHUNK)
  await ground.db.rows(sql`insert into tickets select ${sql.raw(columns)}
    from generate_series(${from}::int, ${Math.min(from + CHUNK - 1, TICKETS)}::int) c(n)
    join tickets o on o.ticket_id = ${made.value.ticket.id}`)
await ground.db.rows(sql`vacuum analyze tickets`)

const hours = ['OPEN', 'PENDING', 'HOLD', 'SOLVED'] as const
const body = (n: number): JsonObject => {
  const state = hours[n % 4]!
  const others = ['updated_at', 'assigned_at', 'requester_updated_at']
  const time =
    n < 14
      ? { field: state, operator: n % 3 === 0 ? 'is' : 'greater_than', value: String(24 + n * 6) }
      : { field: others[n % 3]!, operator: 'greater_than', value: String(48 + n) }
  return {
    title: `Automation ${n}`,
    position: n,
    conditions: {
      all: [
        { field: 'status', operator: 'is', value: state.toLowerCase() },
        time,
        { field: 'current_tags', operator: 'not_includes', value: `done vip step_${n}` },
      ],
      any: [],
    },
    actions: [{ field: 'current_tags', value: `step_${n}` }],
  }
}
await ground.policy.edit(ground.db, { authorId: null, reason: 'a bench', at }, [
  ...Array.from({ length: 20 }, (_, n) => ({ kind: 'automation', id: 5000 + n, body: body(n) })),
])
// The look at all tickets, as after each edit of an automation and once a day; then what is asked every time.
const wholeAt = performance.now()
await sweepAutomations(room)
figure(`a first look of 20 automations at ${TICKETS} tickets`, ms(performance.now() - wholeAt), '—', '')
if (isExplaining) await explain()
const samples: number[] = []
for (let round = 0; round < ROUNDS; round += 1) {
  const startedAt = performance.now()
  await sweepAutomations(room)
  samples.push(performance.now() - startedAt)
}
figure(
  `a sweep of 20 automations over ${TICKETS} tickets, nothing new, p95`,
  ms(percentile(samples, 95)),
  '—',
  '≤ 750 ms',
)

await ground.db.rows(sql`with changed as (
    update tickets set tags = '{}' where ticket_id in (
      select ticket_id from tickets where status = 1 order by ticket_id limit 500) returning ticket_id)
  insert into feed_inbox (subject, subject_id) select 'ticket', ticket_id from changed`)
const startedAt = performance.now()
const count = await sweepAutomations(room)
const tookMs = performance.now() - startedAt
figure(`an act of an automation (${count} in one sweep)`, ms(tookMs / Math.max(count, 1)), '—', '')
await mainstay.stop()
await rm(dataDir, { recursive: true, force: true })

/** What is asked once all have looked, 45 s later. */
async function explain(): Promise<void> {
  const snapshot = await ground.policy.current()
  const policy = await policies.at(snapshot.version)
  const now = plusMs(wholeSecond(ground.clock.now()), 45_000)
  const round = await openRound(ground.db, now)
  for (const automation of policy.automations.slice(0, 20)) {
    const under = readUnder(ground.policy, snapshot, automation.rule.id)
    const asked = askedOf(automation, { policy, at: now, readUnder: under }, round)
    const plan = await ground.db.rows(
      sql<{ 'QUERY PLAN': string }>`explain (analyze, buffers) ${candidatesQuery(asked)}`,
    )
    process.stdout.write(`${automation.rule.title}\n${plan.map((row) => row['QUERY PLAN']).join('\n')}\n\n`)
  }
}
