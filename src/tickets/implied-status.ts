import type { RawBuilder } from 'kysely'
import { sql } from '../platform/db/index.ts'
import type { Clause, Conditions } from '../rules/core/index.ts'
import { STATUSES } from './core/ticket.ts'

const WORDS: readonly string[] = STATUSES
const PLACES = STATUSES.map((_, place) => place)

/** The places of the statuses that a clause of `all` lets through; `PENDING`, say, counts hours of pending tickets only. */
const letThrough = ({ field, operator, operand }: Clause): readonly number[] => {
  const counted = operand.kind === 'hours' ? WORDS.indexOf(field.name.toLowerCase()) : -1
  if (counted >= 0) return [counted]
  if (operand.kind !== 'scalars' || field.name !== 'status') return PLACES
  const values = operand.values.map((value) => WORDS.indexOf(String(value)))
  const [bound = -1] = values
  switch (operator) {
    case 'is':
    case 'includes':
      return values
    case 'is_not':
    case 'not_includes':
      return PLACES.filter((place) => !values.includes(place))
    case 'less_than':
      return PLACES.filter((place) => place < bound)
    case 'greater_than':
      return PLACES.filter((place) => place > bound)
    default:
      return PLACES
  }
}

/** The statuses that tickets under these conditions can have, as places in their order. */
export const statusesOf = ({ all }: Conditions): readonly number[] =>
  all
    .map(letThrough)
    .reduce<readonly number[]>((sum, each) => sum.filter((place) => each.includes(place)), PLACES)

/**
 * What follows from the conditions on the status of the row `t`. Written with constants, not parameters: only so does
 * PostgreSQL see that a partial index (`where status < 4`) has all the rows.
 */
export const impliedStatus = (conditions: Conditions): RawBuilder<boolean> => {
  const statuses = new Set(statusesOf(conditions))
  const last = Math.max(-1, ...statuses)
  return (statuses.size === 1 ? SINGLE[last] : AT_MOST[last]) ?? sql<boolean>`false`
}

const AT_MOST: readonly RawBuilder<boolean>[] = [
  sql<boolean>`t.status < 1`,
  sql<boolean>`t.status < 2`,
  sql<boolean>`t.status < 3`,
  sql<boolean>`t.status < 4`,
  sql<boolean>`t.status < 5`,
  sql<boolean>`true`,
]

const SINGLE: readonly RawBuilder<boolean>[] = [
  sql<boolean>`(t.status = 0 and t.status < 4)`,
  sql<boolean>`(t.status = 1 and t.status < 4)`,
  sql<boolean>`(t.status = 2 and t.status < 4)`,
  sql<boolean>`(t.status = 3 and t.status < 4)`,
  sql<boolean>`t.status = 4`,
  sql<boolean>`t.status = 5`,
]
