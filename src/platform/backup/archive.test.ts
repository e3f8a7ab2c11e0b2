import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readArchive } from './read-archive.ts'
import { headerBlock, readHeader } from './tar.ts'
import { writeArchive } from './write-archive.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mainstay-archive-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const CONTENTS = [
  ['manifest.json', Buffer.from('{}')],
  ['empty', Buffer.alloc(0)],
  ['block', Buffer.alloc(512, 7)],
  ['large', Buffer.from(Array.from({ length: 700_000 }, (_, at) => (at * 31) % 251))],
] as const

const written = async (name: string): Promise<string> => {
  const path = join(dir, name)
  const archive = await writeArchive(path, 1_700_000_000)
  for (const [entry, bytes] of CONTENTS) await archive.add(entry, bytes)
  await archive.finish()
  return path
}

const read = async (path: string): Promise<string[]> => {
  const entries: { readonly name: string; readonly bytes: Buffer }[] = []
  for await (const entry of readArchive(path)) entries.push(entry)
  for (const [at, { name, bytes }] of entries.entries())
    if (!bytes.equals(CONTENTS[at]![1])) throw new Error(`other bytes in ${name}`)
  return entries.map(({ name }) => name)
}

describe('an archive', () => {
  it('gives back what was put in', async () => {
    expect(await read(await written('whole'))).toEqual(CONTENTS.map(([name]) => name))
  })

  it('overwrites nothing, and leaves nothing when it is given up', async () => {
    const path = await written('kept')
    await expect(writeArchive(path, 0)).rejects.toThrow('A backup overwrites nothing')
    const other = await writeArchive(join(dir, 'given-up'), 0)
    await other.add('a', Buffer.alloc(100_000, 1))
    await other.abort()
    expect((await readdir(dir)).filter((name) => name.startsWith('given-up'))).toEqual([])
  })

  it('has its name only once it is whole', async () => {
    const archive = await writeArchive(join(dir, 'late'), 0)
    await archive.add('a', Buffer.from('a'))
    expect((await readdir(dir)).filter((name) => name.startsWith('late'))).toEqual(['late.partial'])
    await archive.finish()
    expect((await readdir(dir)).filter((name) => name.startsWith('late'))).toEqual(['late'])
  })

  it('is refused when it was cut', async () => {
    const path = await written('cut')
    const { length } = await readFile(path)
    for (const size of [length - 64, Math.floor(length / 2), 40, 3, 0]) {
      await truncate(path, size)
      await expect(read(path), `cut at ${size}`).rejects.toThrow(/damaged/)
    }
  })

  it('is refused when what is in it was changed', async () => {
    const path = await written('flipped')
    const bytes = await readFile(path)
    let refused = 0
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 100)) {
      const changed = Buffer.from(bytes)
      changed[at] = changed[at]! ^ 1
      await writeFile(path, changed)
      // What is read in spite of it is all that was written: `read` holds it against that.
      refused += await read(path).then(
        () => 0,
        (error: Error) => (error.name === 'BackupError' ? 1 : Number.NaN),
      )
    }
    expect(refused).toBeGreaterThan(80)
  })

  it('is told from what is none', async () => {
    await writeFile(join(dir, 'text'), 'just a text')
    await expect(read(join(dir, 'text'))).rejects.toThrow('is not a backup of Mainstay')
    await expect(read(join(dir, 'nowhere'))).rejects.toThrow('There is no file')
  })
})

describe('a header', () => {
  it('is read back, and not where a byte differs', () => {
    const block = headerBlock({ name: 'tables/tickets/000001', size: 8_388_608 }, 1_700_000_000)
    expect(readHeader(block)).toEqual({ name: 'tables/tickets/000001', size: 8_388_608 })
    block[3] = block[3]! ^ 1
    expect(readHeader(block)).toBeUndefined()
    expect(readHeader(Buffer.alloc(512))).toBeNull()
  })

  it('holds names of 100 bytes and no longer', () => {
    expect(readHeader(headerBlock({ name: 'n'.repeat(100), size: 0 }, 0))?.name).toHaveLength(100)
    expect(() => headerBlock({ name: 'n'.repeat(101), size: 0 }, 0)).toThrow('too long')
  })
})
