import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

/** Of groups, people and organizations those that are there, as `group/17`. */
export const rowsThere = async (
  db: Db,
  named: readonly { readonly kind: string; readonly id: Id }[],
): Promise<ReadonlySet<string>> => {
  const idsOf = (kind: string): Id[] => named.filter((one) => one.kind === kind).map(({ id }) => id)
  const rows = await db.rows(sql<{ name: string }>`
    select 'group/' || id as name from groups where not deleted and id = any(${idsOf('group')}::bigint[])
    union all select 'user/' || id from users where active and id = any(${idsOf('user')}::bigint[])
    union all select 'organization/' || id from organizations
      where deleted_at is null and id = any(${idsOf('organization')}::bigint[])`)
  return new Set(rows.map(({ name }) => name))
}
