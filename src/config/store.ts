import type { Id } from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'

/** Which document of the desk a document of a tree became. */
export type Identity = { readonly kind: string; readonly key: string; readonly id: Id }

export const identitiesIn = (db: Db): Promise<Identity[]> =>
  db.rows(sql<Identity>`select kind, key, document_id as id from config_documents`)

/** Notes identities; what was known under the same key or id before is forgotten. */
export const noteIdentities = async (tx: Db, identities: readonly Identity[]): Promise<void> => {
  const list = JSON.stringify(identities)
  await tx.rows(sql`
    delete from config_documents d using jsonb_to_recordset(${list}::jsonb) as n(kind text, key text, id bigint)
    where d.kind = n.kind and (d.key = n.key or d.document_id = n.id)`)
  await tx.rows(sql`
    insert into config_documents (kind, key, document_id)
    select kind, key, id from jsonb_to_recordset(${list}::jsonb) as n(kind text, key text, id bigint)`)
}
