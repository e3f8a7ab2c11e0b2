import { mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { sql } from '../db/index.ts'
import { BlobMissing } from './blobs.ts'
import { diskBlobs } from './disk.ts'
import { orphanBlobSweep } from './orphan-sweep.ts'

let db: TestDatabase
let root: string
beforeAll(async () => {
  db = await emptyDatabase()
  root = await mkdtemp(join(tmpdir(), 'mainstay-sweep-'))
  await db.rows(sql`create table files (blob text)`)
  await db.rows(sql`create table mails (id int, raw_blob text)`)
})
afterAll(async () => {
  await db.close()
  await rm(root, { recursive: true })
})

it('takes bytes that are a day old and that no row names, and nothing when a column is not declared', async () => {
  const blobs = diskBlobs(root)
  const put = async (text: string, isOld: boolean) => {
    const { name } = await blobs.put(Buffer.from(text), 10)
    if (isOld) await utimes(join(root, name.slice(0, 2), name.slice(2, 4), name), 1000, 1000)
    return name
  }
  const [file, mail, orphan, fresh] = [
    await put('file', true),
    await put('mail', true),
    await put('orphan', true),
    await put('fresh', false),
  ]
  await db.rows(sql`insert into files values (${file})`)
  await db.rows(sql`insert into mails values (1, ${mail})`)
  const sweep = (...columns: { table: string; column: string }[]) =>
    orphanBlobSweep({ db, blobs }, columns).run({}, { id: '1', attempt: 1 })
  const files = { table: 'files', column: 'blob' }

  await expect(sweep(files)).rejects.toThrow('mails.raw_blob')
  expect(`${await blobs.read(orphan)}`).toBe('orphan')

  await sweep(files, { table: 'mails', column: 'raw_blob' })
  await expect(blobs.read(orphan)).rejects.toThrow(BlobMissing)
  for (const [name, text] of [
    [file, 'file'],
    [mail, 'mail'],
    [fresh, 'fresh'],
  ] as const) {
    expect(`${await blobs.read(name)}`).toBe(text)
  }
})
