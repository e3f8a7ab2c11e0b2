import type { RawBuilder } from 'kysely'
import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { FieldKind } from './values.ts'

const BATCH = 500

type Owner = {
  readonly table: RawBuilder<unknown>
  readonly column: RawBuilder<unknown>
  readonly subject: string
}

const OWNERS: Readonly<Record<FieldKind, Owner>> = {
  user_field: { table: sql`users`, column: sql`user_fields`, subject: 'user' },
  organization_field: {
    table: sql`organizations`,
    column: sql`organization_fields`,
    subject: 'organization',
  },
}

/** Drops the values under a key of the next rows after an id; answers the last one's, `undefined` at the end. */
export const dropValues = async (
  db: Db,
  kind: FieldKind,
  key: string,
  after: Id,
): Promise<Id | undefined> => {
  const { table, column, subject } = OWNERS[kind]
  const { last } = (await db.one(sql<{ last: Id | null }>`
    with due as (
      select id from ${table} where id > ${after} and ${column} ? ${key} order by id limit ${BATCH}
    ), dropped as (
      update ${table} t set ${column} = ${column} - ${key}::text from due where t.id = due.id returning t.id
    ), fed as (
      insert into feed_inbox (subject, subject_id) select ${subject}::text, id from dropped
    )
    select max(id) as last from dropped`))!
  return last ?? undefined
}
