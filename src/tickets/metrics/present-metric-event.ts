import { instantOf, MINUTE_MS, toIso } from '../../kernel/index.ts'
import type { TicketMetricEvent } from '../clocks/read-clocks.ts'

/** The metric event of zendesk-api.md 4.3. Group SLA policies are known by their texts, SLA policies by numbers. */
export const presentMetricEvent = (event: TicketMetricEvent): object => ({
  id: event.id,
  ticket_id: event.ticketId,
  metric: event.metric,
  instance_id: event.instance,
  type: event.type,
  time: toIso(instantOf(event.at)),
  ...(event.deleted ? { deleted: true } : {}),
  ...target(event),
  ...(event.status
    ? { status: { calendar: minutes(event.status.calendarMs), business: minutes(event.status.businessMs) } }
    : {}),
})

const minutes = (ms: number): number => Math.floor(ms / MINUTE_MS)

const target = ({ type, sla }: TicketMetricEvent): object => {
  if (sla === undefined) return {}
  const isGroups = type === 'apply_group_sla'
  const { policyId, policy, targetSeconds, businessHours } = sla
  const applied = {
    target: Math.ceil(targetSeconds / 60),
    target_in_seconds: targetSeconds,
    business_hours: businessHours,
    policy: { id: isGroups ? policyId : Number(policyId), title: policy, description: null },
  }
  return isGroups ? { group_sla: applied } : { sla: applied }
}

/** In the order in which metric events are told: by time, then by id. */
export const inOrder = (events: readonly TicketMetricEvent[]): TicketMetricEvent[] =>
  [...events].sort((a, b) => a.at - b.at || a.id - b.id)
