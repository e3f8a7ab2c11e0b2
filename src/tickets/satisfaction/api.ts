import { type Static, Type } from 'typebox'
import { type Id, invalidField, notFound, orRefuse, Refused } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import { presentCount } from '../api/read.ts'
import { askerOf } from '../api/resolve.ts'
import { type Change, noChange } from '../core/index.ts'
import { SATISFACTION_REASONS } from '../core/satisfaction.ts'
import type { Room } from '../room.ts'
import { policySince } from '../store.ts'
import { viaOf } from '../wire/names.ts'
import { Count, IdParams } from '../wire/schemas.ts'
import { filterQuery, readFilter } from './filter.ts'
import { presentRating, presentReason, Rating, Reason } from './present.ts'
import { countRatings, findRating, listRatings, RATING_SORTS, type RatingSort } from './store.ts'

const OLDEST_FIRST = {
  names: Object.keys(RATING_SORTS) as RatingSort[],
  standard: { by: 'created_at', isDescending: false },
} as const

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const NumberIn = Type.Optional(Type.Union([Type.Integer(), Type.Null()]))
const RatingInput = Type.Object({ score: Text, comment: Text, reason_id: NumberIn, reason_code: NumberIn })
type RatingInput = Static<typeof RatingInput>
const OneRating = Type.Object({ satisfaction_rating: Rating })

const read = {
  method: 'GET',
  permission: 'tickets.read',
  scope: 'satisfaction_ratings:read',
  rate: 'read',
  audit: 'none',
} as const

/** What requesters say of the help they got. */
export const satisfactionRoutes = (room: Room): Route[] => [
  ...readingRoutes(room),
  ...reasonRoutes(room),
  route({
    method: 'POST',
    path: '/api/v2/tickets/:id/satisfaction_rating',
    operation: 'RateTicket',
    summary: 'Say as its requester how good the help on a solved ticket was',
    permission: 'requests.own',
    scope: 'satisfaction_ratings:write',
    rate: 'write',
    audit: 'ticket audit',
    params: IdParams,
    body: Type.Object({ satisfaction_rating: RatingInput }),
    response: { 200: OneRating },
    handler: (request) => rate(room, request),
  }),
]

const readingRoutes = (room: Room): Route[] => [
  route({
    ...read,
    path: '/api/v2/satisfaction_ratings',
    operation: 'ListSatisfactionRatings',
    summary: 'Ratings, and tickets whose requesters were asked for one',
    query: Type.Object({ ...pagingQuery, ...filterQuery }),
    response: { 200: listSchema({ satisfaction_ratings: Type.Array(Rating) }) },
    handler: async (request) => {
      const paging = parsePaging(request.query, OLDEST_FIRST)
      const viewer = viewerOf(request.caller)
      const listing = await listRatings(room.ground.db, viewer, readFilter(request.query), paging)
      const shown = listing.rows.map(presentRating(request.origin))
      return { body: listReply(request, 'satisfaction_ratings', listing, shown) }
    },
  }),
  route({
    ...read,
    path: '/api/v2/satisfaction_ratings/count',
    operation: 'CountSatisfactionRatings',
    summary: 'How many ratings there are',
    query: Type.Object(filterQuery),
    response: { 200: Count },
    handler: async ({ caller, query }) => {
      const value = await countRatings(room.ground.db, viewerOf(caller), readFilter(query))
      return { body: presentCount(value, room.ground.clock.now()) }
    },
  }),
  route({
    ...read,
    path: '/api/v2/satisfaction_ratings/:id',
    operation: 'ShowSatisfactionRating',
    summary: 'One rating',
    params: IdParams,
    response: { 200: OneRating },
    handler: async (request) => {
      const found = await findRating(room.ground.db, viewerOf(request.caller), request.params.id)
      if (found === undefined) throw new Refused(notFound)
      return { body: { satisfaction_rating: presentRating(request.origin)(found) } }
    },
  }),
]

const reasonRead = { ...read, permission: 'signed_in' } as const

const reasonRoutes = (room: Room): Route[] => [
  route({
    ...reasonRead,
    path: '/api/v2/satisfaction_reasons',
    operation: 'ListSatisfactionReasons',
    summary: 'Why help can have been bad',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ reasons: Type.Array(Reason) }) },
    handler: async (request) => {
      const listing = paged(SATISFACTION_REASONS, request.query)
      const shown = listing.rows.map(presentReason(request.origin, await policySince(room.ground.db)))
      return { body: listReply(request, 'reasons', listing, shown) }
    },
  }),
  route({
    ...reasonRead,
    path: '/api/v2/satisfaction_reasons/:id',
    operation: 'ShowSatisfactionReason',
    summary: 'One reason why help can have been bad',
    params: IdParams,
    response: { 200: Type.Object({ reason: Reason }) },
    handler: async ({ params, origin }) => {
      const found = SATISFACTION_REASONS.find(({ id }) => id === params.id)
      if (found === undefined) throw new Refused(notFound)
      return { body: { reason: presentReason(origin, await policySince(room.ground.db))(found) } }
    },
  }),
]

type Asked = ApiRequest<{ readonly id: Id }, unknown, { readonly satisfaction_rating: RatingInput }>

const rate = async (room: Room, request: Asked): Promise<ApiReply> => {
  const { userId, channel, system } = askerOf(request)
  const { id } = request.params
  const change: Change = {
    ...noChange,
    kind: 'update',
    actor: { kind: 'user', id: userId },
    via: viaOf(channel),
    satisfaction: readRating(request.body.satisfaction_rating),
    metadata: { system, custom: {} },
  }
  const { ticket } = orRefuse(await room.commit(change, { ticketId: id }))
  const { requesterId: requester_id, satisfaction } = ticket
  if (satisfaction === null) throw new Error(`ticket ${id} was rated, and has no rating`)
  const shown = presentRating(request.origin)({ ticket_id: id, requester_id, satisfaction })
  return { body: { satisfaction_rating: shown } }
}

const readRating = (given: RatingInput): NonNullable<Change['satisfaction']> => {
  const { score, comment = null } = given
  if (score !== 'good' && score !== 'bad')
    throw new Refused(invalidField('score', 'Score: must be one of good, bad'))
  return { score, comment, reasonId: reasonOf(given) }
}

/** Clients name a reason by its id or by its code; what there is not has the id 0. */
const reasonOf = ({ reason_id: id, reason_code: code }: RatingInput): Id | null => {
  if (id !== undefined && id !== null) return id
  if (code === undefined || code === null) return null
  return SATISFACTION_REASONS.find((reason) => reason.code === code)?.id ?? 0
}
