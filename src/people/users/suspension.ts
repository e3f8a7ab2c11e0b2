import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { endSessions } from '../access/sign-in.ts'
import type { Acting } from '../acting.ts'
import { isStaff } from '../core/index.ts'
import { roleOf } from '../policy.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { lockUser, updateUser } from './store.ts'

/**
 * Suspends an end user, whose mails and requests are turned away from then on, or lifts that again. For rooms that
 * have judged the caller's right to it; staff are left alone. Says whether it changed anything.
 */
export const setSuspended = async (
  room: Room,
  tx: Db,
  acting: Acting,
  { userId, suspended }: { readonly userId: Id; readonly suspended: boolean },
): Promise<boolean> => {
  const before = await lockUser(tx, sql`u.id = ${userId} and u.active`)
  if (before === undefined || before.suspended === suspended) return false
  if (isStaff(roleOf(await room.ground.policy.current(), before.role_id).kind)) return false
  const at = room.ground.clock.now()
  await updateUser(tx, userId, { suspended }, at)
  if (suspended) await endSessions(tx, userId)
  await record(tx, acting, {
    at,
    action: 'update',
    source: 'user',
    id: userId,
    label: before.name,
    before: { suspended: before.suspended },
    after: { suspended },
    feed: { subject: 'user', ids: [userId] },
  })
  return true
}
