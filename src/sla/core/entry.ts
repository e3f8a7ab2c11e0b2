import type { Id, Instant } from '../../kernel/index.ts'
import type { Priority, Status } from './metric.ts'
import type { Policy } from './policy.ts'

/** The roles that clocks tell apart. `system` is rules, imports, bots. */
export type Role = 'end_user' | 'agent' | 'light_agent' | 'system'

export type Author = {
  readonly role: Role
  readonly isRequester: boolean
  /** `null` where nobody knows: then an agent is taken to be the assignee, and not the one who made the ticket. */
  readonly id: Id | null
}

/** One update of a ticket as clocks see it: who did what, and what the ticket is afterwards. */
export type Entry = {
  /** Whole seconds, not before the entry that came before. */
  readonly at: Instant
  readonly author: Author
  readonly requesterRole: Exclude<Role, 'system'>
  readonly comment: { readonly public: boolean } | null
  readonly status: Status
  readonly priority: Priority | null
  readonly groupId: Id | null
  readonly assigneeId: Id | null
  /** What `selectPolicy` found after all rules had run. */
  readonly policy: Policy | null
  readonly groupPolicy: Policy | null
  /** The ticket's own schedule, where it was set on it. */
  readonly ownSchedule: string | null
  /** The key of the hours that business time is counted in, for `HoursOf`; `null`: business is calendar time. */
  readonly hours: string | null
  /** The same for group ownership, whose policy may name another schedule. */
  readonly groupHours: string | null
}
