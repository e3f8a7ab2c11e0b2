import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { assert, type Id, invalidField, Refused, toIso } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, badParameter, type Route, route } from '../../platform/http/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { linkingOf } from '../api/present.ts'
import type { Policy } from '../core/policy.ts'
import { editingPolicy } from '../policy-edit.ts'
import type { Room } from '../room.ts'
import { changeRule } from '../rule-documents/edit.ts'
import { storeFile } from '../uploads/uploads.ts'
import { assertMayWrite, restrictionOf } from '../views/restriction.ts'
import { presentAttachment } from '../wire/present-attachment.ts'
import { IdParams } from '../wire/schemas.ts'
import { readingMacros, writingMacros } from './api.ts'
import { getMacro } from './find.ts'
import { filesOf, macroActions, macroNoun } from './macro-input.ts'
import { findMacroFiles, insertMacroFile, type MacroFile } from './store.ts'

const MAX_FILES = 5
const MAX_BYTES = 10 * 1024 * 1024
/** What stands round the file in a form. */
const MAX_FORM_BYTES = MAX_BYTES + 65_536

type Asked = Pick<ApiRequest<unknown, unknown, unknown>, 'origin'>

const present =
  (room: Room, { origin }: Asked) =>
  (file: MacroFile) => ({
    id: file.id,
    filename: file.file_name,
    content_type: file.content_type,
    content_url: presentAttachment({ ...file, inline: false }, linkingOf(room, origin)).content_url,
    size: file.size,
    created_at: toIso(file.created_at),
  })

const idsIn = ({ body }: PolicyDocument, policy: Policy): readonly Id[] => {
  const actions = macroActions(body.actions, policy)
  return actions.ok ? filesOf(actions.value) : []
}

const list = async (room: Room, request: ApiRequest<{ id: Id }, unknown, unknown>): Promise<ApiReply> => {
  const snapshot = await room.ground.policy.current()
  const macro = getMacro(viewerOf(request.caller), snapshot, request.params.id)
  const ids = idsIn(macro, await room.policies.at(snapshot.version))
  const files = await findMacroFiles(room.ground.db, ids)
  return { body: { macro_attachments: files.map(present(room, request)), count: files.length } }
}

type UploadRequest = ApiRequest<{ id: Id }, { readonly filename?: string }, unknown>
type Sent = {
  readonly stream: NodeJS.ReadableStream
  readonly name: string
  readonly declaredType: string | undefined
}

/** The file of a request: its body, or the part `attachment` of a form. */
const fileOf = async ({ stream, headers, query }: UploadRequest): Promise<Sent> => {
  assert(stream !== undefined, 'a route with a raw body has a stream')
  const type = headers['content-type'] ?? ''
  if (type.startsWith('multipart/form-data')) return fileOfForm(await bytesOf(stream), type, query.filename)
  if (!query.filename) throw new Refused(badParameter('filename', 'is required'))
  return { stream, name: query.filename, declaredType: type || undefined }
}

const bytesOf = async (stream: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > MAX_FORM_BYTES)
      throw new Refused({ code: 'too_large', message: `A file can have at most ${MAX_BYTES} bytes` })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const fileOfForm = async (bytes: Buffer, type: string, named: string | undefined): Promise<Sent> => {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
    .formData()
    .catch(() => undefined)
  const part = form?.get('attachment')
  if (part === undefined || part === null || typeof part === 'string')
    throw new Refused(invalidField('attachment', 'Attachment: must be a file in the form'))
  const name = named ?? form?.get('filename')
  return {
    stream: Readable.from([Buffer.from(await part.arrayBuffer())]),
    name: typeof name === 'string' && name !== '' ? name : part.name,
    declaredType: part.type || undefined,
  }
}

const upload = async (room: Room, request: UploadRequest): Promise<ApiReply> => {
  const { id } = request.params
  const viewer = viewerOf(request.caller)
  const standing = getMacro(viewer, await room.ground.policy.current(), id)
  assertMayWrite(viewer, 'macros', restrictionOf(standing.body))
  const stored = await storeFile(room.ground, await fileOf(request), MAX_BYTES)
  const file = await editingPolicy(room, request, 'put file under macro', async (editing) => {
    const policy = await room.policies.at(editing.policy.version)
    const ids = idsIn(getMacro(viewer, editing.policy, id), policy)
    if (ids.length >= MAX_FILES)
      throw new Refused(invalidField('base', `Macro: can have at most ${MAX_FILES} files`))
    const whose = { macroId: id, userId: viewer.userId, at: editing.at }
    const inserted = await insertMacroFile(editing.tx, stored, whose)
    await changeRule(editing, macroNoun(viewer, policy), id, { attachments: [...ids, inserted.id] })
    return inserted
  })
  return { status: 201, body: { macro_attachment: present(room, request)(file) } }
}

const Shown = Type.Object({
  id: Type.Integer(),
  filename: Type.String(),
  content_type: Type.String(),
  content_url: Type.String(),
  size: Type.Integer(),
  created_at: Type.String({ format: 'date-time' }),
})

/** Files that macros put under comments. */
export const macroFileRoutes = (room: Room): Route[] => [
  route({
    ...readingMacros,
    method: 'GET',
    path: '/api/v2/macros/:id/attachments',
    operation: 'ListMacroAttachments',
    summary: 'The files of a macro',
    params: IdParams,
    response: { 200: Type.Object({ macro_attachments: Type.Array(Shown), count: Type.Integer() }) },
    handler: (request) => list(room, request),
  }),
  route({
    ...writingMacros,
    rate: 'upload',
    method: 'POST',
    path: '/api/v2/macros/:id/attachments',
    operation: 'CreateAssociatedMacroAttachment',
    summary: 'Put a file under a macro: as a form with the part `attachment`, or as the body',
    rawBody: true,
    params: IdParams,
    query: Type.Object({ filename: Type.Optional(Type.String({ maxLength: 1000 })) }),
    response: { 201: Type.Object({ macro_attachment: Shown }) },
    handler: (request) => upload(room, request),
  }),
]
