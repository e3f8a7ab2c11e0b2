import { createHash } from 'node:crypto'
import { type Db, sql } from '../db/index.ts'
import type { BlobColumn, Verifier } from '../module.ts'
import { BlobMissing, type BlobStore } from './blobs.ts'

const BATCH = 500

/** Reads all bytes that rows name, and holds them against the size and the digest that stand beside the name. */
export const blobVerifier = (blobs: BlobStore, columns: readonly BlobColumn[]): Verifier => ({
  name: 'files',
  async *verify(db) {
    for (const column of columns) {
      for await (const row of rowsOf(db, column)) {
        const fault = await faultOf(blobs, row)
        if (fault !== undefined) yield `${column.table}: the bytes of ${row.name} ${fault}`
      }
    }
  },
})

type Row = { readonly name: string; readonly size: number; readonly sha256: string }

async function* rowsOf(db: Db, { table, column }: BlobColumn): AsyncIterable<Row> {
  for (let last = ''; ; ) {
    // The digest is hex, or bytes, which JSON shows as hex behind a mark.
    const rows = await db.rows(sql<Row>`
      select ${sql.ref(column)} as name, size::float8 as size,
        regexp_replace(to_jsonb(sha256) #>> '{}', '^\\\\x', '') as sha256
      from ${sql.table(table)} where ${sql.ref(column)} > ${last} order by 1 limit ${BATCH}`)
    yield* rows
    if (rows.length < BATCH) return
    last = rows.at(-1)!.name
  }
}

const faultOf = async (blobs: BlobStore, { name, size, sha256 }: Row): Promise<string | undefined> => {
  const hash = createHash('sha256')
  let length = 0
  try {
    for await (const chunk of await blobs.open(name)) {
      hash.update(chunk)
      length += chunk.length
    }
  } catch (error) {
    if (error instanceof BlobMissing) return 'are gone'
    throw error
  }
  if (length !== size) return `are ${length}, and ${size} were written`
  return hash.digest('hex') === sha256 ? undefined : 'are not those that were written'
}
