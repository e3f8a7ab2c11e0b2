import { createHash } from 'node:crypto'
import { DAY_MS, type Id, parseId, plusMs } from '../../kernel/index.ts'
import type { Eraser, JobHandler } from '../../platform/module.ts'
import type { Committed } from '../commit.ts'
import type { Room } from '../room.ts'
import { noteUse } from '../rule-documents/store.ts'
import { MACRO_KIND } from './macro-input.ts'
import type { Edits } from './present.ts'
import {
  deleteDraftsOfTicket,
  deleteDraftsOfUser,
  editsSince,
  forgetDrafts,
  insertDraft,
  markSent,
} from './store.ts'

const KEPT_DAYS = 30

/** Texts are the same where only blanks differ: editors put them where they like. */
const digestOf = (text: string): Buffer =>
  createHash('sha256').update(text.replace(/\s+/g, ' ').trim()).digest()

type Whose = { readonly ticketId: Id; readonly macroId: Id; readonly userId: Id | null }

/** Notes what a macro drafted on a ticket, so that what is sent can be compared with it. */
export const noteDraft = async ({ ground }: Room, { userId, ...of }: Whose, text: string): Promise<void> => {
  if (userId === null) return
  await insertDraft(ground.db, { ...of, userId, digest: digestOf(text) }, ground.clock.now())
}

const MAX_MACROS = 20

/** Notes which macros went into an update that was just committed. Macros that are not there are passed over. */
export const noteMacroUses = async (
  { ground }: Room,
  named: readonly (number | string)[] | null | undefined,
  { ticket, comment }: Pick<Committed, 'ticket' | 'comment'>,
  userId: Id | null,
): Promise<void> => {
  if (!named || named.length === 0) return
  const policy = await ground.policy.current()
  const ids = [...new Set(named.slice(0, MAX_MACROS).flatMap((id) => parseId(String(id)) ?? []))]
  const at = ground.clock.now()
  for (const macroId of ids.filter((id) => policy.document(MACRO_KIND, id) !== undefined)) {
    await noteUse(ground.db, MACRO_KIND, macroId, at)
    if (comment === null || userId === null) continue
    await markSent(ground.db, { ticketId: ticket.id, macroId, userId, digest: digestOf(comment.text) }, at)
  }
}

/** Of the last 30 days, by macro. */
export const editsOf = async ({ ground }: Pick<Room, 'ground'>): Promise<Edits> => {
  const rows = await editsSince(ground.db, plusMs(ground.clock.now(), -KEPT_DAYS * DAY_MS))
  return new Map(rows.map(({ macro_id: id, sent, edited }) => [id, { sent, edited }]))
}

export const forgetDraftsJob = ({ ground }: Room): JobHandler => ({
  name: 'tickets_forget_macro_drafts',
  cron: '37 4 * * *',
  run: () => forgetDrafts(ground.db, plusMs(ground.clock.now(), -(KEPT_DAYS + 1) * DAY_MS)),
})

/** Which macro somebody applied to which ticket goes with either; the files of macros are the desk's and stay. */
export const macroEraser: Eraser = {
  name: 'macros',
  tables: ['macro_drafts', 'macro_attachments'],
  eraseUser: deleteDraftsOfUser,
  eraseTicket: deleteDraftsOfTicket,
}
