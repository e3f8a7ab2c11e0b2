import { type Id, isId, type Json, type JsonObject } from '../../kernel/index.ts'
import { isObject, type Path } from './document.ts'
import { wordsOf } from './kinds.ts'

/** What a name leads to: an id, nothing (`undefined`), or something that is itself wrong (`null`). */
export type Lookup = (kind: string, name: string) => Id | null | undefined

/** Clauses and actions whose value names something, by the name of their field. */
const BY_FIELD: { readonly [field: string]: string } = {
  group_id: 'group',
  notification_group: 'group',
  assignee_id: 'user',
  requester_id: 'user',
  notification_user: 'user',
  cc: 'user',
  follower: 'user',
  brand_id: 'brand',
  ticket_form_id: 'ticket_form',
  custom_status_id: 'custom_status',
  schedule_id: 'schedule',
  set_schedule: 'schedule',
  organization_id: 'organization',
}

/** Fields of documents that name others, alone or in lists. */
const BY_KEY: { readonly [kind: string]: { readonly [key: string]: string } } = {
  trigger: { category_id: 'trigger_category' },
  ticket_form: { ticket_field_ids: 'ticket_field', restricted_brand_ids: 'brand' },
  resolution_code: { ticket_form_ids: 'ticket_form' },
  sla_policy: { schedule_id: 'schedule' },
}

/** Settings that name others, by their group. */
const BY_SETTING: { readonly [group: string]: { readonly [name: string]: string } } = {
  brands: { default_brand_id: 'brand' },
  ticket_form: { default_form_id: 'ticket_form' },
}

const BY_RESTRICTION: { readonly [type: string]: string } = { Group: 'group', Role: 'role' }

/** Words of the wire that stand where a name could. */
const WORDS: ReadonlySet<string> = new Set([
  '',
  'all_agents',
  'assignee_id',
  'current_groups',
  'current_user',
  'group_id',
  'requester_and_ccs',
  'requester_id',
  'submitter_id',
])

type Told = { readonly path: Path; readonly message: string }

/** A body with ids in the place of names, and the names that lead nowhere. */
export type Resolved = {
  readonly body: JsonObject
  readonly told: readonly Told[]
  /** Names that lead to what is wrong itself: told there. */
  readonly isBlocked: boolean
}

/** Puts ids in the place of the names of a document. */
export const resolved = (kind: string, body: JsonObject, lookup: Lookup): Resolved => {
  const told: Told[] = []
  let isBlocked = false
  const named = (of: string, value: Json, path: Path): Json => {
    if (Array.isArray(value)) return value.map((one: Json, index) => named(of, one, [...path, index]))
    if (typeof value === 'number') return refuse(path, `is an id: write the name of the ${wordsOf(of)}`)
    if (typeof value !== 'string') return value
    const id = lookup(of, value)
    if (isId(id)) return id
    if (id === null) isBlocked = true
    return id === null ? value : refuse(path, `there is no ${wordsOf(of)} ${JSON.stringify(value)}`)
  }
  const refuse = (path: Path, message: string): Json => {
    told.push({ path, message })
    return null
  }
  const fieldName = (name: string, path: Path): string => {
    const [, prefix, field] = /^(custom_fields_|ticket_fields_)(.+)$/.exec(name) ?? []
    return prefix === undefined ? name : `${prefix}${String(named('ticket_field', field!, path))}`
  }
  const ofClause = (field: string, value: Json, path: Path): Json => {
    const of = Object.hasOwn(BY_FIELD, field) ? BY_FIELD[field]! : undefined
    if (of === undefined) return value
    if (Array.isArray(value) && field.startsWith('notification_'))
      return value.map((one: Json, index) => (index === 0 ? ofClause(field, one, [...path, 0]) : one))
    if (typeof value === 'string' && WORDS.has(value)) return value
    const answer = named(of, value, path)
    return typeof answer === 'number' ? String(answer) : answer
  }
  const clause = (given: JsonObject, path: Path): JsonObject => ({
    ...given,
    field: fieldName(String(given.field), [...path, 'field']),
    ...(given.value === undefined
      ? {}
      : {
          value: inTexts(ofClause(String(given.field), given.value, [...path, 'value']), [...path, 'value']),
        }),
  })
  /** Placeholders of custom fields name them, too: `{{ticket.ticket_field_product}}`. */
  const inTexts = (value: Json, path: Path): Json => {
    if (Array.isArray(value)) return value.map((one: Json, index) => inTexts(one, [...path, index]))
    if (typeof value !== 'string') return value
    return value.replaceAll(
      /\b(ticket\.ticket_field_(?:option_title_)?)([a-z][a-z0-9_]*)/g,
      (_all, prefix: string, field: string) => `${prefix}${String(named('ticket_field', field, path))}`,
    )
  }
  const clauses = (value: Json, path: Path): Json =>
    Array.isArray(value)
      ? value.map((one: Json, index) =>
          isObject(one) && typeof one.field === 'string' ? clause(one, [...path, index]) : one,
        )
      : value
  const lists = (value: Json, path: Path): Json =>
    isObject(value)
      ? mapped(value, (part, key) => (key === 'all' || key === 'any' ? clauses(part, [...path, key]) : part))
      : value
  /** A column of a view: one of the desk's own names, or a custom field. */
  const column = (value: Json): Json => {
    const id = typeof value === 'string' ? lookup('custom_field', value) : undefined
    return isId(id) ? String(id) : value
  }
  const output = (value: Json): Json =>
    isObject(value)
      ? mapped(value, (part, key) => {
          if (key === 'columns' && Array.isArray(part)) return part.map(column)
          return key === 'group_by' || key === 'sort_by' ? column(part) : part
        })
      : value
  const restriction = (value: Json, path: Path): Json => {
    const of = isObject(value) ? BY_RESTRICTION[String(value.type)] : undefined
    if (!isObject(value) || of === undefined) return value
    return mapped(value, (part, key) =>
      key === 'id' || key === 'ids' ? named(of, part, [...path, key]) : part,
    )
  }
  const formConditions = (value: Json, path: Path): Json =>
    Array.isArray(value)
      ? value.map((one: Json, index) => (isObject(one) ? formCondition(one, [...path, index]) : one))
      : value
  const formCondition = (one: JsonObject, path: Path): JsonObject =>
    mapped(one, (part, key) => {
      if (key === 'parent_field_id') return named('ticket_field', part, [...path, key])
      if (key !== 'child_fields' || !Array.isArray(part)) return part
      return part.map((child: Json, index) =>
        isObject(child)
          ? mapped(child, (inner, name) =>
              name === 'id' ? named('ticket_field', inner, [...path, key, index, name]) : inner,
            )
          : child,
      )
    })
  const settings = (group: string, value: Json): Json => {
    const of = Object.hasOwn(BY_SETTING, group) ? BY_SETTING[group]! : {}
    if (!isObject(value)) return value
    return mapped(value, (part, name) =>
      Object.hasOwn(of, name) ? named(of[name]!, part, [group, name]) : part,
    )
  }
  const keyed = BY_KEY[kind] ?? {}
  const ids = mapped(body, (value, key) => {
    const path = [key]
    if (kind === 'account_settings') return settings(key, value)
    if (Object.hasOwn(keyed, key)) return named(keyed[key]!, value, path)
    if (key === 'conditions' || key === 'filter') return lists(value, path)
    if (key === 'actions') return clauses(value, path)
    if (key === 'output') return output(value)
    if (key === 'restriction') return restriction(value, path)
    return key === 'agent_conditions' || key === 'end_user_conditions' ? formConditions(value, path) : value
  })
  return { body: ids, told, isBlocked }
}

const mapped = (object: JsonObject, map: (value: Json, key: string) => Json): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]))
