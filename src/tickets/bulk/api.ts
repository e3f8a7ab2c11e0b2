import { Type } from 'typebox'
import { type Id, invalidField, isId, notFound, Refused } from '../../kernel/index.ts'
import { may, viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { BULK_BODY_BYTES, findJobStatuses, Job, presentJob, startBulk } from '../../platform/jobs/index.ts'
import {
  idList,
  listReply,
  listSchema,
  pagingQuery,
  parsePaging,
  valueList,
} from '../../platform/paging/index.ts'
import { askerOf } from '../api/resolve.ts'
import type { Room } from '../room.ts'
import { TicketInput, TicketInputWithId } from '../wire/ticket-input.ts'
import { BULK_JOB, type BulkContext, type BulkItem } from './run.ts'
import { listJobs } from './store.ts'
import { startBulkUndo } from './undo.ts'

type Request<Q, B> = ApiRequest<unknown, Q, B>

const JOB_TYPES = {
  create: 'Bulk Create Ticket',
  update: 'Bulk Update Ticket',
  delete: 'Bulk Delete Ticket',
  reevaluate: 'Bulk Reevaluate Ticket',
} as const

/** Queues the work; its status can be asked for at once. */
const start = async (
  room: Room,
  request: Request<unknown, unknown>,
  kind: BulkContext['kind'],
  items: readonly BulkItem[],
): Promise<ApiReply> => {
  const { userId, channel, system } = askerOf(request)
  const context: BulkContext = { kind, userId, channel, system }
  const job = await startBulk(room.ground, {
    name: BULK_JOB,
    jobType: JOB_TYPES[kind],
    authorId: userId,
    items,
    context,
  })
  return { body: { job_status: presentJob(job, request.origin) } }
}

type UpdateBody = {
  readonly ticket?: TicketInput
  readonly tickets?: readonly TicketInputWithId[]
}

/** `?ids=` gives one change to many tickets; `tickets` brings each its own. */
const updates = (ids: string | undefined, body: UpdateBody): readonly BulkItem[] => {
  if (ids !== undefined) {
    if (body.ticket === undefined)
      throw new Refused(invalidField('ticket', 'Ticket: cannot be blank', 'BlankValue'))
    const input = body.ticket
    return idList(ids).map((ticketId) => ({ ticketId, input }))
  }
  if (body.tickets === undefined)
    throw new Refused(invalidField('tickets', 'Tickets: cannot be blank', 'BlankValue'))
  return body.tickets.map(({ id, ...input }) => ({ ticketId: ticketIdOf(id), input }))
}

/** What cannot be an id of ours names nothing, as an unknown one does. */
const ticketIdOf = (id: number | string): Id => (isId(Number(id)) ? Number(id) : 0)

/** One's own jobs; whoever runs the system sees everybody's. */
const authorFor = (request: Pick<Request<unknown, unknown>, 'caller'>): Id | null =>
  may(viewerOf(request.caller), 'system.observe') ? null : request.caller.userId

const showJob = async (
  room: Room,
  request: ApiRequest<{ id: string }, unknown, unknown>,
): Promise<ApiReply> => {
  const [job] = await findJobStatuses(room.ground.db, [request.params.id], authorFor(request))
  if (job === undefined) throw new Refused(notFound)
  return { body: { job_status: presentJob(job, request.origin) } }
}

const undoJob = async (
  room: Room,
  request: ApiRequest<{ id: string }, unknown, unknown>,
): Promise<ApiReply> => {
  const [job] = await findJobStatuses(room.ground.db, [request.params.id], authorFor(request))
  if (job === undefined) throw new Refused(notFound)
  const { userId, channel, system } = askerOf(request)
  const undoing = await startBulkUndo(room, job, { userId, channel, system })
  return { body: { job_status: presentJob(undoing, request.origin) } }
}

const JobReply = Type.Object({ job_status: Job })
const JobList = listSchema({ job_statuses: Type.Array(Job) })

const NEWEST_FIRST = { names: ['created_at'], standard: { by: 'created_at', isDescending: true } } as const

const write = {
  scope: 'tickets:write',
  rate: 'bulk',
  audit: 'ticket audit',
  bodyLimit: BULK_BODY_BYTES,
} as const
const read = { permission: 'jobs.read', scope: 'tickets:read', rate: 'read', audit: 'none' } as const

export const bulkRoutes = (room: Room): Route[] => [
  route({
    method: 'POST',
    path: '/api/v2/tickets/create_many',
    operation: 'CreateManyTickets',
    summary: 'Make up to 100 tickets',
    permission: 'tickets.create',
    ...write,
    body: Type.Object({ tickets: Type.Array(TicketInput) }),
    response: { 200: JobReply },
    handler: (request) =>
      start(
        room,
        request,
        'create',
        request.body.tickets.map((input) => ({ ticketId: null, input })),
      ),
  }),
  route({
    method: 'PUT',
    path: '/api/v2/tickets/update_many',
    operation: 'UpdateManyTickets',
    summary: 'Change up to 100 tickets',
    permission: 'tickets.update',
    ...write,
    query: Type.Object({ ids: Type.Optional(Type.String()) }),
    body: Type.Object({
      ticket: Type.Optional(TicketInput),
      tickets: Type.Optional(Type.Array(TicketInputWithId)),
    }),
    response: { 200: JobReply },
    handler: (request) => start(room, request, 'update', updates(request.query.ids, request.body)),
  }),
  route({
    method: 'DELETE',
    path: '/api/v2/tickets/destroy_many',
    operation: 'DeleteManyTickets',
    summary: 'Delete up to 100 tickets; they can be brought back',
    permission: 'tickets.delete',
    ...write,
    query: Type.Object({ ids: Type.Optional(Type.String()) }),
    response: { 200: JobReply },
    handler: (request) =>
      start(
        room,
        request,
        'delete',
        idList(request.query.ids).map((ticketId) => ({ ticketId, input: {} })),
      ),
  }),
  route({
    method: 'POST',
    path: '/api/v2/tickets/clock/reevaluate_many',
    operation: 'ReevaluateManyTicketClocks',
    summary: 'Judge the past of up to 100 tickets by the SLA policies of today',
    ...write,
    permission: 'policy.manage',
    query: Type.Object({ ids: Type.String() }),
    response: { 200: JobReply },
    handler: (request) =>
      start(
        room,
        request,
        'reevaluate',
        idList(request.query.ids).map((ticketId) => ({ ticketId, input: {} })),
      ),
  }),
  route({
    method: 'GET',
    path: '/api/v2/job_statuses',
    operation: 'ListJobStatuses',
    summary: 'Bulk jobs that the caller started, newest first',
    ...read,
    query: Type.Object(pagingQuery),
    response: { 200: JobList },
    handler: async (request) => {
      const { userId } = askerOf(request)
      const listing = await listJobs(room.ground.db, userId, parsePaging(request.query, NEWEST_FIRST))
      const jobs = listing.rows.map((job) => presentJob(job, request.origin))
      return { body: listReply(request, 'job_statuses', listing, jobs) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v2/job_statuses/show_many',
    operation: 'ShowManyJobStatuses',
    summary: 'Bulk jobs by their ids',
    ...read,
    query: Type.Object({ ids: Type.Optional(Type.String()) }),
    response: { 200: JobList },
    handler: async (request) => {
      const ids = valueList(request.query.ids)
      const jobs = await findJobStatuses(room.ground.db, ids, authorFor(request))
      const presented = jobs.map((job) => presentJob(job, request.origin))
      return { body: { job_statuses: presented, next_page: null, previous_page: null, count: jobs.length } }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v2/job_statuses/:id',
    operation: 'ShowJobStatus',
    summary: 'How far a bulk job is, and what became of it',
    ...read,
    params: Type.Object({ id: Type.String() }),
    response: { 200: JobReply },
    handler: (request) => showJob(room, request),
  }),
  route({
    method: 'POST',
    path: '/api/v2/job_statuses/:id/undo',
    operation: 'UndoJob',
    summary: 'Take back what a bulk job did to tickets, row by row',
    permission: 'tickets.update',
    scope: 'tickets:write',
    rate: 'bulk',
    audit: 'ticket audit',
    params: Type.Object({ id: Type.String() }),
    response: { 200: JobReply },
    handler: (request) => undoJob(room, request),
  }),
]
