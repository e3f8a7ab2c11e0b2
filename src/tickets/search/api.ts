import { Type } from 'typebox'
import { type SearchOrder, viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { includedNamesByKind, listReply, parsePaging } from '../../platform/paging/index.ts'
import { STATUSES } from '../core/index.ts'
import type { Room } from '../room.ts'
import { type Asked, readAsked, searchFailure } from './ask.ts'
import { MAX_QUERY_LENGTH } from './core/index.ts'
import { type ExportQuery, exportFound } from './export.ts'
import { countFound, find } from './find.ts'
import { presentResults } from './present.ts'
import { CountReply, SearchReply, TypeaheadReply } from './schemas.ts'
import { suggest } from './typeahead.ts'

/** Of more, only the first are served (zendesk-api.md 1.4). */
const MAX_RESULTS = 1000

const SORTS = ['relevance', 'updated_at', 'created_at', 'priority', 'status', 'ticket_type'] as const
const SORTING = { names: SORTS, standard: { by: 'relevance', isDescending: true } } as const

const query = Type.Optional(
  Type.String({ maxLength: MAX_QUERY_LENGTH, description: 'In the language of docs/search.md' }),
)
const wholeNumber = (description: string) =>
  Type.Optional(Type.Unsafe<string>({ type: ['integer', 'string'], description }))

const searchQuery = {
  query,
  page: wholeNumber('Page, from 1'),
  per_page: wholeNumber('Results of a page, 100 at most'),
  sort_by: Type.Optional(Type.String({ description: SORTS.join(', ') })),
  sort_order: Type.Optional(Type.String({ description: 'asc or desc' })),
  include: Type.Optional(Type.String({ description: 'What stands beside: tickets(users,groups)' })),
  highlights: Type.Optional(
    Type.Boolean({ description: 'Ours: snippets of tickets in which what was found is marked' }),
  ),
}

type SearchRequest = ApiRequest<
  unknown,
  {
    readonly query?: string
    readonly page?: string
    readonly per_page?: string
    readonly sort_by?: string
    readonly sort_order?: string
    readonly include?: string
    readonly highlights?: boolean
  },
  unknown
>

/** What the parameters say goes before what the query says. Descending, unless it is said. */
const orderOf = ({ query }: SearchRequest, asked: Asked): SearchOrder => {
  const by = SORTS.find((known) => known === query.sort_by)
  const isDescending = query.sort_order?.toLowerCase() !== 'asc'
  return by === undefined ? (asked.query.order ?? { by: 'relevance', isDescending }) : { by, isDescending }
}

const search = async (room: Room, request: SearchRequest): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const paging = parsePaging(request.query, SORTING)
  if (paging.mode !== 'offset') throw searchFailure('page', 'search is paged by page and per_page')
  const { page, size } = paging
  if ((page - 1) * size >= MAX_RESULTS)
    throw searchFailure(
      'page',
      `number of results exceeds the maximum of ${MAX_RESULTS}; narrow the query or use /search/export`,
    )
  const asked = await readAsked(room, viewer, request.query.query)
  const { found, count, isExact } = await find(
    room,
    asked,
    orderOf(request, asked),
    Math.min(MAX_RESULTS, page * size),
  )
  const { results, beside } = await presentResults(room, found.slice((page - 1) * size, page * size), {
    viewer,
    origin: request.origin,
    include: includedNamesByKind(request.query.include),
    marks: request.query.highlights === true ? asked.words : undefined,
  })
  const listing = { mode: 'offset', rows: found, count: Math.min(count, MAX_RESULTS), page, size } as const
  const estimate = isExact ? {} : { count_is_estimate: true }
  return {
    body: { ...listReply(request, 'results', listing, results, beside), facets: null, count, ...estimate },
  }
}

const common = {
  method: 'GET',
  permission: 'tickets.read',
  scope: 'search:read',
  rate: 'read',
  audit: 'none',
} as const

const MOST_SUGGESTED = 5

export const searchRoutes = (room: Room): Route[] => [
  route({
    ...common,
    path: '/api/v2/search',
    operation: 'Search',
    summary: 'Finds tickets, users, organizations and groups that the caller sees',
    query: Type.Object(searchQuery),
    response: { 200: SearchReply },
    handler: (request) => search(room, request),
  }),
  route({
    ...common,
    path: '/api/v2/search/count',
    operation: 'CountSearch',
    summary: 'How many a search finds, exactly',
    query: Type.Object({ query }),
    response: { 200: CountReply },
    handler: async ({ caller, query: { query: text } }) => ({
      body: { count: await countFound(room, await readAsked(room, viewerOf(caller), text)) },
    }),
  }),
  route({
    ...common,
    path: '/api/v2/search/export',
    operation: 'ExportSearch',
    summary: 'All that a search finds of one kind, by cursor, the youngest first',
    rate: 'export',
    query: Type.Object({
      query,
      'filter[type]': Type.Optional(
        Type.String({ description: 'ticket, user, organization or group; required' }),
      ),
      'page[size]': wholeNumber('Results of a page, 1000 at most'),
      'page[after]': Type.Optional(
        Type.String({ maxLength: 500, description: 'The cursor after which the page starts' }),
      ),
    }),
    response: { 200: SearchReply },
    handler: (request: ApiRequest<unknown, ExportQuery, unknown>) => exportFound(room, request),
  }),
  route({
    ...common,
    path: '/api/v2/typeahead',
    operation: 'Typeahead',
    summary: 'What somebody may mean who has typed so much: people, organizations, tickets and tags',
    query: Type.Object({ query: Type.String({ maxLength: 255 }) }),
    response: { 200: TypeaheadReply },
    handler: async ({ caller, origin, query: { query: text } }) => {
      const viewer = viewerOf(caller)
      const { users, organizations, tickets, tags } = await suggest(room, viewer, text, MOST_SUGGESTED)
      const found = [
        ...users.map((id) => ({ type: 'user' as const, id })),
        ...organizations.map((id) => ({ type: 'organization' as const, id })),
      ]
      const presenting = { viewer, origin, include: new Map(), marks: undefined }
      const { results } = await presentResults(room, found, presenting)
      const ofType = (type: string) =>
        (results as readonly { readonly result_type: string }[]).flatMap(({ result_type: one, ...rest }) =>
          one === type ? [rest] : [],
        )
      return {
        body: {
          users: ofType('user'),
          organizations: ofType('organization'),
          tickets: tickets.map(({ id, subject, status }) => ({
            id,
            url: `${origin}/api/v2/tickets/${id}.json`,
            subject,
            status: STATUSES[status],
          })),
          tags,
        },
      }
    },
  }),
]
