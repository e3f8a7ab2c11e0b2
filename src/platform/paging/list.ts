import { type RawBuilder, sql } from 'kysely'
import { Refused } from '../../kernel/index.ts'
import type { Db } from '../db/db.ts'
import { badParameter } from '../http/errors.ts'
import { type Cursor, decodeCursor, encodeCursor, type SortType } from './cursor.ts'
import type { Order, Paging } from './paging.ts'

export type Sort = {
  /** The expression that is sorted by, from a constant map: never from input. */
  readonly column: RawBuilder<unknown>
  readonly type: SortType
  /** True where it may be null; else the index on (column, id) carries every page. */
  readonly isNullable?: boolean
}

/** A list before paging: what every page of it has in common. */
export type ListSource<Row, Name extends string = string> = Ordered<Name> & {
  /** The columns, comma-separated. */
  readonly select: RawBuilder<Row>
  /** How many rows it has in all, where that is known for less than counting them. */
  readonly knownCount?: (() => Promise<number>) | undefined
}

type Ordered<Name extends string> = {
  /** What follows `from`, joins included. */
  readonly from: RawBuilder<unknown>
  /** Every condition, visibility first among them. */
  readonly where?: RawBuilder<unknown>
  readonly sorts: Readonly<Record<Name, Sort>>
  /** The unique id that breaks ties, as an expression: `sql.ref('t.id')`. */
  readonly id: RawBuilder<unknown>
}

/** One page. */
export type Listing<Row> =
  | {
      readonly mode: 'offset'
      readonly rows: readonly Row[]
      readonly count: number
      readonly page: number
      readonly size: number
    }
  | {
      readonly mode: 'cursor'
      readonly rows: readonly Row[]
      /** More rows in the direction of travel. */
      readonly hasMore: boolean
      /** Rows stand before this page, as far as the way here tells. */
      readonly hasPrevious: boolean
      readonly afterCursor: string | null
      readonly beforeCursor: string | null
      readonly size: number
    }

/**
 * Reads one page of a list. By offset: the page and the count of all, in two statements at most. By cursor: one
 * statement, no count, stable while rows come and go; ties are broken by id, nulls sort where PostgreSQL puts them
 * (last ascending, first descending). A cursor that is not of this list is a 400.
 */
export const list = <Row extends object, Name extends string>(
  db: Db,
  source: ListSource<Row, Name>,
  paging: Paging<NoInfer<Name>>,
): Promise<Listing<Row>> =>
  paging.mode === 'offset' ? byOffset(db, source, paging) : byCursor(db, source, paging)

type Offset = Extract<Paging, { mode: 'offset' }>
type ByCursor<Name extends string> = Extract<Paging<Name>, { mode: 'cursor' }>

const byOffset = async <Row extends object>(
  db: Db,
  source: ListSource<Row>,
  { page, size, order }: Offset,
): Promise<Listing<Row>> => {
  const skipped = (page - 1) * size
  const cut = sql`order by ${orderBy(source, order)} limit ${size} offset ${skipped}`
  const reading = db.rows<Row>(
    skipped === 0
      ? sql<Row>`select ${source.select} from ${source.from} where ${conditionOf(source)} ${cut}`
      : // The ids first: what is selected may cost much, and would be worked out for the skipped rows too.
        sql<Row>`select ${source.select} from ${source.from} where ${source.id} = any(array(
          select ${source.id} from ${source.from} where ${conditionOf(source)} ${cut}))
          order by ${orderBy(source, order)}`,
  )
  const [rows, known] = await Promise.all([reading, source.knownCount?.()])
  const isLastPage = rows.length < size && (rows.length > 0 || page === 1)
  const count = isLastPage ? skipped + rows.length : (known ?? (await countOf(db, source)))
  return { mode: 'offset', rows, count, page, size }
}

const countOf = async (db: Db, source: Ordered<string>): Promise<number> => {
  const row = await db.one(
    sql<{ count: number }>`select count(*) as count from ${source.from} where ${conditionOf(source)}`,
  )
  return row?.count ?? 0
}

const conditionOf = (source: Ordered<string>): RawBuilder<unknown> => source.where ?? sql`true`

type Keyed = { readonly page_value: string | null; readonly page_id: string }

const byCursor = async <Row extends object, Name extends string>(
  db: Db,
  source: ListSource<Row, Name>,
  paging: ByCursor<Name>,
): Promise<Listing<Row>> => {
  const isBackward = paging.before !== undefined
  const from = startOf(source, paging)
  const order = from?.order ?? paging.order
  const walk = isBackward ? { ...order, isDescending: !order.isDescending } : order
  const start = from === undefined ? sql`true` : beyond(source, walk, from)
  const found = await db.rows<Row & Keyed>(sql<Row & Keyed>`select ${source.select},
      ${valueText(source.sorts[order.by])} as page_value, (${source.id})::text as page_id
    from ${source.from} where (${conditionOf(source)}) and ${start}
    order by ${orderBy(source, walk)} limit ${paging.size + 1}`)
  const hasMore = found.length > paging.size
  const page = found.slice(0, paging.size)
  if (isBackward) page.reverse()
  const cursorAt = (row: Keyed | undefined): string | null =>
    row === undefined ? null : encodeCursor({ order, value: row.page_value, id: row.page_id })
  return {
    mode: 'cursor',
    rows: page.map(({ page_value: _value, page_id: _id, ...row }) => row as unknown as Row),
    hasMore,
    hasPrevious: isBackward ? hasMore : paging.after !== undefined,
    afterCursor: cursorAt(page.at(-1)),
    beforeCursor: cursorAt(page[0]),
    size: paging.size,
  }
}

/** Where the page starts. A cursor brings its order along, for clients that repeat the cursor alone. */
const startOf = <Name extends string>(
  source: Ordered<Name>,
  { after, before, order, isOrderAsked }: ByCursor<Name>,
): Cursor<Name> | undefined => {
  const text = after ?? before
  if (text === undefined) return undefined
  const parameter = after === undefined ? 'page[before]' : 'page[after]'
  const cursor = decodeCursor(text, parameter, source.sorts)
  const isSame = cursor.order.by === order.by && cursor.order.isDescending === order.isDescending
  if (isOrderAsked && !isSame) throw new Refused(badParameter(parameter, 'is a cursor of another sort order'))
  return cursor
}

const orderBy = <Name extends string>(source: Ordered<Name>, order: Order<Name>) => {
  const direction = order.isDescending ? sql`desc` : sql`asc`
  return sql`${source.sorts[order.by].column} ${direction}, ${source.id} ${direction}`
}

/** The rows that follow a cursor in the given order. */
const beyond = <Name extends string>(
  source: Ordered<Name>,
  order: Order<Name>,
  { value, id }: Cursor<Name>,
): RawBuilder<unknown> => {
  const { column, type, isNullable } = source.sorts[order.by]
  const than = order.isDescending ? sql`<` : sql`>`
  const lastId = sql`${id}::bigint`
  if (value === null) {
    const tie = sql`(${column} is null and ${source.id} ${than} ${lastId})`
    return order.isDescending ? sql`(${tie} or ${column} is not null)` : tie
  }
  const follows = sql`(${column}, ${source.id}) ${than} (${sortValue(value, type)}, ${lastId})`
  // Ascending, nulls come last; descending they came first and are behind us.
  return isNullable && !order.isDescending ? sql`(${follows} or ${column} is null)` : follows
}

const valueText = ({ column, type }: Sort): RawBuilder<unknown> =>
  type === 'timestamptz'
    ? sql`(extract(epoch from ${column}) * 1000000)::bigint::text`
    : sql`(${column})::text`

const sortValue = (value: string, type: SortType): RawBuilder<unknown> => {
  switch (type) {
    case 'timestamptz':
      return sql`('epoch'::timestamptz + ${value}::bigint * interval '1 microsecond')`
    case 'bigint':
      return sql`${value}::bigint`
    case 'integer':
      return sql`${value}::integer`
    case 'boolean':
      return sql`${value}::boolean`
    case 'text':
      return sql`${value}::text`
  }
}
