import { err, type Id, type Json, ok, parseId, type Result } from '../../kernel/index.ts'
import { readTags } from '../../people/core/index.ts'
import type { Action, Recipients } from './action.ts'
import { placesOfAction } from './action-places.ts'
import { type ActionRules, idOf, type Read, readMessage } from './action-values.ts'
import { textOf, textsOf } from './kinds.ts'
import { MACRO_READERS } from './macro-actions.ts'
import { OUTWARD_READERS, OWNERS, readOwnerField } from './outward-actions.ts'
import { KINDS } from './support-fields.ts'

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

const parseAction = (raw: unknown, rules: ActionRules): Result<Action, string> => {
  const { field, value } = (raw ?? {}) as { field?: unknown; value?: unknown }
  if (typeof field !== 'string') return err('must have a field and a value')
  const read = readerOf(field)
  if (!read) return err(`unknown action ${JSON.stringify(field)}`)
  if (!placesOfAction(field).includes(rules.place)) return err(`${field} cannot be used here`)
  const action = read((value ?? null) as Json, rules)
  return action.ok
    ? action
    : err(
        action.error.startsWith('is not')
          ? `${field} ${action.error}`
          : `the value of ${field} ${action.error}`,
      )
}

const CUSTOM = /^(?:custom_fields|ticket_fields)_(\d{1,16})$/

const readerOf = (field: string): Read | undefined => {
  const custom = CUSTOM.exec(field)
  if (custom) return readField(custom[1] ?? '')
  const owner = OWNERS.exec(field)
  if (owner) return readOwnerField(owner[1] === 'organization' ? 'organization' : 'requester', owner[2] ?? '')
  return Object.hasOwn(READERS, field) ? READERS[field] : undefined
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
    if (!texts) return err('must be tags')
    const list = readTags(texts)
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

const nothing: Read = () => ok({ kind: 'nothing' })

const STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed']
/** Whoever applies a macro neither makes a ticket new again nor closes it. */
const MACRO_STATUSES = ['open', 'pending', 'hold', 'solved']

const READERS: { readonly [field: string]: Read } = {
  status: (value, rules) => {
    const names = rules.place === 'macro' ? MACRO_STATUSES : STATUSES
    return word(names, (status) => ({ kind: 'status', status }))(value, rules)
  },
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
  group_id: (value, rules) => {
    const isOwn = rules.place === 'macro' && textOf(value)?.trim() === 'current_groups'
    if (isOwn) return ok({ kind: 'own_group' })
    return idOrName([], [null], (who) => ({ kind: 'group', id: who as Id | null }))(value, rules)
  },
  assignee_id: idOrName(['current_user', 'requester_id'], [null], (who) => ({ kind: 'assignee', who })),
  set_tags: tags('set'),
  current_tags: tags('add'),
  remove_tags: tags('remove'),
  follower: idOrName(['current_user'], [], (who) => ({ kind: 'participant', as: 'follower', who })),
  cc: idOrName(['current_user'], [], (who) => ({ kind: 'participant', as: 'cc', who })),
  notification_user: notify(userRecipients),
  notification_group: notify(groupRecipients),
  satisfaction_score: word(['offered'], () => ({ kind: 'satisfaction' })),
  set_schedule: id((found) => ({ kind: 'schedule', id: found })),
  locale_id: nothing,
  tweet_requester: nothing,
  deflection: nothing,
  ...OUTWARD_READERS,
  ...MACRO_READERS,
}

/** Every fixed action by its name, for definitions and catalogues. */
export const actionFields = (): readonly string[] => Object.keys(READERS)
