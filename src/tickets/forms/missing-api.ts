import { Type } from 'typebox'
import type { Id } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { type AskedFor, askedFor, type Evidence } from '../core/diagnostics.ts'
import { logOf } from '../core/log.ts'
import type { Policy } from '../core/policy.ts'
import type { Room } from '../room.ts'
import { allStructured } from '../structured-store.ts'
import { seenTicket } from '../support.ts'
import { IdParams } from '../wire/schemas.ts'
import { filesOn } from './store.ts'

const nullable = <T extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer>>(schema: T) =>
  Type.Union([schema, Type.Null()])

const Missing = Type.Object({
  kind: Type.String(),
  title: Type.String(),
  field_id: nullable(Type.Integer()),
  file: nullable(Type.String()),
  log_type: nullable(Type.String()),
  because: Type.Object({ field_id: nullable(Type.Integer()), value: nullable(Type.String()) }),
})

/** A need as the wire tells it. */
const presentNeed =
  (policy: Policy) =>
  ({ need, because }: AskedFor) => ({
    kind: need.kind,
    title: need.title ?? ownTitle(policy, need),
    field_id: need.kind === 'field' ? need.fieldId : null,
    file: need.kind === 'attachment' ? need.file : null,
    log_type: need.kind === 'log' ? need.type : null,
    because: { field_id: because.fieldId, value: because.fieldId === null ? null : because.value },
  })

const ownTitle = (policy: Policy, need: AskedFor['need']): string => {
  if (need.kind === 'field') return policy.fields.get(String(need.fieldId))?.title ?? `Field ${need.fieldId}`
  if (need.kind === 'log') return `Troubleshooting log: ${need.type}`
  return need.file === 'any' ? 'A file' : `A file: ${need.file}`
}

const evidenceOn = async (room: Room, request: Asked, id: Id): Promise<Evidence> => {
  const [db, viewer] = [room.ground.db, viewerOf(request.caller)]
  const [files, versions] = await Promise.all([
    filesOn(db, viewer, id),
    allStructured(db, viewer, id, 'troubleshooting'),
  ])
  return { files, logTypes: new Set(logOf(versions).map(({ newest }) => newest.structure.type)) }
}

type Asked = ApiRequest<{ id: Id }, unknown, unknown>

const showMissing = async (room: Room, request: Asked): Promise<ApiReply> => {
  const { id } = request.params
  const ticket = await seenTicket(room, request, id)
  const policy = await room.policies.at((await room.ground.policy.current()).version)
  const asked = askedFor({ draft: ticket, policy }, await evidenceOn(room, request, id))
  const missing = asked.filter(({ isMet }) => !isMet).map(presentNeed(policy))
  return {
    body: { ticket_form_id: ticket.formId, asked: asked.length, count: missing.length, missing },
  }
}

/** What the form of a ticket asks for in its case, and is not there. */
export const missingRoute = (room: Room): Route =>
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/missing',
    operation: 'ShowMissingDiagnostics',
    summary: 'What the form of a ticket asks for in its case, and is missing',
    permission: 'tickets.read',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    params: IdParams,
    response: {
      200: Type.Object({
        ticket_form_id: nullable(Type.Integer()),
        asked: Type.Integer(),
        count: Type.Integer(),
        missing: Type.Array(Missing),
      }),
    },
    handler: (request) => showMissing(room, request),
  })
