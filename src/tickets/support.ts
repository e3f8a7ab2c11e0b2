import { type Id, notFound, orRefuse, Refused } from '../kernel/index.ts'
import { viewerOf } from '../people/index.ts'
import type { ApiRequest } from '../platform/http/index.ts'
import { askerOf } from './api/resolve.ts'
import type { Committed } from './commit.ts'
import { type Change, noChange, type Ticket } from './core/index.ts'
import type { Room } from './room.ts'
import { ticketOfRow } from './rows.ts'
import { findTicket } from './store.ts'
import { viaOf } from './wire/names.ts'

export type Asked = Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'ip' | 'headers' | 'origin'>

/** The ticket as whoever asks sees it; what they do not see is not there. */
export const seenTicket = async (room: Room, { caller }: Pick<Asked, 'caller'>, id: Id): Promise<Ticket> => {
  const row = await findTicket(room.ground.db, viewerOf(caller), id)
  if (row === undefined) throw new Refused(notFound)
  return ticketOfRow(row)
}

/** Makes one Change of a ticket in the name of whoever asks. */
export const changeTicket = async (
  room: Room,
  request: Asked,
  ticketId: Id,
  what: Partial<Change>,
): Promise<Committed> => {
  const { userId, channel, system } = askerOf(request)
  const change: Change = {
    ...noChange,
    kind: 'update',
    actor: { kind: 'user', id: userId },
    via: viaOf(channel),
    metadata: { system, custom: {} },
    ...what,
  }
  return orRefuse(await room.commit(change, { ticketId }))
}
