import type { RawBuilder } from 'kysely'
import { DAY_MS, type Instant, plusMs, toIsoMs } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { Clause, Conditions } from '../../rules/core/index.ts'
import { STATUSES } from '../core/ticket.ts'

/** Closed for so long, a ticket is archived: views leave it out. */
const ARCHIVED_AFTER_DAYS = 120

const WORDS: readonly string[] = STATUSES

/** The places of the statuses that a clause of `all` lets through. */
const letThrough = ({ field, operator, operand }: Clause): readonly number[] => {
  const places = STATUSES.map((_, place) => place)
  if (operand.kind !== 'scalars' || field.name !== 'status') return places
  const values = operand.values.map((value) => WORDS.indexOf(String(value)))
  const [bound = -1] = values
  switch (operator) {
    case 'is':
    case 'includes':
      return values
    case 'is_not':
    case 'not_includes':
      return places.filter((place) => !values.includes(place))
    case 'less_than':
      return places.filter((place) => place < bound)
    case 'greater_than':
      return places.filter((place) => place > bound)
    default:
      return places
  }
}

/** The statuses that tickets of a view can have, as places in their order. */
export const statusesOf = ({ all }: Conditions): readonly number[] =>
  all.map(letThrough).reduce<readonly number[]>(
    (sum, each) => sum.filter((place) => each.includes(place)),
    STATUSES.map((_, place) => place),
  )

/**
 * What follows from a view's conditions on the status, and that archived tickets are left out. Written with constants,
 * not parameters: only so does PostgreSQL see that a partial index (`where status < 4`) has all the rows.
 */
export const impliedBy = (conditions: Conditions, at: Instant): RawBuilder<boolean> => {
  const last = Math.max(-1, ...statusesOf(conditions))
  const only = new Set(statusesOf(conditions)).size === 1
  return sql<boolean>`(${only ? (SINGLE[last] ?? NONE) : (AT_MOST[last] ?? NONE)} and ${
    last < CLOSED ? ALL : notArchived(at)
  })`
}

const CLOSED = STATUSES.indexOf('closed')
const ALL = sql<boolean>`true`
const NONE = sql<boolean>`false`

const notArchived = (at: Instant): RawBuilder<boolean> =>
  sql<boolean>`(t.status < 5 or t.closed_at > ${toIsoMs(plusMs(at, -ARCHIVED_AFTER_DAYS * DAY_MS))}::timestamptz)`

const AT_MOST: readonly RawBuilder<boolean>[] = [
  sql<boolean>`t.status < 1`,
  sql<boolean>`t.status < 2`,
  sql<boolean>`t.status < 3`,
  sql<boolean>`t.status < 4`,
  sql<boolean>`t.status < 5`,
  ALL,
]

const SINGLE: readonly RawBuilder<boolean>[] = [
  sql<boolean>`(t.status = 0 and t.status < 4)`,
  sql<boolean>`(t.status = 1 and t.status < 4)`,
  sql<boolean>`(t.status = 2 and t.status < 4)`,
  sql<boolean>`(t.status = 3 and t.status < 4)`,
  sql<boolean>`t.status = 4`,
  sql<boolean>`t.status = 5`,
]
