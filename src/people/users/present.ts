import { Type } from 'typebox'
import type { Id } from '../../kernel/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { ianaZone, isStaff, localeOf, may, type Role, type RoleKind, type Viewer } from '../core/index.ts'
import { presentValues } from '../fields/values.ts'
import { presentPhoto } from '../photos/present.ts'
import { roleOf } from '../policy.ts'
import { Fields, nullable, Tags, Time, time, timeOrNull } from '../wire.ts'
import type { UserRow } from './store.ts'

const NullableText = nullable(Type.String())
const NullableId = nullable(Type.Integer())

/** What end users see of themselves. */
const reduced = {
  id: nullable(Type.Integer()),
  url: NullableText,
  name: Type.String(),
  email: NullableText,
  created_at: nullable(Time),
  updated_at: nullable(Time),
  time_zone: Type.String(),
  iana_time_zone: Type.String(),
  phone: NullableText,
  shared_phone_number: nullable(Type.Boolean()),
  photo: nullable(Type.Unknown()),
  locale_id: Type.Integer(),
  locale: Type.String(),
  organization_id: NullableId,
  role: Type.String({ description: 'end-user, agent or admin' }),
  verified: Type.Boolean(),
}

const staffOnly = {
  external_id: NullableText,
  tags: Tags,
  alias: NullableText,
  active: Type.Boolean(),
  shared: Type.Boolean(),
  shared_agent: Type.Boolean(),
  last_login_at: nullable(Time),
  two_factor_auth_enabled: nullable(Type.Boolean()),
  signature: NullableText,
  details: NullableText,
  notes: NullableText,
  role_type: nullable(Type.Integer()),
  custom_role_id: NullableId,
  moderator: Type.Boolean(),
  ticket_restriction: NullableText,
  only_private_comments: Type.Boolean(),
  restricted_agent: Type.Boolean(),
  suspended: Type.Boolean(),
  default_group_id: NullableId,
  report_csv: Type.Boolean(),
  user_fields: Fields,
}

/** A user as staff see them; end users see the keys that are required here, of themselves. */
export const User = Type.Object(
  { ...reduced, ...Type.Partial(Type.Object(staffOnly)).properties },
  { title: 'User' },
)

/** `GET /users/me` adds what writes with a session must bring in `X-CSRF-Token`. */
export const Me = Type.Object({ ...User.properties, authenticity_token: NullableText })

const WIRE_ROLES: Readonly<Record<RoleKind, string>> = {
  end_user: 'end-user',
  light_agent: 'agent',
  agent: 'agent',
  admin: 'admin',
  owner: 'admin',
}

/** `role_type` of the wire; null for end users. */
const ROLE_TYPES: Readonly<Record<RoleKind, number | null>> = {
  end_user: null,
  light_agent: 1,
  agent: 0,
  admin: 4,
  owner: 4,
}

export const wireRole = (kind: RoleKind): string => WIRE_ROLES[kind]
export const roleType = (kind: RoleKind): number | null => ROLE_TYPES[kind]

export type Presented = Readonly<Record<string, unknown>>

/** Makes the wire's object of a user, as far as this viewer may see it. */
export const presenterOf = (viewer: Viewer, policy: PolicySnapshot, origin: string) => {
  const isFull = may(viewer, 'users.read')
  return (user: UserRow): Presented => {
    const role = roleOf(policy, user.role_id)
    const seen = reducedUser(user, role, origin)
    return isFull ? { ...seen, ...staffKeys(user, role, policy) } : seen
  }
}

const reducedUser = (user: UserRow, role: Role, origin: string): Presented => {
  const locale = localeOf(user.locale)
  const zone = user.time_zone ?? 'UTC'
  return {
    id: user.id,
    url: userUrl(origin, user.id),
    name: user.name,
    email: user.email,
    created_at: time(user.created_at),
    updated_at: time(user.updated_at),
    time_zone: zone,
    iana_time_zone: ianaZone(zone) ?? 'Etc/UTC',
    phone: user.phone,
    shared_phone_number: null,
    photo: presentPhoto(user.photo, origin),
    locale_id: locale.id,
    locale: locale.locale,
    organization_id: user.organization_id,
    role: wireRole(role.kind),
    verified: user.verified,
  }
}

const staffKeys = (user: UserRow, role: Role, policy: PolicySnapshot): Presented => ({
  external_id: user.external_id,
  tags: user.tags,
  alias: user.alias,
  active: user.active,
  shared: false,
  shared_agent: false,
  last_login_at: timeOrNull(user.last_login_at),
  two_factor_auth_enabled: isStaff(role.kind) ? false : null,
  signature: user.signature,
  details: user.details,
  notes: user.notes,
  role_type: roleType(role.kind),
  custom_role_id: isStaff(role.kind) ? user.role_id : null,
  moderator: user.moderator,
  ticket_restriction: isStaff(role.kind) ? user.ticket_restriction : 'requested',
  only_private_comments: user.only_private_comments,
  restricted_agent: !isStaff(role.kind) || user.ticket_restriction !== null || role.ticketAccess !== 'all',
  suspended: user.suspended,
  default_group_id: user.default_group_id,
  report_csv: role.permissions.has('tickets.export'),
  user_fields: presentValues(policy, 'user_field', user.user_fields),
})

/** Under what somebody wrote: all that end users learn of others. */
export const byline =
  (policy: PolicySnapshot, origin: string) =>
  (user: UserRow): Presented => ({
    id: user.id,
    name: user.alias !== null && isStaff(roleOf(policy, user.role_id).kind) ? user.alias : user.name,
    photo: presentPhoto(user.photo, origin),
    agent: isStaff(roleOf(policy, user.role_id).kind),
    organization_id: null,
  })

export const userUrl = (origin: string, id: Id): string => `${origin}/api/v2/users/${id}.json`

/** Who a request without credentials is, on the wire (zendesk-api.md 1.2). */
export const ANONYMOUS_USER: Presented = {
  id: null,
  url: null,
  name: 'Anonymous user',
  email: 'invalid@example.com',
  created_at: null,
  updated_at: null,
  time_zone: 'UTC',
  iana_time_zone: 'Etc/UTC',
  phone: null,
  shared_phone_number: null,
  photo: null,
  locale_id: 1,
  locale: 'en-US',
  organization_id: null,
  role: 'end-user',
  verified: false,
  external_id: null,
  tags: [],
  alias: null,
  active: false,
  shared: false,
  shared_agent: false,
  last_login_at: null,
  two_factor_auth_enabled: null,
  signature: null,
  details: null,
  notes: null,
  role_type: null,
  custom_role_id: null,
  moderator: false,
  ticket_restriction: 'requested',
  only_private_comments: false,
  restricted_agent: true,
  suspended: false,
  default_group_id: null,
  report_csv: false,
  user_fields: {},
  authenticity_token: null,
}
