import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { migrate, pendingMigrations, sql } from './index.ts'

let db: TestDatabase
let dir: string

beforeEach(async () => {
  db = await emptyDatabase()
  dir = await mkdtemp(join(tmpdir(), 'migrations-'))
})
afterEach(async () => {
  await db.close()
  await rm(dir, { recursive: true })
})

const write = (file: string, text: string): Promise<void> => writeFile(join(dir, file), text)

const ledger = async (): Promise<string[]> =>
  (await db.rows<{ name: string }>(sql`select name from schema_migrations order by version`)).map(
    ({ name }) => name,
  )

describe('migrate', () => {
  it('applies what is missing in the order of the numbers, each once', async () => {
    await write('0002-guests-rename.sql', 'alter table guests rename name to full_name;')
    await write('0001-guests.sql', "create table guests (name text);\ninsert into guests values ('Ada');")
    expect(await pendingMigrations(db, dir)).toEqual(['0001-guests', '0002-guests-rename'])
    expect(await migrate(db, dir)).toEqual(['0001-guests', '0002-guests-rename'])
    await write('0003-guests-more.sql', "insert into guests values ('Bob');")
    expect(await migrate(db, dir)).toEqual(['0003-guests-more'])
    expect(await migrate(db, dir)).toEqual([])
    expect(await pendingMigrations(db, dir)).toEqual([])
    expect(await db.rows(sql`select full_name from guests`)).toEqual([
      { full_name: 'Ada' },
      { full_name: 'Bob' },
    ])
  })

  it('leaves nothing of a file that fails, and names it and the line', async () => {
    await write('0001-guests.sql', 'create table guests (name text);')
    await write('0002-guests-bad.sql', 'create table halls (id int);\n\nselect nothing from nowhere;')
    await expect(migrate(db, dir)).rejects.toThrow('Migration 0002-guests-bad failed at line 3')
    expect(await ledger()).toEqual(['0001-guests'])
    expect(await db.one(sql`select to_regclass('halls') as halls`)).toEqual({ halls: null })
  })

  it('runs once when many migrate at one moment', async () => {
    await write('0001-guests.sql', 'create table guests (name text); select pg_sleep(0.1);')
    await write('0002-guests-first.sql', "insert into guests values ('Ada');")
    const applied = await Promise.all([migrate(db, dir), migrate(db, dir), migrate(db, dir)])
    expect(applied.flat().sort()).toEqual(['0001-guests', '0002-guests-first'])
    expect(await db.rows(sql`select * from guests`)).toHaveLength(1)
  })

  it('refuses an applied file that was edited', async () => {
    await write('0001-guests.sql', 'create table guests (name text);')
    await migrate(db, dir)
    await write('0001-guests.sql', 'create table guests (name varchar);')
    await expect(migrate(db, dir)).rejects.toThrow('Migration 0001-guests was changed')
    await expect(pendingMigrations(db, dir)).rejects.toThrow('0001-guests was changed')
  })

  it('refuses a database newer than the code', async () => {
    await write('0001-guests.sql', 'create table guests (name text);')
    await write('0002-guests-more.sql', 'select 1;')
    await migrate(db, dir)
    await rm(join(dir, '0002-guests-more.sql'))
    await expect(migrate(db, dir)).rejects.toThrow(
      'newer than this Mainstay: it has migration 0002-guests-more',
    )
  })

  it('refuses a file that comes before an applied one, a number twice, and a name out of form', async () => {
    await write('0002-guests.sql', 'create table guests (name text);')
    await migrate(db, dir)
    await write('0001-late.sql', 'select 1;')
    await expect(migrate(db, dir)).rejects.toThrow('0001-late comes before 0002-guests')
    await rm(join(dir, '0001-late.sql'))
    await write('0002-twin.sql', 'select 1;')
    await expect(migrate(db, dir)).rejects.toThrow('0002-guests and 0002-twin')
    await rm(join(dir, '0002-twin.sql'))
    await write('Third.sql', 'select 1;')
    await expect(migrate(db, dir)).rejects.toThrow('Third.sql is not named')
  })

  it('builds an index concurrently from a file of its own, beside another that waits to migrate', async () => {
    await write('0001-guests.sql', 'create table guests (name text);')
    await write(
      '0002-guests-index.sql',
      '-- no transaction\ndrop index concurrently if exists guests_name;\ncreate index concurrently guests_name on guests (name);\n',
    )
    const applied = await Promise.all([migrate(db, dir), migrate(db, dir)])
    expect(applied.flat().sort()).toEqual(['0001-guests', '0002-guests-index'])
    const index = await db.one<{ valid: boolean }>(
      sql`select indisvalid as valid from pg_index where indexrelid = 'guests_name'::regclass`,
    )
    expect(index?.valid).toBe(true)
  })

  it('waits for a lock that somebody holds for a while', async () => {
    await write('0001-guests.sql', 'create table guests (name text);')
    await migrate(db, dir)
    await write('0002-guests-age.sql', 'alter table guests add age int;')
    let migrating: Promise<string[]> = Promise.resolve([])
    await db.transaction(async (tx) => {
      await tx.rows(sql`select * from guests`)
      migrating = migrate(db, dir)
      await tx.rows(sql`select pg_sleep(1.5)`)
    })
    expect(await migrating).toEqual(['0002-guests-age'])
  })
})
