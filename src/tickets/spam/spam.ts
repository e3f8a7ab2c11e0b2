import { type Id, notFound, orRefuse, Refused } from '../../kernel/index.ts'
import type { Acting } from '../../people/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Asker } from '../api/resolve.ts'
import { removal } from '../deletion/removal.ts'
import type { Room } from '../room.ts'
import { findTicket } from '../store.ts'
import { suspendedWith } from './store.ts'

type Suspending = Pick<Asker, 'viewer' | 'channel' | 'system'>

const actingOf = ({ viewer, channel, system }: Suspending): Acting => ({
  viewer,
  via: channel,
  ip: typeof system.ip_address === 'string' ? system.ip_address : null,
  requestId: null,
})

/**
 * Deletes a ticket as spam and suspends whoever asked: being suspended is the one list of senders who are turned away.
 * Staff are not suspended by it. Throws `Refused`.
 */
export const markAsSpam = async (room: Room, tx: Db, asker: Asker, ticketId: Id): Promise<void> => {
  const row = await findTicket(tx, asker.viewer, ticketId)
  if (row === undefined) throw new Refused(notFound)
  const userId = row.requester_id
  const isSuspended = await room.people.setSuspended(tx, actingOf(asker), { userId, suspended: true })
  const change = { ...removal('delete', asker), spam: { suspendedId: isSuspended ? userId : null } }
  orRefuse(await room.commit(change, { ticketId }, { tx }))
}

/** Whoever was suspended with a ticket may write again. */
export const liftSuspension = async (room: Room, tx: Db, asker: Suspending, ticketId: Id): Promise<void> => {
  const userId = await suspendedWith(tx, ticketId)
  if (userId !== undefined) await room.people.setSuspended(tx, actingOf(asker), { userId, suspended: false })
}

/** Brings a deleted ticket back; whoever was suspended with it may write again. Throws `Refused`. */
export const restoreTicket = async (room: Room, asker: Asker, ticketId: Id): Promise<void> => {
  await room.ground.db.transaction(async (tx) => {
    await liftSuspension(room, tx, asker, ticketId)
    orRefuse(await room.commit(removal('restore', asker), { ticketId }, { tx }))
  })
  room.onCommitted()
}
