import type { Id } from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'

/** Ids of active people by the compared form of their address; addresses of nobody are absent. */
export const findPeopleByEmail = async (db: Db, keys: readonly string[]): Promise<Map<string, Id>> => {
  const rows = await db.rows(sql<{ key: string; user_id: Id }>`
    select i.key, i.user_id from user_identities i join users u on u.id = i.user_id and u.active
    where i.type = 'email' and i.key = any(${keys}::text[])`)
  return new Map(rows.map(({ key, user_id }) => [key, user_id]))
}

export const userExists = async (db: Db, id: Id): Promise<boolean> =>
  (await db.one(sql`select from users where id = ${id}`)) !== undefined

export const organizationExists = async (db: Db, id: Id): Promise<boolean> =>
  (await db.one(sql`select from organizations where id = ${id} and deleted_at is null`)) !== undefined
