import { type Instant, instantOf, SECOND_MS, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../db/index.ts'
import { type ExportAsked, horizonOf } from './asked.ts'

/** Between two records of the feed, or inside one: after so many of what the next one brings. */
export type Place = { readonly position: number; readonly taken: number }

/** What one change of the feed brings to an export, with its place and when it was numbered. */
export type Exported<Row> = {
  readonly position: number
  readonly at: Instant
  readonly rows: readonly Row[]
}

/** A stretch of the feed: after a position, before an instant, at most so many changes (all, where null). */
export type Stretch = {
  readonly after: number
  readonly before: Instant | null
  readonly limit: number | null
}

/** Reads the changes of a stretch that bring anything, in the order of the feed. */
export type ExportSource<Row> = (stretch: Stretch) => Promise<readonly Exported<Row>[]>

/** A page of an export, and where the next one starts. `hasMore`: it is not the last one, as of now. */
export type ExportPage<Row> =
  | {
      readonly mode: 'time'
      readonly rows: readonly Row[]
      readonly hasMore: boolean
      readonly endTime: Instant
      /** The next page starts inside the second of `endTime`, after this position. */
      readonly after?: number
    }
  | {
      readonly mode: 'cursor'
      readonly rows: readonly Row[]
      readonly hasMore: boolean
      readonly next: Place
    }

/**
 * One page of an incremental export, by the feed: in the order of commits nothing is skipped and nothing comes twice,
 * however many write meanwhile. Records within a page are the caller's to sort.
 */
export const readExport = async <Row>(
  db: Db,
  source: ExportSource<Row>,
  asked: ExportAsked,
  now: Instant,
): Promise<ExportPage<Row>> =>
  asked.mode === 'time' ? byTime(db, source, asked, now) : byCursor(db, source, asked)

type ByTime = Extract<ExportAsked, { mode: 'time' }>
type ByCursor = Extract<ExportAsked, { mode: 'cursor' }>

/** A page by time ends within a second where that brings more than this: an import numbers thousands at once. */
const MAX_BY_TIME = 10_000

/**
 * By time a page holds whole seconds of the feed, so that the next one starts with a second of its own and every walk
 * ends. It may be longer than was asked where many changes share a second; where very many do, it is cut, and its link
 * says where.
 */
const byTime = async <Row>(
  db: Db,
  source: ExportSource<Row>,
  { size, startTime, after }: ByTime,
  now: Instant,
): Promise<ExportPage<Row>> => {
  const before = horizonOf(now)
  const start = after ?? (await positionBefore(db, startTime))
  const found = await source({ after: start, before, limit: size + 1 })
  const cut = enough(found, size)
  const last = found[cut - 1]
  if (last === undefined) return { mode: 'time', rows: [], hasMore: false, endTime: startTime }
  const second = instantOf(Math.floor(last.at / SECOND_MS) * SECOND_MS)
  const endTime = instantOf(second + SECOND_MS)
  const isPart = cut < found.length || found.length > size
  const room = Math.max(MAX_BY_TIME - cut, 0)
  const rest = isPart ? await source({ after: last.position, before: endTime, limit: room + 1 }) : []
  const rows = [...found.slice(0, cut), ...rest.slice(0, room)].flatMap((change) => change.rows)
  const reached = (rest[room - 1] ?? rest.at(-1) ?? last).position
  if (rest.length > room) return { mode: 'time', rows, hasMore: true, endTime: second, after: reached }
  const hasMore = isPart && (await source({ after: reached, before, limit: 1 })).length > 0
  return { mode: 'time', rows, hasMore, endTime }
}

/** How many changes it takes to have so many rows; all, where they have fewer. */
const enough = (found: readonly Exported<unknown>[], size: number): number => {
  let rows = 0
  for (const [index, change] of found.entries()) {
    rows += change.rows.length
    if (rows >= size) return index + 1
  }
  return found.length
}

const byCursor = async <Row>(
  db: Db,
  source: ExportSource<Row>,
  { size, from }: ByCursor,
): Promise<ExportPage<Row>> => {
  const start = 'startTime' in from ? { position: await positionBefore(db, from.startTime), taken: 0 } : from
  const found = await source({ after: start.position, before: null, limit: size + 1 })
  const rows: Row[] = []
  let next = start
  for (const [index, { position, rows: brought }] of found.entries()) {
    const skipped = index === 0 ? start.taken : 0
    const room = size - rows.length
    if (room === 0) return { mode: 'cursor', rows, hasMore: true, next }
    rows.push(...brought.slice(skipped, skipped + room))
    const isCut = brought.length > skipped + room
    next = isCut ? { position: next.position, taken: skipped + room } : { position, taken: 0 }
    if (isCut) return { mode: 'cursor', rows, hasMore: true, next }
  }
  return { mode: 'cursor', rows, hasMore: found.length > size, next }
}

/** The last position that was numbered before an instant. */
const positionBefore = async (db: Db, at: Instant): Promise<number> => {
  const row = await db.one(sql<{ position: number }>`
    select coalesce((select position from feed where at < ${toIsoMs(at)}::timestamptz order by at desc, position desc limit 1), 0)
      as position`)
  return row?.position ?? 0
}
