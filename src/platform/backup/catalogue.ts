import type pg from 'pg'
import type { Sequence, Table } from './manifest.ts'

export type Client = Pick<pg.Client, 'query'>

/**
 * The tables of the desk with the columns that a backup holds, in the order of their names, with about how many rows
 * each has. Left out are columns that the database computes, and transaction ids, which mean nothing elsewhere: their
 * default gives those of the transaction that restores (`feed_inbox.xid`).
 */
export const tablesOf = async (client: Client): Promise<Table[]> => {
  const { rows } = await client.query<Table>(`
    select c.relname as name, greatest(c.reltuples, 0)::float8 as rows,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
          and a.atttypid <> 'xid8'::regtype
        order by a.attnum) as columns
    from pg_class c
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      and c.relname not in ('schema_migrations', '${MARKER}')
    order by c.relname collate "C"`)
  return rows
}

/** Made before anything is restored, removed with the last statement: while it is there, the desk is not whole. */
export const MARKER = 'restore_in_progress'

export const sequencesOf = async (client: Client): Promise<Sequence[]> => {
  const { rows } = await client.query<{ name: string; last: string | null }>(`
    select sequencename as name, last_value::text as last from pg_sequences
    where schemaname = current_schema() order by sequencename collate "C"`)
  return rows.map(({ name, last }) => ({ name, last: last === null ? null : Number(last) }))
}

/** What slows loading down, with what makes it again: indexes beside those of constraints, and foreign keys. */
export const burdensOf = async (client: Client): Promise<{ drop: string; make: string }[]> => {
  const { rows } = await client.query<{ drop: string; make: string }>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make, 2 as turn
    from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace
    union all
    select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid), 1
    from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      and not exists (select from pg_constraint where conindid = i.indexrelid)
    order by turn, make`)
  return rows
}
