import { Type } from 'typebox'
import { type Id, notFound, Refused } from '../../kernel/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { askerOf } from '../api/resolve.ts'
import { updatedBody } from '../api/write.ts'
import type { Room } from '../room.ts'
import { Audit, Ticket } from '../wire/schemas.ts'
import { partsOf } from './parts.ts'
import { presentPreview, presentUndo, UndoDone, UndoPreview } from './present.ts'
import { undoAudit, weigh } from './run.ts'
import { knownEffects } from './settle.ts'

type Params = { readonly id: Id; readonly auditId: Id }

const undo = async (room: Room, request: ApiRequest<Params, unknown, unknown>): Promise<ApiReply> => {
  const { id, auditId } = request.params
  const made = await undoAudit(room, askerOf(request), { ticketId: id, auditId })
  return { body: { ...(await updatedBody(room, made.committed, request.origin)), undo: presentUndo(made) } }
}

/** Who does not see the ticket learns nothing; who may not take it back learns that. */
const preview = async (room: Room, request: ApiRequest<Params, unknown, unknown>): Promise<ApiReply> => {
  const { db } = room.ground
  const { id, auditId } = request.params
  const parts = await partsOf(db, id, auditId)
  if (parts.length === 0) throw new Refused(notFound)
  const weighed = await weigh(room, db, askerOf(request), parts)
  if (!weighed.ok && weighed.error.code === 'not_found') throw new Refused(notFound)
  const effects = await Promise.all(parts.map((part) => knownEffects(db, part.ticketId, part.auditId)))
  const ticketIds = parts.map(({ ticketId }) => ticketId)
  return { body: { undo: presentPreview(ticketIds, weighed, effects.flat()) } }
}

const common = {
  // What of it somebody may take back is decided act by act: light agents take back their own notes.
  permission: 'tickets.audits',
  params: Type.Object({ id: Type.Integer(), auditId: Type.Integer() }),
} as const

export const undoRoutes = (room: Room): Route[] => [
  route({
    method: 'POST',
    path: '/api/v2/tickets/:id/audits/:auditId/undo',
    operation: 'UndoTicketAudit',
    summary: 'Take back what happened to a ticket',
    scope: 'tickets:write',
    rate: 'write',
    audit: 'ticket audit',
    ...common,
    response: { 200: Type.Object({ ticket: Ticket, audit: Audit, undo: UndoDone }) },
    handler: (request) => undo(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/audits/:auditId/undo',
    operation: 'PreviewTicketAuditUndo',
    summary: 'Whether and how what happened to a ticket can be taken back',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    ...common,
    response: { 200: Type.Object({ undo: UndoPreview }) },
    handler: (request) => preview(room, request),
  }),
]
