/** The vocabulary against the published one: nothing that is documented is missing, and what is refused is named. */
import { expect, test } from 'vitest'
import { placesOfAction } from './action-places.ts'
import { actionFields } from './actions.ts'
import type { Place } from './condition.ts'
import { CATALOGUE } from './testing/facts.ts'
import { findField } from './vocabulary.ts'

const TR_AU: readonly Place[] = ['trigger', 'automation']
const TR_AU_VI: readonly Place[] = [...TR_AU, 'view']
const ALL: readonly Place[] = [...TR_AU_VI, 'sla']
const TR: readonly Place[] = ['trigger']
const AU_VI: readonly Place[] = ['automation', 'view']
const SL: readonly Place[] = ['sla']
const IS = ['is', 'is_not']
const ORDER = ['less_than', 'greater_than']
const WITHIN = ['includes', 'not_includes']
const TEXT = [...WITHIN, 'includes_string', 'not_includes_string']
const PRESENCE = ['present', 'not_present']
const CH = ['changed', 'not_changed', 'value', 'value_previous', 'not_value', 'not_value_previous']
const HOURS = ['is', ...ORDER].flatMap((operator) => [operator, `${operator}_business_hours`])
const DAYS = ['within_previous_n_days', 'within_next_n_days']
const FULL_ORDER = [...ORDER, 'less_than_equal', 'greater_than_equal']

type Documented = readonly [fields: string, operators: readonly string[], places: readonly Place[]]

/**
 * https://developer.zendesk.com/documentation/ticketing/reference-guides/conditions-reference/, and operators that
 * exported rules have besides. Custom fields are those of the desk of these tests: 1 text, 2 choice, 3 checkbox, 7 date.
 */
const CONDITIONS: readonly Documented[] = [
  ['status priority', [...IS, ...ORDER, ...CH], TR_AU_VI],
  ['custom_status_id', [...IS, ...WITHIN, ...CH], ALL],
  ['type', [...IS, ...CH], ALL],
  ['ticket_type_id', IS, SL],
  ['group_id', [...IS, ...WITHIN, ...CH], ALL],
  ['assignee_id requester_id organization_id brand_id ticket_form_id', [...IS, ...CH], ALL],
  ['current_tags', WITHIN, ALL],
  ['via_id', [...IS, ...WITHIN], ALL],
  ['current_via_id', IS, ['trigger', 'sla']],
  ['recipient', IS, ALL],
  ['custom_fields_1', [...IS, ...PRESENCE, ...TEXT, ...CH], ALL],
  ['custom_fields_2 custom_fields_3', [...IS, ...CH], ALL],
  ['custom_fields_7', [...IS, ...PRESENCE, ...FULL_ORDER, ...DAYS, ...CH], ALL],
  ['ticket_fields_1', [...IS, ...PRESENCE], SL],
  [
    'requester.custom_fields.tier organization.custom_fields.plan user.custom_fields_vip',
    [...IS, ...PRESENCE, ...TEXT],
    TR_AU,
  ],
  ['requester_role', IS, TR_AU],
  ['role requester_time_zone', IS, TR],
  ['received_from sent_to via_subtype_id', IS, TR_AU_VI],
  ['schedule_id set_schedule within_schedule ticket_schedule', IS, TR],
  ['locale_id', IS, TR_AU_VI],
  ['satisfaction_score', [...IS, ...ORDER, ...CH], TR_AU_VI],
  ['satisfaction_reason_code', [...IS, ...CH], ['trigger', 'view']],
  ['ticket_is_public', ['is'], TR_AU_VI],
  ['description_includes_word', [...WITHIN, ...IS], AU_VI],
  ['subject_includes_word comment_includes_word', [...WITHIN, ...IS], TR],
  ['comment_is_public update_type attachment cc in_business_hours', ['is'], TR],
  ['reopens replies agent_stations group_stations number_of_incidents', ['is', ...ORDER], TR],
  ['cc follower skills_match', ['is'], ['view']],
  ['exact_created_at', FULL_ORDER, SL],
  ['NEW OPEN PENDING HOLD SOLVED', HOURS, AU_VI],
  ['CLOSED', HOURS, ['view']],
  ['assigned_at updated_at requester_updated_at assignee_updated_at', HOURS, AU_VI],
  ['due_date due_at until_due_date', HOURS, AU_VI],
  ['sla_next_breach_at until_sla_next_breach_at', HOURS, AU_VI],
  ['requester_twitter_followers_count requester_twitter_statuses_count', ['is'], TR],
  ['requester_twitter_verified', ['is'], TR],
]

const documented = CONDITIONS.flatMap(([fields, operators, places]) =>
  fields.split(' ').map((field) => [field, operators, places] as const),
)

test.each(documented)('the condition %s has its operators, at its places', (field, operators, places) => {
  const spec = findField(field, CATALOGUE)
  if (typeof spec === 'string') throw new Error(spec)
  expect(operators.filter((operator) => !spec.operators.some((known) => known === operator))).toEqual([])
  expect(places.filter((place) => !spec.places.includes(place))).toEqual([])
})

const MA: readonly Place[] = ['macro']
const TR_AU_MA: readonly Place[] = [...TR_AU, ...MA]

/** https://developer.zendesk.com/documentation/ticketing/reference-guides/actions-reference/ */
const ACTIONS: readonly (readonly [fields: string, places: readonly Place[]])[] = [
  ['status type priority custom_status_id ticket_form_id group_id assignee_id', TR_AU_MA],
  ['set_tags current_tags remove_tags custom_fields_2 follower cc share_ticket', TR_AU_MA],
  ['requester.custom_fields.tier organization.custom_fields.plan', TR_AU],
  ['satisfaction_score notification_user notification_group', TR_AU],
  ['notification_target notification_webhook locale_id tweet_requester deflection', TR_AU],
  ['brand_id set_schedule add_skills set_skills remove_skills', TR],
  ['side_conversation side_conversation_slack side_conversation_ticket', ['trigger', 'macro']],
  ['subject comment_value comment_value_html comment_mode_is_public attachment', MA],
]

test('every documented action is known, at its places', () => {
  const known = new Set(actionFields())
  for (const [fields, places] of ACTIONS)
    for (const field of fields.split(' ')) {
      expect(known.has(field) || field.includes('custom_fields'), field).toBe(true)
      expect(
        places.filter((place) => !placesOfAction(field).includes(place)),
        field,
      ).toEqual([])
    }
})
