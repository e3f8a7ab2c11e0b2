import type { RawBuilder } from 'kysely'
import type { Id, Instant, JsonObject } from '../../../kernel/index.ts'
import { type Db, sql } from '../../../platform/db/index.ts'
import {
  type Listing,
  type ListSource,
  list,
  type Paging,
  type Sort,
} from '../../../platform/paging/index.ts'

export type AuditLogRow = {
  readonly id: Id
  readonly at: Instant
  readonly actor_id: Id | null
  readonly actor_name: string | null
  readonly acted_by: Id | null
  readonly via: string
  readonly ip: string | null
  readonly action: string
  readonly source_type: string
  readonly source_id: string | null
  readonly source_label: string | null
  readonly before: JsonObject | null
  readonly after: JsonObject | null
}

/** Instants as ISO texts; a `null` actor is Mainstay itself. */
export type AuditLogFilter = {
  readonly sourceType?: string
  readonly sourceId?: string
  readonly actorId?: Id | null
  readonly ip?: string
  readonly action?: string
  readonly from?: string
  readonly to?: string
}

export const AUDIT_LOG_SORTS = {
  // Rows are numbered as they are written: the number tells the order, and its index carries every page.
  created_at: { column: sql.ref('l.id'), type: 'bigint' },
  id: { column: sql.ref('l.id'), type: 'bigint' },
} as const satisfies Record<string, Sort>
export type AuditLogSort = keyof typeof AUDIT_LOG_SORTS

const SELECT = sql<AuditLogRow>`l.id, l.at, l.actor_id, u.name as actor_name, l.acted_by, l.via, l.ip, l.action,
  l.source_type, l.source_id, l.source_label, l.before, l.after`
const FROM = sql`audit_log l left join users u on u.id = l.actor_id`

export const listAuditLog = (
  db: Db,
  filter: AuditLogFilter,
  paging: Paging<AuditLogSort>,
): Promise<Listing<AuditLogRow>> => {
  const source: ListSource<AuditLogRow, AuditLogSort> = {
    select: SELECT,
    from: FROM,
    where: sql.join(conditionsOf(filter), sql` and `),
    sorts: AUDIT_LOG_SORTS,
    id: sql.ref('l.id'),
  }
  return list(db, source, paging)
}

export const findAuditLog = (db: Db, id: Id): Promise<AuditLogRow | undefined> =>
  db.one(sql<AuditLogRow>`select ${SELECT} from ${FROM} where l.id = ${id}`)

const conditionsOf = (filter: AuditLogFilter): RawBuilder<boolean>[] => {
  const conditions: RawBuilder<boolean>[] = [sql<boolean>`true`]
  if (filter.sourceType !== undefined) conditions.push(ofSource(filter.sourceType, filter.sourceId))
  if (filter.actorId === null) conditions.push(sql<boolean>`l.actor_id is null`)
  else if (filter.actorId !== undefined) conditions.push(sql<boolean>`l.actor_id = ${filter.actorId}`)
  if (filter.ip !== undefined) conditions.push(sql<boolean>`l.ip = ${filter.ip}`)
  if (filter.action !== undefined) conditions.push(sql<boolean>`l.action = ${filter.action}`)
  if (filter.from !== undefined) conditions.push(sql<boolean>`l.at >= ${filter.from}::timestamptz`)
  if (filter.to !== undefined) conditions.push(sql<boolean>`l.at <= ${filter.to}::timestamptz`)
  return conditions
}

/** Documents of the policy stand there as `policy` `kind/id`; clients know them by their kind. */
const ofSource = (type: string, id: string | undefined): RawBuilder<boolean> =>
  id === undefined
    ? sql<boolean>`(l.source_type = ${type} or
        (l.source_type = 'policy' and starts_with(l.source_id, ${`${type}/`})))`
    : sql<boolean>`((l.source_type = ${type} and l.source_id = ${id}) or
        (l.source_type = 'policy' and l.source_id = ${`${type}/${id}`}))`
