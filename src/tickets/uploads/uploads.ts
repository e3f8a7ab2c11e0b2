import { createHash } from 'node:crypto'
import { type Id, type Instant, invalidField, notFound, plusMs, Refused } from '../../kernel/index.ts'
import { type BlobStore, HEAD_BYTES, kindOf } from '../../platform/blobs/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { NewAttachment } from '../core/change.ts'
import {
  addToUpload,
  deleteExpired,
  deleteUpload,
  findUploads,
  insertUpload,
  keepUploads,
  type NewFile,
  type UploadedFile,
} from './store.ts'

export const MAX_FILE_BYTES = 50 * 1024 * 1024
const UPLOAD_HOURS_MS = 24 * 3_600_000
const TOKEN_BYTES = 24
const MAX_NAME = 255

/** Tokens are kept as one SHA-256 of 192 random bits. */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

export type Upload = {
  readonly token: string
  readonly expiresAt: Instant
  readonly files: readonly UploadedFile[]
}

/** Takes a file in; with a token it joins the files of that upload. The token is shown this once. */
export const takeUpload = async (
  ground: Ground,
  userId: Id | null,
  file: {
    readonly stream: NodeJS.ReadableStream
    readonly name: string
    readonly declaredType: string | undefined
    readonly token: string | undefined
  },
): Promise<Upload> => {
  const row = await storeFile(ground, file, MAX_FILE_BYTES)
  const at = ground.clock.now()
  const expiresAt = plusMs(at, UPLOAD_HOURS_MS)
  const token = file.token ?? ground.randomBytes(TOKEN_BYTES).toString('base64url')
  const upload = { hash: hashOf(token), userId, at, expiresAt }
  await ground.db.transaction(async (tx) => {
    if (file.token === undefined) await insertUpload(tx, upload, row)
    else if (!(await addToUpload(tx, upload, row))) throw new Refused(notFound)
  })
  return { token, expiresAt, files: await findUploads(ground.db, [upload.hash], userId, at) }
}

/** Keeps the bytes of a file, and tells what a row says of them. */
export const storeFile = async (
  { blobs }: Pick<Ground, 'blobs'>,
  file: {
    readonly stream: NodeJS.ReadableStream
    readonly name: string
    readonly declaredType: string | undefined
  },
  maxBytes: number,
): Promise<NewFile> => {
  const stored = await blobs.put(file.stream, maxBytes)
  const kind = kindOf(await headOf(blobs, stored.name), file.declaredType)
  return {
    blob: stored.name,
    file_name: safeName(file.name),
    content_type: kind.contentType,
    size: stored.size,
    sha256: stored.sha256,
    width: kind.width,
    height: kind.height,
  }
}

/** The last part of what the sender calls the file, without control characters. */
export const safeName = (name: string): string => {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
  return [...plain].slice(0, MAX_NAME).join('') || 'file'
}

const headOf = async (blobs: BlobStore, name: string): Promise<Buffer> => {
  const stream = await blobs.open(name)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk))
    size += chunk.length
    if (size >= HEAD_BYTES) break
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES)
}

export type OpenUploads = {
  readonly uploadIds: readonly Id[]
  readonly attachments: readonly NewAttachment[]
}

/** The files that a comment takes by its tokens, which must be the caller's own. Throws `Refused` on any other. */
export const openUploads = async (
  ground: Ground,
  userId: Id | null,
  tokens: readonly string[],
): Promise<OpenUploads> => {
  if (tokens.length === 0) return { uploadIds: [], attachments: [] }
  const hashes = [...new Set(tokens)].map(hashOf)
  const files = await findUploads(ground.db, hashes, userId, ground.clock.now())
  const found = new Set(files.map(({ hash }) => hash.toString('hex')))
  if (hashes.some((hash) => !found.has(hash.toString('hex'))))
    throw new Refused(invalidField('uploads', 'Uploads: an upload token is unknown or has expired'))
  return {
    uploadIds: [...new Set(files.map((file) => file.upload_id))],
    attachments: files.map(attachmentOf),
  }
}

/** The files of those tokens that are a person's own and still open. */
export const openFiles = async (
  ground: Ground,
  userId: Id,
  tokens: readonly string[],
): Promise<ReadonlyMap<string, readonly UploadedFile[]>> => {
  if (tokens.length === 0) return new Map()
  const byHash = new Map(tokens.map((token) => [hashOf(token).toString('hex'), token]))
  const files = await findUploads(ground.db, tokens.map(hashOf), userId, ground.clock.now())
  return Map.groupBy(files, ({ hash }) => byHash.get(hash.toString('hex'))!)
}

/** A person's uploads stay until then at least: a draft names them. */
export const holdUploads = async (
  tx: Db,
  userId: Id,
  tokens: readonly string[],
  until: Instant,
): Promise<void> => {
  if (tokens.length > 0) await keepUploads(tx, tokens.map(hashOf), userId, { notBefore: until })
}

/** No draft names them any more: they have the time that any upload has. */
export const releaseUploads = async (
  tx: Db,
  userId: Id,
  tokens: readonly string[],
  now: Instant,
): Promise<void> => {
  if (tokens.length > 0)
    await keepUploads(tx, tokens.map(hashOf), userId, { notAfter: plusMs(now, UPLOAD_HOURS_MS) })
}

const attachmentOf = (file: UploadedFile): NewAttachment => ({
  id: file.id,
  blob: file.blob,
  fileName: file.file_name,
  contentType: file.content_type,
  size: file.size,
  sha256: file.sha256,
  inline: false,
  contentId: null,
  width: file.width,
  height: file.height,
})

/** Takes an upload back. */
export const dropUpload = async (ground: Ground, userId: Id | null, token: string): Promise<void> => {
  const blobs = await ground.db.transaction((tx) => deleteUpload(tx, hashOf(token), userId))
  if (blobs === undefined) throw new Refused(notFound)
  await removeAll(ground.blobs, blobs)
}

const SWEEP_BATCH = 500

/** Removes uploads that no comment took in time. */
export const sweepUploads = async (ground: Ground): Promise<void> => {
  for (;;) {
    const blobs = await ground.db.transaction((tx) => deleteExpired(tx, ground.clock.now(), SWEEP_BATCH))
    if (blobs.length === 0) return
    await removeAll(ground.blobs, blobs)
  }
}

/** Only after the rows are gone for good: a blob that a row names must exist. */
const removeAll = async (blobs: BlobStore, names: readonly string[]): Promise<void> => {
  for (const name of names) await blobs.remove(name)
}
