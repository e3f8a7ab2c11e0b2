import type { RawBuilder } from 'kysely'
import { type Id, type Instant, type JsonObject, toIsoMs } from '../../kernel/index.ts'
import type { Db } from '../db/db.ts'
import { sql } from '../db/index.ts'
import { type Listing, list, type Paging, type Sort } from '../paging/index.ts'
import type { DocumentChange } from './plan-edits.ts'

/** A version of the policy: who made it, when, why, and how much it changed. */
export type PolicyVersion = {
  readonly version: number
  readonly at: Instant
  /** `null`: Mainstay itself. */
  readonly authorId: Id | null
  /** What was done, in the words of the route; and why, in those of its author. */
  readonly summary: string
  readonly reason: string | null
  readonly changeId: Id | null
  readonly restores: number | null
  readonly brokeGlass: boolean
}

/** One document that a version made, changed or removed, without its bodies. */
export type TouchedDocument = {
  readonly version: number
  readonly kind: string
  readonly id: Id
  readonly title: string | null
  readonly operation: 'create' | 'update' | 'delete'
  /** Somebody keeps it for themselves. */
  readonly isPersonal: boolean
}

export type VersionFilter = {
  readonly kind?: string
  readonly id?: Id
  /** `null`: Mainstay itself. */
  readonly authorId?: Id | null
  readonly from?: Instant
  readonly to?: Instant
}

const VERSION_SORTS = {
  version: { column: sql.ref('v.version'), type: 'bigint' },
} as const satisfies Record<string, Sort>

const VERSION = sql<PolicyVersion>`v.version, v.at, v.author_id as "authorId", v.reason as summary,
  v.given_reason as reason, v.change_id as "changeId", v.restores, v.broke_glass as "brokeGlass"`

export const listVersions = (
  db: Db,
  filter: VersionFilter,
  paging: Paging<'version'>,
): Promise<Listing<PolicyVersion>> =>
  list(
    db,
    {
      select: VERSION,
      from: sql`policy_versions v`,
      where: sql.join(conditionsOf(filter), sql` and `),
      sorts: VERSION_SORTS,
      id: sql.ref('v.version'),
    },
    paging,
  )

const conditionsOf = ({ kind, id, authorId, from, to }: VersionFilter): RawBuilder<boolean>[] => [
  sql<boolean>`true`,
  ...(kind === undefined
    ? []
    : [
        sql<boolean>`exists (select from policy_documents d
          where d.kind = ${kind} and (${id ?? null}::bigint is null or d.id = ${id ?? null})
            and (d.from_version = v.version or d.to_version = v.version))`,
      ]),
  ...(authorId === undefined ? [] : [sql<boolean>`v.author_id is not distinct from ${authorId}::bigint`]),
  ...(from === undefined ? [] : [sql<boolean>`v.at >= ${toIsoMs(from)}::timestamptz`]),
  ...(to === undefined ? [] : [sql<boolean>`v.at <= ${toIsoMs(to)}::timestamptz`]),
]

export const findVersion = (db: Db, version: number): Promise<PolicyVersion | undefined> =>
  db.one(sql<PolicyVersion>`select ${VERSION} from policy_versions v where v.version = ${version}::bigint`)

/** What versions touched, by kind and id. */
export const touchedIn = (db: Db, versions: readonly number[]): Promise<TouchedDocument[]> =>
  db.rows(sql<TouchedDocument>`
    select version, kind, id,
      coalesce(after ->> 'title', after ->> 'name', after ->> 'agent_label',
        before ->> 'title', before ->> 'name', before ->> 'agent_label') as title,
      case when before is null then 'create' when after is null then 'delete' else 'update' end as operation,
      coalesce(after, before) -> 'restriction' ->> 'type' is not distinct from 'User' as "isPersonal"
    from (${changedIn(versions)}) t
    order by version, kind, id`)

/** By version, kind and id: the body before, and the one after. */
const changedIn = (versions: readonly number[]) => sql`
  select version, kind, id, (array_agg(body) filter (where not is_after))[1] as before,
    (array_agg(body) filter (where is_after))[1] as after
  from (
    select from_version as version, kind, id, body, true as is_after from policy_documents
      where from_version = any(${versions}::integer[])
    union all
    select to_version, kind, id, body, false from policy_documents where to_version = any(${versions}::integer[])) d
  group by version, kind, id`

/** What a version changed, document by document. */
export const changesOf = (db: Db, version: number): Promise<DocumentChange[]> =>
  db.rows(sql<DocumentChange>`
    select kind, id, before, after from (${changedIn([version])}) t order by kind, id`)

/** Documents that were touched since a version, each with the versions that did. */
export const touchedSince = (
  db: Db,
  version: number,
): Promise<{ readonly kind: string; readonly id: Id; readonly versions: readonly number[] }[]> =>
  db.rows(sql<{ kind: string; id: Id; versions: number[] }>`
    select kind, id, array_agg(distinct version order by version) as versions from (
      select kind, id, from_version as version from policy_documents where from_version > ${version}
      union all
      select kind, id, to_version from policy_documents where to_version > ${version}) t
    group by kind, id order by kind, id`)

/** Edits that bring documents back to how they stood as of a version; all, or those that are named. */
export const editsBackTo = async (
  tx: Db,
  version: number,
): Promise<{ readonly kind: string; readonly id: Id; readonly body: JsonObject | null }[]> =>
  tx.rows(sql<{ kind: string; id: Id; body: JsonObject | null }>`
    select t.kind, t.id, d.body from (
      select distinct kind, id from policy_documents where from_version > ${version} or to_version > ${version}) t
    left join policy_documents d on d.kind = t.kind and d.id = t.id
      and d.from_version <= ${version} and (d.to_version is null or d.to_version > ${version})
    order by 1, 2`)

/** The last version, up to one, that touched documents of other kinds than these: those after it say the same. */
export const lastEditBesides = async (db: Db, version: number, kinds: readonly string[]): Promise<number> =>
  (await db.one(sql<{ version: number }>`
    select coalesce(max(v), 0) as version from (
      select from_version as v from policy_documents where from_version <= ${version} and kind <> all(${kinds})
      union all
      select to_version from policy_documents where to_version <= ${version} and kind <> all(${kinds})) t`))!
    .version
