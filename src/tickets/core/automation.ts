import { type Id, type JsonObject, ok, type Result } from '../../kernel/index.ts'
import { type Catalogue, onceSince } from '../../rules/core/index.ts'
import type { Attempt } from './attempt.ts'
import type { Policy } from './policy.ts'
import type { Look } from './run.ts'
import { explainRule, factsOf } from './run.ts'
import { readParts, type Trigger } from './trigger.ts'

/** An automation, compiled: what is done to a ticket when time has made its conditions true. */
export type Automation = Omit<Trigger, 'asksDue'> & {
  /** It acts on a ticket once, ever: so that it needs nothing that ends its own conditions. */
  readonly isOncePerTicket: boolean
}

type Document = { readonly id: Id; readonly body: JsonObject }

/** Reads an automation's document `{title, conditions: {all, any}, actions, once_per_ticket}`. */
export const readAutomation = (document: Document, catalogue: Catalogue): Result<Automation, string[]> => {
  const parts = readParts(document, 'automation', catalogue)
  return parts.ok ? ok({ ...parts.value, isOncePerTicket: document.body.once_per_ticket === true }) : parts
}

/** Active automations in the order in which they run. */
export const automationsInOrder = (documents: readonly Document[]): readonly Document[] =>
  documents
    .filter(({ body }) => body.active !== false)
    .sort((a, b) => positionOf(a) - positionOf(b) || a.id - b.id)

const positionOf = ({ body }: Document): number => (typeof body.position === 'number' ? body.position : 0)

/** The automation that this Change is for, where it still stands and its conditions hold now. */
export const dueAutomation = (attempt: Attempt, looks?: Look[]): Automation | undefined => {
  const { change, policy } = attempt
  const automation = change.automation && findAutomation(policy, change.automation.id)
  if (!automation) return undefined
  const facts = factsOf({ attempt, comment: null, due: [] })
  looks?.push(explainRule(automation, facts, 0))
  if (!automation.matches(facts)) return undefined
  const { firedAt = null } = change.automation ?? {}
  const since = firedAt === null ? null : onceSince(automation.conditions, facts)
  return firedAt !== null && since !== null && since <= firedAt ? undefined : automation
}

const findAutomation = ({ automations }: Policy, id: Id): Automation | undefined =>
  automations.find(({ rule }) => rule.id === id)
