import type { SearchOperator } from '../../../people/core/index.ts'

/** One piece of a query: a word or phrase (`key` null), or a property and what it is compared with. */
export type Clause = {
  readonly key: string | null
  readonly operator: SearchOperator
  readonly value: string
  readonly isQuoted: boolean
  /** The value ended with `*`, which is not part of it. */
  readonly isPrefix: boolean
  readonly isNegated: boolean
  /** As it was written, for errors. */
  readonly source: string
}
