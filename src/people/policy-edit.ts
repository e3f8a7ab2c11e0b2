import { forbidden, type Instant, Refused } from '../kernel/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { PolicyEdit, PolicySnapshot } from '../platform/policy/index.ts'
import type { Acting } from './acting.ts'
import { may, type Permission } from './core/index.ts'
import type { Room } from './room.ts'

export type Editing = {
  readonly tx: Db
  readonly at: Instant
  /** As it stands: nobody else changes it until the transaction ends. */
  readonly policy: PolicySnapshot
  readonly edit: (edits: readonly PolicyEdit[]) => Promise<void>
}

/** Runs an edit of the policy on what stands now; for those who hold the right, that to all of it unless said. */
export const editingPolicy = async <T>(
  room: Room,
  acting: Acting,
  reason: string,
  work: (editing: Editing) => Promise<T>,
  right: Permission = 'policy.manage',
): Promise<T> => {
  if (!may(acting.viewer, right)) throw new Refused(forbidden)
  const { ground } = room
  return ground.db.transaction(async (tx) => {
    const at = ground.clock.now()
    const { viewer, via, ip, requestId, given } = acting
    const why = {
      authorId: viewer.userId,
      reason,
      at,
      via,
      ...(given && { given }),
      ...(ip === null ? {} : { ip }),
      ...(requestId === null ? {} : { requestId }),
    }
    const policy = await ground.policy.standing(tx)
    const edit = async (edits: readonly PolicyEdit[]): Promise<void> => {
      await ground.policy.edit(tx, why, edits)
    }
    return work({ tx, at, policy, edit })
  })
}
