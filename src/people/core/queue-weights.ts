import type { Json } from '../../kernel/index.ts'

const MOST_HOURS = 10_000
const MAX_TIERS = 20
const PRIORITIES = ['low', 'normal', 'high', 'urgent']
const STATUSES = ['new', 'open', 'pending', 'hold']

/**
 * What makes a ticket weigh more than the time that is left of its promise, in hours: `tiers` by tag, of several the
 * heaviest; a ticket without a promise weighs as if it had one `unpromised` hours after its last update.
 */
export const STANDARD_WEIGHTS = {
  priority: { low: -8, normal: 0, high: 8, urgent: 24 },
  status: { new: 0, open: 0, pending: -48, hold: -24 },
  tiers: {},
  unpromised: 72,
} as const

/** Reads the weights of the queue; undefined: they are none. Parts that are left out are as standard. */
export const readWeights = (value: unknown): Json | undefined => {
  if (!isRecord(value)) return undefined
  const priority = hoursOf(value.priority, PRIORITIES)
  const status = hoursOf(value.status, STATUSES)
  const tiers = tiersOf(value.tiers ?? {})
  const { unpromised = STANDARD_WEIGHTS.unpromised } = value
  if (!priority || !status || !tiers || !isHours(unpromised)) return undefined
  return {
    priority: { ...STANDARD_WEIGHTS.priority, ...priority },
    status: { ...STANDARD_WEIGHTS.status, ...status },
    tiers,
    unpromised,
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isHours = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= MOST_HOURS

const hoursOf = (value: unknown, names: readonly string[]): Record<string, number> | undefined => {
  if (value === undefined) return {}
  if (!isRecord(value)) return undefined
  const isRight = Object.entries(value).every(([name, hours]) => names.includes(name) && isHours(hours))
  return isRight ? (value as Record<string, number>) : undefined
}

const tiersOf = (value: unknown): Record<string, number> | undefined => {
  if (!isRecord(value)) return undefined
  const tiers = Object.entries(value)
  const isTag = (tag: string): boolean => /^[^\s,]{1,255}$/u.test(tag) && tag === tag.toLowerCase()
  const isRight = tiers.length <= MAX_TIERS && tiers.every(([tag, hours]) => isTag(tag) && isHours(hours))
  return isRight ? (value as Record<string, number>) : undefined
}
