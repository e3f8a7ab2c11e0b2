import type { Place } from './condition.ts'

const CHANGES: readonly Place[] = ['trigger', 'automation', 'macro']
const UNATTENDED: readonly Place[] = ['trigger', 'automation']
const TRIGGERS: readonly Place[] = ['trigger']
const MACROS: readonly Place[] = ['macro']

/** Where actions may stand (`zendesk-api.md` 3.2). */
const PLACES: { readonly [field: string]: readonly Place[] } = {
  status: CHANGES,
  type: CHANGES,
  kind: CHANGES,
  resolution_code: CHANGES,
  priority: CHANGES,
  custom_status_id: CHANGES,
  ticket_form_id: CHANGES,
  group_id: CHANGES,
  assignee_id: CHANGES,
  set_tags: CHANGES,
  current_tags: CHANGES,
  remove_tags: CHANGES,
  follower: CHANGES,
  cc: CHANGES,
  share_ticket: CHANGES,
  satisfaction_score: UNATTENDED,
  notification_user: UNATTENDED,
  notification_group: UNATTENDED,
  notification_target: UNATTENDED,
  notification_webhook: UNATTENDED,
  locale_id: UNATTENDED,
  tweet_requester: UNATTENDED,
  deflection: UNATTENDED,
  brand_id: TRIGGERS,
  set_schedule: TRIGGERS,
  add_skills: TRIGGERS,
  set_skills: TRIGGERS,
  remove_skills: TRIGGERS,
  side_conversation: ['trigger', 'macro'],
  side_conversation_slack: ['trigger', 'macro'],
  side_conversation_ticket: ['trigger', 'macro'],
  subject: MACROS,
  comment_value: MACROS,
  comment_value_html: MACROS,
  comment_mode_is_public: MACROS,
  attachment: MACROS,
}

/** Custom fields of the ticket are set anywhere; those of people and organisations by rules alone. */
export const placesOfAction = (field: string): readonly Place[] => {
  if (Object.hasOwn(PLACES, field)) return PLACES[field] ?? []
  return /^(?:custom_fields|ticket_fields)_/.test(field) ? CHANGES : UNATTENDED
}
