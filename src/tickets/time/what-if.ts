import type { Id } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import { type ClockView, finish, METRICS } from '../../sla/core/index.ts'
import { type TicketTime, timesOf } from '../clocks/read-clocks.ts'
import { rederive } from '../clocks/rederive.ts'
import { refold } from '../clocks/refold.ts'
import { hoursOf } from '../core/clocks/decide-clocks.ts'
import type { PolicyRef } from '../core/clocks/ticket-clocks.ts'
import type { Policy } from '../core/index.ts'
import type { Room } from '../room.ts'
import { auditsOf } from '../verify-store.ts'

/** One clock of a ticket today, and as it would be. */
export type ClockPair = { readonly today: ClockView | null; readonly proposed: ClockView | null }

/** A ticket's clocks as they are, beside those that proposed policies would have given it from the beginning. */
export type Supposed = {
  readonly ticketId: Id
  readonly policy: { readonly today: PolicyRef | null; readonly proposed: PolicyRef | null }
  readonly clocks: readonly ClockPair[]
}

/** What would be different: of the tickets that the viewer sees and that have clocks, by id. */
export const suppose = async (
  { ground, policies }: Room,
  viewer: Viewer,
  ids: readonly Id[],
  propose: (policy: Policy) => Policy,
): Promise<Supposed[]> => {
  const { db } = ground
  const times = await timesOf({ db, policies }, viewer, ids)
  const audits = Map.groupBy(await auditsOf(db, [...times.keys()]), (audit) => audit.ticket_id)
  const now = ground.clock.now()
  const supposed: Supposed[] = []
  for (const [ticketId, time] of [...times].sort(([a], [b]) => a - b)) {
    const steps = await refold(audits.get(ticketId) ?? [], policies)
    const proposal = propose(time.policy)
    const today = steps.at(-1)?.clocks
    const proposed = rederive(steps, proposal).at(-1)?.clocks
    if (!today || !proposed) continue
    const sides = [
      { clocks: today, hoursOf: time.hoursOf },
      { clocks: proposed, hoursOf: hoursOf(proposal) },
    ] as const
    supposed.push({
      ticketId,
      policy: { today: today.policy, proposed: proposed.policy },
      clocks: clockPairs(...sides, now),
    })
  }
  return supposed
}

type Side = Pick<TicketTime, 'clocks' | 'hoursOf'>

/** Clocks of two sides, each beside its like, as of an instant. */
export const clockPairs = (today: Side, proposed: Side, now: number): ClockPair[] => {
  const [is, would] = [viewsOf(today, now), viewsOf(proposed, now)]
  return [...new Set([...is.keys(), ...would.keys()])]
    .map((name) => ({ today: is.get(name) ?? null, proposed: would.get(name) ?? null }))
    .sort((a, b) => placeOf(a) - placeOf(b))
}

const placeOf = ({ today, proposed }: ClockPair): number => {
  const { metric, instance } = (today ?? proposed)!
  return METRICS.indexOf(metric) * 1_000_000 + instance
}

const viewsOf = ({ clocks: { sla }, hoursOf }: Side, now: number): ReadonlyMap<string, ClockView> => {
  const { clocks } = finish(sla, Math.max(now, sla.tally.updatedAt), hoursOf)
  return new Map(clocks.map((clock) => [`${clock.metric}/${clock.instance}`, clock]))
}

/** What of a clock would be different. */
export const differences = ({ today, proposed }: ClockPair): string[] => {
  if (today === null || proposed === null) return ['target']
  const isSameTarget =
    today.targetSeconds === proposed.targetSeconds && today.businessHours === proposed.businessHours
  return [
    ...(today.policyId === proposed.policyId && today.policy === proposed.policy ? [] : ['policy']),
    ...(isSameTarget ? [] : ['target']),
    ...(today.breachedAt === proposed.breachedAt ? [] : ['breach']),
    ...(today.state === proposed.state ? [] : ['state']),
  ]
}
