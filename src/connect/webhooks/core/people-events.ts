import type { Json, JsonObject } from '../../../kernel/index.ts'
import type { Told } from './ticket-events.ts'

/** An entry of the audit log about a person or an organization. */
export type Deed = {
  readonly action: string
  readonly before: JsonObject | null
  readonly after: JsonObject | null
}

const USER_COLUMNS: { readonly [column: string]: string } = {
  name: 'name_changed',
  alias: 'alias_changed',
  external_id: 'external_id_changed',
  details: 'details_changed',
  notes: 'notes_changed',
  tags: 'tags_changed',
  time_zone: 'time_zone_changed',
  role_id: 'role_changed',
  user_fields: 'custom_field_changed',
  default_group_id: 'default_group_changed',
  active: 'active_changed',
  suspended: 'suspended_changed',
  last_login_at: 'last_login_changed',
  password_changed_at: 'password_changed',
  only_private_comments: 'only_private_comments_changed',
}

const ORGANIZATION_COLUMNS: { readonly [column: string]: string } = {
  name: 'name_changed',
  external_id: 'external_id_changed',
  tags: 'tags_changed',
  organization_fields: 'custom_field_changed',
  details: 'details_changed',
  notes: 'notes_changed',
}

/** What an entry tells: it was created, deleted, merged, or these of its properties changed. */
export const toldOfPeople = (subject: 'user' | 'organization', { action, before, after }: Deed): Told[] => {
  if (action === 'create') return [{ name: 'created', event: {} }]
  if (action === 'destroy') return [{ name: 'deleted', event: {} }]
  if (action === 'merge') return [{ name: 'merged', event: { into: idOf(after?.merged_into) } }]
  if (action === 'login') return subject === 'user' ? [{ name: 'last_login_changed', event: {} }] : []
  const columns = subject === 'user' ? USER_COLUMNS : ORGANIZATION_COLUMNS
  return Object.entries(columns).flatMap(([column, name]) =>
    changed(column, before, after) ? [{ name, event: eventOf(name, before?.[column], after?.[column]) }] : [],
  )
}

const changed = (column: string, before: JsonObject | null, after: JsonObject | null): boolean =>
  (before !== null && Object.hasOwn(before, column)) || (after !== null && Object.hasOwn(after, column))

/** When a password was changed is told, nothing of it; ids are texts. */
const eventOf = (name: string, from: Json | undefined, to: Json | undefined): JsonObject => {
  if (name === 'password_changed') return {}
  if (name === 'tags_changed') return tagsBetween(listOf(from), listOf(to))
  return { current: plain(to), previous: plain(from) }
}

const tagsBetween = (from: readonly string[], to: readonly string[]): JsonObject => ({
  added: { tags: to.filter((tag) => !from.includes(tag)) },
  removed: { tags: from.filter((tag) => !to.includes(tag)) },
})

const listOf = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
const plain = (value: Json | undefined): Json => (typeof value === 'number' ? String(value) : (value ?? null))
const idOf = (value: Json | undefined): string | null => (typeof value === 'number' ? String(value) : null)
