import type { FieldError } from '../../../kernel/index.ts'
import { METRICS, PRIORITIES } from '../../core/metric.ts'
import { COMMITMENTS, SLA_POLICY_KIND, type TargetBody } from './policy-body.ts'
import type { Reading } from './reading.ts'

/** A target as it is asked for. */
export type TargetInput = {
  readonly priority?: string | null | undefined
  readonly metric?: string | null | undefined
  /** Minutes in an SLA policy; seconds in a group SLA policy, as in every example that Zendesk gives. */
  readonly target?: number | null | undefined
  /** Goes before `target`. */
  readonly target_in_seconds?: number | null | undefined
  readonly business_hours?: boolean | null | undefined
  readonly commitment?: string | null | undefined
}

/** The least is Zendesk's; more than ten years is a mistake. */
const SECONDS = { min: 15, max: 10 * 366 * 86_400 } as const

/** Reads targets; one for each metric and priority. What is wrong goes to `errors`, named by its place. */
export const readTargets = (inputs: readonly TargetInput[], { kind, errors }: Reading): TargetBody[] => {
  const before = errors.length
  const targets = inputs.map((input, index) =>
    readTarget(input, `policy_metrics[${index}]`, { kind, errors }),
  )
  if (errors.length > before) return []
  errors.push(...doubles(targets))
  return targets
}

const doubles = (targets: readonly TargetBody[]): FieldError[] => {
  const keys = targets.map(({ metric, priority }) => `${metric} at priority ${priority}`)
  return keys.flatMap((key, index): FieldError[] =>
    keys.indexOf(key) === index
      ? []
      : [
          {
            field: `policy_metrics[${index}]`,
            error: 'DuplicateValue',
            description: `is a second target for ${key}`,
          },
        ],
  )
}

type Errors = Pick<Reading, 'kind' | 'errors'>

const readTarget = (input: TargetInput, field: string, { kind, errors }: Errors): TargetBody => {
  const word = <Word extends string>(name: keyof TargetInput, words: readonly Word[]): Word => {
    const found = words.find((one) => one === input[name])
    if (found === undefined) errors.push(wrong(`${field}.${name}`, `must be one of ${words.join(', ')}`))
    return found ?? words[0]!
  }
  const metrics = METRICS.filter((one) => (one === 'group_ownership_time') !== (kind === SLA_POLICY_KIND))
  return {
    priority: word('priority', PRIORITIES),
    metric: word('metric', metrics),
    target_in_seconds: readSeconds(input, field, { kind, errors }),
    business_hours: input.business_hours ?? false,
    commitment: input.commitment == null ? 'contract' : word('commitment', COMMITMENTS),
  }
}

const readSeconds = (
  { target, target_in_seconds: seconds }: TargetInput,
  field: string,
  { kind, errors }: Errors,
): number => {
  const isMinutes = seconds == null && kind === SLA_POLICY_KIND
  const given = seconds ?? (target == null ? null : isMinutes ? target * 60 : target)
  const name = `${field}.${seconds == null ? 'target' : 'target_in_seconds'}`
  if (given === null) errors.push({ ...wrong(name, 'cannot be blank'), error: 'BlankValue' })
  else if (given < SECONDS.min || given > SECONDS.max)
    errors.push(
      wrong(
        name,
        isMinutes ? 'must be 1 minute to ten years' : `must be ${SECONDS.min} seconds to ten years`,
      ),
    )
  return given ?? 0
}

const wrong = (field: string, description: string): FieldError => ({
  field,
  error: 'InvalidValue',
  description,
})
