import { err, type Json, ok, type Result } from '../../kernel/index.ts'
import {
  type Catalogue,
  type Clause,
  type Conditions,
  OPERATORS,
  type Operator,
  type Place,
  type Predicate,
  type RawClause,
} from './condition.ts'
import type { Facts } from './facts.ts'
import { CHANGES } from './kinds.ts'
import { findField } from './vocabulary.ts'

export type ConditionRules = {
  readonly place: Place
  readonly catalogue: Catalogue
  readonly mayBeEmpty?: boolean
}

/**
 * Reads `{all: [{field, operator, value}], any: […]}` (or the same inside `conditions`), as the wire writes it: values
 * may be texts, numbers, booleans or lists. Every error names its clause: `all[2]: unknown operator "foo"`.
 */
export const parseConditions = (raw: unknown, rules: ConditionRules): Result<Conditions, string[]> => {
  const outer = asObject(raw)
  const lists = asObject(outer?.conditions) ?? outer
  if (!lists) return err(['conditions: must hold the lists "all" and "any"'])
  const errors: string[] = []
  const all = parseList('all', lists.all, rules, errors)
  const any = parseList('any', lists.any, rules, errors)
  if (errors.length === 0 && all.length + any.length === 0 && !rules.mayBeEmpty)
    errors.push('conditions: at least one is needed')
  return errors.length > 0 ? err(errors) : ok({ all, any })
}

/** One closure for a whole set of conditions: cheap and telling tests first, stopping at the first that decides. */
export const compileConditions = ({ all, any }: Conditions): Predicate => {
  const every = byCost(all)
  const some = byCost(any)
  if (some.length === 0) return allOf(every)
  if (every.length === 0) return anyOf(some)
  const first = allOf(every)
  const second = anyOf(some)
  return (facts) => first(facts) && second(facts)
}

/** Which clause decided: the first of `all` that fails, else the first of `any` that holds; none: all of `any` failed. */
export type Explanation = {
  readonly held: boolean
  readonly decidedBy: {
    readonly list: 'all' | 'any'
    readonly index: number
    readonly clause: RawClause
  } | null
}

/** Says why conditions hold or fail, clause by clause in the order they were written. For traces only. */
export const explain = ({ all, any }: Conditions, facts: Facts): Explanation => {
  const failing = all.findIndex((clause) => !clause.holds(facts))
  if (failing >= 0) return { held: false, decidedBy: decided('all', failing, all) }
  if (any.length === 0) return { held: true, decidedBy: null }
  const holding = any.findIndex((clause) => clause.holds(facts))
  return holding < 0
    ? { held: false, decidedBy: null }
    : { held: true, decidedBy: decided('any', holding, any) }
}

const decided = (list: 'all' | 'any', index: number, clauses: readonly Clause[]) => {
  const clause = clauses[index]
  return clause ? { list, index, clause: clause.raw } : null
}

const parseList = (name: string, raw: unknown, rules: ConditionRules, errors: string[]): Clause[] => {
  if (raw === undefined || raw === null) return []
  if (!Array.isArray(raw)) {
    errors.push(`${name}: must be a list`)
    return []
  }
  return raw.flatMap((item, index) => {
    const clause = parseClause(item, rules, name)
    if (clause.ok) return [clause.value]
    errors.push(`${name}[${index}]: ${clause.error}`)
    return []
  })
}

const parseClause = (raw: unknown, rules: ConditionRules, list: string): Result<Clause, string> => {
  const { place, catalogue } = rules
  const item = asObject(raw)
  if (!item || typeof item.field !== 'string') return err('must have a field, an operator and a value')
  const field = findField(item.field, catalogue)
  if (typeof field === 'string') return err(field)
  if (!field.places.includes(place)) return err(`${item.field} cannot be used here`)
  if (field.isAllOnly && list !== 'all') return err(`${item.field} can be used in "all" only`)
  const operator = readOperator(item.operator, field.isImplied ? field.operators[0] : undefined)
  if (!operator) return err(`unknown operator ${JSON.stringify(item.operator ?? null)} for ${item.field}`)
  if (!field.operators.includes(operator)) return err(`${item.field} has no operator ${operator}`)
  if (place !== 'trigger' && CHANGES.includes(operator))
    return err(`the operator ${operator} can be used in triggers only`)
  const value = (item.value ?? null) as Json
  const operand = field.parse(value, operator, rules)
  if (!operand.ok) return err(`the value of ${item.field} ${operand.error}`)
  const holds = field.compile(operator, operand.value)
  return ok({ field, operator, operand: operand.value, holds, raw: { field: item.field, operator, value } })
}

const readOperator = (raw: unknown, implied: Operator | undefined): Operator | undefined => {
  if (raw === undefined || raw === null || raw === '') return implied
  return OPERATORS.find((known) => known === raw)
}

const byCost = (clauses: readonly Clause[]): readonly Predicate[] =>
  [...clauses].sort((a, b) => a.field.cost - b.field.cost).map((clause) => clause.holds)

const allOf = (tests: readonly Predicate[]): Predicate => {
  const [first, second] = tests
  if (!first) return () => true
  if (!second) return first
  if (tests.length === 2) return (facts) => first(facts) && second(facts)
  return (facts) => {
    for (const test of tests) if (!test(facts)) return false
    return true
  }
}

const anyOf = (tests: readonly Predicate[]): Predicate => {
  return (facts) => {
    for (const test of tests) if (test(facts)) return true
    return false
  }
}

const asObject = (value: unknown): { readonly [key: string]: unknown } | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as { readonly [key: string]: unknown })
    : undefined
