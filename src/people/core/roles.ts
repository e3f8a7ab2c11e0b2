import type { Id, JsonObject } from '../../kernel/index.ts'
import { ALL_PERMISSIONS, type Permission, rightsOf } from './permissions.ts'
import type { RoleKind, TicketAccess } from './person.ts'

/** What a person may do. Stored as policy documents of the kind `role`. */
export type Role = {
  readonly id: Id
  readonly name: string
  readonly kind: RoleKind
  readonly permissions: ReadonlySet<string>
  /** Which tickets its holder sees, where the person has no narrower restriction. */
  readonly ticketAccess: TicketAccess
}

export const END_USER = 1
export const LIGHT_AGENT = 2
export const AGENT = 3
export const ADMIN = 4
export const OWNER = 5

/** From the least to the most; nobody gives a kind above their own. */
export const ROLE_KINDS = ['end_user', 'light_agent', 'agent', 'admin', 'owner'] as const

export const rankOf = (kind: RoleKind): number => ROLE_KINDS.indexOf(kind)

const LIGHT: readonly Permission[] = [
  'requests.own',
  'tickets.read',
  'tickets.audits',
  'tickets.comment_private',
  'users.read',
  'organizations.read',
  'groups.read',
  'memberships.read',
  'uploads.create',
  'jobs.read',
  'tokens.manage_own',
]

const FULL: readonly Permission[] = [
  ...LIGHT,
  'tickets.create',
  'tickets.update',
  'tickets.comment_public',
  'users.write',
  'views.manage_own',
  'macros.manage_own',
  'suspended.manage',
  'policy.read',
]

const document = (
  id: Id,
  kind: RoleKind,
  name: string,
  description: string,
  permissions: readonly string[],
  ticketAccess: TicketAccess,
): { readonly kind: string; readonly id: Id; readonly body: JsonObject } => ({
  kind: 'role',
  id,
  body: { name, description, kind, permissions: [...permissions].sort(), ticket_access: ticketAccess },
})

/** The five roles that are built in (`domain.md` 1): light agents read all and write internal notes only. */
export const STANDARD_ROLES = [
  document(
    END_USER,
    'end_user',
    'End user',
    'Asks for help and follows it.',
    ['requests.own', 'uploads.create'],
    'requested',
  ),
  document(
    LIGHT_AGENT,
    'light_agent',
    'Light agent',
    'Reads tickets and writes internal notes.',
    LIGHT,
    'all',
  ),
  document(AGENT, 'agent', 'Agent', 'Works on tickets and answers customers.', FULL, 'all'),
  document(ADMIN, 'admin', 'Administrator', 'Runs the desk.', [...ALL_PERMISSIONS], 'all'),
  document(
    OWNER,
    'owner',
    'Owner',
    'Runs the desk, and is changed by owners only.',
    [...ALL_PERMISSIONS],
    'all',
  ),
]

const ACCESSES: ReadonlySet<unknown> = new Set(['all', 'organization', 'groups', 'assigned', 'requested'])
const KINDS: ReadonlySet<unknown> = new Set(ROLE_KINDS)

/** Reads a role from its document. What it does not understand grants nothing. */
export const readRole = (id: Id, body: JsonObject): Role => ({
  id,
  name: String(body.name ?? ''),
  kind: KINDS.has(body.kind) ? (body.kind as RoleKind) : 'end_user',
  permissions: rightsOf(Array.isArray(body.permissions) ? body.permissions : []),
  ticketAccess: ACCESSES.has(body.ticket_access) ? (body.ticket_access as TicketAccess) : 'requested',
})

/** What somebody whose role no longer exists may do: nothing. */
export const noRole = (id: Id): Role => ({
  id,
  name: '',
  kind: 'end_user',
  permissions: new Set(),
  ticketAccess: 'requested',
})

export const isStaff = (kind: RoleKind): boolean => kind !== 'end_user'
