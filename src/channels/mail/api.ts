import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { type Id, notFound, Refused } from '../../kernel/index.ts'
import { isStaff, type Viewer, viewerOf } from '../../people/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { FILE_POLICY, type Route, route } from '../../platform/http/index.ts'
import { findCommentSource } from './store.ts'

export type SourceRoom = {
  readonly ground: Pick<Ground, 'db' | 'blobs'>
  /** A ticket that the viewer sees. */
  getTicket(viewer: Viewer, id: Id): Promise<unknown>
}

/** The bytes as they came, for agents who want to see headers: always as a file, never shown in place. */
export const sourceRoutes = (room: SourceRoom): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/comments/:comment_id/source',
    operation: 'ShowCommentSource',
    summary: 'The raw mail that a comment came by',
    permission: 'tickets.audits',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    params: Type.Object({ id: Type.Integer(), comment_id: Type.Integer() }),
    response: { 200: Type.String() },
    handler: async ({ caller, params }) => {
      const viewer = viewerOf(caller)
      if (!isStaff(viewer.roleKind) || (await room.getTicket(viewer, params.id)) === undefined)
        throw new Refused(notFound)
      const source = await findCommentSource(room.ground.db, params.id, params.comment_id)
      if (source === undefined) throw new Refused(notFound)
      const stream =
        source.raw === null
          ? await room.ground.blobs.open(source.blob as string)
          : Readable.from([source.raw])
      return {
        stream,
        headers: {
          'content-type': 'message/rfc822',
          'content-disposition': `attachment; filename="comment-${params.comment_id}.eml"`,
          'content-security-policy': FILE_POLICY,
          'x-content-type-options': 'nosniff',
          'cache-control': 'private, no-store',
        },
      }
    },
  }),
]
