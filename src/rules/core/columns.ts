import type { Calendar } from '../../calendar/core/index.ts'
import type { Id, Instant } from '../../kernel/index.ts'
import type { RoleKind } from '../../people/core/index.ts'
import type { Scalar } from './condition.ts'
import type { Fragment } from './fragment.ts'

/** Types that parameters are written as; text goes without. */
export type SqlType = 'bigint' | 'smallint' | 'text' | 'boolean' | 'timestamptz'

/** Where a property stands in the database, and how its values are written there. */
export type Column = {
  readonly value: Fragment
  readonly type: SqlType
  /** Words of ordered lists become their place; absent: as it is. */
  encode?(value: Scalar): Scalar
}

export type ColumnName =
  | 'status'
  | 'customStatusId'
  | 'type'
  /** The word of its kind; of one that is not special, that of its type. */
  | 'kind'
  | 'resolutionCode'
  | 'priority'
  | 'groupId'
  | 'assigneeId'
  | 'requesterId'
  | 'organizationId'
  | 'brandId'
  | 'formId'
  | 'scheduleId'
  | 'channel'
  | 'recipient'
  | 'isPublic'
  /** The place of the word in the order of scores; never null. */
  | 'satisfaction'
  | 'satisfactionReasonId'
  | 'requesterRoleId'
  | 'requesterLocale'
  | 'stage'
  | MomentName

/** Instants that time conditions ask about. */
export type MomentName =
  | 'createdAt'
  | 'updatedAt'
  | 'statusAt'
  | 'assignedAt'
  | 'requesterUpdatedAt'
  | 'assigneeUpdatedAt'
  | 'dueAt'
  | 'shownBreachAt'
  | 'upcomingBreachAt'
  | 'lastBreachAt'
  | 'upcomingGroupBreachAt'
  | 'lastGroupBreachAt'

/** What the desk's tables look like to conditions: given by whoever owns them. Every fragment is an expression. */
export type Columns = { readonly [name in ColumnName]: Column } & {
  /** text[] */
  readonly tags: Fragment
  /** bigint[] */
  readonly emailCcIds: Fragment
  /** bigint[] */
  readonly followerIds: Fragment
  /** jsonb, custom fields by id. */
  readonly fields: Fragment
  /** text: the first comment. */
  readonly description: Fragment
  /** jsonb, custom fields by key; null where there is no such owner. */
  readonly requesterFields: Fragment
  readonly organizationFields: Fragment
  /** Whether the viewer has the skills that the ticket asks for; absent: no ticket asks for any. */
  skillsMatch?(viewerId: Id | null): Fragment
  /** Ids of the roles of these kinds. */
  roleIds(kinds: readonly RoleKind[]): readonly Id[]
}

/** The schedules of a desk, deleted ones too: they go on serving the tickets they were set on. */
export type DeskHours = {
  /** `null`: business time is calendar time. */
  readonly standard: Calendar | null
  readonly standardId: Id | null
  readonly ids: readonly Id[]
  find(id: Id): Calendar | undefined
}

/** For whom, and as of when, conditions are compiled. */
export type SqlContext = {
  readonly columns: Columns
  readonly viewer: { readonly userId: Id | null; readonly groupIds: readonly Id[] }
  readonly at: Instant
  readonly hours: DeskHours
  /** How many minutes before a breach the desk is warned. */
  readonly warnMinutes: readonly number[]
}
