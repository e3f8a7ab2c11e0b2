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

/** What is found out on the way through a body. */
type Finding = { readonly lookup: Lookup; readonly told: Told[]; isBlocked: boolean }

/** Puts ids in the place of the names of a document. */
export const resolved = (kind: string, body: JsonObject, lookup: Lookup): Resolved => {
  const finding: Finding = { lookup, told: [], isBlocked: false }
  const ids = mapped(body, (value, key) => ofKey(finding, kind, { key, value }))
  return { body: ids, told: finding.told, isBlocked: finding.isBlocked }
}

const ofKey = (
  finding: Finding,
  kind: string,
  { key, value }: { readonly key: string; readonly value: Json },
): Json => {
  const keyed = BY_KEY[kind] ?? {}
  const path = [key]
  if (kind === 'account_settings') return ofSettings(finding, key, value)
  if (Object.hasOwn(keyed, key)) return idOf(finding, keyed[key]!, value, path)
  switch (key) {
    case 'conditions':
    case 'filter':
      return ofConditions(finding, value, path)
    case 'actions':
      return ofClauses(finding, value, path)
    case 'output':
      return ofOutput(finding, value)
    case 'restriction':
      return ofRestriction(finding, value, path)
    case 'agent_conditions':
    case 'end_user_conditions':
      return eachObject(value, path, (one, at) => ofFormCondition(finding, one, at))
    default:
      return value
  }
}

const idOf = (finding: Finding, of: string, value: Json, path: Path): Json => {
  if (Array.isArray(value)) return value.map((one: Json, index) => idOf(finding, of, one, [...path, index]))
  const refuse = (message: string): Json => {
    finding.told.push({ path, message })
    return null
  }
  if (typeof value === 'number') return refuse(`is an id: write the name of the ${wordsOf(of)}`)
  if (typeof value !== 'string') return value
  const id = finding.lookup(of, value)
  if (isId(id)) return id
  if (id === undefined) return refuse(`there is no ${wordsOf(of)} ${JSON.stringify(value)}`)
  finding.isBlocked = true
  return value
}

const ofSettings = (finding: Finding, group: string, value: Json): Json => {
  const of = Object.hasOwn(BY_SETTING, group) ? BY_SETTING[group]! : {}
  if (!isObject(value)) return value
  return mapped(value, (part, name) =>
    Object.hasOwn(of, name) ? idOf(finding, of[name]!, part, [group, name]) : part,
  )
}

const ofConditions = (finding: Finding, value: Json, path: Path): Json =>
  isObject(value)
    ? mapped(value, (part, key) =>
        key === 'all' || key === 'any' ? ofClauses(finding, part, [...path, key]) : part,
      )
    : value

const ofClauses = (finding: Finding, value: Json, path: Path): Json =>
  eachObject(value, path, (one, at) =>
    typeof one.field === 'string' ? ofClause(finding, { ...one, field: one.field }, at) : one,
  )

/** A clause or an action: its field may name a custom one, its value something of the desk. */
const ofClause = (
  finding: Finding,
  given: JsonObject & { readonly field: string },
  path: Path,
): JsonObject => {
  const [, prefix, name] = /^(custom_fields_|ticket_fields_)(.+)$/.exec(given.field) ?? []
  const field =
    prefix === undefined
      ? given.field
      : `${prefix}${String(idOf(finding, 'ticket_field', name!, [...path, 'field']))}`
  if (given.value === undefined) return { ...given, field }
  const at = [...path, 'value']
  return { ...given, field, value: inTexts(finding, ofValue(finding, given.field, given.value, at), at) }
}

const ofValue = (finding: Finding, field: string, value: Json, path: Path): Json => {
  const of = Object.hasOwn(BY_FIELD, field) ? BY_FIELD[field]! : undefined
  if (of === undefined || (typeof value === 'string' && WORDS.has(value))) return value
  // Who is told comes first; then what.
  if (Array.isArray(value) && field.startsWith('notification_'))
    return value.map((one: Json, index) => (index === 0 ? ofValue(finding, field, one, [...path, 0]) : one))
  const id = idOf(finding, of, value, path)
  return typeof id === 'number' ? String(id) : id
}

/** Placeholders of custom fields name them, too: `{{ticket.ticket_field_product}}`. */
const inTexts = (finding: Finding, value: Json, path: Path): Json => {
  if (Array.isArray(value)) return value.map((one: Json, index) => inTexts(finding, one, [...path, index]))
  if (typeof value !== 'string') return value
  return value.replaceAll(
    /\b(ticket\.ticket_field_(?:option_title_)?)([a-z][a-z0-9_]*)/g,
    (_all, prefix: string, name: string) => `${prefix}${String(idOf(finding, 'ticket_field', name, path))}`,
  )
}

const ofOutput = (finding: Finding, value: Json): Json =>
  isObject(value)
    ? mapped(value, (part, key) => {
        if (key === 'columns' && Array.isArray(part)) return part.map((one: Json) => ofColumn(finding, one))
        return key === 'group_by' || key === 'sort_by' ? ofColumn(finding, part) : part
      })
    : value

/** A column of a view: one of the desk's own names, or a custom field. */
const ofColumn = ({ lookup }: Finding, value: Json): Json => {
  const id = typeof value === 'string' ? lookup('custom_field', value) : undefined
  return isId(id) ? String(id) : value
}

const ofRestriction = (finding: Finding, value: Json, path: Path): Json => {
  const of = isObject(value) ? BY_RESTRICTION[String(value.type)] : undefined
  if (!isObject(value) || of === undefined) return value
  return mapped(value, (part, key) =>
    key === 'id' || key === 'ids' ? idOf(finding, of, part, [...path, key]) : part,
  )
}

const ofFormCondition = (finding: Finding, one: JsonObject, path: Path): JsonObject =>
  mapped(one, (part, key) => {
    const at = [...path, key]
    if (key === 'parent_field_id') return idOf(finding, 'ticket_field', part, at)
    if (key !== 'child_fields') return part
    return eachObject(part, at, (child, way) =>
      mapped(child, (inner, name) =>
        name === 'id' ? idOf(finding, 'ticket_field', inner, [...way, name]) : inner,
      ),
    )
  })

const eachObject = (value: Json, path: Path, map: (object: JsonObject, path: Path) => JsonObject): Json =>
  Array.isArray(value)
    ? value.map((one: Json, index) => (isObject(one) ? map(one, [...path, index]) : one))
    : value

const mapped = (object: JsonObject, map: (value: Json, key: string) => Json): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]))
