import { Type } from 'typebox'
import { type Id, notFound, orRefuse, Refused } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { findComment } from '../comment-store.ts'
import { type Change, noChange } from '../core/index.ts'
import type { Room } from '../room.ts'
import { viaOf } from '../wire/names.ts'
import { Comment } from '../wire/schemas.ts'
import { linkingOf, presentComments } from './present.ts'
import { askerOf } from './resolve.ts'

type Params = { readonly id: Id; readonly commentId: Id }
type Edit = NonNullable<Change['commentEdit']>

/** What is not seen is not there; then the Change says whether it may be done. */
const edit = async (room: Room, request: ApiRequest<Params, unknown, unknown>, what: Edit): Promise<void> => {
  const { id, commentId } = request.params
  const seen = await findComment(room.ground.db, viewerOf(request.caller), id, commentId)
  if (seen === undefined) throw new Refused(notFound)
  const { userId, channel, system } = askerOf(request)
  const change: Change = {
    ...noChange,
    kind: 'update',
    actor: { kind: 'user', id: userId },
    via: viaOf(channel),
    commentEdit: what,
    metadata: { system, custom: {} },
  }
  orRefuse(await room.commit(change, { ticketId: id }))
}

const redact = async (
  room: Room,
  request: ApiRequest<Params, unknown, { readonly text: string }>,
): Promise<ApiReply> => {
  const { id, commentId } = request.params
  await edit(room, request, { kind: 'redact', commentId, text: request.body.text })
  const row = await findComment(room.ground.db, viewerOf(request.caller), id, commentId)
  const [comment] = row === undefined ? [] : presentComments([row], linkingOf(room, request.origin), true)
  return { body: { comment } }
}

const write = {
  permission: 'tickets.update',
  scope: 'tickets:write',
  rate: 'write',
  audit: 'ticket audit',
} as const
const Params = Type.Object({ id: Type.Integer(), commentId: Type.Integer() })

export const commentEditRoutes = (room: Room): Route[] => [
  route({
    method: 'PUT',
    path: '/api/v2/tickets/:id/comments/:commentId/make_private',
    operation: 'MakeTicketCommentPrivate',
    summary: 'Hide a comment from customers',
    ...write,
    params: Params,
    response: { 200: Type.Object({}) },
    handler: async (request) => {
      await edit(room, request, { kind: 'make_private', commentId: request.params.commentId })
      return { body: {} }
    },
  }),
  route({
    method: 'PUT',
    path: '/api/v2/tickets/:id/comments/:commentId/redact',
    operation: 'RedactTicketComment',
    summary: 'Blacken words of a comment for good',
    ...write,
    params: Params,
    body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 65_536 }) }),
    response: { 200: Type.Object({ comment: Comment }) },
    handler: (request) => redact(room, request),
  }),
]
