import type { RawBuilder } from 'kysely'
import type { Id, Instant } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging, type Sort } from '../../platform/paging/index.ts'
import type { Satisfaction } from '../core/satisfaction.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleTickets } from '../visible.ts'

/** A ticket has one rating, so the rating has its number. */
export type RatingRow = {
  readonly ticket_id: Id
  readonly requester_id: Id
  readonly satisfaction: Satisfaction
}

/** Scores, each with or without a comment; a span of last changes, both ends included. */
export type RatingFilter = {
  readonly scores?: readonly Satisfaction['score'][]
  readonly hasComment?: boolean
  readonly from?: Instant
  readonly to?: Instant
}

const CREATED = sql`(t.satisfaction ->> 'createdAt')::bigint`
const UPDATED = sql`(t.satisfaction ->> 'updatedAt')::bigint`

export const RATING_SORTS = {
  created_at: { column: CREATED, type: 'bigint' },
  updated_at: { column: UPDATED, type: 'bigint' },
} as const satisfies Record<string, Sort>
export type RatingSort = keyof typeof RATING_SORTS

const ROW = sql<RatingRow>`t.ticket_id, t.requester_id, t.satisfaction`

/** Ratings of the tickets that the viewer sees. */
export const listRatings = (
  db: Db,
  viewer: TicketViewer,
  filter: RatingFilter,
  paging: Paging<RatingSort>,
): Promise<Listing<RatingRow>> =>
  list(
    db,
    {
      select: ROW,
      from: sql`tickets t`,
      where: conditionOf(viewer, filter),
      sorts: RATING_SORTS,
      id: sql.ref('t.ticket_id'),
    },
    paging,
  )

export const countRatings = async (db: Db, viewer: TicketViewer, filter: RatingFilter): Promise<number> =>
  (await db.one(sql<{ count: number }>`
    select count(*) as count from tickets t where ${conditionOf(viewer, filter)}`))!.count

export const findRating = (db: Db, viewer: TicketViewer, id: Id): Promise<RatingRow | undefined> =>
  db.one(
    sql<RatingRow>`select ${ROW} from tickets t where t.ticket_id = ${id} and ${conditionOf(viewer, {})}`,
  )

const conditionOf = (viewer: TicketViewer, filter: RatingFilter): RawBuilder<unknown> => {
  const conditions = [visibleTickets(viewer), sql<boolean>`t.satisfaction is not null`]
  const { scores, hasComment, from, to } = filter
  if (scores !== undefined) conditions.push(sql<boolean>`t.satisfaction ->> 'score' = any(${scores}::text[])`)
  if (hasComment === true) conditions.push(sql<boolean>`t.satisfaction ->> 'comment' is not null`)
  if (hasComment === false) conditions.push(sql<boolean>`t.satisfaction ->> 'comment' is null`)
  if (from !== undefined) conditions.push(sql<boolean>`${UPDATED} >= ${from}::bigint`)
  if (to !== undefined) conditions.push(sql<boolean>`${UPDATED} <= ${to}::bigint`)
  return sql.join(conditions, sql` and `)
}
