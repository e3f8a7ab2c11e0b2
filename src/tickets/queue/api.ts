import { Type } from 'typebox'
import { instantOf, notFound, Refused, toIso } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { PRIORITIES, STATUSES } from '../core/ticket.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { findQueued, type QueueRow } from './store.ts'
import { type Term, termsOf, type Weights, weightOf } from './weight.ts'
import { weightsOf } from './weights.ts'

const NullableWhole = Type.Union([Type.Integer(), Type.Null()])
const Weight = Type.Object({
  ticket_id: Type.Integer(),
  as_of: Type.String({ format: 'date-time' }),
  weight: Type.Number(),
  position: NullableWhole,
  of: Type.Integer(),
  terms: Type.Array(
    Type.Object({
      term: Type.String(),
      value: Type.Union([Type.String(), Type.Null()]),
      hours: Type.Number(),
    }),
  ),
})

/** Why a ticket stands where it stands: each part of its weight, in hours. */
export const weightRoute = (room: Room): Route =>
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/weight',
    operation: 'ShowTicketWeight',
    summary: 'Why a ticket stands where it stands in the queue',
    permission: 'tickets.read',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    params: IdParams,
    response: { 200: Type.Object({ weight: Weight }) },
    handler: async ({ caller, params }) => {
      const weights = await weightsOf(room)
      const row = await findQueued(room.ground.db, viewerOf(caller), params.id, weights)
      if (row === undefined) throw new Refused(notFound)
      return { body: { weight: present(row, weights, room.ground.clock.now()) } }
    },
  })

const present = (row: QueueRow, weights: Weights, now: number) => {
  const ticket = {
    priority: row.priority === null ? null : (PRIORITIES[row.priority - 1] ?? null),
    status: STATUSES[row.status] ?? 'open',
    tags: row.tags,
    nextBreachAt: row.next_breach_at,
    updatedAt: row.updated_at,
  }
  const terms = termsOf(ticket, weights, now)
  return {
    ticket_id: row.ticket_id,
    as_of: toIso(instantOf(now)),
    weight: hundredths(weightOf(terms)),
    position: row.place,
    of: row.total,
    terms: terms.map(presentTerm),
  }
}

const hundredths = (hours: number): number => Math.round(hours * 100) / 100

const presentTerm = ({ term, value, hours }: Term) => ({
  term,
  value: typeof value === 'number' ? toIso(instantOf(value)) : value,
  hours: hundredths(hours),
})
