/** Called by rules (`notification_webhook`), not by events. */
export const BY_RULES = 'conditional_ticket_events'

const PREFIX = 'zen:event-type:'

/** What happens to a ticket, as subscriptions name it (zendesk-api.md 2.15). */
const TICKET_EVENTS = [
  ...(['created', 'status_changed', 'custom_status_changed', 'priority_changed', 'type_changed'] as const),
  ...(['subject_changed', 'tags_changed', 'custom_field_changed', 'external_id_changed'] as const),
  ...(['form_changed', 'brand_changed', 'organization_changed', 'requester_changed'] as const),
  ...(['submitter_changed', 'agent_assignment_changed', 'group_assignment_changed'] as const),
  ...(['followers_changed', 'email_ccs_changed', 'problem_link_changed', 'task_due_at_changed'] as const),
  ...(['schedule_changed', 'sla_policy_changed', 'comment_added', 'comment_made_private'] as const),
  ...(['comment_redacted', 'attachment_redacted_from_comment', 'csat_requested', 'csat_received'] as const),
  ...(['merged', 'marked_as_spam', 'soft_deleted', 'undeleted', 'permanently_deleted'] as const),
] as const
export type TicketEventName = (typeof TICKET_EVENTS)[number]

const USER_EVENTS = [
  ...(['created', 'deleted', 'merged', 'name_changed', 'alias_changed', 'external_id_changed'] as const),
  ...(['details_changed', 'notes_changed', 'tags_changed', 'time_zone_changed', 'role_changed'] as const),
  ...(['custom_field_changed', 'default_group_changed', 'active_changed', 'suspended_changed'] as const),
  ...(['last_login_changed', 'password_changed', 'only_private_comments_changed'] as const),
] as const

const ORGANIZATION_EVENTS = [
  ...(['created', 'deleted', 'merged', 'name_changed', 'external_id_changed', 'tags_changed'] as const),
  ...(['custom_field_changed', 'details_changed', 'notes_changed'] as const),
] as const

const typesOf = (subject: string, events: readonly string[]): string[] =>
  events.map((event) => `${PREFIX}${subject}.${event}`)

/** Every event type that can be subscribed to. */
export const EVENT_TYPES: ReadonlySet<string> = new Set([
  ...typesOf('ticket', TICKET_EVENTS),
  ...typesOf('user', USER_EVENTS),
  ...typesOf('organization', ORGANIZATION_EVENTS),
])

export const typeOf = (subject: 'ticket' | 'user' | 'organization', event: string): string =>
  `${PREFIX}${subject}.${event}`

/** What is wrong with subscriptions; undefined where nothing is. */
export const subscriptionsProblem = (subscriptions: readonly string[]): string | undefined => {
  const unknown = subscriptions.find((one) => one !== BY_RULES && !EVENT_TYPES.has(one))
  if (unknown !== undefined) return `${unknown.slice(0, 100)} is no event of this desk`
  if (subscriptions.includes(BY_RULES) && subscriptions.length > 1)
    return `${BY_RULES} cannot be combined with event types`
  return undefined
}
