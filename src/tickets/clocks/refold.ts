import type { Id, Instant } from '../../kernel/index.ts'
import type { MetricEvent } from '../../sla/core/index.ts'
import { hoursOf } from '../core/clocks/decide-clocks.ts'
import { type Clocked, type ClockedAudit, clocksTakenBack, replayClocks } from '../core/clocks/replay.ts'
import type { TicketClocks } from '../core/clocks/ticket-clocks.ts'
import type { TicketEvent } from '../core/event.ts'
import { foldAudit } from '../core/fold.ts'
import type { Context, Policy } from '../core/index.ts'
import type { Ticket } from '../core/ticket.ts'
import { unpackAudit, unpackEvents } from '../pack.ts'
import type { Policies } from '../policies.ts'
import { SYSTEM_AUTHOR } from '../save.ts'
import { type PackedColumns, packedOf } from '../store.ts'

/** What of a stored audit the folds read. */
export type FoldedAudit = PackedColumns & {
  readonly ticket_id: Id
  readonly seq: number
  readonly id: Id
  readonly created_at: Instant
  readonly author_id: Id
  readonly policy_version: number
}

/** After one audit: the ticket, its clocks with every instance of every metric, and what was told of them then. */
export type Refolded<A extends FoldedAudit = FoldedAudit> = {
  readonly audit: A
  readonly ticket: Ticket
  readonly policy: Policy
  readonly clocks: TicketClocks | null
  readonly metricEvents: readonly MetricEvent[]
}

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
      replayClocks(last?.clocks ?? null, clockedAudit(audit, { events, policy, ticket, last }), hours)
    steps.push({ audit, ticket, policy, ...clocked })
  }
  return steps
}

const clockedAudit = (
  audit: FoldedAudit,
  {
    events,
    policy,
    ticket,
    last,
  }: {
    readonly events: readonly TicketEvent[]
    readonly policy: Policy
    readonly ticket: Ticket
    readonly last: Refolded | undefined
  },
): ClockedAudit => ({
  before: last?.ticket ?? null,
  ticket,
  events,
  actorId: audit.author_id === SYSTEM_AUTHOR ? null : audit.author_id,
  // Roles stand beside the texts that are folded away: nothing need be unpacked.
  context: audit.context as unknown as Context,
  policy,
  at: audit.created_at,
  change: audit.change as ClockedAudit['change'],
})

const takenBack = (events: readonly TicketEvent[], steps: readonly Refolded[]): Clocked | undefined => {
  const undone = events.find((event) => event.type === 'undone')
  if (undone?.type !== 'undone' || undone.mode !== 'in_place') return undefined
  const place = steps.findIndex(({ audit }) => audit.seq === undone.seq)
  const metricEvents = steps[place]?.metricEvents ?? []
  return clocksTakenBack(steps.at(-1)?.clocks ?? null, {
    clocks: steps[place - 1]?.clocks ?? null,
    metricEvents,
  })
}
