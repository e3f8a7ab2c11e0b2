import { type Id, type Instant, toIso } from '../../kernel/index.ts'
import {
  type ClockDue,
  type DueDatePassed,
  type FieldChanged,
  type FileRedacted,
  isDue,
  type NextUpdateDue,
  type PeopleChanged,
  type RuleRef,
  type SlaTargetChanged,
  type TicketEvent,
} from '../core/event.ts'
import type { Context } from '../core/state.ts'
import type { FieldValue, Via } from '../core/ticket.ts'
import { FIELD_NAMES } from './names.ts'
import { presentClockChange } from './present-clock-change.ts'
import { type CommentOrigin, presentMetadata } from './present-comment.ts'
import { isSupportEvent, type SupportEvent, supportBody } from './present-support.ts'

/** What the wire's audit is made of. */
export type AuditFacts = {
  readonly id: Id
  readonly ticketId: Id
  readonly seq: number
  readonly createdAt: Instant
  readonly authorId: Id
  readonly policyVersion: number
  readonly via: Via
  readonly metadata: CommentOrigin['metadata']
  readonly events: readonly (TicketEvent & { readonly id: Id })[]
  readonly context: Context
  /** Content of the comments that this audit brought, by id, presented. */
  readonly comments: ReadonlyMap<Id, object>
}

/** The audit of zendesk-api.md 2.3. */
export const presentAudit = (audit: AuditFacts) => ({
  id: audit.id,
  ticket_id: audit.ticketId,
  created_at: toIso(audit.createdAt),
  author_id: audit.authorId,
  metadata: presentMetadata(audit.metadata),
  via: audit.via,
  events: audit.events.filter((event) => !isDue(event)).map((event) => presentEvent(event, audit)),
})

export type WireAudit = ReturnType<typeof presentAudit>

/** What only time did is told nowhere. */
type ShownEvent = Exclude<TicketEvent, ClockDue | DueDatePassed | NextUpdateDue> & { readonly id: Id }

const presentEvent = (event: ShownEvent, audit: AuditFacts): object => ({
  id: event.id,
  ...(isSupportEvent(event) ? supportBody(event, audit.createdAt) : eventBody(event, audit)),
  ...(event.by === undefined ? {} : { via: ruleVia(event.by, audit.policyVersion) }),
})

/** Named as the wire names a rule; the revision is the policy version under which it ran. */
const ruleVia = (rule: RuleRef, revision: number): Via => ({
  channel: 'rule',
  source: {
    from: { id: rule.id, title: rule.title, deleted: false, revision_id: revision },
    to: {},
    rel: rule.kind,
  },
})

type PlainEvent = Exclude<ShownEvent, SupportEvent>

const eventBody = (event: PlainEvent, audit: AuditFacts): object => {
  switch (event.type) {
    case 'field_changed':
      return changed(event, audit, fieldName(event), wireValue(event, event.to), wireValue(event, event.from))
    case 'tags_changed':
      return changed(event, audit, 'tags', event.to, event.from)
    case 'commented':
      return { ...(audit.comments.get(event.id) ?? erasedComment(event)), audit_id: audit.id }
    case 'email_ccs_changed':
      return { type: 'EmailCcChange', ...addressLists(event, audit.context, 'email_ccs') }
    case 'followers_changed':
      return { type: 'FollowerChange', ...addressLists(event, audit.context, 'followers') }
    case 'satisfaction_changed':
      return {
        type: 'SatisfactionRating',
        score: event.to?.score ?? 'unoffered',
        assignee_id: event.to?.assigneeId ?? null,
        body: event.to?.comment ?? null,
      }
    case 'notified':
      return {
        type: 'Notification',
        subject: event.subject,
        body: event.body,
        recipients: event.recipientIds,
      }
    case 'webhook_called':
      return { type: 'External', resource: event.webhookId, body: event.body }
    case 'deleted':
    case 'purged':
      return { type: 'Change', field_name: 'status', value: 'deleted', previous_value: event.status }
    case 'restored':
      return { type: 'Change', field_name: 'status', value: event.status, previous_value: 'deleted' }
    case 'comment_hidden':
      return { type: 'CommentPrivacyChange', comment_id: event.commentId, public: false }
    case 'comment_redacted':
      return { type: 'CommentRedactionEvent', comment_id: event.commentId }
    case 'comment_trusted':
      return { type: 'CommentTrust', comment_id: event.commentId }
    case 'file_redacted':
      return fileRedaction(event)
    case 'merged_into':
      return { type: 'TicketMerge', merged_into_ticket_id: event.ticketId }
    case 'merged_from':
      return { type: 'TicketMerge', merged_ticket_ids: event.ticketIds }
    case 'split_from':
      return { type: 'TicketSplit', split_from_ticket_id: event.ticketId }
    case 'split_into':
      return { type: 'TicketSplit', split_ticket_id: event.ticketId }
    case 'comment_undone':
      return { type: 'CommentUndo', comment_id: event.commentId, undone: UNDONE[event.what] }
    case 'link_undone':
      return event.link === 'merge'
        ? { type: 'TicketMergeUndo', ticket_ids: event.ticketIds }
        : { type: 'TicketSplitUndo', ticket_ids: event.ticketIds }
    case 'undone':
      return { type: 'AuditUndo', audit_id: event.auditId, mode: event.mode }
    case 'follows_up':
      return { type: 'Create', field_name: 'via_followup_source_id', value: String(event.ticketId) }
    case 'sla_policy_changed':
      return changed(event, audit, POLICY_NAMES[event.of], event.to?.title ?? null, event.from?.title ?? null)
    case 'sla_target_changed':
      return changed(event, audit, event.metric, wireTarget(event.to), wireTarget(event.from))
    case 'clocks_reevaluated':
      return { type: 'ClocksReevaluated', changes: event.changes.map(presentClockChange) }
    case 'rule_error':
      return { type: 'Error', message: event.message }
  }
}

const fileRedaction = ({ attachmentId, commentId }: FileRedacted): object => ({
  type: 'AttachmentRedactionEvent',
  attachment_id: attachmentId,
  comment_id: commentId,
})

const TIMES: ReadonlySet<string> = new Set(['dueAt', 'nextUpdateAt'])

const POLICY_NAMES = { ticket: 'sla_policy', group: 'group_sla_policy' } as const

/** Analytics read the minutes and the hours; seconds are for targets that are no whole minutes. */
const wireTarget = (target: SlaTargetChanged['to']) =>
  target && {
    minutes: Math.ceil(target.seconds / 60),
    seconds: target.seconds,
    in_business_hours: target.businessHours,
  }

/** What was done to a comment, and is no more. */
const UNDONE = { written: 'comment', hidden: 'make_private', trusted: 'trust' } as const

/** What the Change itself sets on a new ticket is `Create`; what rules then do to it is `Change`. */
const changed = (
  event: TicketEvent,
  audit: AuditFacts,
  fieldName: string,
  value: unknown,
  previousValue: unknown,
): object =>
  audit.seq === 1 && event.by === undefined
    ? { type: 'Create', field_name: fieldName, value }
    : { type: 'Change', field_name: fieldName, value, previous_value: previousValue }

const fieldName = ({ field }: FieldChanged): string =>
  field.startsWith('custom:') ? field.slice('custom:'.length) : FIELD_NAMES[field as keyof typeof FIELD_NAMES]

/** Ids are strings here, instants ISO, ticks "1" and "0". */
const wireValue = (
  { field }: FieldChanged,
  value: FieldValue | number,
): string | readonly string[] | null => {
  if (typeof value === 'number') return TIMES.has(field) ? toIso(value as Instant) : String(value)
  if (typeof value === 'boolean') return value ? '1' : '0'
  return value
}

const addressLists = (event: PeopleChanged, { users }: Context, name: string): object => {
  const addresses = (ids: readonly Id[]) => ids.map((id) => users[id]?.email ?? String(id))
  return { [`previous_${name}`]: addresses(event.from), [`current_${name}`]: addresses(event.to) }
}

/** A comment whose row is gone was erased; that it was there stays true. */
const erasedComment = (event: Extract<TicketEvent, { type: 'commented' }>): object => ({
  type: 'Comment',
  author_id: event.authorId,
  body: '',
  html_body: '',
  plain_body: '',
  public: event.public,
  attachments: [],
})
