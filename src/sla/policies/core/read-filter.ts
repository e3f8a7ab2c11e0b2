import type { FieldError, JsonObject } from '../../../kernel/index.ts'
import { type Clause, parseConditions } from '../../../rules/core/index.ts'
import { type FilterBody, GROUP_SLA_POLICY_KIND } from './policy-body.ts'
import type { Reading } from './reading.ts'

export type FilterInput = {
  readonly all?: readonly unknown[] | null | undefined
  readonly any?: readonly unknown[] | null | undefined
}

/** More characters than any filter has; Zendesk's bound for rules. */
const MAX_CHARACTERS = 65_536

/** Reads a filter as it was written. Errors name the clause: `filter.all[2]`. */
export const readFilter = (input: FilterInput, reading: Reading): FilterBody => {
  const { kind, catalogue, errors } = reading
  if (JSON.stringify(input).length > MAX_CHARACTERS)
    errors.push({ field: 'filter', error: 'TooLong', description: 'can have at most 65 kB' })
  const parsed = parseConditions(input, { place: 'sla', catalogue, mayBeEmpty: true })
  if (!parsed.ok) errors.push(...parsed.error.map(fieldError))
  else if (kind === GROUP_SLA_POLICY_KIND) errors.push(...groupErrors(parsed.value))
  if (!parsed.ok) return { all: [], any: [] }
  return { all: parsed.value.all.map(written), any: parsed.value.any.map(written) }
}

/** `all[2]: unknown field "x"` is about `filter.all[2]`. */
const fieldError = (text: string): FieldError => {
  const [place = '', ...rest] = text.split(': ')
  return { field: `filter.${place}`, error: 'InvalidValue', description: rest.join(': ') }
}

/** Ownership is of groups: such a policy names those it is for, among what must all hold. */
const groupErrors = ({ all, any }: { all: readonly Clause[]; any: readonly Clause[] }): FieldError[] => {
  const error = 'InvalidValue'
  if (any.length > 0)
    return [{ field: 'filter.any', error, description: 'cannot be used in group SLA policies' }]
  const isNamed = all.some(({ raw, operator }) => raw.field === 'group_id' && operator.endsWith('includes'))
  const description = 'must hold a condition on group_id with the operator includes or not_includes'
  return isNamed ? [] : [{ field: 'filter.all', error, description }]
}

const written = ({ raw }: Clause): JsonObject => ({
  field: raw.field,
  operator: raw.operator,
  value: raw.value,
})
