import type { JsonObject } from '../../kernel/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import type { Editing } from '../policy-edit.ts'

/** What rules of one kind have of their own; the rest of keeping them is shared. */
export type RuleNoun<Input> = {
  readonly kind: 'trigger' | 'automation' | 'view' | 'macro'
  /** In sentences: `Trigger`. */
  readonly name: string
  /** How many a desk may have in use. */
  readonly maxActive: number
  /**
   * What the input says, laid over the body that stands (undefined of a new rule), without times; a `position` where it
   * asks for one. Throws `Refused` with every clause that is wrong.
   */
  read(input: Input, standing: PolicyDocument | undefined, editing: Editing): JsonObject
  /** Rules run in an order of their own within each of these: the category of triggers. One order for all without it. */
  orderOf?(body: JsonObject): unknown
}

/** How many rules of a kind a desk may keep, those out of use among them. */
export const MAX_KEPT = 10_000
