import pg from 'pg'
import { liveProcessIds, migrate, readMigrations, sql } from '../db/index.ts'
import type { OpenDatabase } from '../runtime/index.ts'
import { type Client, MARKER } from './catalogue.ts'
import { BackupError } from './failure.ts'
import type { Manifest } from './manifest.ts'

/** What a desk has that nobody has worked on yet: policy that came with it, and what processes leave behind. */
const OF_EMPTY_DESK = [
  'schema_migrations',
  'policy_versions',
  'policy_documents',
  'audit_log',
  'job_pools',
  'rate_budgets',
  'feed',
  'feed_inbox',
  // How far each of those that work in the background has come.
  'automation_sweep',
  'projections',
  'routing_policy',
  'rule_usage_cursor',
  MARKER,
]

/** Throws unless the database is empty, or a desk that nobody has worked on, or what an earlier restore left half done. */
export const refuseLivedIn = async (client: Client, manifest: Manifest): Promise<void> => {
  const { rows } = await client.query<{ name: string }>(`
    select relname as name from pg_class
    where relkind in ('r', 'p', 'v', 'm', 'f') and relnamespace = current_schema()::regnamespace
      and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')`)
  const names = rows.map(({ name }) => name)
  const isDesk = names.includes('schema_migrations') && names.includes('policy_versions')
  const known = new Set([...manifest.tables.map(({ name }) => name), ...OF_EMPTY_DESK])
  const foreign = isDesk ? [] : names.filter((name) => !known.has(name))
  if (foreign.length > 0)
    throw new BackupError(
      `This database holds something else (${foreign.slice(0, 3).join(', ')}): give the desk one of its own.`,
    )
  for (const name of names.filter((each) => !OF_EMPTY_DESK.includes(each))) {
    const { rowCount } = await client.query(`select 1 from ${pg.escapeIdentifier(name)} limit 1`)
    if (rowCount !== 0)
      throw new BackupError(
        `This desk is not empty (${name}), and a restore overwrites nothing. Name another data directory or database.`,
      )
  }
}

/** Throws while another process works on the database. */
export const refuseCompany = async ({
  db,
  identity,
}: Pick<OpenDatabase, 'db' | 'identity'>): Promise<void> => {
  const others = await db.rows(sql`select from ${liveProcessIds} as live (id) where id <> ${identity.id}`)
  if (others.length > 0) throw new BackupError('Mainstay is at work on this desk. Stop it, then restore.')
}

/** Throws where the backup needs a migration that this release has not, or has otherwise. */
export const refuseNewer = async ({ migrations }: Manifest, dir: string): Promise<void> => {
  const ours = new Map((await readMigrations(dir)).map(({ name, sha256 }) => [name, sha256]))
  const unknown = migrations.find(({ name, sha256 }) => ours.get(name) !== sha256)
  if (unknown !== undefined)
    throw new BackupError(
      `This backup comes from another release of Mainstay: it has migration ${unknown.name}. Restore it with that release.`,
    )
}

/** Clears the schema and leaves the mark of a restore, at once; then makes the tables as the backup had them. */
export const makeTables = async (
  client: pg.Client,
  db: Parameters<typeof migrate>[0],
  { manifest, dir, source }: { readonly manifest: Manifest; readonly dir: string; readonly source: string },
): Promise<void> => {
  await client.query('begin')
  await client.query('drop schema if exists graphile_worker cascade')
  for (const { statement } of (await client.query<{ statement: string }>(OBJECTS)).rows)
    await client.query(statement)
  await client.query(
    `create table ${MARKER} (source text not null, started_at timestamptz not null default now())`,
  )
  await client.query(`insert into ${MARKER} (source) values ($1)`, [source])
  await client.query('commit')
  await migrate(db, dir, { only: new Set(manifest.migrations.map(({ name }) => name)) })
}

/** Everything of ours in the schema; what extensions brought stays. */
const OBJECTS = `
  with kept as (select classid, objid from pg_depend where deptype = 'e')
  select 1 as turn, format('drop table %s cascade', c.oid::regclass) as statement
  from pg_class c
  where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace
    and ('pg_class'::regclass, c.oid) not in (select * from kept)
  union all
  select 2, format('drop sequence if exists %s cascade', c.oid::regclass)
  from pg_class c
  where c.relkind = 'S' and c.relnamespace = current_schema()::regnamespace
    and ('pg_class'::regclass, c.oid) not in (select * from kept)
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i'))
  union all
  select 3, format('drop routine %s cascade', p.oid::regprocedure)
  from pg_proc p
  where p.pronamespace = current_schema()::regnamespace and ('pg_proc'::regclass, p.oid) not in (select * from kept)
  union all
  select 4, format('drop type if exists %s cascade', t.oid::regtype)
  from pg_type t
  where t.typtype in ('e', 'd') and t.typnamespace = current_schema()::regnamespace
    and ('pg_type'::regclass, t.oid) not in (select * from kept)
  order by 1`
