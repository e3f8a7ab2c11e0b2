import type { Clause, Conditions, Place } from './condition.ts'
import { isImpossible, learn, newSubject, type Subject } from './lint-possible.ts'

const MAX_RULE_CHARACTERS = 65_536

/** Something wrong with the conditions of a rule, and the clauses that are to blame. */
export type Finding = { readonly message: string; readonly clauses: readonly ClausePlace[] }
export type ClausePlace = { readonly list: 'all' | 'any'; readonly index: number }

type Placed = ClausePlace & { readonly clause: Clause }

const placed = (list: 'all' | 'any', clauses: readonly Clause[]): Placed[] =>
  clauses.map((clause, index) => ({ list, index, clause }))

/**
 * Clauses that cannot hold together, each pair or group told once: two values of one field, a tag that must be and must not
 * be there, hours that exclude each other. What is found is surely wrong; what is not found may still never happen.
 */
export const contradictions = ({ all, any }: Conditions): Finding[] => {
  const every = placed('all', all)
  const found = conflicts(every)
  if (found.length > 0 || any.length === 0) return found
  const options = placed('any', any)
  const impossible = options.filter((option) => conflicts([...every, option]).length > 0)
  if (impossible.length < options.length) return []
  return [{ message: 'none of "any" can hold together with "all"', clauses: impossible.map(bare) }]
}

const bare = ({ list, index }: Placed): ClausePlace => ({ list, index })

const conflicts = (clauses: readonly Placed[]): Finding[] => {
  const groups = [...Map.groupBy(clauses.flatMap(implied), ({ subject }) => subject).values()]
  return groups.flatMap((group) => {
    if (group.length < 2 || !clash(group.map(({ clause }) => clause))) return []
    const blamed = [...new Set(group.map(({ from }) => from))]
    const names = blamed.map(({ list, index, clause }) => `${list}[${index}] (${clause.raw.field})`)
    return [{ message: `${names.join(' and ')} cannot hold together`, clauses: blamed.map(bare) }]
  })
}

type Said = { readonly subject: string; readonly clause: Clause; readonly from: Placed }

const ALIASES: { readonly [field: string]: string } = { due_at: 'due_date', schedule_id: 'set_schedule' }
const STATES = /^(NEW|OPEN|PENDING|HOLD|SOLVED|CLOSED)$/

/** A clause by its subject; hours in a status say which status it is, too. */
const implied = (from: Placed): Said[] => {
  const { clause } = from
  const name = clause.field.name
  const isBusiness = clause.operator.endsWith('_business_hours')
  const subject = `${ALIASES[name] ?? name}${isBusiness ? ' in business hours' : ''}`
  const own = { subject, clause, from }
  return STATES.test(name) ? [own, { subject: 'status', clause: inStatus(clause), from }] : [own]
}

const inStatus = (clause: Clause): Clause => ({
  ...clause,
  field: { ...clause.field, name: 'status' },
  operator: 'is',
  operand: { kind: 'scalars', values: [clause.field.name.toLowerCase()] },
})

const clash = (clauses: readonly Clause[]): boolean =>
  clashOfTags(clauses) || clashOfHours(clauses) || clashOfValues(clauses)

const clashOfValues = (clauses: readonly Clause[]): boolean => {
  const subject: Subject = newSubject()
  for (const clause of clauses) if (isSingleValued(clause)) learn(subject, clause)
  return isImpossible(subject)
}

/** A multi-select holds many values, a list of people many people, and a comment that is public was made as well. */
const isSingleValued = ({ field, operand }: Clause): boolean =>
  !/^(cc|follower|comment_is_public|role|requester_role)$/.test(field.name) &&
  !(field.operators.includes('includes') && field.operators.includes('present')) &&
  operand.kind !== 'hours'

const clashOfTags = (clauses: readonly Clause[]): boolean => {
  const tagsOf = (operator: string): (readonly string[])[] =>
    clauses.flatMap((clause) =>
      clause.operator === operator && clause.operand.kind === 'tags' ? [clause.operand.tags] : [],
    )
  const absent = new Set(tagsOf('not_includes').flat())
  return tagsOf('includes').some((wanted) => wanted.every((tag) => absent.has(tag)))
}

/** Whole hours that all of them leave. `less_than` of an `until` includes equality. */
const clashOfHours = (clauses: readonly Clause[]): boolean => {
  let [least, most] = [0, Number.POSITIVE_INFINITY]
  for (const { operator, operand, field } of clauses) {
    if (operand.kind !== 'hours') continue
    const { hours } = operand
    const isUntil = field.name.startsWith('until_')
    if (operator.startsWith('is')) [least, most] = [Math.max(least, hours), Math.min(most, hours)]
    else if (operator.startsWith('greater')) least = Math.max(least, hours + 1)
    else most = Math.min(most, isUntil ? hours : hours - 1)
  }
  return least > most
}

/** Conditions that nothing here ever meets: of other products, of somebody who does not act, of tickets out of reach. */
export const neverFires = (conditions: Conditions, place: Place): Finding[] => {
  const every = placed('all', conditions.all).filter(({ clause }) => neverHolds(clause, place))
  const findings = every.map((one) => ({
    message: `${one.list}[${one.index}] (${one.clause.raw.field}) never holds`,
    clauses: [bare(one)],
  }))
  const options = placed('any', conditions.any)
  const never = options.filter(({ clause }) => neverHolds(clause, place))
  if (options.length > 0 && never.length === options.length)
    findings.push({ message: 'nothing in "any" ever holds', clauses: never.map(bare) })
  return [...findings, ...contradictions(conditions)]
}

const neverHolds = (clause: Clause, place: Place): boolean => {
  const { field, operator, operand } = clause
  if (field.name.startsWith('requester_twitter_')) return true
  const isPositive = operator === 'is' || operator === 'includes'
  if (isPositive && /^(received_from|sent_to|via_subtype_id)$/.test(field.name)) return true
  if (operand.kind === 'hours') return operator.startsWith('less_than') && isNoTime(clause)
  if (place !== 'automation') return false
  // Automations act for nobody, and leave closed tickets alone.
  if (isPositive && operand.kind === 'who' && operand.who === 'current_user') return true
  return field.name === 'status' && isPositive && isOnly(operand, 'closed')
}

const isNoTime = ({ field, operand }: Clause): boolean =>
  operand.kind === 'hours' && operand.hours === 0 && !field.name.startsWith('until_')

const isOnly = (operand: Clause['operand'], word: string): boolean =>
  operand.kind === 'scalars' && operand.values.every((value) => value === word)

const ANCHORS = new Set(['status', 'type', 'group_id', 'assignee_id', 'requester_id'])

/** Whether `all` says nothing of status, type, group, assignee and requester: views and automations need one of them. */
export const lacksAnchor = ({ all }: Conditions): boolean => !all.some(({ field }) => ANCHORS.has(field.name))

/** Whether `all` says nothing of time: automations need that. */
export const lacksTime = ({ all }: Conditions): boolean =>
  !all.some(({ field }) => field.window !== undefined)

/** Whether a rule as it is stored has more than 65 kB. */
export const isTooLarge = (body: object): boolean => JSON.stringify(body).length > MAX_RULE_CHARACTERS
