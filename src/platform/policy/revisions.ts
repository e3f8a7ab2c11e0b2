import type { Id, Instant, JsonObject } from '../../kernel/index.ts'
import type { Db } from '../db/db.ts'
import { sql } from '../db/index.ts'

/** One of the forms that a document has had. */
export type PolicyRevision = {
  /** The version of the policy that brought it. */
  readonly version: number
  readonly at: Instant
  readonly authorId: Id | null
  readonly body: JsonObject
}

/** Every form that a document has had, the latest first. */
export const revisionsOf = (db: Db, kind: string, id: Id): Promise<readonly PolicyRevision[]> =>
  db.rows(sql<PolicyRevision>`
    select v.version, v.at, v.author_id as "authorId", d.body
    from policy_documents d join policy_versions v on v.version = d.from_version
    where d.kind = ${kind} and d.id = ${id}
    order by v.version desc`)
