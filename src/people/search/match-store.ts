import type { RawBuilder } from 'kysely'
import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { SearchOrder, Viewer } from '../core/index.ts'
import { visibleGroups, visibleOrganizations, visibleUsers } from '../visible.ts'
import type { Kind } from './words-store.ts'

/** Whom to find: by words of the index (the text of a `tsquery`), and by properties of the row `p`. */
export type PeopleSought = {
  readonly viewer: Viewer
  readonly kind: Kind
  readonly words: string | undefined
  readonly properties: RawBuilder<boolean>
}

export type PeopleHit = { readonly id: Id; readonly rank: number; readonly key: number | null }
export type PeopleHits = { readonly hits: readonly PeopleHit[]; readonly count: number }

/** As many as are ranked by worth; of more, the newest. */
const RANKED = 1000

/** The rows that stand and that the viewer sees, as `p`. */
const seen = ({ kind, viewer }: Pick<PeopleSought, 'kind' | 'viewer'>): RawBuilder<unknown> => {
  if (kind === 'user')
    return sql`(select u.* from users u where ${visibleUsers(viewer)} and u.permanently_deleted_at is null) p`
  if (kind === 'organization')
    return sql`(select o.* from organizations o where ${visibleOrganizations(viewer)} and o.deleted_at is null) p`
  return sql`(select g.* from groups g where ${visibleGroups(viewer)} and not g.deleted) p`
}

/** Of the index; what is in no index is sought by properties alone. */
const found = (sought: PeopleSought): RawBuilder<unknown> => {
  const { kind, words, properties } = sought
  const ids = sql`select w.id from people_words w where w.kind = ${kind} and w.words @@ ${words}::tsquery`
  const where = words === undefined ? properties : sql<boolean>`p.id in (${ids}) and ${properties}`
  return sql`${seen(sought)} where ${where}`
}

/** The first `limit`, in an order; users, organizations and groups know no other times than those of creation and change. */
export const matchPeople = async (
  db: Db,
  sought: PeopleSought,
  { by, isDescending }: SearchOrder,
  limit: number,
): Promise<PeopleHits> => {
  const isRanked = by === 'relevance' && sought.words !== undefined
  const direction = isDescending || isRanked ? sql`desc` : sql`asc`
  const key = by === 'created_at' ? sql`p.created_at` : sql`p.updated_at`
  const rank = isRanked
    ? sql`(select ts_rank('{0.2,0.3,0.5,1.0}', w.words, ${sought.words}::tsquery, 1)::float8
        from people_words w where w.kind = ${sought.kind} and w.id = f.id)`
    : sql`0::float8`
  const rows = await db.rows(sql<PeopleHit & { total: number }>`
    with found as materialized (select p.id, ${key} as key from ${found(sought)}),
    first as materialized (select f.id, f.key from found f order by f.key ${direction}, f.id ${direction}
      limit ${isRanked ? RANKED : limit})
    select f.id, (extract(epoch from f.key) * 1000)::float8 as key, ${rank} as rank, (select count(*) from found) as total
    from first f order by rank desc nulls last, f.key ${direction}, f.id ${direction} limit ${limit}`)
  const hits = rows.map(({ id, rank: worth, key: at }) => ({
    id,
    rank: worth,
    key: isSortable(by) ? at : null,
  }))
  return { hits, count: rows[0]?.total ?? 0 }
}

const isSortable = (by: SearchOrder['by']): boolean =>
  by !== 'priority' && by !== 'status' && by !== 'ticket_type'

export const countPeople = async (db: Db, sought: PeopleSought): Promise<number> =>
  (await db.one(sql<{ count: number }>`select count(*) as count from ${found(sought)}`))!.count

/** Where a page of an export starts: behind this row, in the order of creation, the youngest first. */
type Place = { readonly createdMicros: string; readonly id: Id }

export const exportPeople = (
  db: Db,
  sought: PeopleSought,
  {
    until,
    after,
    limit,
  }: { readonly until: string; readonly after: Place | undefined; readonly limit: number },
): Promise<Place[]> => {
  const start =
    after === undefined
      ? sql`true`
      : sql`(p.created_at, p.id) < ('epoch'::timestamptz + ${after.createdMicros}::bigint * interval '1 microsecond', ${after.id}::bigint)`
  return db.rows(sql<Place>`select p.id, (extract(epoch from p.created_at) * 1000000)::bigint::text as "createdMicros"
    from ${found(sought)} and p.created_at <= ${until}::timestamptz and ${start}
    order by p.created_at desc, p.id desc limit ${limit}`)
}

/** Ids of those whose name holds these words. */
export const idsNamed = async (
  db: Db,
  scope: Pick<PeopleSought, 'kind' | 'viewer'>,
  words: string,
  limit: number,
): Promise<Id[]> => {
  const rows = await db.rows(sql<{ id: Id }>`select p.id from ${seen(scope)} where p.id in (
    select w.id from people_words w where w.kind = ${scope.kind} and w.words @@ ${words}::tsquery) order by p.id limit ${limit}`)
  return rows.map(({ id }) => id)
}

/** Ids of active users with an address or a number. */
export const idsReachedAt = async (db: Db, viewer: Viewer, text: string): Promise<Id[]> => {
  const rows = await db.rows(sql<{
    id: Id
  }>`select u.id from users u where ${visibleUsers(viewer)} and (u.phone = ${text}
    or u.id in (select i.user_id from user_identities i where i.key = ${text.toLowerCase()} or i.value = ${text}))
    order by u.id limit 100`)
  return rows.map(({ id }) => id)
}

/** Condition on the row `p`: it holds none of these words. */
export const lacksWords = (kind: Kind, words: string): RawBuilder<boolean> =>
  sql<boolean>`not exists (select from people_words w where w.kind = ${kind} and w.id = p.id and w.words @@ ${words}::tsquery)`
