import { type Id, invalidField, notFound, orRefuse, Refused } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { type Asker, changeOf, createMissing, lookUp } from '../api/resolve.ts'
import type { Committed } from '../commit.ts'
import { copyFiles } from '../copy-files.ts'
import type { CopiedComment } from '../core/index.ts'
import { lockSeen } from '../merge/store.ts'
import { SALT_BYTES } from '../pack.ts'
import type { Room } from '../room.ts'
import { ticketOfRow } from '../rows.ts'
import { findTicket } from '../store.ts'
import type { TicketWish } from '../wire/read-ticket.ts'
import { inherited, splitOff, tellOfSplit } from './plan.ts'
import { type CommentToCopy, commentsToCopy } from './store.ts'

export type SplitWish = {
  readonly ticketId: Id
  readonly commentIds: readonly Id[]
  /** What the new ticket is to have of its own. */
  readonly ticket: TicketWish
}

export type SplitMade = { readonly made: Committed; readonly source: Committed }

/**
 * Makes a ticket of copies of chosen comments, each with its author, time and files; they stay where they are. Both
 * tickets tell of it, or neither. Throws `Refused`.
 */
export const splitTicket = async (room: Room, wish: SplitWish, asker: Asker): Promise<SplitMade> => {
  const { db } = room.ground
  const row = await findTicket(db, asker.viewer, wish.ticketId)
  if (row === undefined) throw new Refused(notFound)
  const looked = await lookUp(room, inherited(wish.ticket, ticketOfRow(row)), asker, wish.ticketId)
  const files = await copiesOf(room, await chosen(db, wish))
  const split = await db.transaction(async (tx) => {
    const [locked] = await lockSeen(tx, asker.viewer, [wish.ticketId])
    if (locked === undefined) throw new Refused(notFound)
    const copies = (await chosen(tx, wish)).map((comment) => copyOf(room, comment, files))
    const complete = await createMissing(room, tx, looked)
    const change = changeOf('create', complete, asker)
    const made = orRefuse(await room.commit(splitOff(change, wish.ticketId, copies), {}, { tx }))
    const telling = tellOfSplit(change, made.ticket.id)
    const source = orRefuse(await room.commit(telling, { ticketId: wish.ticketId }, { tx }))
    return { made, source }
  })
  room.onCommitted()
  return split
}

const chosen = async (db: Db, { ticketId, commentIds }: SplitWish): Promise<CommentToCopy[]> => {
  const comments = await commentsToCopy(db, ticketId, commentIds)
  if (comments.length === new Set(commentIds).size) return comments
  throw new Refused(invalidField('comment_ids', 'Comments: one of them is not a comment of the ticket'))
}

type Copies = ReadonlyMap<Id, CopiedComment['attachments']>

const copiesOf = async (room: Room, comments: readonly CommentToCopy[]): Promise<Copies> => {
  const copies = new Map<Id, CopiedComment['attachments']>()
  for (const { id, files } of comments) copies.set(id, await copyFiles(room, files))
  return copies
}

/** As the comment stands now: the words that were redacted meanwhile are not copied. */
const copyOf = ({ ground }: Room, comment: CommentToCopy, files: Copies): CopiedComment => {
  const { id, files: _files, ...content } = comment
  const attachments = (files.get(id) ?? []).filter((_file, index) => comment.files[index] !== undefined)
  return {
    ...content,
    commentId: id,
    attachments,
    salt: ground.randomBytes(SALT_BYTES).toString('hex'),
  }
}
