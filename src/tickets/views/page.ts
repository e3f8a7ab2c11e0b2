import type { RawBuilder } from 'kysely'
import type { Instant } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type Listing, type Paging, type PagingQuery, parsePaging } from '../../platform/paging/index.ts'
import type { Conditions } from '../../rules/core/index.ts'
import type { Policy } from '../core/policy.ts'
import type { Weights } from '../queue/weight.ts'
import type { Room } from '../room.ts'
import { matchingTickets } from '../rules-sql.ts'
import { visibleTickets } from '../visible.ts'
import { findColumn } from './columns.ts'
import { decodePlace, encodePlace } from './cursor.ts'
import { impliedBy } from './implied.ts'
import { type Besides, type Cut, readPage, type ViewRow } from './store.ts'
import { type Key, keysOf, signatureOf } from './store-order.ts'
import type { Output, View } from './view.ts'

/** For whom a view is shown, as of when, under which policy. */
export type Looking = {
  readonly viewer: Viewer
  readonly at: Instant
  readonly policy: Policy
  readonly weights: Weights
}

/** The tickets of a view that somebody sees: a condition on the row `t` of `tickets`. */
export const ticketsOf = (conditions: Conditions, { viewer, at, policy }: Looking): RawBuilder<boolean> =>
  sql<boolean>`${visibleTickets(viewer)} and ${impliedBy(conditions, at)}
    and ${matchingTickets(conditions, { viewer, at, policy })}`

export type ViewQuery = PagingQuery & {
  readonly group_by?: string | undefined
  readonly group_order?: string | undefined
}

/** The output that a request asks for: it may put the rows into another order than the view does. */
export const askedOutput = (output: Output, query: ViewQuery, policy: Policy): Output => {
  const group = query.group_by === undefined ? undefined : findColumn(query.group_by, policy)
  const isDescending = query.group_order?.toLowerCase() === 'desc'
  const named = [query.sort?.replace(/^[-+ ]/, ''), query.sort_by]
  const names = named.filter((name) => name !== undefined && findColumn(name, policy)?.isSortable === true)
  const { order } = parsePaging<string>(query, { names: names as string[], standard: UNASKED })
  const column = order.by === UNASKED.by ? output.sort.column : findColumn(order.by, policy)!
  return {
    ...output,
    ...(group?.isSortable ? { group: { column: group, isDescending } } : {}),
    ...(order === UNASKED ? {} : { sort: { column, isDescending: order.isDescending } }),
  }
}

const UNASKED = { by: '', isDescending: false } as const

/** How many tickets there are, as far as that is known without waiting: for pages by number, which tell it. */
export type Counting = () => Promise<number | null>

/**
 * One page of a view, by number or by cursor. The count of a page by number is exact where the page itself tells it, else
 * what `counting` knows, and never so low that it hides the next page.
 */
export const pageOf = async (
  room: Pick<Room, 'ground'>,
  view: View,
  looking: Looking,
  query: ViewQuery,
  besides: Besides,
  counting: Counting,
): Promise<Listing<ViewRow>> => {
  const output = askedOutput(view.output, query, looking.policy)
  const source = { where: ticketsOf(view.conditions, looking), keys: keysOf(output, looking) }
  const { sort: _sort, sort_by: _by, sort_order: _order, ...plain } = query
  const paging = parsePaging<string>(plain, { names: [], standard: UNASKED })
  const read = (cut: Cut): Promise<ViewRow[]> =>
    readPage(room.ground.db, looking.viewer, source, cut, besides)
  return paging.mode === 'offset'
    ? byNumber(paging, read, counting)
    : byCursor(paging, { signature: signatureOf(output), keys: source.keys }, read)
}

type Read = (cut: Cut) => Promise<ViewRow[]>

const byNumber = async (
  { page, size }: Extract<Paging, { mode: 'offset' }>,
  read: Read,
  counting: Counting,
): Promise<Listing<ViewRow>> => {
  const skipped = (page - 1) * size
  const found = await read({ size: size + 1, skipped, from: undefined, isBackward: false })
  const rows = found.slice(0, size)
  const isLast = found.length <= size && (found.length > 0 || page === 1)
  const told = isLast ? null : await counting()
  const least = skipped + found.length
  const count = isLast ? least : Math.max(told ?? 0, found.length > 0 ? least : 0)
  return { mode: 'offset', rows, count, page, size }
}

const byCursor = async (
  { size, after, before }: Extract<Paging, { mode: 'cursor' }>,
  order: { readonly signature: string; readonly keys: readonly Key[] },
  read: Read,
): Promise<Listing<ViewRow>> => {
  const isBackward = before !== undefined
  const text = after ?? before
  const parameter = isBackward ? 'page[before]' : 'page[after]'
  const from = text === undefined ? undefined : decodePlace(text, parameter, order)
  const found = await read({ size: size + 1, skipped: 0, from, isBackward })
  const hasMore = found.length > size
  const rows = isBackward ? found.slice(hasMore ? 1 : 0) : found.slice(0, size)
  const cursorAt = (row: ViewRow | undefined): string | null =>
    row === undefined ? null : encodePlace(order.signature, row.place)
  return {
    mode: 'cursor',
    rows,
    hasMore,
    hasPrevious: isBackward ? hasMore : after !== undefined,
    afterCursor: cursorAt(rows.at(-1)),
    beforeCursor: cursorAt(rows[0]),
    size,
  }
}

/** All rows of a view in its order, so many at a time, each page from where the one before ended. */
export async function* readAll(
  room: Pick<Room, 'ground'>,
  view: View,
  looking: Looking,
  size: number,
): AsyncGenerator<readonly ViewRow[]> {
  const source = { where: ticketsOf(view.conditions, looking), keys: keysOf(view.output, looking) }
  let from: Cut['from']
  for (;;) {
    const cut = { size, skipped: 0, from, isBackward: false }
    const rows = await readPage(room.ground.db, looking.viewer, source, cut, { lastComments: false })
    if (rows.length > 0) yield rows
    if (rows.length < size) return
    from = rows.at(-1)?.place
  }
}
