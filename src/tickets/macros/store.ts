import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleComments } from '../visible.ts'

/** A file that macros put under comments. */
export type MacroFile = {
  readonly id: Id
  readonly blob: string
  readonly file_name: string
  readonly content_type: string
  readonly size: number
  readonly width: number | null
  readonly height: number | null
  readonly created_at: Instant
}
type NewFile = Omit<MacroFile, 'id' | 'created_at'> & { readonly sha256: string }

const FILE = sql<MacroFile>`id, blob, file_name, content_type, size, width, height, created_at`

export const insertMacroFile = async (
  tx: Db,
  file: NewFile,
  { macroId, userId, at }: { readonly macroId: Id | null; readonly userId: Id | null; readonly at: Instant },
): Promise<MacroFile> =>
  (await tx.one(sql<MacroFile>`
    insert into macro_attachments (macro_id, user_id, blob, file_name, content_type, size, sha256, width, height, created_at)
    values (${macroId}, ${userId}, ${file.blob}, ${file.file_name}, ${file.content_type}, ${file.size}, ${file.sha256},
      ${file.width}, ${file.height}, ${toIsoMs(at)})
    returning ${FILE}`))!

export const findMacroFiles = (db: Db, ids: readonly Id[]): Promise<MacroFile[]> =>
  db.rows(sql<MacroFile>`select ${FILE} from macro_attachments where id = any(${ids}::bigint[]) order by id`)

export type Draft = {
  readonly ticketId: Id
  readonly macroId: Id
  readonly userId: Id
  readonly digest: Buffer
}

/** Notes what a macro drafted; several drafts of one moment are one. */
export const insertDraft = async (db: Db, draft: Draft, at: Instant): Promise<void> => {
  await db.rows(sql`
    insert into macro_drafts (ticket_id, macro_id, user_id, digest, applied_at)
    values (${draft.ticketId}, ${draft.macroId}, ${draft.userId}, ${draft.digest}, ${toIsoMs(at)})
    on conflict (macro_id, ticket_id, user_id, applied_at) do update set digest = excluded.digest`)
}

/** Says of the last draft that was not sent yet whether what was sent is another. */
export const markSent = async (db: Db, sent: Draft, at: Instant): Promise<void> => {
  await db.rows(sql`
    update macro_drafts d set sent_at = ${toIsoMs(at)}, edited = d.digest <> ${sent.digest}
    where (d.macro_id, d.ticket_id, d.user_id) = (${sent.macroId}, ${sent.ticketId}, ${sent.userId})
      and d.sent_at is null
      and d.applied_at = (select max(l.applied_at) from macro_drafts l
        where (l.macro_id, l.ticket_id, l.user_id) = (${sent.macroId}, ${sent.ticketId}, ${sent.userId}))`)
}

/** How often the comments of macros were sent since, and how often changed before. */
export const editsSince = (
  db: Db,
  from: Instant,
): Promise<{ readonly macro_id: Id; readonly sent: number; readonly edited: number }[]> =>
  db.rows(sql<{ macro_id: Id; sent: number; edited: number }>`
    select macro_id, count(*) as sent, count(*) filter (where edited) as edited from macro_drafts
    where sent_at is not null and applied_at > ${toIsoMs(from)} group by macro_id`)

export const forgetDrafts = async (db: Db, before: Instant): Promise<void> => {
  await db.rows(sql`delete from macro_drafts where applied_at < ${toIsoMs(before)}`)
}

export const deleteDraftsOfUser = async (tx: Db, userId: Id): Promise<void> => {
  await tx.rows(sql`delete from macro_drafts where user_id = ${userId}`)
  await tx.rows(sql`update macro_attachments set user_id = null where user_id = ${userId}`)
}

export const deleteDraftsOfTicket = async (tx: Db, ticketId: Id): Promise<void> => {
  await tx.rows(sql`delete from macro_drafts where ticket_id = ${ticketId}`)
}

export type LastSaid = { readonly text: string; readonly html: string }

/** What was said last on a ticket, of all that the viewer may read, or of what is public. */
export const lastSaid = (
  db: Db,
  viewer: TicketViewer,
  ticketId: Id,
  isPublicOnly: boolean,
): Promise<LastSaid | undefined> =>
  db.one(sql<LastSaid>`select c.body as text, c.html from comments c join tickets t on t.ticket_id = c.ticket_id
    where c.ticket_id = ${ticketId} and ${visibleComments(viewer)} and (c.public or not ${isPublicOnly}::boolean)
    order by c.id desc limit 1`)
