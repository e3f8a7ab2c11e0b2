import { Type } from 'typebox'
import {
  type Id,
  type Instant,
  invalidField,
  notFound,
  orRefuse,
  parseIso,
  Refused,
} from '../../kernel/index.ts'
import { type Viewer, viewerOf } from '../../people/index.ts'
import type { ApiReply, ApiRequest, Route } from '../../platform/http/index.ts'
import { route } from '../../platform/http/index.ts'
import {
  includedNames,
  type Listing,
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
  type SideLoader,
  sideload,
} from '../../platform/paging/index.ts'
import { type CommentRead, countComments, listComments } from '../comment-store.ts'
import { type Change, noChange } from '../core/index.ts'
import type { Room } from '../room.ts'
import { findTicket, seesTicket, type TicketRead } from '../store.ts'
import { viaOf } from '../wire/names.ts'
import { Comment, Count, IdParams, includeQuery, sideloaded, TagsReply } from '../wire/schemas.ts'
import { linkingOf, presentComments } from './present.ts'
import { presentCount } from './read.ts'
import { askerOf } from './resolve.ts'

const BY_TIME = { names: ['created_at'], standard: { by: 'created_at', isDescending: false } } as const

type CommentQuery = PagingQuery & { readonly include?: string; readonly include_inline_images?: boolean }

const listTheComments = async (
  room: Room,
  request: ApiRequest<{ id: Id }, CommentQuery, unknown>,
): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const { id } = request.params
  const listing = await listComments(room.ground.db, viewer, id, parsePaging(request.query, BY_TIME))
  await refuseUnseen(room, viewer, id, listing)
  const include = includedNames(request.query.include)
  const inline = request.query.include_inline_images ?? false
  const presented = presentComments(listing.rows, linkingOf(room, request.origin), inline)
  const beside = await sideload(include, [authors(room, viewer, request.origin)], listing.rows)
  return { body: listReply(request, 'comments', listing, presented, beside) }
}

const authors = (room: Room, viewer: Viewer, origin: string): SideLoader<CommentRead> => ({
  name: 'users',
  ids: (row) => [row.author_id > 0 ? row.author_id : null],
  load: (ids) => room.people.presentUsers(viewer, ids, origin),
})

/** An empty page may be one of a ticket that is not there: only then is it asked for. */
export const refuseUnseen = async (
  room: Room,
  viewer: Viewer,
  ticketId: Id,
  listing: Listing<unknown>,
): Promise<void> => {
  if (listing.rows.length === 0) await mustSee(room, viewer, ticketId)
}

export const mustSee = async (room: Room, viewer: Viewer, ticketId: Id): Promise<void> => {
  if (!(await seesTicket(room.ground.db, viewer, ticketId))) throw new Refused(notFound)
}

const seenTicket = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, unknown>,
): Promise<TicketRead> => {
  const row = await findTicket(room.ground.db, viewerOf(request.caller), request.params.id)
  if (row === undefined) throw new Refused(notFound)
  return row
}

const peopleOf = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, unknown>,
  idsOf: (ticket: TicketRead) => readonly Id[],
): Promise<ApiReply> => {
  const ids = [...new Set(idsOf(await seenTicket(room, request)))]
  const users =
    ids.length === 0 ? [] : await room.people.presentUsers(viewerOf(request.caller), ids, request.origin)
  return { body: { users, next_page: null, previous_page: null, count: users.length } }
}

type TagsBody = {
  readonly tags: string | readonly string[]
  readonly safe_update?: boolean | string | null
  readonly updated_stamp?: string | { readonly updated_at?: string } | null
}
const TagsBody = Type.Object({
  tags: Type.Union([Type.Array(Type.String({ maxLength: 255 })), Type.String()]),
  safe_update: Type.Optional(Type.Union([Type.Boolean(), Type.String(), Type.Null()])),
  updated_stamp: Type.Optional(
    Type.Union([Type.String(), Type.Object({ updated_at: Type.Optional(Type.String()) }), Type.Null()]),
  ),
})

const changeTags = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, TagsBody>,
  how: 'set' | 'add' | 'remove',
): Promise<ApiReply> => {
  const asker = askerOf(request)
  const { tags } = request.body
  const list = typeof tags === 'string' ? tags.split(/[\s,]+/).filter((tag) => tag !== '') : tags
  const expectUpdatedAt = stampOf(request.body)
  const change: Change = {
    ...noChange,
    kind: 'update',
    actor: { kind: 'user', id: asker.userId },
    via: viaOf(asker.channel),
    tags: { [how]: list },
    metadata: { system: asker.system, custom: {} },
    ...(expectUpdatedAt === undefined ? {} : { expectUpdatedAt }),
  }
  const committed = orRefuse(await room.commit(change, { ticketId: request.params.id }))
  return { status: how === 'set' ? 201 : 200, body: { tags: committed.ticket.tags } }
}

const stampOf = (body: TagsBody): Instant | undefined => {
  if (body.safe_update !== true && body.safe_update !== 'true') return undefined
  const stamp = typeof body.updated_stamp === 'string' ? body.updated_stamp : body.updated_stamp?.updated_at
  const at = stamp === undefined ? undefined : parseIso(stamp)
  if (at !== undefined) return at
  throw new Refused(invalidField('updated_stamp', 'Updated stamp: is not an ISO 8601 time', 'InvalidFormat'))
}

const common = { permission: 'tickets.read', scope: 'tickets:read', rate: 'read', audit: 'none' } as const

const TAG_ROUTES = [
  {
    method: 'POST',
    operation: 'SetTicketTags',
    summary: 'Give a ticket these tags and no others',
    how: 'set',
    status: 201,
  },
  { method: 'PUT', operation: 'AddTicketTags', summary: 'Add tags to a ticket', how: 'add', status: 200 },
  {
    method: 'DELETE',
    operation: 'RemoveTicketTags',
    summary: 'Take tags off a ticket',
    how: 'remove',
    status: 200,
  },
] as const

const PEOPLE_ROUTES = [
  {
    name: 'collaborators',
    operation: 'ListTicketCollaborators',
    summary: 'CCs and followers of a ticket',
    idsOf: (row: TicketRead) => [...row.email_cc_ids, ...row.follower_ids],
  },
  {
    name: 'followers',
    operation: 'ListTicketFollowers',
    summary: 'Followers of a ticket',
    idsOf: (row: TicketRead) => row.follower_ids,
  },
  {
    name: 'email_ccs',
    operation: 'ListTicketEmailCcs',
    summary: 'People in copy of a ticket',
    idsOf: (row: TicketRead) => row.email_cc_ids,
  },
] as const

export const partRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/comments',
    operation: 'ListTicketComments',
    summary: 'Comments of a ticket, oldest first',
    ...common,
    params: IdParams,
    query: Type.Object({
      ...pagingQuery,
      ...includeQuery,
      include_inline_images: Type.Optional(Type.Boolean()),
    }),
    response: { 200: listSchema({ comments: Type.Array(Comment), users: sideloaded.users }) },
    handler: (request) => listTheComments(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/comments/count',
    operation: 'CountTicketComments',
    summary: 'How many comments a ticket has',
    ...common,
    params: IdParams,
    response: { 200: Count },
    handler: async (request) => {
      const viewer = viewerOf(request.caller)
      const value = await countComments(room.ground.db, viewer, request.params.id)
      if (value === 0) await mustSee(room, viewer, request.params.id)
      return { body: presentCount(value, room.ground.clock.now()) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/tags',
    operation: 'ListTicketTags',
    summary: 'Tags of a ticket',
    ...common,
    params: IdParams,
    response: { 200: TagsReply },
    handler: async (request) => ({ body: { tags: (await seenTicket(room, request)).tags } }),
  }),
  ...TAG_ROUTES.map(({ method, operation, summary, how, status }) =>
    route({
      method,
      path: '/api/v2/tickets/:id/tags',
      operation,
      summary,
      permission: 'tickets.update',
      scope: 'tickets:write',
      rate: 'write',
      audit: 'ticket audit',
      params: IdParams,
      body: TagsBody,
      response: { [status]: TagsReply },
      handler: (request) => changeTags(room, request, how),
    }),
  ),
  ...PEOPLE_ROUTES.map(({ name, operation, summary, idsOf }) =>
    route({
      method: 'GET',
      path: `/api/v2/tickets/:id/${name}`,
      operation,
      summary,
      ...common,
      params: IdParams,
      response: { 200: listSchema({ users: Type.Array(Type.Object({}, { additionalProperties: true })) }) },
      handler: (request) => peopleOf(room, request, idsOf),
    }),
  ),
]
