import type { RawBuilder } from 'kysely'
import { type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ExportSource, Stretch } from '../../platform/exports/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { type AuditRead, auditColumns, type TicketRead, ticketColumns } from '../store.ts'
import { visibleDeletedOrNot } from '../visible.ts'

/** Whose tickets, and whether deleted ones are left out. */
export type Exporting = { readonly viewer: TicketViewer; readonly excludeDeleted: boolean }

/** A ticket as of a place in the feed, numbered `at`. */
export type ExportedTicket = TicketRead & { readonly at: Instant }

/**
 * Tickets in the order of their last changes, each once: at the place of its last change, in the state of that change.
 * One that has changed since waits for its number, and comes then.
 */
export const ticketSource =
  (db: Db, asked: Exporting): ExportSource<ExportedTicket> =>
  async (stretch) =>
    (await db.rows(ticketsIn(stretch, asked))).map((row) => ({
      position: row.position,
      at: row.at,
      rows: [row],
    }))

const ticketsIn = (
  stretch: Stretch,
  { viewer, excludeDeleted }: Exporting,
): RawBuilder<ExportedTicket & { readonly position: number }> => sql`
  with page as materialized (${page(
    stretch,
    // Reading one ticket at a time: as a join, PostgreSQL would rather hash all there are.
    sql`(select true from tickets t where t.ticket_id = f.subject_id and t.version = f.seq
        and ${visibleDeletedOrNot(viewer)} ${excludeDeleted ? sql`and t.deleted_at is null` : sql``} limit 1) is true
      and not exists (select from feed l
        where l.subject = 'ticket' and l.subject_id = f.subject_id and l.position > f.position)`,
  )})
  select page.position, page.at, ${ticketColumns(viewer)}
  from page join tickets t on t.ticket_id = page.subject_id order by page.position`

/** Audits in the order of commits, of deleted tickets too, without those that only time made. */
export const ticketEventSource =
  (db: Db, asked: Exporting): ExportSource<AuditRead> =>
  async (stretch) =>
    (await db.rows(auditsIn(stretch, asked))).map((row) => ({
      position: row.position,
      at: row.at,
      rows: [row],
    }))

const auditsIn = (
  stretch: Stretch,
  { viewer, excludeDeleted }: Exporting,
): RawBuilder<AuditRead & { readonly position: number; readonly at: Instant }> => sql`
  with page as materialized (${page(
    stretch,
    sql`(select true from audits a join tickets t on t.ticket_id = a.ticket_id
        where a.ticket_id = f.subject_id and a.seq = f.seq and not a.silent
          and ${visibleDeletedOrNot(viewer)} ${excludeDeleted ? sql`and t.deleted_at is null` : sql``} limit 1) is true
      and ${FIRST_TOLD}`,
  )})
  select page.position, page.at, ${auditColumns}
  from page join audits a on a.ticket_id = page.subject_id and a.seq = page.seq order by page.position`

/** What is erased of a ticket later puts its last change into the feed again. */
export const FIRST_TOLD = sql<boolean>`not exists (select from feed e
  where e.subject = 'ticket' and e.subject_id = f.subject_id and e.seq = f.seq and e.position < f.position)`

const page = ({ after, before, limit }: Stretch, which: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select f.position, f.at, f.subject_id, f.seq from feed f
  where f.subject = 'ticket' and f.position > ${after}
    ${before === null ? sql`` : sql`and f.at < ${toIsoMs(before)}::timestamptz`} and ${which}
  order by f.position ${limit === null ? sql`` : sql`limit ${limit}`}`
