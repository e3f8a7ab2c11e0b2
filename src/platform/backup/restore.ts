import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import pg from 'pg'
import type { Logger } from 'pino'
import { type BlobStore, diskBlobs } from '../blobs/index.ts'
import { clientConfig, migrate } from '../db/index.ts'
import { installQueue } from '../jobs/index.ts'
import { createKeys, keyFingerprint, keysFrom, replaceKey } from '../keys/index.ts'
import { type OpenDatabase, openDatabase } from '../runtime/index.ts'
import type { Settings } from '../settings/index.ts'
import { BackupError } from './failure.ts'
import { type Loaded, load, settle } from './load.ts'
import { KEY, type Manifest, readManifest } from './manifest.ts'
import { makeTables, refuseCompany, refuseLivedIn, refuseNewer } from './prepare-target.ts'
import { type Entry, readArchive } from './read-archive.ts'

export type RestoreDeps = {
  readonly settings: Settings
  readonly migrationsDir: string
  readonly log: Logger
  readonly randomBytes: (size: number) => Buffer
}

export type RestoreOptions = {
  /** Lets what waited to go out at the time of the backup go out: right where the old desk went no further. */
  readonly isHolding?: boolean
  /** How many numbers of each kind are left out; by how many there are, unless given. */
  readonly skip?: number
  readonly tell?: (progress: RestoreProgress) => void
}

export type RestoreProgress = {
  readonly phase: 'checking' | 'loading' | 'indexing'
  readonly part: string
  readonly bytes: number
}

export type Restored = Omit<Loaded, 'key'> & {
  readonly createdAt: string
  readonly fileBytes: number
  readonly bytes: number
  readonly held: number
  readonly migrated: readonly string[]
}

/**
 * Makes an empty desk the one of a backup. The whole file is checked before anything is touched; all rows come with one
 * commit, which is the last step, so that an interrupted restore leaves an empty desk that says so. Throws
 * `BackupError` with what an operator can do.
 */
export const restore = async (
  deps: RestoreDeps,
  path: string,
  { isHolding = true, skip, tell = () => {} }: RestoreOptions = {},
): Promise<Restored> => {
  const checked = await check(path, (part, bytes) => tell({ phase: 'checking', part, bytes }))
  const { manifest } = checked
  await refuseNewer(manifest, deps.migrationsDir)
  const key = keyFor(deps.settings, checked)
  const database = await openDatabase(deps.settings, deps.log, deps.randomBytes)
  try {
    const blobs = diskBlobs(join(deps.settings.dataDir, 'blobs'))
    const done = await fill(deps, { database, blobs, path, manifest, isHolding, skip, tell, key })
    const migrated = await migrate(database.db, deps.migrationsDir)
    return {
      ...done,
      createdAt: manifest.createdAt,
      bytes: checked.bytes,
      fileBytes: (await stat(path)).size,
      migrated,
    }
  } finally {
    await database.close()
  }
}

type Checked = { readonly manifest: Manifest; readonly key: Buffer | undefined; readonly bytes: number }

const check = async (path: string, tell: (part: string, bytes: number) => void): Promise<Checked> => {
  let manifest: Manifest | undefined
  let key: Buffer | undefined
  let bytes = 0
  for await (const entry of readArchive(path)) {
    manifest ??= readManifest(entry)
    if (entry.name === KEY) key = entry.bytes
    bytes += entry.bytes.length
    tell(entry.name, bytes)
  }
  if (manifest === undefined) throw new BackupError(`${path} is empty.`)
  return { manifest, key, bytes }
}

/** The key to put into the data directory; undefined where the one in use is right. Throws where none is. */
const keyFor = (settings: Settings, { manifest, key }: Checked): Buffer | undefined => {
  const wanted = manifest.key.fingerprint
  if (settings.key !== undefined || key === undefined) {
    if (keyFingerprint(createKeys(settings)) === wanted) return undefined
    throw new BackupError(
      settings.key === undefined
        ? 'The key of this desk is not in the backup: set MAINSTAY_KEY to it, or put its key file into the data directory.'
        : 'MAINSTAY_KEY is not the key that this backup was made with.',
    )
  }
  if (keyFingerprint(keysFrom(key)) === wanted) return key
  throw new BackupError('The backup is damaged: its key is not the one that it tells of.')
}

type Filling = Required<Pick<RestoreOptions, 'isHolding' | 'tell'>> & {
  readonly database: OpenDatabase
  readonly blobs: BlobStore
  readonly path: string
  readonly manifest: Manifest
  readonly skip: number | undefined
  readonly key: Buffer | undefined
}

const fill = async (
  deps: RestoreDeps,
  filling: Filling,
): Promise<Pick<Restored, 'rows' | 'blobs' | 'held'>> => {
  const { database, manifest, path } = filling
  const { address } = database.db
  const client = new pg.Client(clientConfig(address, { purpose: 'restore', statementTimeoutMs: 0 }))
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('set idle_in_transaction_session_timeout = 0')
    await refuseCompany(database)
    await refuseLivedIn(client, manifest)
    await makeTables(client, database.db, { manifest, dir: deps.migrationsDir, source: basename(path) })
    await refuseCompany(database)
    await installQueue(address, deps.log)
    return await loadAll(deps, filling, client)
  } finally {
    await client.end()
  }
}

const loadAll = async (
  { settings }: RestoreDeps,
  { manifest, path, blobs, isHolding, skip, tell, key }: Filling,
  client: pg.Client,
): Promise<Pick<Restored, 'rows' | 'blobs' | 'held'>> => {
  await client.query("set maintenance_work_mem = '256MB'")
  await client.query('begin')
  let bytes = 0
  const told = ({ name, bytes: { length } }: Entry): void => {
    bytes += length
    tell({ phase: 'loading', part: name, bytes })
  }
  const loaded = await load({ client, manifest, blobs }, readArchive(path), told)
  const { held } = await settle(client, manifest, { skip, isHolding })
  if (key !== undefined) replaceKey(settings.dataDir, key, manifest.createdAt.replaceAll(':', ''))
  await client.query('commit')
  await client.query('analyze')
  return { rows: loaded.rows, blobs: loaded.blobs, held }
}
