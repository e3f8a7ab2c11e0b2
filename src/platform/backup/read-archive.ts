import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createZstdDecompress } from 'node:zlib'
import { BackupError } from './failure.ts'
import { BLOCK, paddingOf, readHeader } from './tar.ts'
import { END, type End } from './write-archive.ts'

export type Entry = { readonly name: string; readonly bytes: Buffer }

/** What an entry may hold at most; ours are far below. */
const MAX_ENTRY = 256 * 1024 * 1024

/**
 * The entries of an archive in their order, one in memory at a time. Throws `BackupError` where the file is no backup,
 * is cut short, or differs anywhere from what was written: at the latest after its last entry.
 */
export async function* readArchive(path: string): AsyncGenerator<Entry> {
  const source = createReadStream(path)
  const zstd = createZstdDecompress()
  source.on('error', (error) => zstd.destroy(error))
  source.pipe(zstd)
  try {
    yield* entriesOf(zstd)
  } catch (error) {
    throw error instanceof BackupError ? error : explained(path, error)
  } finally {
    source.destroy()
    zstd.destroy()
  }
}

/** What the system says about the file is passed on; all else means that its bytes are not what they were. */
const explained = (path: string, error: unknown): unknown => {
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  if (code === 'ENOENT') return new BackupError(`There is no file ${path}.`)
  if (code === 'EISDIR') return new BackupError(`${path} is a directory.`)
  if (syscall !== undefined) return error
  return new BackupError(`${path} is not a backup of Mainstay, or it was damaged.`, { cause: error })
}

const damaged = (what: string): BackupError => new BackupError(`The backup is damaged: ${what}.`)

async function* entriesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const take = taker(stream)
  const sum = createHash('sha256')
  const seen = { entries: 0, bytes: 0 }
  for (;;) {
    const block = await take(BLOCK)
    const header = block === undefined ? undefined : readHeader(block)
    if (block === undefined || header === null) throw damaged('it ends before its end')
    if (header === undefined || header.size > MAX_ENTRY) throw damaged('an entry cannot be read')
    const bytes = await take(header.size)
    const padding = await take(paddingOf(header.size))
    if (bytes === undefined || padding === undefined) throw damaged(`it ends within ${header.name}`)
    if (header.name === END) {
      checkEnd(bytes, { ...seen, sha256: sum.digest('hex') })
      return checkNothingFollows(take)
    }
    for (const part of [block, bytes, padding]) sum.update(part)
    seen.entries++
    seen.bytes += block.length + bytes.length + padding.length
    yield { name: header.name, bytes }
  }
}

const checkEnd = (bytes: Buffer, seen: End): void => {
  const told = JSON.parse(bytes.toString()) as End
  if (told.entries !== seen.entries || told.bytes !== seen.bytes || told.sha256 !== seen.sha256)
    throw damaged('its contents are not those that its end tells of')
}

/** Two empty blocks; reading to the very end lets the compression check its own sum too. */
const checkNothingFollows = async (take: Take): Promise<void> => {
  const blocks = await take(2 * BLOCK)
  if (blocks === undefined || readHeader(blocks) !== null || (await take(1)) !== undefined)
    throw damaged('its end is not the end')
}

type Take = (size: number) => Promise<Buffer | undefined>

/** Takes so many bytes of a stream at a time; undefined where it ends before. */
const taker = (stream: AsyncIterable<Buffer>): Take => {
  const chunks = stream[Symbol.asyncIterator]()
  let held: Buffer[] = []
  let length = 0
  return async (size) => {
    while (length < size) {
      const next = await chunks.next()
      if (next.done === true) return undefined
      held.push(next.value)
      length += next.value.length
    }
    const all = held.length === 1 ? held[0]! : Buffer.concat(held, length)
    held = all.length > size ? [all.subarray(size)] : []
    length -= size
    return all.subarray(0, size)
  }
}
