import { Type } from 'typebox'
import { type Id, orRefuse } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import type { ApiReply, ApiRequest, IdempotencyClaim, Route } from '../../platform/http/index.ts'
import { route } from '../../platform/http/index.ts'
import {
  completed,
  createJobStatus,
  endJobStatus,
  findJobStatuses,
  Job,
  presentJob,
} from '../../platform/jobs/index.ts'
import type { Committed } from '../commit.ts'
import { draftWasSent } from '../drafts/save.ts'
import { noteMacroUses } from '../macros/use.ts'
import type { Room } from '../room.ts'
import { findFirstAudit, ticketExtras } from '../store.ts'
import { ACCOUNT_ID, links } from '../wire/names.ts'
import { presentTicket } from '../wire/present-ticket.ts'
import { readTicket, readTicketUpdate, type TicketWish } from '../wire/read-ticket.ts'
import { IdParams, TicketWithAudit } from '../wire/schemas.ts'
import { TicketInput } from '../wire/ticket-input.ts'
import { linkingOf, presentAudits, presentCommitted } from './present.ts'
import { type Asker, askerOf, changeOf, createMissing, type Looked, lookUp } from './resolve.ts'

export type WriteTarget = {
  readonly ticketId?: Id
  readonly claim?: IdempotencyClaim
  /** Where what was made is found again; the ticket unless said. */
  readonly path?: (id: Id) => string
}

const ticketPath = (id: Id): string => `/api/v2/tickets/${id}.json`

/** Carries a wish out: looks up whom it names, makes those it may make, commits. Throws `Refused`. */
export const write = async (
  room: Room,
  wish: TicketWish,
  asker: Asker,
  { ticketId, claim, path = ticketPath }: WriteTarget,
): Promise<Committed> => {
  const looked = await lookUp(room, wish, asker, ticketId)
  const target = ticketId === undefined ? {} : { ticketId }
  const kind = ticketId === undefined ? 'create' : 'update'
  const options = { uploadIds: looked.uploads.uploadIds, ...located(claim, path) }
  if (looked.missing.length === 0)
    return orRefuse(await room.commit(changeOf(kind, looked, asker), target, options))
  const committed = await room.ground.db.transaction(async (tx) => {
    const complete: Looked = await createMissing(room, tx, looked)
    return orRefuse(await room.commit(changeOf(kind, complete, asker), target, { ...options, tx }))
  })
  room.onCommitted()
  return committed
}

const located = (claim: IdempotencyClaim | undefined, path: (id: Id) => string) =>
  claim == null || claim.id === null ? {} : { located: { rowId: claim.id, status: 201, path } }

type CreateRequest = ApiRequest<unknown, { readonly async?: boolean }, TicketBody>

const createTicket = async (room: Room, request: CreateRequest): Promise<ApiReply> => {
  const wish = orRefuse(readTicket(request.body.ticket))
  const asker = askerOf(request)
  const committed = await write(room, wish, asker, { claim: request.idempotency })
  await noteMacroUses(room, request.body.ticket.macro_ids, committed, asker.userId)
  if (request.body.ticket.draft_id != null)
    await draftWasSent(room, request.body.ticket.draft_id, committed, asker.userId)
  const headers = { location: links.ticket(request.origin, committed.ticket.id) }
  if (request.query.async === true)
    return { status: 202, headers, body: await asyncBody(room, committed, asker, request.origin) }
  return { status: 201, headers, body: await createdBody(room, committed, request.origin) }
}

/** Making one ticket takes no longer than queueing it would: its job has ended when it is first told of. */
const asyncBody = async (
  room: Room,
  { ticket }: Committed,
  asker: Asker,
  origin: string,
): Promise<object> => {
  const { db, clock, randomBytes } = room.ground
  const at = clock.now()
  const job = await db.transaction(async (tx) => {
    const status = { jobType: 'Create Ticket', authorId: asker.userId, total: 1 }
    const id = await createJobStatus(tx, status, { at, randomBytes })
    await endJobStatus(tx, id, completed([{ index: 0, id: ticket.id, account_id: ACCOUNT_ID }], at), at)
    return (await findJobStatuses(tx, [id]))[0]!
  })
  return { ticket: { id: ticket.id }, job_status: presentJob(job, origin) }
}

/** A new ticket needs no reading back: all of it is in what was committed. */
const createdBody = async (room: Room, committed: Committed, origin: string): Promise<object> => {
  const policy = await room.policies.at(committed.policyVersion)
  const extras = { description: committed.comment?.text ?? null, hasIncidents: false, followUpIds: [] }
  return {
    ticket: { ...presentTicket(committed.ticket, extras, policy, origin), generated_timestamp: 0 },
    audit: presentCommitted(committed, linkingOf(room, origin)),
  }
}

/** The ticket as it stands now, beside the audit of its making. */
const retellCreated = async (
  room: Room,
  { caller, origin }: Pick<CreateRequest, 'caller' | 'origin'>,
  found: unknown,
): Promise<object> => {
  const { ticket } = found as { ticket: { id: Id } }
  const audit = await findFirstAudit(room.ground.db, viewerOf(caller), ticket.id)
  return { ticket, audit: audit === undefined ? null : presentAudits([audit], linkingOf(room, origin))[0] }
}

const updateTicket = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, TicketBody>,
): Promise<ApiReply> => {
  const wish = orRefuse(readTicketUpdate(request.body.ticket))
  const asker = askerOf(request)
  const committed = await write(room, wish, asker, { ticketId: request.params.id })
  await noteMacroUses(room, request.body.ticket.macro_ids, committed, asker.userId)
  await draftWasSent(room, request.body.ticket.draft_id, committed, asker.userId)
  return { body: await updatedBody(room, committed, request.origin) }
}

/** What the ticket's JSON shows beside its row is read again; whoever changed a ticket may see how it is now. */
export const updatedBody = async (room: Room, committed: Committed, origin: string): Promise<object> => {
  const { ticket } = committed
  const [policy, extras] = await Promise.all([
    room.policies.at(committed.policyVersion),
    ticketExtras(room.ground.db, ticket.id),
  ])
  return {
    ticket: presentTicket(ticket, extras, policy, origin),
    audit: presentCommitted(committed, linkingOf(room, origin)),
  }
}

const TicketBody = Type.Object({ ticket: TicketInput })
type TicketBody = { readonly ticket: TicketInput }

export const writeRoutes = (room: Room): Route[] => [
  route({
    method: 'POST',
    path: '/api/v2/tickets',
    operation: 'CreateTicket',
    summary: 'Make a ticket',
    permission: 'tickets.create',
    scope: 'tickets:write',
    rate: 'write',
    audit: 'ticket audit',
    query: Type.Object({ async: Type.Optional(Type.Boolean()) }),
    body: TicketBody,
    response: {
      201: TicketWithAudit,
      202: Type.Object({ ticket: Type.Object({ id: Type.Integer() }), job_status: Job }),
    },
    retell: (request, found) => retellCreated(room, request, found),
    handler: (request) => createTicket(room, request),
  }),
  route({
    method: 'PUT',
    path: '/api/v2/tickets/:id',
    operation: 'UpdateTicket',
    summary: 'Change a ticket, comment on it',
    // What of it somebody may do is decided change by change: light agents write internal notes.
    permission: 'tickets.read',
    scope: 'tickets:write',
    rate: 'write',
    audit: 'ticket audit',
    params: IdParams,
    body: TicketBody,
    response: { 200: TicketWithAudit },
    handler: (request) => updateTicket(room, request),
  }),
]
