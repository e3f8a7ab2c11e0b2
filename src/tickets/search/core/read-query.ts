import { err, type Instant, ok, type Result } from '../../../kernel/index.ts'
import {
  SEARCH_TYPES,
  type SearchCondition,
  type SearchOrder,
  type SearchText,
  type SearchType,
} from '../../../people/core/index.ts'
import type { Clause } from './clause.ts'
import { DIRECTIVES, findKeyword, type Keyword, type OwnKeys } from './keywords.ts'
import { scan } from './scan.ts'
import { readValue } from './values.ts'

/** A query, understood. */
export type SearchQuery = {
  /** What may be found: those that were asked for, of those that know every property that is named. */
  readonly types: readonly SearchType[]
  readonly isTypeGiven: boolean
  readonly texts: readonly SearchText[]
  readonly conditions: readonly SearchCondition[]
  /** As the query itself says; undefined where it does not. */
  readonly order: SearchOrder | undefined
}

/** Why a query cannot be understood: the clause, and a sentence about it. */
export type QueryProblem = { readonly clause: string; readonly description: string }

export type QueryContext = { readonly now: Instant; readonly own: OwnKeys }

export const MAX_QUERY_LENGTH = 1024
const MAX_WORDS = 64

/**
 * Reads a query in Zendesk's language (developer.zendesk.com, search reference). Linear in its length, never throws; what
 * is wrong is said of the first clause that is.
 */
export const readQuery = (query: string, { now, own }: QueryContext): Result<SearchQuery, QueryProblem> => {
  if (query.length > MAX_QUERY_LENGTH)
    return wrong('query', `the query is longer than ${MAX_QUERY_LENGTH} characters`)
  const clauses = scan(query, (key) => DIRECTIVES.has(key) || findKeyword(key, own) !== undefined)
  const texts = clauses.filter(({ key }) => key === null)
  if (texts.length > MAX_WORDS)
    return wrong(texts[MAX_WORDS]!.source, `a query holds at most ${MAX_WORDS} words`)
  const types = readTypes(clauses)
  if (!types.ok) return types
  const order = readOrder(clauses)
  if (!order.ok) return order
  return conditionsOf(
    clauses,
    types.value,
    { now, own },
    {
      texts: texts.filter(({ value }) => value !== '').map(textOf),
      order: order.value,
    },
  )
}

const wrong = (clause: string, description: string): Result<never, QueryProblem> =>
  err({ clause, description })

const textOf = ({ value, isQuoted, isNegated }: Clause): SearchText => ({ text: value, isQuoted, isNegated })

const readTypes = (clauses: readonly Clause[]): Result<ReadonlySet<SearchType> | null, QueryProblem> => {
  const asked = clauses.filter(({ key }) => key === 'type')
  if (asked.length === 0) return ok(null)
  const found = new Set<SearchType>()
  for (const { value, operator, isNegated, source } of asked) {
    const type = SEARCH_TYPES.find((known) => known === value.toLowerCase())
    if (type === undefined || operator !== 'is' || isNegated)
      return wrong(source, `type must be one of ${SEARCH_TYPES.join(', ')}`)
    found.add(type)
  }
  return ok(found)
}

const ORDERS: Readonly<Record<string, SearchOrder['by']>> = {
  created: 'created_at',
  created_at: 'created_at',
  updated: 'updated_at',
  updated_at: 'updated_at',
  commented: 'updated_at',
  priority: 'priority',
  status: 'status',
  ticket_type: 'ticket_type',
  relevance: 'relevance',
}

const readOrder = (clauses: readonly Clause[]): Result<SearchOrder | undefined, QueryProblem> => {
  const by = clauses.findLast(({ key }) => key === 'order_by')
  const way = clauses.findLast(({ key }) => key === 'sort')
  const direction = way?.value.toLowerCase()
  if (way !== undefined && direction !== 'asc' && direction !== 'desc')
    return wrong(way.source, 'sort must be asc or desc')
  if (by === undefined)
    return ok(way === undefined ? undefined : { by: 'relevance', isDescending: direction === 'desc' })
  const name = ORDERS[by.value.toLowerCase()]
  if (name === undefined)
    return wrong(
      by.source,
      'order_by must be one of created, updated, commented, priority, status, ticket_type',
    )
  return ok({ by: name, isDescending: direction !== 'asc' })
}

const conditionsOf = (
  clauses: readonly Clause[],
  asked: ReadonlySet<SearchType> | null,
  { now, own }: QueryContext,
  rest: Pick<SearchQuery, 'texts' | 'order'>,
): Result<SearchQuery, QueryProblem> => {
  const conditions: SearchCondition[] = []
  let types = SEARCH_TYPES.filter((type) => asked === null || asked.has(type))
  for (const clause of clauses) {
    if (clause.key === null || DIRECTIVES.has(clause.key)) continue
    const keyword = findKeyword(clause.key, own)!
    const left = types.filter((type) => keyword.types.includes(type))
    if (left.length === 0) return wrong(clause.source, unknownTo(clause.key, types))
    types = left
    const condition = conditionOf(clause, keyword, now)
    if (typeof condition === 'string') return wrong(clause.source, `${clause.key} ${condition}`)
    join(conditions, condition)
  }
  return ok({ ...rest, types, isTypeGiven: asked !== null, conditions })
}

const unknownTo = (key: string, types: readonly SearchType[]): string =>
  `${key} is no property of what the rest of the query asks for (${types.join(', ')})`

const conditionOf = (clause: Clause, { reading }: Keyword, now: Instant): SearchCondition | string => {
  const value = readValue(clause, reading, now)
  if (typeof value === 'string') return value
  const { key, operator, isNegated, source } = clause
  return { key: key!, operator, values: [value], isNegated, source }
}

/** The same property asked for twice: either does. Comparisons, and what is not wanted, each hold on their own. */
const join = (conditions: SearchCondition[], one: SearchCondition): void => {
  const index = conditions.findIndex(
    ({ key, operator, isNegated }) =>
      key === one.key && operator === 'is' && one.operator === 'is' && !isNegated && !one.isNegated,
  )
  const fellow = conditions[index]
  if (fellow === undefined) conditions.push(one)
  else
    conditions[index] = {
      ...fellow,
      values: [...fellow.values, ...one.values],
      source: `${fellow.source} ${one.source}`,
    }
}
