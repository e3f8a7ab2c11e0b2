import type { RawBuilder } from 'kysely'
import type { Id, Instant } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleTickets } from '../visible.ts'
import type { Weights } from './weight.ts'

/**
 * The order of the queue on the row `t` of `tickets`, in seconds: a weight without the time that goes by, which moves
 * all alike. The twin of `termsOf`, which says why.
 */
export const rank = (weights: Weights): RawBuilder<number> => {
  const { priority, status, unpromised } = weights
  return sql<number>`(3600 * (
      case t.priority when 1 then ${priority.low}::float8 when 2 then ${priority.normal}::float8
        when 3 then ${priority.high}::float8 when 4 then ${priority.urgent}::float8 else 0 end
      + case t.status when 0 then ${status.new}::float8 when 1 then ${status.open}::float8
        when 2 then ${status.pending}::float8 when 3 then ${status.hold}::float8 else 0 end
      + ${tier(weights)})
    - extract(epoch from coalesce(t.next_breach_at, t.updated_at + ${unpromised}::float8 * interval '1 hour')))::bigint`
}

/** Of several the heaviest: `greatest` passes over those that are not there. */
const tier = ({ tiers }: Weights): RawBuilder<number> => {
  const cases = Object.entries(tiers).map(
    ([tag, hours]) => sql`case when t.tags @> array[${tag}::text] then ${hours}::float8 end`,
  )
  return cases.length === 0 ? sql<number>`0` : sql<number>`coalesce(greatest(${sql.join(cases)}), 0)`
}

/** Unsolved tickets, in these groups where any are named. */
export const queued = (groupIds: readonly Id[] | null): RawBuilder<boolean> =>
  sql<boolean>`(t.status < 4 and ${groupIds === null ? sql`true` : sql`t.group_id = any(${groupIds}::bigint[])`})`

export type QueueRow = {
  readonly ticket_id: Id
  readonly priority: number | null
  readonly status: number
  readonly tags: readonly string[]
  readonly next_breach_at: Instant | null
  readonly updated_at: Instant
  readonly rank: number
  /** Its place among all unsolved tickets that the viewer sees, from 1; null once it is solved. */
  readonly place: number | null
  readonly total: number
}

export const findQueued = (
  db: Db,
  viewer: TicketViewer,
  id: Id,
  weights: Weights,
): Promise<QueueRow | undefined> =>
  db.one(sql<QueueRow>`
    with mine as materialized (
      select t.*, ${rank(weights)} as rank from tickets t where t.ticket_id = ${id} and ${visibleTickets(viewer)})
    select mine.ticket_id, mine.priority, mine.status, mine.tags, mine.next_breach_at, mine.updated_at, mine.rank,
      case when mine.status < 4 then (select count(*) from tickets t where ${queued(null)} and ${visibleTickets(viewer)}
        and (${rank(weights)}, t.ticket_id) >= (mine.rank, mine.ticket_id)) end as place,
      (select count(*) from tickets t where ${queued(null)} and ${visibleTickets(viewer)}) as total
    from mine`)
