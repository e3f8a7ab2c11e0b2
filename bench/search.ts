import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { type AllDomains, buildDomains } from '../src/domains.ts'
import { compose } from '../src/main.ts'
import { sql } from '../src/platform/db/index.ts'
import { projectionService } from '../src/platform/projection/index.ts'
import { readSettings } from '../src/platform/settings/index.ts'
import { soughtIn, tsqueryOf } from '../src/platform/words/index.ts'
import { matchTickets } from '../src/tickets/search/match-store.ts'
import { ticketWords } from '../src/tickets/search/project-words.ts'
import { cpuClock } from './support/cpu.ts'
import { figure, lanes, ms, percentile } from './support/figures.ts'
import { randomWords } from './support/vocabulary.ts'

/**
 * Search of one to three words, common, rare and absent ones, in all tickets and in unsolved ones, through HTTP, p95.
 * Beside each the very statements alone, then the CPU that the whole took, here and in the database: the figure that holds
 * on a machine that others use, too. Before that, how long the index took to build and how large it is.
 * A ticket has some thirty words of a vocabulary of 20,000, drawn as natural ones are; one in thirty-three is unsolved.
 * Run: `node bench/search.ts [tickets]`; a million for the figures that count.
 */
const TICKETS = Number(process.argv[2] ?? 20_000)
const ASKED = 50
const COPY_FROM = 1_000_000_000
const dataDir = await mkdtemp(join(tmpdir(), 'bench-search-'))
const read = readSettings({}, [
  ...['--data-dir', dataDir, '--port', '0', '--smtp-port', '0', '--log-level', 'error', '--role', 'web'],
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

// One ticket is made in earnest; the others are its copies, each with words, a status and times of its own.
await call('POST', '/api/v2/tickets', {
  ticket: {
    subject: 'The printer is on fire',
    comment: { body: 'It started this morning.' },
    requester: { name: 'Customer', email: 'c@customer.example' },
  },
})
const columnsOf = async (table: string, changed: Record<string, string>): Promise<string> => {
  const rows = await ground.db.rows(sql<{ name: string }>`
    select attname as name from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
    order by attnum`)
  return rows.map(({ name }) => changed[name] ?? `o.${name}`).join(', ')
}
const copyOf = { ticket_id: `${COPY_FROM} + n.n`, tags: `n.tags` }
const ticketColumns = await columnsOf('tickets', {
  ...copyOf,
  subject: 'n.subject',
  status: 'case when n.n % 33 = 0 then 1 else 5 end',
  created_at: `now() - (${TICKETS} - n.n) * interval '1 minute'`,
  updated_at: `now() - (hashint8(n.n) & 1048575) * interval '30 seconds'`,
})
const commentColumns = await columnsOf('comments', { ticket_id: `${COPY_FROM} + n.n`, body: 'n.body' })
const words = randomWords(4711)
const BATCH = 5000
for (let first = 1; first <= TICKETS; first += BATCH) {
  const numbers = Array.from({ length: Math.min(BATCH, TICKETS - first + 1) }, (_, index) => first + index)
  const drawn = numbers.map(() => [words.draw(6), words.draw(26)] as const)
  const made = sql`unnest(${numbers}::bigint[], ${drawn.map(([subject]) => subject)}::text[],
    ${drawn.map(([, body]) => body)}::text[]) as n(n, subject, body)`
  const rows = sql`(select n.*, array['tag_' || n.n % 50] as tags from ${made}) n`
  await ground.db.rows(
    sql`insert into tickets select ${sql.raw(ticketColumns)} from ${rows} join tickets o on o.ticket_id = 1`,
  )
  await ground.db.rows(
    sql`insert into comments select ${sql.raw(commentColumns)} from ${rows} join comments o on o.ticket_id = 1`,
  )
}
for (const table of ['tickets', 'comments']) await ground.db.rows(sql`vacuum analyze ${sql.table(table)}`)

const sizeOf = async (name: string): Promise<number> =>
  (await ground.db.one(sql<{ size: number }>`select pg_total_relation_size(${name}::regclass) as size`))!.size
const startedAt = performance.now()
const projection = projectionService(ground, ticketWords)
while (!(await projection.turn()).isDone);
const builtMs = performance.now() - startedAt
await ground.db.rows(sql`vacuum analyze ticket_words`)
const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`
figure(
  'index built, a ticket',
  `${(builtMs / TICKETS).toFixed(3)} ms`,
  `${(builtMs / 1000).toFixed(1)} s in all`,
  '',
)
figure(
  'size of it all',
  megabytes(await sizeOf('ticket_words')),
  `tickets ${megabytes(await sizeOf('tickets'))}`,
  '',
)
for (const index of ['ticket_words_all', 'ticket_words_unsolved'])
  figure(
    `of these, ${index}`,
    megabytes(await sizeOf(index)),
    `comments ${megabytes(await sizeOf('comments'))}`,
    '',
  )

const viewer = await people.viewer(agent.id)
const ORDER = { by: 'relevance', isDescending: true } as const
const measure = async (
  kind: 'common' | 'middling' | 'rare' | 'absent',
  count: number,
  isOpen: boolean,
): Promise<void> => {
  const picks = randomWords(count * 7 + 1)
  const next = (): string => Array.from({ length: count }, () => picks.pick(kind)).join(' ')
  const bare = async (): Promise<void> => {
    const sought = next()
      .split(' ')
      .flatMap((word) => soughtIn(word, { isPrefix: true, hasForms: true }) ?? [])
    const properties = isOpen ? sql<boolean>`t.status < 4` : null
    await matchTickets(
      ground.db,
      { viewer, words: tsqueryOf(sought), properties, isUnsolved: isOpen, narrowing: null },
      ORDER,
      25,
    )
  }
  const ask = async (): Promise<void> =>
    void (await call(
      'GET',
      `/api/v2/search?per_page=25&query=${encodeURIComponent(`type:ticket ${isOpen ? 'status<solved ' : ''}${next()}`)}`,
    ))
  await lanes(5, 1, ask)
  const cpu = await cpuClock(ground.db)
  const used: number[] = []
  const asked = await lanes(ASKED, 1, async () => {
    const before = cpu()
    await ask()
    used.push(cpu() - before)
  })
  const alone = await lanes(ASKED, 1, bare)
  const p = (samples: readonly number[], of: number): string => ms(percentile([...samples], of))
  figure(
    `${isOpen ? 'open' : 'all'}, ${count} ${kind}, p50 / p95`,
    `${p(asked.samples, 50)} / ${p(asked.samples, 95)}`,
    `statements ${p(alone.samples, 50)} / ${p(alone.samples, 95)}`,
    `p95 ≤ 40 ms; CPU ${p(used, 50)} / ${p(used, 95)}`,
  )
}
for (const isOpen of [false, true])
  for (const kind of ['common', 'middling', 'rare', 'absent'] as const)
    for (const count of [1, 2, 3]) await measure(kind, count, isOpen)

const letters = randomWords(5)
const typing = await cpuClock(ground.db)
const typedCpu: number[] = []
const typed = await lanes(ASKED, 1, async () => {
  const before = typing()
  await call('GET', `/api/v2/typeahead?query=${letters.pick('common').slice(0, 3)}`)
  typedCpu.push(typing() - before)
})
figure(
  'typeahead of three letters, p50 / p95',
  `${ms(percentile(typed.samples, 50))} / ${ms(percentile(typed.samples, 95))}`,
  '',
  `≤ 30 ms; CPU ${ms(percentile(typedCpu, 50))} / ${ms(percentile(typedCpu, 95))}`,
)

const UPDATED = 200
const ids = Array.from({ length: UPDATED }, (_, index) => COPY_FROM + 1 + index)
await ground.db.rows(
  sql`update tickets set subject = subject || ' again' where ticket_id = any(${ids}::bigint[])`,
)
const rewritingAt = performance.now()
await ground.db.transaction((tx) => ticketWords.project(tx, 'ticket', ids))
figure(
  'a changed ticket followed',
  `${((performance.now() - rewritingAt) / UPDATED).toFixed(2)} ms`,
  'off the hot path',
  '',
)
await pool.close()
await mainstay.stop()
await rm(dataDir, { recursive: true, force: true })
