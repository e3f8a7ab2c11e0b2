import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { access, link, open, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import { BackupError } from './failure.ts'
import { BLOCK, headerBlock, paddingOf } from './tar.ts'

/** The last entry: what stood before it, so that a part of a file is never taken for the whole. */
export const END = 'end.json'

/** The end of an archive as it says it itself. */
export type End = { readonly entries: number; readonly bytes: number; readonly sha256: string }

export type ArchiveWriter = {
  /** Adds a file. Waits while the disk is slower. */
  add(name: string, bytes: Buffer): Promise<void>
  /** Writes the end and gives the file its name, once it is on the disk. Answers with its size in bytes. */
  finish(): Promise<number>
  /** Leaves nothing behind. */
  abort(): Promise<void>
}

const CHUNK = 256 * 1024

/**
 * Writes an archive aside, as `FILE.partial`, and gives it its name last. `atSeconds` since the epoch is the time of
 * its entries. Throws `BackupError` where the file exists or cannot be made.
 */
export const writeArchive = async (path: string, atSeconds: number): Promise<ArchiveWriter> => {
  await refuseExisting(path)
  const partial = `${path}.partial`
  const file = createWriteStream(partial, { mode: 0o600, flags: 'w' })
  await once(file, 'open').catch((error: unknown) => {
    throw new BackupError(`${partial} cannot be written: ${messageOf(error)}.`)
  })
  const zstd = createZstdCompress({
    chunkSize: CHUNK,
    params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
  })
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)
  for (const stream of [file, zstd]) stream.on('error', failed.reject)
  zstd.pipe(file)
  const sum = createHash('sha256')
  const told = { entries: 0, bytes: 0 }

  const push = async (bytes: Buffer): Promise<void> => {
    sum.update(bytes)
    told.bytes += bytes.length
    if (!zstd.write(bytes)) await Promise.race([once(zstd, 'drain'), failed.promise])
  }
  const add = async (name: string, bytes: Buffer): Promise<void> => {
    await push(headerBlock({ name, size: bytes.length }, atSeconds))
    await push(bytes)
    await push(Buffer.alloc(paddingOf(bytes.length)))
    told.entries++
  }
  const finish = async (): Promise<number> => {
    const end: End = { ...told, sha256: sum.copy().digest('hex') }
    await add(END, Buffer.from(JSON.stringify(end)))
    await push(Buffer.alloc(2 * BLOCK))
    zstd.end()
    await Promise.race([finished(file), failed.promise])
    await nameIt(partial, path)
    return file.bytesWritten
  }
  const abort = async (): Promise<void> => {
    zstd.unpipe()
    for (const stream of [zstd, file] as Writable[]) stream.destroy()
    await rm(partial, { force: true })
  }
  return { add, finish, abort }
}

const refuseExisting = async (path: string): Promise<void> => {
  const exists = await access(path).then(
    () => true,
    () => false,
  )
  if (exists) throw new BackupError(`${path} exists. A backup overwrites nothing: name another file.`)
}

/** A link fails where the name was taken meanwhile; a rename would overwrite. */
const nameIt = async (partial: string, path: string): Promise<void> => {
  await sync(partial)
  await link(partial, path)
  await rm(partial)
  await sync(dirname(resolve(path)))
}

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
