import type { Id, Instant } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging, type Sort } from '../../platform/paging/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleDeletedTickets } from '../visible.ts'

/** A deleted ticket. Nothing but its deletion can be its last audit, so that names who deleted it. */
export type DeletedRow = {
  readonly ticket_id: Id
  readonly subject: string | null
  readonly description: string | null
  readonly status: number
  readonly deleted_at: Instant
  readonly author_id: Id
}

export const DELETED_SORTS = {
  id: { column: sql.ref('t.ticket_id'), type: 'bigint' },
  subject: { column: sql.ref('t.subject'), type: 'text', isNullable: true },
  deleted_at: { column: sql.ref('t.deleted_at'), type: 'timestamptz' },
} as const satisfies Record<string, Sort>
export type DeletedSort = keyof typeof DELETED_SORTS

export const listDeleted = (
  db: Db,
  viewer: TicketViewer,
  paging: Paging<DeletedSort>,
): Promise<Listing<DeletedRow>> =>
  list(
    db,
    {
      select: sql<DeletedRow>`t.ticket_id, t.subject, t.status, t.deleted_at, a.author_id,
        (select c.body from comments c where c.ticket_id = t.ticket_id and c.id = t.first_comment_id) as description`,
      from: sql`tickets t join audits a on a.ticket_id = t.ticket_id and a.seq = t.version`,
      where: visibleDeletedTickets(viewer),
      sorts: DELETED_SORTS,
      id: sql.ref('t.ticket_id'),
    },
    paging,
  )

/** Those of the tickets that are deleted and that the viewer may bring back. */
export const findDeleted = async (db: Db, viewer: TicketViewer, ids: readonly Id[]): Promise<Id[]> => {
  const rows = await db.rows(sql<{ ticket_id: Id }>`select t.ticket_id from tickets t
    where t.ticket_id = any(${ids}::bigint[]) and ${visibleDeletedTickets(viewer)} order by t.ticket_id`)
  return rows.map(({ ticket_id: id }) => id)
}
