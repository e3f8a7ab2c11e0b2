import { type Static, Type } from 'typebox'
import { forbidden, type Id, type Instant, invalidField, notFound, Refused } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import type { Acting } from '../acting.ts'
import { cleanName, may, type Viewer } from '../core/index.ts'
import { namingDuplicates } from '../duplicates.ts'
import { tellTickets } from '../effects.ts'
import { belongsTo, deleteMemberships, targetsOf } from '../memberships/store.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { settleUsers } from '../users/store.ts'
import { visibleGroups } from '../visible.ts'
import { flagIn, textIn } from '../wire.ts'
import {
  countGroupsUnder,
  findGroups,
  type GroupColumns,
  type GroupRow,
  type GroupSort,
  groupsUnder,
  insertGroup,
  lockGroup,
  updateGroup,
} from './store.ts'

export const GroupWrite = Type.Object({
  name: textIn,
  description: textIn,
  is_public: flagIn,
  default: flagIn,
})
export type GroupWrite = Static<typeof GroupWrite>

const DUPLICATES = {
  groups_name: { field: 'name', description: 'Name: has already been taken' },
} as const

export type GroupFilter = { readonly userId?: Id }

const standing = (viewer: Viewer, filter: GroupFilter) => {
  const conditions = [sql`${visibleGroups(viewer)}`, sql`not g.deleted`]
  if (filter.userId !== undefined) conditions.push(sql`g.id in (${targetsOf('group', filter.userId)})`)
  return sql.join(conditions, sql` and `)
}

/** Groups that stand. */
export const listGroups = (
  room: Room,
  viewer: Viewer,
  filter: GroupFilter,
  paging: Paging<GroupSort>,
): Promise<Listing<GroupRow>> => {
  return list(room.ground.db, groupsUnder(standing(viewer, filter)), paging)
}

/** All groups that stand, for lists to choose from. */
export const allGroups = (room: Room, viewer: Viewer): Promise<GroupRow[]> =>
  findGroups(room.ground.db, sql`${visibleGroups(viewer)} and not g.deleted`)

export const countGroups = (room: Room, viewer: Viewer, filter: GroupFilter = {}): Promise<number> =>
  countGroupsUnder(room.ground.db, standing(viewer, filter))

export const groupsByIds = (room: Room, viewer: Viewer, ids: readonly Id[]): Promise<GroupRow[]> =>
  findGroups(room.ground.db, sql`g.id = any(${ids}::bigint[]) and ${visibleGroups(viewer)}`)

/** One group, removed ones included: tickets still name them. */
export const getGroup = async (room: Room, viewer: Viewer, id: Id): Promise<GroupRow> => {
  const [group] = await groupsByIds(room, viewer, [id])
  if (group === undefined) throw new Refused(notFound)
  return group
}

const MAX_DESCRIPTION = 65_536

const read = (body: GroupWrite): Partial<GroupColumns> => {
  const name = body.name === undefined || body.name === null ? undefined : cleanName(body.name)
  if (name === '') throw new Refused(invalidField('name', 'Name: cannot be blank', 'BlankValue'))
  if ((body.description ?? '').length > MAX_DESCRIPTION)
    throw new Refused(invalidField('description', 'Description: is too long', 'TooLong'))
  return {
    ...(name === undefined ? {} : { name }),
    ...(body.description === undefined ? {} : { description: body.description ?? '' }),
    ...(typeof body.is_public === 'boolean' ? { is_public: body.is_public } : {}),
  }
}

const checkManager = ({ viewer }: Acting): void => {
  if (!may(viewer, 'groups.manage')) throw new Refused(forbidden)
}

const writing = <T>(room: Room, work: (tx: Db, at: Instant) => Promise<T>): Promise<T> =>
  namingDuplicates(DUPLICATES, () => room.ground.db.transaction((tx) => work(tx, room.ground.clock.now())))

const noted = (group: GroupRow, at: Instant) => ({
  at,
  source: 'group',
  id: group.id,
  label: group.name,
  feed: { subject: 'group' as const, ids: [group.id] },
})

export const createGroup = (room: Room, acting: Acting, body: GroupWrite): Promise<GroupRow> => {
  checkManager(acting)
  const { name, description = '', is_public: isPublic = true } = read(body)
  if (name === undefined) throw new Refused(invalidField('name', 'Name: cannot be blank', 'BlankValue'))
  return writing(room, async (tx, at) => {
    const made = await insertGroup(tx, { name, description, is_public: isPublic }, at)
    await record(tx, acting, {
      ...noted(made, at),
      action: 'create',
      after: made,
      path: `/api/v2/groups/${made.id}`,
    })
    return made
  })
}

const held = async (tx: Db, viewer: Viewer, id: Id): Promise<GroupRow> => {
  const group = await lockGroup(tx, sql`g.id = ${id} and ${visibleGroups(viewer)}`)
  if (group === undefined) throw new Refused(notFound)
  return group
}

export const changeGroup = (room: Room, acting: Acting, id: Id, body: GroupWrite): Promise<GroupRow> =>
  writing(room, async (tx, at) => {
    const before = await held(tx, acting.viewer, id)
    checkManager(acting)
    const after = await updateGroup(tx, id, { ...before, ...read(body) }, at)
    await record(tx, acting, { ...noted(after, at), action: 'update', before, after })
    return after
  })

/** Takes a group out of use; the row stays for the tickets that name it, its members go. The default one stays. */
export const removeGroup = async (room: Room, acting: Acting, id: Id): Promise<void> => {
  const rules = await room.rulesOfGroup(id)
  await writing(room, async (tx, at) => {
    const before = await held(tx, acting.viewer, id)
    checkManager(acting)
    if (before.is_default)
      throw new Refused(invalidField('base', 'Group: the default group cannot be removed'))
    if (rules.length > 0) throw new Refused(invalidField('base', `Group: is used by ${rules.join(', ')}`))
    const after = await updateGroup(tx, id, { ...before, deleted: true }, at)
    const members = await deleteMemberships(tx, 'group', belongsTo('group', id))
    await settleUsers(tx, members, at)
    await tellTickets(room, tx, at, `group/${id}/removed`, { what: 'group_removed', groupId: id })
    await record(tx, acting, { ...noted(after, at), action: 'destroy', before, after })
    await record(tx, acting, {
      at,
      action: 'destroy',
      source: 'group_membership',
      id,
      label: before.name,
      before: { user_ids: members },
      after: {},
      feed: { subject: 'user', ids: members },
    })
  })
}
