import type { Id, Instant } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { FileToCopy } from '../copy-files.ts'
import type { Via } from '../core/ticket.ts'

/** Rows in the names of their columns. */
export const insertComments = async (
  tx: Db,
  comments: readonly object[],
  attachments: readonly object[],
): Promise<void> => {
  await tx.rows(sql`insert into comments
    select * from jsonb_populate_recordset(null::comments, ${JSON.stringify(comments)}::jsonb)`)
  if (attachments.length > 0)
    await tx.rows(sql`insert into attachments
      select * from jsonb_populate_recordset(null::attachments, ${JSON.stringify(attachments)}::jsonb)`)
}

/** A comment of the ticket to be split, with its files. */
export type CommentToCopy = {
  readonly id: Id
  readonly authorId: Id
  readonly public: boolean
  readonly text: string
  readonly html: string
  readonly quotedHtml: string | null
  readonly via: Via
  readonly flags: readonly number[]
  readonly at: Instant
  readonly files: readonly FileToCopy[]
}

/** Those of the comments that the ticket has, oldest first. */
export const commentsToCopy = (db: Db, ticketId: Id, ids: readonly Id[]): Promise<CommentToCopy[]> =>
  db.rows(sql<CommentToCopy>`select c.id, c.author_id as "authorId", c.public, c.body as text, c.html,
      c.quoted_html as "quotedHtml", c.via, c.flags, c.created_at as at,
      coalesce((select jsonb_agg(jsonb_build_object('blob', f.blob, 'fileName', f.file_name,
        'contentType', f.content_type, 'size', f.size, 'inline', f.inline, 'contentId', f.content_id,
        'width', f.width, 'height', f.height) order by f.id)
        from attachments f where f.ticket_id = c.ticket_id and f.comment_id = c.id), '[]') as files
    from comments c where c.ticket_id = ${ticketId} and c.id = any(${ids}::bigint[]) order by c.id`)
