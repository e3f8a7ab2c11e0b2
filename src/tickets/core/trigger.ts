import { err, type Id, type JsonObject, ok, type Result } from '../../kernel/index.ts'
import { readCustomValue } from '../../people/core/index.ts'
import {
  type Action,
  type Catalogue,
  type Conditions,
  compileConditions,
  DUE_FIELDS,
  isTooLarge,
  type Predicate,
  parseActions,
  parseConditions,
  type Service,
} from '../../rules/core/index.ts'
import type { RuleRef } from './event.ts'
import type { PolicyNeeds, TicketField } from './policy.ts'
import { SATISFACTION_REASONS } from './satisfaction.ts'

/** A trigger, compiled. */
export type Trigger = {
  readonly rule: RuleRef
  /** Whether its conditions hold; the form that runs. */
  readonly matches: Predicate
  /** The same conditions, clause by clause: the form that explains. */
  readonly conditions: Conditions
  readonly actions: readonly Action[]
  /** It asks what fell due. */
  readonly asksDue: boolean
}

type Document = { readonly id: Id; readonly body: JsonObject }

/** What else than the ticket actions of rules may reach here. */
const SERVED: ReadonlySet<Service> = new Set<Service>(['webhook', 'target', 'skills'])

/** The custom fields of a desk, as the language of rules asks for them. */
export const catalogueOf = (fields: ReadonlyMap<string, TicketField>): Catalogue => ({
  ticketField: (id) => {
    const field = fields.get(String(id))
    return field && { type: field.type, read: (value) => readCustomValue(field, value) }
  },
  served: SERVED,
  satisfactionReason: (code) => SATISFACTION_REASONS.find((reason) => reason.code === code)?.id,
})

/** Reads a trigger's document `{title, conditions: {all, any}, actions}`; every error names its clause or action. */
export const readTrigger = (document: Document, catalogue: Catalogue): Result<Trigger, string[]> => {
  const parts = readParts(document, 'trigger', catalogue)
  if (!parts.ok) return parts
  const { all, any } = parts.value.conditions
  return ok({ ...parts.value, asksDue: [...all, ...any].some(({ field }) => DUE_FIELDS.has(field.name)) })
}

/** What triggers and automations have in common. */
export const readParts = (
  { id, body }: Document,
  kind: RuleRef['kind'],
  catalogue: Catalogue,
): Result<Omit<Trigger, 'asksDue'>, string[]> => {
  const errors = isTooLarge(body) ? ['base: a rule can have at most 65 kB'] : []
  const conditions = parseConditions(body, { place: kind, catalogue })
  const actions = parseActions(body.actions, { place: kind, catalogue })
  if (!conditions.ok) errors.push(...conditions.error)
  if (!actions.ok) errors.push(...actions.error)
  if (errors.length > 0 || !conditions.ok || !actions.ok) return err(errors)
  return ok({
    rule: { kind, id, title: typeof body.title === 'string' ? body.title : `${NAMES[kind]} ${id}` },
    matches: compileConditions(conditions.value),
    conditions: conditions.value,
    actions: actions.value,
  })
}

const NAMES = { trigger: 'Trigger', automation: 'Automation' } as const

/** The category of triggers that were put into none. */
export const STANDARD_CATEGORY: Id = 1

/** Active triggers in the order they run: by their category's position, their own, and their age. */
export const inOrder = (
  triggers: readonly Document[],
  categories: readonly Document[],
): readonly Document[] => {
  const places = new Map(categories.map(({ id, body }) => [String(id), numberOf(body.position)]))
  const placeOf = ({ body }: Document): number =>
    places.get(String(body.category_id ?? STANDARD_CATEGORY)) ?? 0
  return triggers
    .filter(({ body }) => body.active !== false)
    .sort(
      (a, b) =>
        placeOf(a) - placeOf(b) || numberOf(a.body.position) - numberOf(b.body.position) || a.id - b.id,
    )
}

/** Whom the actions of rules name or write to. */
export const needsOf = (rules: readonly Pick<Trigger, 'actions'>[]): PolicyNeeds => {
  const actions = rules.flatMap((rule) => rule.actions)
  const userIds = actions.flatMap((action) => {
    if (action.kind === 'assignee' || action.kind === 'participant') return idsOf(action.who)
    return action.kind === 'notify' && action.recipients.kind === 'person' ? idsOf(action.recipients.who) : []
  })
  const groupIds = actions.flatMap((action) => {
    if (action.kind === 'group') return idsOf(action.id)
    return action.kind === 'notify' && action.recipients.kind === 'group'
      ? idsOf(action.recipients.groupId)
      : []
  })
  const told = new Set(
    actions.flatMap((action) => (action.kind === 'notify' ? [action.recipients.kind] : [])),
  )
  return {
    userIds: [...new Set(userIds)].sort((a, b) => a - b),
    groupIds: [...new Set(groupIds)].sort((a, b) => a - b),
    groupMembers: told.has('group'),
    allAgents: told.has('all_agents'),
  }
}

const idsOf = (who: Id | string | null): Id[] => (typeof who === 'number' ? [who] : [])

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0)
