import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { Evidence } from '../core/diagnostics.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleComments } from '../visible.ts'

const MAX_FILES = 1000

/** Files of a ticket's comments that the viewer sees, each name and type once. */
export const filesOn = (db: Db, viewer: TicketViewer, ticketId: Id): Promise<Evidence['files'][number][]> =>
  db.rows(sql<Evidence['files'][number]>`
    select distinct f.file_name as name, f.content_type as "contentType" from attachments f
      join comments c on c.ticket_id = f.ticket_id and c.id = f.comment_id
      join tickets t on t.ticket_id = c.ticket_id
    where f.ticket_id = ${ticketId} and ${visibleComments(viewer)} limit ${MAX_FILES}`)
