import type { Column, SqlContext } from './columns.ts'
import type { Operand, Operator, Scalar } from './condition.ts'
import { FALSE, type Fragment, joined, negatedIf, sqlOf } from './fragment.ts'

/** A parameter of a column's type: written out, because the planner cannot always tell. */
export const cast = (value: unknown, type: Column['type']): Fragment => {
  switch (type) {
    case 'bigint':
      return sqlOf`${value}::bigint`
    case 'smallint':
      return sqlOf`${value}::smallint`
    case 'boolean':
      return sqlOf`${value}::boolean`
    case 'timestamptz':
      return sqlOf`${value}::timestamptz`
    case 'text':
      return sqlOf`${value}::text`
  }
}

const castList = (values: readonly unknown[], type: Column['type']): Fragment => {
  switch (type) {
    case 'bigint':
      return sqlOf`${values}::bigint[]`
    case 'smallint':
      return sqlOf`${values}::smallint[]`
    case 'boolean':
      return sqlOf`${values}::boolean[]`
    case 'timestamptz':
      return sqlOf`${values}::timestamptz[]`
    case 'text':
      return sqlOf`${values}::text[]`
  }
}

const encoded = ({ encode }: Column, value: Scalar): Scalar => (encode ? encode(value) : value)

/** Whether a column holds one of the values; `null` among them asks whether it is unset. */
const holds = (column: Column, values: readonly Scalar[]): Fragment => {
  const given = values.filter((value) => value !== null).map((value) => encoded(column, value))
  const tests: Fragment[] = []
  if (given.length === 1) tests.push(sqlOf`${column.value} = ${cast(given[0], column.type)}`)
  else if (given.length > 1) tests.push(sqlOf`${column.value} = any(${castList(given, column.type)})`)
  if (given.length < values.length) tests.push(sqlOf`${column.value} is null`)
  return joined(tests, 'or')
}

/** Equality with what the operand means, for the viewer. */
const matches = (column: Column, operand: Operand, { viewer, columns }: SqlContext): Fragment => {
  if (operand.kind === 'scalars') return holds(column, operand.values)
  if (operand.kind !== 'who') return FALSE
  switch (operand.who) {
    case 'current_user':
      return viewer.userId === null ? FALSE : holds(column, [viewer.userId])
    case 'current_groups':
      return holds(column, viewer.groupIds)
    case 'requester_id':
      return sqlOf`${column.value} = ${columns.requesterId.value}`
    case 'assignee_id':
      return sqlOf`${column.value} = ${columns.assigneeId.value}`
  }
}

/** Equality and order of a property with one value. Unset comes before everything. */
export const propertySql = (
  column: Column,
  operator: Operator,
  operand: Operand,
  context: SqlContext,
): Fragment => {
  switch (operator) {
    case 'is':
    case 'includes':
      return matches(column, operand, context)
    case 'is_not':
    case 'not_includes':
      return negatedIf(true, matches(column, operand, context))
    case 'less_than':
    case 'greater_than':
      return orderSql(column, operator, operand)
    default:
      return FALSE
  }
}

/** Ordered words are stored by their place, and none of them lies below 0. */
const orderSql = (column: Column, operator: 'less_than' | 'greater_than', operand: Operand): Fragment => {
  const limit = operand.kind === 'scalars' ? encoded(column, operand.values[0] ?? null) : null
  const value = sqlOf`coalesce(${column.value}, 0)`
  const bound = cast(limit ?? 0, 'smallint')
  return operator === 'less_than' ? sqlOf`${value} < ${bound}` : sqlOf`${value} > ${bound}`
}

/** Whether a text holds any of the words, or the whole phrase, whatever the case. */
export const wordsSql = (text: Fragment, operator: Operator, operand: Operand): Fragment => {
  if (operand.kind !== 'words') return FALSE
  const isAnyWord = operator === 'includes' || operator === 'not_includes'
  const wanted = isAnyWord ? operand.words : [operand.phrase]
  const isNegative = operator === 'is_not' || operator.startsWith('not_')
  return negatedIf(
    isNegative,
    joined(
      wanted.map((word) => contains(text, word)),
      'or',
    ),
  )
}

const contains = (text: Fragment, word: string): Fragment => sqlOf`strpos(lower(${text}), ${word}::text) > 0`
