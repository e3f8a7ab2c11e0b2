import { type Id, type JsonObject, notFound, orRefuse, Refused } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { textToHtml } from '../../platform/html/index.ts'
import {
  completed,
  createJobStatus,
  endJobStatus,
  findJobStatuses,
  type JobStatus,
  progressJobStatus,
} from '../../platform/jobs/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import {
  announcing,
  type Notice,
  noticeTicket,
  noticeUpdate,
  ticketOf,
  toldOf,
} from '../core/announcement.ts'
import type { Announced, Announcement } from '../core/event.ts'
import type { Ticket } from '../core/ticket.ts'
import type { Room } from '../room.ts'
import { ticketOfRow } from '../rows.ts'
import { findTicket } from '../store.ts'
import { announcementsOf } from './store.ts'

export const ANNOUNCE_JOB = 'tickets_announce_change'

/** An announcement as it waits in the queue. */
export type AnnounceWish = Omit<Notice, 'html'> & {
  readonly jobId: string
  readonly ticketId: Id
  readonly version: number
  readonly userIds: readonly Id[]
}

/** So many are told in one transaction, with the note of it on the change: together or not at all. */
const AT_ONCE = 10
const MAX_ATTEMPTS = 5

type Skipped = { readonly user_id: Id; readonly error: string }
type Told = { readonly told: Announcement['told']; readonly skipped: readonly Skipped[] }

/** Tells those whom a change affects. Run again after a crash it goes on where it stopped. */
export const announceJob = (room: Room): JobHandler => ({
  name: ANNOUNCE_JOB,
  run: async (payload, { attempt }) => {
    const wish = payload as unknown as AnnounceWish
    const { db, clock } = room.ground
    const [status] = await findJobStatuses(db, [wish.jobId])
    if (status === undefined || (status.status !== 'queued' && status.status !== 'working')) return
    const end = (results: JsonObject) =>
      endJobStatus(db, wish.jobId, completed(results, clock.now()), clock.now())
    try {
      await end(await tellAll(room, wish))
    } catch (error) {
      if (error instanceof Refused) return void (await end({ success: false, error: error.refusal.message }))
      if (attempt >= MAX_ATTEMPTS) await end({ success: false, error: 'It failed several times.' })
      throw error
    }
  },
})

const tellAll = async (room: Room, wish: AnnounceWish): Promise<JsonObject> => {
  const { db, clock } = room.ground
  const skipped: Skipped[] = []
  for (let first = 0; first < wish.userIds.length; first += AT_ONCE) {
    const batch = wish.userIds.slice(first, first + AT_ONCE)
    const outcome = await db.transaction((tx) => tell(room, tx, wish, batch))
    skipped.push(...outcome.skipped)
    await progressJobStatus(db, wish.jobId, Math.min(first + AT_ONCE, wish.userIds.length), clock.now())
    room.onCommitted()
  }
  const told = toldOf(await announcementsOf(db, wish.ticketId), wish)
  return { success: true, told: wish.userIds.filter((id) => told.has(id)).length, skipped }
}

/** Tells some of them, but for those who know already. */
const tell = async (room: Room, tx: Db, wish: AnnounceWish, userIds: readonly Id[]): Promise<Told> => {
  const viewer = await room.people.viewer(wish.actorId)
  const row = await findTicket(tx, viewer, wish.ticketId)
  if (row === undefined) throw new Refused(notFound)
  const change = ticketOfRow(row)
  const announced = await announcementsOf(tx, change.id)
  const known = toldOf(announced, wish)
  const told: { userId: Id; ticketId: Id }[] = []
  const skipped: Skipped[] = []
  for (const userId of userIds) {
    if (known.has(userId)) continue
    const outcome = await tellOne(room, tx, { change, announced, notice: noticeOf(wish), userId })
    if (typeof outcome === 'number') told.push({ userId, ticketId: outcome })
    else skipped.push({ user_id: userId, error: outcome })
  }
  const { about, version } = wish
  if (told.length > 0)
    orRefuse(
      await room.commit(
        announcing(change, noticeOf(wish), { about, version, told }),
        { ticketId: change.id },
        { tx },
      ),
    )
  return { told, skipped }
}

const noticeOf = ({ about, actorId, channel, system, subject, text }: AnnounceWish): Notice => ({
  about,
  actorId,
  channel,
  system,
  subject,
  text,
  html: textToHtml(text),
})

type One = {
  readonly change: Ticket
  readonly announced: readonly Announced[]
  readonly notice: Notice
  readonly userId: Id
}

/** On the ticket by which they know of it, where that is still open to words; else by one of their own. */
const tellOne = async (
  room: Room,
  tx: Db,
  { change, announced, notice, userId }: One,
): Promise<Id | string> => {
  const known = ticketOf(announced, userId)
  if (known !== undefined) {
    const updated = await room.commit(noticeUpdate(change, notice), { ticketId: known }, { tx })
    if (updated.ok) return known
  }
  const opened = await room.commit(await openingOf(room, change, notice, userId), {}, { tx })
  if (!opened.ok) return opened.error.message
  const { id } = opened.value.ticket
  if (opened.value.comment?.public) return id
  const said = await room.commit(noticeUpdate(change, notice), { ticketId: id }, { tx })
  return said.ok ? id : said.error.message
}

/**
 * Begun with a note where the desk lets tickets begin so: then the announcement is an update, and the desk's triggers
 * send it as news instead of thanking for a request that nobody made.
 */
const openingOf = async ({ policies, ground }: Room, change: Ticket, notice: Notice, userId: Id) => {
  const { settings } = await policies.at((await ground.policy.current()).version)
  if (!settings.firstCommentMayBePrivate) return noticeTicket(change, notice, userId)
  const text = `Opened to tell the requester of change ${change.id}.`
  const note = { text, html: textToHtml(text), public: false, attachments: [] }
  return noticeTicket(change, notice, userId, note)
}

/** Queues it; its status can be asked for at once. */
export const startAnnouncing = async (
  { ground }: Room,
  wish: Omit<AnnounceWish, 'jobId'>,
): Promise<JobStatus> => {
  const at = ground.clock.now()
  const job = await ground.db.transaction(async (tx) => {
    const status = { jobType: 'Change Announcement', authorId: wish.actorId, total: wish.userIds.length }
    const jobId = await createJobStatus(tx, status, { at, randomBytes: ground.randomBytes })
    await ground.enqueue(tx, ANNOUNCE_JOB, { ...wish, jobId })
    return (await findJobStatuses(tx, [jobId]))[0]!
  })
  ground.wake()
  return job
}
