import { DAY_MS, err, instantOf, type Json, ok, type Result, toIso } from '../../kernel/index.ts'
import type { FieldValue } from '../../people/core/index.ts'
import type { Columns } from './columns.ts'
import type { CustomField, FieldSpec, Operand, Operator, Place, Predicate } from './condition.ts'
import { customSql, ownersSql } from './custom-field-sql.ts'
import { type Facts, fold, type TicketFacts } from './facts.ts'
import type { Fragment } from './fragment.ts'
import { CHANGES, EQUALITY, FULL_ORDER, hasWords, MEMBERSHIP, parseWords, textOf, textsOf } from './kinds.ts'

const PRESENCE: readonly Operator[] = ['present', 'not_present']
const STRINGS: readonly Operator[] = ['includes', 'not_includes', 'includes_string', 'not_includes_string']
const DAYS: readonly Operator[] = ['within_previous_n_days', 'within_next_n_days']
const TEXT_TYPES = new Set(['text', 'textarea', 'regexp', 'partialcreditcard'])

const operatorsOf = (type: string): readonly Operator[] => {
  const base = [...EQUALITY, ...PRESENCE, ...CHANGES]
  if (TEXT_TYPES.has(type)) return [...base, ...STRINGS]
  if (type === 'integer' || type === 'decimal') return [...base, ...FULL_ORDER]
  if (type === 'date') return [...base, ...FULL_ORDER, ...DAYS]
  return type === 'multiselect' ? [...base, ...MEMBERSHIP] : base
}

/** A custom ticket field; its type says which operators it has and how its values are written. */
export const customField = (
  name: string,
  fieldId: string,
  field: CustomField,
  places: readonly Place[],
): FieldSpec => {
  const read = (ticket: TicketFacts | null): FieldValue => ticket?.fields[fieldId] ?? null
  return {
    name,
    places,
    operators: operatorsOf(field.type),
    cost: TEXT_TYPES.has(field.type) ? 10 : 4,
    parse: (value, operator) => parseCustom(field, value, operator),
    compile: (operator, operand) => compileCustom(field.type, read, operator, operand),
    sql: (operator, operand, context) =>
      customSql(
        { type: field.type, fieldId, isText: TEXT_TYPES.has(field.type) },
        operator,
        operand,
        context,
      ),
  }
}

const parseCustom = (field: CustomField, value: Json, operator: Operator): Result<Operand, string> => {
  if (['present', 'not_present', 'changed', 'not_changed'].includes(operator)) return ok({ kind: 'none' })
  if (DAYS.includes(operator)) return parseDays(value)
  if (TEXT_TYPES.has(field.type) && STRINGS.includes(operator)) return parseWords(value)
  const items = field.type === 'multiselect' ? (textsOf(value) ?? []) : [textOf(value) ?? null]
  const read = items.map((item) => field.read(field.type === 'multiselect' && item ? [item] : item))
  const wrong = read.find((one) => !one.ok)
  if (wrong && !wrong.ok) return err(wrong.error)
  const values = read.flatMap((one) =>
    one.ok ? (Array.isArray(one.value) ? one.value : [one.value as string]) : [],
  )
  return values.length > 0 ? ok({ kind: 'scalars', values }) : err('needs a value')
}

const parseDays = (value: Json): Result<Operand, string> => {
  const days = Number(textOf(value) || Number.NaN)
  const isSane = Number.isInteger(days) && days >= 0 && days <= 36_500
  return isSane ? ok({ kind: 'days', days }) : err('must be a number of days')
}

type Read = (ticket: TicketFacts | null) => FieldValue

const compileCustom = (type: string, read: Read, operator: Operator, operand: Operand): Predicate => {
  const matches = matcherOf(type, operand)
  const now: Predicate = (facts) => matches(read(facts.ticket), facts)
  const previously: Predicate = (facts) => matches(read(facts.before), facts)
  const changed: Predicate = (facts) => !sameValue(read(facts.ticket), read(facts.before))
  switch (operator) {
    case 'is':
      return now
    case 'is_not':
      return (facts) => !now(facts)
    case 'present':
      return ({ ticket }) => isPresent(read(ticket))
    case 'not_present':
      return ({ ticket }) => !isPresent(read(ticket))
    case 'changed':
      return changed
    case 'not_changed':
      return (facts) => !changed(facts)
    case 'value':
      return (facts) => now(facts) && changed(facts)
    case 'not_value':
      return (facts) => !(now(facts) && changed(facts))
    case 'value_previous':
      return (facts) => previously(facts) && changed(facts)
    case 'not_value_previous':
      return (facts) => !(previously(facts) && changed(facts))
    case 'within_previous_n_days':
    case 'within_next_n_days':
      return compileDays(read, operator, operand)
    case 'includes':
    case 'not_includes':
    case 'includes_string':
    case 'not_includes_string':
      return compileIncludes(type, read, operator, operand)
    default:
      return compileOrder(type, read, operator, operand)
  }
}

/** An unticked checkbox is false whether or not anyone ever touched it; texts match in any case. */
const matcherOf = (type: string, operand: Operand): ((value: FieldValue, facts: Facts) => boolean) => {
  const values = operand.kind === 'scalars' ? operand.values : []
  const only = values[0] ?? null
  if (type === 'checkbox') return (value) => (value === true) === (only === true)
  if (type === 'multiselect')
    return (value) =>
      Array.isArray(value)
        ? only !== null && values.some((one) => value.includes(String(one)))
        : only === null
  if (!TEXT_TYPES.has(type) || typeof only !== 'string') return (value) => value === only
  const folded = only.toLowerCase()
  return (value, facts) => typeof value === 'string' && fold(facts, value) === folded
}

const compileIncludes = (type: string, read: Read, operator: Operator, operand: Operand): Predicate => {
  const isNegative = operator === 'not_includes' || operator === 'not_includes_string'
  if (type === 'multiselect') {
    const matches = matcherOf(type, operand)
    return (facts) => matches(read(facts.ticket), facts) !== isNegative
  }
  const has = hasWords(operator, operand)
  return (facts) => {
    const value = read(facts.ticket)
    return (typeof value === 'string' && has(fold(facts, value))) !== isNegative
  }
}

/** An unset field is neither less nor greater than anything. Days are text that sorts as time does. */
const compileOrder = (type: string, read: Read, operator: Operator, operand: Operand): Predicate => {
  const keyOf = type === 'date' ? String : Number
  const limit =
    operand.kind === 'scalars' && operand.values[0] !== null ? keyOf(operand.values[0]) : Number.NaN
  const holds = ordering(operator)
  return ({ ticket }) => {
    const value = read(ticket)
    return typeof value === 'string' && holds(keyOf(value), limit)
  }
}

const ordering = (operator: Operator): ((a: string | number, b: string | number) => boolean) => {
  if (operator === 'less_than') return (a, b) => a < b
  if (operator === 'less_than_equal') return (a, b) => a <= b
  return operator === 'greater_than' ? (a, b) => a > b : (a, b) => a >= b
}

/** Both days included; days are those of UTC. */
const compileDays = (read: Read, operator: Operator, operand: Operand): Predicate => {
  const spanMs = (operand.kind === 'days' ? operand.days : 0) * DAY_MS
  const isPast = operator === 'within_previous_n_days'
  return ({ ticket, at }) => {
    const value = read(ticket)
    if (typeof value !== 'string') return false
    const today = dayOf(at)
    const edge = dayOf(isPast ? at - spanMs : at + spanMs)
    return isPast ? value >= edge && value <= today : value >= today && value <= edge
  }
}

const dayOf = (epochMs: number): string => toIso(instantOf(epochMs)).slice(0, 10)

const isPresent = (value: FieldValue): boolean =>
  value !== null && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0)

const sameValue = (a: FieldValue, b: FieldValue): boolean =>
  a === b ||
  (a === false && b === null) ||
  (a === null && b === false) ||
  (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => item === b[i]))

const OWNER_OPERATORS: readonly Operator[] = [...EQUALITY, ...PRESENCE, ...STRINGS]

/**
 * A custom field of the requester or of the organisation. `read` answers `undefined` where there is no such owner:
 * then nothing holds, `is_not` neither.
 */
export const ownersField = ({
  name,
  places,
  key,
  read,
  columnOf,
}: {
  readonly name: string
  readonly places: readonly Place[]
  readonly key: string
  readonly read: (facts: Facts) => FieldValue | undefined
  readonly columnOf: (columns: Columns) => Fragment
}): FieldSpec => ({
  name,
  places,
  operators: OWNER_OPERATORS,
  cost: 12,
  parse: (value, operator) => {
    if (PRESENCE.includes(operator)) return ok({ kind: 'none' })
    if (STRINGS.includes(operator)) return parseWords(value)
    const text = textOf(value)
    return text === undefined
      ? err('must be a text')
      : ok({ kind: 'scalars', values: [text.trim().toLowerCase()] })
  },
  compile: (operator, operand) => {
    const holds = ownerTest(operator, operand)
    return (facts) => {
      const value = read(facts)
      return value !== undefined && holds(value, facts)
    }
  },
  sql: (operator, operand, { columns }) => ownersSql(columnOf(columns), key, operator, operand),
})

const ownerTest = (operator: Operator, operand: Operand): ((value: FieldValue, facts: Facts) => boolean) => {
  if (operator === 'present') return isPresent
  if (operator === 'not_present') return (value) => !isPresent(value)
  const wanted = operand.kind === 'scalars' ? operand.values[0] : null
  const isNegative = operator === 'is_not' || operator.startsWith('not_')
  if (operator === 'is' || operator === 'is_not')
    return (value, facts) => textsOfValue(value).some((text) => fold(facts, text) === wanted) !== isNegative
  const has = hasWords(operator, operand)
  return (value, facts) => textsOfValue(value).some((text) => has(fold(facts, text))) !== isNegative
}

/** What a value looks like in a condition: unset is `''`, and as good as an unticked checkbox. */
const textsOfValue = (value: FieldValue): readonly string[] => {
  if (Array.isArray(value)) return value.length === 0 ? [''] : value
  if (value === null) return ['', 'false']
  return value === false ? ['false', ''] : [String(value)]
}
