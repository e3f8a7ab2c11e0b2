import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

export type FeedRow = {
  readonly position: number
  readonly subject: string
  readonly subject_id: Id
  readonly seq: number
}

export type Cursor = { readonly position: number; readonly audit_id: Id }

/** The cursor, locked: one process reads the feed at a time. Undefined where another does. */
export const lockCursor = (tx: Db): Promise<Cursor | undefined> =>
  tx.one(sql<Cursor>`select position, audit_id from webhook_cursor for update skip locked`)

/** Starts at what comes from now on, where nobody has started yet. */
export const openCursor = (tx: Db, auditId: Id): Promise<unknown> =>
  tx.rows(sql`insert into webhook_cursor (position, audit_id)
    select coalesce(max(position), 0), ${auditId} from feed on conflict do nothing`)

export const hasCursor = async (db: Db): Promise<boolean> =>
  (await db.one(sql`select from webhook_cursor`)) !== undefined

export const moveCursor = (tx: Db, position: number): Promise<unknown> =>
  tx.rows(sql`update webhook_cursor set position = ${position}`)

/** Passes by what nobody waits for. */
export const skipTo = (tx: Db, { position, audit_id: auditId }: Cursor): Promise<unknown> =>
  tx.rows(sql`update webhook_cursor set position = ${position}, audit_id = ${auditId}`)

export const lastPosition = async (tx: Db): Promise<number> =>
  (await tx.one(sql<{ position: number }>`select coalesce(max(position), 0) as position from feed`))!.position

/** What changed after a position, in the order of commits. */
export const feedAfter = (tx: Db, position: number, limit: number): Promise<FeedRow[]> =>
  tx.rows(sql<FeedRow>`select position, subject, subject_id, seq from feed
    where position > ${position} order by position limit ${limit}`)

/** Up to which entry of the audit log somebody's deeds were told or passed by. */
export const toldUpTo = async (tx: Db, subject: string, id: Id, passedBy: Id): Promise<Id> =>
  Math.max(
    passedBy,
    (
      await tx.one(sql<{ audit_id: Id }>`select audit_id from webhook_subjects
        where subject = ${subject} and subject_id = ${id}`)
    )?.audit_id ?? 0,
  )

export const saveTold = (tx: Db, subject: string, id: Id, auditId: Id): Promise<unknown> =>
  tx.rows(sql`insert into webhook_subjects (subject, subject_id, audit_id) values (${subject}, ${id}, ${auditId})
    on conflict (subject, subject_id) do update set audit_id = excluded.audit_id`)
