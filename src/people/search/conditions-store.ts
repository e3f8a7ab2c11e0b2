import type { RawBuilder } from 'kysely'
import { type Id, toIsoMs } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { SearchCondition, SearchValue } from '../core/index.ts'
import type { Kind } from './words-store.ts'

/** A value with the names in it found: of groups, organizations and roles. */
export type FoundValue = SearchValue | { readonly kind: 'ids'; readonly ids: readonly Id[] }
export type FoundCondition = Omit<SearchCondition, 'values'> & { readonly values: readonly FoundValue[] }

const NONE = sql<boolean>`false`
const EVERY = sql<boolean>`true`

/** What a property asks of the row `p` of users, organizations or groups: any of its values, or none of them. */
export const personCondition = (
  kind: Kind,
  condition: FoundCondition,
  viewerId: Id | null,
): RawBuilder<boolean> => {
  const some = sql.join(
    condition.values.map((value) => one(kind, condition, value, viewerId)),
    sql` or `,
  )
  return condition.isNegated ? sql<boolean>`(${some}) is not true` : sql<boolean>`(${some})`
}

/** Words are sought in the index; here only what that leaves open. */
const BY_WORDS: ReadonlySet<string> = new Set(['name', 'notes', 'details'])
const COLUMNS: Readonly<Record<string, RawBuilder<unknown>>> = {
  name: sql.ref('p.name'),
  notes: sql.ref('p.notes'),
  details: sql.ref('p.details'),
  email: sql.ref('p.email'),
  phone: sql.ref('p.phone'),
  whatsapp: sql.ref('p.phone'),
  external_id: sql.ref('p.external_id'),
}

const one = (
  kind: Kind,
  { key, operator }: FoundCondition,
  value: FoundValue,
  viewerId: Id | null,
): RawBuilder<unknown> => {
  switch (key) {
    case 'created':
    case 'updated':
      return value.kind === 'span' ? within(sql.ref(`p.${key}_at`), value) : NONE
    case 'tags':
      return tagged(value)
    case 'role':
      return value.kind === 'ids' ? sql`p.role_id = any(${value.ids}::bigint[])` : NONE
    case 'group':
    case 'organization':
      return member(key, value, viewerId)
    case 'is_verified':
      return value.kind === 'flag' ? sql`p.verified = ${value.is}` : NONE
    case 'is_suspended':
      return value.kind === 'flag' ? sql`p.suspended = ${value.is}` : NONE
    case 'is_active':
      return value.kind === 'flag' ? sql`p.active = ${value.is}` : NONE
    case 'domain':
      return value.kind === 'text' ? sql`p.domain_names @> array[${value.text.toLowerCase()}]` : NONE
    case 'email':
    case 'phone':
    case 'whatsapp':
      if (value.kind === 'text') return reachedAt(key, value)
  }
  if (key === 'user') return EVERY
  const column = Object.hasOwn(COLUMNS, key) ? COLUMNS[key] : undefined
  if (column === undefined) return ownField(kind, key, operator, value)
  if (value.kind === 'none') return sql`coalesce(${column}, '') = ''`
  if (value.kind === 'any') return sql`${column} <> ''`
  if (value.kind !== 'text' || BY_WORDS.has(key)) return EVERY
  return value.isPrefix ? sql`starts_with(${column}, ${value.text})` : sql`${column} = ${value.text}`
}

const within = (
  column: RawBuilder<unknown>,
  { from, until }: Extract<SearchValue, { kind: 'span' }>,
): RawBuilder<unknown> =>
  sql.join(
    [
      ...(from === null ? [] : [sql`${column} >= ${toIsoMs(from)}::timestamptz`]),
      ...(until === null ? [] : [sql`${column} < ${toIsoMs(until)}::timestamptz`]),
    ],
    sql` and `,
  )

const tagged = (value: FoundValue): RawBuilder<unknown> => {
  if (value.kind === 'none') return sql`p.tags = '{}'`
  if (value.kind === 'any') return sql`p.tags <> '{}'`
  if (value.kind !== 'text') return NONE
  const text = value.text.toLowerCase()
  if (value.isPrefix) return sql`exists (select from unnest(p.tags) as tag where starts_with(tag, ${text}))`
  const tags = (value.isQuoted ? text.split(/[\s,]+/) : [text]).filter((tag) => tag !== '')
  return sql`p.tags @> ${tags}::text[]`
}

/** A whole address; of an address only a part, or a domain, the index says more. */
const reachedAt = (
  key: string,
  { text, isPrefix }: Extract<SearchValue, { kind: 'text' }>,
): RawBuilder<unknown> => {
  if (key === 'email' && !/^[^@\s]+@[^@\s]+$/.test(text)) return EVERY
  const type = key === 'email' ? sql`i.type = 'email'` : sql`i.type <> 'email'`
  const same = isPrefix ? sql`starts_with(p.phone, ${text})` : sql`p.phone = ${text}`
  const ids = sql`select i.user_id from user_identities i where ${type} and (i.key = ${text.toLowerCase()} or i.value = ${text})`
  return key === 'email' ? sql`p.id in (${ids})` : sql`(${same} or p.id in (${ids}))`
}

const MEMBERS = {
  group: sql`group_memberships m where m.user_id = p.id`,
  organization: sql`organization_memberships m where m.user_id = p.id`,
} as const

const member = (
  key: 'group' | 'organization',
  value: FoundValue,
  viewerId: Id | null,
): RawBuilder<unknown> => {
  const id = sql.ref(`m.${key}_id`)
  switch (value.kind) {
    case 'ids':
      return sql`exists (select from ${MEMBERS[key]} and ${id} = any(${value.ids}::bigint[]))`
    case 'me':
      return key === 'group'
        ? sql`exists (select from ${MEMBERS.group} and m.group_id in (
            select x.group_id from group_memberships x where x.user_id = ${viewerId}))`
        : NONE
    case 'none':
      return sql`not exists (select from ${MEMBERS[key]})`
    case 'any':
      return sql`exists (select from ${MEMBERS[key]})`
    default:
      return NONE
  }
}

/** A field of the desk's own: its value as text, or in the order of numbers where both are some. */
const ownField = (
  kind: Kind,
  key: string,
  operator: SearchCondition['operator'],
  value: FoundValue,
): RawBuilder<unknown> => {
  if (kind === 'group') return NONE
  const fields = sql.ref(kind === 'user' ? 'p.user_fields' : 'p.organization_fields')
  const text = sql`(${fields} ->> ${key}::text)`
  if (value.kind === 'none') return sql`coalesce(${text}, '') in ('', 'false', '[]')`
  if (value.kind === 'any') return sql`coalesce(${text}, '') not in ('', 'false', '[]')`
  if (value.kind !== 'text') return NONE
  const asked = value.text.toLowerCase()
  if (operator !== 'is') return ordered(text, operator, asked)
  if (value.isPrefix) return sql`starts_with(lower(${text}), ${asked})`
  return sql`(lower(${text}) = ${asked} or jsonb_typeof(${fields} -> ${key}::text) = 'array' and ${fields} -> ${key}::text ? ${value.text})`
}

const ordered = (
  text: RawBuilder<unknown>,
  operator: '<' | '>' | '<=' | '>=',
  asked: string,
): RawBuilder<unknown> => {
  const sign = { '<': sql`<`, '>': sql`>`, '<=': sql`<=`, '>=': sql`>=` }[operator]
  if (!/^-?\d{1,15}(\.\d{1,12})?$/.test(asked)) return sql`${text} collate "C" ${sign} ${asked}`
  return sql`case when ${text} ~ '^-?[0-9]+(\\.[0-9]+)?$' then ${text}::float8 ${sign} ${asked}::float8 else false end`
}
