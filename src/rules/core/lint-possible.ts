import type { Clause, Scalar } from './condition.ts'
import { SCORES } from './scores.ts'

/** What is known of one value when some clauses hold: it is one of `among` (if known), and none of `besides`. */
type Possible = { among: Set<Scalar> | null; readonly besides: Set<Scalar> }

/** Fields whose values are a closed list, in their order; unset first where there may be none. */
const WORDS: { readonly [field: string]: readonly Scalar[] } = {
  status: ['new', 'open', 'pending', 'hold', 'solved', 'closed'],
  type: [null, 'question', 'incident', 'problem', 'task'],
  priority: [null, 'low', 'normal', 'high', 'urgent'],
  satisfaction_score: SCORES,
}

/** What clauses on one subject together leave possible, now and before the update. */
export type Subject = {
  readonly now: Possible
  readonly before: Possible
  /** Whether it must have changed, or must not; null: neither is said. */
  changed: boolean | null
  isImpossible: boolean
}

export const newSubject = (): Subject => ({
  now: { among: null, besides: new Set() },
  before: { among: null, besides: new Set() },
  changed: null,
  isImpossible: false,
})

/** Adds what a clause says; clauses whose values cannot be told apart say nothing. */
export const learn = (subject: Subject, { field, operator, operand }: Clause): void => {
  if (operator === 'changed' || operator.startsWith('value')) learnChange(subject, true)
  if (operator === 'not_changed') learnChange(subject, false)
  if (operator === 'present') none(subject.now, [null])
  if (operator === 'not_present') only(subject.now, [null])
  const values = valuesOf(operand)
  if (values === null) return
  if (operator === 'is' || operator === 'includes' || operator === 'value') only(subject.now, values)
  if (operator === 'is_not' || operator === 'not_includes') none(subject.now, values)
  if (operator === 'value_previous') only(subject.before, values)
  const words = WORDS[field.name]
  if (words && (operator === 'less_than' || operator === 'greater_than'))
    only(subject.now, beyond(words, values[0] ?? null, operator === 'greater_than'))
}

/** Who acts, or a word in a text, may be anything. */
const valuesOf = (operand: Clause['operand']): readonly Scalar[] | null =>
  operand.kind === 'scalars' ? operand.values : null

const beyond = (words: readonly Scalar[], limit: Scalar, isAbove: boolean): readonly Scalar[] => {
  const place = words.indexOf(limit)
  return isAbove ? words.slice(place + 1) : words.slice(0, Math.max(place, 0))
}

const only = (possible: Possible, values: readonly Scalar[]): void => {
  const { among } = possible
  possible.among = new Set(among ? values.filter((value) => among.has(value)) : values)
}

const none = (possible: Possible, values: readonly Scalar[]): void => {
  for (const value of values) possible.besides.add(value)
}

const learnChange = (subject: Subject, changed: boolean): void => {
  if (subject.changed !== null && subject.changed !== changed) subject.isImpossible = true
  subject.changed = changed
}

/** Whether nothing is left that the subject could be. */
export const isImpossible = ({ now, before, changed, isImpossible: told }: Subject): boolean => {
  if (told || isEmpty(now) || isEmpty(before)) return true
  const [one, other] = [single(now), single(before)]
  if (one === undefined || other === undefined || changed === null) return false
  return changed ? one === other : one !== other
}

const left = ({ among, besides }: Possible): Scalar[] | null =>
  among && [...among].filter((value) => !besides.has(value))

const isEmpty = (possible: Possible): boolean => left(possible)?.length === 0

const single = (possible: Possible): Scalar | undefined => {
  const values = left(possible)
  return values?.length === 1 ? values[0] : undefined
}
