import { forbidden, type Id, invalidField, notFound, Refused } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import { viewerOfUser } from '../access/authenticate.ts'
import type { Acting } from '../acting.ts'
import { isStaff, may, mayGovernUser, type Viewer } from '../core/index.ts'
import { roleOf } from '../policy.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { findUser } from '../users/store.ts'
import { visibleUsers } from '../visible.ts'
import {
  deleteSubscription,
  findSubscription,
  putSubscription,
  type SubscriptionRow,
  subscriptionsUnder,
} from './store.ts'

export type SubscriptionFilter = { readonly userId?: Id; readonly organizationId?: Id }

/** Condition on the row `s`: one's own, and for those who read memberships everybody's. */
const visible = (viewer: Viewer) => {
  if (may(viewer, 'memberships.read')) return sql<boolean>`true`
  return sql<boolean>`s.user_id = ${viewer.userId ?? 0}`
}

export const listSubscriptions = (
  room: Room,
  viewer: Viewer,
  { userId, organizationId }: SubscriptionFilter,
  paging: Paging<'id'>,
): Promise<Listing<SubscriptionRow>> => {
  const conditions = [visible(viewer)]
  if (userId !== undefined) conditions.push(sql`s.user_id = ${userId}`)
  if (organizationId !== undefined) conditions.push(sql`s.organization_id = ${organizationId}`)
  return list(room.ground.db, subscriptionsUnder(sql.join(conditions, sql` and `)), paging)
}

export const getSubscription = async (room: Room, viewer: Viewer, id: Id): Promise<SubscriptionRow> => {
  const found = await findSubscription(room.ground.db, sql`s.id = ${id} and ${visible(viewer)}`)
  if (found === undefined) throw new Refused(notFound)
  return found
}

/** Who may say that somebody follows an organization: they themselves, and whoever governs them. */
const checkAsker = async (room: Room, { viewer }: Acting, userId: Id) => {
  const policy = await room.ground.policy.current()
  const user = await findUser(room.ground.db, sql`u.id = ${userId} and u.active and ${visibleUsers(viewer)}`)
  if (user === undefined) throw new Refused(invalidField('user_id', 'User: does not exist'))
  const role = roleOf(policy, user.role_id)
  if (viewer.userId !== userId && !mayGovernUser(viewer, { id: userId, role })) throw new Refused(forbidden)
  return { user, role, policy }
}

/** An end user follows the tickets of an organization that they share in. Asked twice, it is one and the same. */
export const subscribe = async (
  room: Room,
  acting: Acting,
  userId: Id,
  organizationId: Id,
): Promise<SubscriptionRow> => {
  const { user, role, policy } = await checkAsker(room, acting, userId)
  if (isStaff(role.kind)) throw new Refused(invalidField('user_id', 'User: must be an end user'))
  const { sharedOrganizationIds: shared } = await viewerOfUser(room, policy, userId)
  if (!shared.includes(organizationId))
    throw new Refused(
      invalidField('organization_id', 'Organization: does not share its tickets with the user'),
    )
  const at = room.ground.clock.now()
  return room.ground.db.transaction(async (tx) => {
    const { row, isNew } = await putSubscription(tx, userId, organizationId, at)
    if (isNew)
      await record(tx, acting, {
        at,
        action: 'create',
        source: 'organization_subscription',
        id: row.id,
        label: user.name,
        after: row,
        path: `/api/v2/organization_subscriptions/${row.id}`,
      })
    return row
  })
}

export const unsubscribe = async (room: Room, acting: Acting, id: Id): Promise<void> => {
  const row = await getSubscription(room, acting.viewer, id)
  const { user } = await checkAsker(room, acting, row.user_id)
  await room.ground.db.transaction(async (tx) => {
    await deleteSubscription(tx, id)
    await record(tx, acting, {
      at: room.ground.clock.now(),
      action: 'destroy',
      source: 'organization_subscription',
      id,
      label: user.name,
      before: row,
      after: {},
    })
  })
}
