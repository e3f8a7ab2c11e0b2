import type { Id, Instant } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging, type Sort } from '../../platform/paging/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleTickets } from '../visible.ts'
import type { Handover } from './stays.ts'

/** What of a ticket's row its metrics show where no time is kept with it. */
export type MeasuredRow = {
  readonly ticket_id: Id
  readonly created_at: Instant
  readonly updated_at: Instant
  readonly solved_at: Instant | null
}

const MEASURED = sql<MeasuredRow>`t.ticket_id, t.created_at, t.updated_at, t.solved_at`

/** Metrics have the ids of their tickets, so the newest have the highest. */
export const METRIC_SORTS = {
  id: { column: sql.ref('t.ticket_id'), type: 'bigint' },
} as const satisfies Record<string, Sort>

export const listMeasured = (
  db: Db,
  viewer: TicketViewer,
  paging: Paging<'id'>,
): Promise<Listing<MeasuredRow>> =>
  list(
    db,
    {
      select: MEASURED,
      from: sql`tickets t`,
      where: visibleTickets(viewer),
      sorts: METRIC_SORTS,
      id: sql.ref('t.ticket_id'),
    },
    paging,
  )

export const findMeasured = (db: Db, viewer: TicketViewer, id: Id): Promise<MeasuredRow | undefined> =>
  db.one(sql<MeasuredRow>`select ${MEASURED} from tickets t
    where t.ticket_id = ${id} and ${visibleTickets(viewer)}`)

const CHANGES = ['groupId', 'assigneeId', 'nextUpdateAt'].map((field) => `@.field == "${field}"`).join(' || ')
/** Audits that say any of this … */
const HANDOVERS = `$[*] ? (@.type == "undone" || (@.type == "field_changed" && (${CHANGES})))`
/** … and what of them is read. */
const TOLD = `$[*] ? (@.type == "undone" || (@.type == "commented" && @.public == true) ||
  (@.type == "field_changed" && (@.field == "status" || ${CHANGES})))`

/** Who was given which of these tickets, and what was promised of it: by ticket, oldest first. */
export const handoversOf = async (
  db: Db,
  ticketIds: readonly Id[],
): Promise<ReadonlyMap<Id, readonly Handover[]>> => {
  const rows = await db.rows(sql<Handover & { ticketId: Id }>`
    select ticket_id as "ticketId", seq, created_at as at, jsonb_path_query_array(events, ${TOLD}::jsonpath) as events
    from audits where ticket_id = any(${ticketIds}::bigint[]) and jsonb_path_exists(events, ${HANDOVERS}::jsonpath)
    order by ticket_id, seq`)
  return Map.groupBy(rows, ({ ticketId }) => ticketId)
}
