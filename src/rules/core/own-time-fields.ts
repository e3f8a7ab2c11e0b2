import { err, type Instant, instantOf, MINUTE_MS, ok, toIsoMs } from '../../kernel/index.ts'
import type { SqlContext } from './columns.ts'
import type { FieldSpec, Operand, Operator, Place, Predicate } from './condition.ts'
import type { Facts } from './facts.ts'
import { FALSE, type Fragment, sqlOf } from './fragment.ts'
import { EQUALITY, FULL_ORDER, oneOf, property, question, textOf } from './kinds.ts'
import { cast } from './kinds-sql.ts'

const PLACES: readonly Place[] = ['trigger', 'automation', 'view', 'routing']
const STAGES = ['first_reply', 'next_reply', 'resolution']

const breachAt = ({ times }: Facts): Instant | null => times?.shownBreachAt ?? null

/** Minutes to the breach of the target that is shown, cut to whole ones: negative once it is missed. */
const minutesToBreach: FieldSpec = {
  name: 'sla_minutes_to_breach',
  places: PLACES,
  operators: FULL_ORDER,
  cost: 2,
  parse: (value) => {
    const minutes = Number(textOf(value)?.trim() || Number.NaN)
    const isSane = Number.isInteger(minutes) && Math.abs(minutes) <= 10_000_000
    return isSane ? ok({ kind: 'scalars', values: [minutes] }) : err('must be a whole number of minutes')
  },
  compile: (operator, operand) => {
    const limit = limitMs(operator, operand)
    const isUnder = operator.startsWith('less_than')
    return (facts) => {
      const at = breachAt(facts)
      return at !== null && at - facts.at < limit === isUnder
    }
  },
  sql: (operator, operand, { columns, at }) => {
    const edge = instant(at + limitMs(operator, operand))
    const { value } = columns.shownBreachAt
    return operator.startsWith('less_than') ? sqlOf`${value} < ${edge}` : sqlOf`${value} >= ${edge}`
  },
}

/** Whole minutes less than 5 are times less than 5:00; up to 5 they are times less than 6:00. */
const limitMs = (operator: Operator, operand: Operand): number => {
  const minutes = operand.kind === 'scalars' ? Number(operand.values[0]) : 0
  const isInclusive = operator === 'less_than_equal' || operator === 'greater_than'
  return (isInclusive ? minutes + 1 : minutes) * MINUTE_MS
}

const instant = (ms: number): Fragment => cast(toIsoMs(instantOf(ms)), 'timestamptz')

/** Whether the shown target is, or was, used up so many minutes from now. */
const within = (ahead: (minutes: readonly number[]) => number | null) => ({
  holds: ((facts) => {
    const [at, minutes] = [breachAt(facts), ahead(facts.desk?.warnMinutes ?? [])]
    return at !== null && minutes !== null && at - minutes * MINUTE_MS <= facts.at
  }) satisfies Predicate,
  sql: ({ columns, at, warnMinutes }: SqlContext): Fragment => {
    const minutes = ahead(warnMinutes)
    if (minutes === null) return FALSE
    return sqlOf`coalesce(${columns.shownBreachAt.value} <= ${instant(at + minutes * MINUTE_MS)}, false)`
  },
})

const yesOrNo = (name: string, { holds, sql }: ReturnType<typeof within>): FieldSpec =>
  question({
    name,
    places: PLACES,
    operators: EQUALITY,
    isImplied: true,
    blank: 'true',
    answers: { true: holds, false: (facts) => !holds(facts) },
    inTables: { true: sql, false: (context) => sqlOf`(not ${sql(context)})` },
  })

const furthest = (minutes: readonly number[]): number | null =>
  minutes.length === 0 ? null : Math.max(...minutes)

/** Ours: what a ticket's targets are up to, for rules that look at it rather than wait for it. */
export const OWN_TIME_ENTRIES: readonly FieldSpec[] = [
  minutesToBreach,
  yesOrNo(
    'sla_is_breached',
    within(() => 0),
  ),
  yesOrNo('sla_warning_fired', within(furthest)),
  {
    ...property({
      name: 'sla_stage',
      places: PLACES,
      operators: EQUALITY,
      read: () => null,
      parse: oneOf(STAGES, true),
      column: 'stage',
    }),
    compile: (operator, operand) => {
      const wanted = operand.kind === 'scalars' ? operand.values[0] : null
      return ({ times }) => ((times?.stage ?? null) === wanted) === (operator === 'is')
    },
  },
]
