import { type Id, type Instant, orRefuse, type Refusal, Refused, type Result } from '../../kernel/index.ts'
import type { Ground } from '../ground.ts'
import type { ApiRequest } from '../http/index.ts'
import { givenWith } from './given-reason.ts'
import type { PolicyEdit, PolicySnapshot } from './policy.ts'

/** Who edits, and how it came. */
export type Acting = Pick<
  ApiRequest<unknown, unknown, unknown>,
  'caller' | 'ip' | 'requestId' | 'idempotency' | 'headers' | 'body'
>

/** What becomes of the policy that stands. */
export type Plan<T> = {
  readonly edits: readonly PolicyEdit[]
  readonly reason: string
  readonly result: T
  /** Of something new: where it is found. */
  readonly path?: string
}

export type PlanEdit<T> = (standing: PolicySnapshot, at: Instant) => Result<Plan<T>, Refusal>

/** Edits that lost a race are planned anew so often; beyond it stands a crowd that no desk has. */
const MAX_TRIES = 20

const crowded: Refusal = {
  code: 'conflict',
  message: 'Others were changing the settings of the desk at the same time. Try again.',
}

/**
 * Plans an edit on the policy that stands and writes it as one version. The snapshot is read before the transaction,
 * which holds one connection only and writes nothing if the policy has moved on: then the edit is planned again.
 */
export const editPolicy = async <T>(ground: Ground, acting: Acting, plan: PlanEdit<T>): Promise<T> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const standing = await ground.policy.current()
    const at = ground.clock.now()
    const planned = orRefuse(plan(standing, at))
    if (await written(ground, acting, planned, { version: standing.version, at })) return planned.result
  }
  throw new Refused(crowded)
}

const written = (
  { db, policy }: Ground,
  acting: Acting,
  { edits, reason, path }: Plan<unknown>,
  { version, at }: { readonly version: number; readonly at: Instant },
): Promise<boolean> =>
  db.transaction(async (tx) => {
    const { caller, ip, requestId, idempotency } = acting
    if ((await policy.lock(tx)) !== version) return false
    if (path !== undefined) await idempotency.locate(tx, 201, path)
    const given = givenWith(acting)
    await policy.edit(tx, { authorId: caller.userId, reason, at, ip, requestId, given }, edits)
    return true
  })

/** Draws ids for new things. */
export const drawIds = async ({ db, policy }: Ground, count: number): Promise<Id[]> => {
  const ids: Id[] = []
  while (ids.length < count) ids.push(await policy.nextId(db))
  return ids
}
