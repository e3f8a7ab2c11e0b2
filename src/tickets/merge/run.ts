import { type Id, type JsonObject, notFound, orRefuse, Refused } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { textToHtml } from '../../platform/html/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import { copyFiles } from '../copy-files.ts'
import type { NewAttachment, Ticket } from '../core/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import type { Room } from '../room.ts'
import { ticketOfRow } from '../rows.ts'
import { singleShotJob } from '../single-shot.ts'
import { nearestAudit } from '../undo/store.ts'
import { type MergeWish, planMerge, saysInPublic } from './plan.ts'
import { activePeople, filesOf, lockSeen } from './store.ts'

export const MERGE_JOB = 'tickets_merge'

/** Merges tickets: all of it in one transaction, or nothing. */
export const mergeJob = (room: Room): JobHandler =>
  singleShotJob<MergeWish>(room.ground, { name: MERGE_JOB, run: (wish) => merge(room, wish) })

/** Answers the audit of the target, by which all of it can be taken back. */
const merge = async (room: Room, wish: MergeWish): Promise<JsonObject> => {
  const { db } = room.ground
  const viewer = await room.people.viewer(wish.userId)
  const isPublic = saysInPublic(await db.transaction((tx) => seen(tx, viewer, wish)), wish.isTargetPublic)
  // Bytes are never shared; copies that no merge takes in the end are swept.
  const attachments = await copies(room, wish.sourceIds, isPublic)
  const auditId = await db.transaction(async (tx) => {
    const tickets = await seen(tx, viewer, wish)
    // A crash between the merge and its end in the queue brings it once more.
    if (tickets.slice(1).every(({ mergedIntoId }) => mergedIntoId === wish.targetId))
      return nearestAudit(tx, wish.targetId, told(wish), room.ground.clock.now())
    const plan = planMerge(wish, {
      target: tickets[0]!,
      sources: tickets.slice(1),
      active: await activePeople(
        tx,
        tickets.flatMap(({ requesterId, emailCcIds }) => [requesterId, ...emailCcIds]),
      ),
      attachments: saysInPublic(tickets, wish.isTargetPublic) && !isPublic ? [] : attachments,
      textToHtml,
    })
    const target = orRefuse(await room.commit(plan.target, { ticketId: wish.targetId }, { tx }))
    for (const [index, ticketId] of wish.sourceIds.entries())
      orRefuse(await room.commit(plan.sources[index]!, { ticketId }, { tx }))
    return target.auditId
  })
  room.onCommitted()
  return { id: wish.targetId, action: 'merge', audit_id: auditId ?? null }
}

const told = ({ sourceIds }: MergeWish): JsonObject => ({ type: 'merged_from', ticketIds: sourceIds })

/** The target, then the sources, as they stand until the transaction ends. One that is not seen is not there. */
const seen = async (tx: Db, viewer: TicketViewer, { targetId, sourceIds }: MergeWish): Promise<Ticket[]> => {
  const rows = await lockSeen(tx, viewer, [targetId, ...sourceIds])
  const tickets = new Map(rows.map((row) => [row.ticket_id, ticketOfRow(row)]))
  return [targetId, ...sourceIds].map((id) => {
    const ticket = tickets.get(id)
    if (ticket === undefined) throw new Refused(notFound)
    return ticket
  })
}

const copies = async (room: Room, ticketIds: readonly Id[], isPublic: boolean): Promise<NewAttachment[]> => {
  const files = await filesOf(room.ground.db, ticketIds, isPublic)
  return copyFiles(
    room,
    files.map((file) => ({ ...file, inline: false, contentId: null })),
  )
}
