import { isId, type Json, type JsonObject } from '../../../kernel/index.ts'
import { APPROVAL_BREAK_GLASS, APPROVAL_KINDS } from '../../../platform/policy/index.ts'
import { LOCALES, readDomain, readEmail, readWeights, STANDARD_WEIGHTS } from '../../core/index.ts'

/** One setting of the desk as clients know it: `group.name`. */
export type Setting = {
  readonly group: string
  readonly name: string
  /** Reads what a client wrote; the error is the end of a sentence. Absent: it follows from something else. */
  readonly read?: (value: unknown) => Json | Wrong
  /** Where it stands in the document of the account settings. */
  readonly key: string
  readonly standard: Json
}

export class Wrong {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

const flag = (value: unknown): Json | Wrong =>
  typeof value === 'boolean' ? value : new Wrong('must be true or false')

const oneOf =
  (...choices: readonly string[]) =>
  (value: unknown): Json | Wrong =>
    choices.find((choice) => choice === value) ?? new Wrong(`must be one of ${choices.join(', ')}`)

const wholeNumber =
  (least: number, most: number) =>
  (value: unknown): Json | Wrong =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? value
      : new Wrong(`must be a whole number from ${least} to ${most}`)

const text =
  (max: number, least = 0) =>
  (value: unknown): Json | Wrong => {
    if (typeof value !== 'string') return new Wrong('must be a text')
    const line = value
      .toWellFormed()
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim()
    if (line.length < least) return new Wrong('cannot be blank')
    return line.length > max ? new Wrong(`is too long (maximum is ${max} characters)`) : line
  }

const color = (value: unknown): Json | Wrong =>
  typeof value === 'string' && /^#?[0-9a-f]{6}$/i.test(value)
    ? value.replace('#', '').toUpperCase()
    : new Wrong('must be a color of six hexadecimal digits')

const idOrNull = (value: unknown): Json | Wrong =>
  value === null || isId(value) ? value : new Wrong('must be an id')

const localeIds = (value: unknown): Json | Wrong => {
  const isKnown = (id: unknown): boolean => LOCALES.some((one) => one.id === id)
  if (!Array.isArray(value) || value.length === 0 || !value.every(isKnown))
    return new Wrong('must be a list of ids of languages')
  return [...new Set(value as number[])]
}

const domains = (value: unknown): Json | Wrong => {
  if (!Array.isArray(value) || value.length > 1000) return new Wrong('must be a list of at most 1000 domains')
  const read = value.map((one) => readDomain(String(one)))
  const names = read.flatMap((domain) => (domain.ok ? [domain.value] : []))
  return names.length === read.length ? [...new Set(names)].sort() : new Wrong('must be a list of domains')
}

const MAX_WARNINGS = 10

const minutesList = (value: unknown): Json | Wrong => {
  const isMinute = (one: unknown): boolean =>
    Number.isInteger(one) && Number(one) > 0 && Number(one) <= 525_600
  if (!Array.isArray(value) || value.length > MAX_WARNINGS || !value.every(isMinute))
    return new Wrong(`must be a list of at most ${MAX_WARNINGS} whole minutes`)
  return [...new Set(value as number[])].sort((a, b) => a - b)
}

const HAND_OVER_FIELDS = ['summary', 'state', 'next_step', 'promised_at']

const handOverFields = (value: unknown): Json | Wrong =>
  Array.isArray(value) && value.every((name) => HAND_OVER_FIELDS.includes(String(name)))
    ? HAND_OVER_FIELDS.filter((name) => value.includes(name))
    : new Wrong(`must be a list of ${HAND_OVER_FIELDS.join(', ')}`)

const MAX_KINDS = 50

/** Names of kinds as `GET /api/v2/policy_versions` tells them; a later release may have more of them. */
const kindsOfPolicy = (value: unknown): Json | Wrong =>
  Array.isArray(value) &&
  value.length <= MAX_KINDS &&
  value.every((kind) => /^[a-z_]{1,40}$/.test(String(kind)))
    ? [...new Set(value as string[])].sort()
    : new Wrong(`must be a list of at most ${MAX_KINDS} kinds of policy`)

const daysOrNull = (value: unknown): Json | Wrong => (value === null ? null : wholeNumber(1, 36_500)(value))

const weights = (value: unknown): Json | Wrong =>
  readWeights(value) ?? new Wrong('must say hours for priorities, statuses and tags, and what is unpromised')

const PRIORITIES = ['low', 'normal', 'high', 'urgent']

const minutesByPriority = (value: unknown): Json | Wrong => {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  const isRight = ([priority, minutes]: [string, unknown]): boolean =>
    PRIORITIES.includes(priority) &&
    Number.isInteger(minutes) &&
    Number(minutes) > 0 &&
    Number(minutes) <= 525_600
  return isRecord && Object.entries(value).every(isRight)
    ? (value as Json)
    : new Wrong('must say whole minutes for priorities')
}

const MAX_BLOCKED = 1_000

const addressesOrDomains = (value: unknown): Json | Wrong => {
  const wrong = new Wrong(`must be a list of at most ${MAX_BLOCKED} addresses and domains`)
  if (!Array.isArray(value) || value.length > MAX_BLOCKED) return wrong
  const read = value.map((one) => (/.@/.test(String(one)) ? readEmail(String(one)) : readDomain(String(one))))
  const names = read.flatMap((one) => (one.ok ? [one.value] : []))
  return names.length === read.length ? [...new Set(names)].sort() : wrong
}

type Entry = readonly [name: string, standard: Json, read?: Setting['read'], key?: string]

const group = (name: string, entries: readonly Entry[]): Setting[] =>
  entries.map(([setting, standard, read, key]) => ({
    group: name,
    name: setting,
    standard,
    key: key ?? `${name}.${setting}`,
    ...(read === undefined ? {} : { read }),
  }))

/** Those of the groups without a reader are fixed: they say what this product is like. */
export const SETTINGS: readonly Setting[] = [
  ...group('branding', [
    ['header_color', '03363D', color],
    ['page_background_color', 'FFFFFF', color],
    ['tab_background_color', '7FA239', color],
    ['text_color', 'FFFFFF', color],
    ['header_logo_url', null],
    ['favicon_url', null],
  ]),
  ...group('tickets', [
    ['assign_tickets_upon_solve', true, flag, 'assign_tickets_upon_solve'],
    ['auto_assign_single_group', true, flag, 'auto_assign_single_group'],
    ['comments_public_by_default', true, flag, 'comments_public_by_default'],
    ['is_first_comment_private_enabled', true, flag, 'first_comment_may_be_private'],
    ['status_hold', true, flag, 'status_hold'],
    ['comment_email_ccs_allowed', true, flag, 'email_ccs_allowed'],
    ['ticket_followers_allowed', true, flag, 'followers_allowed'],
    ['follower_and_email_cc_collaborations', true],
    ['private_attachments', false, flag, 'private_attachments'],
    ['agent_email_ccs_become_followers', false],
    ['light_agent_email_ccs_allowed', true],
    ['agent_ticket_deletion', false],
    ['agent_collision', true],
    ['allow_group_reset', true],
    ['chat_sla_enablement', false],
    ['custom_statuses_enabled', true],
    ['edit_ticket_skills_permission', 0],
    ['email_attachments', false],
    ['emoji_autocompletion', true, flag],
    ['list_empty_views', true, flag],
    ['list_newest_comments_first', true, flag],
    ['markdown_ticket_comments', false, flag],
    ['rich_text_comments', true, flag],
    ['maximum_personal_views_to_list', 8, wholeNumber(1, 100)],
    ['tagging', true],
    ['using_skill_based_routing', false],
  ]),
  ...group('agents', [
    ['agent_home', false],
    ['agent_workspace', true],
    ['focus_mode', false],
    ['idle_timeout_enabled', false],
    ['unified_agent_statuses', false],
  ]),
  ...group('api', [
    ['accepted_api_agreement', true],
    ['api_password_access', 'false'],
    ['api_token_access', 'true'],
    ['oauth_password_grant', false, flag],
  ]),
  ...group('brands', [
    ['default_brand_id', null, idOrNull, 'default_brand_id'],
    ['require_brand_on_new_tickets', false, flag, 'brand_required'],
  ]),
  ...group('groups', [['check_group_name_uniqueness', true]]),
  ...group('limits', [['attachment_size', 52_428_800]]),
  ...group('localization', [['locale_ids', LOCALES.map(({ id }) => id), localeIds, 'locale_ids']]),
  ...group('routing', [
    ['enabled', false],
    ['autorouting_tag', ''],
  ]),
  ...group('rule', [
    ['macro_most_used', true, flag],
    ['macro_order', 'alphabetical', oneOf('alphabetical', 'position')],
    ['skill_based_filtered_views', []],
    ['using_skill_based_routing', false],
  ]),
  ...group('side_conversations', [
    ['email_channel', false],
    ['msteams_channel', false],
    ['show_in_context_panel', false],
    ['slack_channel', false],
    ['tickets_channel', false],
  ]),
  ...group('ticket_form', [
    ['default_form_id', null, idOrNull, 'default_form_id'],
    ['ticket_forms_instructions', '', text(1000)],
    ['raw_ticket_forms_instructions', '', undefined, 'ticket_form.ticket_forms_instructions'],
  ]),
  ...group('user', [
    ['agent_created_welcome_emails', true],
    ['end_user_phone_number_validation', false],
    ['have_gravatars_enabled', false],
    ['language_selection', true],
    ['multiple_organizations', true],
    ['tagging', true],
    ['time_zone_selection', true],
  ]),
  ...group('active_features', [
    ['allow_ccs', true, undefined, 'email_ccs_allowed'],
    ['business_hours', true],
    ['customer_satisfaction', true],
    ['light_agents', true],
    ['on_hold_status', true, undefined, 'status_hold'],
    ['organization_access_enabled', true],
    ['ticket_forms', true],
    ['ticket_tagging', true],
    ['user_org_fields', true],
    ['user_tagging', true],
  ]),
  ...group('email', [
    ['agent_forwarding', true, flag, 'agent_email_forwarding'],
    ['cc_blocklist', [], addressesOrDomains, 'cc_blocklist'],
    ['raw_mail_retention_days', null, daysOrNull, 'raw_mail_retention_days'],
  ]),
  ...group('desk', [
    ['name', 'Mainstay', text(255, 1), 'account_name'],
    ['staff_domains', [], domains, 'staff_domains'],
    ['undo_window_seconds', 30, wholeNumber(0, 300), 'undo_window_seconds'],
    ['sla_warning_minutes', [30], minutesList, 'sla_warning_minutes'],
    ['queue_weights', STANDARD_WEIGHTS, weights, 'queue_weights'],
    ['next_update_minutes', {}, minutesByPriority, 'next_update_minutes'],
    ['next_update_reminder_minutes', [15], minutesList, 'next_update_reminder_minutes'],
    ['close_after_days', 28, daysOrNull, 'close_after_days'],
    ['resolution_code_required', false, flag, 'resolution_code_required'],
    ['hand_over_required_fields', ['summary', 'next_step'], handOverFields, 'hand_over_required_fields'],
    [APPROVAL_KINDS, [], kindsOfPolicy, APPROVAL_KINDS],
    [APPROVAL_BREAK_GLASS, false, flag, APPROVAL_BREAK_GLASS],
  ]),
]

/** All settings, by group, as a document of the account settings says them. */
export const presentSettings = (body: JsonObject): Record<string, Record<string, Json>> => {
  const shown: Record<string, Record<string, Json>> = {}
  for (const { group: name, name: setting, key, standard } of SETTINGS)
    shown[name] = { ...shown[name], [setting]: body[key] ?? standard }
  shown.tickets = { ...shown.tickets, collaboration: collaborates(body) }
  return shown
}

const collaborates = (body: JsonObject): boolean =>
  body.email_ccs_allowed !== false || body.followers_allowed !== false
