import { type Static, type TSchema, Type } from 'typebox'
import { type Id, invalidField, notFound, Refused } from '../../kernel/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import type { PartyEdit } from '../core/party.ts'
import { organizationExists, userExists } from '../people-store.ts'
import type { Room } from '../room.ts'
import { changeTicket, seenTicket } from '../support.ts'
import { presentParty } from '../wire/present-support.ts'
import { IdParams } from '../wire/schemas.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const optional = <T extends TSchema>(schema: T) => Type.Optional(nullable(schema))
const IdIn = Type.Integer({ minimum: 1 })

const Input = Type.Object({
  role: Type.Optional(Type.Union([Type.Literal('vendor'), Type.Literal('partner')])),
  name: optional(Type.String({ maxLength: 1000 })),
  organization_id: optional(IdIn),
  user_id: optional(IdIn),
  reference: optional(Type.String({ maxLength: 1000 })),
  waiting: Type.Optional(Type.Boolean()),
})
type Input = Static<typeof Input>

const Shown = Type.Object({
  id: Type.Integer(),
  role: Type.String(),
  name: nullable(Type.String()),
  organization_id: nullable(Type.Integer()),
  user_id: nullable(Type.Integer()),
  reference: nullable(Type.String()),
  waiting: Type.Boolean(),
  waiting_since: nullable(Type.String({ format: 'date-time' })),
  waited_seconds: Type.Integer(),
})

type Wish = Extract<PartyEdit, { party: object }>['party']

const readInput = async ({ ground }: Room, input: Input): Promise<Wish> => {
  if (input.organization_id != null && !(await organizationExists(ground.db, input.organization_id)))
    throw new Refused(invalidField('organization_id', 'Organization: does not exist'))
  if (input.user_id != null && !(await userExists(ground.db, input.user_id)))
    throw new Refused(invalidField('user_id', 'User: does not exist'))
  return {
    ...(input.role === undefined ? {} : { role: input.role }),
    ...(input.name === undefined ? {} : { name: oneLine(input.name) }),
    ...(input.organization_id === undefined ? {} : { organizationId: input.organization_id }),
    ...(input.user_id === undefined ? {} : { userId: input.user_id }),
    ...(input.reference === undefined ? {} : { reference: oneLine(input.reference) }),
    ...(input.waiting === undefined ? {} : { isWaiting: input.waiting }),
  }
}

const oneLine = (text: string | null): string | null => text?.replace(/[\p{Cc}\s]+/gu, ' ').trim() || null

type Body = { readonly party: Input }
type OfParty<B = unknown> = ApiRequest<{ id: Id; partyId: number }, unknown, B>

const listParties = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, unknown>,
): Promise<ApiReply> => {
  const { parties } = await seenTicket(room, request, request.params.id)
  const now = room.ground.clock.now()
  const shown = parties.map((party) => presentParty(party, now))
  return { body: { parties: shown, count: shown.length, next_page: null, previous_page: null } }
}

const add = async (room: Room, request: ApiRequest<{ id: Id }, unknown, Body>): Promise<ApiReply> => {
  const { id } = request.params
  await seenTicket(room, request, id)
  const party = await readInput(room, request.body.party)
  const committed = await changeTicket(room, request, id, { party: { kind: 'add', party } })
  return { status: 201, body: { party: presentParty(committed.ticket.parties.at(-1)!, committed.at) } }
}

/** A party that is none of the ticket's is not there. */
const mustHave = async (room: Room, request: OfParty): Promise<void> => {
  const { id, partyId } = request.params
  const { parties } = await seenTicket(room, request, id)
  if (!parties.some((party) => party.id === partyId)) throw new Refused(notFound)
}

const change = async (room: Room, request: OfParty<Body>): Promise<ApiReply> => {
  await mustHave(room, request)
  const { id, partyId } = request.params
  const party = await readInput(room, request.body.party)
  const { ticket } = await changeTicket(room, request, id, { party: { kind: 'edit', id: partyId, party } })
  const edited = ticket.parties.find((one) => one.id === partyId)!
  return { body: { party: presentParty(edited, room.ground.clock.now()) } }
}

const writing = {
  permission: 'tickets.update',
  scope: 'tickets:write',
  rate: 'write',
  audit: 'ticket audit',
} as const
const PATH = '/api/v2/tickets/:id/parties'
const PartyParams = Type.Object({ id: Type.Integer(), partyId: Type.Integer() })
const OneReply = Type.Object({ party: Shown })

/** Vendors and partners who take part in a ticket. */
export const partyRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: PATH,
    operation: 'ListTicketParties',
    summary: 'Vendors and partners of a ticket, and how long it has waited for them',
    permission: 'tickets.read',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    params: IdParams,
    response: {
      200: Type.Object({
        parties: Type.Array(Shown),
        count: Type.Integer(),
        next_page: Type.Null(),
        previous_page: Type.Null(),
      }),
    },
    handler: (request) => listParties(room, request),
  }),
  route({
    ...writing,
    method: 'POST',
    path: PATH,
    operation: 'AddTicketParty',
    summary: 'Bring a vendor or partner into a ticket',
    params: IdParams,
    body: Type.Object({ party: Input }),
    response: { 201: OneReply },
    handler: (request) => add(room, request),
  }),
  route({
    ...writing,
    method: 'PUT',
    path: `${PATH}/:partyId`,
    operation: 'ChangeTicketParty',
    summary: 'Change a vendor or partner; begin or end waiting for them',
    params: PartyParams,
    body: Type.Object({ party: Input }),
    response: { 200: OneReply },
    handler: (request) => change(room, request),
  }),
  route({
    ...writing,
    method: 'DELETE',
    path: `${PATH}/:partyId`,
    operation: 'RemoveTicketParty',
    summary: 'Take a vendor or partner out of a ticket',
    params: PartyParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await mustHave(room, request)
      const { id, partyId } = request.params
      await changeTicket(room, request, id, { party: { kind: 'remove', id: partyId } })
      return { status: 204 }
    },
  }),
]
