import { type Id, invalidField, type Json, type JsonObject, Refused } from '../../kernel/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'

/** Something that rules name, and that somebody is about to delete. */
export type Named =
  | { readonly kind: 'ticket_field' | 'group' | 'target'; readonly id: Id }
  | { readonly kind: 'webhook'; readonly id: string }

const RULES = ['trigger', 'automation', 'macro', 'view'] as const
const FILTERS = ['sla_policy', 'group_sla_policy'] as const
const MAX_TOLD = 5

/**
 * The rules that would break without it, those out of use among them: `trigger "Tell the bank"`, five at most. Of
 * ticket fields and groups those that ask for them too; of the others those whose actions name them.
 */
export const rulesNaming = (policy: PolicySnapshot, named: Named): string[] => {
  const isAskedFor = named.kind === 'ticket_field' || named.kind === 'group'
  const kinds = isAskedFor ? [...RULES, ...FILTERS] : RULES
  return kinds
    .flatMap((kind) => policy.documents(kind))
    .filter(({ body }) => isNamedIn(body, named))
    .map(({ kind, id, body }) => `${kind.replaceAll('_', ' ')} ${JSON.stringify(body.title ?? id)}`)
    .slice(0, MAX_TOLD)
}

/** Throws where rules name it: they would break in silence. */
export const refuseInUse = (noun: string, rules: readonly string[]): void => {
  if (rules.length > 0) throw new Refused(invalidField('base', `${noun}: is used by ${rules.join(', ')}`))
}

const isNamedIn = (body: JsonObject, named: Named): boolean => {
  const actions = listOf(body.actions)
  const conditions = [...clausesOf(body.conditions), ...clausesOf(body.filter)]
  if (named.kind === 'ticket_field') {
    const isSaid = [...conditions, ...actions].some(
      ({ field }) => field === `custom_fields_${named.id}` || field === `ticket_fields_${named.id}`,
    )
    return isSaid || isShown(body.output, named.id)
  }
  if (named.kind === 'group' && conditions.some((clause) => asksForGroup(clause, named.id))) return true
  if (named.kind === 'group' && isRestrictedTo(body.restriction, named.id)) return true
  return actions.some((action) => names(action, named))
}

/** One group, or several. */
const asksForGroup = ({ field, value }: JsonObject, id: Id): boolean =>
  field === 'group_id' && [value].flat().some((one) => String(one) === String(id))

/** Views show custom fields, and stand in their order, under the ids of these. */
const isShown = (output: Json | undefined, id: Id): boolean => {
  if (output === null || typeof output !== 'object' || Array.isArray(output)) return false
  const { columns, group_by: group, sort_by: sort } = output as JsonObject
  return [columns, group, sort].flat().some((column) => column === String(id))
}

/** Whoever a view or a macro is for: without the group it would be for nobody, or for fewer. */
const isRestrictedTo = (restriction: Json | undefined, id: Id): boolean => {
  if (restriction === null || typeof restriction !== 'object' || Array.isArray(restriction)) return false
  const { type, ids } = restriction as JsonObject
  return type === 'Group' && Array.isArray(ids) && ids.includes(id)
}

const names = ({ field, value }: JsonObject, { kind, id }: Named): boolean => {
  const first = Array.isArray(value) ? value[0] : value
  if (String(first) !== String(id)) return false
  if (kind === 'group') return field === 'group_id' || field === 'notification_group'
  return field === `notification_${kind}`
}

const clausesOf = (conditions: Json | undefined): JsonObject[] => {
  if (conditions === null || typeof conditions !== 'object' || Array.isArray(conditions)) return []
  const { all, any } = conditions as JsonObject
  return [...listOf(all), ...listOf(any)]
}

const listOf = (list: Json | undefined): JsonObject[] =>
  Array.isArray(list)
    ? list.filter((item): item is JsonObject => typeof item === 'object' && item !== null)
    : []
