import type { Instant } from '../../kernel/index.ts'
import type { Db } from '../db/db.ts'
import { sql } from '../db/index.ts'
import { assertWellFormed } from './plan-edits.ts'
import type { PolicyKind } from './policy.ts'
import { lockPolicy, writeVersion } from './policy-store.ts'

/**
 * Gives every kind of document that the database has never held what a new installation starts with: all of them as
 * version 1 in an empty database, those that a later release brings as one further version. What the desk removed
 * or changed stays so. Returns the version that stands then.
 */
export const installStandardPolicy = (db: Db, kinds: readonly PolicyKind[], at: Instant): Promise<number> =>
  db.transaction(async (tx) => {
    const standing = await lockPolicy(tx)
    const known = await kindsEverHeld(tx)
    const fresh = kinds.filter(({ kind }) => !known.has(kind)).flatMap(({ standard }) => standard)
    assertWellFormed(kinds, fresh)
    if (standing > 0 && fresh.length === 0) return standing
    const reason = standing === 0 ? 'The policy of a new installation' : 'Policy that this release brings'
    const changes = fresh.map(({ kind, id, body }) => ({ kind, id, before: null, after: body }))
    return writeVersion(tx, { authorId: null, reason, at }, changes)
  })

const kindsEverHeld = async (tx: Db): Promise<Set<string>> => {
  const rows = await tx.rows(sql<{ kind: string }>`select distinct kind from policy_documents`)
  return new Set(rows.map(({ kind }) => kind))
}
