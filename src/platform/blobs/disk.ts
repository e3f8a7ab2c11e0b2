import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Refused } from '../../kernel/index.ts'
import { BlobMissing, type BlobStore, type StoredBlob } from './blobs.ts'
import { isShortOfSpace } from './disk-space.ts'

export type DiskOptions = {
  /** Whether the disk is too full to take more; the free space of the directory's disk unless given. */
  readonly isFull?: () => Promise<boolean>
}

/**
 * Blobs in a directory: `ab/cd/abcd…`, 32 hex digits a name. They are written under their final name: a crash leaves
 * a part that no row names, and the sweep takes it. A rename would cost as many fsyncs and protect nothing more.
 */
export const diskBlobs = (root: string, options: DiskOptions = {}): BlobStore => {
  const isFull = options.isFull ?? (() => isShortOfSpace(root))
  const made = new Set<string>()
  return {
    put: async (source, maxBytes) => {
      try {
        await makeDirectory(root, made)
        if (await isFull()) throw outOfSpace()
        return await store(root, made, source, maxBytes)
      } catch (error) {
        if (!Buffer.isBuffer(source)) discard(source)
        throw hasErrno(error, 'ENOSPC', 'EDQUOT') ? outOfSpace() : error
      }
    },
    restore: async (name, bytes) => {
      if (!NAME.test(name)) throw new BlobMissing(name)
      await makeDirectory(root, made)
      await storeAs(root, made, name, bytes).catch((error: unknown) => {
        throw hasErrno(error, 'ENOSPC', 'EDQUOT') ? outOfSpace() : error
      })
    },
    open: async (name) => {
      const file = await orMissing(name, (path) => open(path, 'r'))
      return createReadStream('', { fd: file })
    },
    read: (name) => orMissing(name, (path) => readFile(path)),
    remove: async (name) => {
      if (NAME.test(name)) await rm(join(root, pathOf(name)), { force: true })
    },
    list: (olderThanMs) => list(root, olderThanMs),
  }

  async function orMissing<T>(name: string, use: (path: string) => Promise<T>): Promise<T> {
    if (!NAME.test(name)) throw new BlobMissing(name)
    try {
      return await use(join(root, pathOf(name)))
    } catch (error) {
      throw hasErrno(error, 'ENOENT') ? new BlobMissing(name) : error
    }
  }
}

const NAME = /^[0-9a-f]{32}$/

const pathOf = (name: string): string => join(name.slice(0, 2), name.slice(2, 4), name)

const outOfSpace = (): Refused =>
  new Refused({ code: 'out_of_space', message: 'There is not enough room on the disk to store this.' })

const tooLarge = (maxBytes: number): Refused =>
  new Refused({ code: 'too_large', message: `This is larger than the ${maxBytes} bytes allowed.` })

const store = async (
  root: string,
  made: Set<string>,
  source: NodeJS.ReadableStream | Buffer,
  maxBytes: number,
): Promise<StoredBlob> => {
  const name = randomBytes(16).toString('hex')
  const path = join(root, pathOf(name))
  await makeDirectory(dirname(path), made)
  const file = await open(path, 'wx', 0o600)
  try {
    const { size, sha256 } = await write(file, source, maxBytes)
    await file.sync()
    await syncDirectory(dirname(path))
    await file.close()
    return { name, size, sha256 }
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(path, { force: true })
    throw error
  }
}

const storeAs = async (root: string, made: Set<string>, name: string, bytes: Buffer): Promise<void> => {
  const path = join(root, pathOf(name))
  await makeDirectory(dirname(path), made)
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await syncDirectory(dirname(path))
}

const write = async (
  file: FileHandle,
  source: NodeJS.ReadableStream | Buffer,
  maxBytes: number,
): Promise<{ size: number; sha256: string }> => {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of Buffer.isBuffer(source) ? [source] : source) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > maxBytes) throw tooLarge(maxBytes)
    hash.update(bytes)
    await file.writeFile(bytes)
  }
  return { size, sha256: hash.digest('hex') }
}

/** Ends a stream that nobody reads to its end; what it says about that is of no use. */
const discard = (source: NodeJS.ReadableStream): void => {
  source.on('error', () => undefined)
  if ('destroy' in source && typeof source.destroy === 'function') source.destroy()
}

/** Makes the directory and those above it, each durable before anything is stored in it. */
const makeDirectory = async (directory: string, made: Set<string>): Promise<void> => {
  if (made.has(directory)) return
  const first = await mkdir(directory, { recursive: true, mode: 0o700 })
  if (first !== undefined) {
    for (let at = directory; at.length >= first.length; at = dirname(at)) await syncDirectory(dirname(at))
  }
  made.add(directory)
}

const syncDirectory = async (directory: string): Promise<void> => {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function* list(root: string, olderThanMs: number): AsyncIterable<string> {
  for (const first of await entries(root)) {
    for (const second of await entries(join(root, first))) {
      for (const name of await entries(join(root, first, second))) {
        if (NAME.test(name) && (await storedBefore(join(root, pathOf(name)), olderThanMs))) yield name
      }
    }
  }
}

const entries = async (directory: string): Promise<string[]> => {
  try {
    return (await readdir(directory)).sort()
  } catch (error) {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}

const storedBefore = async (path: string, olderThanMs: number): Promise<boolean> => {
  try {
    return (await stat(path)).mtimeMs < olderThanMs
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return false
    throw error
  }
}

const hasErrno = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))
