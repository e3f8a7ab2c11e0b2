import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging, type Sort } from '../../platform/paging/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleTickets } from '../visible.ts'

/** A ticket that somebody of the staff was offered and passed over, and why. */
export type SkipRow = {
  readonly id: Id
  readonly ticket_id: Id
  readonly user_id: Id
  readonly reason: string
  readonly created_at: Instant
}

export const SKIP_SORTS = {
  created_at: { column: sql.ref('s.id'), type: 'bigint' },
} as const satisfies Record<string, Sort>

export type SkipSelection = { readonly by: 'all' } | { readonly by: 'ticket' | 'user'; readonly id: Id }

const selected = (selection: SkipSelection): RawBuilder<boolean> => {
  if (selection.by === 'all') return sql<boolean>`true`
  return selection.by === 'ticket'
    ? sql<boolean>`s.ticket_id = ${selection.id}`
    : sql<boolean>`s.user_id = ${selection.id}`
}

const SKIP = sql<SkipRow>`s.id, s.ticket_id, s.user_id, s.reason, s.created_at`

/** Skips of the tickets that the viewer sees. */
export const listSkips = (
  db: Db,
  viewer: TicketViewer,
  selection: SkipSelection,
  paging: Paging<'created_at'>,
): Promise<Listing<SkipRow>> =>
  list(
    db,
    {
      select: SKIP,
      from: sql`skips s join tickets t on t.ticket_id = s.ticket_id`,
      where: sql`${selected(selection)} and ${visibleTickets(viewer)}`,
      sorts: SKIP_SORTS,
      id: sql.ref('s.id'),
    },
    paging,
  )

export const insertSkip = async (
  db: Db,
  skip: { readonly ticketId: Id; readonly userId: Id; readonly reason: string; readonly at: Instant },
): Promise<SkipRow> =>
  (await db.one(sql<SkipRow>`insert into skips as s (ticket_id, user_id, reason, created_at)
    values (${skip.ticketId}, ${skip.userId}, ${skip.reason}, ${toIsoMs(skip.at)}) returning ${SKIP}`))!

export const deleteSkipsOf = async (tx: Db, userId: Id): Promise<void> => {
  await tx.rows(sql`delete from skips where user_id = ${userId}`)
}

export const deleteSkipsOn = async (tx: Db, ticketId: Id): Promise<void> => {
  await tx.rows(sql`delete from skips where ticket_id = ${ticketId}`)
}
