import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyDatabase, type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { dumpSchema } from './dump-schema.ts'
import { sql } from './index.ts'

class Undone extends Error {}

let party: TestDatabase
beforeAll(async () => {
  party = await emptyDatabase()
  await party.rows(
    sql`create table guests (id bigint generated always as identity primary key, name text, host bigint)`,
  )
  await party.rows(
    sql`create function greet() returns trigger language plpgsql as $$ begin return new; end $$`,
  )
})
afterAll(() => party.close())

it('schema.sql is the sum of the migrations (else run: npx vitest run src/platform/db/schema.test.ts -u)', async () => {
  const db = await testDatabase()
  const schema = await dumpSchema(db).finally(() => db.close())
  await expect(schema).toMatchFileSnapshot('../../../schema.sql')
})

it.each([
  ['a column', 'alter table guests add age int'],
  ['a default', `alter table guests alter name set default 'Ada'`],
  ['a not-null', 'alter table guests alter name set not null'],
  ['a type', 'alter table guests alter id type int'],
  ['a constraint', `alter table guests add constraint named check (name <> '')`],
  ['a foreign key', 'alter table guests add foreign key (host) references guests'],
  ['an index', 'create index on guests (name) where id > 5'],
  ['an extension', 'create extension pg_trgm'],
  ['an enum', `create type mood as enum ('glad', 'sad')`],
  ['a sequence', 'create sequence seats start 7'],
  [
    'a function',
    'create or replace function greet() returns trigger language plpgsql as $$ begin return null; end $$',
  ],
  ['a trigger', 'create trigger greeting after insert on guests for each row execute function greet()'],
  ['a view', 'create view names as select name from guests'],
  ['a storage option', 'alter table guests set (fillfactor = 80)'],
  ['a grant', 'grant select on guests to public'],
  ['a privilege on a function', 'revoke execute on function greet() from public'],
])('a change of %s changes the dump', async (_, change) => {
  const before = await dumpSchema(party)
  expect(await dumpSchema(party)).toBe(before)
  const undone = party.transaction(async (tx) => {
    await tx.rows(sql.raw(change))
    expect(await dumpSchema(tx)).not.toBe(before)
    throw new Undone()
  })
  await expect(undone).rejects.toThrow(Undone)
})
