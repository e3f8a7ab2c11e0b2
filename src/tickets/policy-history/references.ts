import { type Id, isId, type Json, type JsonObject } from '../../kernel/index.ts'
import type { DocumentChange, PolicySnapshot } from '../../platform/policy/index.ts'

/** What a document names: another document of the policy, or a group or person of the desk. */
export type Reference = { readonly kind: string; readonly id: Id; readonly where: string }

/** Clauses and actions whose value is an id, by the name of their field. */
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

/** Fields of documents that are ids, or lists of them, by kind. */
const BY_KEY: { readonly [kind: string]: { readonly [key: string]: string } } = {
  trigger: { category_id: 'trigger_category' },
  ticket_form: { ticket_field_ids: 'ticket_field', restricted_brand_ids: 'brand' },
  recipient_address: { brand_id: 'brand' },
  account_settings: { default_brand_id: 'brand', default_form_id: 'ticket_form' },
}

/** Kinds that live as documents; groups, people and organizations are rows. */
export const ROW_KINDS = ['group', 'user', 'organization'] as const

export const referencesOf = (kind: string, body: JsonObject): Reference[] => [
  ...Object.entries(BY_KEY[kind] ?? {}).flatMap(([key, named]) => idsAt(body[key], named, key)),
  ...[...clausesOf(body), ...listOf(body.actions)].flatMap(inClause),
  ...listOf(body.form_statuses).flatMap((one) =>
    idsAt(one.custom_status_id, 'custom_status', 'form_statuses'),
  ),
  ...Object.values(objectOf(kind === 'account_settings' ? body.custom_status_ids : null)).flatMap((id) =>
    idsAt(id, 'custom_status', 'custom_status_ids'),
  ),
]

const inClause = ({ field, value }: JsonObject): Reference[] => {
  const name = String(field)
  const custom = /^(?:custom_fields|ticket_fields)_(\d{1,16})$/.exec(name)
  if (custom) return idsAt(Number(custom[1]), 'ticket_field', name)
  const kind = Object.hasOwn(BY_FIELD, name) ? BY_FIELD[name] : undefined
  const first = Array.isArray(value) && name.startsWith('notification_') ? value.slice(0, 1) : value
  return kind === undefined ? [] : idsAt(first, kind, name)
}

const idsAt = (value: Json | undefined, kind: string, where: string): Reference[] =>
  [value ?? null].flat().flatMap((one) => {
    const id = typeof one === 'string' && /^\d{1,16}$/.test(one) ? Number(one) : one
    return isId(id) ? [{ kind, id, where }] : []
  })

const clausesOf = (body: JsonObject): JsonObject[] =>
  [body.conditions, body.filter].flatMap((conditions) => {
    const { all, any } = objectOf(conditions)
    return [...listOf(all), ...listOf(any)]
  })

const objectOf = (value: Json | undefined): JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {}

const listOf = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value)
    ? value.filter((one): one is JsonObject => typeof one === 'object' && one !== null)
    : []

/** Something that a document would name in vain. */
export type Missing = Reference & {
  readonly by: { readonly kind: string; readonly id: Id; readonly title: string }
}

const MAX_MISSING = 20

/**
 * What documents would name that is not there any more: those that changes bring back, and those that stay while what
 * they name goes. `rows` says which groups, people and organizations there are.
 */
export const missingAfter = (
  proposed: PolicySnapshot,
  changes: readonly DocumentChange[],
  rows: (kind: string, id: Id) => boolean,
): Missing[] => {
  const brought = changes.flatMap(({ kind, id, after }) =>
    after === null ? [] : [{ kind, id, body: after }],
  )
  const gone = new Set(changes.flatMap(({ kind, id, after }) => (after === null ? [`${kind}/${id}`] : [])))
  const staying =
    gone.size === 0
      ? []
      : NAMING.flatMap((kind) => proposed.documents(kind)).filter((one) => !isIn(one, brought))
  const isThere = ({ kind, id }: Reference): boolean =>
    isRow(kind) ? rows(kind, id) : proposed.document(kind, id) !== undefined
  const lacking = [
    ...brought.flatMap((document) => of(document).filter((one) => !isThere(one))),
    ...staying.flatMap((document) => of(document).filter(({ kind, id }) => gone.has(`${kind}/${id}`))),
  ]
  return lacking.slice(0, MAX_MISSING)
}

type Document = { readonly kind: string; readonly id: Id; readonly body: JsonObject }

const NAMING = [
  'trigger',
  'automation',
  'macro',
  'view',
  'sla_policy',
  'group_sla_policy',
  'ticket_form',
  'recipient_address',
  'account_settings',
]

const isRow = (kind: string): boolean => ROW_KINDS.some((one) => one === kind)

const isIn = ({ kind, id }: Document, documents: readonly Document[]): boolean =>
  documents.some((one) => one.kind === kind && one.id === id)

const of = ({ kind, id, body }: Document): Missing[] =>
  referencesOf(kind, body).map((reference) => ({ ...reference, by: { kind, id, title: titleOf(body, id) } }))

export const titleOf = (body: JsonObject | null, id: Id): string =>
  String(body?.title ?? body?.name ?? body?.agent_label ?? id)

/** The groups, people and organizations that bodies name. */
export const rowsNamed = (changes: readonly DocumentChange[]): Reference[] =>
  changes.flatMap(({ kind, after }) =>
    after === null ? [] : referencesOf(kind, after).filter((one) => isRow(one.kind)),
  )
