import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { toIso } from '../../kernel/index.ts'
import { BlobMissing } from '../blobs/index.ts'
import { clientConfig, type DbAddress } from '../db/index.ts'
import type { Ground } from '../ground.ts'
import { installationKey, keyFingerprint } from '../keys/index.ts'
import type { BlobColumn } from '../module.ts'
import { sequencesOf, tablesOf } from './catalogue.ts'
import { waitingJobs } from './jobs.ts'
import { BLOBS, JOBS, KEY, MANIFEST, type Manifest, TABLES, type Table } from './manifest.ts'
import { type ArchiveWriter, writeArchive } from './write-archive.ts'

export type BackupDeps = {
  readonly ground: Pick<Ground, 'settings' | 'clock' | 'blobs' | 'keys'>
  readonly address: DbAddress
  /** Columns of all domains that name blobs. */
  readonly blobColumns: readonly BlobColumn[]
  /** Kinds of effects that leave the desk. */
  readonly leaving: readonly string[]
}

export type BackupOptions = {
  /** Leaves the key out: the restored desk must then be given it. */
  readonly withoutKey?: boolean
  readonly signal?: AbortSignal
  readonly tell?: (progress: BackupProgress) => void
}

/** How far it is: what is being written, and how many bytes were, before they were pressed together. */
export type BackupProgress = { readonly part: string; readonly bytes: number }

export type BackedUp = {
  readonly fileBytes: number
  readonly bytes: number
  readonly tables: number
  readonly blobs: number
  readonly isKeyIncluded: boolean
  /** Bytes that a row names and the store has not: they were lost before. */
  readonly missing: readonly string[]
}

/**
 * Writes the desk into one file, as it is at one moment, while others go on working. Throws `BackupError` for what an
 * operator can do something about; then, and when it is aborted, no file is left.
 */
export const backup = async (
  deps: BackupDeps,
  path: string,
  { withoutKey = false, signal, tell = () => {} }: BackupOptions = {},
): Promise<BackedUp> => {
  const archive = await writeArchive(path, Math.floor(deps.ground.clock.now() / 1000))
  try {
    let bytes = 0
    const add = async (name: string, content: Buffer): Promise<void> => {
      signal?.throwIfAborted()
      await archive.add(name, content)
      bytes += content.length
      tell({ part: name, bytes })
    }
    const written = await inSnapshot(deps.address, (client) => write({ ...deps, client, add }, withoutKey))
    return { ...written, bytes, fileBytes: await archive.finish() }
  } catch (error) {
    await archive.abort()
    throw error
  }
}

/** One moment for all that is read: nothing is locked, and nobody waits. */
const inSnapshot = async <T>(address: DbAddress, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client(clientConfig(address, { purpose: 'backup', statementTimeoutMs: 0 }))
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('set idle_in_transaction_session_timeout = 0')
    await client.query('begin isolation level repeatable read read only')
    return await work(client)
  } finally {
    await client.end()
  }
}

type Writing = BackupDeps & { readonly client: pg.Client; readonly add: ArchiveWriter['add'] }

const write = async (
  writing: Writing,
  withoutKey: boolean,
): Promise<Omit<BackedUp, 'bytes' | 'fileBytes'>> => {
  const { client, add, ground } = writing
  const { key, dataDir } = ground.settings
  // A key that comes from the environment is kept by whoever keeps that.
  const isKeyIncluded = key === undefined && !withoutKey
  const tables = await tablesOf(client)
  const manifest = await manifestOf(writing, tables, isKeyIncluded)
  await add(MANIFEST, Buffer.from(JSON.stringify(manifest, null, 1)))
  if (isKeyIncluded) await add(KEY, installationKey(undefined, dataDir))
  await add(JOBS, Buffer.from(JSON.stringify(await waitingJobs(client))))
  for (const table of tables) await writeTable(writing, table)
  return { tables: tables.length, isKeyIncluded, ...(await writeBlobs(writing)) }
}

const manifestOf = async (
  { client, ground, leaving }: Writing,
  tables: readonly Table[],
  isIncluded: boolean,
): Promise<Manifest> => {
  const { rows: migrations } = await client.query<Manifest['migrations'][number]>(
    'select version, name, sha256 from schema_migrations order by version',
  )
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  return {
    format: 1,
    createdAt: toIso(ground.clock.now()),
    postgres: rows[0]!.server_version,
    migrations,
    tables,
    sequences: await sequencesOf(client),
    leaving,
    key: { fingerprint: keyFingerprint(ground.keys), isIncluded },
  }
}

/** Rows are cut into parts of this size wherever it falls; only the whole of a table's parts can be read. */
const PART = 8 * 1024 * 1024

const writeTable = async ({ client, add }: Writing, { name, columns }: Table): Promise<void> => {
  const list = columns.map(pg.escapeIdentifier).join(', ')
  const stream = client.query(copyTo(`copy ${pg.escapeIdentifier(name)} (${list}) to stdout`))
  let held: Buffer[] = []
  let length = 0
  let part = 0
  const flush = async (): Promise<void> => {
    const content = Buffer.concat(held, length)
    held = []
    length = 0
    await add(`${TABLES}${name}/${String(++part).padStart(6, '0')}`, content)
  }
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    held.push(chunk)
    length += chunk.length
    if (length >= PART) await flush()
  }
  if (length > 0) await flush()
}

const FETCH = 1000

const writeBlobs = async (writing: Writing): Promise<Pick<BackedUp, 'blobs' | 'missing'>> => {
  const { client, add, ground, blobColumns } = writing
  const names = blobColumns.map(
    ({ table, column }) =>
      `select ${pg.escapeIdentifier(column)} as name from ${pg.escapeIdentifier(table)} where ${pg.escapeIdentifier(column)} is not null`,
  )
  if (names.length === 0) return { blobs: 0, missing: [] }
  const cursor = pg.escapeIdentifier(`blobs_${randomUUID()}`)
  await client.query(`declare ${cursor} no scroll cursor for ${names.join(' union ')}`)
  const gone: string[] = []
  let blobs = 0
  for (;;) {
    const { rows } = await client.query<{ name: string }>(`fetch ${FETCH} from ${cursor}`)
    if (rows.length === 0) return { blobs, missing: await stillNamed(writing, gone) }
    for (const { name } of rows) {
      const bytes = await ground.blobs.read(name).catch((error: unknown) => missing(error))
      if (bytes === undefined) gone.push(name)
      else await add(`${BLOBS}${name}`, bytes)
      blobs += bytes === undefined ? 0 : 1
    }
  }
}

const missing = (error: unknown): undefined => {
  if (error instanceof BlobMissing) return undefined
  throw error
}

/** Of bytes that are gone, those that rows name even now: the others were removed together with their rows meanwhile. */
const stillNamed = async ({ address, blobColumns }: Writing, names: readonly string[]): Promise<string[]> => {
  if (names.length === 0) return []
  return inSnapshot(address, async (client) => {
    const found = new Set<string>()
    for (const { table, column } of blobColumns) {
      const [from, named] = [table, column].map(pg.escapeIdentifier)
      const { rows } = await client.query<{ name: string }>(
        `select ${named} as name from ${from} where ${named} = any($1::text[])`,
        [names],
      )
      for (const { name } of rows) found.add(name)
    }
    return [...found].sort()
  })
}
