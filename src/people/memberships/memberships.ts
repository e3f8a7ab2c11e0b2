import { forbidden, type Id, type Instant, invalidField, notFound, Refused } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import type { Acting } from '../acting.ts'
import { isStaff, may, mayGovernUser, rankOf, type Viewer } from '../core/index.ts'
import { namingDuplicates } from '../duplicates.ts'
import { tellTickets } from '../effects.ts'
import { roleOf, rolesOf } from '../policy.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { lockUser, settleUsers, type UserRow } from '../users/store.ts'
import { visibleMemberships, visibleUsers } from '../visible.ts'
import {
  type Belonging,
  belongsTo,
  deleteMemberships,
  findMemberships,
  insertMembership,
  type MembershipRow,
  membershipsUnder,
  ofWorking,
  putDefault,
  standing,
} from './store.ts'

export type MembershipFilter = {
  readonly userId?: Id
  readonly targetId?: Id
  /** Only of those whom tickets can be given to: agents and above who are there and not suspended. */
  readonly isAssignable?: boolean
}

const matching = (viewer: Viewer, kind: Belonging, filter: MembershipFilter) => {
  const conditions = [sql<unknown>`${visibleMemberships(viewer)}`]
  if (filter.userId !== undefined) conditions.push(sql`m.user_id = ${filter.userId}`)
  if (filter.targetId !== undefined) conditions.push(belongsTo(kind, filter.targetId))
  return sql.join(conditions, sql` and `)
}

export const listMemberships = async (
  room: Room,
  viewer: Viewer,
  kind: Belonging,
  filter: MembershipFilter,
  paging: Paging<'id'>,
): Promise<Listing<MembershipRow>> => {
  const conditions = [matching(viewer, kind, filter)]
  if (filter.isAssignable) conditions.push(ofWorking(assignableRoles(await room.ground.policy.current())))
  return list(room.ground.db, membershipsUnder(kind, sql.join(conditions, sql` and `)), paging)
}

const assignableRoles = (policy: PolicySnapshot): readonly Id[] =>
  [...rolesOf(policy).values()].filter(({ kind }) => rankOf(kind) >= rankOf('agent')).map(({ id }) => id)

export const getMembership = async (
  room: Room,
  viewer: Viewer,
  kind: Belonging,
  id: Id,
  filter: MembershipFilter = {},
): Promise<MembershipRow> => found(room.ground.db, viewer, kind, id, filter)

const found = async (
  db: Db,
  viewer: Viewer,
  kind: Belonging,
  id: Id,
  filter: MembershipFilter = {},
): Promise<MembershipRow> => {
  const [membership] = await findMemberships(
    db,
    kind,
    sql`m.id = ${id} and ${matching(viewer, kind, filter)}`,
  )
  if (membership === undefined) throw new Refused(notFound)
  return membership
}

const DUPLICATES = {
  organization: {
    organization_memberships_user_id_organization_id_key: {
      field: 'user_id',
      description: 'User: is already a member of the organization',
    },
  },
  group: {
    group_memberships_user_id_group_id_key: {
      field: 'user_id',
      description: 'User: is already a member of the group',
    },
  },
} as const

export type MembershipInput = {
  /** 0 names nobody. */
  readonly userId: Id
  readonly targetId: Id
  readonly isDefault: boolean
  readonly viewTickets: boolean
}

/** Makes somebody a member. Only staff are in groups; the first of a kind is the default one. */
export const addMembership = (
  room: Room,
  acting: Acting,
  kind: Belonging,
  input: MembershipInput,
): Promise<MembershipRow> =>
  writing(room, kind, async (tx, at, policy) => {
    const user = await governedUser(tx, acting, policy, kind, input.userId)
    if (kind === 'group' && !isStaff(roleOf(policy, user.role_id).kind))
      throw new Refused(invalidField('user_id', 'User: must be an agent'))
    await checkTarget(tx, kind, input.targetId)
    const id = await insertMembership(tx, kind, input, at)
    await settleUsers(tx, [user.id], at)
    const made = await found(tx, acting.viewer, kind, id)
    await record(tx, acting, {
      ...noted(kind, made, at),
      action: 'create',
      after: made,
      path: `/api/v2/${kind}_memberships/${id}`,
    })
    return made
  })

const checkTarget = async (tx: Db, kind: Belonging, id: Id): Promise<void> => {
  if ((await standing(tx, kind, [id])).has(id)) return
  const label = kind === 'group' ? 'Group' : 'Organization'
  throw new Refused(invalidField(`${kind}_id`, `${label}: does not exist`))
}

/** The person, where the viewer may say what they belong to; held until the transaction ends. */
const governedUser = async (
  tx: Db,
  { viewer }: Acting,
  policy: PolicySnapshot,
  kind: Belonging,
  userId: Id,
): Promise<UserRow> => {
  const user = await lockUser(tx, sql`u.id = ${userId} and u.active and ${visibleUsers(viewer)}`)
  if (user === undefined) throw new Refused(invalidField('user_id', 'User: does not exist'))
  const governs = mayGovernUser(viewer, { id: user.id, role: roleOf(policy, user.role_id) })
  if (!governs || (kind === 'group' && !may(viewer, 'memberships.manage'))) throw new Refused(forbidden)
  return user
}

export const removeMembership = (
  room: Room,
  acting: Acting,
  kind: Belonging,
  id: Id,
  filter: MembershipFilter = {},
): Promise<void> =>
  writing(room, kind, async (tx, at, policy) => {
    const before = await found(tx, acting.viewer, kind, id, filter)
    await governedUser(tx, acting, policy, kind, before.user_id)
    await deleteMemberships(tx, kind, sql`m.id = ${id}`)
    await settleUsers(tx, [before.user_id], at)
    await record(tx, acting, { ...noted(kind, before, at), action: 'destroy', before, after: {} })
    if (kind === 'group')
      await tellTickets(room, tx, at, `group_membership/${id}/removed`, {
        what: 'group_left',
        userId: before.user_id,
        groupId: before.target_id,
      })
  })

export const makeDefault = (
  room: Room,
  acting: Acting,
  kind: Belonging,
  id: Id,
  filter: MembershipFilter,
): Promise<void> =>
  writing(room, kind, async (tx, at, policy) => {
    const before = await found(tx, acting.viewer, kind, id, filter)
    await governedUser(tx, acting, policy, kind, before.user_id)
    await putDefault(tx, kind, before.user_id, before.target_id, at)
    await settleUsers(tx, [before.user_id], at)
    const after = await found(tx, acting.viewer, kind, id)
    await record(tx, acting, { ...noted(kind, after, at), action: 'update', before, after })
  })

const writing = async <T>(
  room: Room,
  kind: Belonging,
  work: (tx: Db, at: Instant, policy: PolicySnapshot) => Promise<T>,
): Promise<T> => {
  const policy = await room.ground.policy.current()
  return namingDuplicates(DUPLICATES[kind], () =>
    room.ground.db.transaction((tx) => work(tx, room.ground.clock.now(), policy)),
  )
}

const noted = (kind: Belonging, membership: MembershipRow, at: Instant) => ({
  at,
  source: `${kind}_membership`,
  id: membership.id,
  label: membership.target_name,
  feed: { subject: 'user' as const, ids: [membership.user_id] },
})
