import type { Id, Instant } from '../../kernel/index.ts'
import type { ChangePlan } from './change-plan.ts'
import type { Kind, SpecialKind } from './kind.ts'
import type { Party } from './party.ts'
import type { Satisfaction } from './satisfaction.ts'

/** In order: rules compare by it, the row stores the place (0…5). */
export const STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const
export type Status = (typeof STATUSES)[number]

/** The row stores place + 1. */
export const TYPES = ['question', 'incident', 'problem', 'task'] as const
export type TicketType = (typeof TYPES)[number]

/** In order; the row stores place + 1. */
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const
export type Priority = (typeof PRIORITIES)[number]

/** A custom field's value as stored: numbers and dates are text in their one canonical form, options their values. */
export type FieldValue = null | boolean | string | readonly string[]

/** How something came in. `channel` is the wire's ticket channel: `web`, `email`, `api`, `rule` … */
export type Via = {
  readonly channel: string
  readonly source: {
    readonly from: { readonly [key: string]: string | number | boolean | readonly string[] | null }
    readonly to: { readonly [key: string]: string | number | boolean | readonly string[] | null }
    readonly rel: string | null
  }
}

/** Everything a ticket is, except its comments and audits. */
export type Ticket = {
  readonly id: Id
  /** Equal to the `seq` of its last audit. */
  readonly version: number
  readonly subject: string | null
  readonly status: Status
  readonly customStatusId: Id | null
  readonly type: TicketType | null
  /** What it is beside its type; null: its type says it all. */
  readonly kind: SpecialKind | null
  readonly priority: Priority | null
  readonly requesterId: Id
  readonly submitterId: Id
  readonly assigneeId: Id | null
  readonly groupId: Id | null
  readonly organizationId: Id | null
  readonly brandId: Id
  readonly formId: Id | null
  readonly problemId: Id | null
  readonly externalId: string | null
  /** The support address that the first mail went to. */
  readonly recipient: string | null
  readonly via: Via
  /** Lower case, sorted, no blanks, no doubles. */
  readonly tags: readonly string[]
  /** Custom fields by id; an absent one is unset. */
  readonly fields: { readonly [fieldId: string]: FieldValue }
  readonly followerIds: readonly Id[]
  readonly emailCcIds: readonly Id[]
  readonly dueAt: Instant | null
  /** By when the customer was promised to hear from us next; nothing is promised on a ticket that is solved. */
  readonly nextUpdateAt: Instant | null
  /** The schedule that a rule set on it; null: that of its SLA policy, else the desk's. */
  readonly scheduleId: Id | null
  /** Whether any comment is public. */
  readonly isPublic: boolean
  readonly firstCommentId: Id | null
  readonly commentCount: number
  readonly publicCommentCount: number
  /** Raised to make every reply address given out so far worthless. */
  readonly mailEpoch: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
  /** When it was last solved; null while it is not. */
  readonly solvedAt: Instant | null
  readonly closedAt: Instant | null
  readonly deletedAt: Instant | null
  /** When it was emptied for good: only deleted tickets are. */
  readonly purgedAt: Instant | null
  /** The closed ticket that it takes up again. */
  readonly followUpOfId: Id | null
  /** The ticket in which it goes on since their merge. */
  readonly mergedIntoId: Id | null
  /** The ticket whose comments it was made of. */
  readonly splitFromId: Id | null
  /** What the requester says of the help they got; null while nobody has asked. */
  readonly satisfaction: Satisfaction | null
  /** How it came to be solved: a resolution code of the desk. */
  readonly resolutionCode: string | null
  /** Of a change: what is planned, and whom it affects. */
  readonly plan: ChangePlan | null
  /** Vendors and partners who take part, in the order in which they came. */
  readonly parties: readonly Party[]
}

/** Properties that a Change may set by name. */
export type Settable = Pick<
  Ticket,
  | 'subject'
  | 'status'
  | 'customStatusId'
  | 'type'
  | 'priority'
  | 'requesterId'
  | 'assigneeId'
  | 'groupId'
  | 'organizationId'
  | 'brandId'
  | 'formId'
  | 'problemId'
  | 'externalId'
  | 'recipient'
  | 'dueAt'
  | 'nextUpdateAt'
  | 'resolutionCode'
> & { readonly kind: Kind | null }
export type SettableName = keyof Settable
