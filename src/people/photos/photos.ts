import { forbidden, type Id, invalidField, notFound, Refused } from '../../kernel/index.ts'
import { HEAD_BYTES, SAFE_IMAGES, sniff } from '../../platform/blobs/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { Acting } from '../acting.ts'
import { mayEditUser } from '../core/index.ts'
import { roleOf } from '../policy.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import type { PhotoWish } from '../users/input.ts'
import { findUser, lockUser, type UserRow } from '../users/store.ts'
import { visibleUsers } from '../visible.ts'
import { type NewPhoto, putPhoto, takePhotoAway } from './store.ts'

export const MAX_PHOTO_BYTES = 2 * 1024 * 1024
const FETCH_TIMEOUT_MS = 10_000
const KEY_BYTES = 16
const MAX_NAME = 255

/** A picture that somebody brings along. `userId`: of whom it shall be, where they are there already. */
export type PhotoAsked = { readonly wish: PhotoWish | undefined; readonly userId?: Id }

/** Writes a user and the picture that comes along. It is looked at first, so that a wrong one changes nothing. */
export const withPhoto = async (
  room: Room,
  acting: Acting,
  { wish, userId }: PhotoAsked,
  write: () => Promise<UserRow>,
): Promise<UserRow> => {
  if (wish === undefined) return write()
  // Nothing is fetched for those who may not have it.
  if (userId !== undefined) {
    const standing = await findUser(room.ground.db, sql`u.id = ${userId} and ${visibleUsers(acting.viewer)}`)
    await editable(room, acting, standing)
  }
  const photo = await takeIn(room, wish)
  const user = await write()
  return change(room, acting, user.id, photo)
}

/** Throws `Refused` not_found where there is none, as for those whom the viewer does not see. */
export const removePhoto = async (room: Room, acting: Acting, userId: Id): Promise<void> => {
  await change(room, acting, userId, null)
}

const takeIn = async (room: Room, wish: PhotoWish): Promise<NewPhoto> => {
  const { bytes, name } = 'url' in wish ? await fetched(room, wish.url) : wish
  const kind = sniff(bytes.subarray(0, HEAD_BYTES))
  if (kind === undefined || !SAFE_IMAGES.has(kind.contentType))
    throw new Refused(invalidField(fieldOf(wish), 'Photo: must be a PNG, JPEG, GIF or WebP image'))
  if (bytes.length > MAX_PHOTO_BYTES) throw new Refused(tooLarge(fieldOf(wish)))
  const { name: blob, size, sha256 } = await room.ground.blobs.put(bytes, MAX_PHOTO_BYTES)
  const { contentType: content_type, width, height } = kind
  return { blob, size, sha256, content_type, width, height, file_name: cleanName(name) }
}

const fieldOf = (wish: PhotoWish): string => ('url' in wish ? 'remote_photo_url' : 'photo')

const tooLarge = (field: string) =>
  invalidField(field, `Photo: is larger than ${MAX_PHOTO_BYTES} bytes`, 'TooLong')

const fetched = async ({ ground }: Room, url: string): Promise<{ bytes: Buffer; name: string }> => {
  const limits = { maxBytes: MAX_PHOTO_BYTES, timeoutMs: FETCH_TIMEOUT_MS, maxRedirects: 3 }
  const answer = await ground.egress.fetch({ url, ...limits })
  const wrong = (why: string) =>
    new Refused(invalidField('remote_photo_url', `Remote photo url: cannot be fetched: ${why}`))
  if (!answer.ok) throw wrong(answer.error.message)
  if (answer.value.status !== 200) throw wrong(`it answers ${answer.value.status}`)
  return { bytes: answer.value.body, name: new URL(answer.value.url).pathname.split('/').at(-1) ?? '' }
}

const cleanName = (name: string): string => {
  const plain = name
    .toWellFormed()
    .replace(/[\p{Cc}/\\]/gu, '')
    .trim()
  return [...plain].slice(0, MAX_NAME).join('') || 'photo'
}

const change = (room: Room, acting: Acting, id: Id, photo: NewPhoto | null): Promise<UserRow> => {
  const { db, clock, randomBytes } = room.ground
  return db.transaction(async (tx) => {
    const found = await lockUser(tx, sql`u.id = ${id} and u.active and ${visibleUsers(acting.viewer)}`)
    const before = await editable(room, acting, found)
    if (photo === null && before.photo === null) throw new Refused(notFound)
    const at = clock.now()
    const key = randomBytes(KEY_BYTES).toString('base64url')
    if (photo === null) await takePhotoAway(tx, id, at)
    else await putPhoto(tx, id, photo, { key, at })
    const after = (await findUser(tx, sql`u.id = ${id}`))!
    const named = { at, source: 'user', id, label: after.name, feed: { subject: 'user' as const, ids: [id] } }
    await record(tx, acting, {
      ...named,
      action: 'update',
      before: { photo: nameOf(before) },
      after: { photo: nameOf(after) },
    })
    return after
  })
}

const editable = async (room: Room, { viewer }: Acting, user: UserRow | undefined): Promise<UserRow> => {
  if (user === undefined) throw new Refused(notFound)
  const role = roleOf(await room.ground.policy.current(), user.role_id)
  if (!mayEditUser(viewer, { id: user.id, role })) throw new Refused(forbidden)
  return user
}

/** Of a picture the log keeps which it was, not the key that opens it. */
const nameOf = ({ photo }: UserRow): unknown =>
  photo === null ? null : { id: photo.id, file_name: photo.file_name }
