import type { Id, Instant, Json, Result } from '../../kernel/index.ts'
import type { FieldValue } from '../../people/core/index.ts'
import type { SqlContext } from './columns.ts'
import type { Facts } from './facts.ts'
import type { Fragment } from './fragment.ts'

export const OPERATORS = [
  'is',
  'is_not',
  'less_than',
  'less_than_equal',
  'greater_than',
  'greater_than_equal',
  'includes',
  'not_includes',
  'includes_string',
  'not_includes_string',
  'present',
  'not_present',
  'within_previous_n_days',
  'within_next_n_days',
  'changed',
  'not_changed',
  'value',
  'value_previous',
  'not_value',
  'not_value_previous',
  'is_business_hours',
  'less_than_business_hours',
  'greater_than_business_hours',
] as const
export type Operator = (typeof OPERATORS)[number]

/** Where conditions or actions stand. Macros have no conditions, views, SLA filters and routing no actions. */
export type Place = 'trigger' | 'automation' | 'view' | 'sla' | 'routing' | 'macro'

export type Scalar = string | number | boolean | null

/** Who a condition or an action means, beyond an id. */
export type Who = 'current_user' | 'requester_id' | 'assignee_id' | 'current_groups'

/** A condition's value, read once. */
export type Operand =
  | { readonly kind: 'none' }
  | { readonly kind: 'scalars'; readonly values: readonly Scalar[] }
  | { readonly kind: 'who'; readonly who: Who }
  | { readonly kind: 'tags'; readonly tags: readonly string[] }
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly phrase: string }
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'hours'; readonly hours: number }

export type Predicate = (facts: Facts) => boolean

/** One entry of the vocabulary: everything the language knows of a field. */
export type FieldSpec = {
  readonly name: string
  readonly places: readonly Place[]
  /** The first is meant where a clause leaves it out and `isImplied` holds. */
  readonly operators: readonly Operator[]
  readonly isImplied?: boolean
  /** Tells apart cheap tests (1) from dear ones (20): cheap ones run first. */
  readonly cost: number
  /** Every value that it takes, where these are words of its own. */
  readonly choices?: readonly string[]
  /** May stand in `all` alone: time conditions, which what a rule waits for is read from. */
  readonly isAllOnly?: boolean
  parse(value: Json, operator: Operator, where: Where): Result<Operand, string>
  compile(operator: Operator, operand: Operand): Predicate
  /** The same as SQL, an expression that is true exactly where `compile` answers true; absent: never asked of tables. */
  sql?(operator: Operator, operand: Operand, context: SqlContext): Fragment
  /** Where `sql` says more by `context.at` than it said at `since`, as bounds that an index answers; rows besides may slip in. */
  turned?(operator: Operator, operand: Operand, context: SqlContext, since: Instant): Fragment
  /** When what this says of time holds; absent: it says nothing of time. */
  window?(operator: Operator, operand: Operand, facts: Facts): TimeWindow | null
}

/** Instants from `from` on, `until` left out; in milliseconds, without end where infinite. */
export type TimeWindow = { readonly from: number; readonly until: number }

/** Where a clause stands, and on which desk. */
export type Where = { readonly place: Place; readonly catalogue: Catalogue }

/** One condition, understood. */
export type Clause = {
  readonly field: FieldSpec
  readonly operator: Operator
  readonly operand: Operand
  readonly holds: Predicate
  readonly raw: RawClause
}

export type RawClause = { readonly field: string; readonly operator: string; readonly value: Json }

export type Conditions = { readonly all: readonly Clause[]; readonly any: readonly Clause[] }

/** A custom ticket field as the language needs it. */
export type CustomField = {
  readonly type: string
  /** The canonical form of a value, or what is wrong with it. */
  read(value: Json): Result<FieldValue, string>
}

/** What the desk has defined itself. */
export type Catalogue = {
  ticketField(id: Id): CustomField | undefined
  /** The reason for a bad score that a code stands for. */
  satisfactionReason?(code: number): Id | undefined
  /** Actions that others carry out, as far as somebody does: the rest is refused. */
  readonly served?: ReadonlySet<Service>
}

/** What actions need somebody else for. */
export type Service = 'webhook' | 'target' | 'skills' | 'side_conversation' | 'sharing' | 'owner_fields'
