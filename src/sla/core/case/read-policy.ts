import { METRICS, PRIORITIES } from '../metric.ts'
import { type Policy, SETTINGS, type Setting, type Target } from '../policy.ts'
import { readFilter } from './filter.ts'
import type { Names } from './names.ts'
import { readFlag, readList, readRec, readText, readWord, refuse } from './read.ts'

export type PolicyKind = 'sla' | 'group'

const MEMBERS = [
  'filter',
  'schedule',
  'policy_metrics',
  'metrics_settings',
  'position',
  'url',
  'created_at',
  'updated_at',
]

/** Reads policies in their order; those with the same title are one policy at different times. */
export const readPolicies = (raw: unknown, field: string, kind: PolicyKind, names: Names): Policy[] =>
  readList(raw, field, 1000).map((one, index) => readPolicy(one, `${field}[${index}]`, kind, names))

const readPolicy = (raw: unknown, field: string, kind: PolicyKind, names: Names): Policy => {
  const policy = readRec(raw, field, MEMBERS)
  const title = readText(policy.title, `${field}.title`)
  const { schedule = null } = policy
  return {
    id: title,
    title,
    targets: readTargets(policy.policy_metrics, `${field}.policy_metrics`, kind),
    settings: readSettings(policy.metrics_settings, `${field}.metrics_settings`),
    schedule: schedule === null ? null : readText(schedule, `${field}.schedule`),
    matches: readFilter(policy.filter, `${field}.filter`, names),
  }
}

const readTargets = (raw: unknown, field: string, kind: PolicyKind): Target[] => {
  const targets = readList(raw, field, 100).map((one, index) => readTarget(one, `${field}[${index}]`, kind))
  const keys = targets.map(({ metric, priority }) => `${metric} at ${priority}`)
  const twice = keys.findIndex((key, index) => keys.indexOf(key) < index)
  return twice < 0 ? targets : refuse(`${field}[${twice}]`, `is a second target for ${keys[twice]}`)
}

const TARGET_MEMBERS = [
  'priority',
  'metric',
  'target',
  'target_in_seconds',
  'business_hours',
  'commitment',
] as const

const readTarget = (raw: unknown, field: string, kind: PolicyKind): Target => {
  const target = readRec(raw, field, TARGET_MEMBERS)
  const metrics = METRICS.filter((metric) => (metric === 'group_ownership_time') === (kind === 'group'))
  return {
    priority: readWord(target.priority, `${field}.priority`, PRIORITIES),
    metric: readWord(target.metric, `${field}.metric`, metrics),
    targetSeconds: readSeconds(target.target, target.target_in_seconds, field),
    businessHours: readFlag(target.business_hours ?? false, `${field}.business_hours`),
    commitment: readWord(target.commitment ?? 'contract', `${field}.commitment`, ['contract', 'objective']),
  }
}

/** Ten years: more is a mistake. */
const MAX_SECONDS = 10 * 366 * 86_400

const readSeconds = (minutes: unknown, seconds: unknown, field: string): number => {
  const isExact = seconds !== undefined && seconds !== null
  const name = isExact ? `${field}.target_in_seconds` : `${field}.target`
  const given = isExact ? seconds : typeof minutes === 'number' ? minutes * 60 : minutes
  if (typeof given !== 'number' || !Number.isInteger(given) || given < 1 || given > MAX_SECONDS)
    return refuse(name, `must be a number of ${isExact ? 'seconds' : 'minutes'} above 0, at most ten years`)
  return given
}

const readSettings = (raw: unknown, field: string): ReadonlySet<Setting> => {
  const metrics = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]
  const settings = readRec(raw ?? {}, field, metrics)
  return new Set(
    metrics.flatMap((metric) => {
      const names: readonly string[] = SETTINGS[metric]
      const flags = readRec(settings[metric] ?? {}, `${field}.${metric}`, names)
      const isOn = (name: string): boolean => readFlag(flags[name] ?? false, `${field}.${metric}.${name}`)
      return names.filter(isOn).map((name) => `${metric}.${name}` as Setting)
    }),
  )
}
