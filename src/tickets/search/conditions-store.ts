import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import type { SearchCondition, SearchValue } from '../../people/core/index.ts'
import { sql } from '../../platform/db/index.ts'
import { channelOf, parseConditions, SATISFACTION_WORDS } from '../../rules/core/index.ts'
import { canonicalTag, type Policy } from '../core/index.ts'
import { catalogueOf } from '../core/trigger.ts'
import type { TicketViewer } from '../core/visible.ts'
import { matchingTickets } from '../rules-sql.ts'
import { customFieldId, VIA_GROUPS } from './core/index.ts'

/** A value with the names in it found: of people, groups, organizations, brands and forms. */
export type FoundValue = SearchValue | { readonly kind: 'ids'; readonly ids: readonly Id[] }
export type FoundCondition = Omit<SearchCondition, 'values'> & { readonly values: readonly FoundValue[] }

export type ConditionScope = {
  readonly viewer: TicketViewer
  readonly at: Instant
  readonly policy: Policy
}

const NONE = sql<boolean>`false`
const EVERY = sql<boolean>`true`

/** What a property asks of the row `t` of `tickets`: any of its values, or none of them. */
export const ticketCondition = (condition: FoundCondition, scope: ConditionScope): RawBuilder<boolean> => {
  const fieldId = customFieldId(condition.key)
  const some = sql.join(
    condition.values.map((value) =>
      fieldId === undefined
        ? one(condition.key, value, scope)
        : customField(fieldId, value, condition, scope),
    ),
    sql` or `,
  )
  return condition.isNegated ? sql<boolean>`(${some}) is not true` : sql<boolean>`(${some})`
}

const COLUMNS = {
  status: sql.ref('t.status'),
  priority: sql.ref('t.priority'),
  ticket_type: sql.ref('t.type'),
  custom_status_id: sql.ref('t.custom_status_id'),
  problem_id: sql.ref('t.problem_id'),
  group: sql.ref('t.group_id'),
  assignee: sql.ref('t.assignee_id'),
  requester: sql.ref('t.requester_id'),
  submitter: sql.ref('t.submitter_id'),
  organization: sql.ref('t.organization_id'),
  brand: sql.ref('t.brand_id'),
  form: sql.ref('t.ticket_form_id'),
  created: sql.ref('t.created_at'),
  updated: sql.ref('t.updated_at'),
  solved: sql.ref('t.solved_at'),
  due_date: sql.ref('t.due_at'),
  assigned: sql.ref('t.assigned_at'),
  external_id: sql.ref('t.external_id'),
  recipient: sql.ref('t.recipient'),
  subject: sql.ref('t.subject'),
} as const

const columnOf = (key: string): RawBuilder<unknown> | undefined =>
  Object.hasOwn(COLUMNS, key) ? COLUMNS[key as keyof typeof COLUMNS] : undefined

const one = (key: string, value: FoundValue, scope: ConditionScope): RawBuilder<unknown> => {
  switch (key) {
    case 'tags':
      return tagged(value)
    case 'via':
    case 'channel':
      return viaIs(value)
    case 'cc':
      return copied(value, scope)
    case 'commenter':
      return commentedBy(value, scope)
    case 'organization':
      return ofOrganization(value, scope)
    case 'has_attachment':
      return hasFiles(value)
    case 'satisfaction':
      return value.kind === 'places' ? scored(value.places, scope) : noneOr(value, sql`t.satisfaction`)
    case 'fieldvalue':
      return inFields(value)
    case 'support_type':
      return value.kind === 'text' && value.text.toLowerCase() === 'agent' ? EVERY : NONE
    case 'description':
    case 'comment':
      return value.kind === 'none'
        ? sql`t.comment_count = 0`
        : value.kind === 'any'
          ? sql`t.comment_count > 0`
          : EVERY
    default:
      return plain(key, value, scope)
  }
}

/** A property that is one column. */
const plain = (key: string, value: FoundValue, { viewer }: ConditionScope): RawBuilder<unknown> => {
  const column = columnOf(key)
  if (column === undefined) return NONE
  switch (value.kind) {
    case 'ids':
      return sql`${column} = any(${value.ids}::bigint[])`
    case 'me':
      return key === 'group'
        ? sql`${column} = any(${viewer.groupIds}::bigint[])`
        : sql`${column} = ${viewer.userId}`
    case 'places':
      return sql`${column} = any(${value.places}::smallint[])`
    case 'span':
      return within(column, value)
    case 'text':
      return textIs(key, column, value)
    default:
      return noneOr(value, column)
  }
}

const noneOr = (value: FoundValue, column: RawBuilder<unknown>): RawBuilder<unknown> =>
  value.kind === 'none' ? sql`${column} is null` : value.kind === 'any' ? sql`${column} is not null` : NONE

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

/** A whole value, or its beginning. Of a subject the words are sought in the index; here only what that leaves open. */
const textIs = (
  key: string,
  column: RawBuilder<unknown>,
  { text, isPrefix }: Extract<SearchValue, { kind: 'text' }>,
): RawBuilder<unknown> => {
  if (key === 'subject') return EVERY
  if (key === 'custom_status_id' || key === 'problem_id') return sql`${column} = ${text}::bigint`
  const isCaseless = key === 'recipient'
  const value = isCaseless ? sql`lower(${column})` : column
  const wanted = isCaseless ? text.toLowerCase() : text
  return isPrefix ? sql`starts_with(${value}, ${wanted})` : sql`${value} = ${wanted}`
}

/** Tags of one value: quoted, it holds several that must all be there. */
export const tagsIn = ({ text, isQuoted }: Extract<SearchValue, { kind: 'text' }>): string[] =>
  (isQuoted ? text.split(/[\s,]+/) : [text]).map(canonicalTag).filter((tag) => tag !== '')

const tagged = (value: FoundValue): RawBuilder<unknown> => {
  if (value.kind === 'none') return sql`t.tags = '{}'`
  if (value.kind === 'any') return sql`t.tags <> '{}'`
  if (value.kind !== 'text') return NONE
  if (value.isPrefix)
    return sql`exists (select from unnest(t.tags) as tag where starts_with(tag, ${canonicalTag(value.text)}))`
  const tags = tagsIn(value)
  return tags.length === 0 ? NONE : sql`t.tags @> ${tags}::text[]`
}

const CHANNEL = sql`(t.via ->> 'channel')`

const viaIs = (value: FoundValue): RawBuilder<unknown> => {
  if (value.kind !== 'text') return noneOr(value, CHANNEL)
  const word = value.text.toLowerCase()
  const channels = VIA_GROUPS.get(word) ?? [channelOf(word) ?? word]
  return sql`${CHANNEL} = any(${channels}::text[])`
}

/** Ids of people that a value means. */
const peopleIn = (value: FoundValue, { viewer }: ConditionScope): readonly Id[] | undefined => {
  if (value.kind === 'ids') return value.ids
  return value.kind === 'me' ? (viewer.userId === null ? [] : [viewer.userId]) : undefined
}

const copied = (value: FoundValue, scope: ConditionScope): RawBuilder<unknown> => {
  const ids = peopleIn(value, scope)
  if (ids !== undefined)
    return sql`((t.email_cc_ids <> '{}' and t.email_cc_ids && ${ids}::bigint[]) or t.follower_ids && ${ids}::bigint[])`
  const isNobody = sql`(t.email_cc_ids = '{}' and t.follower_ids = '{}')`
  return value.kind === 'none' ? isNobody : value.kind === 'any' ? sql`not ${isNobody}` : NONE
}

/** Whoever searches reads all comments of the tickets they see. */
const commentedBy = (value: FoundValue, scope: ConditionScope): RawBuilder<unknown> => {
  const ids = peopleIn(value, scope)
  if (ids === undefined) return value.kind === 'any' ? sql`t.comment_count > 0` : NONE
  return sql`t.ticket_id in (select c.ticket_id from comments c where c.author_id = any(${ids}::bigint[]))`
}

/** The ticket's own organization, or one that its requester belongs to. */
const ofOrganization = (value: FoundValue, scope: ConditionScope): RawBuilder<unknown> => {
  if (value.kind !== 'ids') return plain('organization', value, scope)
  return sql`(t.organization_id = any(${value.ids}::bigint[]) or t.requester_id in (
    select m.user_id from organization_memberships m where m.organization_id = any(${value.ids}::bigint[])))`
}

const hasFiles = (value: FoundValue): RawBuilder<unknown> => {
  const exists = sql`exists (select from attachments f where f.ticket_id = t.ticket_id and not f.inline)`
  return value.kind === 'flag' ? (value.is ? exists : sql`not ${exists}`) : NONE
}

/** The index finds the words among tags and fields; this leaves the fields. */
const inFields = (value: FoundValue): RawBuilder<unknown> => {
  if (value.kind === 'none') return sql`t.fields = '{}'`
  if (value.kind === 'any') return sql`t.fields <> '{}'`
  if (value.kind !== 'text') return NONE
  return sql`exists (select from jsonb_each_text(t.fields) as field
    where strpos(lower(field.value), ${value.text.toLowerCase()}) > 0)`
}

/** What the language of rules knows is asked of it: it has the columns. */
const byRule = (clauses: readonly object[], { viewer, at, policy }: ConditionScope): RawBuilder<unknown> => {
  const conditions = parseConditions(
    { any: clauses },
    { place: 'view', catalogue: catalogueOf(policy.fields) },
  )
  return conditions.ok ? matchingTickets(conditions.value, { viewer, at, policy }) : NONE
}

const scored = (places: readonly (number | null)[], scope: ConditionScope): RawBuilder<unknown> =>
  byRule(
    places.map((place) => ({
      field: 'satisfaction_score',
      operator: 'is',
      value: SATISFACTION_WORDS[place ?? 0],
    })),
    scope,
  )

const TEXT_FIELDS: ReadonlySet<string> = new Set(['text', 'textarea', 'regexp', 'partialcreditcard'])
const COMPARISONS = {
  '<': 'less_than',
  '<=': 'less_than_equal',
  '>': 'greater_than',
  '>=': 'greater_than_equal',
} as const

const customField = (
  fieldId: string,
  value: FoundValue,
  { operator }: FoundCondition,
  scope: ConditionScope,
): RawBuilder<unknown> => {
  const type = scope.policy.fields.get(fieldId)?.type
  if (type === undefined) return NONE
  const ask = (rule: string, asked?: unknown) =>
    byRule([{ field: `custom_fields_${fieldId}`, operator: rule, value: asked }], scope)
  if (value.kind === 'none') return ask('not_present')
  if (value.kind === 'any') return ask('present')
  if (value.kind !== 'text') return NONE
  if (operator !== 'is') return ask(COMPARISONS[operator], value.text)
  if (type === 'checkbox') return ask('is', /^(checked|true|yes|1)$/i.test(value.text))
  if (TEXT_FIELDS.has(type)) return ask('includes_string', value.text)
  return ask(type === 'multiselect' ? 'includes' : 'is', value.text)
}
