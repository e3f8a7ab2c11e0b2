import type { Id, JsonObject } from '../kernel/index.ts'
import type { PolicyKind, PolicySnapshot } from '../platform/policy/index.ts'
import {
  ACCOUNT_SETTINGS_ID,
  noRole,
  type Role,
  readRole,
  STANDARD_ACCOUNT_SETTINGS,
  STANDARD_BRANDS,
  STANDARD_ROLES,
} from './core/index.ts'

/** What people keep as policy: roles, brands, the settings of the desk, fields of their own. */
export const policyKinds: readonly PolicyKind[] = [
  { kind: 'role', standard: STANDARD_ROLES },
  { kind: 'brand', standard: STANDARD_BRANDS },
  { kind: 'recipient_address', standard: [] },
  { kind: 'account_settings', standard: STANDARD_ACCOUNT_SETTINGS },
  { kind: 'user_field', standard: [] },
  { kind: 'organization_field', standard: [] },
]

/** All roles of a version, by id. */
export const rolesOf = (snapshot: PolicySnapshot): ReadonlyMap<Id, Role> =>
  snapshot.compiled(
    'people.roles',
    (policy) => new Map(policy.documents('role').map(({ id, body }) => [id, readRole(id, body)])),
  )

export const roleOf = (snapshot: PolicySnapshot, id: Id): Role => rolesOf(snapshot).get(id) ?? noRole(id)

export const accountSettingsOf = (snapshot: PolicySnapshot): JsonObject =>
  snapshot.document('account_settings', ACCOUNT_SETTINGS_ID)?.body ?? {}

export const accountNameOf = (snapshot: PolicySnapshot): string =>
  String(accountSettingsOf(snapshot).account_name ?? 'Mainstay')
