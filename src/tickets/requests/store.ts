import type { RawBuilder } from 'kysely'
import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging, type Sort } from '../../platform/paging/index.ts'
import { COMMENT_COLUMNS, type CommentRow, PAGES_OF_COMMENTS } from '../comment-store.ts'
import type { TicketViewer } from '../core/visible.ts'
import type { TicketRow } from '../rows.ts'
import { visibleTickets } from '../visible.ts'

/** A ticket as those who ask for help read it: `description` is the first comment that they may see. */
export type RequestRead = TicketRow & {
  readonly description: string | null
  readonly policy_version: number
}

const COLUMNS = sql<RequestRead>`t.*,
  (select c.body from comments c where c.ticket_id = t.ticket_id and c.public order by c.id limit 1) as description,
  (select coalesce(max(version), 0) from policy_versions) as policy_version`

/** What the viewer sees of tickets and could see as somebody who asks for help: what is internal is no request. */
const visible = (viewer: TicketViewer): RawBuilder<boolean> =>
  sql<boolean>`(${visibleTickets(viewer)} and (t.is_public or t.requester_id = ${viewer.userId}))`

/** Which requests a list holds. `search` are words that its subject or a public comment must all hold. */
export type RequestSelection = {
  readonly by: 'requester' | 'cc'
  readonly userId: Id
  readonly statuses?: readonly number[]
  readonly search?: readonly string[]
}

export const REQUEST_SORTS = {
  created_at: { column: sql.ref('t.created_at'), type: 'timestamptz' },
  updated_at: { column: sql.ref('t.updated_at'), type: 'timestamptz' },
} as const satisfies Record<string, Sort>
export type RequestSort = keyof typeof REQUEST_SORTS

const selected = ({ by, userId, statuses, search = [] }: RequestSelection): RawBuilder<boolean> => {
  const whose =
    by === 'requester'
      ? sql`t.requester_id = ${userId}`
      : sql`(t.email_cc_ids <> '{}' and t.email_cc_ids @> array[${userId}::bigint])`
  const status = statuses === undefined ? sql`true` : sql`t.status = any(${statuses}::smallint[])`
  const words = search.map((word) => holds(word))
  return sql<boolean>`(${sql.join([whose, status, ...words], sql` and `)})`
}

const holds = (word: string): RawBuilder<boolean> => {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`(t.subject ilike ${pattern} or exists (select from comments c
    where c.ticket_id = t.ticket_id and c.public and c.body ilike ${pattern}))`
}

export const listRequests = (
  db: Db,
  viewer: TicketViewer,
  selection: RequestSelection,
  paging: Paging<RequestSort>,
): Promise<Listing<RequestRead>> =>
  list(
    db,
    {
      select: COLUMNS,
      from: sql`tickets t`,
      where: sql`${visible(viewer)} and ${selected(selection)}`,
      sorts: REQUEST_SORTS,
      id: sql.ref('t.ticket_id'),
    },
    paging,
  )

export const findRequest = (db: Db, viewer: TicketViewer, id: Id): Promise<RequestRead | undefined> =>
  db.one(sql<RequestRead>`select ${COLUMNS} from tickets t where t.ticket_id = ${id} and ${visible(viewer)}`)

const PUBLIC_COMMENTS = sql`comments c join tickets t on t.ticket_id = c.ticket_id`

/** The public comments of a request. */
export const listPublicComments = (
  db: Db,
  viewer: TicketViewer,
  ticketId: Id,
  paging: Paging<'created_at'>,
): Promise<Listing<CommentRow>> =>
  list(
    db,
    {
      select: COMMENT_COLUMNS,
      from: PUBLIC_COMMENTS,
      where: sql`c.ticket_id = ${ticketId} and c.public and ${visible(viewer)}`,
      ...PAGES_OF_COMMENTS,
    },
    paging,
  )

export const findPublicComment = (
  db: Db,
  viewer: TicketViewer,
  ticketId: Id,
  id: Id,
): Promise<CommentRow | undefined> =>
  db.one(sql<CommentRow>`select ${COMMENT_COLUMNS} from ${PUBLIC_COMMENTS}
    where c.ticket_id = ${ticketId} and c.id = ${id} and c.public and ${visible(viewer)}`)

/** What those who ask for help may know of somebody who writes to them: no address, no group. */
export type Participant = {
  readonly id: Id
  readonly name: string
  readonly agent: boolean
  readonly organization_id: Id | null
}

export const participants = (db: Db, ids: readonly Id[]): Promise<Participant[]> =>
  db.rows(sql<Participant>`select id, name, role_id <> 1 as agent,
      case when role_id = 1 then organization_id end as organization_id
    from users where id = any(${ids}::bigint[]) order by id`)
