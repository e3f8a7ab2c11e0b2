import { forbidden, type Id, notFound, Refused } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import type { Acting } from '../acting.ts'
import { may, mayManageUser, type Viewer } from '../core/index.ts'
import { roleOf } from '../policy.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { getUser } from '../users/read.ts'
import { countUsers, findUser, lockUser, type UserRow, type UserSort, usersUnder } from '../users/store.ts'
import { visibleUsers } from '../visible.ts'
import { type DeletionState, deletionState, markDeleted, markErased, REMOVED } from './store.ts'

const removed = (viewer: Viewer) => sql<boolean>`${REMOVED} and ${visibleUsers(viewer)}`

/** People who were removed and are not gone for good. */
export const listRemoved = (
  room: Room,
  viewer: Viewer,
  paging: Paging<UserSort>,
): Promise<Listing<UserRow>> => list(room.ground.db, usersUnder(removed(viewer)), paging)

export const countRemoved = (room: Room, viewer: Viewer): Promise<number> =>
  countUsers(room.ground.db, removed(viewer))

export const getRemoved = async (room: Room, viewer: Viewer, id: Id): Promise<UserRow> => {
  const user = await findUser(room.ground.db, sql`u.id = ${id} and ${removed(viewer)}`)
  if (user === undefined) throw new Refused(notFound)
  return user
}

export const ERASE_JOB = 'people_erase_user'

type Erase = { readonly userId: Id }

/**
 * Says that a removed person goes for good: from now on they are nobody's to bring back, and every room erases what it
 * keeps of them in the background. Answers them as they were.
 */
export const deleteForGood = async (room: Room, acting: Acting, id: Id): Promise<UserRow> => {
  const { ground } = room
  const { viewer } = acting
  const policy = await ground.policy.current()
  const user = await ground.db.transaction(async (tx) => {
    const found = await lockUser(tx, sql`u.id = ${id} and ${removed(viewer)}`)
    if (found === undefined) throw new Refused(notFound)
    if (!mayManageUser(viewer, { id, role: roleOf(policy, found.role_id) })) throw new Refused(forbidden)
    const at = ground.clock.now()
    await markDeleted(tx, id, viewer.userId, at)
    // Without values, and without their name: the log keeps what it is told.
    await record(tx, acting, {
      at,
      action: 'destroy',
      source: 'deleted_user',
      id,
      label: null,
      feed: { subject: 'user', ids: [id] },
    })
    const erase: Erase = { userId: id }
    await ground.enqueue(tx, ERASE_JOB, erase, { key: `${ERASE_JOB}/${id}` })
    return found
  })
  ground.wake()
  return user
}

/** Erases a person in every room, in one transaction: all of it or none, and again as often as it is asked. */
export const eraseUserJob = (room: Room): JobHandler => ({
  name: ERASE_JOB,
  run: async (payload) => {
    const { userId } = payload as unknown as Erase
    const { db, clock } = room.ground
    await db.transaction(async (tx) => {
      const state = await deletionState(tx, userId)
      if (state === undefined || state.permanently_deleted_at === null) return
      for (const eraser of room.erasers()) await eraser.eraseUser?.(tx, userId)
      await markErased(tx, userId, clock.now())
    })
    room.ground.wake()
  },
})

/** How far the deletion of a person is; one that nobody has asked for does not exist. */
export const getDeletion = async (
  room: Room,
  viewer: Viewer,
  id: Id,
): Promise<
  DeletionState & { readonly permanently_deleted_at: NonNullable<DeletionState['permanently_deleted_at']> }
> => {
  if (!may(viewer, 'users.manage')) throw new Refused(forbidden)
  await getUser(room, viewer, id)
  const state = await deletionState(room.ground.db, id)
  const at = state?.permanently_deleted_at
  if (state === undefined || at === undefined || at === null) throw new Refused(notFound)
  return { ...state, permanently_deleted_at: at }
}
