import { Type } from 'typebox'
import { type Id, type Instant, notFound, Refused, toIso } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import type { ApiReply, ApiRequest, Route } from '../../platform/http/index.ts'
import { route } from '../../platform/http/index.ts'
import {
  idList,
  includedNames,
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
  valueList,
} from '../../platform/paging/index.ts'
import { organizationExists, userExists } from '../people-store.ts'
import { weightsOf } from '../queue/weights.ts'
import type { Room } from '../room.ts'
import {
  countTickets,
  findTicket,
  findTickets,
  findTicketsByExternalId,
  listTickets,
  TICKET_SORTS,
  type TicketRead,
  type TicketSelection,
  type TicketSort,
} from '../store.ts'
import { Count, IdParams, includeQuery, sideloadedBesideTickets, Ticket } from '../wire/schemas.ts'
import { presentTicketsWith } from './side-loads.ts'

export type TicketListQuery = PagingQuery & {
  readonly include?: string
  readonly external_id?: string
  readonly unsolved?: boolean
  readonly group_ids?: string
}
type Request<P = unknown> = ApiRequest<P, TicketListQuery, unknown>

const SORTING = {
  names: [...(Object.keys(TICKET_SORTS) as TicketSort[]), 'weight' as const],
  standard: { by: 'id', isDescending: false },
} as const

const asked = (
  request: Pick<ApiRequest<unknown, { include?: string }, unknown>, 'caller' | 'origin' | 'query'>,
) => ({
  viewer: viewerOf(request.caller),
  origin: request.origin,
  include: includedNames(request.query.include),
})

export const listReplyOf = async (
  room: Room,
  request: Request,
  selection: TicketSelection,
): Promise<ApiReply> => {
  const how = asked(request)
  const listing = await listTickets(
    room.ground.db,
    how.viewer,
    selection,
    parsePaging(request.query, SORTING),
    sortsByWeight(request.query) ? await weightsOf(room) : undefined,
  )
  const { tickets, beside } = await presentTicketsWith(room, how, listing.rows)
  return { body: listReply(request, 'tickets', listing, tickets, beside) }
}

/** A cursor brings its order along. */
const sortsByWeight = ({ sort, sort_by: by, ...query }: TicketListQuery): boolean => {
  const isFollowed = query['page[after]'] !== undefined || query['page[before]'] !== undefined
  return isFollowed || sort?.endsWith('weight') === true || by === 'weight'
}

/** Everything, or what waits: in all groups, or in those that are named. */
const queueOf = ({ query, caller }: Request): TicketSelection => {
  const { group_ids: named, unsolved } = query
  if (named === undefined) return unsolved ? { by: 'queue', groupIds: null } : { by: 'all' }
  return { by: 'queue', groupIds: named === 'mine' ? viewerOf(caller).groupIds : idList(named) }
}

const showTicket = async (room: Room, request: Request<{ id: Id }>): Promise<ApiReply> => {
  const how = asked(request)
  const row = await findTicket(room.ground.db, how.viewer, request.params.id)
  if (row === undefined) throw new Refused(notFound)
  const { tickets, beside } = await presentTicketsWith(room, how, [row])
  return { body: { ticket: tickets[0], ...beside } }
}

type ManyQuery = { readonly ids?: string; readonly external_ids?: string; readonly include?: string }

const showMany = async (room: Room, request: ApiRequest<unknown, ManyQuery, unknown>): Promise<ApiReply> => {
  const how = asked(request)
  const { ids, external_ids: externalIds } = request.query
  const { db } = room.ground
  const rows: readonly TicketRead[] =
    externalIds === undefined
      ? await findTickets(db, how.viewer, idList(ids))
      : await findTicketsByExternalId(db, how.viewer, valueList(externalIds))
  const { tickets, beside } = await presentTicketsWith(room, how, rows)
  return { body: { tickets, ...beside, next_page: null, previous_page: null, count: tickets.length } }
}

/** Counts say the offset in digits (zendesk-api.md 1.1). */
export const presentCount = (value: number, now: Instant): object => ({
  count: { value, refreshed_at: toIso(now).replace('Z', '+00:00') },
})

const countReplyOf = async (
  room: Room,
  request: Pick<Request, 'caller'>,
  selection: TicketSelection,
): Promise<ApiReply> => {
  const value = await countTickets(room.ground.db, viewerOf(request.caller), selection)
  return { body: presentCount(value, room.ground.clock.now()) }
}

/** Lists of somebody's or an organisation's tickets; of nobody's there is no list. */
const OF_SOMEBODY = [
  {
    path: 'users/:id/tickets/requested',
    operation: 'RequestedTickets',
    by: 'requester',
    what: 'that a user requested',
  },
  { path: 'users/:id/tickets/ccd', operation: 'CcdTickets', by: 'cc', what: 'on which a user is a CC' },
  {
    path: 'users/:id/tickets/assigned',
    operation: 'AssignedTickets',
    by: 'assignee',
    what: 'assigned to a user',
  },
  {
    path: 'organizations/:id/tickets',
    operation: 'OrganizationTickets',
    by: 'organization',
    what: 'of an organization',
  },
] as const

const refuseNobody = async (room: Room, by: (typeof OF_SOMEBODY)[number]['by'], id: Id): Promise<void> => {
  const { db } = room.ground
  const exists = await (by === 'organization' ? organizationExists(db, id) : userExists(db, id))
  if (!exists) throw new Refused(notFound)
}

const common = { permission: 'tickets.read', scope: 'tickets:read', rate: 'read', audit: 'none' } as const
export const ListQuery = Type.Object({ ...pagingQuery, ...includeQuery })
export const TicketList = listSchema({ tickets: Type.Array(Ticket), ...sideloadedBesideTickets })

const listsOfSomebody = (room: Room): Route[] =>
  OF_SOMEBODY.flatMap(({ path, operation, by, what }) => [
    route({
      method: 'GET',
      path: `/api/v2/${path}`,
      operation: `List${operation}`,
      summary: `Tickets ${what}`,
      ...common,
      params: IdParams,
      query: ListQuery,
      response: { 200: TicketList },
      handler: async (request) => {
        await refuseNobody(room, by, request.params.id)
        return listReplyOf(room, request, { by, id: request.params.id })
      },
    }),
    route({
      method: 'GET',
      path: `/api/v2/${path}/count`,
      operation: `Count${operation}`,
      summary: `How many tickets ${what}`,
      ...common,
      params: IdParams,
      response: { 200: Count },
      handler: async (request) => {
        await refuseNobody(room, by, request.params.id)
        return countReplyOf(room, request, { by, id: request.params.id })
      },
    }),
  ])

export const readRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/tickets',
    operation: 'ListTickets',
    summary: 'Tickets that the caller may see',
    ...common,
    query: Type.Object({
      ...pagingQuery,
      ...includeQuery,
      external_id: Type.Optional(Type.String()),
      unsolved: Type.Optional(Type.Boolean({ description: 'Only what is not solved yet' })),
      group_ids: Type.Optional(
        Type.String({ description: 'Unsolved tickets of these groups, `mine` for those of the caller' }),
      ),
    }),
    response: { 200: TicketList },
    handler: (request) => {
      const { external_id: value } = request.query
      return listReplyOf(room, request, value ? { by: 'external_id', value } : queueOf(request))
    },
  }),
  route({
    method: 'GET',
    path: '/api/v2/tickets/count',
    operation: 'CountTickets',
    summary: 'How many tickets the caller may see',
    ...common,
    response: { 200: Count },
    handler: (request) => countReplyOf(room, request, { by: 'all' }),
  }),
  route({
    method: 'GET',
    path: '/api/v2/tickets/show_many',
    operation: 'ShowManyTickets',
    summary: 'Tickets by their ids or external ids; unknown ones are left out',
    ...common,
    query: Type.Object({
      ...includeQuery,
      ids: Type.Optional(Type.String()),
      external_ids: Type.Optional(Type.String()),
    }),
    response: { 200: TicketList },
    handler: (request) => showMany(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id',
    operation: 'ShowTicket',
    summary: 'One ticket',
    ...common,
    params: IdParams,
    query: Type.Object(includeQuery),
    response: { 200: Type.Object({ ticket: Ticket, ...sideloadedBesideTickets }) },
    handler: (request) => showTicket(room, request),
  }),
  ...listsOfSomebody(room),
]
