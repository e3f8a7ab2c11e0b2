import { DAY_MS, type Instant, instantOf, toIso } from '../../kernel/index.ts'
import type { SqlContext } from './columns.ts'
import type { Operand, Operator, Scalar } from './condition.ts'
import { FALSE, type Fragment, joined, negatedIf, sqlOf } from './fragment.ts'
import { wordsSql } from './kinds-sql.ts'

/** A custom ticket field as it stands in the column of fields, by its id. */
type Stored = { readonly json: Fragment; readonly text: Fragment }

const storedIn = ({ columns }: SqlContext, fieldId: string): Stored => ({
  json: sqlOf`${columns.fields} -> ${fieldId}::text`,
  text: sqlOf`${columns.fields} ->> ${fieldId}::text`,
})

const valuesOf = (operand: Operand): readonly Scalar[] => (operand.kind === 'scalars' ? operand.values : [])

/** What `compile` of a custom field says, of tables. Kind by kind of what its type makes of values. */
export const customSql = (
  { type, fieldId, isText }: { readonly type: string; readonly fieldId: string; readonly isText: boolean },
  operator: Operator,
  operand: Operand,
  context: SqlContext,
): Fragment => {
  const stored = storedIn(context, fieldId)
  const isNegative = operator === 'is_not' || operator.startsWith('not_')
  switch (operator) {
    case 'is':
    case 'is_not':
      return negatedIf(isNegative, isSql(type, isText, stored, valuesOf(operand)))
    case 'present':
    case 'not_present':
      return negatedIf(isNegative, presentSql(stored))
    case 'includes':
    case 'not_includes':
      if (type === 'multiselect') return negatedIf(isNegative, isSql(type, isText, stored, valuesOf(operand)))
      return wordsSql(stored.text, operator, operand)
    case 'includes_string':
    case 'not_includes_string':
      return wordsSql(stored.text, operator, operand)
    case 'within_previous_n_days':
    case 'within_next_n_days':
      return daysSql(stored, operator, operand, context.at)
    default:
      return orderSql(type, stored, operator, valuesOf(operand)[0] ?? null)
  }
}

const isSql = (type: string, isText: boolean, stored: Stored, values: readonly Scalar[]): Fragment => {
  const only = values[0] ?? null
  if (type === 'checkbox')
    return sqlOf`coalesce(${stored.json} = 'true'::jsonb, false) = ${only === true}::boolean`
  if (type === 'multiselect') {
    const isList = sqlOf`coalesce(jsonb_typeof(${stored.json}) = 'array', false)`
    if (only === null) return sqlOf`(not ${isList})`
    return sqlOf`(${isList} and ${stored.json} ?| ${values.map(String)}::text[])`
  }
  if (only === null) return sqlOf`${stored.text} is null`
  if (isText) return sqlOf`lower(${stored.text}) = ${String(only).toLowerCase()}::text`
  return sqlOf`${stored.text} = ${String(only)}::text`
}

/** Neither absent nor empty, and no unticked checkbox. */
const presentSql = ({ json }: Stored): Fragment =>
  sqlOf`coalesce(${json} not in ('null'::jsonb, '""'::jsonb, 'false'::jsonb, '[]'::jsonb), false)`

/** A value of another form, which an old import may have left, is neither less nor greater than anything. */
const orderSql = (type: string, { text }: Stored, operator: Operator, limit: Scalar): Fragment => {
  if (limit === null) return FALSE
  if (type === 'date') return compared(sqlOf`(${text}) collate "C"`, operator, sqlOf`${String(limit)}::text`)
  const number = sqlOf`case when ${text} ~ '^-?[0-9]+(\\.[0-9]+)?$' then (${text})::float8 end`
  return compared(sqlOf`(${number})`, operator, sqlOf`${Number(limit)}::float8`)
}

const compared = (value: Fragment, operator: Operator, limit: Fragment): Fragment => {
  if (operator === 'less_than') return sqlOf`${value} < ${limit}`
  if (operator === 'less_than_equal') return sqlOf`${value} <= ${limit}`
  if (operator === 'greater_than') return sqlOf`${value} > ${limit}`
  return operator === 'greater_than_equal' ? sqlOf`${value} >= ${limit}` : FALSE
}

const daysSql = ({ text }: Stored, operator: Operator, operand: Operand, at: Instant): Fragment => {
  const spanMs = (operand.kind === 'days' ? operand.days : 0) * DAY_MS
  const isPast = operator === 'within_previous_n_days'
  const [first, last] = isPast ? [at - spanMs, at] : [at, at + spanMs]
  return sqlOf`(${text}) collate "C" between ${dayOf(first)}::text and ${dayOf(last)}::text`
}

const dayOf = (epochMs: number): string => toIso(instantOf(epochMs)).slice(0, 10)

/**
 * What `compile` of a requester's or organisation's field says, of tables. `fields` is null where there is no owner:
 * then nothing holds.
 */
export const ownersSql = (fields: Fragment, key: string, operator: Operator, operand: Operand): Fragment => {
  const json = sqlOf`o.fields -> ${key}::text`
  const isNegative = operator === 'is_not' || operator.startsWith('not_')
  const holds = ownerHolds(json, operator, operand)
  return sqlOf`exists (select from (select ${fields} as fields) o
    where o.fields is not null and ${negatedIf(isNegative, holds)})`
}

const ownerHolds = (json: Fragment, operator: Operator, operand: Operand): Fragment => {
  if (operator === 'present' || operator === 'not_present') return presentSql({ json, text: json })
  const some = (test: Fragment): Fragment =>
    sqlOf`exists (select from unnest(${writtenForms(json)}) as w(text) where ${test})`
  if (operator === 'is' || operator === 'is_not')
    return some(sqlOf`lower(w.text) = ${String(valuesOf(operand)[0] ?? '')}::text`)
  if (operand.kind !== 'words') return FALSE
  const wanted = operator.endsWith('_string') ? [operand.phrase] : operand.words
  return some(
    joined(
      wanted.map((word) => sqlOf`strpos(lower(w.text), ${word}::text) > 0`),
      'or',
    ),
  )
}

/** Unset is an empty text, and as good as an unticked checkbox. */
const writtenForms = (json: Fragment): Fragment => sqlOf`case
    when coalesce(${json}, 'null') in ('null'::jsonb, 'false'::jsonb) then array['', 'false']
    when ${json} = '[]'::jsonb then array['']
    when jsonb_typeof(${json}) = 'array' then array(select jsonb_array_elements_text(${json}))
    else array[(${json}) #>> '{}'] end`
