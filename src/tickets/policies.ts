import type { Ground } from '../platform/ground.ts'
import { compilePolicy, type Policy } from './core/index.ts'

/** Policy as tickets read it: compiled once a version. */
export type Policies = {
  at(version: number): Promise<Policy>
  /** The newest that this process has met; undefined before the first. */
  latest(): Policy | undefined
}

export const createPolicies = (ground: Pick<Ground, 'policy' | 'settings'>): Policies => {
  let newest: Policy | undefined
  return {
    at: async (version) => {
      if (newest?.version === version) return newest
      const snapshot = await ground.policy.at(version)
      const policy = snapshot.compiled('tickets', (source) =>
        compilePolicy(source, { baseUrl: ground.settings.baseUrl }),
      )
      if (newest === undefined || newest.version < version) newest = policy
      return policy
    },
    latest: () => newest,
  }
}
