import { HOUR_MS, type Id, type Instant, instantOf, isId, Refused, toIsoMs } from '../../kernel/index.ts'
import { SEARCH_TYPES, type SearchType, viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, badParameter } from '../../platform/http/index.ts'
import { listReply, parsePaging } from '../../platform/paging/index.ts'
import type { Room } from '../room.ts'
import { type Asked, isUnfindable, peopleAsked, readAsked, searchFailure, ticketsSought } from './ask.ts'
import { type ExportPlace, exportTickets } from './match-store.ts'
import { presentResults } from './present.ts'

export type ExportQuery = {
  readonly query?: string
  readonly 'filter[type]'?: string
  readonly 'page[size]'?: string
  readonly 'page[after]'?: string
}

const MAX_EXPORTED = 1000
const STANDARD_SIZE = 100
/** Whoever comes back later starts anew. */
const CURSOR_LIVES_MS = HOUR_MS

/** Behind which result a page starts, and of when the whole export is. */
type Cursor = ExportPlace & { readonly until: Instant }

/**
 * A page of everything of one kind that a query finds. Ordered by when things were made, which never changes, and up to
 * when the export began: so nothing comes twice, and what is made meanwhile does not disturb it.
 */
export const exportFound = async (
  room: Room,
  request: ApiRequest<unknown, ExportQuery, unknown>,
): Promise<ApiReply> => {
  const { query } = request
  const viewer = viewerOf(request.caller)
  const now = room.ground.clock.now()
  const type = typeOf(query['filter[type]'])
  const size = sizeOf(query)
  const cursor = query['page[after]'] === undefined ? undefined : readCursor(query['page[after]'], type, now)
  const asked = await readAsked(room, viewer, query.query)
  if (asked.query.isTypeGiven)
    throw searchFailure('type', 'an export takes its type from filter[type], not from the query')
  if (!asked.query.types.includes(type))
    throw searchFailure('filter[type]', `the query asks for what no ${type} has`)
  const until = cursor?.until ?? now
  const places = await placesOf(room, asked, type, { until: toIsoMs(until), after: cursor, limit: size + 1 })
  const page = places.slice(0, size)
  const found = page.map(({ id }) => ({ type, id }))
  const { results } = await presentResults(room, found, {
    viewer,
    origin: request.origin,
    include: new Map(),
    marks: undefined,
  })
  const last = page.at(-1)
  const listing = {
    mode: 'cursor',
    rows: page,
    hasMore: places.length > size,
    hasPrevious: false,
    afterCursor: last === undefined ? null : writeCursor({ ...last, until }, type, now),
    beforeCursor: null,
    size,
  } as const
  return { body: { ...listReply(request, 'results', listing, results), facets: null } }
}

type Page = { readonly until: string; readonly after: ExportPlace | undefined; readonly limit: number }

const placesOf = async (
  room: Room,
  asked: Asked,
  type: SearchType,
  page: Page,
): Promise<readonly ExportPlace[]> => {
  if (isUnfindable(asked)) return []
  if (type !== 'ticket') return room.people.search.export(asked.viewer, peopleAsked(asked, type), page)
  return exportTickets(room.ground.db, await ticketsSought(room, asked), page)
}

const typeOf = (text: string | undefined): SearchType => {
  const type = SEARCH_TYPES.find((known) => known === text)
  if (type === undefined)
    throw searchFailure('filter[type]', `filter[type] must be one of ${SEARCH_TYPES.join(', ')}`)
  return type
}

const BY_CREATION = { names: ['created_at'], standard: { by: 'created_at', isDescending: true } } as const

const sizeOf = (query: ExportQuery): number => {
  const asked = { 'page[size]': query['page[size]'] ?? String(STANDARD_SIZE) }
  return parsePaging(asked, BY_CREATION, MAX_EXPORTED).size
}

const writeCursor = ({ createdMicros, id, until }: Cursor, type: SearchType, now: Instant): string =>
  Buffer.from(JSON.stringify([type, createdMicros, id, until, now])).toString('base64url')

const readCursor = (text: string, type: SearchType, now: Instant): Cursor => {
  const parts = parsed(text)
  const [of, createdMicros, id, until, at] = Array.isArray(parts) ? parts : []
  const isOurs =
    of === type &&
    typeof createdMicros === 'string' &&
    /^-?\d{1,16}$/.test(createdMicros) &&
    isId(id) &&
    isTime(until) &&
    isTime(at)
  if (!isOurs) throw new Refused(badParameter('page[after]', 'is not a cursor of this export'))
  if (now - at > CURSOR_LIVES_MS)
    throw new Refused(badParameter('page[after]', 'has expired: start the export again'))
  return { createdMicros, id: id as Id, until: instantOf(until) }
}

const MAX_TIME = Date.UTC(2200)
const isTime = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < MAX_TIME

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
