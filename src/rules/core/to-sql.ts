import type { Instant } from '../../kernel/index.ts'
import type { SqlContext } from './columns.ts'
import type { Clause, Conditions } from './condition.ts'
import { type Fragment, joined, negated, sqlOf, TRUE } from './fragment.ts'

/**
 * Conditions as one SQL expression over the columns that the context gives: true exactly where `compileConditions` holds
 * for the same viewer and instant. Values are parameters; bounds of time are worked out here, so that each time
 * condition compares a stored instant with constants. May be unknown (null) where it does not hold.
 *
 * @throws never; conditions that have no meaning in tables are not accepted where tables are asked (`fieldsInTables`).
 */
export const toSql = ({ all, any }: Conditions, context: SqlContext): Fragment => {
  const every = all.map((clause) => clauseSql(clause, context))
  const some =
    any.length === 0
      ? TRUE
      : joined(
          any.map((clause) => clauseSql(clause, context)),
          'or',
        )
  return joined(any.length === 0 ? every : [...every, some], 'and')
}

const clauseSql = ({ field, operator, operand }: Clause, context: SqlContext): Fragment =>
  field.sql?.(operator, operand, context) ?? joined([], 'or')

/**
 * Of rows that stay as they are, those for which time alone made conditions true after `since` and up to `context.at` are
 * among the rows of one of these expressions: each is about one clause that came true. None: time makes nothing true.
 */
export const turnedSql = (
  { all, any }: Conditions,
  context: SqlContext,
  since: Instant,
): readonly Fragment[] =>
  [...all, ...any].flatMap((clause) => {
    const [now, then] = [clauseSql(clause, context), clauseSql(clause, { ...context, at: since })]
    if (JSON.stringify(now) === JSON.stringify(then)) return []
    const { field, operator, operand } = clause
    return field.turned?.(operator, operand, context, since) ?? sqlOf`(${now} and ${negated(then)})`
  })
