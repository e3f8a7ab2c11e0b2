import { type Static, Type } from 'typebox'
import { canonicalJson, type FieldError, invalidField, type JsonObject, Refused } from '../../kernel/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { lacksAnchor, lacksTime, nullifies } from '../../rules/core/index.ts'
import { catalogueIn } from '../desk-values.ts'
import type { RuleNoun } from '../rule-documents/noun.ts'
import { type ReadRule, readRuleInput, ruleInput } from '../rule-documents/rule-input.ts'

export const AutomationInput = Type.Object({
  ...ruleInput,
  /** Ours: it acts on a ticket once, ever. Instead of something that ends its conditions. */
  once_per_ticket: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
})
export type AutomationInput = Static<typeof AutomationInput>

export const manyAutomations = { active: ruleInput.active, position: ruleInput.position }

export const AUTOMATIONS: RuleNoun<AutomationInput> & { readonly kind: 'automation' } = {
  kind: 'automation',
  name: 'Automation',
  maxActive: 500,
  read: (input, standing, { policy }) => {
    const own = { once_per_ticket: input.once_per_ticket ?? standing?.body.once_per_ticket ?? false }
    const reading = { kind: 'automation', catalogue: catalogueIn(policy), check: wrongIn } as const
    const body = readRuleInput(input, standing, own, reading)
    const twin = policy
      .documents('automation')
      .find((one) => one.id !== standing?.id && isSame(one.body, body))
    if (twin)
      throw new Refused(
        invalidField('base', `Automation: ${nameOf(twin)} says the same already`, 'DuplicateValue'),
      )
    return body
  },
}

/** What elsewhere is asked of automations, too (zendesk-api.md 3.4). */
const wrongIn = ({ conditions, actions }: ReadRule, body: JsonObject): FieldError[] => {
  const wrong: FieldError[] = []
  const add = (field: string, description: string): void => {
    wrong.push({ field, error: 'InvalidValue', description })
  }
  if (lacksTime(conditions)) add('conditions', 'conditions: "all" needs at least one condition on time')
  if (lacksAnchor(conditions))
    add('conditions', 'conditions: "all" needs one on status, type, group_id, assignee_id or requester_id')
  if (body.once_per_ticket !== true && !nullifies(conditions, actions))
    add(
      'actions',
      'actions: must end one of the conditions, or the automation would act on the same ticket again and again; or say once_per_ticket',
    )
  return wrong
}

const isSame = (one: JsonObject, other: JsonObject): boolean =>
  canonicalJson(partsOf(one)) === canonicalJson(partsOf(other))

const partsOf = ({ conditions, actions }: JsonObject): JsonObject => ({
  conditions: conditions ?? null,
  actions: actions ?? null,
})

const nameOf = ({ id, body }: PolicyDocument): string => JSON.stringify(body.title ?? id)
