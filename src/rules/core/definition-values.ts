import type { Id } from '../../kernel/index.ts'
import { LOCALES } from '../../people/core/index.ts'
import type { Place } from './condition.ts'
import { SCORES } from './scores.ts'
import { KINDS } from './support-fields.ts'
import { channels } from './via.ts'

export type Named = { readonly id: Id | string; readonly name: string }

/** What a desk has that rules may name. Lists are of what is active, in the order in which they are shown. */
export type DeskValues = {
  readonly groups: readonly Named[]
  readonly agents: readonly Named[]
  readonly brands: readonly Named[]
  readonly forms: readonly Named[]
  readonly statuses: readonly Named[]
  readonly schedules: readonly Named[]
  readonly roles: readonly Named[]
  readonly webhooks: readonly Named[]
  readonly targets: readonly Named[]
  readonly satisfactionReasons: readonly { readonly code: number; readonly value: string }[]
  /** Custom ticket fields. */
  readonly fields: readonly FieldValues[]
  /** Custom fields of people and of organisations, by key. */
  readonly requesterFields: readonly (FieldValues & { readonly key: string })[]
  readonly organizationFields: readonly (FieldValues & { readonly key: string })[]
}

export type FieldValues = {
  readonly id: Id
  readonly name: string
  readonly type: string
  readonly options: readonly { readonly name: string; readonly value: string }[]
}

export type Choice = { readonly value: string; readonly title: string; readonly enabled: boolean }

/** How a value is given: one of a list, or written in some form. */
export type ValueForm = { readonly type: string; readonly values: readonly Choice[] }

export const chosen = (values: readonly (readonly [value: string, title: string])[]): ValueForm => ({
  type: 'list',
  values: values.map(([value, title]) => ({ value, title, enabled: true })),
})
export const written = (type: string): ValueForm => ({ type, values: [] })

const named = (list: readonly Named[], ...special: readonly (readonly [string, string])[]): ValueForm =>
  chosen([...special, ...list.map(({ id, name }) => [String(id), name] as const)])

const words = (...list: readonly string[]): ValueForm =>
  chosen(list.map((word) => [word, titled(word)] as const))

/** `current_via_id` → `Current via`. */
export const titled = (name: string): string => {
  const text = name.replace(/_id$/, '').replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const NOBODY = ['', '-'] as const
const ME = ['current_user', '(current user)'] as const
const ASKER = ['requester_id', '(requester)'] as const
const STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed']
const TYPES = ['question', 'incident', 'problem', 'task']
const PRIORITIES = ['low', 'normal', 'high', 'urgent']

/** How the value of a fixed condition is given. `choices`: words of its own. */
export const valuesOf = (
  name: string,
  choices: readonly string[] | undefined,
  desk: DeskValues,
  place: Place,
): ValueForm => {
  switch (name) {
    case 'priority':
      return chosen([NOBODY, ...PRIORITIES.map(pair)])
    case 'ticket_type_id':
      return chosen(TYPES.map((type, index) => [String(index + 1), titled(type)] as const))
    case 'group_id':
      return named(desk.groups, NOBODY, ...(place === 'view' ? [OWN_GROUPS] : []))
    case 'follower':
    case 'cc':
      return named(desk.agents, pair('present'), pair('not_present'), ME)
    case 'role':
    case 'requester_role':
      return named(desk.roles, pair('end_user'), pair('agent'), pair('admin'))
    case 'satisfaction_score':
      return chosen(SCORES.map(pair))
    case 'satisfaction_reason_code':
      return chosen(desk.satisfactionReasons.map(({ code, value }) => [String(code), value] as const))
    case 'via_id':
    case 'current_via_id':
      return chosen(channels().map(({ id, name: channel }) => [String(id), titled(channel)] as const))
    case 'sla_stage':
      return chosen([NOBODY, ...STAGES.map(pair)])
    case 'requester_id':
    case 'organization_id':
      return written('autocomplete')
    case 'exact_created_at':
    case 'ticket_due_date':
      return written('date')
    case 'locale_id':
      return languages()
    default:
      return choices ? words(...choices) : sharedValues(name, desk)
  }
}

/** How the value of a fixed action is given. */
export const actionValues = (name: string, desk: DeskValues, place: Place): ValueForm => {
  switch (name) {
    case 'status':
      return words(...(place === 'macro' ? STATUSES.slice(1, 5) : STATUSES))
    case 'priority':
      return words(...PRIORITIES)
    case 'group_id':
      return named(desk.groups, NOBODY, ...(place === 'macro' ? [OWN_GROUPS] : []))
    case 'follower':
    case 'cc':
      return named(desk.agents, ME)
    case 'satisfaction_score':
      return words('offered')
    case 'comment_mode_is_public':
      return words('true', 'false')
    case 'attachment':
      return written('attachment')
    case 'notification_user':
      return named(desk.agents, ...TOLD, ME)
    case 'notification_group':
      return named(desk.groups, ['group_id', '(assigned group)'])
    case 'notification_webhook':
      return named(desk.webhooks)
    case 'notification_target':
      return named(desk.targets)
    case 'locale_id':
      return languages()
    default:
      return sharedValues(name, desk)
  }
}

const STAGES = ['first_reply', 'next_reply', 'resolution']
const OWN_GROUPS = ['current_groups', '(current user’s groups)'] as const
const TOLD = [
  ['requester_id', '(requester)'],
  ['requester_and_ccs', '(requester and CCs)'],
  ['assignee_id', '(assignee)'],
  ['all_agents', '(all agents)'],
] as const

const languages = (): ValueForm =>
  chosen(LOCALES.map(({ id, nativeName }) => [String(id), nativeName] as const))

const sharedValues = (name: string, desk: DeskValues): ValueForm => {
  switch (name) {
    case 'status':
      return words(...STATUSES)
    case 'type':
      return chosen([NOBODY, ...TYPES.map(pair)])
    case 'kind':
      return chosen([NOBODY, ...KINDS.map(pair)])
    case 'custom_status_id':
      return named(desk.statuses)
    case 'assignee_id':
      return named(desk.agents, NOBODY, ME, ASKER)
    case 'brand_id':
      return named(desk.brands)
    case 'ticket_form_id':
      return named(desk.forms)
    case 'set_schedule':
    case 'schedule_id':
    case 'within_schedule':
    case 'ticket_schedule':
      return named(desk.schedules)
    case 'set_tags':
    case 'current_tags':
    case 'remove_tags':
      return written('tags')
    default:
      return written('text')
  }
}

const pair = (word: string): readonly [string, string] => [word, titled(word)]

/** How the value of a custom field is given. */
export const customValues = ({ type, options }: FieldValues): ValueForm => {
  if (type === 'checkbox') return words('true', 'false')
  if (type === 'tagger' || type === 'multiselect' || type === 'dropdown')
    return chosen(options.map(({ name, value }) => [value, name] as const))
  return written(type === 'date' ? 'date' : type === 'lookup' ? 'autocomplete' : 'text')
}
