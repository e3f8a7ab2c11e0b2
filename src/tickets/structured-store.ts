import type { Id, Instant } from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'
import { type Listing, list, type Paging } from '../platform/paging/index.ts'
import { PAGES_OF_COMMENTS } from './comment-store.ts'
import type { CommentStructure } from './core/comment-structure.ts'
import type { TicketViewer } from './core/visible.ts'
import { visibleComments } from './visible.ts'

/** A comment that holds a structure of one kind. */
export type StructuredRow<K extends CommentStructure['kind']> = {
  readonly id: Id
  readonly author_id: Id
  readonly created_at: Instant
  readonly structure: Extract<CommentStructure, { kind: K }>
}

const COLUMNS = sql`c.id, c.author_id, c.created_at, c.structure`
const FROM = sql`comments c join tickets t on t.ticket_id = c.ticket_id`

const ofKind = (viewer: TicketViewer, ticketId: Id, kind: CommentStructure['kind']) =>
  sql<boolean>`c.ticket_id = ${ticketId} and c.structure is not null and c.structure ->> 'kind' = ${kind}
    and ${visibleComments(viewer)}`

/** Pages of the structured comments of a ticket that the viewer sees. */
export const listStructured = <K extends CommentStructure['kind']>(
  db: Db,
  viewer: TicketViewer,
  { ticketId, kind }: { readonly ticketId: Id; readonly kind: K },
  paging: Paging<'created_at'>,
): Promise<Listing<StructuredRow<K>>> =>
  list(
    db,
    {
      select: sql<StructuredRow<K>>`${COLUMNS}`,
      from: FROM,
      where: ofKind(viewer, ticketId, kind),
      ...PAGES_OF_COMMENTS,
    },
    paging,
  )

/** All structured comments of a kind, oldest first. */
export const allStructured = <K extends CommentStructure['kind']>(
  db: Db,
  viewer: TicketViewer,
  ticketId: Id,
  kind: K,
): Promise<StructuredRow<K>[]> =>
  db.rows(sql<StructuredRow<K>>`select ${COLUMNS} from ${FROM}
    where ${ofKind(viewer, ticketId, kind)} order by c.id`)

/** Names of people, and whether they are active staff. */
export const peopleNamed = (
  db: Db,
  ids: readonly Id[],
): Promise<{ readonly id: Id; readonly name: string; readonly is_staff: boolean }[]> =>
  db.rows(sql<{
    id: Id
    name: string
    is_staff: boolean
  }>`select id, name, active and not suspended and role_id <> 1 as is_staff
    from users where id = any(${ids}::bigint[])`)

export const groupName = async (db: Db, id: Id): Promise<string | undefined> =>
  (await db.one(sql<{ name: string }>`select name from groups where id = ${id} and not deleted`))?.name
