import { type Instant, type Json, toIso } from '../kernel/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../platform/policy/index.ts'
import type { Room } from './room.ts'
import { policySince } from './store.ts'

/** What presenting needs besides: documents that the desk came with bear no times, so theirs are those of the desk. */
export type Presenting = { readonly origin: string; readonly policy: PolicySnapshot; readonly since: Instant }

export const timesOf = ({ body }: PolicyDocument, { since }: Presenting) => ({
  created_at: text(body.created_at) || toIso(since),
  updated_at: text(body.updated_at) || toIso(since),
})

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

export const presentingOf = async (
  room: Room,
  { origin }: { readonly origin: string },
): Promise<Presenting> => {
  const [policy, since] = await Promise.all([room.ground.policy.current(), policySince(room.ground.db)])
  return { origin, policy, since }
}
