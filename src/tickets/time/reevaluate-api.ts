import { Type } from 'typebox'
import { orRefuse } from '../../kernel/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { askerOf } from '../api/resolve.ts'
import type { Room } from '../room.ts'
import { presentClockChange } from '../wire/present-clock-change.ts'
import { IdParams } from '../wire/schemas.ts'
import { reevaluation } from './reevaluation.ts'
import { ClockChange } from './schemas.ts'

const Reevaluation = Type.Object({
  ticket_id: Type.Integer(),
  audit_id: Type.Union([Type.Integer(), Type.Null()]),
  changes: Type.Array(ClockChange),
})

/** A policy that was edited reaches tickets with their next update; this reaches back, and says what it changed. */
export const reevaluateRoute = (room: Room): Route =>
  route({
    method: 'POST',
    path: '/api/v2/tickets/:id/clock/reevaluate',
    operation: 'ReevaluateTicketClock',
    summary: 'Judge the past of a ticket by the SLA policies of today',
    permission: 'policy.manage',
    scope: 'tickets:write',
    rate: 'write',
    audit: 'ticket audit',
    params: IdParams,
    response: { 200: Type.Object({ reevaluation: Reevaluation }) },
    handler: async (request) => {
      const { id } = request.params
      const committed = orRefuse(await room.commit(reevaluation(askerOf(request)), { ticketId: id }))
      const told = committed.events.find((event) => event.type === 'clocks_reevaluated')
      const changes = told?.type === 'clocks_reevaluated' ? told.changes : []
      return {
        body: {
          reevaluation: {
            ticket_id: id,
            audit_id: committed.auditId,
            changes: changes.map(presentClockChange),
          },
        },
      }
    },
  })
