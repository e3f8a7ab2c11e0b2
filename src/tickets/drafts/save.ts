import { DAY_MS, type Id, type Instant, invalidField, plusMs, Refused } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import type { Committed } from '../commit.ts'
import type { Room } from '../room.ts'
import { holdUploads, releaseUploads } from '../uploads/uploads.ts'
import {
  countDrafts,
  type DraftContent,
  type DraftRow,
  deleteDrafts,
  forgetDrafts,
  insertDraft,
  lockDrafts,
  markSent,
  updateDraft,
} from './store.ts'

/** Of one person, what was sent in the last minutes included. */
export const MAX_DRAFTS = 500
/** Longer than anything can be taken back in place. */
const SENT_KEPT_MS = 15 * 60_000

/** `standing`: somebody else saved in between, and this is what they left; null where they took it away. */
export type Outcome = { readonly saved: DraftRow } | { readonly standing: DraftRow | null }

export type Wish = {
  readonly userId: Id
  readonly ticketId: Id | null
  readonly isPublic: boolean
  readonly content: DraftContent
  /** What the caller saw last. */
  readonly version: number | null
  /** That which they mean, read under the lock of its owner. */
  readonly find: (tx: Db) => Promise<DraftRow | undefined>
}

/** Saves a draft where it still is as its owner saw it last. Its files stay as long as itself. */
export const saveDraft = async ({ ground }: Room, wish: Wish): Promise<Outcome> => {
  const at = ground.clock.now()
  return ground.db.transaction(async (tx) => {
    await lockDrafts(tx, wish.userId)
    const found = await wish.find(tx)
    if ((found?.version ?? null) !== wish.version) return { standing: found ?? null }
    if (found === undefined) await refuseTooMany(tx, wish.userId)
    else await releaseUploads(tx, wish.userId, found.content.uploads, at)
    await holdUploads(tx, wish.userId, wish.content.uploads, keptUntil(ground.settings.draftDays, at))
    const written = { isPublic: wish.isPublic, content: wish.content, at }
    const saved =
      found === undefined ? await insertDraft(tx, wish, written) : await updateDraft(tx, found.id, written)
    return { saved }
  })
}

/** A day more than the draft itself: the sweep comes once in a while. */
const keptUntil = (days: number, at: Instant): Instant => plusMs(at, (days + 1) * DAY_MS)

const refuseTooMany = async (tx: Db, userId: Id): Promise<void> => {
  if ((await countDrafts(tx, userId)) >= MAX_DRAFTS)
    throw new Refused(invalidField('base', `Drafts: nobody keeps more than ${MAX_DRAFTS} at a time`))
}

/** Takes drafts away, where none of them was saved since `version`; answers the one that was. */
export const dropDrafts = async (
  { ground }: Room,
  userId: Id,
  version: number | undefined,
  find: (tx: Db) => Promise<readonly DraftRow[]>,
): Promise<{ readonly standing: DraftRow | null }> =>
  ground.db.transaction(async (tx) => {
    await lockDrafts(tx, userId)
    const found = await find(tx)
    const newer = found.find((row) => version !== undefined && row.version !== version)
    if (newer !== undefined) return { standing: newer }
    await deleteDrafts(
      tx,
      found.map(({ id }) => id),
    )
    for (const { content } of found) await releaseUploads(tx, userId, content.uploads, ground.clock.now())
    return { standing: null }
  })

/** What somebody has said is no draft any more: the one that is named, else theirs of that ticket and kind. */
export const draftWasSent = async (
  { ground }: Room,
  named: number | string | null | undefined,
  { ticket, comment }: Pick<Committed, 'ticket' | 'comment'>,
  userId: Id,
): Promise<void> => {
  if (comment === null) return
  const draftId = named == null || named === '' ? undefined : Number(named)
  const sent = { userId, ticketId: ticket.id, commentId: comment.id, isPublic: comment.public, draftId }
  await markSent(ground.db, sent, ground.clock.now())
}

export const sweepDraftsJob = ({ ground }: Room): JobHandler => ({
  name: 'tickets_sweep_drafts',
  cron: '*/15 * * * *',
  run: () => {
    const now = ground.clock.now()
    const untouched = plusMs(now, -ground.settings.draftDays * DAY_MS)
    return forgetDrafts(ground.db, { untouched, sent: plusMs(now, -SENT_KEPT_MS) })
  },
})
