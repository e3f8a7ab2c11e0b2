import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ListSource } from '../../platform/paging/index.ts'
import type { FieldValue } from '../core/index.ts'

export type OrganizationRow = {
  readonly id: Id
  readonly name: string
  readonly external_id: string | null
  readonly shared_tickets: boolean
  readonly shared_comments: boolean
  readonly domain_names: readonly string[]
  readonly details: string | null
  readonly notes: string | null
  readonly group_id: Id | null
  readonly tags: readonly string[]
  readonly organization_fields: Readonly<Record<string, FieldValue>>
  readonly created_at: Instant
  readonly updated_at: Instant
}

export type OrganizationColumns = Omit<OrganizationRow, 'id' | 'created_at' | 'updated_at'>

/** Of the row `o`. */
export const organizationColumns: RawBuilder<OrganizationRow> = sql.raw<OrganizationRow>(
  `o.id, o.name, o.external_id, o.shared_tickets, o.shared_comments, o.domain_names, o.details, o.notes, o.group_id,
  o.tags, o.organization_fields, o.created_at, o.updated_at`,
)

export type OrganizationSort = 'id' | 'name' | 'created_at' | 'updated_at'

/** Organizations that stand, under a condition on the row `o`. */
export const organizationsUnder = (
  where: RawBuilder<unknown>,
): ListSource<OrganizationRow, OrganizationSort> => ({
  select: organizationColumns,
  from: sql`organizations o`,
  where: sql`o.deleted_at is null and ${where}`,
  sorts: {
    id: { column: sql`o.id`, type: 'bigint' },
    name: { column: sql`o.name`, type: 'text' },
    created_at: { column: sql`o.created_at`, type: 'timestamptz' },
    updated_at: { column: sql`o.updated_at`, type: 'timestamptz' },
  },
  id: sql`o.id`,
})

export const findOrganizations = (db: Db, where: RawBuilder<unknown>): Promise<OrganizationRow[]> =>
  db.rows(sql<OrganizationRow>`
    select ${organizationColumns} from organizations o where o.deleted_at is null and ${where} order by o.id`)

export const lockOrganization = (tx: Db, where: RawBuilder<unknown>): Promise<OrganizationRow | undefined> =>
  tx.one(sql<OrganizationRow>`
    select ${organizationColumns} from organizations o where o.deleted_at is null and ${where} for no key update of o`)

/** As `lockOrganization`, of several: in the order of their ids. */
export const lockOrganizations = (tx: Db, where: RawBuilder<unknown>): Promise<OrganizationRow[]> =>
  tx.rows(sql<OrganizationRow>`
    select ${organizationColumns} from organizations o where o.deleted_at is null and ${where}
    order by o.id for no key update of o`)

export const countOrganizations = async (db: Db, where: RawBuilder<unknown>): Promise<number> =>
  (await db.one(sql<{ count: number }>`
    select count(*) as count from organizations o where o.deleted_at is null and ${where}`))!.count

export const insertOrganization = async (
  tx: Db,
  columns: Partial<OrganizationColumns> & Pick<OrganizationColumns, 'name'>,
  at: Instant,
): Promise<OrganizationRow> => {
  const entries = Object.entries(columns)
  return (await tx.one(sql<OrganizationRow>`
    insert into organizations as o (${sql.join(entries.map(([name]) => sql.ref(name)))}, created_at, updated_at)
    values (${sql.join(entries.map(([, value]) => sql`${value}`))}, ${toIsoMs(at)}, ${toIsoMs(at)})
    returning ${organizationColumns}`))!
}

export const updateOrganization = async (
  tx: Db,
  id: Id,
  columns: Partial<OrganizationColumns>,
  at: Instant,
): Promise<OrganizationRow> => {
  const settings = Object.entries(columns).map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
  return (await tx.one(sql<OrganizationRow>`
    update organizations o set ${sql.join([...settings, sql`updated_at = ${toIsoMs(at)}`])}
    where o.id = ${id} returning ${organizationColumns}`))!
}

/** Takes an organization out of use; its name and external id are free again. */
export const dropOrganization = (tx: Db, id: Id, at: Instant): Promise<unknown> =>
  tx.rows(
    sql`update organizations set deleted_at = ${toIsoMs(at)}, updated_at = ${toIsoMs(at)} where id = ${id}`,
  )

/** People without an organization whose proven address lies in one of the domains. */
export const newcomersOf = async (tx: Db, domains: readonly string[]): Promise<Id[]> => {
  const rows = await tx.rows(sql<{ id: Id }>`
    select distinct u.id from user_identities i join users u on u.id = i.user_id
    where i.type = 'email' and i.verified and split_part(i.key, '@', 2) = any(${domains}::text[])
      and u.active and u.organization_id is null`)
  return rows.map(({ id }) => id)
}
