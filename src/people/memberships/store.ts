import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ListSource } from '../../platform/paging/index.ts'

/** The two tables are alike: a person belongs to something, at most one of each kind by default. */
export type Belonging = 'organization' | 'group'

export type MembershipRow = {
  readonly id: Id
  readonly user_id: Id
  /** The organization's or the group's. */
  readonly target_id: Id
  readonly is_default: boolean
  /** Of organizations: whether they see all its tickets; false for groups. */
  readonly view_tickets: boolean
  readonly target_name: string
  readonly created_at: Instant
  readonly updated_at: Instant
}

type Table = {
  readonly name: RawBuilder<unknown>
  readonly target: RawBuilder<unknown>
  readonly select: RawBuilder<MembershipRow>
  readonly from: RawBuilder<unknown>
}

const TABLES: Readonly<Record<Belonging, Table>> = {
  organization: {
    name: sql`organization_memberships`,
    target: sql`organization_id`,
    select: sql<MembershipRow>`m.id, m.user_id, m.organization_id as target_id, m.is_default, m.view_tickets,
      o.name as target_name, m.created_at, m.updated_at`,
    from: sql`organization_memberships m join organizations o on o.id = m.organization_id`,
  },
  group: {
    name: sql`group_memberships`,
    target: sql`group_id`,
    select: sql<MembershipRow>`m.id, m.user_id, m.group_id as target_id, m.is_default, false as view_tickets,
      g.name as target_name, m.created_at, m.updated_at`,
    from: sql`group_memberships m join groups g on g.id = m.group_id`,
  },
}

/** Condition on the row `m`: of this organization or group. */
export const belongsTo = (kind: Belonging, id: Id): RawBuilder<unknown> =>
  sql`m.${TABLES[kind].target} = ${id}`

/** Condition on the row `m`: of somebody who works here now, in one of these roles. */
export const ofWorking = (roleIds: readonly Id[]): RawBuilder<unknown> => sql`exists (
  select from users u
  where u.id = m.user_id and u.active and not u.suspended and u.role_id = any(${roleIds}::bigint[]))`

export const membershipsUnder = (
  kind: Belonging,
  where: RawBuilder<unknown>,
): ListSource<MembershipRow, 'id'> => ({
  select: TABLES[kind].select,
  from: TABLES[kind].from,
  where,
  sorts: { id: { column: sql`m.id`, type: 'bigint' } },
  id: sql`m.id`,
})

export const findMemberships = (
  db: Db,
  kind: Belonging,
  where: RawBuilder<unknown>,
): Promise<MembershipRow[]> =>
  db.rows(sql<MembershipRow>`
    select ${TABLES[kind].select} from ${TABLES[kind].from} where ${where} order by m.id`)

export type NewMembership = {
  readonly userId: Id
  readonly targetId: Id
  readonly isDefault: boolean
  readonly viewTickets?: boolean
}

export const insertMembership = async (
  tx: Db,
  kind: Belonging,
  { userId, targetId, isDefault, viewTickets }: NewMembership,
  at: Instant,
): Promise<Id> => {
  const { name, target } = TABLES[kind]
  if (isDefault) await clearDefault(tx, kind, userId)
  const [extra, value] =
    kind === 'organization' ? [sql`, view_tickets`, sql`, ${viewTickets ?? false}`] : [sql``, sql``]
  const made = await tx.one(sql<{ id: Id }>`
    insert into ${name} (user_id, ${target}, is_default, created_at, updated_at${extra})
    values (${userId}, ${targetId}, ${isDefault}, ${toIsoMs(at)}, ${toIsoMs(at)}${value})
    returning id`)
  return made!.id
}

/** Makes somebody a member by default, whether they were a member or not. */
export const putDefault = async (
  tx: Db,
  kind: Belonging,
  userId: Id,
  targetId: Id,
  at: Instant,
): Promise<void> => {
  const { name, target } = TABLES[kind]
  await clearDefault(tx, kind, userId)
  await tx.rows(sql`
    insert into ${name} (user_id, ${target}, is_default, created_at, updated_at)
    values (${userId}, ${targetId}, true, ${toIsoMs(at)}, ${toIsoMs(at)})
    on conflict (user_id, ${target}) do update set is_default = true, updated_at = excluded.updated_at`)
}

/** Makes somebody a member, or leaves it so. */
export const putMemberships = (
  tx: Db,
  kind: Belonging,
  userId: Id,
  targetIds: readonly Id[],
  at: Instant,
): Promise<unknown> => {
  const { name, target } = TABLES[kind]
  return tx.rows(sql`
    insert into ${name} (user_id, ${target}, created_at, updated_at)
    select ${userId}, target_id, ${toIsoMs(at)}::timestamptz, ${toIsoMs(at)}::timestamptz
    from unnest(${targetIds}::bigint[]) as target_id
    on conflict do nothing`)
}

const clearDefault = (tx: Db, kind: Belonging, userId: Id): Promise<unknown> =>
  tx.rows(sql`update ${TABLES[kind].name} set is_default = false where user_id = ${userId} and is_default`)

/** Removes memberships under a condition on the row `m`; answers whose they were. */
export const deleteMemberships = async (
  tx: Db,
  kind: Belonging,
  where: RawBuilder<unknown>,
): Promise<Id[]> => {
  const gone = await tx.rows(sql<{ user_id: Id }>`
    delete from ${TABLES[kind].name} m where ${where} returning m.user_id`)
  const ids = [...new Set(gone.map(({ user_id: id }) => id))]
  if (kind === 'organization') await dropWhatNeedsMembership(tx, ids)
  return ids
}

/** Who is no member any more neither follows the organization nor is its contact. */
const dropWhatNeedsMembership = async (tx: Db, userIds: readonly Id[]): Promise<void> => {
  for (const table of ['organization_subscriptions', 'organization_contacts'] as const)
    await tx.rows(sql`
      delete from ${sql.table(table)} t where t.user_id = any(${userIds}::bigint[]) and not exists (
        select from organization_memberships m
        where m.user_id = t.user_id and m.organization_id = t.organization_id)`)
}

/** Gives what needs a membership to another person or organization, except what is there already. */
export const moveWhatNeedsMembership = async (
  tx: Db,
  key: 'user_id' | 'organization_id',
  fromId: Id,
  toId: Id,
): Promise<void> => {
  const other = key === 'user_id' ? 'organization_id' : 'user_id'
  for (const table of ['organization_subscriptions', 'organization_contacts'] as const) {
    await tx.rows(sql`
      update ${sql.table(table)} t set ${sql.ref(key)} = ${toId}
      where t.${sql.ref(key)} = ${fromId} and not exists (
        select from ${sql.table(table)} own
        where own.${sql.ref(key)} = ${toId} and own.${sql.ref(other)} = t.${sql.ref(other)})`)
    await tx.rows(sql`delete from ${sql.table(table)} t where t.${sql.ref(key)} = ${fromId}`)
  }
}

/** Gives the memberships of one person to another, except what the other belongs to already. */
export const moveMemberships = async (
  tx: Db,
  kind: Belonging,
  fromId: Id,
  toId: Id,
  at: Instant,
): Promise<void> => {
  const { name, target } = TABLES[kind]
  await tx.rows(sql`
    update ${name} m set user_id = ${toId}, is_default = false, updated_at = ${toIsoMs(at)}
    where m.user_id = ${fromId} and not exists (
      select from ${name} own where own.user_id = ${toId} and own.${target} = m.${target})`)
  await tx.rows(sql`delete from ${name} m where m.user_id = ${fromId}`)
  if (kind === 'organization') await moveWhatNeedsMembership(tx, 'user_id', fromId, toId)
}

/** Those of the ids that name an organization or group that stands. */
export const standing = async (db: Db, kind: Belonging, ids: readonly Id[]): Promise<ReadonlySet<Id>> => {
  const rows = await db.rows(
    kind === 'organization'
      ? sql<{ id: Id }>`select id from organizations where id = any(${ids}::bigint[]) and deleted_at is null`
      : sql<{ id: Id }>`select id from groups where id = any(${ids}::bigint[]) and not deleted`,
  )
  return new Set(rows.map(({ id }) => id))
}

/** Subselect: the ids of what somebody belongs to. */
export const targetsOf = (kind: Belonging, userId: Id): RawBuilder<unknown> =>
  sql`select m.${TABLES[kind].target} from ${TABLES[kind].name} m where m.user_id = ${userId}`

/** Subselect: the ids of those who belong to it. */
export const membersOf = (kind: Belonging, targetId: Id): RawBuilder<unknown> =>
  sql`select m.user_id from ${TABLES[kind].name} m where m.${TABLES[kind].target} = ${targetId}`
