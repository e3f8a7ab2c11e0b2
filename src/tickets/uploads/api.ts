import { timingSafeEqual } from 'node:crypto'
import { Type } from 'typebox'
import { assert, type Id, notFound, Refused, toIso } from '../../kernel/index.ts'
import { accountSettingsOf, type Viewer, viewerOf } from '../../people/index.ts'
import { SAFE_IMAGES } from '../../platform/blobs/index.ts'
import type { Db } from '../../platform/db/index.ts'
import {
  type ApiReply,
  type ApiRequest,
  badParameter,
  FILE_POLICY,
  type Route,
  route,
} from '../../platform/http/index.ts'
import type { FileRow } from '../comment-store.ts'
import type { Room } from '../room.ts'
import { findAttachment, findLinkedFile } from '../store.ts'
import { fileOfToken, type Linking, presentAttachment } from '../wire/present-attachment.ts'
import { Attachment, IdParams } from '../wire/schemas.ts'
import { findOwnUpload } from './store.ts'
import { dropUpload, takeUpload } from './uploads.ts'

type UploadQuery = { readonly filename?: string; readonly token?: string }

const linkingOf = ({ ground }: Room, origin: string): Linking => ({
  origin,
  keys: ground.keys,
  now: ground.clock.now(),
})

const upload = async (room: Room, request: ApiRequest<unknown, UploadQuery, unknown>): Promise<ApiReply> => {
  const { query, stream, headers, caller } = request
  if (!query.filename) throw new Refused(badParameter('filename', 'is required'))
  assert(stream !== undefined, 'a route with a raw body has a stream')
  const taken = await takeUpload(room.ground, caller.userId, {
    stream,
    name: query.filename,
    declaredType: headers['content-type'],
    token: query.token || undefined,
  })
  const linking = linkingOf(room, request.origin)
  const attachments = taken.files.map((file) => presentAttachment({ ...file, inline: false }, linking))
  const body = {
    token: taken.token,
    expires_at: toIso(taken.expiresAt),
    attachment: attachments.at(-1),
    attachments,
  }
  return { status: 201, body: { upload: body } }
}

const showAttachment = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, unknown>,
): Promise<ApiReply> => {
  const { db } = room.ground
  const viewer = viewerOf(request.caller)
  const { id } = request.params
  const file = (await findAttachment(db, viewer, id)) ?? (await ownUpload(db, viewer, id))
  if (file === undefined) throw new Refused(notFound)
  return { body: { attachment: presentAttachment(file, linkingOf(room, request.origin)) } }
}

/** A file that no comment has taken yet is there for whoever sent it, and for nobody else. */
const ownUpload = async (db: Db, { userId }: Viewer, id: Id): Promise<FileRow | undefined> => {
  const file = userId === null ? undefined : await findOwnUpload(db, userId, id)
  return file && { ...file, inline: false, content_id: null }
}

const download = async (
  room: Room,
  request: ApiRequest<{ token: string }, unknown, unknown>,
): Promise<ApiReply> => {
  const { keys, clock, db, blobs } = room.ground
  const id = fileOfToken(request.params.token, keys, clock.now(), timingSafeEqual)
  if (id !== undefined) await checkPrivacy(room, viewerOf(request.caller), id)
  const file = id === undefined ? undefined : await findLinkedFile(db, id)
  if (file === undefined) throw new Refused(notFound)
  return { stream: await blobs.open(file.blob), headers: downloadHeaders(file) }
}

/** Where the desk keeps files private, the link alone opens nothing: whoever follows it must be able to see the file. */
const checkPrivacy = async ({ ground }: Room, viewer: Viewer, id: Id): Promise<void> => {
  if (accountSettingsOf(await ground.policy.current()).private_attachments !== true) return
  const { userId } = viewer
  if (userId === null) throw new Refused({ code: 'unauthenticated', message: 'Sign in first' })
  const seen = (await findAttachment(ground.db, viewer, id)) ?? (await ownUpload(ground.db, viewer, id))
  if (seen === undefined) throw new Refused(notFound)
}

/** Nothing in a file may run: sandboxed, never sniffed, and shown in place only where it is a plain image. */
const downloadHeaders = (file: FileRow): Record<string, string> => ({
  'content-type': file.content_type,
  'content-length': String(file.size),
  'content-disposition': contentDisposition(SAFE_IMAGES.has(file.content_type), file.file_name),
  'content-security-policy': FILE_POLICY,
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store',
})

/** RFC 6266: a plain name for old clients, the exact one in UTF-8. */
const contentDisposition = (isInline: boolean, name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${isInline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${exact}`
}

const Upload = Type.Object({
  upload: Type.Object({
    token: Type.String(),
    expires_at: Type.String({ format: 'date-time' }),
    attachment: Attachment,
    attachments: Type.Array(Attachment),
  }),
})

export const uploadRoutes = (room: Room): Route[] => [
  route({
    method: 'POST',
    path: '/api/v2/uploads',
    operation: 'UploadFile',
    summary: 'Send a file ahead of the comment that will hold it',
    permission: 'uploads.create',
    scope: 'tickets:write',
    rate: 'upload',
    audit: 'none',
    rawBody: true,
    query: Type.Object({ filename: Type.Optional(Type.String()), token: Type.Optional(Type.String()) }),
    response: { 201: Upload },
    handler: (request) => upload(room, request),
  }),
  route({
    method: 'DELETE',
    path: '/api/v2/uploads/:token',
    operation: 'DeleteUpload',
    summary: 'Take an upload back',
    permission: 'uploads.create',
    scope: 'tickets:write',
    rate: 'write',
    audit: 'none',
    params: Type.Object({ token: Type.String() }),
    response: { 204: Type.Null() },
    handler: async ({ caller, params }) => {
      await dropUpload(room.ground, caller.userId, params.token)
      return { status: 204 }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v2/attachments/:id',
    operation: 'ShowAttachment',
    summary: 'One file of a comment, with a link to its bytes',
    permission: 'signed_in',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    params: IdParams,
    response: { 200: Type.Object({ attachment: Attachment }) },
    handler: (request) => showAttachment(room, request),
  }),
  route({
    method: 'GET',
    path: '/attachments/token/:token',
    operation: 'DownloadAttachment',
    summary: 'The bytes of a file, for whoever holds the link of the last 24 hours',
    permission: 'public',
    scope: 'none',
    rate: 'anonymous',
    audit: 'none',
    params: Type.Object({ token: Type.String() }),
    query: Type.Object({ name: Type.Optional(Type.String()) }),
    response: { 200: Type.Unknown() },
    handler: (request) => download(room, request),
  }),
]
