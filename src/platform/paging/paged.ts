import { Refused } from '../../kernel/index.ts'
import { badParameter } from '../http/errors.ts'
import type { Listing } from './list.ts'
import { type PagingQuery, parsePaging } from './paging.ts'

const AS_THEY_COME = { names: [], standard: { by: 'position' as never, isDescending: false } } as const

/**
 * One page of a list that is short enough to be held whole: documents of the policy, in the order they come in. Cursors
 * are the places between its rows.
 */
export const paged = <Row extends object>(rows: readonly Row[], query: PagingQuery): Listing<Row> => {
  const { sort: _sort, sort_by: _by, sort_order: _order, ...rest } = query
  const paging = parsePaging(rest, AS_THEY_COME)
  if (paging.mode === 'offset') {
    const { page, size } = paging
    return {
      mode: 'offset',
      rows: rows.slice((page - 1) * size, page * size),
      count: rows.length,
      page,
      size,
    }
  }
  const { size, after, before } = paging
  const end = before === undefined ? undefined : placeOf('page[before]', before)
  const start = end === undefined ? placeOf('page[after]', after ?? '0') : Math.max(0, end - size)
  const shown = rows.slice(start, end ?? start + size)
  const isEmpty = shown.length === 0
  return {
    mode: 'cursor',
    rows: shown,
    hasMore: end === undefined ? start + size < rows.length : start > 0,
    hasPrevious: start > 0,
    afterCursor: isEmpty ? null : String(start + shown.length),
    beforeCursor: isEmpty ? null : String(start),
    size,
  }
}

const placeOf = (parameter: string, text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Refused(badParameter(parameter, 'is not a cursor of this list'))
}
