import type { Instant } from '../../kernel/index.ts'

/** What a query may find; in the order in which results of equal worth stand. */
export const SEARCH_TYPES = ['ticket', 'user', 'organization', 'group'] as const
export type SearchType = (typeof SEARCH_TYPES)[number]

export type SearchOperator = 'is' | '<' | '>' | '<=' | '>='

/** A value that a query names for a property, understood. */
export type SearchValue =
  /** Nothing is set; anything is. */
  | { readonly kind: 'none' }
  | { readonly kind: 'any' }
  /** Whoever asks. */
  | { readonly kind: 'me' }
  | { readonly kind: 'text'; readonly text: string; readonly isPrefix: boolean; readonly isQuoted: boolean }
  /** Instants from `from` on, `until` left out; null: without end. */
  | { readonly kind: 'span'; readonly from: Instant | null; readonly until: Instant | null }
  /** Places of an ordered list, the comparison carried out; null is none. */
  | { readonly kind: 'places'; readonly places: readonly (number | null)[] }
  | { readonly kind: 'flag'; readonly is: boolean }

/** One property: any of the values does, or none may, where it is negated. */
export type SearchCondition = {
  readonly key: string
  readonly operator: SearchOperator
  readonly values: readonly SearchValue[]
  readonly isNegated: boolean
  /** As it was written, for errors. */
  readonly source: string
}

/** A word or phrase that is sought anywhere. */
export type SearchText = { readonly text: string; readonly isQuoted: boolean; readonly isNegated: boolean }

export type SearchOrder = {
  readonly by: 'relevance' | 'updated_at' | 'created_at' | 'priority' | 'status' | 'ticket_type'
  readonly isDescending: boolean
}
