import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ListSource } from '../../platform/paging/index.ts'

export type ClientRow = {
  readonly id: Id
  readonly identifier: string
  readonly name: string
  readonly kind: 'confidential' | 'public'
  readonly company: string | null
  readonly description: string | null
  readonly logo_url: string | null
  readonly redirect_uris: readonly string[]
  readonly scopes: readonly string[]
  readonly user_id: Id
  readonly created_at: Instant
  readonly updated_at: Instant
}

export type ClientColumns = Omit<ClientRow, 'id' | 'created_at' | 'updated_at'> & {
  readonly secret_hash: Buffer | null
}

const COLUMNS: RawBuilder<ClientRow> = sql.raw<ClientRow>(
  `c.id, c.identifier, c.name, c.kind, c.company, c.description, c.logo_url, c.redirect_uris, c.scopes, c.user_id,
  c.created_at, c.updated_at`,
)

/** Clients that stand, under a condition on the row `c`. */
export const clientsUnder = (where: RawBuilder<unknown>): ListSource<ClientRow, 'id'> => ({
  select: COLUMNS,
  from: sql`oauth_clients c`,
  where: sql`c.deleted_at is null and ${where}`,
  sorts: { id: { column: sql`c.id`, type: 'bigint' } },
  id: sql`c.id`,
})

export const findClient = (db: Db, where: RawBuilder<unknown>): Promise<ClientRow | undefined> =>
  db.one(sql<ClientRow>`select ${COLUMNS} from oauth_clients c where c.deleted_at is null and ${where}`)

export const lockClient = (tx: Db, id: Id): Promise<ClientRow | undefined> =>
  tx.one(sql<ClientRow>`
    select ${COLUMNS} from oauth_clients c where c.deleted_at is null and c.id = ${id} for no key update of c`)

/** By what it proves itself with; a public client has no secret and proves nothing. */
export const findBySecret = (
  db: Db,
  identifier: string,
  secretHash: Buffer | null,
): Promise<ClientRow | undefined> =>
  findClient(db, sql`c.identifier = ${identifier} and c.secret_hash is not distinct from ${secretHash}`)

export const insertClient = async (tx: Db, columns: ClientColumns, at: Instant): Promise<ClientRow> => {
  const entries = Object.entries(columns)
  return (await tx.one(sql<ClientRow>`
    insert into oauth_clients as c (${sql.join(entries.map(([name]) => sql.ref(name)))}, created_at, updated_at)
    values (${sql.join(entries.map(([, value]) => sql`${value}`))}, ${toIsoMs(at)}, ${toIsoMs(at)})
    returning ${COLUMNS}`))!
}

export const updateClient = async (
  tx: Db,
  id: Id,
  columns: Partial<ClientColumns>,
  at: Instant,
): Promise<ClientRow> => {
  const settings = Object.entries(columns).map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
  return (await tx.one(sql<ClientRow>`
    update oauth_clients c set ${sql.join([...settings, sql`updated_at = ${toIsoMs(at)}`])}
    where c.id = ${id} returning ${COLUMNS}`))!
}

/** Takes a client out of use, and with it all that it was given. Its identifier is not given again. */
export const dropClient = async (tx: Db, id: Id, at: Instant): Promise<void> => {
  await tx.rows(sql`update oauth_clients set deleted_at = ${toIsoMs(at)} where id = ${id}`)
  await tx.rows(
    sql`update oauth_grants set revoked_at = ${toIsoMs(at)} where client_id = ${id} and revoked_at is null`,
  )
  await tx.rows(
    sql`update tokens set revoked_at = ${toIsoMs(at)} where client_id = ${id} and revoked_at is null`,
  )
}
