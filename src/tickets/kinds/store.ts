import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ChangePlan } from '../core/change-plan.ts'
import type { Announced } from '../core/event.ts'

type Ids = { readonly organizationIds: readonly Id[]; readonly userIds: readonly Id[] }

/** Those of the ids that name nothing. */
export const missingOf = async (db: Db, { organizationIds, userIds }: Ids): Promise<Ids> => {
  if (organizationIds.length + userIds.length === 0) return { organizationIds: [], userIds: [] }
  const row = await db.one(sql<{ organizations: Id[]; users: Id[] }>`select
    array(select asked from unnest(${organizationIds}::bigint[]) asked
      where not exists (select from organizations o where o.id = asked and o.deleted_at is null)) as organizations,
    array(select asked from unnest(${userIds}::bigint[]) asked
      where not exists (select from users u where u.id = asked and u.active)) as users`)
  return { organizationIds: row?.organizations ?? [], userIds: row?.users ?? [] }
}

/** Somebody whom a change affects. */
export type Affected = {
  readonly id: Id
  readonly name: string
  readonly email: string | null
  readonly organization_id: Id | null
}

/** Whom a plan affects: those it names, and the customers of the organizations it names. Only who is active. */
export const affectedBy = (
  db: Db,
  { affectedOrganizationIds, affectedUserIds }: ChangePlan,
  limit: number,
): Promise<Affected[]> =>
  db.rows(sql<Affected>`select u.id, u.name, u.email, u.organization_id from users u
    where u.active and not u.suspended and (u.id = any(${affectedUserIds}::bigint[])
      or u.role_id = 1 and exists (select from organization_memberships m
        where m.user_id = u.id and m.organization_id = any(${affectedOrganizationIds}::bigint[])))
    order by u.id limit ${limit}`)

/** Everything that was told of a change, oldest first. */
export const announcementsOf = async (db: Db, ticketId: Id): Promise<Announced[]> => {
  const rows = await db.rows(sql<{ event: Announced }>`select e.event
    from audits a, jsonb_array_elements(a.events) as e(event)
    where a.ticket_id = ${ticketId} and a.events @> '[{"type": "announced"}]' and e.event ->> 'type' = 'announced'
    order by a.seq`)
  return rows.map(({ event }) => event)
}
