import type { RawBuilder } from 'kysely'
import { type Id, notFound, Refused } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import type { Viewer } from '../core/index.ts'
import { rolesOf } from '../policy.ts'
import type { Room } from '../room.ts'
import { visibleUsers } from '../visible.ts'
import { wireRole } from './present.ts'
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
    conditions.push(sql`u.id in (
      select m.user_id from organization_memberships m where m.organization_id = ${filter.organizationId})`)
  if (filter.groupId !== undefined)
    conditions.push(
      sql`u.id in (select m.user_id from group_memberships m where m.group_id = ${filter.groupId})`,
    )
  if (filter.query !== undefined) conditions.push(searched(filter.query))
  if (filter.namePrefix !== undefined) conditions.push(sql`u.id in (${named(filter.namePrefix)})`)
  return sql.join(conditions, sql` and `)
}

const roleIds = (policy: PolicySnapshot, names: readonly string[]): Id[] =>
  [...rolesOf(policy).values()].filter(({ kind }) => names.includes(wireRole(kind))).map(({ id }) => id)

const MAX_QUERY = 1024

/** `%`, `_` and `\` mean themselves. */
const prefixPattern = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`

/** Ids of those whose name holds the words, each by its beginning, in any order; an index answers it. */
const named = (text: string): RawBuilder<unknown> => {
  const words = text.slice(0, MAX_QUERY).match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length === 0) return sql`select null::bigint where false`
  const asked = words.map((word) => `${word}:*`).join(' & ')
  return sql`select x.id from users x where to_tsvector('simple', x.name) @@ to_tsquery('simple', ${asked})`
}

const addressed = (text: string): RawBuilder<unknown> =>
  sql`select i.user_id from user_identities i
    where i.type = 'email' and i.key like ${prefixPattern(text.toLowerCase())}`

const phoned = (text: string): RawBuilder<unknown> => sql`select x.id from users x where x.phone = ${text}`

const externally = (text: string): RawBuilder<unknown> =>
  sql`select x.id from users x where x.external_id = ${text} and x.active`

/**
 * Search as clients ask for it: the beginning of an address or of words of the name, a whole phone number or external
 * id; or one property, `email:ada@x.example`, `name:"Ada L"`, `external_id:4711`, `phone:+49…`. Everybody for nothing
 * asked, or `*`.
 */
const searched = (query: string): RawBuilder<unknown> => {
  const text = query
    .slice(0, MAX_QUERY)
    .replace(/\btype:user\b/g, '')
    .trim()
  if (text === '' || text === '*') return sql`true`
  const property = /^(email|name|external_id|phone):\s*"?([^"]*)"?$/s.exec(text)
  if (property !== null) return sql`u.id in (${byProperty(property[1]!, property[2]!.trim())})`
  const bare = text.replace(/^"(.*)"$/s, '$1').replace(/\*$/, '')
  const kinds = [named(bare), addressed(bare), phoned(bare), externally(bare)]
  return sql`u.id in (${sql.join(kinds, sql` union `)})`
}

const byProperty = (name: string, value: string): RawBuilder<unknown> => {
  if (name === 'name') return named(value)
  if (name === 'email') return addressed(value.replace(/\*$/, ''))
  return name === 'phone' ? phoned(value) : externally(value)
}

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
