import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { Refused } from '../../kernel/index.ts'
import { countQueries } from '../db/index.ts'
import { type Listing, type ListSource, list, listReply, type PagingQuery, parsePaging } from './index.ts'

type Row = { readonly id: number; readonly name: string | null; readonly at: number }
type Name = 'id' | 'name' | 'at' | 'rank'

const source: ListSource<Row, Name> = {
  select: sql<Row>`i.id, i.name, i.at`,
  from: sql`items i`,
  where: sql`not i.hidden`,
  sorts: {
    id: { column: sql`i.id`, type: 'bigint' },
    name: { column: sql`i.name`, type: 'text', isNullable: true },
    at: { column: sql`i.at`, type: 'timestamptz' },
    rank: { column: sql`i.rank`, type: 'integer', isNullable: true },
  },
  id: sql`i.id`,
}
const sorting = { names: ['id', 'name', 'at', 'rank'], standard: { by: 'id', isDescending: false } } as const

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  // Ties, nulls, hidden rows, and instants that differ by microseconds only.
  await db.rows(sql`create table items (id bigint primary key, name text, at timestamptz not null, rank integer,
    hidden boolean not null)`)
  await db.rows(sql`insert into items
    select n, case when n % 4 = 0 then null else 'n' || n % 3 end,
      '2024-03-31T01:00:00Z'::timestamptz + (n % 5) * interval '1 microsecond',
      case when n % 7 = 0 then null else n % 6 - 3 end, n % 10 = 0
    from generate_series(1, 60) n`)
})
afterAll(() => db.close())

const read = async (query: PagingQuery) => list(db, source, parsePaging<Name>(query, sorting))
const ids = (listing: Listing<Row>): number[] => listing.rows.map(({ id }) => id)
const inOrder = async (order: string): Promise<number[]> =>
  (await db.rows<Row>(sql<Row>`select id from items where not hidden order by ${sql.raw(order)}`)).map(
    (r) => r.id,
  )

const cursorPage = async (query: PagingQuery) => {
  const listing = await read(query)
  if (listing.mode !== 'cursor') throw new Error('expected a cursor page')
  return listing
}

/** Follows cursors in one direction until there are no more. */
const walk = async (query: PagingQuery, direction: 'page[after]' | 'page[before]'): Promise<number[][]> => {
  const pages: number[][] = []
  let next: PagingQuery = query
  for (;;) {
    const page = await cursorPage(next)
    pages.push(ids(page))
    const cursor = direction === 'page[after]' ? page.afterCursor : page.beforeCursor
    if (!page.hasMore || cursor === null) return pages
    next = { ...query, [direction]: cursor }
  }
}

test.each([
  ['id', 'id'],
  ['-id', 'id desc'],
  ['name', 'name, id'],
  ['-name', 'name desc, id desc'],
  ['at', 'at, id'],
  ['-at', 'at desc, id desc'],
  ['rank', 'rank, id'],
  ['-rank', 'rank desc, id desc'],
])('sorted by %s, cursors meet every row once, forwards and backwards', async (sort, order) => {
  const expected = await inOrder(order)
  for (const size of ['1', '7', '54', '100']) {
    const forward = await walk({ sort, 'page[size]': size }, 'page[after]')
    expect(forward.flat()).toEqual(expected)
  }
  const last = await cursorPage({ sort, 'page[size]': '100' })
  const back = await walk({ sort, 'page[size]': '7', 'page[before]': last.afterCursor ?? '' }, 'page[before]')
  expect(back.toReversed().flat()).toEqual(expected.slice(0, -1))
})

test('a row that arrives or goes while paging moves no other', async () => {
  const rollBack = new Error('roll back')
  let second: number[] = []
  const work = db.transaction(async (tx) => {
    const page = (query: PagingQuery) => list(tx, source, parsePaging<Name>(query, sorting))
    const first = await page({ 'page[size]': '3' })
    await tx.rows(sql`delete from items where id in (1, 3)`)
    await tx.rows(sql`insert into items values (0, 'new', now(), 1, false)`)
    const after = first.mode === 'cursor' ? first.afterCursor : null
    second = ids(await page({ 'page[size]': '3', 'page[after]': after ?? '' }))
    throw rollBack
  })
  await expect(work).rejects.toBe(rollBack)
  expect(second).toEqual([4, 5, 6])
})

test('a cursor page is one statement, an offset page two at most', async () => {
  expect((await countQueries(() => read({ 'page[size]': '5' }))).count).toBe(1)
  expect((await countQueries(() => read({ per_page: '5' }))).count).toBe(2)
  expect((await countQueries(() => read({}))).count).toBe(1)
})

test('offset pages have the count of all that is visible', async () => {
  for (const [page, expected] of [
    ['1', 20],
    ['2', 20],
    ['3', 14],
    ['4', 0],
  ] as const) {
    const listing = await read({ page, per_page: '20' })
    expect(listing).toMatchObject({ mode: 'offset', count: 54 })
    expect(listing.rows).toHaveLength(expected)
  }
  expect(await list(db, { ...source, where: sql`false` }, parsePaging<Name>({}, sorting))).toMatchObject({
    count: 0,
    rows: [],
  })
})

test('sort and sort_by with sort_order work in both modes', async () => {
  const descending = (await inOrder('name desc, id desc')).slice(0, 5)
  expect(ids(await read({ sort: '-name', per_page: '5' }))).toEqual(descending)
  expect(ids(await read({ sort_by: 'name', sort_order: 'DESC', per_page: '5' }))).toEqual(descending)
  expect(ids(await read({ sort_by: 'name', sort_order: 'desc', 'page[size]': '5' }))).toEqual(descending)
  expect(ids(await read({ sort_order: 'desc', per_page: '2' }))).toEqual([59, 58])
  expect(ids(await read({ sort_by: 'nobody_knows', per_page: '2' }))).toEqual([1, 2])
})

const messageOf = async (query: PagingQuery): Promise<string> => {
  const error = await read(query).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Refused))
    throw new Error(`${JSON.stringify(query)} was not refused: ${String(error)}`)
  expect(error.refusal.code).toBe('bad_request')
  return error.refusal.message
}

const cursorOf = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url')

test.each([
  ['garbage', '!!!'],
  ['empty JSON', Buffer.from('{}').toString('base64url')],
  ['an unknown column', cursorOf('password', 0, '1', '1')],
  ['a property of Object', cursorOf('constructor', 0, '1', '1')],
  ['a direction of its own', cursorOf('id', 'desc; drop table items', '1', '1')],
  ['an id that is none', cursorOf('id', 0, '1', "1' or '1'='1")],
  ['an id beyond bigint', cursorOf('id', 0, '1', '99999999999999999999')],
  ['a value of another type', cursorOf('at', 0, 'yesterday', '1')],
  ['an instant beyond time', cursorOf('at', 0, '99999999999999999', '1')],
  ['a number beyond integer', cursorOf('rank', 0, '9999999999', '1')],
  ['NUL', cursorOf('name', 0, 'a\0', '1')],
  ['an object as value', cursorOf('name', 0, {}, '1')],
])('a cursor with %s is a 400 that names it', async (_what, cursor) => {
  expect(await messageOf({ 'page[after]': cursor })).toContain('page[after]')
  expect(await messageOf({ 'page[before]': cursor })).toContain('page[before]')
})

test('extreme values that pass as a cursor are read by PostgreSQL', async () => {
  for (const cursor of [
    cursorOf('at', 0, '9999999999999999', '1'),
    cursorOf('at', 1, '-9999999999999999', '1'),
    cursorOf('rank', 0, '999999999', '-999999999999999999'),
    cursorOf('id', 0, null, '1'),
  ])
    await expect(read({ 'page[after]': cursor })).resolves.toMatchObject({ mode: 'cursor' })
})

test('a cursor alone keeps its order; with another order it is refused', async () => {
  const first = await cursorPage({ sort: '-name', 'page[size]': '5' })
  const expected = (await inOrder('name desc, id desc')).slice(5, 10)
  const after = first.afterCursor ?? ''
  expect(ids(await read({ 'page[size]': '5', 'page[after]': after }))).toEqual(expected)
  expect(await messageOf({ sort: 'id', 'page[after]': after })).toContain('another sort order')
})

test.each([
  [{ page: '0' }, 'page'],
  [{ page: '-1' }, 'page'],
  [{ page: 'two' }, 'page'],
  [{ page: '101' }, 'page'],
  [{ page: '10001', per_page: '1' }, 'page'],
  [{ page: '999999999999999999' }, 'page'],
  [{ per_page: '0' }, 'per_page'],
  [{ per_page: '1e3' }, 'per_page'],
  [{ 'page[size]': '0' }, 'page[size]'],
  [{ 'page[size]': 'x' }, 'page[size]'],
  [{ 'page[after]': 'a', 'page[before]': 'b' }, 'page[before]'],
  [{ sort: 'password' }, 'sort'],
] as [PagingQuery, string][])('%j is a 400 that names %s', async (query, name) => {
  expect(await messageOf(query)).toContain(`for the ${name} attribute`)
})

test('sizes are cut to the maximum; what is not given counts as such', () => {
  expect(parsePaging({ per_page: '1000' }, sorting)).toMatchObject({ mode: 'offset', page: 1, size: 100 })
  expect(parsePaging({ 'page[size]': '101' }, sorting)).toMatchObject({ mode: 'cursor', size: 100 })
  expect(parsePaging({ 'page[size]': '5000' }, sorting, 1000)).toMatchObject({ size: 1000 })
  expect(parsePaging({ page: 'None', per_page: '', sort: 'null' }, sorting)).toMatchObject({
    page: 1,
    size: 100,
  })
  expect(parsePaging({ page: '100', per_page: '100' }, sorting)).toMatchObject({ page: 100 })
})

const at = (url: string) => ({ origin: 'http://127.0.0.1:3000', url })

test('offset links keep the path and the other parameters', async () => {
  const listing = await read({ page: '2', per_page: '20' })
  const asked = at(
    '/api/v2/items.json?page=2&include=users%2Cgroups&per_page=20&access_token=mst_secret&q=a+b',
  )
  expect(listReply(asked, 'items', listing, ['presented'], { users: [] })).toEqual({
    items: ['presented'],
    users: [],
    next_page: 'http://127.0.0.1:3000/api/v2/items.json?include=users%2Cgroups&q=a+b&page=3&per_page=20',
    previous_page: 'http://127.0.0.1:3000/api/v2/items.json?include=users%2Cgroups&q=a+b&page=1&per_page=20',
    count: 54,
  })
  const last = listReply(at('/api/v2/items'), 'items', await read({ page: '3', per_page: '20' }), [])
  expect(last.next_page).toBeNull()
  expect(listReply(at('/api/v2/items'), 'items', await read({}), [])).toMatchObject({
    next_page: null,
    previous_page: null,
  })
})

type CursorBody = {
  meta: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }
  links: { prev: string | null; next: string | null }
}

test('cursor links lead on and back, have no count, and end in null', async () => {
  const reply = async (url: string): Promise<CursorBody & { items: readonly number[] }> => {
    const query = Object.fromEntries(new URL(url, 'http://x').searchParams)
    const listing = await read(query)
    return listReply(at(url), 'items', listing, ids(listing)) as CursorBody & { items: number[] }
  }
  const path = (link: string | null): string => {
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/api\/v2\/items\.json\?/)
    return (link ?? '').slice('http://127.0.0.1:3000'.length)
  }
  const first = await reply('/api/v2/items.json?page[size]=30&sort=-id&other=1')
  expect(first).not.toHaveProperty('count')
  expect(first.meta.has_more).toBe(true)
  expect(first.links.prev).toBeNull()
  expect(first.links.next).toContain('sort=-id&other=1&page%5Bsize%5D=30&page%5Bafter%5D=')
  const second = await reply(path(first.links.next))
  expect(second.meta.has_more).toBe(false)
  expect(second.links.next).toBeNull()
  expect([...first.items, ...second.items]).toEqual(await inOrder('id desc'))
  const back = await reply(path(second.links.prev))
  expect(back.items).toEqual(first.items)
  expect(back.meta.has_more).toBe(false)
  expect(back.links).toEqual({ prev: null, next: null })
  const beyond = await reply(`/api/v2/items.json?sort=-id&page[after]=${second.meta.after_cursor}`)
  expect(beyond).toMatchObject({
    items: [],
    meta: { has_more: false, after_cursor: null, before_cursor: null },
  })
  expect(beyond.links).toEqual({ prev: null, next: null })
})
