import { Type } from 'typebox'
import { notFound, Refused } from '../../kernel/index.ts'
import { FILE_POLICY, type Route, route } from '../../platform/http/index.ts'
import { actingOf } from '../acting.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire.ts'
import { removePhoto } from './photos.ts'
import { findPhoto } from './store.ts'

const DAY_SECONDS = 86_400

export const photoRoutes = (room: Room): Route[] => [
  route({
    method: 'DELETE',
    path: '/api/v2/users/:id/photo',
    operation: 'DeleteUserPhoto',
    summary: 'Takes the picture of a user away; everybody their own',
    permission: 'signed_in',
    scope: 'users:write',
    rate: 'write',
    audit: 'user',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removePhoto(room, actingOf(request), request.params.id)
      return { status: 204 }
    },
  }),
  route({
    method: 'GET',
    path: '/photos/:id/:key',
    operation: 'ShowUserPhoto',
    summary: 'The picture of a user, for whoever was shown its address',
    permission: 'public',
    scope: 'none',
    rate: 'anonymous',
    audit: 'none',
    params: Type.Object({ id: Type.Integer(), key: Type.String() }),
    response: { 200: Type.Unknown() },
    handler: async ({ params }) => {
      const photo = await findPhoto(room.ground.db, params.id, params.key)
      if (photo === undefined) throw new Refused(notFound)
      return { stream: await room.ground.blobs.open(photo.blob), headers: headersOf(photo) }
    },
  }),
]

/** Nothing in it may run. An address stands for one picture for ever, but people may take theirs away. */
const headersOf = ({ content_type: type, size }: { content_type: string; size: number }) => ({
  'content-type': type,
  'content-length': String(size),
  'content-disposition': 'inline',
  'content-security-policy': FILE_POLICY,
  'x-content-type-options': 'nosniff',
  'cache-control': `private, max-age=${DAY_SECONDS}`,
})
