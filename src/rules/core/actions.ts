import { err, type Id, type Json, ok, parseId, type Result } from '../../kernel/index.ts'
import { readTags } from '../../people/core/index.ts'
import type { Action, Message, Recipients } from './action.ts'
import type { Catalogue, Place } from './condition.ts'
import { textOf, textsOf } from './kinds.ts'
import { KINDS } from './support-fields.ts'
import { MAX_TEMPLATE, placeholdersOf } from './template.ts'

export type ActionRules = { readonly place: Place; readonly catalogue: Catalogue }

/**
 * Reads a rule's actions, `[{field, value}]` as the wire writes them. Every error names its action:
 * `actions[1]: the value of group_id must be an id`.
 */
export const parseActions = (raw: unknown, rules: ActionRules): Result<readonly Action[], string[]> => {
  if (!Array.isArray(raw) || raw.length === 0) return err(['actions: at least one is needed'])
  const errors: string[] = []
  const actions = raw.flatMap((item: unknown, index) => {
    const action = parseAction(item, rules)
    if (action.ok) return [action.value]
    errors.push(`actions[${index}]: ${action.error}`)
    return []
  })
  return errors.length > 0 ? err(errors) : ok(actions)
}

type Read = (value: Json, rules: ActionRules) => Result<Action, string>

const parseAction = (raw: unknown, rules: ActionRules): Result<Action, string> => {
  const { field, value } = (raw ?? {}) as { field?: unknown; value?: unknown }
  if (typeof field !== 'string') return err('must have a field and a value')
  const custom = /^(?:custom_fields|ticket_fields)_(\d{1,16})$/.exec(field)
  const read = custom
    ? readField(custom[1] ?? '')
    : Object.hasOwn(READERS, field)
      ? READERS[field]
      : undefined
  if (!read) return err(`unknown action ${JSON.stringify(field)}`)
  const action = read((value ?? null) as Json, rules)
  return action.ok
    ? action
    : err(
        action.error.startsWith('is not')
          ? `${field} ${action.error}`
          : `the value of ${field} ${action.error}`,
      )
}

const word =
  (words: readonly string[], make: (word: string) => Action): Read =>
  (value) => {
    const text = textOf(value)?.trim().toLowerCase() ?? ''
    return words.includes(text) ? ok(make(text)) : err(`must be one of ${words.filter(Boolean).join(', ')}`)
  }

const id =
  (make: (id: Id) => Action): Read =>
  (value) => {
    const found = idOf(value)
    return found === undefined ? err('must be an id') : ok(make(found))
  }

/** An id, one of a few names, or (where `isNullable`) an empty text. */
const idOrName =
  <Name extends string, Nothing>(
    names: readonly Name[],
    nothing: readonly Nothing[],
    make: (who: Id | Name | Nothing) => Action,
  ): Read =>
  (value) => {
    const text = textOf(value)?.trim()
    const name = names.find((known) => known === text)
    const found = name ?? idOf(value)
    if (found !== undefined) return ok(make(found))
    if (text === '' && nothing.length > 0) return ok(make(nothing[0] as Nothing))
    return err(`must be an id${names.length > 0 ? ` or one of ${names.join(', ')}` : ''}`)
  }

const tags =
  (mode: 'set' | 'add' | 'remove'): Read =>
  (value) => {
    const texts = textsOf(value)
    const list = texts ? readTags(texts) : []
    if (list.length > 0 || mode === 'set') return ok({ kind: 'tags', mode, tags: list })
    return err('needs at least one tag')
  }

const readField =
  (text: string): Read =>
  (value, { catalogue }) => {
    const fieldId = parseId(text)
    const field = fieldId === undefined ? undefined : catalogue.ticketField(fieldId)
    if (!field || fieldId === undefined) return err('names a ticket field that does not exist')
    const read = field.read(value)
    return read.ok ? ok({ kind: 'field', fieldId, value: read.value }) : err(read.error)
  }

const notify =
  (readRecipients: (text: string) => Recipients | string): Read =>
  (value) => {
    if (!Array.isArray(value) || value.length < 3) return err('must be a list: who, subject, body')
    const recipients = readRecipients(textOf(value[0])?.trim() ?? '')
    if (typeof recipients === 'string') return err(recipients)
    const message = readMessage(value[1] ?? null, value[2] ?? null)
    return message.ok ? ok({ kind: 'notify', recipients, message: message.value }) : message
  }

const readMessage = (rawSubject: Json, rawBody: Json): Result<Message, string> => {
  const subject = textOf(rawSubject)
  const body = textOf(rawBody)
  if (subject === undefined || body === undefined) return err('must hold a subject and a body')
  if (subject.length + body.length > MAX_TEMPLATE)
    return err(`is too long (maximum is ${MAX_TEMPLATE} characters)`)
  const inSubject = placeholdersOf(subject)
  if (!inSubject.ok) return err(`has a subject that cannot be read: ${inSubject.error}`)
  const inBody = placeholdersOf(body)
  if (!inBody.ok) return err(`has a body that cannot be read: ${inBody.error}`)
  return ok({ subject, body, placeholders: [...new Set([...inSubject.value, ...inBody.value])].sort() })
}

const PEOPLE = ['requester_id', 'assignee_id', 'current_user'] as const

const userRecipients = (text: string): Recipients | string => {
  if (text === 'requester_and_ccs' || text === 'all_agents') return { kind: text }
  const who = PEOPLE.find((name) => name === text) ?? parseId(text)
  const names = [...PEOPLE, 'requester_and_ccs', 'all_agents'].join(', ')
  return who === undefined ? `must name an id or one of ${names}` : { kind: 'person', who }
}

const groupRecipients = (text: string): Recipients | string => {
  if (text === 'group_id') return { kind: 'group', groupId: null }
  const groupId = parseId(text)
  return groupId === undefined ? 'must name an id or group_id' : { kind: 'group', groupId }
}

const unavailable: Read = () => err('is not available on this desk')
const nothing: Read = () => ok({ kind: 'nothing' })

const READERS: { readonly [field: string]: Read } = {
  status: word(['new', 'open', 'pending', 'hold', 'solved', 'closed'], (status) => ({
    kind: 'status',
    status,
  })),
  type: word(['question', 'incident', 'problem', 'task', ''], (type) => ({
    kind: 'type',
    type: type || null,
  })),
  kind: word([...KINDS, ''], (name) => ({ kind: 'kind', name: name || null })),
  resolution_code: (value) => {
    const code = textOf(value)?.trim().toLowerCase()
    return code ? ok({ kind: 'resolution_code', code }) : err('must be a resolution code')
  },
  priority: word(['low', 'normal', 'high', 'urgent'], (priority) => ({ kind: 'priority', priority })),
  custom_status_id: id((found) => ({ kind: 'custom_status', id: found })),
  ticket_form_id: id((found) => ({ kind: 'form', id: found })),
  brand_id: id((found) => ({ kind: 'brand', id: found })),
  group_id: idOrName([], [null], (who) => ({ kind: 'group', id: who as Id | null })),
  assignee_id: idOrName(['current_user', 'requester_id'], [null], (who) => ({ kind: 'assignee', who })),
  set_tags: tags('set'),
  current_tags: tags('add'),
  remove_tags: tags('remove'),
  follower: idOrName(['current_user'], [], (who) => ({ kind: 'participant', as: 'follower', who })),
  cc: idOrName(['current_user'], [], (who) => ({ kind: 'participant', as: 'cc', who })),
  notification_user: notify(userRecipients),
  notification_group: notify(groupRecipients),
  notification_webhook: unavailable,
  notification_target: unavailable,
  share_ticket: unavailable,
  satisfaction_score: word(['offered'], () => ({ kind: 'satisfaction' })),
  set_schedule: id((found) => ({ kind: 'schedule', id: found })),
  add_skills: unavailable,
  set_skills: unavailable,
  remove_skills: unavailable,
  side_conversation: unavailable,
  side_conversation_slack: unavailable,
  side_conversation_ticket: unavailable,
  locale_id: nothing,
  tweet_requester: nothing,
  deflection: nothing,
}

const idOf = (value: Json): Id | undefined => parseId(textOf(value)?.trim() ?? '')
