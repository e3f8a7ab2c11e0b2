import type { Id } from '../kernel/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { Policy } from './core/policy.ts'
import type { Context } from './core/state.ts'
import { loadFacts } from './load-many.ts'

/** People, groups and organisations that decisions ask about, read once each. */
export type Facts = {
  /** Reads those that are not known yet, with the agents of the groups. */
  know(
    policy: Policy,
    named: { readonly userIds: readonly Id[]; readonly groupIds: readonly Id[] },
  ): Promise<void>
  all(): Context
}

export const createFacts = (db: Db): Facts => {
  const known = { users: new Set<Id>(), groups: new Set<Id>(), allAgents: false }
  const facts = {
    users: {},
    groups: {},
    organizations: {},
    singleGroupId: null as Id | null,
    allAgents: false,
  }
  return {
    all: () => facts,
    know: async ({ needs }, { userIds, groupIds }) => {
      const [users, groups] = [fresh(known.users, userIds), fresh(known.groups, groupIds)]
      const allAgents = needs.allAgents && !known.allAgents
      if (users.length === 0 && groups.length === 0 && !allAgents) return
      const read = await loadFacts(db, { userIds: users, groupIds: groups, groupMembers: true, allAgents })
      for (const kind of ['users', 'groups', 'organizations'] as const) Object.assign(facts[kind], read[kind])
      facts.singleGroupId = read.singleGroupId ?? null
      known.allAgents ||= allAgents
      for (const id of users) known.users.add(id)
      for (const id of groups) known.groups.add(id)
    },
  }
}

const fresh = (known: ReadonlySet<Id>, ids: readonly Id[]): Id[] => [
  ...new Set(ids.filter((id) => !known.has(id))),
]
