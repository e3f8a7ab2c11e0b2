import { type Id, MINUTE_MS } from '../kernel/index.ts'
import { PEOPLE_CHANGED, type PeopleChange } from '../people/index.ts'
import type { EffectHandler, EffectOutcome } from '../platform/module.ts'
import { type Change, noChange } from './core/index.ts'
import { type Touched, touchedTickets } from './people-changes-store.ts'
import type { Room } from './room.ts'
import { viaOf } from './wire/names.ts'

const BATCH = 100
/** Half of what a delivery may take; what is left then goes on at the next try. */
const MAX_MS = MINUTE_MS

/**
 * Lets tickets follow what happened to people: a Change of the system for each ticket that it touches. What has been
 * changed is touched no more, so a delivery that comes again goes on where the last one stopped.
 */
export const peopleChangesHandler = (room: Room): EffectHandler => ({
  kind: PEOPLE_CHANGED,
  concurrency: 1,
  deliver: ({ payload }) => follow(room, payload as unknown as PeopleChange),
})

const follow = async (room: Room, change: PeopleChange): Promise<EffectOutcome> => {
  const { db, clock } = room.ground
  const started = clock.now()
  let hasLost = false
  let after: Id = 0
  for (;;) {
    const batch = await touchedTickets(db, change, after, BATCH)
    for (const ticket of batch) if ((await followOne(room, change, ticket)) === 'lost') hasLost = true
    const last = batch.at(-1)
    if (last === undefined) break
    after = last.ticket_id
    if (clock.now() - started > MAX_MS) return { outcome: 'retry', error: 'there is more to do', afterMs: 0 }
  }
  return hasLost ? { outcome: 'retry', error: 'a ticket was changed by others' } : { outcome: 'done' }
}

/** `lost` is worth another try. What else refuses one ticket must not keep the others back; it is logged. */
const followOne = async (room: Room, change: PeopleChange, ticket: Touched): Promise<'done' | 'lost'> => {
  const made: Change = {
    ...noChange,
    kind: 'update',
    actor: { kind: 'system' },
    via: viaOf('system'),
    ...(ticket.is_closed && { followsPeople: true }),
    ...partsOf(change, ticket),
  }
  const committed = await room.commit(made, { ticketId: ticket.ticket_id })
  if (committed.ok) return 'done'
  const { code, details } = committed.error
  if (code === 'conflict') return 'lost'
  const reason = [change.what, ...(details ?? []).map(({ field }) => field)].join(' ')
  const about = { ticketId: ticket.ticket_id, code, reason }
  room.ground.log.warn(about, 'a ticket did not follow a change of people')
  return 'done'
}

type Parts = Partial<Pick<Change, 'set' | 'emailCcs' | 'followers'>>

const partsOf = (change: PeopleChange, ticket: Touched): Parts => {
  switch (change.what) {
    case 'user_merged':
      return {
        ...(ticket.requester_id === change.from ? { set: { requesterId: change.to } } : {}),
        ...(ticket.email_cc_ids.includes(change.from)
          ? { emailCcs: { add: [change.to], remove: [change.from] } }
          : {}),
      }
    case 'staff_left':
      return {
        ...(ticket.assignee_id === change.userId ? { set: { assigneeId: null } } : {}),
        ...(ticket.follower_ids.includes(change.userId) ? { followers: { remove: [change.userId] } } : {}),
      }
    case 'group_left':
      return { set: { assigneeId: null } }
    case 'group_removed':
      return { set: { groupId: null, assigneeId: null } }
    case 'organization_removed':
      return { set: { organizationId: null } }
    case 'organization_merged':
      return { set: { organizationId: change.to } }
  }
}
