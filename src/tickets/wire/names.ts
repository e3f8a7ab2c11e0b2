import type { Id } from '../../kernel/index.ts'
import type { SettableName, Via } from '../core/ticket.ts'

/** The wire's names of ticket properties. */
export const FIELD_NAMES: { readonly [name in SettableName | 'submitterId' | 'scheduleId']: string } = {
  subject: 'subject',
  status: 'status',
  customStatusId: 'custom_status_id',
  type: 'type',
  priority: 'priority',
  requesterId: 'requester_id',
  submitterId: 'submitter_id',
  assigneeId: 'assignee_id',
  groupId: 'group_id',
  organizationId: 'organization_id',
  brandId: 'brand_id',
  formId: 'ticket_form_id',
  problemId: 'problem_id',
  externalId: 'external_id',
  recipient: 'recipient',
  dueAt: 'due_at',
  nextUpdateAt: 'next_update_at',
  scheduleId: 'schedule_id',
  kind: 'kind',
  resolutionCode: 'resolution_code',
}

/** One installation is one account. */
export const ACCOUNT_ID = 1

/** A ticket's channel by the wire's `via_id`, by number or by name (zendesk-api.md 3.3). */
const CHANNELS: { readonly [viaId: string]: string } = {
  0: 'web',
  web_form: 'web',
  4: 'email',
  mail: 'email',
  5: 'api',
  web_service: 'api',
  29: 'chat',
  chat: 'chat',
  33: 'voice',
  voicemail: 'voice',
  34: 'voice',
  phone_call_inbound: 'voice',
  35: 'voice',
  phone_call_outbound: 'voice',
  44: 'voice',
  api_voicemail: 'voice',
  45: 'voice',
  api_phone_call_inbound: 'voice',
  46: 'voice',
  api_phone_call_outbound: 'voice',
  48: 'web_widget',
  web_widget: 'web_widget',
  49: 'mobile_sdk',
  mobile_sdk: 'mobile_sdk',
  50: 'help_center',
  helpcenter: 'help_center',
  57: 'sms',
  sms: 'sms',
}

export const channelOfViaId = (viaId: string | number): string | undefined =>
  Object.hasOwn(CHANNELS, viaId) ? CHANNELS[viaId] : undefined

export const viaOf = (channel: string): Via => ({ channel, source: { from: {}, to: {}, rel: null } })

/** Absolute links: `origin` is what the client used. */
export const links = {
  ticket: (origin: string, id: Id): string => `${origin}/api/v2/tickets/${id}.json`,
  ticketField: (origin: string, id: Id): string => `${origin}/api/v2/ticket_fields/${id}.json`,
  ticketForm: (origin: string, id: Id): string => `${origin}/api/v2/ticket_forms/${id}.json`,
  customStatus: (origin: string, id: Id): string => `${origin}/api/v2/custom_statuses/${id}.json`,
  request: (origin: string, id: Id): string => `${origin}/api/v2/requests/${id}.json`,
  requestComment: (origin: string, id: Id, commentId: Id): string =>
    `${origin}/api/v2/requests/${id}/comments/${commentId}.json`,
  attachment: (origin: string, id: Id): string => `${origin}/api/v2/attachments/${id}.json`,
}
