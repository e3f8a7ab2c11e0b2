import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ListSource } from '../../platform/paging/index.ts'

export type SubscriptionRow = {
  readonly id: Id
  readonly user_id: Id
  readonly organization_id: Id
  readonly created_at: Instant
}

const COLUMNS: RawBuilder<SubscriptionRow> = sql<SubscriptionRow>`s.id, s.user_id, s.organization_id, s.created_at`

export const subscriptionsUnder = (where: RawBuilder<unknown>): ListSource<SubscriptionRow, 'id'> => ({
  select: COLUMNS,
  from: sql`organization_subscriptions s`,
  where,
  sorts: { id: { column: sql`s.id`, type: 'bigint' } },
  id: sql`s.id`,
})

export const findSubscription = (db: Db, where: RawBuilder<unknown>): Promise<SubscriptionRow | undefined> =>
  db.one(sql<SubscriptionRow>`select ${COLUMNS} from organization_subscriptions s where ${where}`)

/** Subscribes somebody, or leaves it so. */
export const putSubscription = async (
  tx: Db,
  userId: Id,
  organizationId: Id,
  at: Instant,
): Promise<{ readonly row: SubscriptionRow; readonly isNew: boolean }> => {
  const made = await tx.one(sql<SubscriptionRow>`
    insert into organization_subscriptions as s (user_id, organization_id, created_at)
    values (${userId}, ${organizationId}, ${toIsoMs(at)}) on conflict do nothing returning ${COLUMNS}`)
  if (made !== undefined) return { row: made, isNew: true }
  const standing = await findSubscription(
    tx,
    sql`s.user_id = ${userId} and s.organization_id = ${organizationId}`,
  )
  return { row: standing!, isNew: false }
}

export const deleteSubscription = (tx: Db, id: Id): Promise<unknown> =>
  tx.rows(sql`delete from organization_subscriptions where id = ${id}`)

export const countSubscriptions = async (db: Db, userId: Id): Promise<number> =>
  (await db.one(sql<{ count: number }>`select count(*)::int as count from organization_subscriptions
    where user_id = ${userId}`))!.count
