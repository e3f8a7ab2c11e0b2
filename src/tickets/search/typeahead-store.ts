import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleTickets } from '../visible.ts'

/** Tickets that were last touched, in which tags are looked for: those that nobody uses any more need no suggesting. */
const LOOKED_THROUGH = 2000

/** Tags that begin so, on tickets of late, the most used first. */
export const tagsInUse = async (
  db: Db,
  viewer: TicketViewer,
  start: string,
  limit: number,
): Promise<string[]> => {
  if (start === '') return []
  const rows = await db.rows(sql<{ tag: string }>`select tag
    from (select t.tags from tickets t where ${visibleTickets(viewer)} order by t.updated_at desc, t.ticket_id desc
      limit ${LOOKED_THROUGH}) t cross join unnest(t.tags) as tag
    where starts_with(tag, ${start}) group by tag order by count(*) desc, tag limit ${limit}`)
  return rows.map(({ tag }) => tag)
}

export type ShortTicket = { readonly id: Id; readonly subject: string | null; readonly status: number }

/** What a list to choose from shows of tickets, in the order given. */
export const shortTickets = (db: Db, viewer: TicketViewer, ids: readonly Id[]): Promise<ShortTicket[]> =>
  db.rows(sql<ShortTicket>`select t.ticket_id as id, t.subject, t.status from tickets t
    where t.ticket_id = any(${ids}::bigint[]) and ${visibleTickets(viewer)}
    order by array_position(${ids}::bigint[], t.ticket_id)`)
