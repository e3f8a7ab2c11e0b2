import type { Id, Instant, JsonObject } from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'

/** One thing that was done to a person or an organization, by the audit log. */
export type ToldDeed = {
  readonly id: Id
  readonly at: Instant
  readonly actor_id: Id | null
  readonly action: string
  readonly before: JsonObject | null
  readonly after: JsonObject | null
}

/** What was done to somebody since an entry of the audit log, in its order. */
export const toldDeeds = (db: Db, subject: 'user' | 'organization', id: Id, since: Id): Promise<ToldDeed[]> =>
  db.rows(sql<ToldDeed>`select id, at, actor_id, action, before, after from audit_log
    where source_type = ${subject} and source_id = ${String(id)} and id > ${since} order by id limit 1000`)

/** The last entry of the audit log. */
export const lastDeed = async (db: Db): Promise<Id> =>
  (await db.one(sql<{ id: Id }>`select coalesce(max(id), 0) as id from audit_log`))!.id

/** What those outside are told of a person besides what was done. */
export type ToldUser = {
  readonly id: Id
  readonly email: string | null
  readonly external_id: string | null
  readonly organization_id: Id | null
  readonly default_group_id: Id | null
  readonly role_id: Id
  readonly created_at: Instant
  readonly updated_at: Instant
}

export const toldUser = (db: Db, id: Id): Promise<ToldUser | undefined> =>
  db.one(sql<ToldUser>`select id, email, external_id, organization_id, default_group_id, role_id, created_at, updated_at
    from users where id = ${id}`)

export type ToldOrganization = {
  readonly id: Id
  readonly name: string
  readonly external_id: string | null
  readonly group_id: Id | null
  readonly shared_tickets: boolean
  readonly shared_comments: boolean
  readonly created_at: Instant
  readonly updated_at: Instant
}

export const toldOrganization = (db: Db, id: Id): Promise<ToldOrganization | undefined> =>
  db.one(sql<ToldOrganization>`select id, name, external_id, group_id, shared_tickets, shared_comments, created_at,
      updated_at from organizations where id = ${id}`)
