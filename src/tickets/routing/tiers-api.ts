import { Type } from 'typebox'
import { type Id, invalidField, Refused } from '../../kernel/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { type Asked, HandedOver, HandOverInput, handOver } from '../hand-over/api.ts'
import type { Room } from '../room.ts'
import { seenTicket } from '../support.ts'
import { IdParams } from '../wire/schemas.ts'
import { bodyOf, tierBelow } from './group-routing.ts'

const Up = Type.Object({
  summary: HandOverInput.properties.summary,
  state: HandOverInput.properties.state,
  next_step: HandOverInput.properties.next_step,
  promised_at: HandOverInput.properties.promised_at,
})
const Down = Type.Object({ ...Up.properties, to_group_id: HandOverInput.properties.to_group_id })

type Note = {
  readonly summary?: string | null
  readonly state?: string | null
  readonly next_step?: string | null
  readonly promised_at?: string | null
  readonly to_group_id?: Id | null
}

/** A hand-over to a group of another tier; what the desk asks of hand-overs it asks of these, and always a summary. */
const handTo = async (room: Room, request: Asked, note: Note, toGroupId: Id): Promise<ApiReply> => {
  if ((note.summary?.trim() ?? '') === '')
    throw new Refused(invalidField('summary', 'Summary: cannot be blank', 'BlankValue'))
  const { summary, state, next_step, promised_at } = note
  const hand_over = { summary, state, next_step, promised_at, to_group_id: toGroupId }
  return handOver(room, { ...request, body: { hand_over } } as Asked)
}

const groupOf = async (room: Room, request: Asked): Promise<Id> => {
  const { groupId } = await seenTicket(room, request, request.params.id)
  if (groupId === null) throw new Refused(invalidField('base', 'Group: the ticket is in none'))
  return groupId
}

const handUp = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, { readonly hand_up: Note }>,
): Promise<ApiReply> => {
  const asked = request as unknown as Asked
  const next = bodyOf(await room.ground.policy.current(), await groupOf(room, asked)).next_group_id
  if (typeof next !== 'number')
    throw new Refused(invalidField('base', 'Next group: there is no tier above the group of this ticket'))
  return handTo(room, asked, request.body.hand_up, next)
}

const handDown = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, { readonly hand_down: Note }>,
): Promise<ApiReply> => {
  const asked = request as unknown as Asked
  const below = tierBelow(await room.ground.policy.current(), await groupOf(room, asked))
  if (below.length === 0)
    throw new Refused(invalidField('base', 'Group: there is no tier below the group of this ticket'))
  const wished = request.body.hand_down.to_group_id ?? (below.length === 1 ? below[0]! : null)
  if (wished === null || !below.includes(wished))
    throw new Refused(invalidField('to_group_id', `To group: must be one of ${below.join(', ')}`))
  return handTo(room, asked, request.body.hand_down, wished)
}

const write = {
  method: 'POST',
  permission: 'tickets.update',
  scope: 'tickets:write',
  rate: 'write',
  audit: 'ticket audit',
  params: IdParams,
  response: { 201: HandedOver },
} as const

/** From the first line to the second, to the third, and back. */
export const tierRoutes = (room: Room): Route[] => [
  route({
    ...write,
    path: '/api/v2/tickets/:id/hand_up',
    operation: 'HandUpTicket',
    summary: 'Give a ticket to the next tier, with what they need to go on',
    body: Type.Object({ hand_up: Up }),
    handler: (request) => handUp(room, request),
  }),
  route({
    ...write,
    path: '/api/v2/tickets/:id/hand_down',
    operation: 'HandDownTicket',
    summary: 'Give a ticket back to the tier below, with what they need to go on',
    body: Type.Object({ hand_down: Down }),
    handler: (request) => handDown(room, request),
  }),
]
