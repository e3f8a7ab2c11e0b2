import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

/** A picture whose bytes are stored. */
export type NewPhoto = {
  readonly blob: string
  readonly file_name: string
  readonly content_type: string
  readonly size: number
  readonly sha256: string
  readonly width: number | null
  readonly height: number | null
}

type PhotoRow = Pick<NewPhoto, 'blob' | 'content_type' | 'size'>

/** Gives a person a picture in the place of the one that they have; its bytes are swept. */
export const putPhoto = async (
  tx: Db,
  userId: Id,
  photo: NewPhoto,
  { key, at }: { readonly key: string; readonly at: Instant },
): Promise<void> => {
  await deletePhoto(tx, userId)
  await tx.rows(sql`
    with made as (
      insert into user_photos (user_id, key, blob, file_name, content_type, size, sha256, width, height, created_at)
      values (${userId}, ${key}, ${photo.blob}, ${photo.file_name}, ${photo.content_type}, ${photo.size},
        ${photo.sha256}, ${photo.width}, ${photo.height}, ${toIsoMs(at)}) returning *)
    update users u set photo = to_jsonb(made) - array['user_id', 'blob', 'sha256', 'created_at'], updated_at = ${toIsoMs(at)}
    from made where u.id = made.user_id`)
}

export const takePhotoAway = async (tx: Db, userId: Id, at: Instant): Promise<void> => {
  await deletePhoto(tx, userId)
  await tx.rows(sql`update users set photo = null, updated_at = ${toIsoMs(at)} where id = ${userId}`)
}

const deletePhoto = (tx: Db, userId: Id): Promise<unknown> =>
  tx.rows(sql`delete from user_photos where user_id = ${userId}`)

/** The picture of somebody who is still there, for whoever knows its key. */
export const findPhoto = (db: Db, id: Id, key: string): Promise<PhotoRow | undefined> =>
  db.one(sql<PhotoRow>`select p.blob, p.content_type, p.size from user_photos p join users u on u.id = p.user_id
    where p.id = ${id} and p.key = ${key} and u.active`)
