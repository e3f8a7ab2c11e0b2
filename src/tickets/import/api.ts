import { Type } from 'typebox'
import { type Id, orRefuse } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  BULK_BODY_BYTES,
  type Bulk,
  bulkJob,
  Job,
  type Outcome,
  presentJob,
  refusedOutcome,
  startBulk,
} from '../../platform/jobs/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import { presentTickets } from '../api/present.ts'
import { type Asker, askerOf } from '../api/resolve.ts'
import type { Room } from '../room.ts'
import { findTickets } from '../store.ts'
import { ACCOUNT_ID, links } from '../wire/names.ts'
import { Ticket } from '../wire/schemas.ts'
import { ImportInput, readImport } from './import-input.ts'
import { importTicket } from './import-ticket.ts'

const IMPORT_JOB = 'tickets_import'

type Body = { readonly ticket: ImportInput }

const importOne = async (room: Room, request: ApiRequest<unknown, unknown, Body>): Promise<ApiReply> => {
  const { ground } = room
  const wish = orRefuse(readImport(request.body.ticket, ground.clock.now()))
  const asker = askerOf(request)
  const claim = request.idempotency
  const located =
    claim == null || claim.id === null
      ? undefined
      : { rowId: claim.id, status: 201, path: (id: Id) => `/api/v2/tickets/${id}.json` }
  const { ticket } = await ground.db.transaction((tx) => importTicket(room, tx, wish, asker, located))
  room.onCommitted()
  const rows = await findTickets(ground.db, viewerOf(request.caller), [ticket.id])
  const [presented] = await presentTickets(room, rows, request.origin)
  return {
    status: 201,
    headers: { location: links.ticket(request.origin, ticket.id) },
    body: { ticket: presented },
  }
}

type ImportBulk = Bulk<ImportInput> & Omit<Asker, 'viewer'>

const importMany = async (
  room: Room,
  request: ApiRequest<unknown, unknown, { readonly tickets: readonly ImportInput[] }>,
): Promise<ApiReply> => {
  const { userId, channel, system } = askerOf(request)
  const job = await startBulk(room.ground, {
    name: IMPORT_JOB,
    jobType: 'Bulk Import Ticket',
    authorId: userId,
    items: request.body.tickets,
    context: { userId, channel, system },
  })
  return { body: { job_status: presentJob(job, request.origin) } }
}

/** Works through imports of many; each ticket stands or falls on its own. */
export const importJob = (room: Room): JobHandler =>
  bulkJob<ImportBulk>(room.ground, {
    name: IMPORT_JOB,
    member: async (bulk, index) => (tx) => carryOut(room, tx, bulk, index),
    refused: (_bulk, index, refusal) => refusedOutcome(index, 'create', refusal),
    onCommitted: room.onCommitted,
  })

const carryOut = async (room: Room, tx: Db, bulk: ImportBulk, index: number): Promise<Outcome> => {
  const wish = orRefuse(readImport(bulk.items[index]!, room.ground.clock.now()))
  const asker: Asker = { ...bulk, viewer: await room.people.viewer(bulk.userId) }
  const { ticket } = await importTicket(room, tx, wish, asker)
  return { index, id: ticket.id, account_id: ACCOUNT_ID }
}

const write = {
  method: 'POST',
  permission: 'tickets.import',
  scope: 'tickets:write',
  audit: 'ticket audit',
  // Whether a ticket is archived shows from its age here: there is nothing to do at once.
  query: Type.Object({ archive_immediately: Type.Optional(Type.Boolean()) }),
} as const

export const importRoutes = (room: Room): Route[] => [
  route({
    ...write,
    path: '/api/v2/imports/tickets',
    operation: 'ImportTicket',
    summary: 'Make a ticket with its past: its comments and times as they were, and nobody told',
    rate: 'write',
    bodyLimit: BULK_BODY_BYTES,
    body: Type.Object({ ticket: ImportInput }),
    response: { 201: Type.Object({ ticket: Ticket }) },
    handler: (request) => importOne(room, request),
  }),
  route({
    ...write,
    path: '/api/v2/imports/tickets/create_many',
    operation: 'ImportManyTickets',
    summary: 'Import up to 100 tickets',
    rate: 'bulk',
    bodyLimit: BULK_BODY_BYTES,
    body: Type.Object({ tickets: Type.Array(ImportInput) }),
    response: { 200: Type.Object({ job_status: Job }) },
    handler: (request) => importMany(room, request),
  }),
]
