import { type Id, type JsonObject, Refused, toIsoMs } from '../../kernel/index.ts'
import type { Db } from '../db/db.ts'
import { sql } from '../db/index.ts'
import { approvalIn, approvalRefusal, breaksGlass, kindToApprove } from './approval.ts'
import { lruOf } from './lru.ts'
import { assertWellFormed, type DocumentChange, planEdits } from './plan-edits.ts'
import type {
  PolicyDocument,
  PolicyEdit,
  PolicyKind,
  PolicyReason,
  PolicySnapshot,
  PolicyStore,
} from './policy.ts'
import { policySnapshot } from './snapshot.ts'

/** Versions kept in memory: the current one, and those that jobs or replays read beside it. */
const KEPT_VERSIONS = 8

/** Held by an edit to the end of its transaction, so that versions are numbered in commit order. */
const EDITING = 7_160_532_000_000_010

/** The policy of the database; `kinds` are those that the domains registered, and no others can be edited. */
export const createPolicyStore = (db: Db, kinds: readonly PolicyKind[]): PolicyStore => {
  const at = lruOf(KEPT_VERSIONS, (version: number) => loadSnapshot(db, version))
  return {
    kinds,
    at,
    current: async () => at(await currentVersion(db)),
    lock: lockPolicy,
    standing: async (tx) => loadSnapshot(tx, await lockPolicy(tx)),
    nextId: async (tx) => (await tx.one(sql<{ id: Id }>`select nextval('policy_ids') as id`))!.id,
    edit: async (tx, why, edits) => {
      assertWellFormed(kinds, edits)
      return tx.transaction((own) => edit(own, why, edits))
    },
  }
}

/** 0 as long as nothing was ever written. */
export const currentVersion = async (db: Db): Promise<number> =>
  (await db.one(sql<{ version: number }>`
    select coalesce(max(version), 0) as version from policy_versions`))!.version

const loadSnapshot = async (db: Db, version: number): Promise<PolicySnapshot> => {
  if (version === 0) return policySnapshot(0, [])
  const documents = await db.rows(sql<PolicyDocument & { known: boolean }>`
    select d.kind, d.id, d.body, d.from_version as "fromVersion"
    from policy_versions v
    left join policy_documents d on d.from_version <= v.version and (d.to_version is null or d.to_version > v.version)
    where v.version = ${version}`)
  if (documents.length === 0) throw new Error(`There is no policy version ${version}`)
  return policySnapshot(
    version,
    documents.filter(({ kind }) => kind !== null),
  )
}

/** Waits until no other transaction edits the policy; the version that it answers stands until this one ends. */
export const lockPolicy = async (tx: Db): Promise<number> => {
  await tx.rows(sql`select pg_advisory_xact_lock(${EDITING})`)
  return currentVersion(tx)
}

const edit = async (tx: Db, why: PolicyReason, edits: readonly PolicyEdit[]): Promise<number> => {
  const version = await lockPolicy(tx)
  const { changes, missing } = planEdits(await standing(tx, edits), edits)
  if (missing[0] !== undefined) {
    throw new Refused({ code: 'not_found', message: `There is no ${missing[0].kind} ${missing[0].id}` })
  }
  if (changes.length === 0) return version
  const approval = approvalIn(await settingsNow(tx))
  const refusal = approvalRefusal(approval, why, changes)
  if (refusal) throw new Refused(refusal)
  const isBroken = breaksGlass(approval, why.given) && kindToApprove(approval, changes) !== undefined
  return writeVersion(tx, why, changes, isBroken)
}

const settingsNow = async (tx: Db): Promise<JsonObject | undefined> =>
  (
    await tx.one(sql<{ body: JsonObject }>`select body from policy_documents
    where kind = 'account_settings' and id = 1 and to_version is null`)
  )?.body

const standing = (tx: Db, edits: readonly PolicyEdit[]): Promise<PolicyDocument[]> =>
  tx.rows(sql<PolicyDocument>`
    select d.kind, d.id, d.body
    from policy_documents d
    join jsonb_to_recordset(${JSON.stringify(edits)}::jsonb) as e(kind text, id bigint)
      on e.kind = d.kind and e.id = d.id
    where d.to_version is null`)

/** Writes the changes as the next version. The caller holds the lock and has read what stood before under it. */
export const writeVersion = async (
  tx: Db,
  why: PolicyReason,
  changes: readonly DocumentChange[],
  brokeGlass = false,
): Promise<number> => {
  const version = (await currentVersion(tx)) + 1
  const list = JSON.stringify(changes)
  await tx.rows(sql`
    insert into policy_versions (version, at, author_id, reason, given_reason, change_id, restores, broke_glass)
    values (${version}, ${toIsoMs(why.at)}, ${why.authorId}, ${why.reason}, ${why.given?.text ?? null},
      ${why.change ?? null}, ${why.restores ?? null}, ${brokeGlass})`)
  await tx.rows(sql`
    update policy_documents d set to_version = ${version}
    from jsonb_to_recordset(${list}::jsonb) as c(kind text, id bigint)
    where d.kind = c.kind and d.id = c.id and d.to_version is null`)
  await tx.rows(sql`
    insert into policy_documents (kind, id, from_version, body)
    select c.kind, c.id, ${version}, c.after
    from jsonb_to_recordset(${list}::jsonb) as c(kind text, id bigint, after jsonb)
    where c.after is not null`)
  await audit(tx, why, list)
  return version
}

const audit = async (tx: Db, why: PolicyReason, changes: string): Promise<void> => {
  const via = why.via ?? (why.authorId === null ? 'system' : 'api')
  await tx.rows(sql`
    insert into audit_log
      (at, actor_id, via, ip, request_id, action, source_type, source_id, source_label, before, after)
    select ${toIsoMs(why.at)}, ${why.actorId ?? why.authorId}, ${via}, ${why.ip ?? null}, ${why.requestId ?? null},
      case when c.before is null then 'create' when c.after is null then 'destroy' else 'update' end,
      'policy', c.kind || '/' || c.id, coalesce(c.after ->> 'title', c.after ->> 'name', c.before ->> 'title', c.before ->> 'name'),
      c.before, c.after
    from jsonb_to_recordset(${changes}::jsonb) as c(kind text, id bigint, before jsonb, after jsonb)`)
}
