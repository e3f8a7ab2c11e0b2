import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { assemble } from '../../assemble.ts'
import { buildDomains } from '../../domains.ts'
import { sql } from '../../platform/db/index.ts'
import { createLogger } from '../../platform/log/index.ts'
import { readSettings } from '../../platform/settings/index.ts'
import { runCommandLine } from '../run.ts'

type Place = { readonly db: TestDatabase; readonly dataDir: string }

let dir: string
let old: Place
const places: Place[] = []
const place = async (): Promise<Place> => {
  const made = { db: await emptyDatabase(), dataDir: await mkdtemp(join(dir, 'desk-')) }
  places.push(made)
  return made
}

const run = async ({ db, dataDir }: Place, args: readonly string[], env: Record<string, string> = {}) => {
  const out: string[] = []
  const err: string[] = []
  const code = await runCommandLine(args, {
    env: { DATABASE_URL: db.url, MAINSTAY_DATA_DIR: dataDir, MAINSTAY_LOG_LEVEL: 'silent', ...env },
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    onSignal: () => undefined,
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

/** A process at work on a desk, as a server is. */
const house = ({ db, dataDir }: Place) => {
  const settings = readSettings(
    { DATABASE_URL: db.url, MAINSTAY_DATA_DIR: dataDir, MAINSTAY_LOG_LEVEL: 'silent' },
    [],
  )
  if (!settings.ok) throw new Error(settings.error.join())
  return assemble(settings.value, buildDomains, { log: createLogger({ logLevel: 'silent' }) })
}

const FILE_BYTES = randomBytes(300_000)
const backupFile = (): string => join(dir, 'desk.backup')

/** Everything that people made, without what a restore makes anew. */
const contents = async ({ db }: Place): Promise<Record<string, unknown>> => {
  const tables = await db.rows(sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
      and relname not in ('schema_migrations', 'job_pools', 'feed', 'feed_inbox', 'outbox') order by 1`)
  const all: Record<string, unknown> = {}
  for (const { name } of tables) {
    const row = await db.one(sql<{ sum: string; rows: number }>`
      select count(*) as rows, md5(coalesce(string_agg(to_jsonb(t)::text, ',' order by to_jsonb(t)::text), '')) as sum
      from ${sql.table(name)} t`)
    all[name] = row
  }
  return all
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mainstay-backup-'))
  old = await place()
  expect(await run(old, ['seed', '--tickets', '25', '--months', '1'])).toMatchObject({ code: 0 })
  const { ground, close } = await house(old)
  const blob = await ground.blobs.put(FILE_BYTES, 1e6)
  await ground.db.rows(sql`insert into attachments (ticket_id, id, comment_id, blob, file_name, content_type, size, sha256, created_at)
    values (1, 900000, 1, ${blob.name}, ${'odd \\ "name"\t\n.txt'}, 'text/plain', ${blob.size}, ${blob.sha256}, now())`)
  await ground.db.rows(sql`insert into outbox (effect_key, kind, ticket_id, payload, created_at, due_at) values
    ('m1', 'send_mail', 1, '{}', now(), now()), ('p1', 'people_changed', null, '{}', now(), now())`)
  await ground.db.transaction((tx) => ground.enqueue(tx, 'a_job', { of: 'mine' }, { key: 'once' }))
  await close()
}, 60_000)
afterAll(async () => {
  for (const { db } of places) await db.close()
  await rm(dir, { recursive: true, force: true })
})

describe('a backup', () => {
  it('is one file that only its owner may read, and overwrites none', async () => {
    const { code, out, err } = await run(old, ['backup', backupFile(), '--json'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(out)).toMatchObject({ blobs: 1, missing: [], isKeyIncluded: true })
    expect((await stat(backupFile())).mode & 0o777).toBe(0o600)
    const again = await run(old, ['backup', backupFile()])
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('overwrites nothing') })
  })

  it('is of one moment, though people go on working', async () => {
    const busy = await house(old)
    let isRunning = true
    const marks = async (): Promise<number> => {
      let n = 0
      // Two rows at a time: half a pair in the copy would be a copy of no moment.
      for (; isRunning; n++)
        await busy.ground.db.transaction(async (tx) => {
          await tx.rows(
            sql`insert into rate_budgets (key, window_start, used) values (${`pair-${n}`}, now(), 1)`,
          )
          await tx.rows(sql`insert into job_pools (pool_id, owner) values (${`pair-${n}`}, 1)`)
        })
      return n
    }
    const working = marks()
    const path = join(dir, 'busy.backup')
    expect(await run(old, ['backup', path])).toMatchObject({ code: 0 })
    isRunning = false
    expect(await working).toBeGreaterThan(0)
    await busy.close()
    const copy = await place()
    expect(await run(copy, ['restore', path])).toMatchObject({ code: 0 })
    const odd = await copy.db.rows(sql`
      select key from (select key from rate_budgets where key like 'pair-%') b
      full join (select pool_id from job_pools where pool_id like 'pair-%') p on key = pool_id
      where key is null or pool_id is null`)
    expect(odd).toEqual([])
    await old.db.rows(sql`delete from rate_budgets where key like 'pair-%'`)
    await old.db.rows(sql`delete from job_pools where pool_id like 'pair-%'`)
  }, 60_000)

  it('tells of bytes that are lost, and keeps the rest', async () => {
    const lost = 'ab'.repeat(16)
    await old.db.rows(sql`insert into attachments (ticket_id, id, comment_id, blob, file_name, content_type, size, sha256, created_at)
      values (1, 900001, 1, ${lost}, 'x', 'text/plain', 1, 'x', now())`)
    const { code, err } = await run(old, ['backup', join(dir, 'lossy.backup')])
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(lost) })
    await old.db.rows(sql`delete from attachments where id = 900001`)
  })
})

describe('a restored desk', () => {
  let copy: Place
  beforeAll(async () => {
    copy = await place()
    expect(await run(copy, ['restore', backupFile()])).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 mails that waited are held back'),
    })
  }, 60_000)

  it('has every row, and verifies clean', async () => {
    expect(await contents(copy)).toEqual(await contents(old))
    expect(await run(copy, ['verify'])).toEqual({ code: 0, out: 'No differences.', err: '' })
  })

  it('has the bytes, and the key', async () => {
    const { ground, close } = await house(copy)
    const row = await ground.db.one(sql<{ blob: string }>`select blob from attachments where id = 900000`)
    expect((await ground.blobs.read(row!.blob)).equals(FILE_BYTES)).toBe(true)
    const before = await house(old)
    expect(ground.keys.open('p', before.ground.keys.seal('p', Buffer.from('secret')))?.toString()).toBe(
      'secret',
    )
    await before.close()
    await close()
  })

  it('is verified by several threads too, each difference found once', async () => {
    const several = await run(copy, ['verify', '--threads', '3'])
    expect(several).toEqual({ code: 0, out: 'No differences.', err: '' })
    await copy.db.rows(sql`update tickets set subject = subject || '!' where ticket_id <= 7`)
    const wrong = await run(copy, ['verify', '--threads', '3'])
    expect(wrong.code).toBe(1)
    const lines = wrong.out.split('\n')
    expect(new Set(lines).size).toBe(lines.length)
    expect(lines.at(-1)).toBe('7 differences.')
    await copy.db.rows(sql`update tickets set subject = left(subject, -1) where ticket_id <= 7`)
    expect(await run(copy, ['verify', '--threads', '9'])).toMatchObject({ code: 2 })
  }, 60_000)

  it('is told of bytes that were cut, changed or lost, and never of whole ones', async () => {
    const { ground, close } = await house(copy)
    const { blob } = (await ground.db.one(
      sql<{ blob: string }>`select blob from attachments where id = 900000`,
    ))!
    const wrong = async (): Promise<string> => {
      const { code, out } = await run(copy, ['verify'])
      return `${code} ${out}`
    }
    const changed = Buffer.from(FILE_BYTES)
    changed[5] = changed[5]! ^ 1
    await ground.blobs.restore(blob, FILE_BYTES.subarray(1))
    expect(await wrong()).toContain('are 299999, and 300000 were written')
    await ground.blobs.restore(blob, changed)
    expect(await wrong()).toContain('are not those that were written')
    await ground.blobs.remove(blob)
    expect(await wrong()).toContain(`the bytes of ${blob} are gone`)
    await ground.blobs.restore(blob, FILE_BYTES)
    expect(await wrong()).toBe('0 No differences.')
    await close()
  })

  it('has the jobs that waited, and holds mails until they are released', async () => {
    const jobs = await copy.db.rows(
      sql`select key, payload from graphile_worker._private_jobs where key is not null`,
    )
    expect(jobs).toContainEqual({ key: 'once', payload: { of: 'mine' } })
    const states = () => copy.db.rows(sql`select effect_key as key, state from outbox order by 1`)
    expect(await states()).toEqual([
      { key: 'm1', state: 'held' },
      { key: 'p1', state: 'waiting' },
    ])
    expect(await run(copy, ['effects', 'release'])).toMatchObject({ code: 0, out: 'Released: 1.' })
    expect(await states()).toContainEqual({ key: 'm1', state: 'waiting' })
  })

  it('gives no number again, and goes on numbering its changes', async () => {
    const next = async ({ db }: Place) =>
      (await db.one(sql<{ n: number }>`select nextval('ticket_ids') as n`))!.n
    expect((await next(copy)) - (await next(old))).toBeGreaterThanOrEqual(1000)
    const newest = async ({ db }: Place) =>
      (await db.one(sql<{ n: number }>`select coalesce(max(position), 0) as n from feed`))!.n
    expect((await newest(copy)) - (await newest(old))).toBeGreaterThan(1000)
    // Transaction ids of the old server would hold up the feed for as long as the new one takes to reach them.
    const ahead = await copy.db.rows(
      sql`select from feed_inbox where xid >= pg_snapshot_xmax(pg_current_snapshot())`,
    )
    expect(ahead).toEqual([])
  })

  it('is not overwritten', async () => {
    const { code, err } = await run(copy, ['restore', backupFile()])
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('not empty') })
  })
})

describe('a restore', () => {
  it('is refused while a server is at work, and onto what is none of ours', async () => {
    const target = await place()
    const server = await house(target)
    expect(await run(target, ['restore', backupFile()])).toMatchObject({
      code: 1,
      err: expect.stringContaining('Stop it'),
    })
    await server.close()
    expect(await run(target, ['restore', backupFile()])).toMatchObject({ code: 0 })
    const foreign = await place()
    await foreign.db.rows(sql`create table wine_cellar (bottle text)`)
    expect(await run(foreign, ['restore', backupFile()])).toMatchObject({
      code: 1,
      err: expect.stringContaining('wine_cellar'),
    })
  }, 60_000)

  it('that breaks off leaves an empty desk that says so, and can be run again', async () => {
    const target = await place()
    // As where the disk is full in the middle: all rows are there, and an index cannot be made.
    await run(target, ['migrate'])
    await target.db.rows(sql`create schema elsewhere`)
    await target.db.rows(sql`create function elsewhere.refuse() returns event_trigger language plpgsql as
      $$ begin
        if tg_tag = 'CREATE INDEX' and to_regclass('tickets') is not null then
          if exists (select from tickets) then raise 'no room'; end if;
        end if;
      end $$`)
    await target.db.rows(
      sql`create event trigger refuse on ddl_command_end execute function elsewhere.refuse()`,
    )
    const broken = await run(target, ['restore', backupFile()])
    expect(broken).toMatchObject({ code: 1, err: expect.stringContaining('no room') })
    expect(await run(target, ['verify'])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/restore of desk\.backup began .* did not end/),
    })
    await target.db.rows(sql`drop event trigger if exists refuse`)
    expect(await run(target, ['restore', backupFile()])).toMatchObject({ code: 0 })
    expect(await run(target, ['verify'])).toMatchObject({ code: 0 })
  }, 60_000)

  it('needs the key: from the file, the environment, or the data directory', async () => {
    const bare = join(dir, 'bare.backup')
    expect(await run(old, ['backup', bare, '--without-key'])).toMatchObject({ code: 0 })
    const target = await place()
    expect(await run(target, ['restore', bare])).toMatchObject({
      code: 1,
      err: expect.stringContaining('set MAINSTAY_KEY'),
    })
    expect(await run(target, ['restore', backupFile()], { MAINSTAY_KEY: 'k'.repeat(32) })).toMatchObject({
      code: 1,
      err: expect.stringContaining('MAINSTAY_KEY is not the key'),
    })
    expect(await target.db.rows(sql`select from pg_class where relname = 'tickets'`)).toEqual([])
    const key = (await readFile(join(old.dataDir, 'key'), 'utf8')).trim()
    expect(await run(target, ['restore', bare], { MAINSTAY_KEY: key })).toMatchObject({ code: 0 })
  }, 60_000)

  it('says what is wrong with its file', async () => {
    const target = await place()
    const cut = join(dir, 'cut.backup')
    const bytes = await readFile(backupFile())
    await writeFile(cut, bytes.subarray(0, bytes.length / 2))
    for (const [path, message] of [
      [cut, 'damaged'],
      [join(dir, 'none'), 'There is no file'],
    ] as const)
      expect(await run(target, ['restore', path])).toMatchObject({
        code: 1,
        err: expect.stringContaining(message),
      })
    expect(await target.db.rows(sql`select from pg_class where relname = 'tickets'`)).toEqual([])
    expect(await run(target, ['restore'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('FILE is missing'),
    })
    expect((await readdir(dir)).filter((name) => name.endsWith('.partial'))).toEqual([])
  })
})
