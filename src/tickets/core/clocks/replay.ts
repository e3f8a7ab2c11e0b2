import type { HoursOf, MetricEvent } from '../../../sla/core/index.ts'
import type { Change } from '../change.ts'
import { isDue, type SlaPolicyChanged, type TicketEvent } from '../event.ts'
import type { Chosen, Happened } from './entry.ts'
import { passTime } from './pass-time.ts'
import type { TicketClocks } from './ticket-clocks.ts'
import { updateClocks } from './update-clocks.ts'

/** An audit as the fold of time reads it: everything in it is as it was, so filters are not asked again. */
export type ClockedAudit = Happened & { readonly change: Pick<Change, 'timer' | 'withoutClocks'> }

/** What there is to say of time after an audit. */
export type Clocked = {
  readonly clocks: TicketClocks | null
  readonly metricEvents: readonly MetricEvent[]
}

/**
 * The clocks after an audit, from those before it: what `decide` made of them at its time, or, where another choice of
 * policies is given, what it would have made. Taking back in place is not
 * for one audit to tell; see `clocksTakenBack`.
 */
export const replayClocks = (
  clocks: TicketClocks | null,
  audit: ClockedAudit,
  hoursOf: HoursOf,
  choose: (audit: ClockedAudit, clocks: TicketClocks | null) => Chosen = chosenIn,
): Clocked => {
  const { before, change, events, at } = audit
  if (change.withoutClocks) return { clocks, metricEvents: [] }
  const passed =
    before && clocks
      ? passTime(clocks, before, change.timer ? at : at - 1, hoursOf)
      : { clocks, metricEvents: [] }
  if (events.every(isDue) || events.some(isQuiet)) return passed
  const updated = updateClocks(passed.clocks, audit, choose(audit, passed.clocks), hoursOf)
  return { clocks: updated.clocks, metricEvents: [...passed.metricEvents, ...updated.metricEvents] }
}

/** Removals are no updates, and no rule runs on them. */
const isQuiet = ({ type }: TicketEvent): boolean =>
  type === 'deleted' || type === 'restored' || type === 'purged'

/** The policies that were selected: those that the audit names, else those from before. */
const chosenIn = ({ events, policy }: ClockedAudit, clocks: TicketClocks | null): Chosen => {
  const { policies, groupPolicies } = policy.clocks
  const idOf = (of: SlaPolicyChanged['of'], before: string | undefined): string | undefined => {
    const event = events.find((one) => one.type === 'sla_policy_changed' && one.of === of)
    return event?.type === 'sla_policy_changed' ? event.to?.id : before
  }
  const [id, groupId] = [idOf('ticket', clocks?.policy?.id), idOf('group', clocks?.groupPolicy?.id)]
  return {
    policy: policies.find((one) => one.id === id) ?? null,
    groupPolicy: groupPolicies.find((one) => one.id === groupId) ?? null,
  }
}

/**
 * The clocks after an audit was taken back in place: those before it, which are given. Its events are told once more,
 * to be ignored, and their numbers stay taken.
 */
export const clocksTakenBack = (now: TicketClocks | null, { clocks, metricEvents }: Clocked): Clocked => ({
  clocks: clocks && { ...clocks, sla: { ...clocks.sla, lastEventId: now?.sla.lastEventId ?? 0 } },
  metricEvents: metricEvents.map((event) => ({ ...event, deleted: true })),
})
