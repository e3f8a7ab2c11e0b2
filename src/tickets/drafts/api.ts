import { Type } from 'typebox'
import { forbidden, type Id, notFound, Refused } from '../../kernel/index.ts'
import { may, type Viewer } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
} from '../../platform/paging/index.ts'
import { mustSee } from '../api/parts.ts'
import { askerOf } from '../api/resolve.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { DraftInput, readContent } from './input.ts'
import { Draft, presentDrafts } from './present.ts'
import { dropDrafts, type Outcome, saveDraft } from './save.ts'
import { type DraftRow, draftsOf, findDraft, listDrafts } from './store.ts'

type Kind = 'public' | 'internal'
type OfTicket<Q = unknown, B = unknown> = ApiRequest<{ id: Id }, Q, B>
type Body = { readonly draft: DraftInput }

const NEWEST_FIRST = { names: ['updated_at'], standard: { by: 'updated_at', isDescending: true } } as const

/** Who it is, where they may write comments at all; of public ones where `isPublic`. */
const writerOf = (
  request: ApiRequest<unknown, unknown, unknown>,
  isPublic?: boolean,
): { viewer: Viewer; userId: Id } => {
  const { viewer, userId } = askerOf(request)
  const mayPublicly = may(viewer, 'tickets.comment_public') && !viewer.onlyPrivateComments
  const mayInternally = may(viewer, 'tickets.comment_private')
  const isAllowed =
    isPublic === undefined ? mayPublicly || mayInternally : isPublic ? mayPublicly : mayInternally
  if (!isAllowed) throw new Refused(forbidden)
  return { viewer, userId }
}

/** Public unless said, for whoever may write so. */
const isPublicOf = (request: ApiRequest<unknown, unknown, Body>): boolean =>
  request.body.draft.public ?? !askerOf(request).viewer.onlyPrivateComments

const isPublicKind = (kind: Kind | undefined): boolean | undefined =>
  kind === undefined ? undefined : kind === 'public'

const reply = async (
  room: Room,
  { origin }: { readonly origin: string },
  outcome: Outcome,
  status: 200 | 201,
): Promise<ApiReply> => {
  const row = 'saved' in outcome ? outcome.saved : outcome.standing
  const [draft = null] = row === null ? [] : await presentDrafts(room, row.user_id, [row], origin)
  return 'saved' in outcome ? { status, body: { draft } } : { status: 409, body: { ...CONFLICT, draft } }
}

const CONFLICT = {
  error: 'UpdateConflict',
  description: 'The draft was saved elsewhere since. What stands now is given here.',
}

const showOfTicket = async (room: Room, request: OfTicket<{ kind?: Kind }>): Promise<ApiReply> => {
  const { viewer, userId } = writerOf(request)
  const { id: ticketId } = request.params
  await mustSee(room, viewer, ticketId)
  const isPublic = isPublicKind(request.query.kind)
  const rows = await draftsOf(room.ground.db, { userId, ticketId, isPublic })
  const [draft = null, ...others] = await presentDrafts(room, userId, rows, request.origin)
  return { body: { draft, others } }
}

const saveOfTicket = async (room: Room, request: OfTicket<unknown, Body>): Promise<ApiReply> => {
  const { id: ticketId } = request.params
  await mustSee(room, askerOf(request).viewer, ticketId)
  const isPublic = isPublicOf(request)
  const { userId } = writerOf(request, isPublic)
  const content = readContent(request.body.draft)
  const find = async (tx: Parameters<typeof draftsOf>[0]) =>
    (await draftsOf(tx, { userId, ticketId, isPublic }))[0]
  const version = request.body.draft.version ?? null
  const outcome = await saveDraft(room, { userId, ticketId, isPublic, content, version, find })
  return reply(room, request, outcome, 200)
}

type DropQuery = { readonly kind?: Kind; readonly version?: number }

const dropOfTicket = async (room: Room, request: OfTicket<DropQuery>): Promise<ApiReply> => {
  const { viewer, userId } = writerOf(request)
  const { id: ticketId } = request.params
  const { kind, version } = request.query
  await mustSee(room, viewer, ticketId)
  return dropped(room, request, version, async (tx) => {
    const rows = await draftsOf(tx, { userId, ticketId, isPublic: isPublicKind(kind) })
    return rows.slice(0, 1)
  })
}

const dropped = async (
  room: Room,
  request: ApiRequest<unknown, unknown, unknown>,
  version: number | undefined,
  find: Parameters<typeof dropDrafts>[3],
): Promise<ApiReply> => {
  const { standing } = await dropDrafts(room, askerOf(request).userId, version, find)
  return standing === null ? { status: 204 } : reply(room, request, { standing }, 200)
}

const create = async (room: Room, request: ApiRequest<unknown, unknown, Body>): Promise<ApiReply> => {
  const isPublic = isPublicOf(request)
  const { userId } = writerOf(request, isPublic)
  const content = readContent(request.body.draft)
  const find = async () => undefined
  const wish = { userId, ticketId: null, isPublic, content, version: null, find }
  return reply(room, request, await saveDraft(room, wish), 201)
}

const mustFind = async (
  { ground }: Room,
  viewer: Viewer,
  id: Id,
  db: Parameters<typeof findDraft>[0] = ground.db,
): Promise<DraftRow> => {
  const row = await findDraft(db, viewer, id)
  if (row === undefined) throw new Refused(notFound)
  return row
}

const show = async (room: Room, request: OfTicket): Promise<ApiReply> => {
  const { viewer, userId } = writerOf(request)
  const row = await mustFind(room, viewer, request.params.id)
  return { body: { draft: (await presentDrafts(room, userId, [row], request.origin))[0] } }
}

/** Of a ticket it keeps its kind: there may be another of the other one. */
const save = async (room: Room, request: OfTicket<unknown, Body>): Promise<ApiReply> => {
  const { viewer, userId } = writerOf(request)
  const row = await mustFind(room, viewer, request.params.id)
  const isPublic = row.ticket_id === null ? isPublicOf(request) : row.public
  writerOf(request, isPublic)
  const content = readContent(request.body.draft)
  const version = request.body.draft.version ?? null
  const find = (tx: Parameters<typeof findDraft>[0]) => mustFind(room, viewer, row.id, tx)
  const wish = { userId, ticketId: row.ticket_id, isPublic, content, version, find }
  return reply(room, request, await saveDraft(room, wish), 200)
}

const drop = (room: Room, request: OfTicket<{ version?: number }>): Promise<ApiReply> => {
  const { viewer } = writerOf(request)
  return dropped(room, request, request.query.version, async (tx) => [
    await mustFind(room, viewer, request.params.id, tx),
  ])
}

const listThem = async (
  room: Room,
  request: ApiRequest<unknown, PagingQuery, unknown>,
): Promise<ApiReply> => {
  const { viewer, userId } = writerOf(request)
  const listing = await listDrafts(room.ground.db, viewer, parsePaging(request.query, NEWEST_FIRST))
  const drafts = await presentDrafts(room, userId, listing.rows, request.origin)
  return { body: listReply(request, 'drafts', listing, drafts) }
}

const kind = Type.Optional(Type.Union([Type.Literal('public'), Type.Literal('internal')]))
const version = Type.Optional(Type.Integer())
const One = Type.Object({ draft: Draft })
const NullableDraft = Type.Union([Draft, Type.Null()])
const Conflict = Type.Object({ error: Type.String(), description: Type.String(), draft: NullableDraft })
const read = { permission: 'tickets.read', scope: 'tickets:read', rate: 'read', audit: 'none' } as const
const write = { permission: 'tickets.read', scope: 'tickets:write', rate: 'write', audit: 'none' } as const
const input = { body: Type.Object({ draft: DraftInput }) }
const OF_TICKET = '/api/v2/tickets/:id/draft'

/** What somebody has not sent yet: nobody else is told that it is there. */
export const draftRoutes = (room: Room): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: OF_TICKET,
    operation: 'ShowTicketDraft',
    summary: 'One’s own draft on a ticket, and those that merged tickets brought along',
    params: IdParams,
    query: Type.Object({ kind }),
    response: { 200: Type.Object({ draft: NullableDraft, others: Type.Array(Draft) }) },
    handler: (request) => showOfTicket(room, request),
  }),
  route({
    ...write,
    ...input,
    method: 'PUT',
    path: OF_TICKET,
    operation: 'SaveTicketDraft',
    summary: 'Save one’s draft on a ticket',
    params: IdParams,
    response: { 200: One, 409: Conflict },
    handler: (request) => saveOfTicket(room, request),
  }),
  route({
    ...write,
    method: 'DELETE',
    path: OF_TICKET,
    operation: 'DeleteTicketDraft',
    summary: 'Throw one’s draft on a ticket away',
    params: IdParams,
    query: Type.Object({ kind, version }),
    response: { 204: Type.Null(), 409: Conflict },
    handler: (request) => dropOfTicket(room, request),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/drafts',
    operation: 'ListDrafts',
    summary: 'One’s own drafts, the newest first',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ drafts: Type.Array(Draft) }) },
    handler: (request) => listThem(room, request),
  }),
  route({
    ...write,
    ...input,
    method: 'POST',
    path: '/api/v2/drafts',
    operation: 'CreateDraft',
    summary: 'Begin the draft of a new ticket',
    response: { 201: One },
    handler: (request) => create(room, request),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/drafts/:id',
    operation: 'ShowDraft',
    summary: 'One of one’s own drafts',
    params: IdParams,
    response: { 200: One },
    handler: (request) => show(room, request),
  }),
  route({
    ...write,
    ...input,
    method: 'PUT',
    path: '/api/v2/drafts/:id',
    operation: 'SaveDraft',
    summary: 'Save one of one’s own drafts',
    params: IdParams,
    response: { 200: One, 409: Conflict },
    handler: (request) => save(room, request),
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/api/v2/drafts/:id',
    operation: 'DeleteDraft',
    summary: 'Throw one of one’s own drafts away',
    params: IdParams,
    query: Type.Object({ version }),
    response: { 204: Type.Null(), 409: Conflict },
    handler: (request) => drop(room, request),
  }),
]
