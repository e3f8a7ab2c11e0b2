import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
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

export type FileToCopy = {
  readonly blob: string
  readonly fileName: string
  readonly contentType: string
  readonly size: number
  readonly width: number | null
  readonly height: number | null
}

/** The files of tickets; only those that customers see, where `isPublic`. */
export const filesOf = (db: Db, ticketIds: readonly Id[], isPublic: boolean): Promise<FileToCopy[]> =>
  db.rows(sql<FileToCopy>`select f.blob, f.file_name as "fileName", f.content_type as "contentType", f.size, f.width, f.height
    from attachments f join comments c on c.ticket_id = f.ticket_id and c.id = f.comment_id
    where f.ticket_id = any(${ticketIds}::bigint[]) and (c.public or not ${isPublic}) order by f.ticket_id, f.id`)

export const drawAttachmentIds = async (db: Db, count: number): Promise<Id[]> => {
  const rows = await db.rows(
    sql<{ id: Id }>`select nextval('attachment_ids') as id from generate_series(1, ${count})`,
  )
  return rows.map(({ id }) => id)
}
