import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { moveWhatNeedsMembership } from '../memberships/store.ts'

export type MergeRow = {
  /** 26 letters and digits. */
  readonly id: string
  readonly loser_id: Id
  readonly winner_id: Id
  readonly created_at: Instant
}

export const insertMerge = (tx: Db, { id, loser_id, winner_id, created_at }: MergeRow): Promise<unknown> =>
  tx.rows(sql`
    insert into organization_merges (id, loser_id, winner_id, created_at)
    values (${id}, ${loser_id}, ${winner_id}, ${toIsoMs(created_at)})`)

export const findMerge = (db: Db, id: string): Promise<MergeRow | undefined> =>
  db.one(sql<MergeRow>`select id, loser_id, winner_id, created_at from organization_merges where id = ${id}`)

/** Those that an organization had a part in, newest first; at most 100. */
export const mergesOf = (db: Db, organizationId: Id): Promise<MergeRow[]> =>
  db.rows(sql<MergeRow>`
    select id, loser_id, winner_id, created_at from organization_merges
    where loser_id = ${organizationId} or winner_id = ${organizationId}
    order by created_at desc, id limit 100`)

/** Makes the members of one organization those of another, by default where they were so; answers whose they were. */
export const moveMembers = async (tx: Db, fromId: Id, toId: Id, at: Instant): Promise<Id[]> => {
  await tx.rows(sql`
    update organization_memberships own set is_default = true, updated_at = ${toIsoMs(at)}
    from organization_memberships old
    where own.organization_id = ${toId} and old.organization_id = ${fromId} and old.user_id = own.user_id
      and old.is_default`)
  const left = await tx.rows(sql<{ user_id: Id }>`
    delete from organization_memberships m
    where m.organization_id = ${fromId} and exists (
      select from organization_memberships own where own.organization_id = ${toId} and own.user_id = m.user_id)
    returning m.user_id`)
  const moved = await tx.rows(sql<{ user_id: Id }>`
    update organization_memberships m set organization_id = ${toId}, updated_at = ${toIsoMs(at)}
    where m.organization_id = ${fromId} returning m.user_id`)
  await moveWhatNeedsMembership(tx, 'organization_id', fromId, toId)
  return [...left, ...moved].map(({ user_id: id }) => id)
}
