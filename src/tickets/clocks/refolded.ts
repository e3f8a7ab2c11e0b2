import type { Id, Instant } from '../../kernel/index.ts'
import type { MetricEvent } from '../../sla/core/index.ts'
import { type Clocked, type ClockedAudit, clocksTakenBack } from '../core/clocks/replay.ts'
import type { TicketClocks } from '../core/clocks/ticket-clocks.ts'
import type { TicketEvent } from '../core/event.ts'
import type { Context, Policy } from '../core/index.ts'
import type { Ticket } from '../core/ticket.ts'
import { SYSTEM_AUTHOR } from '../save.ts'
import type { PackedColumns } from '../store.ts'

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
  /** Of a reevaluation: the whole past as it has been seen since. */
  readonly rederived?: readonly Refolded<A>[]
}

/** A stored audit as the fold of time reads it. */
export const clockedAudit = (
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

/** Of an audit that takes back another in place: the clocks before that one. */
export const takenBack = (
  events: readonly TicketEvent[],
  steps: readonly Refolded[],
): Clocked | undefined => {
  const undone = events.find((event) => event.type === 'undone')
  if (undone?.type !== 'undone' || undone.mode !== 'in_place') return undefined
  const place = steps.findIndex(({ audit }) => audit.seq === undone.seq)
  const metricEvents = steps[place]?.metricEvents ?? []
  return clocksTakenBack(steps.at(-1)?.clocks ?? null, {
    clocks: steps[place - 1]?.clocks ?? null,
    metricEvents,
  })
}
