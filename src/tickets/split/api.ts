import { Type } from 'typebox'
import { type Id, invalidField, isId, orRefuse, Refused } from '../../kernel/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { askerOf } from '../api/resolve.ts'
import { updatedBody } from '../api/write.ts'
import type { Room } from '../room.ts'
import { links } from '../wire/names.ts'
import { readTicket } from '../wire/read-ticket.ts'
import { Audit, IdParams, Ticket } from '../wire/schemas.ts'
import { TicketInput } from '../wire/ticket-input.ts'
import { splitTicket } from './run.ts'

const MAX_COMMENTS = 100

const Body = Type.Intersect([
  Type.Object({
    comment_ids: Type.Array(Type.Union([Type.Integer(), Type.String({ pattern: '^\\d{1,16}$' })]), {
      maxItems: MAX_COMMENTS,
    }),
  }),
  TicketInput,
])
type Body = TicketInput & { readonly comment_ids: readonly (number | string)[] }

const split = async (room: Room, request: ApiRequest<{ id: Id }, unknown, Body>): Promise<ApiReply> => {
  const { comment_ids: given, ...input } = request.body
  const commentIds = [...new Set(given.map(Number))]
  if (commentIds.length === 0)
    throw new Refused(invalidField('comment_ids', 'Comments: cannot be blank', 'BlankValue'))
  if (!commentIds.every(isId)) throw new Refused(invalidField('comment_ids', 'Comments: name nothing'))
  if (input.comment != null || input.description != null)
    throw new Refused(invalidField('comment', 'Comment: a ticket that is split off begins with others'))
  const wish = { ticketId: request.params.id, commentIds, ticket: orRefuse(readTicket(input)) }
  const { made, source } = await splitTicket(room, wish, askerOf(request))
  const headers = { location: links.ticket(request.origin, made.ticket.id) }
  const body = await updatedBody(room, made, request.origin)
  return {
    status: 201,
    headers,
    body: { ...body, source: { id: source.ticket.id, audit_id: source.auditId } },
  }
}

export const splitRoute = (room: Room): Route =>
  route({
    method: 'POST',
    path: '/api/v2/tickets/:id/split',
    operation: 'SplitTicket',
    summary: 'Make a ticket of copies of comments of this one',
    permission: 'tickets.update',
    scope: 'tickets:write',
    rate: 'write',
    audit: 'ticket audit',
    params: IdParams,
    body: Body,
    response: {
      201: Type.Object({
        ticket: Ticket,
        audit: Audit,
        source: Type.Object({ id: Type.Integer(), audit_id: Type.Integer() }),
      }),
    },
    handler: (request) => split(room, request),
  })
