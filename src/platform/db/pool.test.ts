import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { parseIso, toIsoMs } from '../../kernel/index.ts'
import { countQueries, isUniqueViolation, sql, statement } from './index.ts'
import { MAX_PREPARED } from './prepared.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await db.rows(sql`create table guests (id bigint primary key, name text not null)`)
})
afterAll(() => db.close())

const names = async (): Promise<string[]> =>
  (await db.rows<{ name: string }>(sql`select name from guests order by id`)).map(({ name }) => name)

describe('values', () => {
  it('come back as the types that Db promises', async () => {
    const [row] = await db.rows<Record<string, unknown>>(sql`
      select 9007199254740991::bigint as big, count(*) as counted, array[1, null, 3]::bigint[] as bigs,
        timestamptz '2026-01-31 08:00:00.123456+02' as at, array['2026-01-31 08:00Z', null]::timestamptz[] as ats,
        date '2026-01-31' as day, '{"a": [1]}'::jsonb as json, '\\x00ff'::bytea as bytes, 1.50::numeric as price,
        array['x', 'y,z']::text[] as tags
    `)
    expect(row).toEqual({
      big: Number.MAX_SAFE_INTEGER,
      counted: 1,
      bigs: [1, null, 3],
      at: parseIso('2026-01-31T06:00:00.123Z'),
      ats: [parseIso('2026-01-31T08:00:00Z'), null],
      day: '2026-01-31',
      json: { a: [1] },
      bytes: Buffer.from([0, 255]),
      price: '1.50',
      tags: ['x', 'y,z'],
    })
  })

  it('of bigints past the safe range are refused, not rounded', async () => {
    await expect(db.rows(sql`select 9007199254740993::bigint as big`)).rejects.toThrow('bigint')
  })

  it('go in and out unchanged', async () => {
    const at = parseIso('2026-01-31T08:00:00.120Z')!
    const row = await db.one<{ at: number }>(sql`select ${toIsoMs(at)}::timestamptz as at`)
    expect(row?.at).toBe(at)
  })
})

describe('statements', () => {
  it('are prepared once per connection under their name, and stay bounded', async () => {
    await db.transaction(async (tx) => {
      for (let n = 0; n < MAX_PREPARED + 20; n++) await tx.rows(sql`select ${sql.lit(n)} as n`)
      await tx.query(statement('test_hot', 'select $1::int as n'), [1])
      await tx.query(statement('test_hot', 'select $1::int as n'), [2])
      // The first was forgotten in the meantime and comes back under the same name.
      expect(await tx.rows(sql`select ${sql.lit(0)} as n`)).toEqual([{ n: 0 }])
      const prepared = await tx.rows<{ name: string }>(sql`select name from pg_prepared_statements`)
      expect(prepared.length).toBeLessThanOrEqual(MAX_PREPARED + 1)
      expect(prepared.filter(({ name }) => name === 'test_hot')).toHaveLength(1)
    })
  })

  it('survive a change of the table that they read', async () => {
    const all = sql`select * from altered`
    await db.rows(sql`create table altered (a int)`)
    await Promise.all(Array.from({ length: 8 }, () => db.rows(all)))
    await db.rows(sql`alter table altered add b int`)
    const outcomes = await Promise.allSettled(Array.from({ length: 16 }, () => db.rows(all)))
    expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true)
    await expect(db.rows(all)).resolves.toEqual([])
  })

  it('give at most one row through `one`', async () => {
    expect(await db.one(sql`select 1 as n where false`)).toBeUndefined()
    await expect(db.one(sql`select generate_series(1, 2)`)).rejects.toThrow('one row at most')
  })
})

describe('a transaction', () => {
  it('keeps everything or nothing', async () => {
    await db.transaction(async (tx) => {
      await tx.rows(sql`insert into guests values (1, 'Ada')`)
      await tx.transaction((inner) => inner.rows(sql`insert into guests values (2, 'Bob')`))
    })
    const failing = db.transaction(async (tx) => {
      await tx.rows(sql`insert into guests values (3, 'Cyd')`)
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await names()).toEqual(['Ada', 'Bob'])
  })

  it('is undone as a whole when an inner one failed and somebody caught that', async () => {
    const outer = db.transaction(async (tx) => {
      await tx.rows(sql`insert into guests values (4, 'Dee')`)
      await tx.transaction(() => Promise.reject(new Error('inner'))).catch(() => undefined)
    })
    await expect(outer).rejects.toThrow('inner')
    expect(await names()).not.toContain('Dee')
  })

  it('does not pass for committed when a failed statement was swallowed', async () => {
    const outer = db.transaction(async (tx) => {
      await tx.rows(sql`insert into guests values (5, 'Eve')`)
      await tx.rows(sql`insert into guests values (5, 'Eve again')`).catch(() => undefined)
    })
    await expect(outer).rejects.toThrow('rolled back')
    expect(await names()).not.toContain('Eve')
  })

  it('takes statements sent at once, one after another, and none after its end', async () => {
    let kept = db as Pick<TestDatabase, 'rows'>
    const sums = await db.transaction(async (tx) => {
      kept = tx
      return Promise.all([1, 2, 3].map((n) => tx.one<{ n: number }>(sql`select ${n}::int as n`)))
    })
    expect(sums).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
    await expect(kept.rows(sql`select 1`)).rejects.toThrow('ended')
  })
})

it('names a unique violation by its constraint', async () => {
  await db.rows(sql`insert into guests values (9, 'Ivy')`)
  const error = await db.rows(sql`insert into guests values (9, 'Ivo')`).catch((e: unknown) => e)
  expect(isUniqueViolation(error)).toBe(true)
  expect(isUniqueViolation(error, 'guests_pkey')).toBe(true)
  expect(isUniqueViolation(error, 'guests_name_key')).toBe(false)
})

it('counts round trips of the work, and of nobody else', async () => {
  const elsewhere = db.rows(sql`select 1`)
  const { count, statements } = await countQueries(() =>
    db.transaction(async (tx) => {
      await tx.rows(sql`select 2`)
    }),
  )
  await elsewhere
  expect(count).toBe(3)
  expect(statements).toEqual(['begin', 'select 2', 'commit'])
})
