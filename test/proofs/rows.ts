import { type Database, sql } from '../../src/platform/db/index.ts'

/** What may change without anybody having written: last uses, rate counters, the queue's own tables, the audit log. */
const NOT_WATCHED = new Set([
  // Restoring never goes back to a version: processes keep what they know of each.
  'policy_versions',
  'rate_budgets',
  'job_pools',
  'idempotency_keys',
  'migrations',
])
const STAMPS = ['last_used_at']

const NEXT_VERSION = `insert into policy_versions (version, at, reason)
  select max(version) + 1, max(at), 'restored' from policy_versions
  having max(version) > (select max(from_version) from policy_documents)`

/** Each statement that writes to a table leaves its name: of hundreds of tables only those are looked at again. */
const TOUCH = [
  'create unlogged table kept_touched (name text not null)',
  `create function kept_touch() returns trigger language plpgsql as $$
    begin insert into kept_touched values (tg_table_name); return null; end $$`,
]
const touching = (name: string): string =>
  `create trigger kept_touch after insert or update or delete or truncate on ${name}
     for each statement execute function kept_touch()`

/** All rows of some tables, by table. */
export type RowsOf = Readonly<Record<string, readonly Record<string, unknown>[]>>

/** The rows of a desk, to be compared, and to be brought back to how they were kept. */
export type Rows = {
  keep(): Promise<void>
  /** Back to what was kept. */
  restore(): Promise<void>
  /** Of every watched table; equal as long as no row is. */
  digest(): Promise<Record<string, string>>
  /** A table that nobody wrote to in between is the same object as before. */
  read(tables: readonly string[]): Promise<RowsOf>
  readonly tables: readonly string[]
}

export const watchRows = async (db: Database): Promise<Rows> => {
  const tables = await watchedTables(db)
  for (const text of [...TOUCH, ...tables.map(touching)]) await db.rows(sql.raw(text))
  const changed = new Set<string>()
  const digests = cached((names: readonly string[]) => readDigests(db, names))
  const contents = cached((names: readonly string[]) => readRows(db, names))
  const look = async (): Promise<void> => {
    const found = await db.rows(sql<{ name: string }>`delete from kept_touched returning name`)
    for (const { name } of found) {
      changed.add(name)
      digests.forget(name)
      contents.forget(name)
    }
  }
  return {
    tables,
    keep: async () => {
      await look()
      changed.clear()
      for (const name of tables) await db.rows(sql.raw(`create table kept_${name} as table ${name}`))
    },
    restore: async () => {
      await look()
      await bringBack(db, [...changed])
      for (const name of changed) {
        digests.forget(name)
        contents.forget(name)
      }
      changed.clear()
    },
    digest: async () => {
      await look()
      return digests.of(tables)
    },
    read: async (names) => {
      await look()
      return contents.of(names)
    },
  }
}

const watchedTables = async (db: Database): Promise<string[]> => {
  const found = await db.rows(sql<{ name: string }>`select c.relname as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' order by 1`)
  return found.map(({ name }) => name).filter((name) => !name.startsWith('kept_') && !NOT_WATCHED.has(name))
}

/** Values by table, read again only where they were forgotten. */
const cached = <T>(read: (names: readonly string[]) => Promise<Record<string, T>>) => {
  const known = new Map<string, T>()
  return {
    forget: (name: string): void => void known.delete(name),
    of: async (names: readonly string[]): Promise<Record<string, T>> => {
      const unknown = names.filter((name) => !known.has(name))
      const found = unknown.length === 0 ? {} : await read(unknown)
      for (const [name, value] of Object.entries(found)) known.set(name, value)
      return Object.fromEntries(names.map((name) => [name, known.get(name)!]))
    },
  }
}

const bringBack = async (db: Database, names: readonly string[]): Promise<void> => {
  if (names.length === 0) return
  const back = names.map(
    (name) => `delete from ${name}; insert into ${name} overriding system value table kept_${name};`,
  )
  // Only a policy that was edited has gone on to a version that its documents no longer reach.
  if (names.includes('policy_documents')) back.push(`${NEXT_VERSION};`)
  await db.rows(
    sql.raw(`do $$ begin set local session_replication_role = replica; ${back.join('\n')} end $$`),
  )
}

const readDigests = async (db: Database, names: readonly string[]): Promise<Record<string, string>> => {
  const all = names.map(
    (name) => `select '${name}' as name, coalesce(md5(string_agg(row, '|' order by row)), '') as sum from
      (select (to_jsonb(t) - '{${STAMPS.join(',')}}'::text[])::text as row from ${name} t) rows`,
  )
  const rows = await db.rows(sql<{ name: string; sum: string }>`${sql.raw(all.join(' union all '))}`)
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]))
}

const readRows = async (
  db: Database,
  names: readonly string[],
): Promise<Record<string, Record<string, unknown>[]>> => {
  const all = names.map(
    (
      name,
    ) => `select '${name}' as name, coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]') as rows
      from ${name} t`,
  )
  const rows = await db.rows(
    sql<{
      name: string
      rows: Record<string, unknown>[]
    }>`${sql.raw(all.join(' union all '))}`,
  )
  return Object.fromEntries(rows.map(({ name, rows: found }) => [name, found]))
}
