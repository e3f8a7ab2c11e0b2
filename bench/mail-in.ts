/**
 * How many mails a second become tickets: SMTP, raw insert, reading in a thread with its verdict, the file into the
 * blob store, people, decide and save, on the embedded PostgreSQL with everything that makes it durable. DNS is a
 * table that vouches for the sender. Limit: inserting the same raw bytes, one durable statement a mail, as many at a
 * time. Run: `node bench/mail-in.ts [mails]`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { assemble } from '../src/assemble.ts'
import { channels } from '../src/channels/index.ts'
import { ALL_PERMISSIONS } from '../src/people/core/index.ts'
import { people } from '../src/people/index.ts'
import { sql } from '../src/platform/db/index.ts'
import type { Ground } from '../src/platform/ground.ts'
import { readSettings } from '../src/platform/settings/index.ts'
import { tickets } from '../src/tickets/index.ts'
import { figure, lanes, perSecond } from './support/figures.ts'

const MAILS = Number(process.argv[2] ?? 3_000)
const WIDTH = 20
const WARM = 200

const dataDir = await mkdtemp(join(tmpdir(), 'bench-mail-'))
const read = readSettings({}, [
  '--data-dir',
  dataDir,
  '--smtp-port',
  '0',
  '--support-address',
  'support@desk.example',
  '--log-level',
  'error',
])
if (!read.ok) throw new Error(read.error.join('\n'))

const resolve = async (name: string, recordType: string): Promise<string[][]> => {
  if (recordType === 'TXT' && name === 'customer.example') return [['v=spf1 ip4:127.0.0.1 -all']]
  if (recordType === 'TXT' && name === '_dmarc.customer.example') return [['v=DMARC1; p=reject']]
  throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
}

const house = await assemble(read.value, (ground: Ground) => {
  const peopleDoor = people(ground)
  const ticketsDoor = tickets(ground, peopleDoor)
  const channelsDoor = channels(ground, peopleDoor, ticketsDoor, { resolve })
  return {
    modules: [peopleDoor.module, ticketsDoor.module, channelsDoor.module],
    authenticate: peopleDoor.authenticate,
    permissions: ALL_PERMISSIONS,
  }
})
const { db } = house.ground
const services = house.modules
  .flatMap(({ services: all = [] }) => all)
  .filter(({ name }) => name === 'smtp' || name === 'mail-worker')
for (const service of services) await service.start()
const smtp = services.find(({ name }) => name === 'smtp')
const port = smtp !== undefined && 'port' in smtp && typeof smtp.port === 'function' ? Number(smtp.port()) : 0

const send = (from: number, count: number): Promise<{ elapsedMs: number }> =>
  new Promise((done, reject) => {
    const worker = new Worker(new URL('./support/mail-load.ts', import.meta.url), {
      workerData: { port, from, count, width: WIDTH },
    })
    worker.once('message', done)
    worker.once('error', reject)
  })

const ended = async (count: number): Promise<void> => {
  for (;;) {
    const row = await db.one(sql<{ done: number; other: number }>`select
      count(*) filter (where state = 'done') as done, count(*) filter (where state not in ('done', 'received')) as other
      from inbound_mails`)
    if ((row?.other ?? 0) > 0) throw new Error('a mail did not become a ticket')
    if ((row?.done ?? 0) >= count) return
    await sleep(20)
  }
}

await send(0, WARM)
await ended(WARM)
const begun = performance.now()
const accepted = await send(WARM, MAILS)
await ended(WARM + MAILS)
const wholeMs = performance.now() - begun

const raws = await db.rows(sql<{ raw: Buffer }>`select raw from inbound_mails order by id desc limit 100`)
await db.rows(
  sql`create table bench_raw (id bigint generated always as identity primary key, raw bytea not null)`,
)
await db.rows(sql`alter table bench_raw alter column raw set storage external`)
const limit = await lanes(MAILS, WIDTH, async (n) => {
  await db.rows(sql`insert into bench_raw (raw) values (${raws[n % raws.length]?.raw})`)
})
const row = await db.one(sql<{ tickets: number }>`select count(*) as tickets from tickets`)

figure('mails taken in by SMTP', perSecond(MAILS, accepted.elapsedMs), perSecond(MAILS, limit.elapsedMs), '-')
figure('mails from SMTP to ticket', perSecond(MAILS, wholeMs), perSecond(MAILS, limit.elapsedMs), '200/s')
figure('tickets made', String(row?.tickets), String(WARM + MAILS), 'equal')

for (const service of services.toReversed()) await service.stop()
await house.close()
await rm(dataDir, { recursive: true, force: true })
