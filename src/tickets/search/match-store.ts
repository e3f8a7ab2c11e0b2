import type { RawBuilder } from 'kysely'
import type { Id } from '../../kernel/index.ts'
import type { SearchOrder } from '../../people/core/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleTickets } from '../visible.ts'

/** Which tickets are sought, by SQL. */
export type TicketsSought = {
  readonly viewer: TicketViewer
  /** The text of a `tsquery`; undefined: properties alone. */
  readonly words: string | undefined
  /** On the row `t` of `tickets`; null: there are none. */
  readonly properties: RawBuilder<boolean> | null
  /** The properties hold for unsolved tickets alone. */
  readonly isUnsolved: boolean
  /** Those of the properties that narrow the search beyond that. */
  readonly narrowing: RawBuilder<boolean> | null
}

/** A ticket that was found: its worth in words, and what it is sorted by. */
export type Hit = { readonly id: Id; readonly rank: number; readonly key: number | null }

/** The first of what was found, in their order, and how many there are. */
export type Hits = { readonly hits: readonly Hit[]; readonly count: number; readonly isExact: boolean }

/** As many matches as are ranked against each other by worth; of more, the newest, in windows of the smaller number. */
const RANKED = 1000
const WINDOW = 100

/** What a row costs, in microseconds: found by its words; walked by in the index of words; walked by in tickets. Measured. */
const PROBE_US = 3
const WALK_US = { relevance: 1, updated_at: 5 } as const
/** Below this share of all tickets the way by words is short; and of a beginning that it knows nothing of, the planner says so much. */
const LEAST_SHARE = 0.01
/** Of fewer tickets, that way is always short. */
const FEW = 30_000

const everyWord = ({ words, isUnsolved }: TicketsSought): RawBuilder<boolean> => {
  const found = sql<boolean>`w.words @@ ${words}::tsquery`
  return isUnsolved ? sql<boolean>`(${found} and w.status < 4)` : found
}

const onTicket = ({ viewer, properties }: TicketsSought): RawBuilder<boolean> =>
  properties === null ? visibleTickets(viewer) : sql<boolean>`(${visibleTickets(viewer)} and ${properties})`

/** Nothing but words is asked, by somebody who sees everything: the tickets themselves need not be read to choose. */
const isFree = ({ viewer, properties }: TicketsSought): boolean =>
  properties === null &&
  viewer.ticketAccess === 'all' &&
  viewer.permissions.has('tickets.read') &&
  !viewer.suspended

const SORTED_BY: Readonly<Record<SearchOrder['by'], RawBuilder<unknown>>> = {
  relevance: sql`t.ticket_id`,
  updated_at: sql`t.updated_at`,
  created_at: sql`t.created_at`,
  priority: sql`t.priority`,
  status: sql`t.status`,
  ticket_type: sql`t.type`,
}

const rankOf = (words: string): RawBuilder<number> =>
  sql<number>`ts_rank('{0.1,0.2,0.4,1.0}', w.words, ${words}::tsquery, 1)::float8`

type Row = {
  readonly id: Id
  readonly rank: number
  readonly key: number | null
  readonly total: number
  readonly place: number
}

/**
 * The first `limit` tickets in an order. Words are asked first, of their own index, whatever the planner thinks: for a
 * word that is nowhere it would walk through all tickets by time. Only where its list of common words says that walking
 * finds enough soon, we walk.
 */
export const matchTickets = async (
  db: Db,
  sought: TicketsSought,
  order: SearchOrder,
  limit: number,
): Promise<Hits> => {
  if (sought.words === undefined) return byProperties(db, sought, order, limit)
  const needed = order.by === 'relevance' ? Math.ceil(limit / WINDOW) * WINDOW : limit
  if (order.isDescending && (order.by === 'relevance' || order.by === 'updated_at')) {
    const walked = await walkIfShort(db, sought, order.by, needed)
    if (walked !== undefined) return { ...walked, hits: arranged(walked.hits, order, false).slice(0, limit) }
  }
  return byWords(db, sought, order, limit, needed)
}

const byWords = async (
  db: Db,
  sought: TicketsSought,
  order: SearchOrder,
  limit: number,
  needed: number,
): Promise<Hits> => {
  const isRanked = order.by === 'relevance'
  const direction = order.isDescending || isRanked ? sql`desc` : sql`asc`
  const rows = await db.rows(sql<Row>`with found as materialized (${foundBy(sought, order)}),
    counted as materialized (select count(*) as total from found),
    first as materialized (
      select f.id, f.key, row_number() over (order by f.key ${direction} nulls last, f.id ${direction}) as place from found f
      order by f.key ${direction} nulls last, f.id ${direction} limit ${isRanked ? RANKED : limit})
    select f.id, ${keyNumber(order)} as key, c.total, f.place::integer as place,
      ${isRanked ? rankOf(sought.words!) : sql`0::float8`} as rank
    from first f cross join counted c ${isRanked ? sql`join ticket_words w on w.ticket_id = f.id` : sql``}
    where ${isRanked ? sql`(c.total <= ${RANKED} or f.place <= ${needed})` : sql`true`} order by f.place`)
  const count = rows[0]?.total ?? 0
  return { hits: arranged(rows, order, count <= RANKED).slice(0, limit), count, isExact: true }
}

/** The matches with what they are sorted by; of the index alone, where that has it. */
const foundBy = (sought: TicketsSought, { by }: SearchOrder): RawBuilder<unknown> => {
  const key = ownKeys[by]
  if (isFree(sought) && key !== undefined)
    return sql`select w.ticket_id as id, ${key} as key from ticket_words w where ${everyWord(sought)}`
  return sql`select t.ticket_id as id, ${SORTED_BY[by]} as key from ticket_words w join tickets t on t.ticket_id = w.ticket_id
    where ${everyWord(sought)} and ${onTicket(sought)}`
}

const ownKeys: Partial<Record<SearchOrder['by'], RawBuilder<unknown>>> = {
  relevance: sql`w.ticket_id`,
  updated_at: sql`w.updated_at`,
  created_at: sql`w.created_at`,
}

const keyNumber = ({ by }: SearchOrder): RawBuilder<unknown> =>
  by === 'created_at' || by === 'updated_at'
    ? sql`(extract(epoch from f.key) * 1000)::float8`
    : sql`f.key::float8`

/** By worth where that is asked: all against each other, or window by window. */
const arranged = (
  rows: readonly (Hit & { readonly place: number })[],
  { by, isDescending }: SearchOrder,
  isWhole: boolean,
): Hit[] => {
  if (by !== 'relevance') return [...rows]
  const window = (row: { readonly place: number }) => (isWhole ? 0 : Math.floor((row.place - 1) / WINDOW))
  const sorted = rows.toSorted((a, b) => window(a) - window(b) || b.rank - a.rank || a.place - b.place)
  return isDescending ? sorted : sorted.toReversed()
}

type Way = keyof typeof WALK_US

/** Walks from the newest ticket on, where the planner's statistics say that this is the shorter way, and it is. */
const walkIfShort = async (
  db: Db,
  sought: TicketsSought,
  way: Way,
  needed: number,
): Promise<{ hits: readonly Row[]; count: number; isExact: boolean } | undefined> => {
  const all = await rowsOf(
    db,
    way === 'relevance' && sought.isUnsolved ? 'ticket_words_unsolved_ids' : 'ticket_words',
  )
  if (all < (sought.isUnsolved ? FEW / 10 : FEW)) return undefined
  const matches = await estimated(db, sql`from ticket_words w where ${everyWord(sought)}`)
  const probeUs = matches * PROBE_US
  if (matches < all * LEAST_SHARE || stepsTo(needed, matches, all) * WALK_US[way] >= probeUs) return undefined
  // That they are unsolved is counted already, and the planner does not know that it is the same thing twice.
  const narrowed = { ...sought, properties: sought.narrowing }
  const wanted = isFree(narrowed)
    ? matches
    : await estimated(
        db,
        sql`from ticket_words w join tickets t on t.ticket_id = w.ticket_id where ${everyWord(sought)} and ${onTicket(narrowed)}`,
      )
  const steps = stepsTo(needed, wanted, all)
  if (steps * WALK_US[way] >= probeUs) return undefined
  const hits = await db.rows(WALKS[way](sought, needed, Math.ceil(Math.min(all, 3 * steps + 1000))))
  const last = hits.at(-1)
  if (last === undefined || hits.length < needed) return undefined
  const count = Math.round((hits.length / last.place) * all)
  return { hits: hits.map((hit, index) => ({ ...hit, place: index + 1 })), count, isExact: false }
}

const stepsTo = (needed: number, matches: number, all: number): number =>
  (needed / Math.max(1, matches)) * all

/**
 * The first so many matches by the walk of each order. `place` counts the rows that were passed. Both read no more rows
 * than it takes: they come in the order that is asked for, and each is tested as it comes.
 */
const WALKS: Readonly<Record<Way, (sought: TicketsSought, needed: number, most: number) => RawBuilder<Row>>> =
  {
    relevance: (
      sought,
      needed,
      most,
    ) => sql<Row>`select w.ticket_id as id, w.ticket_id::float8 as key, w.place::integer as place,
      0 as total, ${rankOf(sought.words!)} as rank
    from (select w.ticket_id, w.words, w.status, row_number() over (order by w.ticket_id desc) as place from ticket_words w
      where ${sought.isUnsolved ? sql`w.status < 4` : sql`true`} order by w.ticket_id desc limit ${most}) w
    cross join lateral (select from tickets t where t.ticket_id = w.ticket_id and ${onTicket(sought)} offset 0) t
    where ${everyWord(sought)} order by w.ticket_id desc limit ${needed}`,
    updated_at: (
      sought,
      needed,
      most,
    ) => sql<Row>`select t.ticket_id as id, (extract(epoch from t.updated_at) * 1000)::float8 as key,
      t.place::integer as place, 0 as total, 0::float8 as rank
    from (select ${isFree(sought) ? sql`t.ticket_id, t.updated_at, t.deleted_at` : sql`t.*`},
        row_number() over (order by t.updated_at desc, t.ticket_id desc) as place from tickets t
      order by t.updated_at desc, t.ticket_id desc limit ${most}) t
    cross join lateral (select from ticket_words w where w.ticket_id = t.ticket_id and ${everyWord(sought)} offset 0) w
    where ${onTicket(sought)} order by t.updated_at desc, t.ticket_id desc limit ${needed}`,
  }

/** How many rows the database thinks a table or index has. */
const rowsOf = async (db: Db, name: 'ticket_words' | 'ticket_words_unsolved_ids'): Promise<number> =>
  (await db.one(
    sql<{ n: number }>`select reltuples::float8 as n from pg_class where oid = ${name}::regclass`,
  ))!.n

type Plan = { readonly 'QUERY PLAN': readonly { readonly Plan: { readonly 'Plan Rows': number } }[] }

/** How many rows the planner expects, from its statistics. */
const estimated = async (db: Db, from: RawBuilder<unknown>): Promise<number> =>
  (await db.one(sql<Plan>`explain (format json) select ${from}`))!['QUERY PLAN'][0]!.Plan['Plan Rows']

const byProperties = async (
  db: Db,
  sought: TicketsSought,
  order: SearchOrder,
  limit: number,
): Promise<Hits> => {
  const direction = order.isDescending ? sql`desc` : sql`asc`
  const where = onTicket(sought)
  const rows =
    await db.rows(sql<Row>`select f.id, ${keyNumber(order)} as key, 0 as total, 0 as place, 0::float8 as rank
    from (select t.ticket_id as id, ${SORTED_BY[order.by]} as key from tickets t where ${where}
      order by ${SORTED_BY[order.by]} ${direction} nulls last, t.ticket_id ${direction} limit ${limit}) f
    order by f.key ${direction} nulls last, f.id ${direction}`)
  const count = rows.length < limit ? rows.length : await countTickets(db, sought)
  return { hits: rows, count, isExact: true }
}

/** How many there are, exactly, however long that takes. */
export const countTickets = async (db: Db, sought: TicketsSought): Promise<number> => {
  const from =
    sought.words === undefined
      ? sql`tickets t where ${onTicket(sought)}`
      : isFree(sought)
        ? sql`ticket_words w where ${everyWord(sought)}`
        : sql`ticket_words w join tickets t on t.ticket_id = w.ticket_id where ${everyWord(sought)} and ${onTicket(sought)}`
  return (await db.one(sql<{ count: number }>`select count(*) as count from ${from}`))!.count
}

/** A ticket by its number, if it is among what the properties leave; `isFound`: the words find it besides. */
export const ticketByNumber = (
  db: Db,
  sought: TicketsSought,
  id: Id,
): Promise<{ readonly key: number; readonly created: number; readonly isFound: boolean } | undefined> =>
  db.one(sql<{
    key: number
    created: number
    isFound: boolean
  }>`select (extract(epoch from t.updated_at) * 1000)::float8 as key,
      (extract(epoch from t.created_at) * 1000)::float8 as created,
      exists (select from ticket_words w where w.ticket_id = t.ticket_id and ${everyWord(sought)}) as "isFound"
    from tickets t where t.ticket_id = ${id} and ${onTicket(sought)}`)

/** Where a page of an export starts: behind this ticket, in the order of creation, the youngest first. */
export type ExportPlace = { readonly createdMicros: string; readonly id: Id }

/** Tickets made up to an instant, the youngest first. */
export const exportTickets = (
  db: Db,
  sought: TicketsSought,
  {
    until,
    after,
    limit,
  }: { readonly until: string; readonly after: ExportPlace | undefined; readonly limit: number },
): Promise<{ readonly id: Id; readonly createdMicros: string }[]> => {
  const start =
    after === undefined
      ? sql`true`
      : sql`(t.created_at, t.ticket_id) < ('epoch'::timestamptz + ${after.createdMicros}::bigint * interval '1 microsecond', ${after.id}::bigint)`
  const words =
    sought.words === undefined
      ? sql``
      : sql`join ticket_words w on w.ticket_id = t.ticket_id and ${everyWord(sought)}`
  return db.rows(sql<{ id: Id; createdMicros: string }>`select t.ticket_id as id,
      (extract(epoch from t.created_at) * 1000000)::bigint::text as "createdMicros"
    from tickets t ${words} where ${onTicket(sought)} and t.created_at <= ${until}::timestamptz and ${start}
    order by t.created_at desc, t.ticket_id desc limit ${limit}`)
}

/** Condition on the row `t`: it holds none of these words. */
export const lacksWords = (words: string): RawBuilder<boolean> =>
  sql<boolean>`not exists (select from ticket_words w where w.ticket_id = t.ticket_id and w.words @@ ${words}::tsquery)`
