import type { RawBuilder } from 'kysely'
import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

/** Tables that tell what was done, and how far the telling is: an undo adds to them and takes nothing away. */
const TELLING = [
  'audits',
  'audit_log',
  'bulk_outcomes',
  'feed',
  'feed_inbox',
  'idempotency_keys',
  'job_statuses',
  'projections',
  'rate_budgets',
  'schema_migrations',
  'tokens',
]

/**
 * Of a ticket's row: its place in the telling. In `clocks` that is how many metric events there have been, whose numbers
 * are never given twice, and up to when its timers were told.
 */
const COLUMNS: { readonly [table: string]: RawBuilder<unknown> } = {
  tickets: sql`to_jsonb(r) - 'version' - 'last_event_id' - 'chain'
    || jsonb_build_object('clocks', jsonb_set(jsonb_set(r.clocks::jsonb, '{0,10}', '0'), '{1}', '0'))`,
}
/** What was cancelled before it left is as if it had never waited. */
const ROWS: { readonly [table: string]: RawBuilder<unknown> } = {
  outbox: sql`where r.state <> 'cancelled'`,
}

/**
 * For tests of undo: all rows of all tables, each as text under its table's name, but for those that only tell what was
 * done, and the empty shell of a ticket that was unmade. A table that is added tomorrow is compared, too.
 */
export const everyRow = async (db: Db, unmade?: Id): Promise<Record<string, readonly string[]>> => {
  const tables = await db.rows(
    sql<{ name: string }>`select relname as name from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
  )
  const found: Record<string, readonly string[]> = {}
  for (const { name } of tables.filter((table) => !TELLING.includes(table.name))) {
    const row = COLUMNS[name] ?? sql`to_jsonb(r)`
    const rows = await db.rows(
      sql<{ row: string }>`select (${row})::text as row from ${sql.table(name)} r ${ROWS[name] ?? sql``}
        order by 1`,
    )
    found[name] = rows
      .map((one) => one.row)
      .filter((row) => unmade === undefined || !isShell(name, row, unmade))
  }
  return found
}

/** Purged: a ticket and comments without words, and nothing that could be brought back. */
const isShell = (table: string, row: string, unmade: Id): boolean => {
  const { ticket_id: id, purged_at: at, subject, fields, body, html, salt } = JSON.parse(row)
  if (id !== unmade) return false
  if (table === 'comments') return body === '' && html === '' && salt === null
  return table === 'tickets' && at !== null && subject === null && Object.keys(fields).length === 0
}
