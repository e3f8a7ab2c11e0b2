import { HOUR_MS, type JsonObject } from '../../kernel/index.ts'
import type { Priority, Status } from '../core/ticket.ts'

/** What tickets weigh beside the time that is left of their promise, in hours: the account setting. */
export type Weights = {
  readonly priority: { readonly [priority in Priority]: number }
  readonly status: { readonly [status in 'new' | 'open' | 'pending' | 'hold']: number }
  readonly tiers: { readonly [tag: string]: number }
  readonly unpromised: number
}

/** What of a ticket its weight is made of; instants in milliseconds. */
export type Weighed = {
  readonly priority: Priority | null
  readonly status: Status
  readonly tags: readonly string[]
  readonly nextBreachAt: number | null
  readonly updatedAt: number
}

/** One part of a weight, and what it comes from. */
export type Term = {
  readonly term: 'priority' | 'status' | 'tier' | 'promise' | 'age'
  readonly value: string | number | null
  readonly hours: number
}

/**
 * Why a ticket stands where it stands in the queue, as of an instant: the sum of these is its weight. Everything grows
 * by an hour an hour, so that time alone changes no order and pages stay where they are.
 */
export const termsOf = (ticket: Weighed, weights: Weights, now: number): Term[] => {
  const { priority, status, nextBreachAt, updatedAt } = ticket
  const tier = heaviestTier(ticket.tags, weights)
  const since = (at: number): number => (now - at) / HOUR_MS
  return [
    { term: 'priority', value: priority, hours: priority === null ? 0 : weights.priority[priority] },
    { term: 'status', value: status, hours: weights.status[status as keyof Weights['status']] ?? 0 },
    { term: 'tier', value: tier, hours: tier === null ? 0 : weights.tiers[tier]! },
    nextBreachAt === null
      ? { term: 'age', value: updatedAt, hours: since(updatedAt) - weights.unpromised }
      : { term: 'promise', value: nextBreachAt, hours: since(nextBreachAt) },
  ]
}

const heaviestTier = (tags: readonly string[], { tiers }: Weights): string | null => {
  const own = tags.filter((tag) => Object.hasOwn(tiers, tag))
  return own.length === 0 ? null : own.reduce((a, b) => (tiers[b]! > tiers[a]! ? b : a))
}

export const weightOf = (terms: readonly Term[]): number => terms.reduce((sum, { hours }) => sum + hours, 0)

/** The weights in a document of the account settings, of which whoever wrote it saw that they are right. */
export const weightsIn = (body: JsonObject | undefined, standard: Weights): Weights => {
  const given = body?.queue_weights as Partial<Weights> | undefined
  return { ...standard, ...given }
}
