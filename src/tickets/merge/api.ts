import { Type } from 'typebox'
import { type Id, invalidField, isId, notFound, Refused } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { Job, presentJob } from '../../platform/jobs/index.ts'
import { askerOf } from '../api/resolve.ts'
import type { Room } from '../room.ts'
import { startSingleShot } from '../single-shot.ts'
import { findTickets } from '../store.ts'
import { MAX_COMMENT_BYTES } from '../wire/read-comment.ts'
import { IdParams } from '../wire/schemas.ts'
import type { MergeWish } from './plan.ts'
import { MERGE_JOB } from './run.ts'

const MAX_SOURCES = 100

const text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const Body = Type.Object({
  ids: Type.Array(Type.Union([Type.Integer(), Type.String({ pattern: '^\\d{1,16}$' })]), {
    maxItems: MAX_SOURCES,
  }),
  target_comment: text,
  source_comment: text,
  target_comment_is_public: flag,
  source_comment_is_public: flag,
})
type Body = {
  readonly ids: readonly (number | string)[]
  readonly target_comment?: string | null
  readonly source_comment?: string | null
  readonly target_comment_is_public?: boolean | null
  readonly source_comment_is_public?: boolean | null
}

const words = (name: string, value: string | null | undefined): string | null => {
  if (value == null || value.trim() === '') return null
  if (Buffer.byteLength(value) > MAX_COMMENT_BYTES)
    throw new Refused(invalidField(name, `Comment: is longer than ${MAX_COMMENT_BYTES} bytes`, 'TooLong'))
  return value
}

const mustSeeAll = async (room: Room, viewer: Viewer, ids: ReadonlySet<Id>): Promise<void> => {
  const found = await findTickets(room.ground.db, viewer, [...ids].filter(isId))
  if (found.length < ids.size) throw new Refused(notFound)
}

const start = async (room: Room, request: ApiRequest<{ id: Id }, unknown, Body>): Promise<ApiReply> => {
  const { body, params } = request
  const { userId, channel, system, viewer } = askerOf(request)
  const sourceIds = [...new Set(body.ids.map(Number))]
  if (sourceIds.length === 0) throw new Refused(invalidField('ids', 'Ids: cannot be blank', 'BlankValue'))
  await mustSeeAll(room, viewer, new Set([params.id, ...sourceIds]))
  if (sourceIds.includes(params.id))
    throw new Refused(invalidField('ids', 'Ids: a ticket cannot be merged into itself'))
  const wish: MergeWish = {
    userId,
    channel,
    system,
    targetId: params.id,
    sourceIds,
    targetComment: words('target_comment', body.target_comment),
    sourceComment: words('source_comment', body.source_comment),
    isTargetPublic: body.target_comment_is_public === true,
    isSourcePublic: body.source_comment_is_public === true,
  }
  const job = await startSingleShot(room.ground, MERGE_JOB, 'Ticket Merge', wish)
  return { body: { job_status: presentJob(job, request.origin) } }
}

export const mergeRoute = (room: Room): Route =>
  route({
    method: 'POST',
    path: '/api/v2/tickets/:id/merge',
    operation: 'MergeTickets',
    summary: 'Merge tickets into this one',
    permission: 'tickets.update',
    scope: 'tickets:write',
    rate: 'write',
    audit: 'ticket audit',
    params: IdParams,
    body: Body,
    response: { 200: Type.Object({ job_status: Job }) },
    handler: (request) => start(room, request),
  })
