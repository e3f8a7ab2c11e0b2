import { type Id, type Instant, orRefuse } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { type Asker, changeOf, commentOf, createMissing, lookUp } from '../api/resolve.ts'
import type { CommitOptions, Committed } from '../commit.ts'
import { type Change, noChange } from '../core/index.ts'
import type { Settable } from '../core/ticket.ts'
import type { Room } from '../room.ts'
import { openUploads } from '../uploads/uploads.ts'
import { viaOf } from '../wire/names.ts'
import type { ImportWish } from './import-input.ts'

/** What is told of the past: no rule runs on it, nobody is told, no clock counts it. */
const PAST = { imported: true, withoutClocks: true } as const

/**
 * Tells a ticket's past in one transaction: its making, its comments at their times, then how it ended. Throws
 * `Refused`; then nothing of it stays.
 */
export const importTicket = async (
  room: Room,
  tx: Db,
  wish: ImportWish,
  asker: Asker,
  located?: NonNullable<CommitOptions['located']>,
): Promise<Committed> => {
  const looked = await createMissing(room, tx, await lookUp(room, wish.ticket, asker))
  const { start, end } = statusesOf(wish)
  const made = changeOf('create', looked, asker)
  const commit = async (change: Change, at: Instant, ticketId?: Id, options: CommitOptions = {}) => {
    const target = ticketId === undefined ? {} : { ticketId }
    return orRefuse(
      await room.commit({ ...change, ...PAST }, target, { ...options, tx, at, effects: 'discard' }),
    )
  }
  const first = await commit({ ...made, set: start(made.set) }, wish.createdAt, undefined, {
    uploadIds: looked.uploads.uploadIds,
    ...(located && { located }),
  })
  let committed = first
  const go = async (change: Partial<Change>, at: Instant, uploadIds: readonly Id[] = []): Promise<void> => {
    const update: Change = {
      ...noChange,
      kind: 'update',
      actor: made.actor,
      via: viaOf(asker.channel),
      ...change,
    }
    const told = await commit(update, Math.max(at, committed.at) as Instant, first.ticket.id, { uploadIds })
    if (told.auditId !== null) committed = told
  }
  for (const { comment, at } of wish.later) {
    const uploads = await openUploads(room.ground, asker.userId, comment.uploadTokens)
    await go({ comment: commentOf(comment, uploads) }, at, uploads.uploadIds)
  }
  for (const { set, at } of end) await go({ set }, at ?? committed.at)
  return committed
}

type Set = Partial<Settable>
type Ending = {
  readonly start: (set: Set) => Set
  readonly end: readonly { set: Set; at: Instant | undefined }[]
}

/**
 * A ticket begins in the status that it is to have, unless it is solved or closed by now: then it begins open, is
 * solved when it was, and closed at its last change. What was changed last is told to have been changed then.
 */
const statusesOf = ({ ticket, solvedAt, updatedAt }: ImportWish): Ending => {
  const { status, customStatusId } = ticket.set
  const isEnded = status === 'solved' || status === 'closed'
  if (!isEnded && updatedAt === undefined) return { start: (set) => set, end: [] }
  const last: Set = {
    ...(status !== undefined && { status }),
    ...(customStatusId !== undefined && { customStatusId }),
  }
  const start = ({ status: _status, customStatusId: _label, ...set }: Set): Set =>
    isEnded || (status !== undefined && status !== 'new') ? { ...set, status: 'open' } : set
  if (status !== 'closed') return { start, end: [{ set: last, at: solvedAt ?? updatedAt }] }
  const solved = { set: { status: 'solved' } as const, at: solvedAt ?? updatedAt }
  return { start, end: [solved, { set: last, at: updatedAt }] }
}
