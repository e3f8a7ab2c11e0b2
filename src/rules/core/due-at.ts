import { type Instant, instantOf } from '../../kernel/index.ts'
import type { Conditions } from './condition.ts'
import type { Facts } from './facts.ts'
import { isOnce } from './nullify.ts'

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

/**
 * Since when the time conditions of a rule have held in one piece, where one of them holds for a while and never again
 * (`is` so many hours); `null` where none does, or they do not hold now.
 */
export const onceSince = ({ all }: Conditions, facts: Facts): Instant | null => {
  if (!all.some(isOnce)) return null
  const windows = all.flatMap(({ field, operator, operand }) =>
    field.window ? [field.window(operator, operand, facts)] : [],
  )
  const from = Math.max(...windows.map((window) => window?.from ?? Number.POSITIVE_INFINITY))
  return from <= facts.at ? instantOf(from) : null
}
