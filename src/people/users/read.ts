import type { RawBuilder } from 'kysely'
import { type Id, notFound, Refused } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import type { Viewer } from '../core/index.ts'
import { membersOf } from '../memberships/store.ts'
import { rolesOf } from '../policy.ts'
import type { Room } from '../room.ts'
import { visibleUsers } from '../visible.ts'
import { wireRole } from './present.ts'
import { named, searched } from './search-store.ts'
import { countUsers, findUser, findUsers, type UserRow, type UserSort, usersUnder } from './store.ts'

export type UserFilter = {
  /** Wire names: `end-user`, `agent`, `admin`. */
  readonly roles?: readonly string[]
  /** A role's id. */
  readonly roleId?: Id
  readonly externalId?: string
  readonly organizationId?: Id
  readonly groupId?: Id
  /** Words of search: see `searched`. */
  readonly query?: string
  /** The beginning of a name. */
  readonly namePrefix?: string
}

/** Active people, as far as the viewer sees them. */
export const listUsers = (
  room: Room,
  viewer: Viewer,
  policy: PolicySnapshot,
  filter: UserFilter,
  paging: Paging<UserSort>,
): Promise<Listing<UserRow>> => list(room.ground.db, usersUnder(matching(viewer, policy, filter)), paging)

export const countListed = (
  room: Room,
  viewer: Viewer,
  policy: PolicySnapshot,
  filter: UserFilter,
): Promise<number> => countUsers(room.ground.db, matching(viewer, policy, filter))

const matching = (viewer: Viewer, policy: PolicySnapshot, filter: UserFilter): RawBuilder<unknown> => {
  const conditions = [sql`${visibleUsers(viewer)}`, sql`u.active`]
  if (filter.roles !== undefined && filter.roles.length > 0)
    conditions.push(sql`u.role_id = any(${roleIds(policy, filter.roles)}::bigint[])`)
  if (filter.roleId !== undefined) conditions.push(sql`u.role_id = ${filter.roleId}`)
  if (filter.externalId !== undefined) conditions.push(sql`u.external_id = ${filter.externalId}`)
  if (filter.organizationId !== undefined)
    conditions.push(sql`u.id in (${membersOf('organization', filter.organizationId)})`)
  if (filter.groupId !== undefined) conditions.push(sql`u.id in (${membersOf('group', filter.groupId)})`)
  if (filter.query !== undefined) conditions.push(searched(filter.query))
  if (filter.namePrefix !== undefined) conditions.push(sql`u.id in (${named(filter.namePrefix)})`)
  return sql.join(conditions, sql` and `)
}

const roleIds = (policy: PolicySnapshot, names: readonly string[]): Id[] =>
  [...rolesOf(policy).values()].filter(({ kind }) => names.includes(wireRole(kind))).map(({ id }) => id)

/** One person, removed ones included; what the viewer does not see does not exist. */
export const getUser = async (room: Room, viewer: Viewer, id: Id): Promise<UserRow> => {
  const user = await findUser(room.ground.db, sql`u.id = ${id} and ${visibleUsers(viewer)}`)
  if (user === undefined) throw new Refused(notFound)
  return user
}

/** Those of the ids that the viewer sees, by id. */
export const usersByIds = (room: Room, viewer: Viewer, ids: readonly Id[]): Promise<UserRow[]> =>
  findUsers(room.ground.db, sql`u.id = any(${ids}::bigint[]) and ${visibleUsers(viewer)}`)

export const usersByExternalIds = (
  room: Room,
  viewer: Viewer,
  externalIds: readonly string[],
): Promise<UserRow[]> =>
  findUsers(
    room.ground.db,
    sql`u.external_id = any(${externalIds}::text[]) and u.active and ${visibleUsers(viewer)}`,
  )

/** Names and pictures alone, of anybody: what end users read beside what staff wrote to them. */
export const bylines = (room: Room, ids: readonly Id[]): Promise<UserRow[]> =>
  findUsers(room.ground.db, sql`u.id = any(${ids}::bigint[])`)
