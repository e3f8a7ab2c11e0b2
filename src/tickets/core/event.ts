import type { Id, Instant } from '../../kernel/index.ts'
import type { Metric } from '../../sla/core/index.ts'
import type { ChangePlan } from './change-plan.ts'
import type { ClockChange } from './clocks/reevaluate.ts'
import type { PolicyRef } from './clocks/ticket-clocks.ts'
import type { Party } from './party.ts'
import type { Satisfaction } from './satisfaction.ts'
import type { FieldValue, SettableName, Status } from './ticket.ts'

/** The rule that made an event; absent where the Change itself made it. */
export type RuleRef = {
  readonly kind: 'trigger' | 'automation'
  readonly id: Id
  readonly title: string
}

type By = { readonly by?: RuleRef }

/** Events of one audit, in the order they happened. A closed union: the wire's names are spoken in `api.ts` only. */
export type TicketEvent =
  | FieldChanged
  | TagsChanged
  | Commented
  | PeopleChanged
  | SatisfactionChanged
  | PlanChanged
  | PartiesChanged
  | Announced
  | Notified
  | RuleError
  | WebhookCalled
  | Removed
  | CommentEdited
  | FileRedacted
  | FollowsUp
  | MergedInto
  | MergedFrom
  | SplitLink
  | CommentUndone
  | LinkUndone
  | Undone
  | ClockDue
  | DueDatePassed
  | NextUpdateDue
  | SlaPolicyChanged
  | SlaTargetChanged
  | ClocksReevaluated

/** A property (`status`, `subject` …) or a custom field (`custom:360001`) went from one value to another. */
export type FieldChanged = By & {
  readonly type: 'field_changed'
  readonly field: SettableName | 'submitterId' | 'scheduleId' | `custom:${number}`
  readonly from: FieldValue | number
  readonly to: FieldValue | number
}

export type TagsChanged = By & {
  readonly type: 'tags_changed'
  readonly from: readonly string[]
  readonly to: readonly string[]
}

/** A comment was added. Its id is this event's id. */
export type Commented = By & {
  readonly type: 'commented'
  readonly authorId: Id
  readonly public: boolean
  readonly attachmentIds: readonly Id[]
}

export type PeopleChanged = By & {
  readonly type: 'email_ccs_changed' | 'followers_changed'
  readonly from: readonly Id[]
  readonly to: readonly Id[]
}

/** The requester was asked how the help was, or said so. */
export type SatisfactionChanged = By & {
  readonly type: 'satisfaction_changed'
  readonly from: Satisfaction | null
  readonly to: Satisfaction | null
}

/** The plan of a change was made, edited, approved or rejected. */
export type PlanChanged = By & {
  readonly type: 'plan_changed'
  readonly from: ChangePlan | null
  readonly to: ChangePlan | null
}

/** Vendors and partners came, went, or are waited for. */
export type PartiesChanged = By & {
  readonly type: 'parties_changed'
  readonly from: readonly Party[]
  readonly to: readonly Party[]
}

/** People whom a change affects were told of it, each by a ticket of their own. */
export type Announced = By & Announcement & { readonly type: 'announced' }

/** What of a change was told: what is planned, or that it is done; and which version of its plan. */
export type Announcement = {
  readonly about: 'plan' | 'completion'
  readonly version: number
  readonly told: readonly { readonly userId: Id; readonly ticketId: Id }[]
}

/** A rule told people something. Templates are raw, as the wire shows them. */
export type Notified = By & {
  readonly type: 'notified'
  readonly recipientIds: readonly Id[]
  readonly subject: string
  readonly body: string
}

/** A rule called a webhook. The template is raw, as the wire shows it. */
export type WebhookCalled = By & {
  readonly type: 'webhook_called'
  readonly webhookId: string
  readonly body: string
}

/** A rule could not do what it says; the change stands. */
export type RuleError = By & { readonly type: 'rule_error'; readonly message: string }

/** It was deleted, brought back, or emptied for good. `status` is the one it has all the while. */
export type Removed = By & {
  readonly type: 'deleted' | 'restored' | 'purged'
  readonly status: Status
}

/** A comment that stood was hidden from customers, words of it were blackened, or an agent trusts it. */
export type CommentEdited = By & {
  readonly type: 'comment_hidden' | 'comment_redacted' | 'comment_trusted'
  readonly commentId: Id
}

/** A file of a comment was taken away for good. */
export type FileRedacted = By & {
  readonly type: 'file_redacted'
  readonly commentId: Id
  readonly attachmentId: Id
}

/** The new ticket takes up a closed one again. */
export type FollowsUp = By & { readonly type: 'follows_up'; readonly ticketId: Id }

/** The ticket goes on in another. */
export type MergedInto = By & { readonly type: 'merged_into'; readonly ticketId: Id }

/** Other tickets go on in this one. */
export type MergedFrom = By & { readonly type: 'merged_from'; readonly ticketIds: readonly Id[] }

/** A ticket was made of comments of another: `split_from` on the new one, `split_into` on the other. */
export type SplitLink = By & { readonly type: 'split_from' | 'split_into'; readonly ticketId: Id }

/** A comment was taken back, or what was done to it: `public` says what it was, or is again. */
export type CommentUndone = By & {
  readonly type: 'comment_undone'
  readonly what: 'written' | 'hidden' | 'trusted'
  readonly commentId: Id
  readonly public: boolean
}

/** A merge with these tickets, or a split into one, was taken back. */
export type LinkUndone = By & {
  readonly type: 'link_undone'
  readonly link: 'merge' | 'split'
  readonly ticketIds: readonly Id[]
}

/** As if it had never been, or by an ordinary Change. */
export type UndoMode = 'in_place' | 'compensating'

/** Times of a ticket, as they were before an audit. */
export type TimesBefore = {
  readonly updatedAt: Instant
  readonly solvedAt: Instant | null
  readonly closedAt: Instant | null
  readonly deletedAt: Instant | null
}

/** What an earlier audit did was taken back; in place, the ticket's times return as well. */
export type Undone = By & {
  readonly type: 'undone'
  readonly auditId: Id
  readonly seq: number
  readonly mode: UndoMode
  readonly before: TimesBefore | null
}

/** A clock passed its target, or will in so many `minutes`. Nobody did it: it is no change of the ticket. */
export type ClockDue = By & {
  readonly type: 'sla_breached' | 'sla_warning'
  readonly metric: Metric
  readonly instance: number
  readonly minutes?: number
  readonly at: Instant
}

/** The due date of a task went by. */
export type DueDatePassed = By & { readonly type: 'due_date_passed'; readonly at: Instant }

/** The customer was promised to hear from us, and has not: now, or in so many `minutes`. */
export type NextUpdateDue = By & {
  readonly type: 'next_update_due'
  readonly minutes?: number
  readonly at: Instant
}

/** Another SLA policy holds for the ticket now, or another group SLA policy; or the one that does has a new name. */
export type SlaPolicyChanged = By & {
  readonly type: 'sla_policy_changed'
  readonly of: 'ticket' | 'group'
  readonly from: PolicyRef | null
  readonly to: PolicyRef | null
}

type Target = { readonly seconds: number; readonly businessHours: boolean }

/** A clock was given a target, another one, or none. Each next reply that somebody waits for has a target of its own. */
export type SlaTargetChanged = By & {
  readonly type: 'sla_target_changed'
  readonly metric: Metric
  readonly from: Target | null
  readonly to: Target | null
}

/** The ticket's whole past was judged anew by the policies of the day, because somebody asked for it. */
export type ClocksReevaluated = By & {
  readonly type: 'clocks_reevaluated'
  readonly changes: readonly ClockChange[]
}

/** What happens by itself and changes nothing about a ticket: alone it neither moves `updatedAt` nor is told outside. */
export const isDue = (event: TicketEvent): event is ClockDue | DueDatePassed | NextUpdateDue =>
  event.type === 'sla_breached' ||
  event.type === 'sla_warning' ||
  event.type === 'due_date_passed' ||
  event.type === 'next_update_due'
