import { Type } from 'typebox'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { presentValues } from '../fields/values.ts'
import type { Room } from '../room.ts'
import { Fields, nullable, Tags, Time, time } from '../wire.ts'
import type { OrganizationRow } from './store.ts'

export const Organization = Type.Object(
  {
    id: Type.Integer(),
    url: Type.String(),
    name: Type.String(),
    shared_tickets: Type.Boolean(),
    shared_comments: Type.Boolean(),
    external_id: nullable(Type.String()),
    created_at: Time,
    updated_at: Time,
    domain_names: Type.Array(Type.String()),
    details: nullable(Type.String()),
    notes: nullable(Type.String()),
    group_id: nullable(Type.Integer()),
    tags: Tags,
    organization_fields: Fields,
  },
  { title: 'Organization' },
)

export const organizationUrl = (origin: string, id: number): string =>
  `${origin}/api/v2/organizations/${id}.json`

/** The wire's objects of organizations. */
export const presentOrganizations = async (
  room: Room,
  rows: readonly OrganizationRow[],
  origin: string,
): Promise<object[]> => {
  if (rows.length === 0) return []
  return rows.map(presentOrganization(await room.ground.policy.current(), origin))
}

const presentOrganization =
  (policy: PolicySnapshot, origin: string) =>
  (row: OrganizationRow): object => ({
    id: row.id,
    url: organizationUrl(origin, row.id),
    name: row.name,
    shared_tickets: row.shared_tickets,
    shared_comments: row.shared_comments,
    external_id: row.external_id,
    created_at: time(row.created_at),
    updated_at: time(row.updated_at),
    domain_names: row.domain_names,
    details: row.details,
    notes: row.notes,
    group_id: row.group_id,
    tags: row.tags,
    organization_fields: presentValues(policy, 'organization_field', row.organization_fields),
  })
