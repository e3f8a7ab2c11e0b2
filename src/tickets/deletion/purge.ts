import { type Id, type JsonObject, orRefuse } from '../../kernel/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import type { Room } from '../room.ts'
import { singleShotJob } from '../single-shot.ts'
import { removal } from './removal.ts'

export const PURGE_JOB = 'tickets_purge'

/** Deleted tickets to be emptied for good. */
export type PurgePayload = {
  readonly userId: Id
  readonly channel: string
  readonly system: JsonObject
  readonly ticketIds: readonly Id[]
}

/** Empties deleted tickets, each in a transaction of its own: the Change, and the erasure in every room. */
export const purgeJob = (room: Room): JobHandler =>
  singleShotJob<PurgePayload>(room.ground, {
    name: PURGE_JOB,
    run: async (payload) => {
      for (const ticketId of payload.ticketIds) await purge(room, payload, ticketId)
      return {}
    },
  })

const purge = async (room: Room, payload: PurgePayload, ticketId: Id): Promise<void> => {
  await room.ground.db.transaction(async (tx) => {
    const done = await room.commit(removal('purge', payload), { ticketId }, { tx })
    // It was brought back or purged since: by others, or by this job before it was run again.
    if (!done.ok && done.error.code === 'not_found') return
    orRefuse(done)
    await room.eraseTicket(tx, ticketId)
  })
  room.onCommitted()
}
