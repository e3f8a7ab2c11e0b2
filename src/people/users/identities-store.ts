import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

export type IdentityRow = {
  readonly id: Id
  readonly user_id: Id
  readonly type: string
  readonly value: string
  readonly key: string
  readonly verified: boolean
  readonly is_primary: boolean
  readonly deliverable_state: string
  readonly undeliverable_count: number
  readonly created_at: Instant
  readonly updated_at: Instant
}

const COLUMNS: RawBuilder<IdentityRow> = sql.raw<IdentityRow>(
  `i.id, i.user_id, i.type, i.value, i.key, i.verified, i.is_primary, i.deliverable_state, i.undeliverable_count,
  i.created_at, i.updated_at`,
)

export const identitySource = (where: RawBuilder<unknown>) => ({
  select: COLUMNS,
  from: sql`user_identities i`,
  where,
  sorts: { id: { column: sql`i.id`, type: 'bigint' as const } },
  id: sql`i.id`,
})

export const findIdentities = (db: Db, where: RawBuilder<unknown>): Promise<IdentityRow[]> =>
  db.rows(sql<IdentityRow>`select ${COLUMNS} from user_identities i where ${where} order by i.id`)

/** Those of all these people, as far as they are visible: a condition on the row `u`. */
export const identitiesOfUsers = (
  db: Db,
  userIds: readonly Id[],
  visible: RawBuilder<unknown>,
): Promise<IdentityRow[]> =>
  db.rows(sql<IdentityRow>`select ${COLUMNS} from user_identities i join users u on u.id = i.user_id
    where u.id = any(${userIds}::bigint[]) and ${visible} order by i.id`)

export type NewIdentity = {
  readonly type: string
  readonly value: string
  readonly key: string
  readonly verified: boolean
}

/** Adds an identity; the first address of a person is their primary one. */
export const insertIdentity = async (
  tx: Db,
  userId: Id,
  { type, value, key, verified }: NewIdentity,
  at: Instant,
): Promise<IdentityRow> =>
  (await tx.one(sql<IdentityRow>`
    insert into user_identities as i (user_id, type, value, key, verified, is_primary, created_at, updated_at)
    values (${userId}, ${type}, ${value}, ${key}, ${verified}, not exists (
        select from user_identities other
        where other.user_id = ${userId} and other.type = ${type} and other.is_primary),
      ${toIsoMs(at)}, ${toIsoMs(at)})
    returning ${COLUMNS}`))!

export const makePrimary = (
  tx: Db,
  { user_id: userId, type, id }: IdentityRow,
  at: Instant,
): Promise<unknown> =>
  tx.rows(sql`
    update user_identities set is_primary = (id = ${id}), updated_at = ${toIsoMs(at)}
    where user_id = ${userId} and type = ${type} and is_primary <> (id = ${id})`)

export const markVerified = (tx: Db, where: RawBuilder<unknown>, at: Instant): Promise<unknown> =>
  tx.rows(sql`
    update user_identities i set verified = true, updated_at = ${toIsoMs(at)} where ${where} and not i.verified`)

export const changeIdentity = (
  tx: Db,
  id: Id,
  { value, key, verified }: Omit<NewIdentity, 'type'>,
  at: Instant,
): Promise<unknown> =>
  tx.rows(sql`
    update user_identities set value = ${value}, key = ${key}, verified = ${verified}, updated_at = ${toIsoMs(at)}
    where id = ${id}`)

/** Gives all identities of one person to another, whose primary ones stay so. */
export const moveIdentities = (tx: Db, fromId: Id, toId: Id, at: Instant): Promise<unknown> =>
  tx.rows(sql`
    update user_identities i set user_id = ${toId}, updated_at = ${toIsoMs(at)},
      is_primary = i.is_primary and not exists (
        select from user_identities own where own.user_id = ${toId} and own.type = i.type and own.is_primary)
    where i.user_id = ${fromId}`)

/** Removes identities; where a primary one goes, the oldest of its kind follows. */
export const deleteIdentities = async (tx: Db, userId: Id, where: RawBuilder<unknown>): Promise<void> => {
  await tx.rows(sql`delete from user_identities i where i.user_id = ${userId} and ${where}`)
  await tx.rows(sql`
    update user_identities set is_primary = true where id in (
      select min(id) from user_identities where user_id = ${userId}
      group by type having not bool_or(is_primary))`)
}
