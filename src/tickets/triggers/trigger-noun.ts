import { type Static, Type } from 'typebox'
import { invalidField, type JsonObject, Refused } from '../../kernel/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../platform/policy/index.ts'
import { STANDARD_CATEGORY } from '../core/trigger.ts'
import { catalogueIn } from '../desk-values.ts'
import { byPosition } from '../policy-edit.ts'
import type { RuleNoun } from '../rule-documents/noun.ts'
import { readRuleInput, ruleInput } from '../rule-documents/rule-input.ts'

const MAX_DESCRIPTION = 10_000
const CategoryId = Type.Optional(Type.Union([Type.String({ maxLength: 20 }), Type.Integer(), Type.Null()]))

export const TriggerInput = Type.Object({
  ...ruleInput,
  description: Type.Optional(Type.Union([Type.String({ maxLength: MAX_DESCRIPTION }), Type.Null()])),
  category_id: CategoryId,
})
export type TriggerInput = Static<typeof TriggerInput>

/** What may be said of many at once. */
export const manyTriggers = {
  active: ruleInput.active,
  position: ruleInput.position,
  category_id: CategoryId,
}

/** The id of a trigger's category as text. */
export const categoryIdOf = (body: JsonObject): string => String(body.category_id ?? STANDARD_CATEGORY)

export const TRIGGERS: RuleNoun<TriggerInput> & { readonly kind: 'trigger' } = {
  kind: 'trigger',
  name: 'Trigger',
  maxActive: 7000,
  orderOf: categoryIdOf,
  read: (input, standing, { policy }) => {
    const description = input.description === undefined ? standing?.body.description : input.description
    const own = {
      description: description ?? null,
      category_id: categoryFor(input.category_id, standing, policy),
    }
    return readRuleInput(input, standing, own, {
      kind: 'trigger',
      catalogue: catalogueIn(policy),
      check: () => [],
    })
  },
}

const categoryFor = (
  wished: TriggerInput['category_id'],
  standing: PolicyDocument | undefined,
  policy: PolicySnapshot,
): string => {
  const categories = byPosition(policy.documents('trigger_category'))
  if (wished == null) {
    if (standing !== undefined) return categoryIdOf(standing.body)
    const standard = categories.find((category) => category.id === STANDARD_CATEGORY) ?? categories[0]
    return String(standard?.id ?? STANDARD_CATEGORY)
  }
  const id = String(wished)
  if (categories.some((category) => String(category.id) === id)) return id
  throw new Refused(invalidField('category_id', 'Category: does not exist'))
}
