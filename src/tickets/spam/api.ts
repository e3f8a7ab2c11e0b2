import { Type } from 'typebox'
import type { Id, JsonObject } from '../../kernel/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { type Bulk, bulkJob, Job, presentJob, refusedOutcome, startBulk } from '../../platform/jobs/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import { idList } from '../../platform/paging/index.ts'
import { askerOf } from '../api/resolve.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { markAsSpam } from './spam.ts'

const SPAM_JOB = 'tickets_spam'

type SpamBulk = Bulk<Id> & { readonly userId: Id; readonly channel: string; readonly system: JsonObject }

/** Works through tickets that were marked as spam; each stands or falls on its own. */
export const spamJob = (room: Room): JobHandler =>
  bulkJob<SpamBulk>(room.ground, {
    name: SPAM_JOB,
    member: async (bulk, index) => async (tx) => {
      const id = bulk.items[index]!
      await markAsSpam(room, tx, { ...bulk, viewer: await room.people.viewer(bulk.userId) }, id)
      return { index, id, action: 'update', success: true, status: 'Updated' }
    },
    refused: (bulk, index, refusal) => ({
      ...refusedOutcome(index, 'update', refusal),
      id: bulk.items[index]!,
    }),
    onCommitted: room.onCommitted,
  })

const markMany = async (
  room: Room,
  request: ApiRequest<unknown, { readonly ids?: string }, unknown>,
): Promise<ApiReply> => {
  const { userId, channel, system } = askerOf(request)
  const job = await startBulk(room.ground, {
    name: SPAM_JOB,
    jobType: 'Bulk Mark Ticket as Spam',
    authorId: userId,
    items: idList(request.query.ids),
    context: { userId, channel, system },
  })
  return { body: { job_status: presentJob(job, request.origin) } }
}

const write = {
  method: 'PUT',
  permission: 'tickets.delete',
  scope: 'tickets:write',
  audit: 'ticket audit',
} as const

export const spamRoutes = (room: Room): Route[] => [
  route({
    ...write,
    path: '/api/v2/tickets/:id/mark_as_spam',
    operation: 'MarkTicketAsSpam',
    summary: 'Delete a ticket as spam, and suspend whoever asked; restoring it takes both back',
    rate: 'write',
    params: IdParams,
    response: { 200: Type.Object({}) },
    handler: async (request) => {
      const asker = askerOf(request)
      await room.ground.db.transaction((tx) => markAsSpam(room, tx, asker, request.params.id))
      room.onCommitted()
      return { body: {} }
    },
  }),
  route({
    ...write,
    path: '/api/v2/tickets/mark_many_as_spam',
    operation: 'MarkManyTicketsAsSpam',
    summary: 'Delete up to 100 tickets as spam',
    rate: 'bulk',
    query: Type.Object({ ids: Type.Optional(Type.String()) }),
    response: { 200: Type.Object({ job_status: Job }) },
    handler: (request) => markMany(room, request),
  }),
]
