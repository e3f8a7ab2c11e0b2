import { err, ok } from '../../kernel/index.ts'
import type { FieldSpec } from './condition.ts'
import type { CountFacts } from './facts.ts'
import { ORDER, textOf } from './kinds.ts'

/** How often something happened to the ticket, this update included. */
const count = (name: string, of: keyof CountFacts): FieldSpec => ({
  name,
  places: ['trigger'],
  operators: ['is', ...ORDER],
  cost: 2,
  parse: (value) => {
    const text = textOf(value)?.trim() ?? ''
    return /^\d{1,9}$/.test(text)
      ? ok({ kind: 'scalars', values: [Number(text)] })
      : err('must be a whole number')
  },
  compile: (operator, operand) => {
    const limit = operand.kind === 'scalars' ? Number(operand.values[0]) : 0
    return ({ counts }) => {
      if (!counts) return false
      if (operator === 'is') return counts[of] === limit
      return operator === 'less_than' ? counts[of] < limit : counts[of] > limit
    }
  },
})

export const COUNT_ENTRIES: readonly FieldSpec[] = [
  count('reopens', 'reopens'),
  count('replies', 'replies'),
  count('agent_stations', 'agentStations'),
  count('group_stations', 'groupStations'),
  count('number_of_incidents', 'incidents'),
]
