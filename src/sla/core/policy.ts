import type { Conditions, Predicate } from '../../rules/core/index.ts'
import type { Metric, Priority } from './metric.ts'

/** One promise: so much time for one metric at one priority. */
export type Target = {
  readonly priority: Priority
  readonly metric: Metric
  readonly targetSeconds: number
  /** Counted in the ticket's schedule, else in calendar time. */
  readonly businessHours: boolean
  /** Owed by contract (SLA), or our own aim (SLO). Both are clocked alike. */
  readonly commitment: 'contract' | 'objective'
}

/**
 * What a policy may add to when clocks start and are fulfilled, by metric.
 * Source: https://developer.zendesk.com/api-reference/ticketing/business-rules/sla_policies/ (`metrics_settings`).
 */
export const SETTINGS = {
  first_reply_time: [
    'activate_on_ticket_created_for_end_user',
    'activate_on_agent_ticket_created_for_end_user_with_internal_note',
    'activate_on_light_agent_on_email_forward_ticket_from_end_user',
    'activate_on_agent_created_ticket_for_self',
    'fulfill_on_agent_internal_note',
  ],
  next_reply_time: [
    'fulfill_on_non_requesting_agent_internal_note_after_activation',
    'activate_on_end_user_added_internal_note',
    'activate_on_agent_requested_ticket_with_public_comment_or_internal_note',
    'activate_on_light_agent_internal_note',
  ],
  periodic_update_time: ['activate_on_agent_internal_note'],
} as const

type SettingsOf = typeof SETTINGS
export type Setting = {
  [metric in keyof SettingsOf]: `${metric}.${SettingsOf[metric][number]}`
}[keyof SettingsOf]

/** An SLA policy, or a group SLA policy, ready for use. */
export type Policy = {
  /** What it is known by: two versions of one policy share it. */
  readonly id: string
  readonly title: string
  readonly targets: readonly Target[]
  readonly settings: ReadonlySet<Setting>
  /** The schedule of its tickets, where they have none of their own. */
  readonly schedule: string | null
  readonly matches: Predicate
  /** The same, clause by clause: the form that explains. */
  readonly conditions?: Conditions
}

/** The first policy, in order of position, that matches. */
export const selectPolicy = (policies: readonly Policy[], facts: Parameters<Predicate>[0]): Policy | null =>
  policies.find((policy) => policy.matches(facts)) ?? null

/** The target of a metric, `null` without one: no priority, no promise. */
export const targetOf = (policy: Policy | null, metric: Metric, priority: Priority | null): Target | null => {
  if (!policy || priority === null) return null
  // Zendesk keeps next reply targets only beside first reply targets.
  if (metric === 'next_reply_time' && !policy.targets.some((one) => one.metric === 'first_reply_time'))
    return null
  return policy.targets.find((one) => one.metric === metric && one.priority === priority) ?? null
}
