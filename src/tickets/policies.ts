import { assert } from '../kernel/index.ts'
import type { Ground } from '../platform/ground.ts'
import { type Hours, hourKeysOf } from '../sla/core/index.ts'
import { scheduleOfKey } from './core/clocks/clock-policy.ts'
import type { TicketClocks } from './core/clocks/ticket-clocks.ts'
import { compilePolicy, type Policy } from './core/index.ts'

/** Policy as tickets read it: compiled once a version. */
export type Policies = {
  at(version: number): Promise<Policy>
  /** The newest that this process has met; undefined before the first. */
  latest(): Policy | undefined
  /** Hours that a ticket's clocks name, as far as a policy has them no more; undefined, as mostly, where it has all. */
  pastHours(policy: Policy, clocks: TicketClocks | null): Promise<ReadonlyMap<string, Hours>> | undefined
}

/** Former hours kept ready: one for each edit of a schedule that running tickets still go by. */
const KEPT_HOURS = 500

export const createPolicies = (ground: {
  readonly policy: Pick<Ground['policy'], 'at'>
  readonly settings: Pick<Ground['settings'], 'baseUrl'>
}): Policies => {
  let newest: Policy | undefined
  const at = async (version: number): Promise<Policy> => {
    if (newest?.version === version) return newest
    const snapshot = await ground.policy.at(version)
    const policy = snapshot.compiled('tickets', (source) =>
      compilePolicy(source, { baseUrl: ground.settings.baseUrl }),
    )
    if (newest === undefined || newest.version < version) newest = policy
    return policy
  }
  const former = new Map<string, Hours>()
  const remember = async (key: string): Promise<void> => {
    const known = former.get(key)
    const hours = known ?? (await at(scheduleOfKey(key)?.version ?? 0)).clocks.hours(key)
    assert(hours !== undefined, `the policy has the hours ${key}`)
    former.delete(key)
    former.set(key, hours)
    for (const oldest of former.keys()) if (former.size > KEPT_HOURS) former.delete(oldest)
  }
  const pastHours = async (keys: readonly string[]): Promise<ReadonlyMap<string, Hours>> => {
    for (const key of keys) await remember(key)
    return new Map(keys.map((key) => [key, former.get(key)!]))
  }
  return {
    at,
    latest: () => newest,
    pastHours: (policy, clocks) => {
      if (clocks === null) return undefined
      const unknown = [...hourKeysOf(clocks.sla)].filter((key) => !policy.clocks.hours(key))
      return unknown.length === 0 ? undefined : pastHours(unknown)
    },
  }
}
