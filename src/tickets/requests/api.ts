import { Type } from 'typebox'
import { type Id, isId, notFound, Refused } from '../../kernel/index.ts'
import { isStaff } from '../../people/core/index.ts'
import { type Viewer, viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  includedNames,
  type Listing,
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
  valueList,
} from '../../platform/paging/index.ts'
import { linkingOf } from '../api/present.ts'
import { askerOf } from '../api/resolve.ts'
import { write } from '../api/write.ts'
import type { CommentRow } from '../comment-store.ts'
import { STATUSES } from '../core/ticket.ts'
import { userExists } from '../people-store.ts'
import type { Room } from '../room.ts'
import { ticketOfRow } from '../rows.ts'
import { links } from '../wire/names.ts'
import { IdParams, includeQuery, Request, RequestComment, RequestUser } from '../wire/schemas.ts'
import { presentParticipant, presentRequest, presentRequestComment } from './present.ts'
import { RequestInput, readNewRequest, readRequestUpdate } from './read-request.ts'
import {
  findPublicComment,
  findRequest,
  listPublicComments,
  listRequests,
  participants,
  REQUEST_SORTS,
  type RequestRead,
  type RequestSelection,
  type RequestSort,
} from './store.ts'

const present = async (
  room: Room,
  viewer: Viewer,
  origin: string,
  rows: readonly RequestRead[],
): Promise<object[]> => {
  const first = rows[0]
  if (first === undefined) return []
  const policy = await room.policies.at(first.policy_version)
  return rows.map((row) =>
    presentRequest(
      ticketOfRow(row),
      { description: row.description, viewerId: viewer.userId, origin },
      policy,
    ),
  )
}

type ListQuery = PagingQuery & { readonly include?: string; readonly status?: string }
type ListRequest = ApiRequest<unknown, ListQuery, unknown>

const NEWEST_FIRST = {
  names: Object.keys(REQUEST_SORTS) as RequestSort[],
  standard: { by: 'created_at', isDescending: true },
} as const

const listThem = async (
  room: Room,
  request: ListRequest,
  selection: Omit<RequestSelection, 'statuses'> & { readonly status?: string | undefined },
): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const { status, ...which } = selection
  const statuses = statusesOf(status)
  const listing = await listRequests(
    room.ground.db,
    viewer,
    statuses === undefined ? which : { ...which, statuses },
    parsePaging(request.query, NEWEST_FIRST),
  )
  const requests = await present(room, viewer, request.origin, listing.rows)
  const beside = includedNames(request.query.include).has('users')
    ? await usersBeside(
        room,
        listing.rows.flatMap((row) => [row.requester_id, row.assignee_id, ...row.email_cc_ids]),
      )
    : {}
  return { body: listReply(request, 'requests', listing, requests, beside) }
}

/** `?status=open,solved`, as shown: new and held ones are open. What is no status matches nothing. */
const statusesOf = (status: string | undefined): readonly number[] | undefined => {
  if (status === undefined || status === '') return undefined
  const shown = new Set(valueList(status))
  const isAsked = (name: string): boolean =>
    shown.has(name) || (shown.has('open') && (name === 'new' || name === 'hold'))
  return [...STATUSES.keys()].filter((place) => isAsked(STATUSES[place]!))
}

const usersBeside = async (room: Room, ids: readonly (Id | null)[]): Promise<{ users: object[] }> => {
  const distinct = [...new Set(ids)].filter((id) => isId(id))
  const people = distinct.length === 0 ? [] : await participants(room.ground.db, distinct)
  return { users: people.map(presentParticipant) }
}

const ownId = (request: Pick<ListRequest, 'caller' | 'ip' | 'headers'>): Id => askerOf(request).userId

/** Somebody else's requests are for staff; to others there is nobody else. */
const listOfUser = async (
  room: Room,
  request: ApiRequest<{ id: Id }, ListQuery, unknown>,
): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const { id } = request.params
  const mayAsk = id === viewer.userId || isStaff(viewer.roleKind)
  if (!mayAsk || !(await userExists(room.ground.db, id))) throw new Refused(notFound)
  return listThem(room, request, { by: 'requester', userId: id, status: request.query.status })
}

const seenRequest = async (room: Room, viewer: Viewer, id: Id): Promise<RequestRead> => {
  const row = await findRequest(room.ground.db, viewer, id)
  if (row === undefined) throw new Refused(notFound)
  return row
}

const bodyOf = async (room: Room, viewer: Viewer, origin: string, id: Id): Promise<object> => {
  const [request] = await present(room, viewer, origin, [await seenRequest(room, viewer, id)])
  return { request }
}

type Body = { readonly request: RequestInput }

const create = async (room: Room, request: ApiRequest<unknown, unknown, Body>): Promise<ApiReply> => {
  const wish = readNewRequest(request.body.request)
  const { ticket } = await write(room, wish, askerOf(request), {
    claim: request.idempotency,
    path: (id) => `/api/v2/requests/${id}.json`,
  })
  const headers = { location: links.request(request.origin, ticket.id) }
  const body = await bodyOf(room, viewerOf(request.caller), request.origin, ticket.id)
  return { status: 201, headers, body }
}

const update = async (room: Room, request: ApiRequest<{ id: Id }, unknown, Body>): Promise<ApiReply> => {
  const { id } = request.params
  const viewer = viewerOf(request.caller)
  await seenRequest(room, viewer, id)
  await write(room, readRequestUpdate(request.body.request), askerOf(request), { ticketId: id })
  return { body: await bodyOf(room, viewer, request.origin, id) }
}

type CommentQuery = PagingQuery & { readonly include_inline_images?: boolean }
const BY_TIME = { names: ['created_at'], standard: { by: 'created_at', isDescending: false } } as const

const listComments = async (
  room: Room,
  request: ApiRequest<{ id: Id }, CommentQuery, unknown>,
): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const { id } = request.params
  const paging = parsePaging(request.query, BY_TIME)
  const listing: Listing<CommentRow> = await listPublicComments(room.ground.db, viewer, id, paging)
  if (listing.rows.length === 0) await seenRequest(room, viewer, id)
  const linking = linkingOf(room, request.origin)
  const isInline = request.query.include_inline_images ?? false
  const comments = listing.rows.map((row) => presentRequestComment(row, linking, isInline))
  const beside = await usersBeside(
    room,
    listing.rows.map((row) => row.author_id),
  )
  return { body: listReply(request, 'comments', listing, comments, beside) }
}

const showComment = async (
  room: Room,
  request: ApiRequest<{ id: Id; commentId: Id }, unknown, unknown>,
): Promise<ApiReply> => {
  const { id, commentId } = request.params
  const row = await findPublicComment(room.ground.db, viewerOf(request.caller), id, commentId)
  if (row === undefined) throw new Refused(notFound)
  return { body: { comment: presentRequestComment(row, linkingOf(room, request.origin)) } }
}

const MAX_WORDS = 10
const wordsOf = (query: string | undefined): string[] =>
  (query ?? '').split(/\s+/).filter(Boolean).slice(0, MAX_WORDS)

const permission = 'requests.own'
const read = { permission, scope: 'requests:read', rate: 'read', audit: 'none' } as const
const writing = { permission, scope: 'requests:write', rate: 'write', audit: 'ticket audit' } as const
const listQuery = { ...pagingQuery, ...includeQuery, status: Type.Optional(Type.String()) }
const ListReply = listSchema({ requests: Type.Array(Request), users: Type.Optional(Type.Array(RequestUser)) })
const OneReply = Type.Object({ request: Request })
const Body = Type.Object({ request: RequestInput })

const LISTS = [
  { path: '', operation: 'ListRequests', what: 'What the caller asked for', by: 'requester' },
  {
    path: '/open',
    operation: 'ListOpenRequests',
    what: 'What the caller asked for and is under way',
    by: 'requester',
    status: 'open,pending',
  },
  {
    path: '/solved',
    operation: 'ListSolvedRequests',
    what: 'What the caller asked for and is solved',
    by: 'requester',
    status: 'solved,closed',
  },
  { path: '/ccd', operation: 'ListCcdRequests', what: 'Requests that the caller is a CC of', by: 'cc' },
] as const

const listRoutes = (room: Room): Route[] =>
  LISTS.map((one) =>
    route({
      method: 'GET',
      path: `/api/v2/requests${one.path}`,
      operation: one.operation,
      summary: one.what,
      ...read,
      query: Type.Object(listQuery),
      response: { 200: ListReply },
      handler: (request) =>
        listThem(room, request, {
          by: one.by,
          userId: ownId(request),
          status: 'status' in one ? one.status : request.query.status,
        }),
    }),
  )

export const requestRoutes = (room: Room): Route[] => [
  ...listRoutes(room),
  route({
    method: 'GET',
    path: '/api/v2/requests/search',
    operation: 'SearchRequests',
    summary: 'What the caller asked for, by words of its subject and conversation',
    ...read,
    query: Type.Object({ ...listQuery, query: Type.Optional(Type.String({ maxLength: 500 })) }),
    response: { 200: ListReply },
    handler: (request) =>
      listThem(room, request, {
        by: 'requester',
        userId: ownId(request),
        status: request.query.status,
        search: wordsOf(request.query.query),
      }),
  }),
  route({
    method: 'GET',
    path: '/api/v2/users/:id/requests',
    operation: 'ListUserRequests',
    summary: 'What a user asked for',
    ...read,
    params: IdParams,
    query: Type.Object(listQuery),
    response: { 200: ListReply },
    handler: (request) => listOfUser(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/requests/:id',
    operation: 'ShowRequest',
    summary: 'One request',
    ...read,
    params: IdParams,
    response: { 200: OneReply },
    handler: async ({ caller, origin, params }) => ({
      body: await bodyOf(room, viewerOf(caller), origin, params.id),
    }),
  }),
  route({
    method: 'POST',
    path: '/api/v2/requests',
    operation: 'CreateRequest',
    summary: 'Ask for help',
    ...writing,
    body: Body,
    response: { 201: OneReply },
    handler: (request) => create(room, request),
  }),
  route({
    method: 'PUT',
    path: '/api/v2/requests/:id',
    operation: 'UpdateRequest',
    summary: 'Answer on a request, or say that it is solved',
    ...writing,
    params: IdParams,
    body: Body,
    response: { 200: OneReply },
    handler: (request) => update(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/requests/:id/comments',
    operation: 'ListRequestComments',
    summary: 'The conversation of a request, oldest first',
    ...read,
    params: IdParams,
    query: Type.Object({ ...pagingQuery, include_inline_images: Type.Optional(Type.Boolean()) }),
    response: { 200: listSchema({ comments: Type.Array(RequestComment), users: Type.Array(RequestUser) }) },
    handler: (request) => listComments(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/requests/:id/comments/:commentId',
    operation: 'ShowRequestComment',
    summary: 'One comment of a request',
    ...read,
    params: Type.Object({ id: Type.Integer(), commentId: Type.Integer() }),
    response: { 200: Type.Object({ comment: RequestComment }) },
    handler: (request) => showComment(room, request),
  }),
]
