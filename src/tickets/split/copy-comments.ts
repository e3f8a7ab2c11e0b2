import { toIsoMs } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Split } from '../core/change.ts'
import type { Committed } from '../save.ts'
import { insertComments } from './store.ts'

/** Writes the comments that a new ticket begins with, each under the id of its event, with its own author and time. */
export const copyComments = async (
  tx: Db,
  { copies }: Extract<Split, { from: unknown }>,
  { ticket, seq, events }: Committed,
): Promise<void> => {
  const ids = events.filter(({ type }) => type === 'commented').map(({ id }) => id)
  const comments = copies.map((copy, index) => ({
    ticket_id: ticket.id,
    id: ids[index]!,
    seq,
    author_id: copy.authorId,
    public: copy.public,
    body: copy.text,
    html: copy.html,
    quoted_html: copy.quotedHtml,
    via: copy.via,
    flags: copy.flags,
    salt: `\\x${copy.salt}`,
    created_at: toIsoMs(copy.at),
  }))
  const files = copies.flatMap(({ attachments, at }, index) =>
    attachments.map((file) => ({
      ticket_id: ticket.id,
      id: file.id,
      comment_id: ids[index]!,
      blob: file.blob,
      file_name: file.fileName,
      content_type: file.contentType,
      size: file.size,
      sha256: file.sha256,
      inline: file.inline,
      content_id: file.contentId,
      width: file.width,
      height: file.height,
      created_at: toIsoMs(at),
    })),
  )
  await insertComments(tx, comments, files)
}
