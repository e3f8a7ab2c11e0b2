import type { RawBuilder } from 'kysely'
import type { Id, Instant } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import type { TicketRead } from '../store.ts'
import { ticketColumns } from '../store.ts'
import type { Place } from './cursor.ts'
import type { Key } from './store-order.ts'

/** Where a page of a view starts, and how many rows it has. */
export type Cut = {
  readonly size: number
  readonly skipped: number
  /** Rows beyond this one. */
  readonly from: Place | undefined
  /** The way back: rows before `from`, nearest last. */
  readonly isBackward: boolean
}

/** A ticket in a view, with its place there and what was said last. */
export type ViewRow = TicketRead & { readonly place: Place; readonly last_comment: LastComment | null }

export type LastComment = {
  readonly id: Id
  readonly author_id: Id
  readonly public: boolean
  readonly body: string
  readonly created_at: string
}

/** Texts of comments in rows are cut to so many characters. */
export const SHOWN_CHARACTERS = 1000

/** Staff read every comment of the tickets they see, and only they have views. */
const LAST_COMMENT = sql<LastComment | null>`(select jsonb_build_object('id', c.id, 'author_id', c.author_id,
    'public', c.public, 'body', left(c.body, 1000), 'created_at', c.created_at)
  from comments c where c.ticket_id = t.ticket_id order by c.id desc limit 1)`

/** What rows bring beside the ticket. */
export type Besides = { readonly lastComments: boolean }

/**
 * One page of the tickets under a condition, in order: which ones first, and then all of these alone, for what is read of
 * a ticket may cost more than finding it.
 */
export const readPage = async (
  db: Db,
  viewer: TicketViewer,
  { where, keys }: { readonly where: RawBuilder<boolean>; readonly keys: readonly Key[] },
  cut: Cut,
  { lastComments }: Besides,
): Promise<ViewRow[]> => {
  const walk = cut.isBackward ? keys.map((key) => ({ ...key, isDescending: !key.isDescending })) : keys
  const start = cut.from === undefined ? sql<boolean>`true` : beyond(walk, cut.from)
  const aliased = walk.map(({ value }, n) => sql`${value} as ${sql.ref(`k${n}`)}`)
  const rows = await db.rows(sql<ViewRow>`
    with page as materialized (
      select t.ticket_id, ${sql.join(aliased)} from tickets t where ${where} and ${start}
      order by ${sql.join(walk.map((key) => directed(key.value, key)))} limit ${cut.size} offset ${cut.skipped})
    select ${ticketColumns(viewer)}, array[${sql.join(walk.map((key, n) => asText(key, n)))}]::text[] as place,
      ${lastComments ? LAST_COMMENT : sql`null::jsonb`} as last_comment
    from page join tickets t on t.ticket_id = page.ticket_id
    order by ${sql.join(walk.map((key, n) => directed(sql.ref(`page.k${n}`), key)))}`)
  return cut.isBackward ? rows.reverse() : rows
}

export const countWhere = async (db: Db, where: RawBuilder<boolean>): Promise<number> =>
  (await db.one(sql<{ count: number }>`select count(*) as count from tickets t where ${where}`))?.count ?? 0

const directed = (value: RawBuilder<unknown>, { isDescending }: Key): RawBuilder<unknown> =>
  isDescending ? sql`${value} desc` : sql`${value} asc`

const asText = ({ type }: Key, n: number): RawBuilder<unknown> => {
  const value = sql.ref(`page.k${n}`)
  return type === 'timestamptz'
    ? sql`(extract(epoch from ${value}) * 1000000)::bigint::text`
    : sql`(${value})::text`
}

const typed = ({ type }: Key, value: string): RawBuilder<unknown> => {
  switch (type) {
    case 'timestamptz':
      return sql`('epoch'::timestamptz + ${value}::bigint * interval '1 microsecond')`
    case 'bigint':
      return sql`${value}::bigint`
    case 'integer':
      return sql`${value}::integer`
    case 'numeric':
      return sql`${value}::numeric`
    case 'text':
      return sql`${value}::text`
  }
}

/** The rows that follow a place: beyond it by the first key, or beside it there and beyond by the next. */
const beyond = (keys: readonly Key[], place: Place): RawBuilder<boolean> => {
  const [first, second] = keys
  const isPlain = keys.length === 2 && first && second && first.isDescending === second.isDescending
  // One comparison of rows, which an index on both answers; the id is never null.
  if (isPlain && !first.isNullable && place[0] != null && place[1] != null)
    return sql<boolean>`(${first.value}, ${second.value}) ${first.isDescending ? sql`<` : sql`>`}
      (${typed(first, place[0])}, ${typed(second, place[1])})`
  return beyondFrom(keys, place)
}

const beyondFrom = ([key, ...others]: readonly Key[], [value, ...values]: Place): RawBuilder<boolean> => {
  if (key === undefined) return sql<boolean>`false`
  const further = follows(key, value ?? null)
  if (others.length === 0) return further
  return sql<boolean>`(${further} or (${equals(key, value ?? null)} and ${beyondFrom(others, values)}))`
}

const equals = (key: Key, value: string | null): RawBuilder<boolean> =>
  value === null ? sql<boolean>`${key.value} is null` : sql<boolean>`${key.value} = ${typed(key, value)}`

/** Nulls come last ascending and first descending, where PostgreSQL puts them. */
const follows = (key: Key, value: string | null): RawBuilder<boolean> => {
  if (value === null) return key.isDescending ? sql<boolean>`${key.value} is not null` : sql<boolean>`false`
  const than = key.isDescending ? sql`<` : sql`>`
  const further = sql<boolean>`${key.value} ${than} ${typed(key, value)}`
  return key.isNullable && !key.isDescending ? sql<boolean>`(${further} or ${key.value} is null)` : further
}

/** Whether who last changed a ticket was of the staff; of tickets that only the system changed, too. */
export const lastUpdaters = (
  db: Db,
  ids: readonly Id[],
): Promise<{ readonly ticket_id: Id; readonly role_id: Id | null; readonly at: Instant }[]> =>
  db.rows(sql<{ ticket_id: Id; role_id: Id | null; at: Instant }>`
    select w.id as ticket_id, u.role_id, a.created_at as at from unnest(${ids}::bigint[]) w(id)
    cross join lateral (select author_id, created_at from audits
      where ticket_id = w.id and not silent order by seq desc limit 1) a
    left join users u on u.id = a.author_id`)

export const localesOf = (
  db: Db,
  ids: readonly Id[],
): Promise<{ readonly id: Id; readonly locale: string | null }[]> =>
  db.rows(
    sql<{ id: Id; locale: string | null }>`select id, locale from users where id = any(${ids}::bigint[])`,
  )

/** The names of everybody and everything that rows name, by id. */
export const namesOfRows = async (
  db: Db,
  rows: readonly ViewRow[],
): Promise<{ readonly [kind in 'users' | 'groups' | 'organizations']: ReadonlyMap<Id, string> }> => {
  const users = rows.flatMap((row) => [row.requester_id, row.submitter_id, row.assignee_id ?? 0])
  const found = await db.rows(sql<{ kind: string; id: Id; name: string }>`
    select 'users' as kind, id, name from users where id = any(${users}::bigint[])
    union all select 'groups', id, name from groups where id = any(${rows.map((row) => row.group_id)}::bigint[])
    union all select 'organizations', id, name from organizations
      where id = any(${rows.map((row) => row.organization_id)}::bigint[])`)
  const of = (kind: string): ReadonlyMap<Id, string> =>
    new Map(found.filter((one) => one.kind === kind).map(({ id, name }) => [id, name]))
  return { users: of('users'), groups: of('groups'), organizations: of('organizations') }
}
