import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ListSource } from '../../platform/paging/index.ts'

export type GroupRow = {
  readonly id: Id
  readonly name: string
  readonly description: string
  readonly is_default: boolean
  readonly is_public: boolean
  readonly deleted: boolean
  readonly created_at: Instant
  readonly updated_at: Instant
}

/** What writes set. */
export type GroupColumns = Pick<GroupRow, 'name' | 'description' | 'is_public'>

const COLUMNS: RawBuilder<GroupRow> = sql.raw<GroupRow>(
  'g.id, g.name, g.description, g.is_default, g.is_public, g.deleted, g.created_at, g.updated_at',
)

export type GroupSort = 'id' | 'name' | 'created_at' | 'updated_at'

export const groupsUnder = (where: RawBuilder<unknown>): ListSource<GroupRow, GroupSort> => ({
  select: COLUMNS,
  from: sql`groups g`,
  where,
  sorts: {
    id: { column: sql`g.id`, type: 'bigint' },
    name: { column: sql`g.name`, type: 'text' },
    created_at: { column: sql`g.created_at`, type: 'timestamptz' },
    updated_at: { column: sql`g.updated_at`, type: 'timestamptz' },
  },
  id: sql`g.id`,
})

export const findGroups = (db: Db, where: RawBuilder<unknown>): Promise<GroupRow[]> =>
  db.rows(sql<GroupRow>`select ${COLUMNS} from groups g where ${where} order by g.id`)

export const countGroupsUnder = async (db: Db, where: RawBuilder<unknown>): Promise<number> =>
  (await db.one(sql<{ count: number }>`select count(*) as count from groups g where ${where}`))!.count

/** Reads one that stands for writing: the row is held until the transaction ends. */
export const lockGroup = (tx: Db, where: RawBuilder<unknown>): Promise<GroupRow | undefined> =>
  tx.one(
    sql<GroupRow>`select ${COLUMNS} from groups g where not g.deleted and ${where} for no key update of g`,
  )

export const insertGroup = async (tx: Db, columns: GroupColumns, at: Instant): Promise<GroupRow> =>
  (await tx.one(sql<GroupRow>`
    insert into groups as g (name, description, is_public, created_at, updated_at)
    values (${columns.name}, ${columns.description}, ${columns.is_public}, ${toIsoMs(at)}, ${toIsoMs(at)})
    returning ${COLUMNS}`))!

export const updateGroup = async (
  tx: Db,
  id: Id,
  columns: GroupColumns & Pick<GroupRow, 'deleted'>,
  at: Instant,
): Promise<GroupRow> =>
  (await tx.one(sql<GroupRow>`
    update groups g set name = ${columns.name}, description = ${columns.description},
      is_public = ${columns.is_public}, deleted = ${columns.deleted}, updated_at = ${toIsoMs(at)}
    where g.id = ${id} returning ${COLUMNS}`))!
