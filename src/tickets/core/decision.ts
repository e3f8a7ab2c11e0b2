import type { Id, Instant, JsonObject } from '../../kernel/index.ts'
import type { WebhookBody } from '../../rules/core/index.ts'
import type { MetricEvent } from '../../sla/core/index.ts'
import type { Change, FileRedaction, NewComment } from './change.ts'
import type { TicketClocks } from './clocks/ticket-clocks.ts'
import type { Lacking } from './context-used.ts'
import type { RuleRef, TicketEvent } from './event.ts'
import type { SkillEdit } from './skills.ts'
import type { Context, StandingComment } from './state.ts'
import type { Ticket } from './ticket.ts'

/**
 * What `decide` makes of a Change; `commit` writes it and makes no choice. Ids of the audit, its events and comments
 * are counted from 0 here (the audit is 0, event i is i + 1, a comment has its event's); `commit` adds a base.
 */
export type Decision = {
  /** The ticket afterwards. `firstCommentId` of a ticket that gets its first comment now is relative, too. */
  readonly ticket: Ticket
  /** Whether `firstCommentId` is relative. */
  readonly startsConversation: boolean
  readonly change: Change
  readonly events: readonly TicketEvent[]
  readonly comment: DecidedComment | null
  /** What becomes of a comment that stands. */
  readonly commentEdit?: EditedComment
  readonly rulesFired: readonly RuleRef[]
  readonly effects: readonly TicketEffect[]
  /** Webhooks that rules call; none where absent. */
  readonly calls?: readonly TicketCall[]
  /** What becomes of the skills that it asks for, one after the other; nothing where absent. */
  readonly skills?: readonly SkillEdit[]
  /** It solves a problem, so that its incidents are to be solved, too. */
  readonly solvesIncidents?: boolean
  readonly timers: readonly TimerEdit[]
  /** What is kept about the ticket's time from now on, and what this update adds to its metric events. */
  readonly clocks: TicketClocks | null
  readonly metricEvents: readonly MetricEvent[]
  /** What of the people that `decide` was given it rests on: kept on the audit, so that it replays. */
  readonly context: Context
  /** Whom a rule would have told had they been given: `commit` loads them and decides anew. */
  readonly lacking: Lacking
  readonly policyVersion: number
  readonly at: Instant
}

export type DecidedComment = Omit<NewComment, 'public' | 'authorId'> & {
  readonly eventIndex: number
  readonly public: boolean
  readonly authorId: Id
}

/** What changes about a comment that stands; absent parts stay. */
export type EditedComment = {
  readonly commentId: Id
  readonly isHidden?: true
  readonly isTrusted?: true
  readonly texts?: Pick<StandingComment, 'text' | 'html' | 'quotedHtml' | 'structure'>
  readonly files?: readonly FileRedaction[]
  /** Bytes that hold what was taken away. */
  readonly erased?: ErasedBytes
}

/** The files that were taken away, and the raw mail that the comment came by: each goes by an effect of its own. */
export type ErasedBytes = { readonly blobs: readonly string[]; readonly mailId: Id | null }

/** Something to be done outside, once. `key` is unique within the audit: `mail/17/1003`. */
export type TicketEffect = { readonly key: string; readonly kind: 'send_mail'; readonly payload: MailEffect }
export type TicketCall = {
  readonly key: string
  readonly kind: 'call_webhook'
  readonly payload: WebhookEffect
}

/**
 * A mail to one person. Values are final as of this Change; comments are read at sending, up to `seq` of its audit,
 * by what `audience` may see.
 */
export type MailEffect = {
  readonly recipientId: Id
  readonly audience: 'end_user' | 'agent'
  readonly rule: RuleRef
  /** Liquid source, and the values of the placeholders it names. */
  readonly subject: string
  readonly body: string
  readonly values: JsonObject
  /** Every mail but the notice of an agent's public comment (`security.md` 4). */
  readonly automatic: boolean
  /** Whether the update carried a comment that this audience may see. */
  readonly carriesComment: boolean
}

/**
 * A call of a webhook, by its id. Values are final as of this Change; comments are read at sending, up to `seq` of its
 * audit, as staff may see them. `body` is Liquid source: one text, or names with texts for calls without a body.
 */
export type WebhookEffect = {
  readonly webhookId: string
  readonly rule: RuleRef
  readonly body: WebhookBody
  readonly values: JsonObject
  readonly placeholders: readonly string[]
  readonly carriesComment: boolean
}

/** A due time to keep (`dueAt`) or to forget (`null`). */
export type TimerEdit = {
  readonly kind: string
  readonly key: string
  readonly dueAt: Instant | null
  readonly payload: JsonObject
}
