import { DAY_MS } from '../../kernel/index.ts'
import { type Db, sql } from '../db/index.ts'
import type { Ground } from '../ground.ts'
import type { BlobColumn, JobHandler } from '../module.ts'

const BATCH = 500

/**
 * Removes, every night, bytes stored more than a day ago that no row names. Does nothing and fails where the schema
 * has a column for blob names (`blob`, `…_blob`) that no domain declared: it would take what that column still needs.
 */
export const orphanBlobSweep = (
  { db, blobs }: Pick<Ground, 'db' | 'blobs'>,
  columns: readonly BlobColumn[],
): JobHandler => ({
  name: 'sweep_orphan_blobs',
  cron: '41 3 * * *',
  run: async () => {
    await assertAllDeclared(db, columns)
    let batch: string[] = []
    // The store's own times, which are those of the machine, not of a clock that somebody moved.
    for await (const name of blobs.list(Date.now() - DAY_MS)) {
      batch.push(name)
      if (batch.length < BATCH) continue
      await removeUnused(db, blobs, columns, batch)
      batch = []
    }
    await removeUnused(db, blobs, columns, batch)
  },
})

const assertAllDeclared = async (db: Db, columns: readonly BlobColumn[]): Promise<void> => {
  const found = await db.rows(sql<BlobColumn>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = current_schema() and (column_name = 'blob' or column_name like '%\\_blob')`)
  const declared = new Set(columns.map(({ table, column }) => `${table}.${column}`))
  const missing = found.map(({ table, column }) => `${table}.${column}`).filter((name) => !declared.has(name))
  if (missing.length > 0) throw new Error(`No domain declares the blob columns ${missing.join(', ')}`)
}

const removeUnused = async (
  db: Db,
  blobs: Ground['blobs'],
  columns: readonly BlobColumn[],
  names: readonly string[],
): Promise<void> => {
  const used = new Set<string>()
  for (const { table, column } of columns) {
    const rows = await db.rows(sql<{ name: string }>`
      select ${sql.ref(column)} as name from ${sql.table(table)} where ${sql.ref(column)} = any(${names})`)
    for (const { name } of rows) used.add(name)
  }
  for (const name of names) if (!used.has(name)) await blobs.remove(name)
}
