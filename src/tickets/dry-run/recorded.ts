import type { Id, Instant } from '../../kernel/index.ts'
import type { FoldedAudit } from '../clocks/refolded.ts'
import type { CommentStructure } from '../core/comment-structure.ts'
import type { Change, Context, TicketEvent } from '../core/index.ts'
import { type AuditedComment, type AuditedSplit, unpackAudit } from '../pack.ts'
import { SYSTEM_AUTHOR } from '../save.ts'
import { packedOf } from '../store.ts'

/** An audit as it is replayed: its row, and the words of its comment as they stand now. */
export type RecordedAudit = FoldedAudit & {
  readonly metric_events: string | null
  readonly comment: RecordedComment | null
}

export type RecordedComment = {
  readonly body: string
  readonly html: string
  readonly quoted_html: string | null
  readonly structure: CommentStructure | null
  /** Of the digest that its audit keeps, in hex. */
  readonly salt: string | null
  /** Words were blackened since, or erased: conditions on its text find what is left. */
  readonly is_redacted: boolean
}

/** A Change of history, as whoever made it sent it. */
export type Input = {
  readonly ticketId: Id
  readonly policyVersion: number
  readonly seq: number
  readonly auditId: Id
  readonly at: Instant
  readonly actorId: Id | null
  readonly change: Change
  readonly events: readonly TicketEvent[]
  /** The facts about people that the decision was given. */
  readonly context: Context
  /** Time itself made it: each world has times of its own. */
  readonly isTimer: boolean
  /** What cannot be decided anew from an audit: its events are taken as they were. */
  readonly isTold: boolean
  /** Its words are no longer those that were written. */
  readonly isRedacted: boolean
}

export const inputOf = (audit: RecordedAudit): Input => {
  const { via, change, events, context, metadata } = unpackAudit(packedOf(audit))
  const { comment, commentEdit, split, ...plain } = change
  const rest = split && 'into' in split ? { ...plain, split } : plain
  const isTold = commentEdit !== undefined || isCopy(split) || change.undo !== undefined || change.reevaluates
  return {
    ticketId: audit.ticket_id,
    policyVersion: audit.policy_version,
    seq: audit.seq,
    auditId: audit.id,
    at: audit.created_at,
    actorId: audit.author_id === SYSTEM_AUTHOR ? null : audit.author_id,
    change: {
      ...rest,
      via,
      metadata,
      ...(comment && { comment: commentOf(comment, audit.comment) }),
    },
    events,
    context,
    isTimer: change.timer !== undefined,
    isTold: isTold === true,
    isRedacted: comment !== undefined && (audit.comment?.is_redacted ?? true),
  }
}

const isCopy = (split: AuditedSplit | undefined): boolean => split !== undefined && 'from' in split

type Comment = NonNullable<Change['comment']>

const commentOf = (
  { digest: _, attachments, ...asked }: AuditedComment,
  words: RecordedComment | null,
): Comment => ({
  ...(asked as Pick<Comment, 'public' | 'authorId' | 'verdict' | 'mailId' | 'flags'>),
  // An erased comment was none the less one.
  text: words?.body ?? '(erased)',
  html: words?.html ?? '',
  ...(words?.quoted_html != null && { quotedHtml: words.quoted_html }),
  ...(words?.structure && { structure: words.structure }),
  attachments: attachments.map((file) => ({ ...NO_FILE, ...file })),
})

/** Of a file decisions ask for nothing but that it is there. */
const NO_FILE = {
  blob: '',
  fileName: '',
  contentType: 'application/octet-stream',
  size: 0,
  inline: false,
  contentId: null,
  width: null,
  height: null,
} as const
