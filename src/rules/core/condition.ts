import type { Id, Json, Result } from '../../kernel/index.ts'
import type { FieldValue } from '../../people/core/index.ts'
import type { Facts } from './facts.ts'

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
] as const
export type Operator = (typeof OPERATORS)[number]

/** Where conditions stand. */
export type Place = 'trigger' | 'automation' | 'view' | 'sla'

export type Scalar = string | number | boolean | null

/** Who a condition or an action means, beyond an id. */
export type Who = 'current_user' | 'requester_id' | 'assignee_id'

/** A condition's value, read once. */
export type Operand =
  | { readonly kind: 'none' }
  | { readonly kind: 'scalars'; readonly values: readonly Scalar[] }
  | { readonly kind: 'who'; readonly who: Who }
  | { readonly kind: 'tags'; readonly tags: readonly string[] }
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly phrase: string }
  | { readonly kind: 'days'; readonly days: number }

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
  parse(value: Json, operator: Operator): Result<Operand, string>
  compile(operator: Operator, operand: Operand): Predicate
}

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
}
