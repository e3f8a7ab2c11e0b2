import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { FileToCopy } from '../copy-files.ts'
import type { TicketViewer } from '../core/visible.ts'
import type { TicketRow } from '../rows.ts'
import { visibleTickets } from '../visible.ts'

/** Those of the tickets that the viewer sees, locked in one order for all, so that two merges never wait in a ring. */
export const lockSeen = (tx: Db, viewer: TicketViewer, ids: readonly Id[]): Promise<TicketRow[]> =>
  tx.rows(sql<TicketRow>`select t.* from tickets t
    where t.ticket_id = any(${ids}::bigint[]) and ${visibleTickets(viewer)} order by t.ticket_id for update`)

/** Those of the people who are still there. */
export const activePeople = async (tx: Db, ids: readonly Id[]): Promise<ReadonlySet<Id>> => {
  const rows = await tx.rows(
    sql<{ id: Id }>`select id from users where id = any(${ids}::bigint[]) and active`,
  )
  return new Set(rows.map(({ id }) => id))
}

type File = Omit<FileToCopy, 'inline' | 'contentId'>

/** The files of tickets; only those that customers see, where `isPublic`. */
export const filesOf = (db: Db, ticketIds: readonly Id[], isPublic: boolean): Promise<File[]> =>
  db.rows(sql<File>`select f.blob, f.file_name as "fileName", f.content_type as "contentType", f.size, f.width, f.height
    from attachments f join comments c on c.ticket_id = f.ticket_id and c.id = f.comment_id
    where f.ticket_id = any(${ticketIds}::bigint[]) and (c.public or not ${isPublic}) order by f.ticket_id, f.id`)

export const drawAttachmentIds = async (db: Db, count: number): Promise<Id[]> => {
  const rows = await db.rows(
    sql<{ id: Id }>`select nextval('attachment_ids') as id from generate_series(1, ${count})`,
  )
  return rows.map(({ id }) => id)
}

/** More tickets than anybody merges one into the next. */
const MAX_MERGES = 50

/** The ticket in which a merged one goes on, at the end of all its merges. */
export const mergedInto = async (db: Db, ticketId: Id): Promise<Id | null> =>
  (
    await db.one(sql<{ ticket_id: Id }>`
      with recursive chain as (
        select t.ticket_id, t.merged_into, 0 as steps from tickets t where t.ticket_id = ${ticketId}
        union all
        select t.ticket_id, t.merged_into, c.steps + 1
        from chain c join tickets t on t.ticket_id = c.merged_into where c.steps < ${MAX_MERGES})
      select ticket_id from chain where steps > 0 order by steps desc limit 1`)
  )?.ticket_id ?? null
