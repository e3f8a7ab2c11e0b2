import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleComments, visibleTickets } from '../visible.ts'

export type Marked = {
  readonly ticket_id: Id
  readonly subject: string | null
  readonly bodies: readonly string[]
}

/** Comments of a ticket that are looked through for a snippet, and how far into each. */
const MOST_COMMENTS = 20
const MOST_TEXT = 20_000

/** The subject of tickets and the beginnings of their comments, as far as the viewer may read them. */
export const textsToMark = (db: Db, viewer: TicketViewer, ids: readonly Id[]): Promise<Marked[]> =>
  db.rows(sql<Marked>`select t.ticket_id, t.subject, array(select left(c.body, ${MOST_TEXT}) from comments c
      where c.ticket_id = t.ticket_id and ${visibleComments(viewer)} order by c.id limit ${MOST_COMMENTS}) as bodies
    from tickets t where t.ticket_id = any(${ids}::bigint[]) and ${visibleTickets(viewer)}`)
