import type { Passage } from './tables.ts'

/** The ways into another domain's tables that are open, each with its reason. */
export const passages: readonly Passage[] = [
  {
    from: '*',
    owner: 'platform',
    tables: ['audit_log', 'feed_inbox', 'idempotency_keys', 'outbox', 'timers'],
    may: 'write',
    why: 'one operation is one statement: data, its audit, its effects, timers and place in the feed',
  },
  {
    from: '*',
    owner: 'platform',
    tables: ['policy_versions', 'feed', 'job_statuses'],
    may: 'read',
    why: 'a request asks for the current policy version in its own first query; projections follow the feed',
  },
  {
    from: 'tickets',
    owner: 'people',
    tables: [
      'users',
      'user_identities',
      'organizations',
      'organization_memberships',
      'groups',
      'group_memberships',
    ],
    may: 'read',
    why: 'visible(viewer) and load ask about the people round a ticket in the same query',
  },
  {
    from: 'channels',
    owner: 'people',
    tables: ['users', 'user_identities'],
    may: 'read',
    why: 'what stands round a mail that came in, its sender among it, is asked in one query',
  },
  {
    from: 'channels',
    owner: 'tickets',
    tables: ['tickets', 'comments'],
    may: 'read',
    why: 'the same query asks for the tickets that a mail may answer; a mail going out reads its comment at sending',
  },
  {
    from: 'channels',
    owner: 'people',
    tables: ['organizations', 'organization_subscriptions'],
    may: 'read',
    why: 'who follows the organizations of the tickets that the feed names is asked in one query',
  },
  {
    from: 'channels',
    owner: 'tickets',
    tables: ['audits'],
    may: 'read',
    why: 'the same query leaves out what was imported',
  },
]

/** Files, and folders ending in `/`, besides stores and commit that may name their domain's tables. */
export const sqlElsewhere: Readonly<Record<string, string>> = {
  'src/people/access/': 'credentials: each file is the store of one kind of secret',
  'src/tickets/rules-sql.ts': 'the columns that conditions of rules are compiled against',
  'src/people/facts.ts': 'the fragment by which a load of a ticket brings the people round it along',
}
