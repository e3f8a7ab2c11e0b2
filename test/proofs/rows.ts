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

/** The rows of a desk, to be compared, and to be brought back to how they were kept. */
export type Rows = {
  keep(): Promise<void>
  /** Back to what was kept. */
  restore(): Promise<void>
  /** Of every watched table; equal as long as no row is. */
  digest(): Promise<Record<string, string>>
  /** All rows of some tables, by table. */
  read(tables: readonly string[]): Promise<Record<string, Record<string, unknown>[]>>
  readonly tables: readonly string[]
}

export const watchRows = async (db: Database): Promise<Rows> => {
  const found = await db.rows(sql<{ name: string }>`select c.relname as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' order by 1`)
  const all = found.map(({ name }) => name).filter((name) => !name.startsWith('kept_'))
  const tables = all.filter((name) => !NOT_WATCHED.has(name))
  const digests = sql.raw(
    tables
      .map(
        (name) =>
          `select '${name}' as name, coalesce(md5(string_agg(row, '|' order by row)), '') as sum from
           (select (to_jsonb(t) - '{${STAMPS.join(',')}}'::text[])::text as row from ${name} t) rows`,
      )
      .join(' union all '),
  )
  const kept = tables.map((name) => `create table kept_${name} as table ${name}`)
  const back = tables.map(
    (name) => `delete from ${name}; insert into ${name} overriding system value table kept_${name}`,
  )
  return {
    tables,
    keep: async () => {
      for (const text of kept) await db.rows(sql.raw(text))
    },
    restore: async () => {
      await db.rows(
        sql.raw(
          `do $$ begin set local session_replication_role = replica; ${back.join(';')}; ${NEXT_VERSION}; end $$`,
        ),
      )
    },
    digest: async () => {
      const rows = await db.rows(sql<{ name: string; sum: string }>`${digests}`)
      return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]))
    },
    read: async (names) => {
      const read: Record<string, Record<string, unknown>[]> = {}
      for (const name of names)
        read[name] = (
          await db.rows(
            sql<{
              row: Record<string, unknown>
            }>`select to_jsonb(t) as row from ${sql.raw(name)} t order by to_jsonb(t)::text`,
          )
        ).map(({ row }) => row)
      return read
    },
  }
}
