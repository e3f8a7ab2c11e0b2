import type { RawBuilder } from 'kysely'
import type { Id } from '../kernel/index.ts'
import { isStaff } from '../people/core/index.ts'
import { sql } from '../platform/db/index.ts'
import type { TicketViewer } from './core/visible.ts'

const ALL = sql<boolean>`true`
const NONE = sql<boolean>`false`

/** Condition on the row `t` of `tickets`: the SQL twin of `canSeeTicket`. Every read of tickets holds it. */
export const visibleTickets = (viewer: TicketViewer): RawBuilder<boolean> =>
  sql<boolean>`(t.deleted_at is null and ${withinSight(viewer)})`

/** Deleted tickets, not yet purged, that the viewer would see if they were not deleted. */
export const visibleDeletedTickets = (viewer: TicketViewer): RawBuilder<boolean> =>
  sql<boolean>`(t.deleted_at is not null and t.purged_at is null and ${withinSight(viewer)})`

/** Tickets that the viewer sees or would see if they were not deleted, purged ones too: copies must hear of their end. */
export const visibleDeletedOrNot = (viewer: TicketViewer): RawBuilder<boolean> => withinSight(viewer)

/** Whether `visibleTickets` leaves out nothing but what is deleted. */
export const seesAllTickets = (viewer: TicketViewer): boolean =>
  !viewer.suspended &&
  isStaff(viewer.roleKind) &&
  viewer.permissions.has('tickets.read') &&
  viewer.ticketAccess === 'all'

const withinSight = (viewer: TicketViewer): RawBuilder<boolean> => {
  if (seesAllTickets(viewer)) return ALL
  if (viewer.suspended) return NONE
  if (isStaff(viewer.roleKind)) return viewer.permissions.has('tickets.read') ? visibleToStaff(viewer) : NONE
  return viewer.permissions.has('requests.own') ? visibleToEndUser(viewer) : NONE
}

/** Condition on the row `c` of `comments` beside its ticket `t`: the SQL twin of `canSeeComment`. */
export const visibleComments = (viewer: TicketViewer): RawBuilder<boolean> => {
  const readable = isStaff(viewer.roleKind) ? ALL : sql<boolean>`c.public`
  return sql<boolean>`(${visibleTickets(viewer)} and ${readable})`
}

const visibleToStaff = (viewer: TicketViewer): RawBuilder<boolean> =>
  sql<boolean>`(${withinAccess(viewer)} or ${names(viewer.userId)})`

const withinAccess = ({ ticketAccess, groupIds, organizationIds }: TicketViewer): RawBuilder<boolean> => {
  if (ticketAccess === 'groups') return sql<boolean>`t.group_id = any(${groupIds}::bigint[])`
  if (ticketAccess === 'organization')
    return sql<boolean>`t.organization_id = any(${organizationIds}::bigint[])`
  return NONE
}

const names = (userId: Id | null): RawBuilder<boolean> =>
  userId === null
    ? NONE
    : sql<boolean>`(t.requester_id = ${userId} or t.assignee_id = ${userId}
        or t.email_cc_ids @> array[${userId}::bigint] or t.follower_ids @> array[${userId}::bigint])`

const visibleToEndUser = (viewer: TicketViewer): RawBuilder<boolean> =>
  sql<boolean>`(t.is_public and (${asks(viewer.userId)}
    or t.organization_id = any(${viewer.sharedOrganizationIds}::bigint[])))`

const asks = (userId: Id | null): RawBuilder<boolean> =>
  userId === null
    ? NONE
    : sql<boolean>`(t.requester_id = ${userId} or t.email_cc_ids @> array[${userId}::bigint])`
