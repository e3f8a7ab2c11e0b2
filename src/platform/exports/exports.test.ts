import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestGround, testGround } from '../../../test/support/ground.ts'
import { type Instant, instantOf, Refused, toIsoMs } from '../../kernel/index.ts'
import { sql } from '../db/index.ts'
import { HttpFailure } from '../http/errors.ts'
import { type ExportQuery, parseExport } from './asked.ts'
import { type Exported, type ExportSource, readExport } from './read.ts'
import { exportReply } from './reply.ts'

let ground: TestGround
beforeAll(async () => {
  ground = await testGround()
})
afterAll(() => ground?.close())
beforeEach(() => ground.db.rows(sql`truncate feed`))

const NOW = instantOf(Date.UTC(2026, 2, 2, 12))
const SECOND = 1000

/** Numbers changes, each `ms` before now; the third column is how many rows it brings. */
type Told = readonly [agoMs: number, rows: number]
const tell = async (told: readonly Told[], from = 0): Promise<void> => {
  for (const [index, [ago, rows]] of told.entries())
    await ground.db.rows(sql`insert into feed (position, subject, subject_id, seq, at)
      values (${from + index + 1}, 'thing', ${rows}, 1, ${toIsoMs(instantOf(NOW - ago))})`)
}

/** Rows are named by their change and their place in it: `3.0`. */
const things: ExportSource<string> = async ({ after, before, limit }) =>
  (
    await ground.db.rows(sql<{ position: number; at: Instant; rows: number }>`
      select position, at, subject_id as rows from feed
      where position > ${after} ${before === null ? sql`` : sql`and at < ${toIsoMs(before)}::timestamptz`}
      order by position ${limit === null ? sql`` : sql`limit ${limit}`}`)
  ).map(
    ({ position, at, rows }): Exported<string> => ({
      position,
      at,
      rows: Array.from({ length: rows }, (_, place) => `${position}.${place}`),
    }),
  )
const namesOf = (told: readonly Told[]): string[] =>
  told.flatMap(([, rows], index) => Array.from({ length: rows }, (_, place) => `${index + 1}.${place}`))

type Reply = { things: string[]; end_of_stream: boolean } & Record<string, never>
const ask = async (url: string, now = NOW): Promise<Reply> => {
  const query = Object.fromEntries(new URLSearchParams(url.split('?')[1])) as ExportQuery
  const asked = parseExport(query, { now, isCursor: url.includes('/cursor') })
  const page = await readExport(ground.db, things, asked, now)
  return exportReply({ origin: 'http://desk', url }, 'things', page, page.rows) as Reply
}
/** Follows an export to its end, as clients do. */
const walk = async (url: string, link: string): Promise<string[][]> => {
  const pages: string[][] = []
  for (let next = url; pages.length < 200; ) {
    const reply = await ask(next)
    pages.push(reply.things)
    if (reply.end_of_stream) return pages
    next = String(reply[link]).slice('http://desk'.length)
  }
  throw new Error('never ends')
}

const life = fc
  .array(fc.tuple(fc.integer({ min: 70, max: 100 }), fc.integer({ min: 0, max: 4 })), { maxLength: 25 })
  .map((raw) => raw.map(([ago, rows]) => [ago * SECOND - 300, rows] as Told).sort((a, b) => b[0] - a[0]))

describe('by time', () => {
  it('walks over everything once, in order, whatever shares a second', async () => {
    await fc.assert(
      fc.asyncProperty(life, fc.integer({ min: 1, max: 8 }), async (told, size) => {
        await ground.db.rows(sql`truncate feed`)
        await tell(told)
        const pages = await walk(`/things?start_time=0&per_page=${size}`, 'next_page')
        expect(pages.flat()).toEqual(namesOf(told))
      }),
      { numRuns: 60 },
    )
  })

  it('starts with the second that it names, and keeps the last minute to itself', async () => {
    await tell(
      [
        [200_000, 1],
        [120_000, 1],
        [60_000, 1],
        [61_000, 1],
      ].sort((a, b) => b[0]! - a[0]!) as unknown as Told[],
    )
    const start = (NOW - 120_000) / SECOND
    const reply = await ask(`/things?start_time=${start}&include=x`)
    expect(reply).toMatchObject({ things: ['2.0', '3.0'], count: 2, end_of_stream: true })
    expect(reply.end_time).toBe((NOW - 60_000) / SECOND)
    expect(reply.next_page).toBe(`http://desk/things?include=x&start_time=${reply.end_time}`)
    expect(await ask(`/things?start_time=${reply.end_time}`)).toMatchObject({ things: [], next_page: null })
    const later = instantOf(NOW + 2 * SECOND)
    expect((await ask(`/things?start_time=${reply.end_time}`, later)).things).toEqual(['4.0'])
  })
})

describe('a second that holds more than a page by time may', () => {
  it('is cut, and each comes once', async () => {
    await ground.db.rows(sql`insert into feed (position, subject, subject_id, seq, at)
      select n, 'thing', 1, 1, ${toIsoMs(instantOf(NOW - 90_000))}::timestamptz from generate_series(1, 21000) n`)
    const pages = await walk('/things?start_time=0&per_page=3', 'next_page')
    expect(pages.map((page) => page.length)).toEqual([10_000, 10_000, 1000])
    expect(new Set(pages.flat()).size).toBe(21_000)
  })
})

describe('by cursor', () => {
  it('walks over everything once, in order, cutting what one change brought, and goes on with what is new', async () => {
    await fc.assert(
      fc.asyncProperty(life, fc.integer({ min: 1, max: 8 }), async (told, size) => {
        await ground.db.rows(sql`truncate feed`)
        await tell(told)
        const pages = await walk(`/things/cursor?start_time=0&per_page=${size}`, 'after_url')
        expect(pages.flat()).toEqual(namesOf(told))
        expect(pages.every((page) => page.length <= size)).toBe(true)
      }),
      { numRuns: 60 },
    )
    await ground.db.rows(sql`truncate feed`)
    await tell([[90_000, 2]])
    const { after_url: next } = await ask('/things/cursor?start_time=0')
    await tell([[100, 1]], 1)
    expect(await ask(String(next).slice('http://desk'.length))).toMatchObject({
      things: ['2.0'],
      end_of_stream: true,
      before_url: null,
    })
  })

  it('answers lists in the way of lists too', async () => {
    await tell([[90_000, 3]])
    const first = await ask('/things?start_time=0&page[size]=2')
    expect(first).toMatchObject({ things: ['1.0', '1.1'], meta: { has_more: true }, end_of_stream: false })
    const { links } = first as unknown as { links: { next: string } }
    expect(await ask(links.next.slice('http://desk'.length))).toMatchObject({
      things: ['1.2'],
      meta: { has_more: false },
      links: { next: null },
    })
  })
})

it('says what is wrong with a parameter', () => {
  const refusal = (query: ExportQuery): string | undefined => {
    try {
      parseExport(query, { now: NOW })
    } catch (error) {
      if (error instanceof HttpFailure) return JSON.stringify(error.failure)
      return error instanceof Refused ? error.refusal.message : String(error)
    }
    return undefined
  }
  expect(refusal({})).toContain('start_time is required')
  expect(refusal({ start_time: '2026-01-01' })).toContain('start_time must be in Unix seconds')
  const early = { start_time: String(NOW / SECOND - 59) }
  expect(refusal(early)).toMatch(/"status":422.*"InvalidValue".*"Too recent start_time\./)
  expect(refusal({ ...early, 'page[size]': '5' })).toMatch(/"status":400.*"StartTimeTooRecent"/)
  expect(refusal({ start_time: String(NOW / SECOND - 60) })).toBeUndefined()
  expect(refusal({ start_time: '0', per_page: '0' })).toContain('per_page')
  for (const cursor of ['x', 'WzEsMiwzXQ', 'Wy0xLDBd', 'bnVsbA'])
    expect(refusal({ cursor }), cursor).toContain('is not a cursor of this export')
})
