import type { RawBuilder } from 'kysely'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { Policy, TicketField } from '../core/policy.ts'
import { rank } from '../queue/store.ts'
import type { Weights } from '../queue/weight.ts'
import type { FixedColumn } from './columns.ts'
import type { Ordering, Output } from './view.ts'

/** How values of a key are compared, and written into cursors. */
export type KeyType = 'bigint' | 'integer' | 'numeric' | 'timestamptz' | 'text'

/** One expression that a view is sorted by, on the row `t` of `tickets`. */
export type Key = {
  readonly value: RawBuilder<unknown>
  readonly type: KeyType
  readonly isNullable: boolean
  readonly isDescending: boolean
}

/** What names of things are read from, where the order is that of names. */
export type Naming = { readonly policy: Policy; readonly weights: Weights }

/** The keys of a view's order, the id last: it breaks ties in the direction of the sort. */
export const keysOf = ({ group, sort }: Output, naming: Naming): readonly Key[] => {
  const orderings = group && group.column.id !== sort.column.id ? [group, sort] : [sort]
  const keys = orderings.map((ordering) => keyOf(ordering, naming))
  const isById = sort.column.id === 'nice_id'
  return isById ? keys : [...keys, { ...ID, isDescending: sort.isDescending }]
}

/** The order in a word: cursors of another order are refused. */
export const signatureOf = ({ group, sort }: Output): string =>
  [group, sort].map((one) => (one ? `${one.isDescending ? '-' : ''}${one.column.id}` : '')).join()

type Plain = Omit<Key, 'isDescending'>

const keyOf = ({ column, isDescending }: Ordering, naming: Naming): Key => {
  const plain = column.field ? customKey(column.field) : fixedKey(column.id as FixedColumn, naming)
  return { ...plain, isDescending }
}

const instant = (value: RawBuilder<unknown>, isNullable = true): Plain => ({
  value,
  type: 'timestamptz',
  isNullable,
})
const word = (value: RawBuilder<unknown>): Plain => ({ value, type: 'text', isNullable: true })
const place = (value: RawBuilder<unknown>, isNullable = true): Plain => ({
  value,
  type: 'integer',
  isNullable,
})

const ID: Plain = { value: sql`t.ticket_id`, type: 'bigint', isNullable: false }

const KEYS: { readonly [id in FixedColumn]?: Plain } = {
  nice_id: ID,
  status: place(sql`t.status`, false),
  priority: place(sql`t.priority`),
  type: place(sql`t.type`),
  created: instant(sql`t.created_at`, false),
  updated: instant(sql`t.updated_at`, false),
  updated_requester: instant(sql`t.requester_updated_at`),
  updated_assignee: instant(sql`t.assignee_updated_at`),
  assigned: instant(sql`t.assigned_at`),
  due_date: instant(sql`t.due_at`),
  solved: instant(sql`t.solved_at`),
  next_update: instant(sql`t.next_update_at`),
  sla_next_breach_at: instant(sql`t.next_breach_at`),
  requester: word(sql`(select lower(u.name) from users u where u.id = t.requester_id)`),
  assignee: word(sql`(select lower(u.name) from users u where u.id = t.assignee_id)`),
  locale_id: word(sql`(select u.locale from users u where u.id = t.requester_id)`),
  group: word(sql`(select lower(g.name) from groups g where g.id = t.group_id)`),
  organization: word(sql`(select lower(o.name) from organizations o where o.id = t.organization_id)`),
  satisfaction_score: word(sql`(t.satisfaction ->> 'score')`),
}

const fixedKey = (id: FixedColumn, { policy, weights }: Naming): Plain => {
  switch (id) {
    case 'score':
      return { value: rank(weights), type: 'bigint', isNullable: false }
    case 'brand':
      return place(sql`array_position(${byName(policy.brandNames)}::bigint[], t.brand_id)`)
    case 'ticket_form':
      return place(
        sql`array_position(${byName(names(policy.forms, ({ name }) => name))}::bigint[], t.ticket_form_id)`,
      )
    case 'custom_status_id':
      return place(
        sql`array_position(${byName(names(policy.customStatuses, ({ agentLabel }) => agentLabel))}::bigint[],
          t.custom_status_id)`,
      )
    default:
      return KEYS[id] ?? ID
  }
}

const names = <T>(things: ReadonlyMap<Id, T>, nameOf: (thing: T) => string): ReadonlyMap<Id, string> =>
  new Map([...things].map(([id, thing]) => [id, nameOf(thing)]))

const byName = (named: ReadonlyMap<Id, string>): Id[] =>
  [...named].sort(([a, one], [b, other]) => one.localeCompare(other) || a - b).map(([id]) => id)

const NUMBER = '^-?[0-9]{1,30}([.][0-9]{1,30})?$'

/** Numbers are kept as text, and what was kept before the field was one of numbers comes last. */
const customKey = ({ id, type }: TicketField): Plain => {
  const text = sql`(t.fields ->> ${String(id)}::text)`
  if (type !== 'integer' && type !== 'decimal') return word(type === 'date' ? text : sql`lower(${text})`)
  return {
    value: sql`(case when ${text} ~ ${NUMBER}::text then ${text}::numeric end)`,
    type: 'numeric',
    isNullable: true,
  }
}
