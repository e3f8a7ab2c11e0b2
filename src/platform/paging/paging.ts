import { type Static, Type } from 'typebox'
import { type Refusal, Refused } from '../../kernel/index.ts'
import { badParameter } from '../http/errors.ts'

/** The most records of a page, except for exports. */
export const MAX_PAGE_SIZE = 100
/** Offset paging ends here: past it, pages are a 400 and clients page by cursor (zendesk-api.md 1.4). */
const MAX_OFFSET_RECORDS = 10_000

const wholeNumber = (description: string) =>
  Type.Optional(Type.Unsafe<string>({ type: ['integer', 'string'], description }))
const text = (description: string) => Type.Optional(Type.String({ description }))

/** The query parameters of every list: spread them into a route's `query`, `Type.Object({ ...pagingQuery, … })`. */
export const pagingQuery = {
  page: wholeNumber('Page of an offset list, from 1'),
  per_page: wholeNumber('Records of a page, 100 at most'),
  'page[size]': wholeNumber('Records of a page, 100 at most; asks for paging by cursor'),
  'page[after]': text('The cursor after which the page starts'),
  'page[before]': text('The cursor before which the page ends'),
  sort: text('What to sort by, with a minus in front to sort descending'),
  sort_by: text('What to sort by'),
  sort_order: text('asc or desc'),
}

const PagingQuery = Type.Object(pagingQuery)
export type PagingQuery = Static<typeof PagingQuery>

export type Order<Sort extends string = string> = { readonly by: Sort; readonly isDescending: boolean }

/** How a client wants a list. */
export type Paging<Sort extends string = string> =
  | { readonly mode: 'offset'; readonly page: number; readonly size: number; readonly order: Order<Sort> }
  | {
      readonly mode: 'cursor'
      readonly size: number
      readonly after: string | undefined
      readonly before: string | undefined
      readonly order: Order<Sort>
      /** False when the client left the order to us; then a cursor brings its own. */
      readonly isOrderAsked: boolean
    }

/** What a list can be sorted by, and is unless asked. */
export type Sorting<Sort extends string = string> = {
  readonly names: readonly Sort[]
  readonly standard: Order<NoInfer<Sort>>
}

/**
 * Reads the paging parameters of a list. Both ways of sorting work in both modes. Throws a 400 that names the
 * parameter; sizes above the maximum are cut to it.
 */
export const parsePaging = <Sort extends string>(
  query: PagingQuery,
  sorting: Sorting<Sort>,
  maxSize: number = MAX_PAGE_SIZE,
): Paging<Sort> => {
  const asked = askedOrder(query, sorting)
  const order = asked ?? sorting.standard
  const after = given(query['page[after]'])
  const before = given(query['page[before]'])
  const cursorSize = given(query['page[size]'])
  if (cursorSize === undefined && after === undefined && before === undefined)
    return offset(query, order, maxSize)
  if (after !== undefined && before !== undefined)
    throw new Refused(badParameter('page[before]', 'cannot be given together with page[after]'))
  const size = pageSize('page[size]', cursorSize, maxSize)
  return { mode: 'cursor', size, after, before, order, isOrderAsked: asked !== undefined }
}

const offset = <Sort extends string>(
  query: PagingQuery,
  order: Order<Sort>,
  maxSize: number,
): Paging<Sort> => {
  const size = pageSize('per_page', given(query.per_page), maxSize)
  const page = positive('page', given(query.page)) ?? 1
  if (page * size > Math.max(MAX_OFFSET_RECORDS, size)) throw new Refused(tooDeep)
  return { mode: 'offset', page, size, order }
}

const tooDeep: Refusal = {
  code: 'bad_request',
  message:
    'You passed an invalid value for the page attribute. Invalid parameter: page must stay within the first ' +
    '10000 records; use cursor pagination (page[size]) for more',
}

const pageSize = (name: string, value: string | undefined, maxSize: number): number =>
  Math.min(positive(name, value) ?? Math.min(MAX_PAGE_SIZE, maxSize), maxSize)

const positive = (name: string, value: string | undefined): number | undefined => {
  if (value === undefined) return undefined
  if (/^\d{1,18}$/.test(value) && Number(value) > 0) return Number(value)
  throw new Refused(badParameter(name, 'must be an integer greater than 0'))
}

/** Some clients send the word of their language for "not given". */
const given = (value: string | undefined): string | undefined =>
  value === undefined || value === '' || value === 'None' || value === 'null' ? undefined : value

/**
 * `sort` must name something we sort by. A `sort_by` that we do not know is passed over, because clients send the
 * same one to every list.
 */
const askedOrder = <Sort extends string>(
  query: PagingQuery,
  sorting: Sorting<Sort>,
): Order<Sort> | undefined => {
  const isKnown = (name: string): name is Sort => (sorting.names as readonly string[]).includes(name)
  const sort = given(query.sort)
  if (sort !== undefined) {
    const by = sort.replace(/^[-+ ]/, '')
    if (!isKnown(by)) throw new Refused(badParameter('sort', `must be one of ${sorting.names.join(', ')}`))
    return { by, isDescending: sort.startsWith('-') }
  }
  const by = given(query.sort_by)
  const direction = given(query.sort_order)?.toLowerCase()
  if (by !== undefined && isKnown(by)) return { by, isDescending: direction === 'desc' }
  if (direction !== 'asc' && direction !== 'desc') return undefined
  return { by: sorting.standard.by, isDescending: direction === 'desc' }
}
