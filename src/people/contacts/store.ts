import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ListSource } from '../../platform/paging/index.ts'

export type ContactRow = {
  readonly id: Id
  readonly organization_id: Id
  readonly user_id: Id
  readonly name: string
  readonly email: string | null
  readonly roles: readonly string[]
  readonly manages_contacts: boolean
  readonly notes: string | null
  readonly created_at: Instant
  readonly updated_at: Instant
}

/** What the contract says of an organization's contacts. */
export type ContactTerms = {
  readonly contact_limit: number
  readonly contacts_blocked_because: string | null
}

const COLUMNS: RawBuilder<ContactRow> = sql<ContactRow>`c.id, c.organization_id, c.user_id, u.name, u.email, c.roles,
  c.manages_contacts, c.notes, c.created_at, c.updated_at`
const FROM = sql`organization_contacts c join users u on u.id = c.user_id and u.active
  join organizations o on o.id = c.organization_id and o.deleted_at is null`

export const contactsUnder = (where: RawBuilder<unknown>): ListSource<ContactRow, 'id'> => ({
  select: COLUMNS,
  from: FROM,
  where,
  sorts: { id: { column: sql`c.id`, type: 'bigint' } },
  id: sql`c.id`,
})

export const findContact = (db: Db, where: RawBuilder<unknown>): Promise<ContactRow | undefined> =>
  db.one(sql<ContactRow>`select ${COLUMNS} from ${FROM} where ${where}`)

/** Whether somebody, having proven an address, names the contacts of the organization. */
export const managesContacts = async (db: Db, userId: Id, organizationId: Id): Promise<boolean> =>
  (await findContact(
    db,
    sql`c.organization_id = ${organizationId} and c.user_id = ${userId} and c.manages_contacts and u.verified
      and not u.suspended`,
  )) !== undefined

export const termsOf = async (db: Db, organizationId: Id): Promise<ContactTerms> =>
  (await db.one(sql<ContactTerms>`
    select contact_limit, contacts_blocked_because from organizations where id = ${organizationId}`))!

export const writeTerms = (tx: Db, organizationId: Id, terms: ContactTerms): Promise<unknown> =>
  tx.rows(sql`
    update organizations set contact_limit = ${terms.contact_limit},
      contacts_blocked_because = ${terms.contacts_blocked_because}
    where id = ${organizationId}`)

/** Holds the organization, so that two who name its last contact come one after the other. */
export const lockTerms = async (
  tx: Db,
  organizationId: Id,
): Promise<ContactTerms & { readonly count: number }> => {
  const terms = await tx.one(sql<ContactTerms>`
    select contact_limit, contacts_blocked_because from organizations where id = ${organizationId}
    for no key update`)
  const counted = await tx.one(sql<{ count: number }>`
    select count(*)::integer as count from ${FROM} where c.organization_id = ${organizationId}`)
  return { ...terms!, count: counted!.count }
}

/** The active member of an organization with this id or this address. */
export const findMember = (
  db: Db,
  organizationId: Id,
  by: { readonly userId: Id } | { readonly key: string },
): Promise<{ readonly id: Id; readonly role_id: Id } | undefined> =>
  db.one(sql<{ id: Id; role_id: Id }>`
    select u.id, u.role_id from users u
    join organization_memberships m on m.user_id = u.id and m.organization_id = ${organizationId}
    where u.active and ${
      'userId' in by
        ? sql`u.id = ${by.userId}`
        : sql`u.id = (select i.user_id from user_identities i where i.type = 'email' and i.key = ${by.key})`
    }`)

export type ContactColumns = {
  readonly roles: readonly string[]
  readonly manages_contacts: boolean
  readonly notes: string | null
}

export const insertContact = async (
  tx: Db,
  organizationId: Id,
  userId: Id,
  { roles, manages_contacts: manages, notes }: ContactColumns,
  at: Instant,
): Promise<ContactRow> => {
  const made = await tx.one(sql<{ id: Id }>`
    insert into organization_contacts
      (organization_id, user_id, roles, manages_contacts, notes, created_at, updated_at)
    values (${organizationId}, ${userId}, ${roles}, ${manages}, ${notes}, ${toIsoMs(at)}, ${toIsoMs(at)})
    returning id`)
  return (await findContact(tx, sql`c.id = ${made!.id}`))!
}

export const updateContact = async (
  tx: Db,
  id: Id,
  columns: ContactColumns,
  at: Instant,
): Promise<ContactRow> => {
  await tx.rows(sql`
    update organization_contacts set roles = ${columns.roles}, manages_contacts = ${columns.manages_contacts},
      notes = ${columns.notes}, updated_at = ${toIsoMs(at)}
    where id = ${id}`)
  return (await findContact(tx, sql`c.id = ${id}`))!
}

export const deleteContact = (tx: Db, id: Id): Promise<unknown> =>
  tx.rows(sql`delete from organization_contacts where id = ${id}`)
