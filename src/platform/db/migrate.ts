import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { clientConfig } from './connection.ts'
import { isLockTimeout, isUniqueViolation } from './db-error.ts'
import type { Database } from './pool.ts'

export type Migration = {
  readonly version: number
  /** `0003-tickets-heart`. */
  readonly name: string
  readonly text: string
  /** Of the file's bytes, hex. */
  readonly sha256: string
  readonly isTransactional: boolean
}

/** The schema cannot be brought to where this code needs it; the message names the file. */
export class MigrationError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MigrationError'
  }
}

/**
 * Brings the database to the sum of the migrations in `dir`, in order, each in a transaction of its own; any number
 * of processes may do so at once. Answers with the names of those it applied.
 *
 * A file whose first line is `-- no transaction` runs statement by statement outside one (`create index
 * concurrently`); it must stand being repeated, since a crash may leave it half done.
 *
 * `only` names those to apply where the database must be as an earlier release had it.
 */
export const migrate = async (
  db: Pick<Database, 'address'>,
  dir: string,
  { only }: { readonly only?: ReadonlySet<string> } = {},
): Promise<string[]> => {
  const migrations = (await readMigrations(dir)).filter(({ name }) => only?.has(name) ?? true)
  const client = new pg.Client(clientConfig(db.address, { purpose: 'migrate', statementTimeoutMs: 0 }))
  client.on('error', () => undefined)
  await client.connect()
  try {
    await lock(client)
    await client.query(LEDGER)
    const todo = pending(migrations, await readLedger(client))
    for (const migration of todo) await apply(client, migration)
    return todo.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/** The names of migrations that the database lacks, by reading alone. Throws where it does not fit the code. */
export const pendingMigrations = async (db: Pick<Database, 'query'>, dir: string): Promise<string[]> => {
  const migrations = await readMigrations(dir)
  const [there] = await db.query<{ exists: boolean }>({
    name: 'migrations_ledger_exists',
    text: `select to_regclass('schema_migrations') is not null as exists`,
  })
  const applied = there?.exists
    ? await db.query<Applied>({ name: 'migrations_ledger', text: READ_LEDGER })
    : []
  return pending(migrations, applied).map(({ name }) => name)
}

const LEDGER = `create table if not exists schema_migrations (
  version integer primary key,
  name text not null,
  sha256 text not null,
  applied_at timestamptz not null default now()
)`

const READ_LEDGER = 'select version, name, sha256 from schema_migrations order by version'

type Applied = { readonly version: number; readonly name: string; readonly sha256: string }

const readLedger = async (client: pg.Client): Promise<Applied[]> =>
  (await client.query<Applied>(READ_LEDGER)).rows

const FILE = /^(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.sql$/

export const readMigrations = async (dir: string): Promise<Migration[]> => {
  const files = (await readdir(dir)).filter((file) => file.endsWith('.sql')).sort()
  const migrations = await Promise.all(files.map((file) => readMigration(dir, file)))
  migrations.forEach((migration, index) => {
    const before = migrations[index - 1]
    if (before?.version === migration.version) {
      throw new MigrationError(`Two migrations share a number: ${before.name} and ${migration.name}.`)
    }
  })
  return migrations
}

const readMigration = async (dir: string, file: string): Promise<Migration> => {
  const version = FILE.exec(file)?.[1]
  if (version === undefined) throw new MigrationError(`Migration ${file} is not named NNNN-domain-what.sql.`)
  const bytes = await readFile(join(dir, file))
  const text = bytes.toString('utf8')
  return {
    version: Number(version),
    name: file.slice(0, -'.sql'.length),
    text,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    isTransactional: !/^-- no transaction\s*$/m.test(text.split('\n', 1)[0] ?? ''),
  }
}

/** What is left to apply, once the ledger has been held against the files. */
const pending = (migrations: readonly Migration[], applied: readonly Applied[]): Migration[] => {
  const byVersion = new Map(migrations.map((migration) => [migration.version, migration]))
  for (const { version, name, sha256 } of applied) {
    const migration = byVersion.get(version)
    if (migration === undefined) {
      throw new MigrationError(
        `The database is newer than this Mainstay: it has migration ${name}. Use that release.`,
      )
    }
    if (migration.sha256 !== sha256 || migration.name !== name) {
      throw new MigrationError(
        `Migration ${migration.name} was changed after this database applied it (as ${name}). ` +
          'An applied migration is never edited: put the file back and add a new one.',
      )
    }
  }
  const latest = applied.at(-1)?.version ?? -1
  const done = new Set(applied.map(({ version }) => version))
  const todo = migrations.filter(({ version }) => !done.has(version))
  const late = todo.find(({ version }) => version < latest)
  if (late === undefined) return todo
  throw new MigrationError(
    `Migration ${late.name} comes before ${applied.at(-1)?.name}, which is applied already.`,
  )
}

const MIGRATING = 7_160_532_000_000_002n

/** Asks again and again: a session that waits inside one statement would hold up `create index concurrently`. */
const lock = async (client: pg.Client): Promise<void> => {
  for (;;) {
    const { rows } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock(${MIGRATING}) as got`)
    if (rows[0]?.got) return
    await sleep(50)
  }
}

const apply = async (client: pg.Client, migration: Migration): Promise<void> => {
  try {
    if (migration.isTransactional) await applyPatiently(client, migration)
    else await applyAlone(client, migration)
  } catch (error) {
    if (isUniqueViolation(error, 'schema_migrations_pkey')) return
    const why = error instanceof Error ? error.message : String(error)
    throw new MigrationError(`Migration ${migration.name} failed${lineOf(migration, error)}: ${why}`, {
      cause: error,
    })
  }
}

const lineOf = ({ text }: Migration, error: unknown): string => {
  const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN
  if (!(position > 0)) return ''
  return ` at line ${text.slice(0, position).split('\n').length}`
}

/** Waiting for a table's lock stops everybody behind us, so it waits a second at most and comes again. */
const LOCK_ATTEMPTS = 30

const applyPatiently = async (client: pg.Client, migration: Migration): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await applyInTransaction(client, migration)
    } catch (error) {
      if (!isLockTimeout(error) || attempt === LOCK_ATTEMPTS) throw error
      await sleep(1000)
    }
  }
}

const applyInTransaction = async (client: pg.Client, migration: Migration): Promise<void> => {
  await client.query('begin')
  try {
    await client.query(`set local lock_timeout = '1s'`)
    // The row comes first: whoever migrates without the lock then stops here and not half-way.
    await record(client, migration)
    await client.query(migration.text)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

const applyAlone = async (client: pg.Client, migration: Migration): Promise<void> => {
  for (const text of statementsOf(migration.text)) await client.query(text)
  await record(client, migration)
}

/** Statements end with a semicolon at the end of a line; such files hold no function bodies. */
const statementsOf = (text: string): string[] =>
  text.split(/;[ \t]*$/m).filter((part) => /^\s*[^\s-]/m.test(part))

const record = (client: pg.Client, { version, name, sha256 }: Migration): Promise<unknown> =>
  client.query('insert into schema_migrations (version, name, sha256) values ($1, $2, $3)', [
    version,
    name,
    sha256,
  ])
