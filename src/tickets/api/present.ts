import type { Id, JsonObject } from '../../kernel/index.ts'
import type { CommentRead, CommentRow } from '../comment-store.ts'
import type { Committed } from '../commit.ts'
import { type PackedAudit, unpackAudit } from '../pack.ts'
import type { Room } from '../room.ts'
import { ticketOfRow } from '../rows.ts'
import { type AuditRead, packedOf, type TicketRead } from '../store.ts'
import type { Linking } from '../wire/present-attachment.ts'
import { presentAudit, type WireAudit } from '../wire/present-audit.ts'
import { presentComment, presentCommentContent } from '../wire/present-comment.ts'
import { presentTicket, type WireTicket } from '../wire/present-ticket.ts'

export const linkingOf = ({ ground }: Room, origin: string): Linking => ({
  origin,
  keys: ground.keys,
  now: ground.clock.now(),
})

/** Tickets that were read, as the wire shows them. */
export const presentTickets = async (
  room: Room,
  rows: readonly TicketRead[],
  origin: string,
): Promise<WireTicket[]> => {
  const first = rows[0]
  if (first === undefined) return []
  const policy = await room.policies.at(first.policy_version)
  return rows.map((row) =>
    presentTicket(
      ticketOfRow(row),
      { description: row.description, hasIncidents: row.has_incidents, followUpIds: row.followup_ids },
      policy,
      origin,
    ),
  )
}

export const presentAudits = (rows: readonly AuditRead[], linking: Linking): WireAudit[] =>
  rows.map((row) => {
    const content = unpackAudit(packedOf(row))
    return presentAudit({
      id: row.id,
      ticketId: row.ticket_id,
      seq: row.seq,
      createdAt: row.created_at,
      authorId: row.author_id,
      policyVersion: row.policy_version,
      via: content.via,
      metadata: content.metadata,
      events: content.events.map((event, index) => ({ ...event, id: row.id + 1 + index })),
      context: content.context,
      comments: contentsOf(row.comments, linking),
    })
  })

const contentsOf = (comments: readonly CommentRow[], linking: Linking): Map<Id, object> =>
  new Map(comments.map((comment) => [comment.id, presentCommentContent(comment, comment.files, linking)]))

/** The audit of a Change that was just committed; null where it changed nothing. */
export const presentCommitted = (committed: Committed, linking: Linking): WireAudit | null => {
  const { auditId, comment } = committed
  if (auditId === null) return null
  const contents = comment === null ? [] : [rowOfCommitted(committed, comment)]
  return presentAudit({
    ...committed,
    id: auditId,
    ticketId: committed.ticket.id,
    createdAt: committed.at,
    comments: contentsOf(contents, linking),
  })
}

const rowOfCommitted = (committed: Committed, comment: NonNullable<Committed['comment']>): CommentRow => ({
  ticket_id: committed.ticket.id,
  id: comment.id,
  seq: committed.seq,
  author_id: comment.authorId,
  public: comment.public,
  body: comment.text,
  html: comment.html,
  quoted_html: comment.quotedHtml ?? null,
  structure: comment.structure ?? null,
  via: committed.via,
  flags: comment.flags ?? [],
  trusted_at: null,
  created_at: committed.at,
  files: comment.attachments.map((file) => ({
    id: file.id,
    blob: file.blob,
    file_name: file.fileName,
    content_type: file.contentType,
    size: file.size,
    inline: file.inline,
    content_id: file.contentId,
    width: file.width,
    height: file.height,
  })),
})

/** Comments that were read. Inline images are listed among the attachments only where asked for. */
export const presentComments = (
  rows: readonly CommentRead[],
  linking: Linking,
  includeInlineImages: boolean,
): object[] =>
  rows.map((row) => {
    const origin = { auditId: row.audit_id, metadata: metadataOf(row) }
    const comment = presentComment(row, row.files, origin, linking)
    if (includeInlineImages) return comment
    return { ...comment, attachments: comment.attachments.filter(({ inline }) => !inline) }
  })

type Metadata = { system: JsonObject; custom: JsonObject }

const metadataOf = (row: CommentRead): Metadata => {
  const packed: PackedAudit = {
    ...NO_CONTENT,
    metadata: row.metadata,
    texts: { metadata: row.metadata_text },
  }
  return unpackAudit(packed).metadata
}

const NO_CONTENT: Omit<PackedAudit, 'metadata' | 'texts'> = {
  via: { channel: '', source: {} },
  change: { set: {}, fields: {} },
  events: [],
  rulesFired: [],
  context: { users: {}, groups: {}, organizations: {} },
}
