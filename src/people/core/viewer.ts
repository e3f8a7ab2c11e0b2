import type { Id } from '../../kernel/index.ts'
import { ALL_PERMISSIONS } from './permissions.ts'
import type { RoleKind, TicketAccess } from './person.ts'
import { isStaff, OWNER, type Role } from './roles.ts'

/** Who looks, with the rights they have now. Every read takes one. */
export type Viewer = {
  /** `null`: nobody has signed in, or Mainstay itself acts. */
  readonly userId: Id | null
  readonly roleId: Id
  readonly roleKind: RoleKind
  readonly permissions: ReadonlySet<string>
  readonly ticketAccess: TicketAccess
  readonly groupIds: readonly Id[]
  readonly organizationIds: readonly Id[]
  readonly sharedOrganizationIds: readonly Id[]
  readonly onlyPrivateComments: boolean
  readonly suspended: boolean
  /** The agent who acts in this person's name (`X-On-Behalf-Of`). */
  readonly actedBy?: Id
}

/** What a viewer is made of besides the role: the columns that `authenticate` reads. */
export type ViewerFacts = {
  readonly userId: Id
  readonly groupIds: readonly Id[]
  readonly organizationIds: readonly Id[]
  readonly sharedOrganizationIds: readonly Id[]
  readonly ticketRestriction: Exclude<TicketAccess, 'all'> | null
  readonly onlyPrivateComments: boolean
  readonly suspended: boolean
}

/** A person's own restriction narrows what the role gives; an end user's widens nothing. */
export const viewerWith = (facts: ViewerFacts, role: Role): Viewer => ({
  userId: facts.userId,
  roleId: role.id,
  roleKind: role.kind,
  permissions: facts.suspended ? new Set() : role.permissions,
  ticketAccess: isStaff(role.kind) ? (facts.ticketRestriction ?? role.ticketAccess) : 'requested',
  groupIds: facts.groupIds,
  organizationIds: facts.organizationIds,
  sharedOrganizationIds: facts.sharedOrganizationIds,
  onlyPrivateComments: facts.onlyPrivateComments || !role.permissions.has('tickets.comment_public'),
  suspended: facts.suspended,
})

/** Nobody in particular: sees nothing, may do nothing. */
export const ANONYMOUS: Viewer = {
  userId: null,
  roleId: 0,
  roleKind: 'end_user',
  permissions: new Set(),
  ticketAccess: 'requested',
  groupIds: [],
  organizationIds: [],
  sharedOrganizationIds: [],
  onlyPrivateComments: false,
  suspended: false,
}

/** Mainstay itself, for commands of the operator and for background work. */
export const SYSTEM: Viewer = {
  ...ANONYMOUS,
  roleId: OWNER,
  roleKind: 'owner',
  permissions: ALL_PERMISSIONS,
  ticketAccess: 'all',
}

export const may = (viewer: Viewer, permission: string): boolean => viewer.permissions.has(permission)
