import type { Id } from '../../kernel/index.ts'
import { type Cursor, decodeCursor, encodeCursor } from '../../platform/paging/cursor.ts'
import {
  type Asked,
  type Listing,
  listReply,
  type Order,
  type Paging,
  type PagingQuery,
  parsePaging,
} from '../../platform/paging/index.ts'

type Row = { readonly id: Id }

const SORTING = { names: ['id'], standard: { by: 'id', isDescending: false } } as const
const PAGED = ['page', 'per_page', 'page[size]', 'page[after]', 'page[before]'] as const

/**
 * The reply of a list that is at hand as a whole. Zendesk does not page these lists, so whoever asks for no page gets
 * all. Some send `page[size]` and yet follow `next_page`, by its address or by the number in it (zendesk-api.md 5.1):
 * as long as no cursor comes, both kinds of links are there, and `page` counts in pages of that size.
 */
export const pageReply = <R extends Row>(
  request: Asked & { readonly query: PagingQuery },
  key: string,
  rows: readonly R[],
  present: (row: R) => object,
): Record<string, unknown> => {
  const reply = (listing: Listing<R>) => listReply(request, key, listing, listing.rows.map(present))
  const { query } = request
  const paging = parsePaging(query, SORTING)
  const cursor = paging.mode === 'cursor' ? cursorOf(paging) : undefined
  const sorted = inOrder(rows, cursor?.order ?? paging.order)
  if (PAGED.every((name) => query[name] === undefined)) return reply(offsetPage(sorted, 1, rows.length))
  if (paging.mode === 'offset') return reply(offsetPage(sorted, paging.page, paging.size))
  if (cursor !== undefined) return reply(cursorPage(sorted, cursor, paging))
  const page = offsetPage(sorted, pageNumber(query), paging.size)
  const { next_page, previous_page } = reply(page)
  return { ...reply(sameByCursor(page, paging.order)), next_page, previous_page }
}

type ByCursor = Extract<Paging<'id'>, { mode: 'cursor' }>

const cursorOf = ({ after, before }: ByCursor): Cursor<'id'> | undefined => {
  const text = after ?? before
  if (text === undefined) return undefined
  return decodeCursor(text, after === undefined ? 'page[before]' : 'page[after]', { id: { type: 'bigint' } })
}

const inOrder = <R extends Row>(rows: readonly R[], { isDescending }: Order): R[] =>
  rows.toSorted((a, b) => (isDescending ? b.id - a.id : a.id - b.id))

const pageNumber = ({ page }: PagingQuery): number => {
  const paging = parsePaging(page === undefined ? {} : { page }, SORTING)
  return paging.mode === 'offset' ? paging.page : 1
}

const offsetPage = <R extends Row>(rows: readonly R[], page: number, size: number): Listing<R> => ({
  mode: 'offset',
  rows: rows.slice((page - 1) * size, page * size),
  count: rows.length,
  page,
  size: Math.max(1, size),
})

/** Behind the row of a cursor, or before it; that row may be gone. `hasMore` looks the way the client goes. */
const cursorPage = <R extends Row>(
  rows: readonly R[],
  { id, order }: Cursor,
  { after, size }: ByCursor,
): Listing<R> => {
  const isPast = (row: Row): boolean => (order.isDescending ? row.id < Number(id) : row.id > Number(id))
  const behind = rows.filter(isPast)
  if (after !== undefined) {
    const page = { rows: behind.slice(0, size), hasMore: behind.length > size, hasPrevious: true }
    return { mode: 'cursor', ...page, ...cursorsOf(page.rows, order), size }
  }
  const before = rows.filter((row) => !isPast(row) && row.id !== Number(id))
  const isMore = before.length > size
  const page = { rows: before.slice(-size), hasMore: isMore, hasPrevious: isMore }
  return { mode: 'cursor', ...page, ...cursorsOf(page.rows, order), size }
}

const sameByCursor = <R extends Row>(listing: Listing<R>, order: Order): Listing<R> => {
  if (listing.mode === 'cursor') return listing
  const { rows, count, page, size } = listing
  const more = { hasMore: page * size < count, hasPrevious: page > 1 }
  return { mode: 'cursor', rows, ...more, ...cursorsOf(rows, order), size }
}

const cursorsOf = (rows: readonly Row[], order: Order) => {
  const at = (row: Row | undefined): string | null =>
    row === undefined ? null : encodeCursor({ order, value: String(row.id), id: String(row.id) })
  return { afterCursor: at(rows.at(-1)), beforeCursor: at(rows[0]) }
}
