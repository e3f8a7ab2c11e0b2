import type { RawBuilder } from 'kysely'
import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../db/index.ts'

/** How far a projection has come: the last position of the feed that it holds, and where building from nothing is. */
export type Progress = {
  readonly version: number
  readonly position: number
  /** The subject that is being built; null where all has been. */
  readonly building: string | null
  readonly built_to: Id
}

type Change = { readonly position: number; readonly subject: string; readonly subject_id: Id }

/** Held until the transaction ends; undefined where nobody has begun, `elsewhere` where another process has it. */
export const lockProgress = async (tx: Db, name: string): Promise<Progress | 'elsewhere' | undefined> => {
  const free = await tx.one(sql<Progress>`select version, position, building, built_to from projections
    where name = ${name} for update skip locked`)
  if (free !== undefined) return free
  return (await tx.one(sql`select from projections where name = ${name}`)) === undefined
    ? undefined
    : 'elsewhere'
}

/** Begins to build from nothing: what changes from now on waits in the feed. */
export const openProgress = (
  tx: Db,
  {
    name,
    version,
    subjects,
  }: { readonly name: string; readonly version: number; readonly subjects: readonly string[] },
): Promise<unknown> =>
  tx.rows(sql`insert into projections (name, version, position, building)
    select ${name}, ${version}, coalesce(max(position), 0), ${subjects[0] ?? null}::text from feed
    on conflict (name) do update
      set version = excluded.version, position = excluded.position, building = excluded.building, built_to = 0`)

export const moveBuilding = (tx: Db, name: string, subject: string | null, id: Id): Promise<unknown> =>
  tx.rows(sql`update projections set building = ${subject}::text, built_to = ${id} where name = ${name}`)

export const movePosition = (tx: Db, name: string, position: number): Promise<unknown> =>
  tx.rows(sql`update projections set position = ${position} where name = ${name}`)

export const changesAfter = (tx: Db, position: number, limit: number): Promise<Change[]> =>
  tx.rows(sql<Change>`select position, subject, subject_id from feed where position > ${position}
    order by position limit ${limit}`)

/** Subselect: ids of a subject that a projection has yet to look at. */
export const waitingIds = (name: string, subject: string): RawBuilder<unknown> =>
  sql`(select subject_id from feed_inbox where subject = ${subject}
    union all select subject_id from feed where subject = ${subject}
      and position > (select position from projections where name = ${name}))`

/** Whether everything has been built, so that what is derived can be held against what it is derived of. */
export const isBuilt = async (db: Db, name: string): Promise<boolean> =>
  (await db.one(sql`select from projections where name = ${name} and building is null`)) !== undefined

/** How many changes wait, and since when the oldest of them does, in seconds. */
export const lagOf = async (
  db: Db,
  name: string,
): Promise<{ readonly changes: number; readonly seconds: number }> =>
  (await db.one(sql<{ changes: number; seconds: number }>`
    select coalesce((select max(position) from feed), 0) - coalesce(max(p.position), 0) as changes,
      coalesce(extract(epoch from now() - (select f.at from feed f where f.position > max(p.position)
        order by f.position limit 1)), 0)::float8 as seconds
    from projections p where p.name = ${name}`))!
