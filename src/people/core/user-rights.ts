import type { Id } from '../../kernel/index.ts'
import type { RoleKind } from './person.ts'
import { isStaff, type Role, rankOf } from './roles.ts'
import { may, type Viewer } from './viewer.ts'

/** Whom an act is done to. */
export type Subject = { readonly id: Id; readonly role: Role }

const isOneself = (viewer: Viewer, subject: Subject): boolean =>
  viewer.userId !== null && viewer.userId === subject.id

/** End users see themselves only; staff see everybody. */
export const canSeeUser = (viewer: Viewer, userId: Id): boolean =>
  may(viewer, 'users.read') || (viewer.userId !== null && viewer.userId === userId)

/** Nobody reaches up: not to a higher kind of role, and not to a right that they do not hold themselves. */
const reaches = (viewer: Viewer, role: { kind: RoleKind; permissions: ReadonlySet<string> }): boolean =>
  rankOf(role.kind) <= rankOf(viewer.roleKind) &&
  [...role.permissions].every((name) => viewer.permissions.has(name))

/**
 * Who sees only some tickets may not write end users: through an address changed, or an organization joined, an end
 * user's sign-in would show the rest.
 */
const mayWriteEndUsers = (viewer: Viewer): boolean =>
  may(viewer, 'users.write') && viewer.ticketAccess === 'all'

const mayManage = (viewer: Viewer): boolean => may(viewer, 'users.manage') && viewer.ticketAccess === 'all'

export const mayCreateUser = (viewer: Viewer, role: Role): boolean =>
  isStaff(role.kind) ? mayManage(viewer) && reaches(viewer, role) : mayWriteEndUsers(viewer)

/** Everything of a profile that is not about rights: one's own, end users', and for managers staff's. */
export const mayEditUser = (viewer: Viewer, subject: Subject): boolean =>
  isOneself(viewer, subject) || mayGovernUser(viewer, subject)

/**
 * What decides who somebody is or what they reach: addresses, external id, organization, tags, notes, removal. Never
 * one's own, except for managers: an address that is not proven would take over its real owner's mail.
 */
export const mayGovernUser = (viewer: Viewer, subject: Subject): boolean =>
  isStaff(subject.role.kind) ? mayManage(viewer) && reaches(viewer, subject.role) : mayWriteEndUsers(viewer)

/** Role, suspension, restriction, verified flags, password: managers, on others, never above themselves. */
export const mayManageUser = (viewer: Viewer, subject: Subject): boolean =>
  mayManage(viewer) && !isOneself(viewer, subject) && reaches(viewer, subject.role)

/** Nobody changes their own role; owners alone make owners. */
export const mayGiveRole = (viewer: Viewer, subject: Subject, role: Role): boolean =>
  mayManageUser(viewer, subject) && reaches(viewer, role)

/** Nobody removes themselves. */
export const mayRemoveUser = (viewer: Viewer, subject: Subject): boolean =>
  !isOneself(viewer, subject) && mayGovernUser(viewer, subject)

/** In the name of end users alone, by those who could write them anyway. */
export const mayActFor = (viewer: Viewer, subject: Subject): boolean =>
  isStaff(viewer.roleKind) && !isStaff(subject.role.kind) && mayWriteEndUsers(viewer)
