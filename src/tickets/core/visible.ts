import type { Id } from '../../kernel/index.ts'
import { isStaff, type Person, type Role, type RoleKind, type TicketAccess } from '../../people/core/index.ts'
import type { Ticket } from './ticket.ts'

/** What of a viewer decides which tickets they see; every `Viewer` of people is one. */
export type TicketViewer = {
  readonly userId: Id | null
  readonly roleKind: RoleKind
  readonly permissions: ReadonlySet<string>
  readonly ticketAccess: TicketAccess
  readonly groupIds: readonly Id[]
  readonly organizationIds: readonly Id[]
  readonly sharedOrganizationIds: readonly Id[]
  readonly commentOrganizationIds?: readonly Id[]
  readonly suspended: boolean
}

type Seen = Pick<
  Ticket,
  | 'requesterId'
  | 'assigneeId'
  | 'groupId'
  | 'organizationId'
  | 'emailCcIds'
  | 'followerIds'
  | 'isPublic'
  | 'deletedAt'
>

export const viewerOfPerson = (person: Person, role: Role): TicketViewer => ({
  userId: person.id,
  roleKind: role.kind,
  permissions: role.permissions,
  ticketAccess: person.ticketRestriction ?? role.ticketAccess,
  groupIds: person.groupIds,
  organizationIds: person.organizationIds,
  sharedOrganizationIds: person.sharedOrganizationIds,
  ...(person.commentOrganizationIds === undefined
    ? {}
    : { commentOrganizationIds: person.commentOrganizationIds }),
  suspended: person.suspended || !person.active,
})

/**
 * Whether a ticket exists for someone. The SQL twin is `visibleTickets` in `src/tickets/visible.ts`.
 *
 * Staff (`tickets.read`): what their access says, and always what they request, are assigned, follow or are a CC of.
 * End users (`requests.own`): tickets that have a public comment and that they request, are a CC of, or that belong
 * to an organisation whose tickets they share. Deleted tickets: nobody. A viewer without a user (Mainstay itself) sees
 * what its access alone says.
 */
export const canSeeTicket = (viewer: TicketViewer, ticket: Seen): boolean => {
  if (viewer.suspended || ticket.deletedAt !== null) return false
  return isStaff(viewer.roleKind)
    ? viewer.permissions.has('tickets.read') && staffSee(viewer, ticket)
    : viewer.permissions.has('requests.own') && ticket.isPublic && endUserSees(viewer, ticket)
}

/** Whether someone may read a comment: staff all of a ticket they see, end users the public ones. */
export const canSeeComment = (
  viewer: TicketViewer,
  ticket: Seen,
  comment: { readonly public: boolean },
): boolean => canSeeTicket(viewer, ticket) && (comment.public || isStaff(viewer.roleKind))

/**
 * Whether an end user may take part in a ticket they see: their own, one they are a CC of, or one of an organisation
 * that shares its tickets to write and not only to read.
 */
export const mayTakePart = (viewer: TicketViewer, ticket: Seen): boolean =>
  canSeeTicket(viewer, ticket) &&
  (ticket.requesterId === viewer.userId ||
    isIn(viewer.userId, ticket.emailCcIds) ||
    isIn(ticket.organizationId, viewer.commentOrganizationIds ?? viewer.sharedOrganizationIds))

const staffSee = (viewer: TicketViewer, ticket: Seen): boolean =>
  viewer.ticketAccess === 'all' ||
  (viewer.ticketAccess === 'groups' && isIn(ticket.groupId, viewer.groupIds)) ||
  (viewer.ticketAccess === 'organization' && isIn(ticket.organizationId, viewer.organizationIds)) ||
  (viewer.userId !== null && isNamed(viewer.userId, ticket))

const isNamed = (id: Id, ticket: Seen): boolean =>
  ticket.requesterId === id ||
  ticket.assigneeId === id ||
  ticket.emailCcIds.includes(id) ||
  ticket.followerIds.includes(id)

const endUserSees = (viewer: TicketViewer, ticket: Seen): boolean =>
  ticket.requesterId === viewer.userId ||
  isIn(viewer.userId, ticket.emailCcIds) ||
  isIn(ticket.organizationId, viewer.sharedOrganizationIds)

const isIn = (id: Id | null, ids: readonly Id[]): boolean => id !== null && ids.includes(id)
