import type { Id, Instant } from '../../kernel/index.ts'
import { toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging, type Sort } from '../../platform/paging/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleTickets } from '../visible.ts'

export type Verb = 'tickets.assignment' | 'tickets.comment' | 'tickets.priority_increase'

/** Something that another did to a ticket which is now the viewer's: an event of its history, with that event's id. */
export type ActivityRow = {
  readonly id: Id
  readonly verb: Verb
  readonly actor_id: Id
  readonly ticket_id: Id
  readonly subject: string | null
  readonly at: Instant
  /** Of comments. */
  readonly body: string | null
  readonly public: boolean | null
  /** Of priorities. */
  readonly priority: string | null
}

export const ACTIVITY_SORTS = {
  created_at: { column: sql.ref('a.at'), type: 'timestamptz' },
} as const satisfies Record<string, Sort>

const PRIORITIES = sql`array['low', 'normal', 'high', 'urgent']`

const VERB = sql`case
  when e.event ->> 'type' = 'commented' then 'tickets.comment'
  when e.event ->> 'field' = 'assigneeId' then 'tickets.assignment'
  else 'tickets.priority_increase' end`

/** What was told of since an instant. Only histories of tickets that changed since then are opened. */
const activities = (viewer: TicketViewer, since: Instant) => sql`(
  select u.id + e.n as id, ${VERB} as verb, u.author_id as actor_id, t.ticket_id, t.subject, u.created_at as at,
    c.body, c.public, case when e.event ->> 'field' = 'priority' then e.event ->> 'to' end as priority
  from tickets t
  join audits u on u.ticket_id = t.ticket_id
  cross join lateral jsonb_array_elements(u.events) with ordinality as e(event, n)
  left join comments c on e.event ->> 'type' = 'commented' and c.ticket_id = t.ticket_id and c.id = u.id + e.n
  where t.assignee_id = ${viewer.userId} and t.updated_at >= ${toIsoMs(since)}::timestamptz
    and t.deleted_at is null and ${visibleTickets(viewer)}
    and u.created_at >= ${toIsoMs(since)}::timestamptz and u.author_id <> ${viewer.userId}
    and (c.id is not null
      or (e.event ->> 'field' = 'assigneeId' and e.event -> 'to' = to_jsonb(${viewer.userId}::bigint))
      or (e.event ->> 'field' = 'priority' and array_position(${PRIORITIES}, e.event ->> 'to')
        > coalesce(array_position(${PRIORITIES}, e.event ->> 'from'), 0)))) a`

const ROW = sql<ActivityRow>`a.id, a.verb, a.actor_id, a.ticket_id, a.subject, a.at, a.body, a.public, a.priority`

export const listActivities = (
  db: Db,
  viewer: TicketViewer,
  since: Instant,
  paging: Paging<'created_at'>,
): Promise<Listing<ActivityRow>> =>
  list(
    db,
    { select: ROW, from: activities(viewer, since), sorts: ACTIVITY_SORTS, id: sql.ref('a.id') },
    paging,
  )

export const countActivities = async (db: Db, viewer: TicketViewer, since: Instant): Promise<number> =>
  (await db.one(sql<{ count: number }>`select count(*) as count from ${activities(viewer, since)}`))!.count

export const findActivity = (
  db: Db,
  viewer: TicketViewer,
  since: Instant,
  id: Id,
): Promise<ActivityRow | undefined> =>
  db.one(sql<ActivityRow>`select ${ROW} from ${activities(viewer, since)} where a.id = ${id}`)
