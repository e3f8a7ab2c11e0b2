import type { Eraser } from '../platform/module.ts'
import { deleteDraftsOf, deleteDraftsOn } from './drafts/store.ts'
import { forgetReplaysOf } from './dry-run/store.ts'
import {
  eraseCommentsBy,
  eraseMailsAbout,
  erasePersonTexts,
  eraseTicketTexts,
  ticketsRequestedBy,
} from './erase-store.ts'
import { deleteSkipsOf, deleteSkipsOn } from './skips/store.ts'
import { deleteUploadsOf } from './uploads/store.ts'

/**
 * A person goes with all that they asked, wrote and sent. What others wrote on tickets that were not theirs stays.
 * Blobs that no row names any more are swept.
 */
export const ticketEraser: Eraser = {
  name: 'tickets',
  tables: [
    'tickets',
    'audits',
    'comments',
    'attachments',
    'retracted_comments',
    'uploads',
    'upload_files',
    'skips',
    'drafts',
    'policy_dry_run_tickets',
  ],
  eraseUser: async (tx, userId) => {
    await eraseMailsAbout(tx, userId)
    for (const ticketId of await ticketsRequestedBy(tx, userId)) {
      await eraseTicketTexts(tx, ticketId)
      await forgetReplaysOf(tx, ticketId)
    }
    await eraseCommentsBy(tx, userId)
    await erasePersonTexts(tx, userId)
    await deleteUploadsOf(tx, userId)
    await deleteSkipsOf(tx, userId)
    await deleteDraftsOf(tx, userId)
  },
  eraseTicket: async (tx, ticketId) => {
    await eraseTicketTexts(tx, ticketId)
    await deleteSkipsOn(tx, ticketId)
    await deleteDraftsOn(tx, ticketId)
    await forgetReplaysOf(tx, ticketId)
  },
}
