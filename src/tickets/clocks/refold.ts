import type { HoursOf } from '../../sla/core/index.ts'
import { hoursOf } from '../core/clocks/decide-clocks.ts'
import { reevaluateClocks } from '../core/clocks/reevaluate.ts'
import { type Clocked, replayClocks } from '../core/clocks/replay.ts'
import type { TicketEvent } from '../core/event.ts'
import { foldAudit } from '../core/fold.ts'
import type { Policy } from '../core/index.ts'
import { unpackAudit, unpackEvents } from '../pack.ts'
import type { Policies } from '../policies.ts'
import { packedOf } from '../store.ts'
import { rederive, wholeOf } from './rederive.ts'
import { clockedAudit, type FoldedAudit, type Refolded, takenBack } from './refolded.ts'

/** Rebuilds a ticket and its clocks from its audits alone, each under the version of the policy that it names. */
export const refold = async <A extends FoldedAudit>(
  audits: readonly A[],
  policies: Policies,
): Promise<Refolded<A>[]> => {
  const steps: Refolded<A>[] = []
  for (const audit of audits) {
    const last = steps.at(-1)
    const events = unpackEvents(audit)
    const ticket = foldAudit(last?.ticket ?? null, {
      ticketId: audit.ticket_id,
      seq: audit.seq,
      at: audit.created_at,
      // Only the creation says how a ticket came in.
      via: last?.ticket.via ?? unpackAudit(packedOf(audit)).via,
      events: events.map((event, index) => ({ id: audit.id + 1 + index, event })),
    })
    const policy = await policies.at(audit.policy_version)
    const past = policies.pastHours(policy, last?.clocks ?? null)
    const hours = hoursOf(policy, past && (await past))
    const clocked =
      takenBack(events, steps) ??
      reevaluated(audit, events, { steps, policy, hours }) ??
      replayClocks(last?.clocks ?? null, clockedAudit(audit, { events, policy, ticket, last }), hours)
    steps.push({ audit, ticket, policy, ...clocked })
  }
  return steps
}

type Past<A extends FoldedAudit> = {
  readonly steps: readonly Refolded<A>[]
  readonly policy: Policy
  readonly hours: HoursOf
}

const reevaluated = <A extends FoldedAudit>(
  audit: A,
  events: readonly TicketEvent[],
  { steps, policy, hours }: Past<A>,
): (Clocked & Pick<Refolded<A>, 'rederived'>) | undefined => {
  const last = steps.at(-1)
  if (last === undefined || !events.some(({ type }) => type === 'clocks_reevaluated')) return undefined
  const { ticket } = last
  const rederived = rederive(steps, policy)
  const whole = { standing: wholeOf(steps), derived: wholeOf(rederived) }
  const found = reevaluateClocks(whole, { ticket, at: audit.created_at, hoursOf: hours })
  const { clocks, metricEvents, passed } = found
  return {
    clocks,
    metricEvents,
    rederived: [...rederived, { audit, ticket, policy, clocks, metricEvents: passed }],
  }
}
