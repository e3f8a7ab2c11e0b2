import type { RawBuilder } from 'kysely'
import { type Id, type Instant, type JsonObject, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ListSource } from '../../platform/paging/index.ts'
import type { FieldValue, Person } from '../core/index.ts'

export type UserRow = {
  readonly id: Id
  readonly name: string
  readonly email: string | null
  readonly role_id: Id
  readonly verified: boolean
  readonly active: boolean
  readonly suspended: boolean
  readonly organization_id: Id | null
  readonly default_group_id: Id | null
  readonly external_id: string | null
  readonly phone: string | null
  readonly alias: string | null
  readonly details: string | null
  readonly notes: string | null
  readonly signature: string | null
  readonly time_zone: string | null
  readonly locale: string | null
  readonly tags: readonly string[]
  readonly user_fields: Readonly<Record<string, FieldValue>>
  readonly ticket_restriction: Person['ticketRestriction']
  readonly only_private_comments: boolean
  readonly moderator: boolean
  readonly photo: JsonObject | null
  readonly last_login_at: Instant | null
  readonly created_at: Instant
  readonly updated_at: Instant
}

/** Columns that writes of profiles set; those derived of identities and memberships are settled apart. */
export type UserColumns = Omit<
  UserRow,
  'id' | 'email' | 'verified' | 'active' | 'organization_id' | 'last_login_at' | 'created_at' | 'updated_at'
>

const NAMES =
  `id name email role_id verified active suspended organization_id default_group_id external_id phone alias
  details notes signature time_zone locale tags user_fields ticket_restriction only_private_comments moderator photo
  last_login_at created_at updated_at`.split(/\s+/)

/** Of the row `u`. */
export const userColumns: RawBuilder<UserRow> = sql.raw<UserRow>(NAMES.map((name) => `u.${name}`).join(', '))

/** People under a condition on the row `u`, without an end. */
export const findUsers = (db: Db, where: RawBuilder<unknown>): Promise<UserRow[]> =>
  db.rows(sql<UserRow>`select ${userColumns} from users u where ${where} order by u.id`)

export const findUser = (db: Db, where: RawBuilder<unknown>): Promise<UserRow | undefined> =>
  db.one(sql<UserRow>`select ${userColumns} from users u where ${where}`)

/** Reads one for writing: the row is held until the transaction ends. */
export const lockUser = (tx: Db, where: RawBuilder<unknown>): Promise<UserRow | undefined> =>
  tx.one(sql<UserRow>`select ${userColumns} from users u where ${where} for no key update of u`)

/** As `lockUser`, of several: in the order of their ids. */
export const lockUsers = (tx: Db, where: RawBuilder<unknown>): Promise<UserRow[]> =>
  tx.rows(
    sql<UserRow>`select ${userColumns} from users u where ${where} order by u.id for no key update of u`,
  )

export const countUsers = async (db: Db, where: RawBuilder<unknown>): Promise<number> =>
  (await db.one(sql<{ count: number }>`select count(*) as count from users u where ${where}`))!.count

export type UserSort = 'id' | 'name' | 'created_at' | 'updated_at'

export const usersUnder = (where: RawBuilder<unknown>): ListSource<UserRow, UserSort> => ({
  select: userColumns,
  from: sql`users u`,
  where,
  sorts: {
    id: { column: sql`u.id`, type: 'bigint' },
    name: { column: sql`u.name`, type: 'text' },
    created_at: { column: sql`u.created_at`, type: 'timestamptz' },
    updated_at: { column: sql`u.updated_at`, type: 'timestamptz' },
  },
  id: sql`u.id`,
})

export const insertUser = async (
  tx: Db,
  columns: Partial<UserColumns> & Pick<UserColumns, 'name' | 'role_id'>,
  at: Instant,
): Promise<UserRow> => {
  const entries = Object.entries(columns)
  return (await tx.one(sql<UserRow>`
    insert into users as u (${sql.join(entries.map(([name]) => sql.ref(name)))}, created_at, updated_at)
    values (${sql.join(entries.map(([, value]) => sql`${value}`))}, ${toIsoMs(at)}, ${toIsoMs(at)})
    returning ${userColumns}`))!
}

/** Sets columns of one person; nothing to set touches nothing. */
export const updateUser = async (
  tx: Db,
  id: Id,
  columns: Partial<UserColumns & Pick<UserRow, 'active'>>,
  at: Instant,
): Promise<void> => {
  const entries = Object.entries(columns)
  if (entries.length === 0) return
  const settings = entries.map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
  await tx.rows(sql`update users set ${sql.join(settings)}, updated_at = ${toIsoMs(at)} where id = ${id}`)
}

/**
 * Brings in line what a person's row repeats: the primary address, whether any address is proven, the default
 * organization and group. Where memberships stand without a default, the oldest becomes it.
 */
export const settleUsers = async (tx: Db, ids: readonly Id[], at: Instant): Promise<void> => {
  for (const table of ['organization_memberships', 'group_memberships'] as const)
    await tx.rows(sql`
      update ${sql.table(table)} set is_default = true where id in (
        select min(id) from ${sql.table(table)} where user_id = any(${ids}::bigint[])
        group by user_id having not bool_or(is_default))`)
  await tx.rows(sql`
    with now_so as (
      select w.id,
        (select i.value from user_identities i where i.user_id = w.id and i.type = 'email' and i.is_primary) as email,
        exists (select from user_identities i where i.user_id = w.id and i.verified) as verified,
        (select m.organization_id from organization_memberships m where m.user_id = w.id and m.is_default) as organization,
        (select m.group_id from group_memberships m where m.user_id = w.id and m.is_default) as default_group
      from unnest(${ids}::bigint[]) as w(id))
    update users u set email = n.email, verified = n.verified, organization_id = n.organization,
      default_group_id = n.default_group, updated_at = ${toIsoMs(at)}
    from now_so n
    where u.id = n.id and (u.email, u.verified, u.organization_id, u.default_group_id)
      is distinct from (n.email, n.verified, n.organization, n.default_group)`)
}

/**
 * Makes people whose proven address lies in a domain of an organization its members, where they belong to none yet.
 * An address that is not proven gives nothing (`security.md` 3).
 */
export const joinByDomain = async (tx: Db, ids: readonly Id[], at: Instant): Promise<void> => {
  await tx.rows(sql`
    insert into organization_memberships (user_id, organization_id, is_default, created_at, updated_at)
    select distinct on (u.id) u.id, o.id, true, ${toIsoMs(at)}::timestamptz, ${toIsoMs(at)}::timestamptz
    from users u
    join user_identities i on i.user_id = u.id and i.type = 'email' and i.verified
    join organizations o on o.deleted_at is null and o.domain_names @> array[split_part(i.key, '@', 2)]
    where u.id = any(${ids}::bigint[]) and u.active
      and not exists (select from organization_memberships m where m.user_id = u.id)
    order by u.id, o.id
    on conflict do nothing`)
}

/** Condition on the row `u`: the active person with that external id, else the one with that address. */
export const isKnownBy = (ways: {
  readonly externalId: string | null
  readonly email: string | null
}): RawBuilder<unknown> => sql`u.id = coalesce(
  (select x.id from users x where x.external_id = ${ways.externalId} and x.active),
  (select i.user_id from user_identities i where i.type = 'email' and i.key = ${ways.email}))`
