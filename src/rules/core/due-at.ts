import { type Instant, instantOf } from '../../kernel/index.ts'
import type { Conditions, Predicate } from './condition.ts'
import type { Facts } from './facts.ts'

/**
 * When the time conditions of a rule come true of a ticket that nobody touches: the first instant, `facts.at` or later, at
 * which all of them hold; `null` when there is none. Conditions on anything but time are not looked at.
 */
export const dueAt = ({ all }: Conditions, facts: Facts): Instant | null => {
  let from: number = facts.at
  let until = Number.POSITIVE_INFINITY
  for (const { field, operator, operand } of all) {
    if (!field.window) continue
    const window = field.window(operator, operand, facts)
    if (window === null) return null
    from = Math.max(from, window.from)
    until = Math.min(until, window.until)
  }
  return from < until ? instantOf(from) : null
}

/** Whether everything in `all` that does not ask for time holds: what there is to wait for a due instant. */
export const holdsButTime = ({ all, any }: Conditions): Predicate => {
  const every = all.filter(({ field }) => field.window === undefined)
  return (facts) =>
    every.every((clause) => clause.holds(facts)) &&
    (any.length === 0 || any.some((clause) => clause.holds(facts)))
}
