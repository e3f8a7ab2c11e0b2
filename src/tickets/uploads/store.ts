import type { Id, Instant } from '../../kernel/index.ts'
import { toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

/** A file that was sent ahead of its comment. */
export type UploadedFile = {
  readonly id: Id
  readonly upload_id: Id
  readonly blob: string
  readonly file_name: string
  readonly content_type: string
  readonly size: number
  readonly sha256: string
  readonly width: number | null
  readonly height: number | null
}

export type NewFile = Omit<UploadedFile, 'id' | 'upload_id'>

const FILE = sql<UploadedFile>`f.id, f.upload_id, f.blob, f.file_name, f.content_type, f.size, f.sha256, f.width, f.height`

/** Makes an upload of one file. */
export const insertUpload = async (
  tx: Db,
  upload: {
    readonly hash: Buffer
    readonly userId: Id | null
    readonly at: Instant
    readonly expiresAt: Instant
  },
  file: NewFile,
): Promise<void> => {
  const row = await tx.one(sql<{ id: Id }>`insert into uploads (hash, user_id, created_at, expires_at)
    values (${upload.hash}, ${upload.userId}, ${toIsoMs(upload.at)}, ${toIsoMs(upload.expiresAt)}) returning id`)
  await insertFile(tx, row!.id, file, upload.at)
}

const insertFile = async (tx: Db, uploadId: Id, file: NewFile, at: Instant): Promise<void> => {
  await tx.rows(sql`insert into upload_files
      (upload_id, blob, file_name, content_type, size, sha256, width, height, created_at)
    values (${uploadId}, ${file.blob}, ${file.file_name}, ${file.content_type}, ${file.size}, ${file.sha256},
      ${file.width}, ${file.height}, ${toIsoMs(at)})`)
}

/** A file that somebody sent ahead and that no comment has taken yet. */
export const findOwnUpload = (db: Db, userId: Id, id: Id): Promise<UploadedFile | undefined> =>
  db.one(sql<UploadedFile>`select ${FILE} from upload_files f join uploads u on u.id = f.upload_id
    where f.id = ${id} and u.user_id = ${userId}`)

/** Adds a file to an upload of the same person, which starts its time anew; false when there is none any more. */
export const addToUpload = async (
  tx: Db,
  upload: {
    readonly hash: Buffer
    readonly userId: Id | null
    readonly at: Instant
    readonly expiresAt: Instant
  },
  file: NewFile,
): Promise<boolean> => {
  const row = await tx.one(sql<{ id: Id }>`update uploads set expires_at = ${toIsoMs(upload.expiresAt)}
    where hash = ${upload.hash} and user_id is not distinct from ${upload.userId}::bigint
      and expires_at > ${toIsoMs(upload.at)} returning id`)
  if (row === undefined) return false
  await insertFile(tx, row.id, file, upload.at)
  return true
}

/** The files of a person's uploads that are still open, oldest first, each with the hash of its upload. */
export const findUploads = (
  db: Db,
  hashes: readonly Buffer[],
  userId: Id | null,
  now: Instant,
): Promise<(UploadedFile & { readonly hash: Buffer })[]> =>
  db.rows(sql<UploadedFile & { readonly hash: Buffer }>`select ${FILE}, u.hash
    from uploads u join upload_files f on f.upload_id = u.id
    where u.hash = any(${hashes}::bytea[]) and u.user_id is not distinct from ${userId}::bigint
      and u.expires_at > ${toIsoMs(now)}
    order by f.id`)

/** Removes an upload and names the blobs of its files; undefined when there is none of this person's. */
export const deleteUpload = async (
  tx: Db,
  hash: Buffer,
  userId: Id | null,
): Promise<string[] | undefined> => {
  const row = await tx.one(sql<{ blobs: string[] }>`
    with gone as (delete from uploads where hash = ${hash} and user_id is not distinct from ${userId}::bigint
      returning id)
    select coalesce((select array_agg(f.blob) from upload_files f where f.upload_id = gone.id), '{}') as blobs
    from gone`)
  return row?.blobs
}

/** Says anew when a person's uploads expire that are still open: not before, and not after. */
export const keepUploads = async (
  tx: Db,
  hashes: readonly Buffer[],
  userId: Id,
  span: { readonly notBefore: Instant } | { readonly notAfter: Instant },
): Promise<void> => {
  const expiresAt =
    'notBefore' in span
      ? sql`greatest(expires_at, ${toIsoMs(span.notBefore)})`
      : sql`least(expires_at, ${toIsoMs(span.notAfter)})`
  await tx.rows(sql`update uploads set expires_at = ${expiresAt}
    where hash = any(${hashes}::bytea[]) and user_id = ${userId}`)
}

/** Removes what has expired, and names the blobs. */
export const deleteExpired = async (tx: Db, now: Instant, limit: number): Promise<string[]> => {
  const rows = await tx.rows(sql<{ blobs: string[] }>`
    with gone as (delete from uploads where id in (
      select id from uploads where expires_at <= ${toIsoMs(now)} order by id limit ${limit} for update skip locked)
      returning id)
    select coalesce((select array_agg(f.blob) from upload_files f where f.upload_id = gone.id), '{}') as blobs
    from gone`)
  return rows.flatMap(({ blobs }) => blobs)
}

/** Removes a person's open uploads, and names the blobs. */
export const deleteUploadsOf = async (tx: Db, userId: Id): Promise<string[]> => {
  const rows = await tx.rows(sql<{ blob: string }>`
    with gone as (delete from uploads where user_id = ${userId} returning id)
    select f.blob from upload_files f join gone on gone.id = f.upload_id`)
  return rows.map(({ blob }) => blob)
}
