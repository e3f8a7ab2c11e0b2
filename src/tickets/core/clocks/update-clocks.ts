import {
  type HoursOf,
  type Metric,
  type MetricEvent,
  policyMetric,
  type Policy as SlaPolicy,
  type SlaState,
  step,
} from '../../../sla/core/index.ts'
import type { SlaTargetChanged, TicketEvent } from '../event.ts'
import { type Chosen, entryOf, type Happened } from './entry.ts'
import type { PolicyRef, TicketClocks } from './ticket-clocks.ts'

export type Updated = {
  readonly clocks: TicketClocks | null
  readonly metricEvents: readonly MetricEvent[]
  /** What its audit tells of policies and targets: applied, changed, removed. */
  readonly events: readonly TicketEvent[]
}

/**
 * One update of a ticket, after all rules have run. A ticket without clocks (an imported one) gets them now; nothing
 * starts the clocks of a closed one.
 */
export const updateClocks = (
  clocks: TicketClocks | null,
  happened: Happened,
  chosen: Chosen,
  hoursOf: HoursOf,
): Updated => {
  const isOver = happened.before?.status === 'closed'
  if (isOver) return { clocks, metricEvents: [], events: [] }
  const entry = entryOf(happened, chosen, clocks?.sla.tally.updatedAt ?? 0)
  const stepped = step(clocks?.sla ?? null, entry, hoursOf)
  const now = { policy: refOf(chosen.policy), groupPolicy: refOf(chosen.groupPolicy) }
  return {
    clocks: {
      sla: stepped.state,
      // What falls due in this very second is told when the second is over.
      toldUntil: Math.max(clocks?.toldUntil ?? 0, entry.at - 1),
      warnMinutes: happened.policy.settings.slaWarningMinutes,
      remindMinutes: happened.policy.settings.nextUpdateReminderMinutes,
      closeAfterDays: happened.policy.settings.closeAfterDays,
      customStatusAt: isRelabelled(happened) ? entry.at : (clocks?.customStatusAt ?? entry.at),
      ...now,
    },
    metricEvents: stepped.events,
    events: [
      ...policyEvents('ticket', clocks?.policy ?? null, now.policy),
      ...policyEvents('group', clocks?.groupPolicy ?? null, now.groupPolicy),
      ...stepped.events.flatMap((event) => targetEvents(clocks?.sla ?? null, event)),
    ],
  }
}

const isRelabelled = ({ before, ticket }: Happened): boolean =>
  before !== null && before.customStatusId !== ticket.customStatusId

const refOf = (policy: SlaPolicy | null): PolicyRef | null => policy && { id: policy.id, title: policy.title }

/** Tells that another policy holds now. */
export const policyEvents = (
  of: 'ticket' | 'group',
  from: PolicyRef | null,
  to: PolicyRef | null,
): TicketEvent[] =>
  from?.id === to?.id && from?.title === to?.title ? [] : [{ type: 'sla_policy_changed', of, from, to }]

const targetEvents = (before: SlaState | null, event: MetricEvent): TicketEvent[] => {
  if (event.type !== 'apply_sla' && event.type !== 'apply_group_sla') return []
  const { metric, instance } = policyMetric(event.metric, event.instance)
  const { sla } = event
  return [
    {
      type: 'sla_target_changed',
      metric,
      from: targetBefore(before, metric, instance),
      to: sla ? { seconds: sla.targetSeconds, businessHours: sla.businessHours } : null,
    },
  ]
}

const targetBefore = (
  before: SlaState | null,
  metric: Metric,
  instance: number,
): SlaTargetChanged['from'] => {
  const clock = before?.clocks[before.latest[metric] ?? -1]
  const isSame = clock?.instance === instance && clock.cancelledAt === null
  return isSame && clock.target
    ? { seconds: clock.target.targetSeconds, businessHours: clock.target.businessHours }
    : null
}
