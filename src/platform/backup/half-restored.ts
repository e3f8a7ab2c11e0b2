import { type Db, sql } from '../db/index.ts'
import { MARKER } from './catalogue.ts'
import { BackupError } from './failure.ts'

/** Throws where a restore began on this database and did not end: it holds nothing then. */
export const refuseHalfRestored = async (db: Db): Promise<void> => {
  const there = await db.one(sql<{ is: boolean }>`select to_regclass(${MARKER}) is not null as is`)
  if (there?.is !== true) return
  const row = await db.one(sql<{ source: string; started_at: string }>`
    select source, started_at::text from ${sql.table(MARKER)}`)
  throw new BackupError(
    `A restore of ${row?.source} began on ${row?.started_at} and did not end, so this desk is empty. ` +
      'Run the restore again.',
  )
}
