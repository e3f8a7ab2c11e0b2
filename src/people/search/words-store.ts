import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { waitingIds } from '../../platform/projection/index.ts'
import type { FieldValue } from '../core/index.ts'

export const PEOPLE_WORDS = 'people words'

export const KINDS = ['user', 'organization', 'group'] as const
export type Kind = (typeof KINDS)[number]

/** What of somebody is searched. */
export type PersonTexts = {
  readonly id: Id
  readonly names: readonly (string | null)[]
  readonly addresses: readonly (string | null)[]
  readonly notes: readonly (string | null)[]
  readonly tags: readonly string[]
  readonly fields: Readonly<Record<string, FieldValue>>
}

/** Of a text: what follows is not searched. */
const MOST = 100_000

const READS = {
  user: sql<PersonTexts>`select u.id, array[u.name, u.alias] as names,
      array(select i.value from user_identities i where i.user_id = u.id order by i.id) || array[u.phone, u.external_id]
        as addresses,
      array[left(u.details, ${MOST}), left(u.notes, ${MOST})] as notes, u.tags, u.user_fields as fields
    from users u where u.permanently_deleted_at is null`,
  organization: sql<PersonTexts>`select o.id, array[o.name] as names, o.domain_names || array[o.external_id] as addresses,
      array[left(o.details, ${MOST}), left(o.notes, ${MOST})] as notes, o.tags, o.organization_fields as fields
    from organizations o where o.deleted_at is null`,
  group: sql<PersonTexts>`select g.id, array[g.name] as names, array[]::text[] as addresses,
      array[left(g.description, ${MOST})] as notes, array[]::text[] as tags, '{}'::jsonb as fields
    from groups g where not g.deleted`,
} as const

/** The texts of those that stand. */
export const textsOf = (db: Db, kind: Kind, ids: readonly Id[]): Promise<PersonTexts[]> =>
  db.rows(sql<PersonTexts>`select * from (${READS[kind]}) p where p.id = any(${ids}::bigint[])`)

export type WordsRow = { readonly id: Id; readonly words: string }

const columnsOf = (rows: readonly WordsRow[]) =>
  sql`unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ words }) => words)}::text[]) as n(id, words)`

export const saveWords = async (tx: Db, kind: Kind, rows: readonly WordsRow[]): Promise<void> => {
  if (rows.length === 0) return
  await tx.rows(sql`insert into people_words as w (kind, id, words)
    select ${kind}, n.id, n.words::tsvector from ${columnsOf(rows)}
    on conflict (kind, id) do update set words = excluded.words where w.words <> excluded.words`)
}

export const deleteWords = (tx: Db, kind: Kind, ids: readonly Id[]): Promise<unknown> =>
  tx.rows(sql`delete from people_words where kind = ${kind} and id = any(${ids}::bigint[])`)

const TABLES = {
  user: sql.ref('users'),
  organization: sql.ref('organizations'),
  group: sql.ref('groups'),
} as const

/** Ids of a kind, and of rows of the index without one. */
export const idsAfter = async (db: Db, kind: Kind, id: Id, limit: number): Promise<Id[]> => {
  const rows = await db.rows(sql<{ id: Id }>`select id from (
      (select id from ${TABLES[kind]} where id > ${id} order by id limit ${limit})
      union (select id from people_words where kind = ${kind} and id > ${id} order by id limit ${limit})) i
    order by id limit ${limit}`)
  return rows.map((row) => row.id)
}

export const differingFrom = async (
  db: Db,
  kind: Kind,
  ids: readonly Id[],
  rows: readonly WordsRow[],
): Promise<Id[]> => {
  const found = await db.rows(sql<{ id: Id }>`select i.id from unnest(${ids}::bigint[]) as i(id)
    left join people_words w on w.kind = ${kind} and w.id = i.id left join ${columnsOf(rows)} on n.id = i.id
    where w.words is distinct from n.words::tsvector`)
  return found.map((row) => row.id)
}

/** Of these, those that the projection has nothing left to do for. */
export const settled = async (db: Db, kind: Kind, ids: readonly Id[]): Promise<Id[]> => {
  const rows = await db.rows(sql<{ id: Id }>`select id from unnest(${ids}::bigint[]) as i(id)
    where id not in ${waitingIds(PEOPLE_WORDS, kind)}`)
  return rows.map((row) => row.id)
}
