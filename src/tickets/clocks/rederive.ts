import type { Facts } from '../../rules/core/index.ts'
import { type MetricEvent, selectPolicy } from '../../sla/core/index.ts'
import { findOrganization, findPerson } from '../core/attempt.ts'
import { hoursOf } from '../core/clocks/decide-clocks.ts'
import type { Chosen } from '../core/clocks/entry.ts'
import type { Rederived } from '../core/clocks/reevaluate.ts'
import { type Clocked, type ClockedAudit, replayClocks } from '../core/clocks/replay.ts'
import type { Policy } from '../core/index.ts'
import { unpackContext, unpackEvents } from '../pack.ts'
import { clockedAudit, type FoldedAudit, type Refolded, takenBack } from './refolded.ts'

/** A ticket's time as it would be if one policy had held all along: its filters are asked anew at every update. */
export const rederive = <A extends FoldedAudit>(
  steps: readonly Refolded<A>[],
  policy: Policy,
): Refolded<A>[] => {
  const hours = hoursOf(policy)
  const derived: Refolded<A>[] = []
  for (const [index, { audit, ticket }] of steps.entries()) {
    const events = unpackEvents(audit)
    const clocks = derived.at(-1)?.clocks ?? null
    const past = clockedAudit(audit, { events, policy, ticket, last: steps[index - 1] })
    const isReevaluation = events.some(({ type }) => type === 'clocks_reevaluated')
    const clocked: Clocked = isReevaluation
      ? { clocks, metricEvents: [] }
      : (takenBack(events, derived) ?? replayClocks(clocks, past, hours, () => chosen(past, audit)))
    derived.push({ audit, ticket, policy, ...clocked })
  }
  return derived
}

/** What has been told of a ticket, beside what there would be to tell under a policy. */
export const rederivedFrom = (steps: readonly Refolded[], policy: Policy): Rederived => ({
  standing: wholeOf(steps),
  derived: wholeOf(rederive(steps, policy)),
})

/** A ticket's time after its last audit, and everything that was told of it. */
export const wholeOf = (steps: readonly Refolded[]): Clocked => ({
  clocks: steps.at(-1)?.clocks ?? null,
  metricEvents: steps.flatMap((step): readonly MetricEvent[] => step.metricEvents),
})

const chosen = (past: ClockedAudit, audit: FoldedAudit): Chosen => {
  const { policies, groupPolicies } = past.policy.clocks
  if (policies.length === 0 && groupPolicies.length === 0) return { policy: null, groupPolicy: null }
  const facts = factsOf(past, audit)
  return { policy: selectPolicy(policies, facts), groupPolicy: selectPolicy(groupPolicies, facts) }
}

/** What filters of SLA policies may ask about: never what was written in a comment. */
const factsOf = ({ ticket, before, actorId, policy, at }: ClockedAudit, audit: FoldedAudit): Facts => {
  const context = unpackContext(audit)
  return {
    ticket,
    before,
    update: { isCreation: before === null, actorId, channel: String(audit.via.channel), comment: null },
    description: null,
    people: {
      person: (id) => findPerson(context, id),
      organization: (id) => findOrganization(context, id),
      roleKind: (person) => policy.roles.get(person.roleId)?.kind ?? 'end_user',
    },
    at,
    folded: new Map(),
  }
}
