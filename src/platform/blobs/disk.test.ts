import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Refused } from '../../kernel/index.ts'
import { BlobMissing } from './blobs.ts'
import { diskBlobs } from './disk.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mainstay-blobs-'))
})
afterEach(() => rm(root, { recursive: true }))

const files = async (): Promise<string[]> => {
  const found = await readdir(root, { recursive: true, withFileTypes: true })
  return found.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

const refusalOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error instanceof Refused ? error.refusal.code : `not refused: ${String(error)}`
}

const namesIn = async (names: AsyncIterable<string>): Promise<string[]> => {
  const all: string[] = []
  for await (const name of names) all.push(name)
  return all
}

describe('storing', () => {
  it('gives back a stream and a buffer as they were, with size and digest', async () => {
    const blobs = diskBlobs(root)
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251))
    for (const source of [bytes, Readable.from([bytes.subarray(0, 7), bytes.subarray(7)])]) {
      const stored = await blobs.put(source, bytes.length)
      expect(stored.size).toBe(300_000)
      expect(stored.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
      expect((await blobs.read(stored.name)).equals(bytes)).toBe(true)
      expect((await buffer(await blobs.open(stored.name))).equals(bytes)).toBe(true)
    }
  })

  it('takes nothing at all', async () => {
    const blobs = diskBlobs(root)
    const stored = await blobs.put(Readable.from([]), 10)
    expect(stored.size).toBe(0)
    expect(await blobs.read(stored.name)).toEqual(Buffer.alloc(0))
  })

  it('puts each under a name of its own, readable by its owner alone', async () => {
    const blobs = diskBlobs(root)
    const [a, b] = [await blobs.put(Buffer.from('x'), 1), await blobs.put(Buffer.from('x'), 1)]
    expect(a.name).toMatch(/^[0-9a-f]{32}$/)
    expect(a.name).not.toBe(b.name)
    const path = join(root, a.name.slice(0, 2), a.name.slice(2, 4), a.name)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('refuses one byte too many, and keeps nothing of it', async () => {
    const blobs = diskBlobs(root)
    expect(await refusalOf(blobs.put(Buffer.alloc(11), 10))).toBe('too_large')
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(4)
      })(),
    )
    expect(await refusalOf(blobs.put(endless, 10))).toBe('too_large')
    expect(endless.destroyed).toBe(true)
    expect(await files()).toEqual([])
  })

  it('keeps nothing of a stream that breaks off', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.alloc(4)
        throw new Error('connection reset')
      })(),
    )
    await expect(diskBlobs(root).put(broken, 10)).rejects.toThrow('connection reset')
    expect(await files()).toEqual([])
  })

  it('refuses when the disk is nearly full, and when it becomes full', async () => {
    const full = diskBlobs(root, { isFull: async () => true })
    expect(await refusalOf(full.put(Buffer.from('x'), 1))).toBe('out_of_space')
    const filling = Readable.from(
      (function* () {
        yield Buffer.alloc(4)
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
      })(),
    )
    expect(await refusalOf(diskBlobs(root).put(filling, 10))).toBe('out_of_space')
    expect(await files()).toEqual([])
  })
})

describe('reading', () => {
  it('says what is missing, and reaches nothing outside', async () => {
    const blobs = diskBlobs(join(root, 'blobs'))
    await writeFile(join(root, 'secret'), 'secret')
    for (const name of ['0'.repeat(32), '../secret', '', '../../secret', `${'0'.repeat(31)}G`]) {
      await expect(blobs.read(name)).rejects.toThrow(BlobMissing)
      await expect(blobs.open(name)).rejects.toThrow(BlobMissing)
      await blobs.remove(name)
    }
    expect(await files()).toEqual(['secret'])
  })

  it('finds nothing after the removal, which may be repeated', async () => {
    const blobs = diskBlobs(root)
    const { name } = await blobs.put(Buffer.from('x'), 1)
    await blobs.remove(name)
    await blobs.remove(name)
    await expect(blobs.read(name)).rejects.toThrow(BlobMissing)
  })
})

describe('listing', () => {
  it('names what is older than the instant, and nothing else', async () => {
    const blobs = diskBlobs(root)
    expect(await namesIn(diskBlobs(join(root, 'none')).list(9e15))).toEqual([])
    const [old, fresh] = [await blobs.put(Buffer.from('1'), 1), await blobs.put(Buffer.from('2'), 1)]
    const path = (name: string) => join(root, name.slice(0, 2), name.slice(2, 4), name)
    await utimes(path(old.name), 1_000, 1_000)
    await utimes(path(fresh.name), 2_000, 2_000)
    await writeFile(join(root, 'stray'), '')
    expect(await namesIn(blobs.list(1_000_000))).toEqual([])
    expect(await namesIn(blobs.list(1_000_001))).toEqual([old.name])
    expect((await namesIn(blobs.list(9e15))).sort()).toEqual([old.name, fresh.name].sort())
  })
})
