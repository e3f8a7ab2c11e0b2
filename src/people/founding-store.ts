import type { Id } from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'

type Found = { readonly id: Id; readonly key: string }

const byKey = (rows: readonly Found[]): ReadonlyMap<string, Id> =>
  new Map(rows.map(({ key, id }) => [key, id]))

/** Groups that stand, by name. */
export const groupsByName = async (tx: Db, names: readonly string[]): Promise<ReadonlyMap<string, Id>> =>
  byKey(
    await tx.rows(sql<Found>`
      select id, name as key from groups where name = any(${names}::text[]) and not deleted`),
  )

/** Organizations that stand, by name. */
export const organizationsByName = async (
  tx: Db,
  names: readonly string[],
): Promise<ReadonlyMap<string, Id>> =>
  byKey(
    await tx.rows(sql<Found>`
      select id, name as key from organizations where name = any(${names}::text[]) and deleted_at is null`),
  )

/** People by any of their addresses, in the one form of `readEmail`. */
export const usersByEmail = async (tx: Db, emails: readonly string[]): Promise<ReadonlyMap<string, Id>> =>
  byKey(
    await tx.rows(sql<Found>`
      select user_id as id, key from user_identities where type = 'email' and key = any(${emails}::text[])`),
  )
