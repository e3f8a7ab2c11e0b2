import { BackupError } from './failure.ts'

/** The first entry of a backup: what it is, and what it takes to restore it. */
export type Manifest = {
  readonly format: 1
  readonly createdAt: string
  readonly postgres: string
  readonly migrations: readonly { readonly version: number; readonly name: string; readonly sha256: string }[]
  readonly tables: readonly Table[]
  readonly sequences: readonly Sequence[]
  /** Kinds of effects that leave the desk: a restore holds those that wait, because they may have left since. */
  readonly leaving: readonly string[]
  /** Of the key that secrets are sealed under, which tells nothing of the key; and whether the key is in the file. */
  readonly key: { readonly fingerprint: string; readonly isIncluded: boolean }
}

export type Table = { readonly name: string; readonly columns: readonly string[]; readonly rows: number }
/** `last` is the last value that was drawn; null where none was. */
export type Sequence = { readonly name: string; readonly last: number | null }

export const MANIFEST = 'manifest.json'
export const KEY = 'key'
export const JOBS = 'jobs.json'
export const TABLES = 'tables/'
export const BLOBS = 'blobs/'

const FORMAT = 1

/** Reads the first entry. Throws `BackupError` where it is not that of a backup which this release can read. */
export const readManifest = ({
  name,
  bytes,
}: {
  readonly name: string
  readonly bytes: Buffer
}): Manifest => {
  if (name !== MANIFEST) throw new BackupError('This is not a backup of Mainstay.')
  const manifest = JSON.parse(bytes.toString()) as Manifest
  if (manifest.format === FORMAT) return manifest
  throw new BackupError(
    `This backup has format ${String(manifest.format)}, which this release does not know.`,
  )
}
