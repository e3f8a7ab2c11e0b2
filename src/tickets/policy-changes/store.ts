import type { RawBuilder } from 'kysely'
import { type Id, type Instant, type JsonObject, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import type { DocumentChange } from '../../platform/policy/index.ts'
import type { WishedEdit } from './walk.ts'

export const STATES = ['open', 'approved', 'rejected', 'withdrawn', 'applied'] as const
export type State = (typeof STATES)[number]

/** A request to change the policy. */
export type PolicyChange = {
  readonly id: Id
  readonly title: string
  readonly reason: string
  readonly authorId: Id
  readonly state: State
  readonly baseVersion: number
  readonly edits: readonly WishedEdit[]
  /** What it makes of each document, as of its base version. */
  readonly proposal: readonly DocumentChange[]
  readonly drawnIds: readonly Id[]
  readonly decidedBy: Id | null
  readonly decidedAt: Instant | null
  readonly decisionReason: string | null
  readonly appliedBy: Id | null
  readonly appliedVersion: number | null
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

const COLUMNS: RawBuilder<PolicyChange> = sql<PolicyChange>`c.id, c.title, c.reason, c.author_id as "authorId", c.state,
  c.base_version as "baseVersion", c.edits, c.proposal, c.drawn_ids as "drawnIds", c.decided_by as "decidedBy",
  c.decided_at as "decidedAt", c.decision_reason as "decisionReason", c.applied_by as "appliedBy",
  c.applied_version as "appliedVersion", c.created_at as "createdAt", c.updated_at as "updatedAt"`

export type NewPolicyChange = Pick<
  PolicyChange,
  'title' | 'reason' | 'authorId' | 'baseVersion' | 'edits' | 'proposal' | 'drawnIds'
>

export const insertChange = async (tx: Db, made: NewPolicyChange, at: Instant): Promise<PolicyChange> =>
  (await tx.one(sql<PolicyChange>`
    insert into policy_changes as c (title, reason, author_id, state, base_version, edits, proposal, drawn_ids,
      created_at, updated_at)
    values (${made.title}, ${made.reason}, ${made.authorId}, 'open', ${made.baseVersion},
      ${JSON.stringify(made.edits)}::jsonb, ${JSON.stringify(made.proposal)}::jsonb, ${made.drawnIds}::bigint[],
      ${toIsoMs(at)}, ${toIsoMs(at)})
    returning ${COLUMNS}`))!

export const findChange = (db: Db, id: Id): Promise<PolicyChange | undefined> =>
  db.one(sql<PolicyChange>`select ${COLUMNS} from policy_changes c where c.id = ${id}`)

/** Nobody else decides on it until the transaction ends. */
export const lockChange = (tx: Db, id: Id): Promise<PolicyChange | undefined> =>
  tx.one(sql<PolicyChange>`select ${COLUMNS} from policy_changes c where c.id = ${id} for update`)

export type Step = {
  readonly state: State
  readonly at: Instant
  readonly decided?: { readonly by: Id; readonly reason: string | null }
  readonly applied?: { readonly by: Id; readonly version: number }
}

export const moveChange = async (
  tx: Db,
  id: Id,
  { state, at, decided, applied }: Step,
): Promise<PolicyChange> =>
  (await tx.one(sql<PolicyChange>`
    update policy_changes c set state = ${state}, updated_at = ${toIsoMs(at)},
      decided_by = coalesce(${decided?.by ?? null}::bigint, c.decided_by),
      decided_at = case when ${decided !== undefined} then ${toIsoMs(at)}::timestamptz else c.decided_at end,
      decision_reason = case when ${decided !== undefined} then ${decided?.reason ?? null}::text else c.decision_reason end,
      applied_by = ${applied?.by ?? null}, applied_version = ${applied?.version ?? null}
    where c.id = ${id} returning ${COLUMNS}`))!

export const CHANGE_SORTS = { id: { column: sql.ref('c.id'), type: 'bigint' } } as const

export const listChanges = (
  db: Db,
  { state, authorId }: { readonly state?: State | undefined; readonly authorId?: Id | undefined },
  paging: Paging<'id'>,
): Promise<Listing<PolicyChange>> =>
  list(
    db,
    {
      select: COLUMNS,
      from: sql`policy_changes c`,
      where: sql`(${state ?? null}::text is null or c.state = ${state ?? null})
        and (${authorId ?? null}::bigint is null or c.author_id = ${authorId ?? null})`,
      sorts: CHANGE_SORTS,
      id: sql.ref('c.id'),
    },
    paging,
  )

type Noted = {
  readonly at: Instant
  readonly actorId: Id
  readonly actedBy: Id | null
  readonly via: string
  readonly ip: string
  readonly requestId: string
  readonly before: JsonObject | null
  readonly after: JsonObject
}

/** Who did what to a change request; what it changes stands in the request itself. */
export const noteChange = (tx: Db, { id, title }: PolicyChange, noted: Noted): Promise<unknown> =>
  tx.rows(sql`insert into audit_log
      (at, actor_id, acted_by, via, ip, request_id, action, source_type, source_id, source_label, before, after)
    values (${toIsoMs(noted.at)}, ${noted.actorId}, ${noted.actedBy}, ${noted.via}, ${noted.ip}, ${noted.requestId},
      ${noted.before === null ? 'create' : 'update'}, 'policy_change', ${String(id)}, ${title},
      ${noted.before === null ? null : JSON.stringify(noted.before)}::jsonb, ${JSON.stringify(noted.after)}::jsonb)`)
