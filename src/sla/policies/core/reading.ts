import type { FieldError, Id, Instant } from '../../../kernel/index.ts'
import type { Catalogue } from '../../../rules/core/index.ts'
import type { PolicyKindName } from './policy-body.ts'

/** What the desk has that a policy may name, and the time of the edit. */
export type DeskFacts = {
  readonly catalogue: Catalogue
  isSchedule(id: Id): boolean
  readonly at: Instant
}

/** The reading of one input: what is wrong with it is gathered, so that it is told at once. */
export type Reading = DeskFacts & { readonly kind: PolicyKindName; readonly errors: FieldError[] }
