import { err, type Instant, type Json, ok, parseId, parseIso, type Result } from '../../kernel/index.ts'
import { readTags } from '../../people/core/index.ts'
import type { ColumnName, Columns, SqlContext } from './columns.ts'
import type { FieldSpec, Operand, Operator, Place, Predicate, Scalar } from './condition.ts'
import { type Facts, fold, type TicketFacts } from './facts.ts'
import { FALSE, type Fragment, negatedIf, sqlOf } from './fragment.ts'
import { propertySql, wordsSql } from './kinds-sql.ts'

export const CHANGES: readonly Operator[] = [
  'changed',
  'not_changed',
  'value',
  'value_previous',
  'not_value',
  'not_value_previous',
]
export const EQUALITY: readonly Operator[] = ['is', 'is_not']
export const ORDER: readonly Operator[] = ['less_than', 'greater_than']
export const FULL_ORDER: readonly Operator[] = [
  'less_than',
  'less_than_equal',
  'greater_than',
  'greater_than_equal',
]
export const MEMBERSHIP: readonly Operator[] = ['includes', 'not_includes']
export const EVERYWHERE: readonly Place[] = ['trigger', 'automation', 'view', 'sla', 'routing']

type Entry = Pick<FieldSpec, 'name' | 'places' | 'operators'> & Partial<Pick<FieldSpec, 'cost' | 'isImplied'>>
type Parse = FieldSpec['parse']

/** Tells whether a value is what the operand says. */
export type Test = (value: Scalar, facts: Facts) => boolean

/**
 * A property of the ticket with one value: equality, order by `rank`, and what the update made of it. Before a
 * ticket's creation every property is unset.
 */
export const property = (
  entry: Entry & {
    readonly read: (ticket: TicketFacts) => Scalar
    readonly parse: Parse
    readonly rank?: (value: Scalar) => number
    /** Where it stands in the tables; needed by whatever automations and views may ask. */
    readonly column?: ColumnName
  },
): FieldSpec => {
  const { read, rank, column, ...rest } = entry
  return {
    cost: 1,
    ...rest,
    parse: (value, operator, where) =>
      operator === 'changed' || operator === 'not_changed'
        ? ok({ kind: 'none' })
        : entry.parse(value, operator, where),
    compile: (operator, operand) => compileProperty(read, rank ?? Number, operator, operand),
    ...(column && {
      sql: (operator, operand, context) => propertySql(context.columns[column], operator, operand, context),
    }),
  }
}

type Read = (ticket: TicketFacts) => Scalar

const compileProperty = (
  read: Read,
  rank: (value: Scalar) => number,
  operator: Operator,
  operand: Operand,
): Predicate => {
  const test = testOf(operand)
  const limit = operand.kind === 'scalars' ? rank(operand.values[0] ?? null) : Number.NaN
  switch (operator) {
    case 'is':
    case 'includes':
      return (facts) => test(read(facts.ticket), facts)
    case 'is_not':
    case 'not_includes':
      return (facts) => !test(read(facts.ticket), facts)
    case 'less_than':
      return ({ ticket }) => rank(read(ticket)) < limit
    case 'less_than_equal':
      return ({ ticket }) => rank(read(ticket)) <= limit
    case 'greater_than':
      return ({ ticket }) => rank(read(ticket)) > limit
    case 'greater_than_equal':
      return ({ ticket }) => rank(read(ticket)) >= limit
    default:
      return compileChange(read, operator, test)
  }
}

/** The operators of triggers alone: the ticket as it stands against the ticket before the whole update. */
export const compileChange = (
  read: (ticket: TicketFacts) => Scalar,
  operator: Operator,
  test: Test,
): Predicate => {
  const previous = (facts: Facts): Scalar => (facts.before ? read(facts.before) : null)
  const changed: Predicate = (facts) => read(facts.ticket) !== previous(facts)
  const changedTo: Predicate = (facts) => test(read(facts.ticket), facts) && changed(facts)
  const changedFrom: Predicate = (facts) => test(previous(facts), facts) && changed(facts)
  if (operator === 'changed') return changed
  if (operator === 'not_changed') return (facts) => !changed(facts)
  if (operator === 'value') return changedTo
  if (operator === 'not_value') return (facts) => !changedTo(facts)
  if (operator === 'value_previous') return changedFrom
  return (facts) => !changedFrom(facts)
}

/** Nobody is never somebody: an unset person is not the current user of a system update. */
export const testOf = (operand: Operand): Test => {
  if (operand.kind === 'who') {
    const { who } = operand
    if (who === 'current_user') return (value, facts) => value !== null && value === facts.update.actorId
    if (who === 'current_groups') return (value, facts) => isGroupOf(value, facts)
    if (who === 'requester_id') return (value, facts) => value === facts.ticket.requesterId
    return (value, facts) => value !== null && value === facts.ticket.assigneeId
  }
  const values = operand.kind === 'scalars' ? operand.values : []
  const only = values[0]
  return values.length === 1 ? (value) => value === only : (value) => values.includes(value)
}

const isGroupOf = (value: Scalar, { people, update }: Facts): boolean =>
  people.person(update.actorId)?.groupIds.some((id) => id === value) === true

/** Tags: at least one of them, or none of them. */
export const tagList = (
  entry: Entry & { readonly read: (ticket: TicketFacts) => readonly string[] },
): FieldSpec => ({
  cost: 3,
  ...entry,
  parse: (value) => {
    const texts = textsOf(value)
    const tags = texts ? readTags(texts) : []
    return tags.length > 0 ? ok({ kind: 'tags', tags }) : err('needs at least one tag')
  },
  compile: (operator, operand) => {
    const tags = operand.kind === 'tags' ? operand.tags : []
    const includes: Predicate = ({ ticket }) => tags.some((tag) => entry.read(ticket).includes(tag))
    return operator === 'includes' ? includes : (facts) => !includes(facts)
  },
  sql: (operator, operand, { columns }) => {
    const tags = operand.kind === 'tags' ? operand.tags : []
    return negatedIf(operator === 'not_includes', sqlOf`${columns.tags} && ${tags}::text[]`)
  },
})

/** Texts that words are looked for in; they match inside words, too. No texts: nothing is in them. */
export const words = (
  entry: Entry & {
    readonly read: (facts: Facts) => readonly string[]
    readonly column?: (columns: Columns) => Fragment
  },
): FieldSpec => ({
  cost: 20,
  name: entry.name,
  places: entry.places,
  operators: entry.operators,
  sql: (operator, operand, { columns }) =>
    entry.column ? wordsSql(entry.column(columns), operator, operand) : FALSE,
  parse: parseWords,
  compile: (operator, operand) => {
    const has = hasWords(operator, operand)
    const isNegative = operator === 'not_includes' || operator === 'is_not'
    return (facts) => {
      for (const text of entry.read(facts)) if (has(fold(facts, text))) return !isNegative
      return isNegative
    }
  },
})

export const parseWords = (value: Json): Result<Operand, string> => {
  const phrase = textOf(value)?.trim().toLowerCase()
  if (!phrase) return err('needs at least one word')
  return ok({ kind: 'words', words: [...new Set(phrase.split(/\s+/))], phrase })
}

/** Whether a folded text holds any of the words, or (`is`, `includes_string`) the whole string. */
export const hasWords = (operator: Operator, operand: Operand): ((folded: string) => boolean) => {
  if (operand.kind !== 'words') return () => false
  const { words: list, phrase } = operand
  const isAnyWord = operator === 'includes' || operator === 'not_includes'
  return isAnyWord ? (text) => list.some((word) => text.includes(word)) : (text) => text.includes(phrase)
}

/** A question with named answers; each is a predicate of its own. */
export const question = ({
  answers,
  inTables = {},
  blank,
  ...entry
}: Entry & {
  readonly answers: { readonly [value: string]: Predicate }
  /** The same answers as SQL, where automations or views may ask. */
  readonly inTables?: { readonly [value: string]: (context: SqlContext) => Fragment }
  readonly blank?: string
}): FieldSpec => ({
  cost: 1,
  ...entry,
  choices: Object.keys(answers),
  parse: (value) => {
    const text = textOf(value)?.trim() || blank || ''
    if (Object.hasOwn(answers, text)) return ok({ kind: 'scalars', values: [text] })
    return err(`must be one of ${Object.keys(answers).join(', ')}`)
  },
  compile: (operator, operand) => {
    const answer = operand.kind === 'scalars' ? answers[String(operand.values[0])] : undefined
    if (!answer) return () => false
    return operator === 'is_not' ? (facts) => !answer(facts) : answer
  },
  sql: (operator, operand, context) => {
    const answer = operand.kind === 'scalars' ? inTables[String(operand.values[0])] : undefined
    return answer ? negatedIf(operator === 'is_not', answer(context)) : FALSE
  },
})

/** One of a closed list of words; `''` stands for unset where `nullable`. */
export const oneOf =
  (names: readonly string[], nullable = false) =>
  (value: Json): Result<Operand, string> => {
    const text = textOf(value)?.trim().toLowerCase() ?? ''
    if (names.includes(text)) return ok({ kind: 'scalars', values: [text] })
    if (nullable && text === '') return ok({ kind: 'scalars', values: [null] })
    return err(`must be one of ${names.join(', ')}`)
  }

/** An id, or several where the operator takes a list; `''` stands for unset; a few names stand for people. */
export const idOr =
  (...names: readonly string[]): Parse =>
  (value, operator) => {
    const isList = operator === 'includes' || operator === 'not_includes'
    const texts = isList
      ? (textsOf(value)?.flatMap((text) => text.split(/[\s,]+/)) ?? [])
      : [textOf(value) ?? ' ']
    const name = names.find((known) => known === texts[0])
    if (name !== undefined) return ok({ kind: 'who', who: name as 'current_user' })
    const ids = texts.map((text) => (text === '' ? null : (parseId(text.trim()) ?? undefined)))
    if (ids.length > 0 && ids.every((id) => id !== undefined)) return ok({ kind: 'scalars', values: ids })
    return err(names.length > 0 ? `must be an id or one of ${names.join(', ')}` : 'must be an id')
  }

export const instantValue: Parse = (value) => {
  const at: Instant | undefined = typeof value === 'string' ? parseIso(value) : undefined
  return at === undefined ? err('must be a date and time') : ok({ kind: 'scalars', values: [at] })
}

/** What the wire writes as text: it may come as a number, a boolean, or a list of one. */
export const textOf = (value: Json | undefined): string | undefined => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || isFiniteNumber(value)) return String(value)
  return Array.isArray(value) && value.length === 1 ? textOf(value[0]) : undefined
}

/** Either form of a list: an array, or one text. */
export const textsOf = (value: Json | undefined): readonly string[] | undefined => {
  const items = Array.isArray(value) ? value : [value ?? '']
  const texts = items.map((item) => (Array.isArray(item) ? undefined : textOf(item)))
  return texts.every((text) => text !== undefined) ? texts : undefined
}

const isFiniteNumber = (value: Json): value is number => typeof value === 'number' && Number.isFinite(value)
