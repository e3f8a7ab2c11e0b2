import { Type } from 'typebox'
import { type Id, notFound, Refused } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, badParameter, type Route, route } from '../../platform/http/index.ts'
import {
  includedNames,
  type Listing,
  listReply,
  listSchema,
  type Paging,
  type PagingQuery,
  pagingQuery,
  parsePaging,
} from '../../platform/paging/index.ts'
import type { Room } from '../room.ts'
import { type AuditRead, countAudits, findAudit, listAllAudits, listAudits } from '../store.ts'
import type { WireAudit } from '../wire/present-audit.ts'
import { Audit, Count, IdParams, includeQuery, sideloaded, Ticket } from '../wire/schemas.ts'
import { mustSee, refuseUnseen } from './parts.ts'
import { linkingOf, presentAudits } from './present.ts'
import { presentCount } from './read.ts'
import { type Aside, besideAudits } from './side-loads.ts'

type AuditQuery = PagingQuery & { readonly include?: string; readonly 'filter_events[]'?: string | string[] }

const OLDEST_FIRST = { names: ['created_at'], standard: { by: 'created_at', isDescending: false } } as const

const listTheAudits = async (
  room: Room,
  request: ApiRequest<{ id: Id }, AuditQuery, unknown>,
): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const { id } = request.params
  const listing = await listAudits(room.ground.db, viewer, id, parsePaging(request.query, OLDEST_FIRST))
  await refuseUnseen(room, viewer, id, listing)
  const audits = filtered(presentAudits(listing.rows, linkingOf(room, request.origin)), request.query)
  const beside = await besideAudits(room, asideOf(request), listing.rows)
  return { body: listReply(request, 'audits', listing, audits, beside) }
}

const asideOf = ({
  caller,
  origin,
  query,
}: Pick<ApiRequest<unknown, { include?: string }, unknown>, 'caller' | 'origin' | 'query'>): Aside => ({
  viewer: viewerOf(caller),
  origin,
  include: includedNames(query.include),
})

/** `filter_events[]=Comment` leaves the other events out of each audit. */
const filtered = (audits: WireAudit[], query: AuditQuery): WireAudit[] => {
  const wanted = new Set([query['filter_events[]'] ?? []].flat())
  if (wanted.size === 0) return audits
  const isWanted = (event: object): boolean => 'type' in event && wanted.has(String(event.type))
  return audits.map((audit) => ({ ...audit, events: audit.events.filter(isWanted) }))
}

const showAudit = async (
  room: Room,
  request: ApiRequest<{ id: Id; auditId: Id }, unknown, unknown>,
): Promise<ApiReply> => {
  const { id, auditId } = request.params
  const row = await findAudit(room.ground.db, viewerOf(request.caller), id, auditId)
  if (row === undefined) throw new Refused(notFound)
  return { body: { audit: presentAudits([row], linkingOf(room, request.origin))[0] } }
}

type AllQuery = AuditQuery & { readonly limit?: number; readonly cursor?: string }

/** Walks all audits: by the new cursors where they are asked for, else the legacy way, newest first. */
const listEveryAudit = async (
  room: Room,
  request: ApiRequest<unknown, AllQuery, unknown>,
): Promise<ApiReply> => {
  const isNew = Object.keys(request.query).some((name) => name.startsWith('page['))
  const viewer = viewerOf(request.caller)
  const paging = isNew ? parsePaging(request.query, OLDEST_FIRST) : legacyPaging(request.query)
  const listing = await listAllAudits(room.ground.db, viewer, paging)
  const audits = filtered(presentAudits(listing.rows, linkingOf(room, request.origin)), request.query)
  const beside = await besideAudits(room, asideOf(request), listing.rows)
  if (isNew) return { body: listReply(request, 'audits', listing, audits, beside) }
  return { body: { audits, ...beside, ...legacyKeys(request, listing) } }
}

const LEGACY_SIZE = 100
const LEGACY_MAX = 1000

/** A legacy cursor says its direction itself: `before` goes to older audits, `after` to newer ones. */
const legacyPaging = (query: AllQuery): Paging<'created_at'> => {
  const isDescending = query.sort_order?.toLowerCase() !== 'asc'
  const size = Math.min(Math.max(query.limit ?? LEGACY_SIZE, 1), LEGACY_MAX)
  const order = { by: 'created_at', isDescending } as const
  const [, direction, cursor] = /^(before|after)\.([\w-]{1,400})$/.exec(query.cursor ?? '') ?? []
  if (query.cursor && cursor === undefined)
    throw new Refused(badParameter('cursor', 'is not a cursor of this list'))
  const isForward = (direction === 'before') === isDescending
  return {
    mode: 'cursor',
    size,
    after: isForward ? cursor : undefined,
    before: isForward ? undefined : cursor,
    order,
    isOrderAsked: true,
  }
}

/** Both URLs stand as long as the page holds something: clients walk until an empty page. */
const legacyKeys = (request: ApiRequest<unknown, AllQuery, unknown>, listing: Listing<AuditRead>): object => {
  const isDescending = request.query.sort_order?.toLowerCase() !== 'asc'
  if (listing.mode !== 'cursor' || listing.rows.length === 0)
    return { before_url: null, after_url: null, before_cursor: null, after_cursor: null }
  const older = isDescending ? listing.afterCursor : listing.beforeCursor
  const newer = isDescending ? listing.beforeCursor : listing.afterCursor
  const [before, after] = [`before.${older}`, `after.${newer}`]
  return {
    before_url: withCursor(request, before),
    after_url: withCursor(request, after),
    before_cursor: before,
    after_cursor: after,
  }
}

const withCursor = ({ origin, url }: { origin: string; url: string }, cursor: string): string => {
  const asked = new URL(url, 'http://unused.invalid')
  asked.searchParams.set('cursor', cursor)
  asked.searchParams.delete('access_token')
  return `${origin}${asked.pathname}${asked.search}`
}

const common = { permission: 'tickets.audits', scope: 'tickets:read', rate: 'read', audit: 'none' } as const
const beside = { ...sideloaded, tickets: Type.Optional(Type.Array(Ticket)) }
const nullableText = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const auditQuery = {
  ...pagingQuery,
  ...includeQuery,
  'filter_events[]': Type.Optional(Type.Unsafe<string | string[]>({ type: ['string', 'array'] })),
}

export const auditRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/audits',
    operation: 'ListTicketAudits',
    summary: 'Everything that happened to a ticket',
    ...common,
    params: IdParams,
    query: Type.Object(auditQuery),
    response: { 200: listSchema({ audits: Type.Array(Audit), ...beside }) },
    handler: (request) => listTheAudits(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/audits/count',
    operation: 'CountTicketAudits',
    summary: 'How many audits a ticket has',
    ...common,
    params: IdParams,
    response: { 200: Count },
    handler: async (request) => {
      const viewer = viewerOf(request.caller)
      const value = await countAudits(room.ground.db, viewer, request.params.id)
      if (value === 0) await mustSee(room, viewer, request.params.id)
      return { body: presentCount(value, room.ground.clock.now()) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/audits/:auditId',
    operation: 'ShowTicketAudit',
    summary: 'One audit of a ticket',
    ...common,
    params: Type.Object({ id: Type.Integer(), auditId: Type.Integer() }),
    response: { 200: Type.Object({ audit: Audit }) },
    handler: (request) => showAudit(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/ticket_audits',
    operation: 'ListAllTicketAudits',
    summary: 'The audits of all tickets that the caller may see, newest first',
    ...common,
    permission: 'tickets.export',
    query: Type.Object({
      ...auditQuery,
      limit: Type.Optional(Type.Integer({ minimum: 1 })),
      cursor: Type.Optional(Type.String()),
    }),
    response: {
      200: listSchema({
        audits: Type.Array(Audit),
        ...beside,
        before_url: nullableText,
        after_url: nullableText,
        before_cursor: nullableText,
        after_cursor: nullableText,
      }),
    },
    handler: (request) => listEveryAudit(room, request),
  }),
]
