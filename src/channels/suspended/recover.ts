import { type Id, notFound, type Refusal, Refused } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { textToHtml } from '../../platform/html/index.ts'
import { type Change, noChange, type Via } from '../../tickets/core/index.ts'
import { CAUSES, commentBody, type ParsedMail } from '../core/index.ts'
import { filesOf, type MailFile, storeFiles, textFile } from '../mail/attachments.ts'
import { strangerOf } from '../mail/doors.ts'
import { readAgain } from '../mail/read-again.ts'
import type { MailRoom } from '../mail/room.ts'
import { drawAttachmentIds, loadThread, markRecovered } from '../mail/store.ts'
import { type SuspendedRow, takeSuspended } from './store.ts'

export type Recovery = {
  readonly agentId: Id
  /** Who is the requester of the ticket: the agent who recovers, or who wrote the mail. */
  readonly requester: 'agent' | 'author'
  /** Puts on record what became of the mail, in the transaction in which it does. */
  readonly note: (tx: Db, ticketId: Id) => Promise<void>
}

/**
 * Makes of a suspended mail what the agent decides it is: a ticket; or, where it wanted to speak in a ticket and keeps
 * its author, a comment there: in public if the author takes part in it, else as an internal note, because no end user
 * may see what a stranger sent to a ticket's address (`security.md` 3). Throws `Refused`; then nothing has changed.
 */
export const recoverSuspended = async (
  room: MailRoom,
  row: SuspendedRow,
  recovery: Recovery,
): Promise<Id> => {
  const content = await contentOf(room, row)
  const ids = await drawAttachmentIds(room.ground.db, content.files.length)
  const attachments = await storeFiles(room.ground, content.files, ids)
  const ticketId = await room.ground.db.transaction(async (tx) => {
    const taken = await takeSuspended(tx, row.id, room.ground.clock.now())
    if (taken === undefined) throw new Refused(notFound)
    const authorId = recovery.requester === 'agent' ? recovery.agentId : await authorOf(room, tx, row)
    const target = await targetOf(tx, row, recovery, authorId)
    const comment = { text: content.text, html: content.html, attachments, authorId, public: target.isPublic }
    const change: Change = {
      ...noChange,
      kind: target.ticketId === undefined ? 'create' : 'update',
      actor: { kind: 'user', id: recovery.agentId },
      via: row.via as Via,
      ...(target.ticketId === undefined ? { requesterId: authorId, submitterId: recovery.agentId } : {}),
      set: target.ticketId === undefined ? { subject: content.subject, recipient: row.recipient } : {},
      comment: {
        ...comment,
        ...(content.quotedHtml === null ? {} : { quotedHtml: content.quotedHtml }),
        ...(row.mail_id === null ? {} : { mailId: row.mail_id }),
      },
      metadata: { system: { suspension_type_id: row.cause_id, message_id: row.message_id }, custom: {} },
    }
    const aim = target.ticketId === undefined ? {} : { ticketId: target.ticketId }
    const committed = await room.tickets.applyChange(change, aim, { tx })
    if (!committed.ok) throw new Refused(committed.error)
    if (row.mail_id !== null)
      await markRecovered(tx, row.mail_id, committed.value.ticket.id, recovery.agentId)
    await recovery.note(tx, committed.value.ticket.id)
    return committed.value.ticket.id
  })
  room.onCommitted()
  return ticketId
}

const authorOf = (room: MailRoom, tx: Db, row: SuspendedRow): Promise<Id> => {
  if (row.author_email === '') throw new Refused(noAuthor)
  return room.people.findOrCreateByEmail(tx, strangerOf(row.author_email, row.author_name))
}

const noAuthor: Refusal = {
  code: 'invalid',
  message: 'Record validation errors',
  details: [
    {
      field: 'author',
      error: 'BlankValue',
      description: 'Author: the mail names nobody who could be the requester',
    },
  ],
}

const CLOSED = 5

const targetOf = async (
  tx: Db,
  row: SuspendedRow,
  recovery: Recovery,
  authorId: Id,
): Promise<{ readonly ticketId?: Id; readonly isPublic: boolean }> => {
  if (row.ticket_id === null || recovery.requester === 'agent') return { isPublic: true }
  const ticket = await loadThread(tx, row.ticket_id)
  if (ticket === undefined || ticket.deleted_at !== null || ticket.status === CLOSED)
    return { isPublic: true }
  const takesPart = ticket.requester_id === authorId || ticket.email_cc_ids.includes(authorId)
  return { ticketId: row.ticket_id, isPublic: takesPart && PUBLIC_WHEN_OWN.has(row.cause_id) }
}

/** An automatic answer stays out of the conversation even of its own requester. */
const PUBLIC_WHEN_OWN: ReadonlySet<number> = new Set([
  CAUSES.unauthenticated.id,
  CAUSES.no_permission.id,
  CAUSES.not_own_ticket.id,
  CAUSES.unknown_updater.id,
  CAUSES.disabled.id,
])

type Content = {
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly quotedHtml: string | null
  readonly files: readonly MailFile[]
}

/** The mail as it reads now; one that cannot be read comes as the file it is, behind what could be made out. */
const contentOf = async (room: MailRoom, row: SuspendedRow): Promise<Content> => {
  const again = row.mail_id === null ? undefined : await readAgain(room, row.mail_id)
  if (again?.outcome.kind === 'read') return readContent(again.outcome.mail, again.outcome.contents, row)
  const text = row.content || row.subject || 'This mail could not be read.'
  const files = again === undefined ? [] : [textFile('message.eml', 'message/rfc822', again.raw)]
  return { subject: row.subject || '(no subject)', text, html: textToHtml(text), quotedHtml: null, files }
}

const readContent = (mail: ParsedMail, contents: readonly Uint8Array[], row: SuspendedRow): Content => {
  const body = commentBody(mail, textToHtml)
  const isEmpty = body.text.trim() === '' && mail.attachments.length === 0
  const text = isEmpty ? row.subject || '(blank mail)' : body.text
  return {
    subject: mail.subject || '(no subject)',
    text,
    html: isEmpty ? textToHtml(text) : body.html,
    quotedHtml: body.quotedHtml,
    files: filesOf(mail, contents, body),
  }
}
